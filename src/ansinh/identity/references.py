"""Reference codes a person can read out over the telephone: random, no person in them."""

import re
import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0/O, 1/I/L and U, which are misheard or misread
_SHAPE = re.compile(f"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")


def new_reference() -> str:
    """Eight characters in two groups, about 39 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))


def is_reference(text: str) -> bool:
    """True if `text` has the shape of a reference code; whether it exists is another question."""
    return _SHAPE.fullmatch(text) is not None
