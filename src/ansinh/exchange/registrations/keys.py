"""Keys of relying parties: read as they are uploaded, or made for who has none. A private key is shown once and never kept."""

import json
from dataclasses import dataclass, field
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from ansinh import oidc
from ansinh.kit import crypto, errors

_LONGEST = 20_000
_MOST_KEYS = 10
_KEPT = ("kty", "crv", "x", "y", "n", "e", "kid", "use", "alg")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key pair: `private_pem` for the developer's eyes, once; `public` to be registered."""

    private_pem: str = field(repr=False)
    public: dict[str, Any]


def new_key() -> NewKey:
    """A fresh P-256 key."""
    pem = crypto.new_ec_key()
    return NewKey(pem.decode(), oidc.PartyKey(pem).public())


def read_keys(text: str) -> dict[str, Any]:
    """The public key set in an upload: a JWK set, one JWK, or a public key in PEM. Of each key what it is used by, nothing else.

    Raises Refused naming `keys`: `key_private` for anything that holds a private or secret part, which must not travel, `key_unreadable`,
    `key_unfit` for a kind or size that is not taken.
    """
    text = text.strip()
    if "PRIVATE KEY" in text:
        raise errors.Refused("key_private", "a private key stays with its owner", field="keys")
    document = _from_pem(text) if text.startswith("-----BEGIN") else _from_json(text)
    if any(isinstance(entry, dict) and {"d", "k"} & entry.keys() for entry in document["keys"]):
        raise errors.Refused("key_private", "a private key stays with its owner", field="keys")
    try:
        oidc.read_client_keys(document)
    except oidc.ProtocolError as wrong:
        raise errors.Refused("key_unfit", wrong.detail, field="keys") from None
    return {"keys": [{name: entry[name] for name in _KEPT if name in entry} for entry in document["keys"]]}


def with_key(jwks: object, key: dict[str, Any]) -> dict[str, Any]:
    """The set with one more key. Raises Refused("too_many_keys")."""
    keys = list(jwks["keys"]) if isinstance(jwks, dict) else []
    if len(keys) >= _MOST_KEYS:
        raise errors.Refused("too_many_keys", "a key that is no longer used must go first", field="keys")
    return {"keys": [*keys, key]}


def without_key(jwks: object, kid: str) -> dict[str, Any]:
    """The set without one key. Raises Refused("last_key"): a client without any could not log anybody in; NotFound("no_such_key")."""
    keys = list(jwks["keys"]) if isinstance(jwks, dict) else []
    left = [key for key in keys if name_of(key) != kid]
    if len(left) == len(keys):
        raise errors.NotFound("no_such_key", "no key of that name is registered", field="keys")
    if not left:
        raise errors.Refused("last_key", "the last key cannot be taken away", field="keys")
    return {"keys": left}


def name_of(key: object) -> str:
    """The `kid` of a registered key, its thumbprint where it has none."""
    if isinstance(key, dict) and isinstance(key.get("kid"), str):
        return str(key["kid"])
    return next(iter(oidc.read_client_keys({"keys": [key]})), "")


def _from_json(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict) and "kty" in document:
        document = {"keys": [document]}
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise errors.Refused("key_unreadable", "neither a JWK set nor a public key in PEM", field="keys")
    return {"keys": document["keys"]}


def _from_pem(text: str) -> dict[str, Any]:
    for kind in (ECKey, RSAKey, OKPKey):
        try:
            key = kind.import_key(text.encode())
        except (JoseError, ValueError, TypeError, AttributeError):
            continue
        return {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig"}]}
    raise errors.Refused("key_unreadable", "neither a JWK set nor a public key in PEM", field="keys")
