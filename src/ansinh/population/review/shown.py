"""How much of two people an officer sees who compares them: what differs, and of the rest no more than tells it apart.

A word of a name that both sides have stands as its first letter, the family name as it is; a day or month that agrees stands as dots;
of a number the last three digits. What agrees is said in words, by the rules' levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ansinh.terms import PartialDate, names

DOTS = "••"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of what is shown. `differs`: the other side has others there."""

    text: str
    differs: bool = False


Pieces = tuple[Piece, ...]


def side_by_side(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both names, with the letters marked that differ.

    Upper and lower case, where a tone mark stands and i for y are no difference; nor are diacritics where one side has none at all.
    """
    is_bare = "" in {one, other} or any(names.fold(each) == names.tidy(each).upper() for each in (one, other))
    left, right = _words(one, is_bare=is_bare), _words(other, is_bare=is_bare)
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, _keys(left), _keys(right), autojunk=False).get_opcodes():
        is_paired = what == "replace" and i2 - i1 == j2 - j1
        for place in range(i1, i2):
            ours += _shown(left, place, right, beside=j1 + place - i1 if is_paired else None, agrees=what == "equal")
        for place in range(j1, j2):
            theirs += _shown(right, place, left, beside=i1 + place - j1 if is_paired else None, agrees=what == "equal")
    return tuple(ours[:-1]), tuple(theirs[:-1])


def dates(one: PartialDate | None, other: PartialDate | None) -> tuple[str, str]:
    """Both dates: the year, and of day and month what differs; "" for a date that is not known."""
    return _date(one, other), _date(other, one)


def last_digits(number: str) -> str:
    """The last three digits of a number of any length, "" for none."""
    return f"{DOTS}{number[-3:]}" if number else ""


@dataclass(frozen=True, slots=True)
class _Word:
    """`key` is equal for two spellings of one word."""

    text: str
    key: object


def _words(name: str, *, is_bare: bool) -> list[_Word]:
    texts = [each[:1].upper() + each[1:].lower() for each in names.tidy(name).split()]
    keys = [names.keys(each) for each in texts]
    return [_Word(text, (key.k2 if is_bare else key.k1) or text) for text, key in zip(texts, keys, strict=True)]


def _keys(words: Sequence[_Word]) -> list[object]:
    return [each.key for each in words]


def _shown(words: Sequence[_Word], place: int, others: Sequence[_Word], *, beside: int | None, agrees: bool) -> list[Piece]:
    """One word and the space behind it: short where the other side has it too, letter by letter where another word stands in its place."""
    word, space = words[place], Piece(" ")
    if word.key in _keys(others):
        return [Piece(word.text if place == 0 else f"{word.text[0]}.", not agrees), space]
    if beside is None:
        return [Piece(word.text, differs=True), space]
    same = SequenceMatcher(None, word.text.lower(), others[beside].text.lower(), autojunk=False).get_opcodes()
    return [*(Piece(word.text[i1:i2], what != "equal") for what, i1, i2, _, _ in same if i2 > i1), space]


def _date(shown: PartialDate | None, beside: PartialDate | None) -> str:
    if shown is None:
        return ""
    if shown.month is None:
        return f"{shown.year:04d}"
    is_compared = beside is not None and beside.month is not None
    month = f"{shown.month:02d}" if is_compared and beside is not None and shown.month != beside.month else DOTS
    day = "" if shown.day is None else f"{shown.day:02d}/" if is_compared and beside is not None and shown.day != beside.day else f"{DOTS}/"
    return f"{day}{month}/{shown.year:04d}"


def text_of(pieces: Sequence[Piece]) -> str:
    """What is shown, without its marks."""
    return "".join(each.text for each in pieces)
