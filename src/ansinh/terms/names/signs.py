"""What each sign of a name is: letter, tone, mark, gap; in Unicode, in TCVN3 and in VNI. Decides nothing about a whole name.

One table of integers, `SIGNS`, in three parts:

- from 0: Unicode, U+0000 to U+024F, then the combining marks U+0300 to U+036F, then U+1E00 to U+1EFF (`place_of`);
- from `TCVN3`: the 256 signs that a name in TCVN3 (TCVN 5712:1993, VN3) shows when its bytes are taken for Latin-1;
- from `VNI`: the same for VNI, where most letters are two signs, a vowel and its mark.

An entry holds the letter (bits 0-5: 1 to 26 for a to z, 27 to 36 for the digits), its shape (bits 6-10), its tone (bits 11-13), its kind
(bits 14-15) and what else the kernel wants to know of it. Upper and lower case have the same entry.
"""

import unicodedata

GAP, LETTER, MARK, SKIPPED = 0, 1, 2, 3
CIRCUMFLEX, BREVE, HORN, STROKE, FOREIGN = 1, 2, 4, 8, 16
# Of a gap or a sign that is passed over: it may bind a lone letter to the next word (H'Hen, Ê-ban).
JOINS = 1 << 16
# Belongs to no Vietnamese name.
ODD = 1 << 17
# A sign that only looks like the letter it is taken for (U+00D0, Eth, for Đ).
LOOKALIKE = 1 << 18
# Of a gap: it never binds (a full stop after an initial).
STOPS = 1 << 19

LATIN_END, MARKS_START, MARKS_END, VIETNAMESE_START, VIETNAMESE_END = 0x250, 0x300, 0x370, 0x1E00, 0x1F00
TCVN3 = LATIN_END + (MARKS_END - MARKS_START) + (VIETNAMESE_END - VIETNAMESE_START)
VNI = TCVN3 + 256

_TONES = {"\u0300": 1, "\u0340": 1, "\u0301": 2, "\u0341": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}  # huyền sắc hỏi ngã nặng
_SHAPES = {"\u0302": CIRCUMFLEX, "\u0306": BREVE, "\u031b": HORN, "\u0335": STROKE, "\u0336": STROKE}
# Letters without a decomposition; the stroke of b is Ê-đê and Gia-rai.
_WHOLE = {
    "đ": ("d", STROKE), "ð": ("d", STROKE), "ɖ": ("d", STROKE), "ƀ": ("b", STROKE), "ø": ("o", FOREIGN), "ł": ("l", FOREIGN),
    "æ": ("a", FOREIGN), "œ": ("o", FOREIGN), "ß": ("s", FOREIGN), "þ": ("t", FOREIGN), "ħ": ("h", FOREIGN), "ı": ("i", 0), "ŋ": ("n", FOREIGN),
}  # fmt: skip
_APOSTROPHES = "'`´ʼʻʹ"
_VIETNAMESE_SHAPES = {("a", CIRCUMFLEX), ("e", CIRCUMFLEX), ("o", CIRCUMFLEX), ("a", BREVE), ("o", HORN), ("u", HORN), ("d", STROKE)}
# In Ê-đê, Gia-rai and Ba-na: breves over other vowels and over a circumflex or a horn, b with a stroke.
_HIGHLAND_SHAPES = {*((vowel, BREVE) for vowel in "eiou"), ("e", 3), ("o", 3), ("o", 6), ("u", 6), ("b", STROKE)}

# Code by code from 0xA1, as TCVN 5712:1993 lists them (VN3); the capitals with a tone are their small letters in a font of capitals.
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"
# VNI: signs that follow their vowel (shape, tone), and signs that are letters themselves.
_VNI_MARKS = {
    "ø": (0, 1), "ù": (0, 2), "û": (0, 3), "õ": (0, 4), "ï": (0, 5), "â": (CIRCUMFLEX, 0), "à": (CIRCUMFLEX, 1), "á": (CIRCUMFLEX, 2),
    "å": (CIRCUMFLEX, 3), "ã": (CIRCUMFLEX, 4), "ä": (CIRCUMFLEX, 5), "ê": (BREVE, 0), "è": (BREVE, 1), "é": (BREVE, 2), "ú": (BREVE, 3),
    "ü": (BREVE, 4), "ë": (BREVE, 5),
}  # fmt: skip
_VNI_LETTERS = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _entry(kind: int, *, letter: int = 0, shape: int = 0, tone: int = 0, more: int = 0) -> int:
    return letter | shape << 6 | tone << 11 | kind << 14 | more


def _number(letter: str) -> int:
    return ord(letter) - 96 if letter.isalpha() else 27 + int(letter)


def _of_mark(mark: str) -> int:
    tone, shape = _TONES.get(mark, 0), _SHAPES.get(mark, 0)
    if tone == 0 and shape == 0:
        return _entry(MARK, shape=FOREIGN, more=ODD)
    return _entry(MARK, shape=shape, tone=tone)


def _of_letter(sign: str) -> int | None:
    first, *marks = list(unicodedata.normalize("NFD", unicodedata.normalize("NFD", sign).lower()))
    letter, shape = _WHOLE.get(first, (first, 0))
    if not (letter.isascii() and letter.isalnum()):
        return None
    entries = [_of_mark(mark) for mark in marks]
    tone = max((entry >> 11 & 7 for entry in entries), default=0)
    for entry in entries:
        shape |= entry >> 6 & 31
    odd = letter.isdigit() or shape & FOREIGN or (shape and (letter, shape) not in _VIETNAMESE_SHAPES | _HIGHLAND_SHAPES)
    looks = LOOKALIKE if first in "ðɖı" else 0
    return _entry(LETTER, letter=_number(letter), shape=shape, tone=tone, more=(ODD if odd else 0) | looks)


def _of(sign: str) -> int:
    """The entry of one Unicode sign."""
    if sign in _APOSTROPHES:
        return _entry(SKIPPED, more=JOINS)
    if sign == "-":
        return _entry(GAP, more=JOINS)
    if sign == "\u00ad":
        return _entry(SKIPPED)
    if unicodedata.combining(sign):
        return _of_mark(sign)
    if sign.isascii() or sign.isspace():
        found = _of_letter(sign) if sign.isalnum() else None
        return found if found is not None else _entry(GAP, more=0 if sign.isspace() else STOPS)
    found = _of_letter(sign) if sign.isalpha() else None
    if found is not None:
        return found
    return _entry(LETTER if sign.isalpha() else SKIPPED, more=ODD)


def _of_tcvn3(code: int) -> int:
    letter = _TCVN3_LETTERS[code - 0xA1 : code - 0xA0] if code > 0xA0 else ""
    return _of(letter) if letter.strip() else _entry(SKIPPED, more=ODD)


def _of_vni(code: int) -> int:
    sign = chr(code).lower()
    if sign in _VNI_MARKS:
        shape, tone = _VNI_MARKS[sign]
        return _entry(MARK, shape=shape, tone=tone)
    return _of(_VNI_LETTERS[sign]) if sign in _VNI_LETTERS else _entry(SKIPPED, more=ODD)


def _legacy(code: int, entry: int) -> int:
    return _of(chr(code)) if code < 0x80 or code == 0xA0 else entry


SIGNS: tuple[int, ...] = (
    *(_of(chr(code)) for code in range(LATIN_END)),
    *(_of(chr(code)) for code in range(MARKS_START, MARKS_END)),
    *(_of(chr(code)) for code in range(VIETNAMESE_START, VIETNAMESE_END)),
    *(_legacy(code, _of_tcvn3(code)) for code in range(256)),
    *(_legacy(code, _of_vni(code)) for code in range(256)),
)
