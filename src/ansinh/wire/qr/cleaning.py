"""What scanners put around a code and between its fields, taken off before anything is read."""

import unicodedata

_LONGEST = 4_000
# "|" as other layouts and a lost Shift key type it, and characters that look or sort like it
_SEPARATORS = ("|", "\\", "~", "¦", "#", "£", "¬", "}", "]", "ǀ", "│", "｜", "\t", ";")
_FEWEST = 5
_AIM_PREFIXES = tuple(f"]Q{digit}" for digit in "0123456789")  # ISO/IEC 15424: symbology identifier of QR codes
_QUOTES = "\"'“”‘’`"


def clean(text: str) -> str | None:
    """The text without control characters, invisible characters, a symbology identifier, quotes and outer spaces.

    Line ends count as spaces. None for a text of more than 4,000 characters: no code of this size is read.
    """
    if len(text) > _LONGEST:
        return None
    spaced = "".join(" " if each in "\r\n" else each for each in text)
    kept = "".join(each for each in spaced if each == "\t" or unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = kept.strip().strip(_QUOTES).strip()
    return kept[3:].strip() if kept.upper().startswith(_AIM_PREFIXES) else kept


def as_utf8(text: str) -> str:
    """A text whose UTF-8 bytes were taken for Windows-1252 letters ("Nguyá»…n"), put right; any other text as it is."""
    try:
        return b"".join(_byte(each) for each in text).decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def split(text: str) -> list[str] | None:
    """The fields, trimmed, at "|" or what stands for it; None where no separator occurs often enough."""
    for separator in _SEPARATORS:
        if text.count(separator) >= _FEWEST:
            return [part.strip() for part in text.split(separator)]
    return None


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")  # the five bytes that Windows-1252 leaves open
