"""How a person is packed into the search's orders: which bits say what, and the files they lie in.

An order is one ascending array of 64-bit entries, each a place in the index with what is needed to find it. A person whose name is wrong
is found by birth, one whose birth is wrong by name, one who has both wrong by the ward, and one who has all of it wrong by old number.

    by birth   | birth 17 | name 47 - r | row r |
    by name    | name 47 - r | birth 17 | row r |
    by place   | ward 47 - r | birth 17 | row r |
    by number  | old number 64 - r     | row r |

`row` is the person's place in the index, r bits wide (27 up to 134,217,728 people). `birth` is a year since 1849 in 8 bits, a month in 4
and a day in 5, so that a year of which no more is known stands before its days. `name` is the head of the order-free name key, `ward` that of a hash.
Beside each entry of the first three orders stands a hint of 32 bits: what can be compared without a look at the person.
"""

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

VERSION: Final = 1  # of this layout; an order built by another version is built again

BIRTH_BITS: Final = 17
FIRST_YEAR: Final = 1849  # stands for 0, so that 0 is no birth at all
LEAST_ROW_BITS: Final = 27
DIRECTORY_BITS: Final = 20  # of the order by number: one start for each head; the order by name has one for each head of a name
GROUPS: Final = 1_000_000  # the first six digits of citizen numbers: place of registration, century and sex, year

# The hint, from the lowest bit: sex 2 (0 unknown), ward 10, province 6, then 14 bits of the name. By birth and place these are the given name 6,
# the surname 4 and the syllable before the given name 4; by name they are further bits of the name key, which tell apart names whose heads meet.
SEX_SHIFT, WARD_SHIFT, PROVINCE_SHIFT, NAME_SHIFT = 0, 2, 12, 18
SEX_MASK, WARD_MASK, PROVINCE_MASK, NAME_MASK = 3, 1023, 63, 16383
GIVEN_SHIFT, SURNAME_SHIFT, MIDDLE_SHIFT = 18, 24, 28


def row_bits(people: int) -> int:
    """How many bits of an entry hold the row."""
    return max(LEAST_ROW_BITS, people.bit_length())


def name_bits(people: int) -> int:
    """How many bits of an entry hold the head of the name key; 20 up to 134,217,728 people."""
    return 64 - BIRTH_BITS - row_bits(people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """entries uint64[n] ascending; hints uint32[n], empty in the order by number; starts uint32[2^bits + 1], where each head begins."""

    entries: npt.NDArray[np.uint64]
    hints: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.uint32]

    def leave(self) -> None:
        """Gives back the pages that were read: the files stay mapped, and whoever reads again, in this thread or another, maps them again."""
        for array in (self.entries, self.hints):
            mapped = getattr(array.base, "_mmap", None)
            if isinstance(mapped, mmap.mmap):
                mapped.madvise(mmap.MADV_DONTNEED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """The four orders of one index, memory-mapped for reading; `folder` is where they lie."""

    by_birth: Order
    by_name: Order
    by_place: Order
    by_number: Order
    groups: npt.NDArray[np.uint32]  # uint32[GROUPS + 1], where each group of citizen numbers begins in index.people
    row_bits: int
    folder: Path
