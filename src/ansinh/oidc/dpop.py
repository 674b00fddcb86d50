"""DPoP: a request proves that its sender holds the key a token is bound to (RFC 9449)."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from ansinh.oidc import base64url
from ansinh.oidc.client_keys import read_header, read_public_key, verify
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.times import instant

TYPE = "dpop+jwt"
PROOF_WINDOW = timedelta(seconds=60)  # how old a proof may be, and how far ahead the client's clock
_LONGEST_JTI = 200
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Proof:
    """A good proof. It counts once: the caller keeps `replay_key` for `PROOF_WINDOW` on both sides and refuses it if it is there already."""

    thumbprint: str
    replay_key: str


def read_proof_header(values: Sequence[str]) -> str | None:
    """The one DPoP header of a request; None if there is none. Raises ProtocolError("invalid_dpop_proof") for several."""
    if len(values) > 1:
        raise ProtocolError("invalid_dpop_proof", "send one DPoP header")
    return values[0].strip() if values else None


def check_proof(raw: str, *, method: str, url: str, now: datetime, access_token: str | None = None) -> Proof:
    """The proof of a request to `url` (query and fragment do not count), believed. At a resource `access_token` is the one it came with.

    Raises ProtocolError("invalid_dpop_proof"), the rule that failed in `detail` (RFC 9449 4.3).
    """
    header = read_header(raw)
    if header is None or header.get("typ") != TYPE:
        raise ProtocolError("invalid_dpop_proof", f"not a JWT of type {TYPE}")
    key = read_public_key(header.get("jwk"))
    if key is None:
        raise ProtocolError("invalid_dpop_proof", "jwk must be a public key of a supported kind")
    token = verify(raw, key)
    if token is None:
        raise ProtocolError("invalid_dpop_proof", "the signature is not good, or of another algorithm than the key's")
    claims = token.claims
    if claims.get("htm") != method:
        raise ProtocolError("invalid_dpop_proof", "htm is another method")
    if not _is_address(claims.get("htu"), url):
        raise ProtocolError("invalid_dpop_proof", "htu is another address")
    issued_at = instant(claims, "iat")
    if issued_at is None or abs(now - issued_at) > PROOF_WINDOW:
        raise ProtocolError("invalid_dpop_proof", "iat is too old, in the future, or missing")
    if access_token is not None and not _is_hash_of(claims.get("ath"), access_token):
        raise ProtocolError("invalid_dpop_proof", "ath is not that of the access token")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise ProtocolError("invalid_dpop_proof", "jti is missing or too long")
    thumbprint = key.thumbprint
    return Proof(thumbprint, hashlib.sha256(f"{thumbprint}|{jti}".encode("utf-8", "surrogatepass")).hexdigest())


def token_hash(access_token: str) -> str:
    """`ath`: base64url of SHA-256 of the token (RFC 9449 4.2)."""
    return base64url.encode(hashlib.sha256(access_token.encode("ascii", "replace")).digest())


def _is_hash_of(value: Any, access_token: str) -> bool:
    return isinstance(value, str) and hmac.compare_digest(value.encode("utf-8", "replace"), token_hash(access_token).encode())


def _is_address(given: Any, url: str) -> bool:
    """True where both are the same address after normalisation; most clients write it as we do."""
    if not isinstance(given, str):
        return False
    return given == url or (_comparable(given) is not None and _comparable(given) == _comparable(url))


def _comparable(uri: str) -> tuple[str, str, int, str] | None:
    """Scheme, host, port and path after syntax- and scheme-based normalisation (RFC 3986 6.2.2, 6.2.3); None for no http address."""
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    path = _ESCAPED.sub(lambda found: _unescaped(found[1]), parts.path or "/")
    return scheme, host.lower(), _DEFAULT_PORTS[scheme] if port is None else port, path


def _unescaped(digits: str) -> str:
    character = chr(int(digits, 16))
    return character if character in _UNRESERVED else f"%{digits.upper()}"
