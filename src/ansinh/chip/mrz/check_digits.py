"""Check digits of printed lines (ICAO Doc 9303-3, 4.9)."""

from itertools import cycle

from ansinh.chip.errors import Malformed

SIGNS = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {"<": 0} | {sign: value for value, sign in enumerate(SIGNS[1:])}


def check_digit(text: str) -> str:
    """The digit over `text`: weights 7, 3, 1 from the left, modulo 10. Raises Malformed for a sign that no printed line has."""
    try:
        return str(sum(_VALUES[sign] * weight for sign, weight in zip(text, cycle((7, 3, 1)), strict=False)) % 10)
    except KeyError:
        raise Malformed("mrz", "holds a sign other than A to Z, 0 to 9 and <") from None


def require(text: str, digit: str, what: str) -> None:
    """Raises Malformed, naming the field, if `digit` is not the one over `text`."""
    if check_digit(text) != digit:
        raise Malformed(f"mrz.{what}", "its check digit is wrong")
