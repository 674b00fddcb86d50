"""The loops over all people that build the orders: entries from people, hints in an order's sequence, where each head begins."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.search.compiling import kernel

SPREAD = np.uint64(0x9E3779B97F4A7C15)


@kernel
def pack(
    first: npt.NDArray[np.uint64], second: npt.NDArray[np.uint64], entries: npt.NDArray[np.uint64], start: int, second_bits: int, rows: int
) -> None:
    """Into `entries[start:]`, the entries of people from row `start` on: `first`, then `second`, then the row in so many bits."""
    for i in range(len(first)):
        entries[start + i] = (first[i] << np.uint64(second_bits) | second[i]) << np.uint64(rows) | np.uint64(start + i)


@kernel
def pack_numbers(numbers: npt.NDArray[np.int64], start: int, rows: int, out: npt.NDArray[np.uint64]) -> int:
    """The entries of those who have an old number; says how many there are. `numbers` begins at row `start`."""
    written = 0
    for i in range(len(numbers)):
        if numbers[i] != 0:
            spread = np.uint64(numbers[i]) * SPREAD
            out[written] = spread >> np.uint64(rows) << np.uint64(rows) | np.uint64(start + i)
            written += 1
    return written


@kernel
def gather_hints(entries: npt.NDArray[np.uint64], rows: int, of_person: npt.NDArray[np.uint32], hints: npt.NDArray[np.uint32]) -> None:
    """`of_person` in the sequence of `entries`."""
    mask = (np.uint64(1) << np.uint64(rows)) - np.uint64(1)
    for i in range(len(entries)):
        hints[i] = of_person[np.int64(entries[i] & mask)]


@kernel
def gather_names(people: Any, of_name: npt.NDArray[np.uint64], out: npt.NDArray[np.uint64]) -> None:
    """What `of_name` holds for each person's name."""
    for i in range(len(people)):
        out[i] = of_name[people[i].name]


@kernel
def find_starts(entries: npt.NDArray[np.uint64], shift: int, starts: npt.NDArray[np.uint32]) -> None:
    """Into starts[h], the first entry whose head, the bits from `shift` on, is h or more. The last start is the number of entries."""
    head = 0
    for i in range(len(entries)):
        here = np.int64(entries[i] >> np.uint64(shift))
        while head <= here:
            starts[head] = i
            head += 1
    while head < len(starts):
        starts[head] = len(entries)
        head += 1


@kernel
def find_groups(people: Any, starts: npt.NDArray[np.uint32]) -> None:
    """Into starts[g], the first person whose number begins with the six digits g or more: place of registration, century and sex, year."""
    group = 0
    for i in range(len(people)):
        here = people[i].number // 1_000_000
        while group <= here:
            starts[group] = i
            group += 1
    while group < len(starts):
        starts[group] = len(people)
        group += 1
