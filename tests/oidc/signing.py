"""Client keys of the tests: made once a run, of every kind that is taken and some that are not."""

import base64
import hmac
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

Key = ECKey | RSAKey | OKPKey
ALGORITHM = {"ec": "ES256", "rsa": "PS256", "okp": "EdDSA"}


@cache
def key(kind: str, number: int = 0) -> Key:
    """A private key; the same for the same kind and number."""
    named: Any = {"kid": f"{kind}-{number}"}
    if kind == "rsa":
        return RSAKey.generate_key(2048, named)
    return ECKey.generate_key("P-256", named) if kind == "ec" else OKPKey.generate_key("Ed25519", named)


def public(private: Key, **more: str) -> dict[str, Any]:
    """The public half as a JWK without a name, but for what is added."""
    return {**{name: value for name, value in private.as_dict(private=False).items() if name != "kid"}, **more}


def signed(claims: Mapping[str, Any], private: Key, *, alg: str, **header: Any) -> str:
    """Whatever JSON can say: a library would not write half a surrogate pair, but reads it."""
    return jws.serialize_compact({"typ": "JWT", "alg": alg, **header}, json.dumps(dict(claims)).encode(), private, algorithms=[alg])


def hmac_signed(claims: Mapping[str, Any], secret: bytes, **header: Any) -> str:
    """HS256 put together by hand, because no good library takes a public key for a secret."""
    text = f"{_part({'alg': 'HS256', **header})}.{_part(claims)}"
    return f"{text}.{_base64(hmac.digest(secret, text.encode(), 'sha256'))}"


def unsigned(claims: Mapping[str, Any]) -> str:
    """A token of algorithm none, put together by hand."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def _part(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
