"""Names of the old encodings as Unicode, to be shown; comparing needs none of it."""

import unicodedata

from ansinh.terms.names.kernel import reading_at
from ansinh.terms.names.readings import TCVN3_READING, UNICODE_READING
from ansinh.terms.names.signs import MARK, SIGNS, TCVN3, VNI
from ansinh.terms.names.spelling import tidy

_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_SHAPES = ((1, "\u0302"), (2, "\u0306"), (4, "\u031b"))


def decode(name: str | bytes) -> str:
    """The name in Unicode, tidy: TCVN3 and VNI decoded where the name makes sense in no other way.

    Takes text (of which each sign up to U+00FF may stand for a byte) or the bytes themselves, UTF-8 or not. TCVN3 has no capitals with a
    tone, so a word whose other letters are all capitals is taken for one in capitals.
    """
    data = name.encode("utf-8", "surrogatepass") if isinstance(name, str) else bytes(name)
    bytewise, reading = reading_at(data)
    text = data.decode("latin-1") if bytewise else data.decode("utf-8", "surrogatepass")
    if reading == UNICODE_READING:
        return tidy(text)
    table = TCVN3 if reading == TCVN3_READING else VNI
    return tidy(" ".join(_word(word, table) for word in text.split()))


def _word(word: str, table: int) -> str:
    capitals = [sign.isupper() for sign in word if sign.isascii() and sign.isalpha()]
    shown = unicodedata.normalize("NFC", "".join(_sign(sign, table) for sign in word))
    return shown.upper() if len(capitals) > 1 and all(capitals) else shown


def _sign(sign: str, table: int) -> str:
    if not 0xA0 < ord(sign) < 0x100:
        return sign
    entry = SIGNS[table + ord(sign)]
    number, shape, tone = entry & 63, entry >> 6 & 31, entry >> 11 & 7
    marks = "".join(mark for bit, mark in _SHAPES if shape & bit) + _TONES[tone]
    if entry >> 14 & 3 == MARK:
        return marks
    if number == 0:
        return sign
    letter = "đ" if number == 4 else chr(96 + number) + marks
    # Capitals: in TCVN3 the seven letters without a tone, from 0xA1; in VNI the letters that are capitals in Latin-1.
    capital = ord(sign) < 0xA8 if table == TCVN3 else sign.isupper()
    return letter.upper() if capital else letter
