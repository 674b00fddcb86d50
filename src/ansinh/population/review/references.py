"""Codes that name a case: random, with no person in them, and enough of them for millions of cases."""

import re
import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0/O, 1/I/L and U, which are misheard or misread
_SHAPE = re.compile(f"[{_ALPHABET}]{{4}}(-[{_ALPHABET}]{{4}}){{2}}")


def new_reference() -> str:
    """Twelve characters in three groups, about 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def is_reference(text: str) -> bool:
    """True if `text` has the shape of a reference; whether there is such a case is another question."""
    return _SHAPE.fullmatch(text) is not None
