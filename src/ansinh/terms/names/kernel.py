"""The keys of one name, whatever encoding it came in; the place where reading, keys and placeholders meet.

Plain Python over integers, compiled by `compiled` as it stands; see `scan`.
"""

from collections.abc import Sequence

from ansinh.terms.names.placeholders import PLACEHOLDERS
from ansinh.terms.names.readings import TCVN3_READING, UNICODE_READING, VNI_READING, reading_of
from ansinh.terms.names.scan import FOREIGN_SIGNS, FROM_TCVN3, FROM_VNI, INVALID, LATIN, NO_NAME, mix, scan
from ansinh.terms.names.signs import TCVN3, VNI


def keys_at(data: Sequence[int], start: int, stop: int, letters: bytearray, at: int) -> tuple[int, int, int, int, int, int, int]:
    """(k1, k2, bag, flag, syllables, spelling, end of the letters) of the name in data[start:stop].

    The bare letters go to `letters` from `at` on, which needs room for stop - start + 1 bytes. Everything but the flag is 0, and no letters
    are left, where there is no name.
    """
    found = scan(data, start, stop, letters, at)
    flag = 0
    if found[5] in (INVALID, LATIN):
        bytewise = found[5] == INVALID
        reading = reading_of(data, start, stop, bytewise)
        table = 0
        if reading == TCVN3_READING:
            table, flag = TCVN3, FROM_TCVN3
        elif reading == VNI_READING:
            table, flag = VNI, FROM_VNI
        elif bytewise:
            flag = FOREIGN_SIGNS
        if bytewise or table != 0:
            found = scan(data, start, stop, letters, at, bytewise, table)
    flag |= found[7]
    if flag & NO_NAME != 0 or is_placeholder(found[0]):
        return 0, 0, 0, flag | NO_NAME, 0, 0, at
    # 16 bits are enough to tell two spellings of one name apart, and fit beside the flag wherever keys are kept.
    spelling = mix(found[3] ^ (flag & (FROM_TCVN3 | FROM_VNI))) & 0xFFFF
    return found[0], found[1], found[2], flag, found[4], spelling, found[6]


def is_placeholder(k1: int) -> bool:
    """True for a key of "no name", "unknown" and the like; `PLACEHOLDERS` is a hash table of 256 places, 0 is an empty one."""
    place = k1 & 255
    while PLACEHOLDERS[place] != 0:
        if PLACEHOLDERS[place] == k1:
            return True
        place = (place + 1) & 255
    return False


def reading_at(data: bytes) -> tuple[bool, int]:
    """Whether every byte is a sign of its own (the bytes are not UTF-8), and the reading of them all."""
    seen = scan(data, 0, len(data), bytearray(len(data) + 1), 0)[5]
    if seen not in (INVALID, LATIN):
        return False, UNICODE_READING
    return seen == INVALID, reading_of(data, 0, len(data), seen == INVALID)
