"""In which encoding a name came, where its bytes allow more than one: Unicode, TCVN3 or VNI.

A name in TCVN3 or VNI shows only signs below U+0100, so a name with any other letter or mark is Unicode without a further look. The rest
are read in all three ways, and each way is judged by whether the syllables that carry a mark can be Vietnamese syllables: onset, vowels,
final, the vowel that bears the tone, and which tones a final t allows. Unicode wins wherever it makes sense, so a clean name is never
"decoded". What stays undecided stays Unicode: Hồng in VNI is written like Hoàng in Unicode, byte for byte.

Plain Python over integers, compiled by `compiled` as it stands; see `scan`.
"""

from collections.abc import Sequence

from ansinh.terms.names.scan import sign_at
from ansinh.terms.names.signs import GAP, LETTER, MARK, ODD, SIGNS, TCVN3, VNI

UNICODE_READING, TCVN3_READING, VNI_READING = 0, 1, 2
# What a reading is worth: a sign has no meaning in it; some syllable is impossible or none proves it; one proves it; all are Vietnamese.
_NONSENSE, _POSSIBLE, _PROVED, _STRICT = 0, 1, 2, 3

_VOWEL_SIGNS = " aăâeêioôơuưy"
# Vowels of a syllable: 1 may end it, 2 may have a final; then where the tone may stand, counted from 1.
_VOWELS = {
    **dict.fromkeys(("a", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"), (3, "1")), **dict.fromkeys(("ă", "â"), (2, "1")),
    **dict.fromkeys(("ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "iu", "oi", "ôi", "ơi", "ui", "ưi", "ưu", "ia", "ua", "ưa"), (1, "1")),
    **dict.fromkeys(("oa", "oe", "uy"), (3, "12")), **dict.fromkeys(("oă", "uâ", "iê", "yê", "uô", "ươ", "oo"), (2, "2")),
    "uê": (3, "2"), "uơ": (3, "2"),
    **dict.fromkeys(("iêu", "yêu", "oai", "oao", "oay", "oeo", "uây", "uôi", "ươi", "ươu", "uyu", "uya"), (1, "2")), "uyê": (2, "3"),
}  # fmt: skip


def _packed(vowels: str) -> int:
    packed = 0
    for vowel in vowels:
        packed = packed << 4 | _VOWEL_SIGNS.index(vowel)
    return packed


def _nuclei() -> bytes:
    table = bytearray(4096)
    for vowels, (finals, tones) in _VOWELS.items():
        table[_packed(vowels)] = finals | sum(1 << int(place) + 1 for place in tones)
    return bytes(table)


# By the vowels packed in four bits each: bits 0 and 1 the finals, bits 2 to 4 the places of the tone.
NUCLEI = _nuclei()
# The number of a vowel by letter * 8 + shape, 0 for what is none.
VOWEL_NUMBERS = bytes(
    _VOWEL_SIGNS.index(sign) if sign in _VOWEL_SIGNS[1:] else 0
    for sign in (
        {(1, 0): "a", (1, 2): "ă", (1, 1): "â", (5, 0): "e", (5, 1): "ê", (9, 0): "i", (15, 0): "o", (15, 1): "ô", (15, 4): "ơ",
         (21, 0): "u", (21, 4): "ư", (25, 0): "y"}.get((place >> 3, place & 7), "-")
        for place in range(64 * 8)
    )
)  # fmt: skip

_VOWEL_LETTERS = 1 << 1 | 1 << 5 | 1 << 9 | 1 << 15 | 1 << 21 | 1 << 25
_B, _C, _D, _G, _H, _I, _K, _M, _N, _P, _Q, _R, _T, _U = 2, 3, 4, 7, 8, 9, 11, 13, 14, 16, 17, 18, 20, 21
# b c d g h k l m n p r s t v x may begin a syllable alone; before h: c g k n p t; a syllable may end in c m n p t.
_ONSETS = (
    1 << 2
    | 1 << 3
    | 1 << 4
    | 1 << 7
    | 1 << 8
    | 1 << 11
    | 1 << 12
    | 1 << 13
    | 1 << 14
    | 1 << 16
    | 1 << 18
    | 1 << 19
    | 1 << 20
    | 1 << 22
    | 1 << 24
)
_BEFORE_H = 1 << 3 | 1 << 7 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 20
_FINALS = 1 << 3 | 1 << 13 | 1 << 14 | 1 << 16 | 1 << 20
_GI = 6 << 4


def _onset_is_vietnamese(onset: int) -> bool:
    if onset < 32:
        return onset == 0 or (_ONSETS >> onset) & 1 == 1
    one, two = onset >> 5, onset & 31
    if one < 32:
        return (
            (two == _H and (_BEFORE_H >> one) & 1 == 1)
            or (one == _N and two == _G)
            or (one == _T and two == _R)
            or (one == _Q and two == _U)
        )
    return onset == (_N << 10 | _G << 5 | _H)


def _final_is_vietnamese(final: int, tone: int) -> bool:
    """c, ch, p and t stop the voice: under a tone mark they bear sắc or nặng alone."""
    stops = final in (_C, _P, _T, _C << 5 | _H)
    if stops and tone not in (0, 2, 5):
        return False
    if final < 32:
        return (_FINALS >> final) & 1 == 1
    return final in (_N << 5 | _G, _N << 5 | _H, _C << 5 | _H)


def syllable_worth(onset: int, nucleus: int, final: int, tone: int, place: int) -> int:
    """3 for a Vietnamese syllable, 1 for one that only its onset or its final keeps from being one, 0 for anything else.

    `onset` and `final` are packed in five bits a letter, `nucleus` in four a vowel; `place` is the vowel under the tone, from 1, 0 for none.
    """
    if nucleus == 0 or nucleus >= 4096:
        return _NONSENSE
    if onset == _G and nucleus >= 16:  # gi before a vowel is an onset
        first = nucleus >> 4 if nucleus < 256 else nucleus >> 8
        if first == 6 and place != 1:
            nucleus &= 15 if nucleus < 256 else 255
            if place > 0:
                place -= 1
    what = 0 + NUCLEI[nucleus]
    if what == 0 or (place > 0 and (what >> (place + 1)) & 1 == 0):
        return _NONSENSE
    if onset < 0 or final < 0 or not _onset_is_vietnamese(onset):
        return _POSSIBLE
    if final == 0:
        return _STRICT if what & 1 == 1 else _POSSIBLE
    return _STRICT if what & 2 == 2 and _final_is_vietnamese(final, tone) else _POSSIBLE


def judge(data: Sequence[int], start: int, stop: int, bytewise: bool, table: int) -> int:  # noqa: C901, PLR0912, PLR0915 - one pass, nothing kept
    """What the name is worth read by this part of `SIGNS`: the worst of its syllables with a mark, 2 in place of 1 where something proves it."""
    worth = _STRICT
    proved = False
    onset = nucleus = final = tone = place = 0
    letter = shape = vowels = 0
    signed = joined = spoiled = False
    before = 0
    i = start
    while i <= stop:
        entry = 0
        code = 0
        if i < stop:
            code = 0 + data[i]
            if code < 0x80 or bytewise:
                i += 1
            else:
                sign = sign_at(data, i, stop)
                i += sign & 7
                code = sign >> 3
            if code < 0x100:
                entry = SIGNS[table + code]
            if code >= 0x80 and code != 0xA0 and code < 0x100:
                signed = True
                if entry & ODD != 0 or (table == 0 and code < 0xC0):
                    return _NONSENSE
                if table == TCVN3 and (code < 0xC0 or code in (0xD7, 0xF7)):
                    proved = True  # no Unicode letter, nor one of VNI
                if table == 0 and code < 0xE0 and 97 <= before <= 122:
                    spoiled = True  # a capital inside a word
        else:
            i += 1
        kind = (entry >> 14) & 3
        if kind == LETTER:
            letter, shape = entry & 63, (entry >> 6) & 31
            if letter < 27 and (_VOWEL_LETTERS >> letter) & 1 == 1:
                if letter == _U and onset == _Q and nucleus == 0 and entry >> 6 & 0xFF == 0:
                    onset = onset << 5 | _U
                else:
                    number = VOWEL_NUMBERS[letter * 8 + (shape & 7)] if shape < 8 else 0
                    if final != 0:  # another syllable in the same word (Êban): possible, but no word of Vietnamese
                        if signed and syllable_worth(onset, nucleus, final, tone, place) == _NONSENSE:
                            return _NONSENSE
                        onset = final
                        nucleus = final = tone = place = vowels = 0
                        joined = True
                    if number == 0 or vowels == 3:
                        nucleus = 4096
                    else:
                        nucleus = nucleus << 4 | number
                        vowels += 1
            elif nucleus == 0:
                onset = onset << 5 | (letter & 31) if 0 <= onset < 1024 else -1
            else:
                final = final << 5 | (letter & 31) if 0 <= final < 32 else -1
        elif kind == MARK:
            # Only a vowel that stands right before it can take a mark.
            shape |= (entry >> 6) & 31
            number = VOWEL_NUMBERS[letter * 8 + (shape & 7)] if letter < 27 and shape < 8 else 0
            nucleus = 4096 if number == 0 or nucleus == 0 or nucleus >= 4096 else nucleus >> 4 << 4 | number
            letter = 0
        elif kind == GAP:
            if signed:
                found = syllable_worth(onset, nucleus, final, tone, place)
                if found == _NONSENSE:
                    return _NONSENSE
                if joined:
                    found = _POSSIBLE
                if found == _STRICT:
                    proved = True
                worth = min(worth, found)
            onset = nucleus = final = tone = place = vowels = letter = shape = 0
            signed = joined = False
        if kind in (LETTER, MARK) and (entry >> 11) & 7 != 0:
            if tone != 0:
                nucleus = 4096
            tone = (entry >> 11) & 7
            place = vowels
        before = code
    if worth == _STRICT:
        return _PROVED if spoiled else _STRICT
    return _PROVED if proved and not spoiled else _POSSIBLE


def reading_of(data: Sequence[int], start: int, stop: int, bytewise: bool) -> int:
    """The reading of a name that has signs from U+0080 to U+00FF and no letter beyond: 0 Unicode, 1 TCVN3, 2 VNI."""
    unicode = judge(data, start, stop, bytewise, 0)
    if unicode == _STRICT:
        return UNICODE_READING
    tcvn3 = judge(data, start, stop, bytewise, TCVN3)
    if tcvn3 == _STRICT:
        return TCVN3_READING
    vni = judge(data, start, stop, bytewise, VNI)
    if vni == _STRICT:
        return VNI_READING
    if unicode != _NONSENSE:
        return UNICODE_READING
    if tcvn3 == _PROVED:
        return TCVN3_READING
    return VNI_READING if vni == _PROVED else UNICODE_READING
