"""One pass over the bytes of a name: its keys and its bare letters, by one way of reading the signs.

Plain Python over integers and bytes: Python runs it as it stands, and `compiled` has numba compile the same source, so that both give the
same bits. What makes that work: every integer is a pattern of 64 bits. A product or a sum that may not fit is cut by `MASK` (numba's
integers wrap by themselves, so there `MASK` is -1), a shift to the right is cut by what can be left, and nothing is compared but for
equality. Constants stay below 2^63: a larger one would be another type for numba.
"""

from collections.abc import Sequence

from ansinh.terms.names.signs import (
    GAP,
    JOINS,
    LATIN_END,
    LETTER,
    LOOKALIKE,
    MARK,
    MARKS_END,
    MARKS_START,
    ODD,
    SIGNS,
    SKIPPED,
    STOPS,
    VIETNAMESE_END,
    VIETNAMESE_START,
)

MASK = 0xFFFF_FFFF_FFFF_FFFF
# Flags of a name.
FROM_TCVN3, FROM_VNI, BARE, FOREIGN_SIGNS, NO_NAME = 1, 2, 4, 8, 16

_STEP = 0x1B87_3593_CC9E_2D51
_MIX_1, _MIX_2 = 0x3C79_AC49_2BA7_B653, 0x1C69_B3F7_4AC4_AE35  # Pelle Evensen's moremur
_OF_MARKS, _OF_TONE, _OF_PLACES, _OF_REST = 0x2545_F491_4F6C_DD1D, 0x369D_EA0F_31A5_3F85, 0x27D4_EB2F_1656_67C5, 0x165667B19E3779F9
_E, _H, _I, _K, _Q, _U, _Y = 5, 8, 9, 11, 17, 21, 25
_VOWELS = 1 << 1 | 1 << _E | 1 << _I | 1 << 15 | 1 << _U | 1 << _Y
# One letter before a gap belongs to the next word: always these, every other consonant after an apostrophe or a hyphen.
_LONE = 1 << _E | 1 << _H | 1 << _K
_JOINABLE = (1 << 27) - 2 & ~_VOWELS | 1 << _E
LATIN, BEYOND = 1, 2
_PLAIN_LETTER = LETTER << 8
_BLOCK = LATIN_END + MARKS_END - MARKS_START  # of U+1E00 in SIGNS
INVALID = -1


def mix(bits: int) -> int:
    """64 bits stirred so that each depends on all; no two patterns give the same."""
    bits ^= (bits >> 27) & 0x1F_FFFF_FFFF
    bits = (bits * _MIX_1) & MASK
    bits ^= (bits >> 33) & 0x7FFF_FFFF
    bits = (bits * _MIX_2) & MASK
    return bits ^ ((bits >> 27) & 0x1F_FFFF_FFFF)


def sign_at(data: Sequence[int], at: int, stop: int) -> int:
    """The UTF-8 sign of two to four bytes that begins at `at`: its code point * 8 + its length; -1 where the bytes are not UTF-8."""
    first = 0 + data[at]
    if 0xC2 <= first < 0xE0 and at + 1 < stop and (data[at + 1] & 0xC0) == 0x80:
        return ((first & 0x1F) << 6 | (data[at + 1] & 0x3F)) * 8 + 2
    if first < 0xC2 or first > 0xF4:
        return INVALID
    length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if at + length > stop:
        return INVALID
    code = first & (0x7F >> length)
    for more in range(at + 1, at + length):
        byte = 0 + data[more]
        if byte & 0xC0 != 0x80:
            return INVALID
        code = code << 6 | (byte & 0x3F)
    if (length == 3 and (code < 0x800 or 0xD800 <= code < 0xE000)) or (length == 4 and not 0x10000 <= code < 0x110000):
        return INVALID
    return code * 8 + length


def entry_beyond(code: int) -> int:
    """The entry of a sign from U+0250 on; `SIGNS` has only the blocks that Latin names are written in."""
    if VIETNAMESE_START <= code < VIETNAMESE_END:
        return SIGNS[code - VIETNAMESE_START + _BLOCK]
    if MARKS_START <= code < MARKS_END:
        return SIGNS[code - MARKS_START + LATIN_END]
    if 0xFF01 <= code <= 0xFF5E:  # full-width forms
        return SIGNS[code - 0xFEE0]
    if code in (0x2018, 0x2019, 0x201B, 0x2032, 0x02BC, 0x02BB, 0x02B9):
        return SKIPPED << 14 | JOINS
    if 0x2010 <= code <= 0x2015:
        return JOINS
    if 0x200B <= code <= 0x200F or code in (0xFEFF, 0x2060):
        return SKIPPED << 14
    if 0x2000 <= code <= 0x206F or code == 0x3000:
        return 0
    return LETTER << 14 | ODD


def scan(  # noqa: C901, PLR0912, PLR0915 - one pass: what it costs is paid for every person of two registers
    data: Sequence[int], start: int, stop: int, letters: bytearray, at: int, bytewise: bool = False, table: int = 0
) -> tuple[int, ...]:
    """One pass: (k1, k2, bag, exact, syllables, signs seen, end of the letters, flag); all 0 but seen = -1 where the bytes are not UTF-8.

    `table` is the part of `SIGNS` to read by; `bytewise` takes every byte for one sign. Left out, as for nearly every name, they
    cost nothing. The bare letters are written to `letters` from `at` on, syllables parted by one space; there must be room for
    stop - start + 1 of them.
    """
    k1 = k2 = bag = exact = syllables = seen = flag = 0
    poly = marks = places = tones = rest = tail = marked = 0
    begin = base = at  # where the name and where the syllable begin
    joiner = -1  # where the last apostrophe stood
    i = start
    ended = False
    while not ended:
        code = 0
        if i >= stop:
            entry = STOPS
            ended = True
        else:
            code = 0 + data[i]
            if code < 0x80 or bytewise:
                i += 1
                entry = SIGNS[table + code]
                seen |= code >> 7
                if entry >> 6 == _PLAIN_LETTER:
                    letter = entry & 63
                    letters[at] = code | 0x20
                    at += 1
                    tail = (tail << 8 | letter) & MASK
                    poly = ((poly + letter) * _STEP) & MASK
                    continue
            # Of the letters of Vietnamese those with two marks lie in two rows of U+1E80 to U+1EFF, the others below U+0200.
            elif code == 0xE1 and i + 2 < stop and (data[i + 1] & 0xFE) == 0xBA and (data[i + 2] & 0xC0) == 0x80:
                code = 0x1E80 + ((data[i + 1] & 1) << 6) + (data[i + 2] & 0x3F)
                entry = SIGNS[code - VIETNAMESE_START + _BLOCK]
                seen |= BEYOND
                i += 3
            else:
                sign = sign_at(data, i, stop)
                if sign == INVALID:
                    return 0, 0, 0, 0, 0, INVALID, begin, 0
                i += sign & 7
                code = sign >> 3
                if code < 0x100:
                    entry = SIGNS[table + code]
                    if code != 0xA0:
                        seen |= LATIN
                else:
                    entry = SIGNS[code] if code < LATIN_END else entry_beyond(code)
                    if (entry >> 14) & 3 in (LETTER, MARK):
                        seen |= BEYOND
        kind = (entry >> 14) & 3
        if kind == LETTER or (kind == MARK and at > base):
            if kind == LETTER:
                letter = entry & 63
                if letter == 0:
                    letter = 64 + code
                    letters[at] = 0x80 | (code & 0x7F)
                    tail = (tail << 8 | 63) & MASK
                else:
                    letters[at] = letter + 96 if letter < 27 else letter + 21
                    tail = (tail << 8 | letter) & MASK
                at += 1
                poly = ((poly + letter) * _STEP) & MASK
            n = at - base - 1
            more = (entry >> 6) & 0xFF
            tone = more >> 5
            marked |= more
            marks |= (more & 31) << (n & 7) * 5
            places |= tone << (n & 15) * 3
            tones += (1 << 3 * tone) & ~1  # how many of each
            if entry & (ODD | LOOKALIKE) != 0:
                rest += entry >> 17
                if entry & ODD != 0:
                    flag |= FOREIGN_SIGNS
        elif kind == SKIPPED:
            if entry & JOINS != 0:
                joiner = at
            rest = (rest * 31 + code) & MASK
            if entry & ODD != 0:
                flag |= FOREIGN_SIGNS
        elif kind == GAP:
            if at > base:
                # One letter alone may belong to the next word; `tail` is that letter, which no bit beyond the 63rd stands for.
                lone = at == base + 1 and tail < 27 and entry & STOPS == 0
                joins = joiner == at or entry & JOINS != 0
                if lone and ((_LONE >> tail) & 1 == 1 or (joins and (_JOINABLE >> tail) & 1 == 1)):
                    joiner = at if joins else joiner
                    rest = (rest * 31 + 32) & MASK
                else:
                    plain = poly
                    if tail & 255 == _Y and at > base + 1:
                        before = (tail >> 8) & 255
                        consonant = before < 27 and (_VOWELS >> before) & 1 == 0
                        if consonant or (before == _U and tail >> 16 == _Q):
                            plain = (poly + (_I - _Y) * _STEP) & MASK
                            letters[at - 1] = 105
                    s2 = mix(plain)
                    s1 = mix((plain + marks * _OF_MARKS + tones * _OF_TONE) & MASK)  # s2 where there is no mark
                    k1 = (k1 * _STEP + s1) & MASK
                    k2 = (k2 * _STEP + s2) & MASK
                    bag = (bag + s2) & MASK
                    exact = (mix(exact) + poly + marks * _OF_MARKS + places * _OF_PLACES + rest * _OF_REST) & MASK
                    syllables += 1
                    letters[at] = 32
                    at += 1
                    base = at
                    poly = marks = places = tones = rest = tail = 0
            if entry & (STOPS | JOINS) != 0 and not ended:
                rest = (rest * 31 + code) & MASK
    if marked == 0:
        flag |= BARE
    if syllables == 0:
        return 0, 0, 0, 0, 0, seen, begin, flag | NO_NAME
    return mix(k1) or 1, mix(k2) or 1, bag or 1, (mix(exact) + rest) & MASK, syllables, seen, at - 1, flag
