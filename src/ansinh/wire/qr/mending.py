"""One field as it came, put right where exactly one text can have been meant.

Every function gives the text meant, or None where it cannot be known: because nothing fits, or because more than one text does.
"""

import re
import unicodedata

from ansinh.terms import names
from ansinh.wire.qr.composing import Method, is_syllable
from ansinh.wire.qr.grammars import CARD, HEX_NAME, HEX_TEXT, HEX_VIETNAMESE_NAME, HEX_VIETNAMESE_TEXT, Grammar, accepts, is_name_letter
from ansinh.wire.qr.keyboard import compose
from ansinh.wire.qr.untyping import Ambiguous, source

_DIGIT_OF_MARK = {"\u0300": "5", "\u0309": "6", "\u0303": "7", "\u0301": "8", "\u0323": "9"}
_DIGIT_OF_LETTER = {"ă": "1", "â": "2", "ê": "3", "ô": "4", "đ": "0"}
_CAPS_LOCKED = re.compile(r"(?:[a-z]|[^\x00-\x7f])(?:[A-Z'.-]|[^\x00-\x7f])*")
_SHAPE_MARKS = frozenset("\u0302\u0306\u031b")


def digits(text: str, *, also: str = "") -> str | None:
    """A text of digits (and of the characters in `also`), typed on an English or on Windows' Vietnamese layout."""
    allowed = frozenset("0123456789" + also)
    found = text if allowed.issuperset(text) else from_vietnamese_layout(text)
    return found if found is not None and allowed.issuperset(found) else None


def card_number(text: str) -> str | None:
    """A card number in capitals: 2 letters, a benefit digit, 12 digits."""
    small = text.lower()
    if accepts(CARD, small):
        return small.upper()
    candidates = _candidates(small, CARD)
    if candidates is None:
        return None
    positional = _positional(unicodedata.normalize("NFC", small))
    if accepts(CARD, positional):
        candidates.add(positional)
    return candidates.pop().upper() if len(candidates) == 1 else None


def hex_text(text: str, *, is_name: bool) -> str | None:
    """The text in a field of hex digits."""
    plain, changed = (HEX_NAME, HEX_VIETNAMESE_NAME) if is_name else (HEX_TEXT, HEX_VIETNAMESE_TEXT)
    small = text.lower()
    candidates = {small} if accepts(plain, small) else _candidates(small, changed)
    return bytes.fromhex(candidates.pop()).decode() if candidates is not None and len(candidates) == 1 else None


def plain_name(text: str) -> str | None:
    """A name in plain letters: Caps Lock undone, Telex or VNI keys that nothing has composed put together."""
    name = names.tidy(text)
    if name == "" or not all(is_name_letter(each) or each.isdigit() for each in name):
        return None
    if all(_CAPS_LOCKED.fullmatch(word) for word in name.split()):
        name = "".join(each.swapcase() if each.isascii() else each for each in name)
    if name.isascii() and not all(is_syllable(word) for word in name.split()):
        composed = {compose(name, method=method, digit_ends_word=False) for method in Method}
        whole = {each for each in composed - {name} if all(is_syllable(word) for word in each.split())}
        if len(whole) == 1:
            return whole.pop()
    return None if any(each.isdigit() for each in name) else name


def from_vietnamese_layout(text: str) -> str | None:
    """The text with the letters and marks of Windows' Vietnamese layout as the digits they were typed by.

    Where a program on the way has put letters and marks together (NFC), two tone marks on one letter may have changed places: None.
    """
    if text == unicodedata.normalize("NFC", text) and re.search(
        "\u0323[\u0300\u0301\u0303\u0309\u0302\u0306]*[\u0300\u0301\u0303\u0309]", _nfd(text)
    ):
        return None
    return "".join(_keys_of(each) for each in text)


def _keys_of(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _DIGIT_OF_MARK:
        return _DIGIT_OF_MARK[letter]
    decomposed = _nfd(letter)
    base, marks = decomposed[0], decomposed[1:]
    shaped = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in _SHAPE_MARKS))
    first = _DIGIT_OF_LETTER.get(shaped.lower(), shaped)
    return first + "".join(_DIGIT_OF_MARK.get(mark, mark) for mark in marks if mark not in _SHAPE_MARKS)


def _candidates(small: str, grammar: Grammar) -> set[str] | None:
    """Every text of the grammar that an input method or the Vietnamese layout turns into this one; None if that cannot be told."""
    shown = unicodedata.normalize("NFC", small)
    found: set[str] = set()
    for method in Method:
        for digit_ends_word in (False, True):
            try:
                keys = source(shown, grammar, method=method, digit_ends_word=digit_ends_word)
            except Ambiguous:
                return None
            if keys is not None:
                found.add(keys)
    laid_out = from_vietnamese_layout(small)
    if laid_out is not None and accepts(grammar, laid_out):
        found.add(laid_out)
    return found


def _positional(shown: str) -> str:
    """Đ for D among the letters, for 0 among the digits."""
    return shown[:2].replace("đ", "d") + shown[2:].replace("đ", "0")


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)
