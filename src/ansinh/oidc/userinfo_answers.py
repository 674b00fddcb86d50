"""The userinfo answer: plain JSON, signed, or signed and then encrypted for the relying party (OpenID Connect Core 5.3.2, 5.3.4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.keys import SigningKey

KEY_AGREEMENT, CONTENT_ENCRYPTION = "ECDH-ES+A256KW", "A256GCM"
_MEMBERS = ("kty", "crv", "x", "y")


def signed_userinfo(claims: Mapping[str, Any], key: SigningKey, *, issuer: str, client_id: str, now: datetime) -> str:
    """A JWT for this client alone; `sub` must be among the claims."""
    return key.sign({**claims, "iss": issuer, "aud": client_id, "iat": int(now.timestamp())})


def read_encryption_key(entry: object) -> ECKey:
    """The client's P-256 key to encrypt for (`use` enc). Raises ProtocolError("invalid_client_metadata")."""
    if not isinstance(entry, dict) or entry.get("use") != "enc" or entry.get("crv") != "P-256" or "d" in entry:
        raise ProtocolError("invalid_client_metadata", "encryption needs a public EC P-256 key with use enc", field="jwks")
    try:
        return ECKey.import_key({name: entry[name] for name in (*_MEMBERS, *(("kid",) if "kid" in entry else ()))})
    except (JoseError, ValueError, TypeError, KeyError):
        raise ProtocolError("invalid_client_metadata", "the encryption key cannot be read", field="jwks") from None


def encrypted_userinfo(signed: str, key: ECKey) -> str:
    """The signed answer inside a compact JWE (nested JWT, RFC 7519 section 11.2)."""
    header: dict[str, Any] = {"alg": KEY_AGREEMENT, "enc": CONTENT_ENCRYPTION, "cty": "JWT", "kid": key.kid or key.thumbprint()}
    return jwe.encrypt_compact(header, signed, key, algorithms=[KEY_AGREEMENT, CONTENT_ENCRYPTION])
