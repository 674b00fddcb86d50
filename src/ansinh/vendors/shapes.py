"""What a value looks like, in place of the value: its form, its length, what is odd about it. Pure; knows no field.

A form is chosen from a closed list, so that no part of a value can slip through; what fits none is text of a length.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a value is. The first that fits."""

    NULL = "null"
    EMPTY = "empty"
    NUMBER = "number"  # a JSON number where the protocol has text
    BOOLEAN = "boolean"
    LIST = "list"
    OBJECT = "object"
    DAY = "dd/MM/yyyy"
    MONTH = "MM/yyyy"
    YEAR = "yyyy"
    DAY_8 = "ddMMyyyy"
    DAY_8_REVERSED = "yyyyMMdd"
    ISO_DAY = "yyyy-MM-dd"
    OTHER_DAY = "another way to write a date"
    MINUTE = "yyyyMMddHHmm"
    DIGITS = "digits"
    CARD = "card"  # two letters and thirteen digits
    MD5_UPPER = "md5_upper"
    MD5_LOWER = "md5_lower"
    MD5_MIXED = "md5_mixed"
    GUID = "guid"
    TOKEN = "token"  # noqa: S105 - a word
    BASE64_XML = "base64_xml"
    BASE64 = "base64"
    EMAIL = "email"
    LETTERS = "letters"  # one word
    WORDS = "words"
    TEXT = "text"
    # not from looking at the value but from knowing the field
    OWN = "own"  # the caller's own account or facility
    ANOTHER = "another"
    WORD = "word"  # a word of the protocol, kept as it is
    NOT_AS_PUBLISHED = "not_as_published"  # a secret of another form; not even its length is kept


class Note(StrEnum):
    """What is odd, or worth knowing, about a value."""

    PADDED = "padded"  # white space around it
    DOUBLE_SPACE = "double_space"
    UPPER = "upper"
    LOWER = "lower"
    DIACRITICS = "diacritics"
    DECOMPOSED = "decomposed"  # marks as characters of their own (NFD), as some keyboards and systems write them
    CONTROL = "control"
    RAW = "raw"  # stood in a query or form without being percent-encoded where it must be
    STILL_ENCODED = "still_encoded"  # %41 is left after decoding: encoded twice
    BROKEN = "broken"  # not UTF-8, or a lone %
    PLUS_AS_SPACE = "plus_as_space"  # a token with spaces, where the decoder found an unencoded +


@dataclass(frozen=True, slots=True)
class Shape:
    """`length` in characters (of a list or object: its members), None where it is not kept; `word` only for Form.WORD."""

    form: Form
    length: int | None = None
    notes: tuple[Note, ...] = ()
    word: str = ""


_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_WITH_DAY = re.compile(r"(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/(?:1[89]|20)[0-9]{2}", re.ASCII)
_DAY_8 = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])(?:1[89]|20)[0-9]{2}", re.ASCII)
_DAY_8_REVERSED = re.compile(r"(?:1[89]|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_OTHER_DAY = re.compile(r"[0-9]{1,4}([-./])[0-9]{1,2}\1[0-9]{2,4}(?:[T ][0-9:.]{4,16}Z?)?", re.ASCII)
_STILL_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}", re.ASCII)
_FORMS: tuple[tuple[Form, Callable[[str], object]], ...] = (
    (Form.DAY, _WITH_DAY.fullmatch),
    (Form.MONTH, re.compile(r"(0[1-9]|1[0-2])/(?:1[89]|20)[0-9]{2}", re.ASCII).fullmatch),
    (Form.YEAR, re.compile(r"(?:1[89]|20)[0-9]{2}", re.ASCII).fullmatch),
    (Form.ISO_DAY, re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch),
    (Form.OTHER_DAY, _OTHER_DAY.fullmatch),
    (Form.DAY_8, _DAY_8.fullmatch),
    (Form.DAY_8_REVERSED, _DAY_8_REVERSED.fullmatch),
    (Form.MINUTE, re.compile(r"20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-2][0-9][0-5][0-9]", re.ASCII).fullmatch),
    (Form.DIGITS, _DIGITS.fullmatch),
    (Form.CARD, re.compile(r"[A-Za-z]{2}[0-9]{13}", re.ASCII).fullmatch),
    (Form.MD5_UPPER, re.compile(r"[0-9A-F]{32}", re.ASCII).fullmatch),
    (Form.MD5_LOWER, re.compile(r"[0-9a-f]{32}", re.ASCII).fullmatch),
    (Form.MD5_MIXED, re.compile(r"[0-9A-Fa-f]{32}", re.ASCII).fullmatch),
    (Form.GUID, re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", re.ASCII).fullmatch),
    (Form.EMAIL, re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch),
    (Form.BASE64_XML, re.compile(r"(?:PD|77u/P)[A-Za-z0-9+/\r\n]{40,}={0,2}", re.ASCII).fullmatch),  # "<", or a byte order mark and "<"
    (Form.BASE64, re.compile(r"[A-Za-z0-9+/\r\n]{64,}={0,2}", re.ASCII).fullmatch),
    (Form.LETTERS, str.isalpha),
    (Form.WORDS, lambda text: text.replace(" ", "").isalpha()),
)


def shape_of(text: str, *, notes: tuple[Note, ...] = ()) -> Shape:
    """The shape of a text; `notes` are those of whoever decoded it, added to what the text itself shows."""
    if not text:
        return Shape(Form.EMPTY, 0, notes)
    bare = unicodedata.normalize("NFC", text.strip())
    form = next((form for form, fits in _FORMS if fits(bare)), Form.TEXT) if bare else Form.TEXT
    return Shape(form, len(text), (*notes, *_notes(text, bare, form)))


def _notes(text: str, bare: str, form: Form) -> tuple[Note, ...]:
    found = []
    if text != text.strip():
        found.append(Note.PADDED)
    if "  " in text.strip():
        found.append(Note.DOUBLE_SPACE)
    if form in {Form.CARD, Form.LETTERS, Form.WORDS} and bare.upper() != bare.lower():
        found.extend(note for note, written in ((Note.UPPER, bare.upper()), (Note.LOWER, bare.lower())) if written == bare)
    if form in {Form.LETTERS, Form.WORDS, Form.TEXT} and not bare.isascii():
        found.append(Note.DIACRITICS)
        if unicodedata.normalize("NFC", text) != text:
            found.append(Note.DECOMPOSED)
    if any(unicodedata.category(each) == "Cc" for each in text):
        found.append(Note.CONTROL)
    if _STILL_ENCODED.search(text):
        found.append(Note.STILL_ENCODED)
    return tuple(found)
