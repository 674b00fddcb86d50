"""Signing keys and published key sets. One algorithm, ES256: what is not on the list is not even looked at.

A token is read in a fixed order (shape, header, algorithm, key, signature, claims) so that nothing an attacker writes
into a header decides how it is checked.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from ansinh.oidc.errors import ProtocolError, UnknownKeyError

ALGORITHM = "ES256"
_LONGEST_TOKEN = 16_384
_MOST_KEYS = 20


class SigningKey:
    """A P-256 private key whose `kid` is its RFC 7638 thumbprint."""

    def __init__(self, pem: bytes) -> None:
        self._key = ECKey.import_key(pem)
        if self._key.curve_name != "P-256" or not self._key.is_private:
            raise ValueError("the signing key must be a P-256 private key")
        self.kid = self._key.thumbprint()

    def sign(self, claims: Mapping[str, Any], *, typ: str = "JWT") -> str:
        """The claims as a signed compact JWT."""
        return jwt.encode({"alg": ALGORITHM, "kid": self.kid, "typ": typ}, dict(claims), self._key, algorithms=[ALGORITHM])

    def public(self) -> dict[str, Any]:
        """The public half as a JWK."""
        return {**self._key.as_dict(private=False), "kid": self.kid, "use": "sig", "alg": ALGORITHM}


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The keys a provider signs with, by kid."""

    by_kid: Mapping[str, ECKey]

    def find(self, kid: str | None) -> ECKey:
        """The key named, or the only one where none is named (OpenID Connect Core 10.1). Raises UnknownKeyError."""
        if kid is None and len(self.by_kid) == 1:
            return next(iter(self.by_kid.values()))
        if kid is None or kid not in self.by_kid:
            raise UnknownKeyError("id_token_key", "the token is signed with a key the provider does not publish")
        return self.by_kid[kid]


@dataclass(frozen=True, slots=True)
class SignedToken:
    """A token whose signature was good; its claims are not judged yet."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def jwks(keys: Sequence[SigningKey]) -> dict[str, Any]:
    """The key set to publish (RFC 7517 section 5)."""
    return {"keys": [key.public() for key in keys]}


def read_jwks(document: object) -> PublicKeys:
    """The usable keys of a published set; others are left out (RFC 7517 section 5).

    Raises ProtocolError("jwks_unusable") where it is no key set, has more than 20 keys, or holds a private or symmetric key.
    """
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        raise ProtocolError("jwks_unusable", "the provider's key set cannot be read")
    found = {kid: key for kid, key in map(_read_key, keys) if key is not None}
    return PublicKeys(found)


def read_signed(token: str, keys: PublicKeys) -> SignedToken:
    """The token with its signature verified.

    Raises ProtocolError: `id_token_shape`, `id_token_alg`, `id_token_signature`; UnknownKeyError for a key not in `keys`.
    """
    header = _read_header(token)
    if header.get("alg") != ALGORITHM:
        raise ProtocolError("id_token_alg", f"the token must be signed with {ALGORITHM}")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise ProtocolError("id_token_shape", "the token's kid is not text")
    key = keys.find(kid)
    try:
        read = jwt.decode(token, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError, RecursionError):
        raise ProtocolError("id_token_signature", "the token's signature is not good") from None
    return SignedToken(header, read.claims)


def own_keys(keys: Sequence[SigningKey]) -> PublicKeys:
    """Our own keys as a relying party would see them: to recognise tokens we issued."""
    return read_jwks(jwks(keys))


def _read_header(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(token) > _LONGEST_TOKEN or len(parts) != 3 or not token.isascii():
        raise ProtocolError("id_token_shape", "the token is not a signed JWT")
    try:
        header = json.loads(base64.b64decode(parts[0] + "=" * (-len(parts[0]) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise ProtocolError("id_token_shape", "the token's header cannot be read") from None
    if not isinstance(header, dict):
        raise ProtocolError("id_token_shape", "the token's header cannot be read")
    return header


def _read_key(entry: object) -> tuple[str, ECKey | None]:
    if not isinstance(entry, dict):
        raise ProtocolError("jwks_unusable", "the provider's key set cannot be read")
    if entry.get("kty") == "oct" or "d" in entry:
        raise ProtocolError("jwks_unusable", "the provider publishes a secret key")
    if entry.get("kty") != "EC" or entry.get("use", "sig") != "sig" or entry.get("alg", ALGORITHM) != ALGORITHM:
        return "", None
    try:
        key = ECKey.import_key({name: entry[name] for name in ("kty", "crv", "x", "y", "kid") if name in entry})
        if key.curve_name != "P-256":
            return "", None
        KeySet([key])  # gives it a kid when it has none
    except (JoseError, ValueError, TypeError, KeyError):
        return "", None
    kid = key.kid
    assert kid is not None
    return kid, key
