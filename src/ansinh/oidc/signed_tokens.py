"""Signed tokens and public keys as they arrive: read, and believed in nothing yet (RFC 7515, RFC 7517).

Shared by the two readers of foreign signatures, `client_keys` for what relying parties sign and `key_sets` for what providers sign.
Which algorithms, headers and keys are taken is for each of them to say.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from ansinh.oidc import base64url

PublicKey: TypeAlias = ECKey | RSAKey | OKPKey

SECRET_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
_LONGEST_TOKEN = 16_384
_SHORTEST_RSA_BITS = 2048
_CURVES = {"EC": "P-256", "OKP": "Ed25519"}
_MEMBERS = {"EC": ("kty", "crv", "x", "y"), "RSA": ("kty", "n", "e"), "OKP": ("kty", "crv", "x")}


@dataclass(frozen=True, slots=True)
class SignedToken:
    """A token whose signature was good; its claims are not judged yet."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def read_part(token: str, number: int) -> Mapping[str, Any] | None:
    """The header (0) or the claims (1) of a compact JWS; None where it is none, or longer than 16 KiB."""
    parts = token.split(".")
    if len(token) > _LONGEST_TOKEN or len(parts) != 3 or not token.isascii():
        return None
    try:
        part = json.loads(base64url.decode(parts[number]))
    except (ValueError, RecursionError):
        return None
    return part if isinstance(part, dict) else None


def read_public_key(entry: Mapping[str, Any]) -> PublicKey | None:
    """A JWK as a key: EC on P-256, OKP on Ed25519, RSA of 2048 bits or more; None for any other, and for one with a secret part."""
    kind = entry.get("kty")
    members = _MEMBERS.get(kind) if isinstance(kind, str) else None
    if members is None or SECRET_MEMBERS & entry.keys() or not all(isinstance(entry.get(name), str) for name in members):
        return None
    if kind in _CURVES and entry["crv"] != _CURVES[kind]:
        return None
    public: Any = {name: entry[name] for name in members}
    try:
        match kind:
            case "EC":
                return ECKey.import_key(public)
            case "OKP":
                return OKPKey.import_key(public)
            case _:
                key = RSAKey.import_key(public)
                return key if key.raw_value.key_size >= _SHORTEST_RSA_BITS else None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None


def older_name(algorithm: str) -> str:
    """RFC 9864 gave Ed25519 its own name; most programs still write the older one."""
    return "EdDSA" if algorithm == "Ed25519" else algorithm
