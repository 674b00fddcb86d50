"""The public keys a client or a proof brings along, and one strict way to check a signature made with them.

The algorithm follows from the key, never from the header alone: PS256 for RSA, ES256 for P-256, Ed25519 for OKP (FAPI 2.0 Security
Profile 5.4; RS256, HMAC and `none` are not on the list). A header cannot name a key elsewhere: `jku`, `x5u` and a `kid` that is
not among the registered keys lead nowhere, and nothing is ever fetched.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.key_sets import SignedToken

PublicKey: TypeAlias = ECKey | RSAKey | OKPKey

ALGORITHMS = ("PS256", "ES256", "EdDSA", "Ed25519")
_SHORTEST_RSA_BITS = 2048
_LONGEST_TOKEN = 16_384
_MOST_KEYS = 10
_PUBLIC_MEMBERS = {"EC": ("kty", "crv", "x", "y"), "RSA": ("kty", "n", "e"), "OKP": ("kty", "crv", "x")}
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
_FETCHING_HEADERS = frozenset({"jku", "x5u", "x5c", "crit", "b64"})


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key and the only algorithm it is used with."""

    key: PublicKey
    algorithm: str

    @property
    def thumbprint(self) -> str:
        """RFC 7638, SHA-256, base64url."""
        return self.key.thumbprint()


class _LongHeaders(JWSRegistry):
    """A proof carries its public key in the header, and an RSA key alone fills the usual 512 bytes."""

    max_header_length = 4096


ClientKeys: TypeAlias = Mapping[str, VerificationKey]


def read_client_keys(document: object) -> ClientKeys:
    """The keys of a registered JWK set by `kid` (RFC 7517; a key without one goes by its thumbprint).

    Raises ProtocolError("invalid_client_metadata") naming `jwks`: no key set, no or more than ten keys, a private or symmetric key, a
    key of another kind, two keys of one name.
    """
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not 1 <= len(entries) <= _MOST_KEYS:
        raise ProtocolError("invalid_client_metadata", f"jwks must hold one to {_MOST_KEYS} keys", field="jwks")
    found: dict[str, VerificationKey] = {}
    for entry in entries:
        if isinstance(entry, dict) and entry.get("use") == "enc" and not _PRIVATE_MEMBERS & entry.keys():
            continue  # to encrypt for, not to verify with
        key = read_public_key(entry)
        if key is None:
            raise ProtocolError(
                "invalid_client_metadata", "jwks may hold public keys only: EC P-256, OKP Ed25519, RSA of 2048 bits or more", field="jwks"
            )
        kid = entry.get("kid", key.thumbprint)
        if not isinstance(kid, str) or not kid or kid in found:
            raise ProtocolError("invalid_client_metadata", "every key needs a kid of its own", field="jwks")
        found[kid] = key
    return found


def read_public_key(entry: object) -> VerificationKey | None:
    """One JWK as a key to verify with; None for anything else, above all for one that holds a private or symmetric part."""
    if not isinstance(entry, dict) or _PRIVATE_MEMBERS & entry.keys() or entry.get("use", "sig") != "sig":
        return None
    kty = entry.get("kty")
    members = _PUBLIC_MEMBERS.get(kty) if isinstance(kty, str) else None
    if members is None or not all(isinstance(entry.get(name), str) for name in members):
        return None
    try:
        key = _import(entry, members)
    except (JoseError, ValueError, TypeError, KeyError, binascii.Error):
        return None
    return key if key is not None and entry.get("alg", key.algorithm) in {key.algorithm, _older_name(key.algorithm)} else None


def find(keys: ClientKeys, kid: object) -> VerificationKey | None:
    """The key of that name; the only one where none is named."""
    if kid is None:
        return next(iter(keys.values())) if len(keys) == 1 else None
    return keys.get(kid) if isinstance(kid, str) else None


def read_header(token: str) -> Mapping[str, Any] | None:
    """The header of a compact JWS, believed in nothing yet; None where it is none, or names an extension or an address to fetch from."""
    header = _part(token, 0)
    return None if header is None or _FETCHING_HEADERS & header.keys() else header


def unproven_claims(token: str) -> Mapping[str, Any]:
    """What the token says before anything is proven, to find whose key it is to be checked with; empty where it cannot be read."""
    return _part(token, 1) or {}


def verify(token: str, key: VerificationKey) -> SignedToken | None:
    """The token with its signature good, made with that key and its algorithm; None otherwise. Claims are not judged."""
    header = read_header(token)
    if header is None or header.get("alg") not in {key.algorithm, _older_name(key.algorithm)}:
        return None
    try:
        read = jwt.decode(token, key.key, registry=_LongHeaders(algorithms=[str(header["alg"])]))
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return SignedToken(header, read.claims)


def _part(token: str, number: int) -> Mapping[str, Any] | None:
    parts = token.split(".")
    if len(token) > _LONGEST_TOKEN or len(parts) != 3 or not all(parts) or not token.isascii():
        return None
    try:
        part = json.loads(base64.b64decode(parts[number] + "=" * (-len(parts[number]) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return part if isinstance(part, dict) else None


def _import(entry: Mapping[str, Any], members: Sequence[str]) -> VerificationKey | None:
    public: Any = {name: entry[name] for name in members}
    match entry["kty"]:
        case "EC":
            return VerificationKey(ECKey.import_key(public), "ES256") if entry["crv"] == "P-256" else None
        case "OKP":
            return VerificationKey(OKPKey.import_key(public), "Ed25519") if entry["crv"] == "Ed25519" else None
        case _:
            key = RSAKey.import_key(public)
            return VerificationKey(key, "PS256") if key.raw_value.key_size >= _SHORTEST_RSA_BITS else None


def _older_name(algorithm: str) -> str:
    """RFC 9864 gave Ed25519 its own name; most programs still write the older one."""
    return "EdDSA" if algorithm == "Ed25519" else algorithm
