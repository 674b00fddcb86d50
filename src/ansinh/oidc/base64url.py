"""Base64url without padding, the alphabet of everything signed or hashed here (RFC 7515 section 2)."""

import base64


def encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Strictly: raises ValueError for a character of no place in it."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
