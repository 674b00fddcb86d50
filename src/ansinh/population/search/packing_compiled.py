"""The parts of entries and hints, made for whole arrays; see `layout` for the bits. People and records are packed by the same kernels."""

import numpy as np
import numpy.typing as npt

from ansinh.population.search.compiling import kernel
from ansinh.population.search.layout import (
    FIRST_YEAR,
    GIVEN_SHIFT,
    MIDDLE_SHIFT,
    NAME_SHIFT,
    PROVINCE_MASK,
    PROVINCE_SHIFT,
    SEX_SHIFT,
    SURNAME_SHIFT,
    WARD_MASK,
    WARD_SHIFT,
)

# Odd constants of 64 bits (the golden ratio, and one of SplitMix64's): a product's high bits depend on every bit below.
SPREAD = np.uint64(0x9E3779B97F4A7C15)
SPREAD_AGAIN = np.uint64(0xBF58476D1CE4E5B9)
_FNV_START = np.uint64(0xCBF29CE484222325)
_FNV_PRIME = np.uint64(0x100000001B3)


@kernel
def birth_codes(birth: npt.NDArray[np.int32]) -> npt.NDArray[np.uint64]:
    """A birth, yyyymmdd, as the 17 bits of an entry; 0 for no birth and for years outside 1850 to 2104, which nobody alive was born in."""
    codes = np.zeros(len(birth), np.uint64)
    for i in range(len(birth)):
        year = birth[i] // 10000 - FIRST_YEAR
        if 0 < year < 256:
            codes[i] = np.uint64(year * 512 + birth[i] // 100 % 100 * 32 + birth[i] % 100)
    return codes


@kernel
def name_heads(bag: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.uint64]:
    """The order-free name key's head of so many bits. No name has head 0 as well, so ask for the key where that matters."""
    heads = np.empty(len(bag), np.uint64)
    for i in range(len(bag)):
        heads[i] = bag[i] * SPREAD >> np.uint64(64 - bits)
    return heads


@kernel
def name_hints(bag: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """Further 14 bits of the order-free name key, in their place in the hint of the order by name."""
    hints = np.empty(len(bag), np.uint32)
    for i in range(len(bag)):
        hints[i] = np.uint32((bag[i] * SPREAD_AGAIN >> np.uint64(50)) << np.uint64(NAME_SHIFT))
    return hints


@kernel
def syllable_hints(offsets: npt.NDArray[np.int64], letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """Given name, surname and the syllable before the given name, in their places in the hint of the order by birth.

    `letters` are the bare letters of the names, syllables parted by one space. A part the name does not have is 0, and no part it has is.
    """
    hints = np.zeros(len(offsets) - 1, np.uint32)
    for i in range(len(offsets) - 1):
        syllables = 0
        first, middle, last = np.uint64(0), np.uint64(0), np.uint64(0)
        state = _FNV_START
        for j in range(offsets[i], offsets[i + 1] + 1):
            if j < offsets[i + 1] and letters[j] != 32:
                state = (state ^ np.uint64(letters[j])) * _FNV_PRIME
            elif state != _FNV_START:
                middle = last
                last = state * SPREAD
                if syllables == 0:
                    first = last
                syllables += 1
                state = _FNV_START
        hint = np.uint64(0)
        if syllables > 0:
            hint |= (np.uint64(1) + (last >> np.uint64(32)) % np.uint64(63)) << np.uint64(GIVEN_SHIFT)
        if syllables > 1:
            hint |= (np.uint64(1) + (first >> np.uint64(32)) % np.uint64(15)) << np.uint64(SURNAME_SHIFT)
        if syllables > 2:
            hint |= (np.uint64(1) + (middle >> np.uint64(32)) % np.uint64(15)) << np.uint64(MIDDLE_SHIFT)
        hints[i] = np.uint32(hint)
    return hints


@kernel
def ward_heads(ward: npt.NDArray[np.int32], bits: int) -> npt.NDArray[np.uint64]:
    """The head of a ward's hash, of so many bits; 0 for no ward."""
    heads = np.empty(len(ward), np.uint64)
    for i in range(len(ward)):
        heads[i] = np.uint64(ward[i]) * SPREAD >> np.uint64(64 - bits)
    return heads


@kernel
def place_hints(sex: npt.NDArray[np.int8], province: npt.NDArray[np.int32], ward: npt.NDArray[np.int32]) -> npt.NDArray[np.uint32]:
    """Sex, ward and province, in their places in either hint; 0 for what is not known, and never for what is."""
    hints = np.zeros(len(sex), np.uint32)
    for i in range(len(sex)):
        hint = np.uint64(0)
        if sex[i] >= 0:
            hint |= np.uint64(sex[i] + 1) << np.uint64(SEX_SHIFT)
        if ward[i] != 0:
            hint |= (np.uint64(1) + (np.uint64(ward[i]) * SPREAD >> np.uint64(32)) % np.uint64(WARD_MASK)) << np.uint64(WARD_SHIFT)
        if province[i] != 0:
            hint |= (np.uint64(1) + (np.uint64(province[i]) * SPREAD >> np.uint64(32)) % np.uint64(PROVINCE_MASK)) << np.uint64(
                PROVINCE_SHIFT
            )
        hints[i] = np.uint32(hint)
    return hints
