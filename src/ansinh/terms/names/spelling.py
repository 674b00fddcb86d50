"""Vietnamese names and when two spellings are one name.

Hospital software sends names in any case, with or without diacritics, in composed or decomposed Unicode, with the tone
mark on the old or the new vowel. Folding takes all of that away and is done here, in Python, so that every PostgreSQL
gives the same answer.
"""

import unicodedata

# NFD takes no stroke off: đ is a letter of its own, not d with a mark.
_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def tidy(name: str) -> str:
    """The name in NFC with single spaces, as it is kept and shown."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def initials(full_name: str) -> str:
    """Family name and initials: enough to recognise somebody one knows, too little to learn a stranger's name."""
    family, *others = full_name.split() or [""]
    return " ".join([family, *(f"{each[0]}." for each in others)])


def fold(name: str) -> str:
    """The comparison key: upper case, no diacritics, đ as D, single spaces."""
    if name.isascii():
        return " ".join(name.split()).upper()
    decomposed = unicodedata.normalize("NFD", name.translate(_STROKES))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split()).upper()


def same(one: str, other: str) -> bool:
    """True if both fold to the same, non-empty key."""
    key = fold(one)
    return key != "" and key == fold(other)


def starts_alike(one: str, other: str) -> bool:
    """True if the shorter folded name is a beginning of the longer, or their first words agree.

    This is "wrong name, first characters right" (code 061 of the look-up). How many characters the official gateway
    compares is not public; the first word (the family name) is assumed.
    """
    a, b = fold(one), fold(other)
    if not a or not b:
        return False
    return a.startswith(b) or b.startswith(a) or a.split()[0] == b.split()[0]
