"""Proof Key for Code Exchange (RFC 7636), method S256 only: `plain` proves nothing to who has read the request."""

import hashlib
import hmac
import re

from ansinh.oidc import base64url

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def challenge_of(verifier: str) -> str:
    """BASE64URL(SHA-256(verifier)) without padding (RFC 7636 4.2)."""
    return base64url.encode(hashlib.sha256(verifier.encode("ascii")).digest())


def is_challenge(text: str) -> bool:
    """True if `text` can be an S256 challenge: 43 characters of the URL-safe alphabet."""
    return _CHALLENGE.fullmatch(text) is not None


def answers(verifier: str | None, challenge: str) -> bool:
    """True if `verifier` is well-formed (RFC 7636 4.1) and `challenge` was made from it; never true for None."""
    if verifier is None or _VERIFIER.fullmatch(verifier) is None:
        return False
    return hmac.compare_digest(challenge_of(verifier).encode("ascii"), challenge.encode("ascii", "replace"))
