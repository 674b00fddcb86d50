"""Writes names down as registers do: in capitals, without diacritics, decomposed, in two old code pages, with slips of the hand.

Every part of a name is spelled once in each way, so that millions of names are looked up and joined, never spelled one by one.
"""

import unicodedata
from functools import cache
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.sandbox.registers.errors import Error
from ansinh.sandbox.registers.naming import PARTS, Parts

Ints = npt.NDArray[np.int64]
WAYS = (
    Error(0),
    Error.NAME_UPPER,
    Error.NAME_TONE_PLACEMENT,
    Error.NAME_BARE,
    Error.NAME_NFD,
    Error.NAME_TCVN3,
    Error.NAME_VNI,
    Error.NAME_FINAL_Y,
)
SLIPS = 12  # slips of the hand made of each part; 0 is none

# TCVN 5712:1993 as its fonts use it, each byte as the Latin-1 letter it is shown as; capitals with a tone have no code but the small letter's.
_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)
# VNI: the letter, then a sign for its mark and tone; i, ơ, ư and đ have letters of their own.
_VNI_TONES = {"": "", "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_WHOLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_OLD_PLACE = {vowels: number for number, vowels in enumerate(("oa", "oe", "uy"))}
_LETTERS = "aeiouyhntgc"


def written(parts: Parts, way: Ints, *, slip: Ints, slipped: Ints, spaces: npt.NDArray[np.bool_]) -> Any:
    """A pyarrow string array of names. `way`: index into WAYS; `slip`: 0, or one of SLIPS for the part at `slipped`; `spaces`: two of them."""
    table = _spelled()
    columns = []
    for nth in range(parts.shape[1]):
        variant = way * (SLIPS + 1) + np.where(slipped == nth, slip, 0)
        columns.append(table.take(pa.array(variant * len(PARTS) + parts[:, nth])))
    between = pa.array([" ", "  "]).take(pa.array(spaces.astype(np.int8)))
    return pc.binary_join_element_wise(*columns, between, null_handling="skip")


def kept(parts: Parts) -> Any:
    """A pyarrow string array of names as the population register has them."""
    table = _spelled()
    columns = [table.take(pa.array(parts[:, nth].astype(np.int64))) for nth in range(parts.shape[1])]
    return pc.binary_join_element_wise(*columns, " ", null_handling="skip")


def differs(parts: Parts, way: Ints) -> npt.NDArray[np.bool_]:
    """Whether that way of writing changes anything about a name."""
    changed = _changed()
    return np.asarray(changed[way[:, None], parts].any(axis=1))


@cache
def _spelled() -> Any:
    """Every part in every way with every slip; None for the part that is none, which a join skips."""
    rows: list[str | None] = []
    slips = [PARTS, *zip(*(_slips(part) for part in PARTS), strict=True)]
    for way in range(len(WAYS)):
        for parts in slips:
            rows += [_in_way(part, way) if part else None for part in parts]
    return pa.array(rows, pa.string())


@cache
def _changed() -> npt.NDArray[np.bool_]:
    return np.array([[_in_way(part, way) != part for part in PARTS] for way in range(len(WAYS))])


def _in_way(part: str, way: int) -> str:
    match WAYS[way]:
        case Error.NAME_UPPER:
            return part.upper()
        case Error.NAME_TONE_PLACEMENT:
            return " ".join(_tone_moved(word) for word in part.split(" "))
        case Error.NAME_BARE:
            return bare(part)
        case Error.NAME_NFD:
            return unicodedata.normalize("NFD", part)
        case Error.NAME_TCVN3:
            return "".join(_tcvn3(letter) for letter in part)
        case Error.NAME_VNI:
            return "".join(_vni(letter) for letter in part)
        case Error.NAME_FINAL_Y:
            return _i_for_y(part)
    return part


def bare(text: str) -> str:
    """Without any mark, đ as d."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


def _tone_moved(word: str) -> str:
    """Hòa as Hoà, Thúy as Thuý: where oa, oe or uy ends a word, the mark may stand on either letter; not after q."""
    tone = next((mark for mark in unicodedata.normalize("NFD", word) if mark in _TONES), "")
    plain = _without_tone(word)
    if not tone or plain[-2:].lower() not in _OLD_PLACE or plain[-3:-2].lower() == "q":
        return word
    old = unicodedata.normalize("NFC", plain[:-1] + tone + plain[-1])
    new = unicodedata.normalize("NFC", plain + tone)
    return new if word == old else old


def _without_tone(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(letter for letter in unicodedata.normalize("NFD", text) if letter not in _TONES))


def _i_for_y(part: str) -> str:
    """Lý as Lí, Quý as Quí: a final y after a consonant or qu, and nowhere else."""
    plain = _without_tone(part).lower()
    if len(plain) < 2 or plain[-1] != "y" or not (plain[-2] not in "aăâeêioôơuư" or plain[-3:-1] == "qu"):
        return part
    last = unicodedata.normalize("NFD", part[-1]).replace("y", "i")
    return part[:-1] + unicodedata.normalize("NFC", last)


def _tcvn3(letter: str) -> str:
    return _TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter)


def _vni(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_WHOLE:
        return _cased(_VNI_WHOLE[small], letter)
    decomposed = unicodedata.normalize("NFD", small)
    base, marks = decomposed[0], decomposed[1:]
    tone = next((mark for mark in marks if mark in _TONES), "")
    if "\u031b" in marks:
        return _cased(("ô" if base == "o" else "ö") + _VNI_TONES[tone], letter)
    if "\u0302" in marks:
        return _cased(base + _VNI_HAT[tone], letter)
    if "\u0306" in marks:
        return _cased(base + _VNI_BREVE.get(tone, ""), letter)
    return _cased(base + _VNI_TONES[tone], letter)


def _cased(written_as: str, letter: str) -> str:
    return written_as.upper() if letter.isupper() else written_as


def _slips(part: str) -> list[str]:
    """SLIPS wrong spellings of a part, the same every time; never the part itself."""
    random = Random(part)
    made: list[str] = []
    while len(made) < SLIPS:
        wrong = _one_slip(random, part) if part else ""
        if wrong != part or not part:
            made.append(wrong)
    return made


def _one_slip(random: Random, part: str) -> str:
    at = random.randrange(len(part))
    kind = random.randrange(5)
    if kind == 0 and len(part) > 2:
        return part[:at] + part[at + 1 :]
    if kind == 1:
        return part[: at + 1] + part[at].lower() + part[at + 1 :]
    if kind == 2 and at + 1 < len(part):
        swapped = part[:at] + part[at + 1] + part[at] + part[at + 2 :]
        return swapped[0].upper() + swapped[1:].lower()
    if kind == 3:
        return _another_tone(random, part)
    letter = random.choice(_LETTERS)
    return part[:at] + (letter.upper() if part[at].isupper() else letter) + part[at + 1 :]


def _another_tone(random: Random, part: str) -> str:
    """The same letters with another tone on the vowel that carries it, or on the first."""
    decomposed = unicodedata.normalize("NFD", part)
    at = next((place for place, mark in enumerate(decomposed) if mark in _TONES), None)
    if at is not None:
        return unicodedata.normalize("NFC", decomposed[:at] + random.choice(_TONES) + decomposed[at + 1 :])
    plain = unicodedata.normalize("NFC", part)
    vowel = next((place for place, letter in enumerate(plain) if bare(letter).lower() in "aeiouy"), None)
    if vowel is None:
        return part + part[-1].lower()
    return plain[:vowel] + unicodedata.normalize("NFC", plain[vowel] + random.choice(_TONES)) + plain[vowel + 1 :]
