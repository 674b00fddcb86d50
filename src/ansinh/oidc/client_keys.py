"""The public keys a client or a proof brings along, and one strict way to check a signature made with them.

The algorithm follows from the key, never from the header alone: PS256 for RSA, ES256 for P-256, Ed25519 for OKP (FAPI 2.0 Security
Profile 5.4; RS256, HMAC and `none` are not on the list). A header cannot name a key elsewhere: `jku`, `x5u` and a `kid` that is
not among the registered keys lead nowhere, and nothing is ever fetched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.signed_tokens import SECRET_MEMBERS, PublicKey, SignedToken, older_name, read_part
from ansinh.oidc.signed_tokens import read_public_key as as_key

ALGORITHMS = ("PS256", "ES256", "EdDSA", "Ed25519")
_ALGORITHM_OF = {"EC": "ES256", "OKP": "Ed25519", "RSA": "PS256"}
_MOST_KEYS = 10
_LONGEST_NAME = 200
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
        if isinstance(entry, dict) and entry.get("use") == "enc" and not SECRET_MEMBERS & entry.keys():
            continue  # to encrypt for, not to verify with
        key = read_public_key(entry)
        if key is None:
            raise ProtocolError(
                "invalid_client_metadata", "jwks may hold public keys only: EC P-256, OKP Ed25519, RSA of 2048 bits or more", field="jwks"
            )
        kid = entry.get("kid", key.thumbprint)
        if not isinstance(kid, str) or not 0 < len(kid) <= _LONGEST_NAME or not kid.isprintable() or kid in found:
            raise ProtocolError("invalid_client_metadata", "every key needs a kid of its own", field="jwks")
        found[kid] = key
    return found


def read_public_key(entry: object) -> VerificationKey | None:
    """One JWK as a key to verify with; None for anything else, above all for one that holds a private or symmetric part."""
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    key = as_key(entry)
    if key is None:
        return None
    algorithm = _ALGORITHM_OF[entry["kty"]]
    return VerificationKey(key, algorithm) if entry.get("alg", algorithm) in {algorithm, older_name(algorithm)} else None


def find(keys: ClientKeys, kid: object) -> VerificationKey | None:
    """The key of that name; the only one where none is named."""
    if kid is None:
        return next(iter(keys.values())) if len(keys) == 1 else None
    return keys.get(kid) if isinstance(kid, str) else None


def read_header(token: str) -> Mapping[str, Any] | None:
    """The header of a compact JWS, believed in nothing yet.

    None where it is none, has no signature, or names an extension or an address to fetch from.
    """
    header = read_part(token, 0)
    return None if header is None or token.endswith(".") or _FETCHING_HEADERS & header.keys() else header


def unproven_claims(token: str) -> Mapping[str, Any]:
    """What the token says before anything is proven, to find whose key it is to be checked with; empty where it cannot be read."""
    return read_part(token, 1) or {}


def verify(token: str, key: VerificationKey) -> SignedToken | None:
    """The token with its signature good, made with that key and its algorithm; None otherwise. Claims are not judged."""
    header = read_header(token)
    if header is None or header.get("alg") not in {key.algorithm, older_name(key.algorithm)}:
        return None
    try:
        read = jwt.decode(token, key.key, registry=_LongHeaders(algorithms=[str(header["alg"])]))
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return SignedToken(header, read.claims)
