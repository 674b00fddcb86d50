"""Codes whose separators were lost on the way: some keyboards have no key for "|" and type nothing.

What is left of a citizen card still has one reading, since digits and letters take turns. Of a health-insurance card number, name
and birth date are left; behind them digits meet digits.
"""

import re

_CITIZEN = re.compile(
    r"(?P<number>[0-9]{12})(?P<old>[0-9]{9})?(?P<name>[^0-9]{2,80})(?P<birth>[0-9]{8}|[0-9]{6}|[0-9]{4})"
    r"(?P<sex>nam|nữ|nu)(?P<address>.{0,300}?)(?P<issued>[0-9]{8})?",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"(?P<number>[A-Z]{2}[1-5][0-9]{12})(?P<middle>[0-9A-F]{4,400})(?P<rest>/[0-9]{1,2}/[0-9]{4})(?P<sex>[12]).*", re.IGNORECASE
)


def citizen_parts(text: str) -> list[str] | None:
    """The seven fields of a citizen card; None for any other text."""
    found = _CITIZEN.fullmatch(text)
    if found is None:
        return None
    return [part.strip() if part else "" for part in found.group("number", "old", "name", "birth", "sex", "address", "issued")]


def health_parts(text: str) -> list[str] | None:
    """Card number, name in hex, birth date and sex; None for any other text.

    The day has one digit or two: the one that leaves the hex before it with whole bytes.
    """
    found = _HEALTH.fullmatch(text)
    if found is None:
        return None
    middle = found["middle"]
    day = 1 if len(middle) % 2 else 2
    if not middle[-day:].isdigit():
        return None
    return [found["number"].upper(), middle[:-day], middle[-day:] + found["rest"], found["sex"]]
