"""What a field may hold, one key after the other: a card number, or a text whose UTF-8 bytes are written as hex digits.

A grammar is a small machine: `start` is its state before the first key, `step` the state after one more (None: no such text begins
so), `ends` says whether a text may end there.
"""

import unicodedata
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

_LETTERS, _DIGITS = frozenset("abcdefghijklmnopqrstuvwxyz"), frozenset("0123456789")
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_HEX = "0123456789abcdef"


class Grammar(Protocol):
    @property
    def alphabet(self) -> str: ...

    @property
    def start(self) -> Hashable: ...

    def step(self, state: Hashable, key: str) -> Hashable | None: ...

    def ends(self, state: Hashable) -> bool: ...


class _Card:
    """2 letters, a digit from 1 to 5, 12 digits, in small letters; the state is how many there are."""

    alphabet = "".join(sorted(_LETTERS | _DIGITS))
    start: Hashable = 0
    shape = (_LETTERS, _LETTERS, frozenset("12345"), *(_DIGITS for _ in range(12)))

    def step(self, state: Hashable, key: str) -> Hashable | None:
        assert isinstance(state, int)
        return state + 1 if state < len(self.shape) and key in self.shape[state] else None

    def ends(self, state: Hashable) -> bool:
        return state == len(self.shape)


CARD: Grammar = _Card()


@dataclass(frozen=True, slots=True)
class _Begun:
    """`nibble` "" or the first digit of a byte, `tail` the bytes of a character that is not whole yet; `after_space` also at the beginning."""

    nibble: str = ""
    tail: bytes = b""
    after_space: bool = True


@dataclass(frozen=True, slots=True)
class _Hex:
    """Single spaces, none at the ends, and between them characters of which `fits` is true; at least one."""

    fits: Callable[[str], bool]
    alphabet: str = _HEX
    start: Hashable = _Begun()

    def step(self, state: Hashable, key: str) -> Hashable | None:
        assert isinstance(state, _Begun)
        if not state.nibble:
            return _Begun(key, state.tail, state.after_space)
        tail = state.tail + bytes((int(state.nibble + key, 16),))
        try:
            letter = tail.decode()
        except UnicodeDecodeError as wrong:
            return _Begun("", tail, state.after_space) if wrong.reason == "unexpected end of data" else None
        is_space = letter == " "
        if not self.fits(letter) or (is_space and state.after_space):
            return None
        return _Begun("", b"", is_space)

    def ends(self, state: Hashable) -> bool:
        assert isinstance(state, _Begun)
        return state == _Begun("", b"", after_space=False)


def is_name_letter(letter: str) -> bool:
    """A letter of any script, a mark on one, or what stands between the parts of names."""
    return letter.isalpha() or letter in " '’.-" or unicodedata.combining(letter) != 0


def _is_vietnamese_letter(letter: str) -> bool:
    """What a name that a keyboard has changed is taken to be made of."""
    decomposed = unicodedata.normalize("NFD", letter.lower().replace("đ", "d"))
    return decomposed in {" ", "'", "-"} or (decomposed[0] in _LETTERS and _MARKS.issuperset(decomposed[1:]))


HEX_NAME: Grammar = _Hex(is_name_letter)
HEX_VIETNAMESE_NAME: Grammar = _Hex(_is_vietnamese_letter)
HEX_TEXT: Grammar = _Hex(str.isprintable)
HEX_VIETNAMESE_TEXT: Grammar = _Hex(lambda letter: _is_vietnamese_letter(letter) or (letter.isascii() and letter.isprintable()))


def accepts(grammar: Grammar, keys: str) -> bool:
    """True if the keys, from the first to the last, are a whole text of the grammar."""
    state: Hashable | None = grammar.start
    for key in keys:
        if key not in grammar.alphabet or (state := grammar.step(state, key)) is None:
            return False
    return grammar.ends(state)
