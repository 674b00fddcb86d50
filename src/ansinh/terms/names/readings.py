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
# What a reading is worth: nothing; most of it makes sense; no syllable is impossible; and something proves it; all are Vietnamese.
_NONSENSE, _PARTLY, _POSSIBLE, _PROVED, _STRICT = 0, 1, 2, 3, 4

_VOWEL_SIGNS = " aăâeêioôơuưy"
# Vowels of a syllable: may they end it, may m, n, p, t follow, may c, ng, may ch, nh; then where the tone may stand, counted from 1.
_ENDS, _M_FOLLOWS, _NG_FOLLOWS, _NH_FOLLOWS = 1, 2, 4, 8
_VOWELS = {
    **dict.fromkeys(("e", "o", "ô", "u", "ư"), (_ENDS + _M_FOLLOWS + _NG_FOLLOWS, "1")), "a": (_ENDS + _M_FOLLOWS + _NG_FOLLOWS + _NH_FOLLOWS, "1"), "ơ": (_ENDS + _M_FOLLOWS, "1"),
    **dict.fromkeys(("ê", "i", "y"), (_ENDS + _M_FOLLOWS + _NH_FOLLOWS, "1")), **dict.fromkeys(("ă", "â"), (_M_FOLLOWS + _NG_FOLLOWS, "1")),
    **dict.fromkeys(("ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "iu", "oi", "ôi", "ơi", "ui", "ưi", "ưu", "ia", "ua", "ưa"), (_ENDS, "1")),
    "oa": (_ENDS + _M_FOLLOWS + _NG_FOLLOWS + _NH_FOLLOWS, "12"), "oe": (_ENDS + _M_FOLLOWS, "12"), "uy": (_ENDS + _M_FOLLOWS + _NH_FOLLOWS, "12"), "uê": (_ENDS + _M_FOLLOWS + _NH_FOLLOWS, "2"),
    **dict.fromkeys(("oă", "uâ", "iê", "yê", "uô", "ươ", "oo"), (_M_FOLLOWS + _NG_FOLLOWS, "2")), "uơ": (_ENDS + _M_FOLLOWS, "2"),
    **dict.fromkeys(("iêu", "yêu", "oai", "oao", "oay", "oeo", "uây", "uôi", "ươi", "ươu", "uyu", "uya"), (_ENDS, "2")), "uyê": (_M_FOLLOWS, "3"),
}  # fmt: skip


def _packed(vowels: str) -> int:
    packed = 0
    for vowel in vowels:
        packed = packed << 4 | _VOWEL_SIGNS.index(vowel)
    return packed


def _nuclei() -> bytes:
    table = bytearray(4096)
    for glide in "iyuo":  # Ê-đê, Gia-rai and Ba-na names: Byă, Ksuơr
        for vowel in "aăâeêoôơ":
            table[_packed(glide + vowel)] = 1 << 5
    for vowels, (finals, tones) in _VOWELS.items():
        table[_packed(vowels)] = finals | sum(1 << int(place) + 3 for place in tones)
    return bytes(table)


# By the vowels packed in four bits each: bits 0 to 3 what may follow, bits 4 to 6 the places of the tone.
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
# b c d g h k l m n p r s t v x may begin a syllable alone; before h: c g k n p t; it may end in m n p t, and see _final_is_vietnamese.
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
_FINALS = 1 << 13 | 1 << 14 | 1 << 16 | 1 << 20


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


def _final_is_vietnamese(final: int, tone: int, what: int) -> bool:
    """c, ch, p and t stop the voice: under a tone mark they bear sắc or nặng alone."""
    stops = final in (_C, _P, _T, _C << 5 | _H)
    if stops and tone not in (0, 2, 5):
        return False
    if final in (_C, _N << 5 | _G):
        return what & _NG_FOLLOWS != 0
    if final in (_C << 5 | _H, _N << 5 | _H):
        return what & _NH_FOLLOWS != 0
    return final < 32 and (_FINALS >> final) & 1 == 1 and what & _M_FOLLOWS != 0


def syllable_worth(onset: int, nucleus: int, final: int, tone: int, place: int) -> int:
    """STRICT for a Vietnamese syllable, POSSIBLE for one that only its onset or its final keeps from being one, else NONSENSE.

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
    if what == 0 or (place > 0 and (what >> (place + 3)) & 1 == 0):
        return _NONSENSE
    if onset < 0 or final < 0 or not _onset_is_vietnamese(onset):
        return _POSSIBLE
    if final == 0:
        return _STRICT if what & _ENDS != 0 else _POSSIBLE
    return _STRICT if _final_is_vietnamese(final, tone, what) else _POSSIBLE


def judge(data: Sequence[int], start: int, stop: int, bytewise: bool, table: int) -> int:  # noqa: C901, PLR0912, PLR0915 - one pass, nothing kept
    """What the name is worth read by this part of `SIGNS`, going by the syllables that carry a mark."""
    strict = possible = impossible = 0
    proved = sure = spoiled = False
    onset = nucleus = final = tone = place = vowels = letter = shape = 0
    signed = joined = capital = False
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
            if capital and 97 <= code <= 122:
                spoiled = True
            capital = False
            if code >= 0x80 and code != 0xA0 and code < 0x100:
                signed = True
                if entry & ODD != 0 or (table == 0 and code < 0xC0):
                    return _NONSENSE
                if table == TCVN3 and (code < 0xC0 or code in (0xD7, 0xF7)):
                    sure = True  # no letter in Unicode, nothing in VNI
                if table != TCVN3 and code < 0xE0 and before > 64:
                    # A capital inside a word, after a small letter or before one: TuÊn, SÝnh. TCVN3 shows small letters so, and VNI
                    # a capital's mark.
                    capital = table == 0
                    spoiled = spoiled or 97 <= before <= 122
        else:
            i += 1
        kind = (entry >> 14) & 3
        if kind == LETTER:
            letter, shape = entry & 63, (entry >> 6) & 31
            if letter < 27 and (_VOWEL_LETTERS >> letter) & 1 == 1:
                if letter == _U and onset == _Q and nucleus == 0 and entry >> 6 & 0xFF == 0:
                    onset = onset << 5 | _U
                else:
                    if final != 0:  # another syllable in the same word (Êban): possible, but no word of Vietnamese
                        if signed and syllable_worth(onset, nucleus, final, tone, place) == _NONSENSE:
                            impossible += 1
                        onset = final
                        nucleus = final = tone = place = vowels = 0
                        joined = True
                    number = VOWEL_NUMBERS[letter * 8 + (shape & 7)] if shape < 8 else 0
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
            # Only a vowel that stands right before it can take a mark. These six are hardly ever met after a vowel but in VNI.
            proved = proved or code | 0x20 in (0xE2, 0xE4, 0xE5, 0xEA, 0xF8, 0xFB)
            shape |= (entry >> 6) & 31
            number = VOWEL_NUMBERS[letter * 8 + (shape & 7)] if letter < 27 and shape < 8 else 0
            nucleus = 4096 if number == 0 or nucleus == 0 or nucleus >= 4096 else nucleus >> 4 << 4 | number
            letter = 0
        elif kind == GAP:
            if signed:
                found = syllable_worth(onset, nucleus, final, tone, place)
                if found == _NONSENSE:
                    impossible += 1
                elif found == _STRICT and not joined:
                    strict += 1
                else:
                    possible += 1
            onset = nucleus = final = tone = place = vowels = letter = shape = 0
            signed = joined = False
        if kind in (LETTER, MARK) and (entry >> 11) & 7 != 0:
            if tone != 0:
                nucleus = 4096
            tone = (entry >> 11) & 7
            place = vowels
        before = code
    if impossible > 0:
        return _PARTLY if sure or strict > impossible else _NONSENSE
    if possible == 0:
        return _POSSIBLE if spoiled else _STRICT
    return _PROVED if sure or proved or strict > 0 else _POSSIBLE


def reading_of(data: Sequence[int], start: int, stop: int, bytewise: bool) -> int:
    """The reading of a name that has signs from U+0080 to U+00FF and no letter beyond: 0 Unicode, 1 TCVN3, 2 VNI.

    Where all of a name is Vietnamese in both old encodings, it is most often a lone ö: Lưu in VNI, Lửu in TCVN3. So VNI comes first.
    """
    unicode = judge(data, start, stop, bytewise, 0)
    if unicode == _STRICT:
        return UNICODE_READING
    vni = judge(data, start, stop, bytewise, VNI)
    if vni == _STRICT:
        return VNI_READING
    tcvn3 = judge(data, start, stop, bytewise, TCVN3)
    if tcvn3 == _STRICT:
        return TCVN3_READING
    if unicode >= _POSSIBLE:
        return UNICODE_READING
    best = max(unicode, tcvn3, vni)
    if best not in (_PARTLY, _PROVED) or unicode == best:
        return UNICODE_READING
    return TCVN3_READING if tcvn3 == best else VNI_READING
