"""A Vietnamese name as printed lines have it: no marks, thirty signs (ICAO Doc 9303-3, 4.6 and 6; Doc 9303-5, 4.2.3)."""

import unicodedata

from ansinh.chip.errors import Malformed

LENGTH = 30
_LONGEST_SURNAME = LENGTH - 3  # two fillers and one letter of a given name must still fit
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def printed_name(full_name: str) -> str:
    """The third line for a name as people write it: the first word is the surname, the others are given names.

    A name that is too long is cut so that the last sign is a letter, which says that there was more. Raises Malformed for a name
    without letters, or with signs that have no place in printed lines.
    """
    surname, *given = _words(full_name)
    line = _joined(surname[:_LONGEST_SURNAME] if given else surname[:LENGTH], given)
    while len(line) > LENGTH and line[LENGTH - 1] == "<":
        surname, given = _shortened(surname[:_LONGEST_SURNAME], given)
        line = _joined(surname, given)
    return line[:LENGTH].ljust(LENGTH, "<")


def _words(full_name: str) -> list[str]:
    plain = unicodedata.normalize("NFD", full_name.upper().replace("Đ", "D").replace("-", " ").replace("'", "").replace("’", ""))
    words = "".join(sign for sign in plain if not unicodedata.combining(sign)).split()
    if not words or any(not _LETTERS.issuperset(word) for word in words):
        raise Malformed("name", "has no letters, or signs that printed lines do not have")
    return words


def _joined(surname: str, given: list[str]) -> str:
    return f"{surname}<<{'<'.join(given)}" if given else surname


def _shortened(surname: str, given: list[str]) -> tuple[str, list[str]]:
    """One letter less in the longest given name, or in the surname where all given names are initials."""
    longest = max(given, key=len)
    if len(longest) == 1:
        return surname[:-1], given
    at = given.index(longest)
    return surname, [*given[:at], longest[:-1], *given[at + 1 :]]
