"""Where a citizen number stands among the people: kernels over the index's arrays, for many numbers at once and for one."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index.compiling import kernel
from ansinh.population.index.layout import FENCE_EVERY

NOBODY = -1
_BLOCK = 64
_ROW_BITS = 24


@kernel
def packed_numbers(number: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Packs number << 24 | row for each row that has one, to be sorted: 12 digits take 40 bits, a unit has fewer than 2^24 rows."""
    packed = np.empty(len(number), np.uint64)
    count = 0
    for row in range(len(number)):
        if number[row] > 0:
            packed[count] = (np.uint64(number[row]) << np.uint64(_ROW_BITS)) | np.uint64(row)
            count += 1
    return packed[:count]


@kernel
def _place_of(lows: npt.NDArray[np.uint32], start: int, low: np.uint32) -> int:
    """Where `low` would stand among 16 ascending ones; wherever their numbers begin, they ascend as seen from the first."""
    base = lows[np.uint64(start)]
    sought = low - base
    place = np.uint64(start)
    if lows[place + np.uint64(8)] - base <= sought:
        place += np.uint64(8)
    if lows[place + np.uint64(4)] - base <= sought:
        place += np.uint64(4)
    if lows[place + np.uint64(2)] - base <= sought:
        place += np.uint64(2)
    if lows[place + np.uint64(1)] - base <= sought:
        place += np.uint64(1)
    return int(place)


@kernel
def _place_at_a_gap(people: Any, start: int, number: int) -> int:
    """The same among the last people of all, and among those on both sides of a gap that 32 bits do not span: by whole numbers."""
    place = start
    end = min(start + FENCE_EVERY, len(people))
    while place + 1 < end and people[place].number < number:
        place += 1
    return place


@kernel
def _fence_before(fences: npt.NDArray[np.int64], fence: int, number: int) -> int:
    """The last fence from `fence` on that is not above `number`: a step or two where numbers are many, leaps where they are few."""
    last = len(fences) - 1
    step = 32
    while fence + step <= last and fences[fence + step] <= number:
        fence += step
        step *= 2
    while step > 32:
        step //= 2
        if fence + step <= last and fences[fence + step] <= number:
            fence += step
    while fence < last and fences[fence + 1] <= number:
        fence += 1
    return fence


@kernel
def _first_holder(people: Any, place: int, number: int) -> int:
    if people[np.uint64(place)].number != number:
        return NOBODY
    while place > 0 and people[place - 1].number == number:
        place -= 1
    return place


@kernel
def holders(
    packed: npt.NDArray[np.uint64], people: Any, lows: npt.NDArray[np.uint32], fences: npt.NDArray[np.int64], met: Any
) -> tuple[npt.NDArray[np.int32], int]:
    """For each number of `packed`, ascending, the first row of `people` that holds it, or NOBODY; and how many have further holders.

    The fences are walked once beside the numbers; between two fences stand 16 halves of numbers, one cache line. What waits for memory
    is touched for a block of numbers before any of it is needed, so that the misses overlap. `met` is filled with the people found, side
    by side, so that nobody has to fetch them from afar again; where NOBODY is, with anybody.
    """
    found = np.empty(len(packed), np.int32)
    starts = np.empty(_BLOCK, np.int64)
    places = np.empty(_BLOCK, np.int64)
    fence = 0
    last = len(fences) - 1
    warmth = np.uint64(0)
    shared = 0
    for begin in range(0, len(packed), _BLOCK):
        stop = min(begin + _BLOCK, len(packed))
        for i in range(begin, stop):
            number = int(packed[i] >> np.uint64(_ROW_BITS))
            fence = _fence_before(fences, fence, number)
            starts[i - begin] = fence
            warmth += np.uint64(lows[np.uint64(fence * FENCE_EVERY)])
        for i in range(begin, stop):
            low = np.uint32(packed[i] >> np.uint64(_ROW_BITS))
            fence_here = starts[i - begin]
            start = fence_here * FENCE_EVERY
            if fence_here < last and fences[fence_here + 1] - fences[fence_here] < 1 << 32:
                place = _place_of(lows, start, low)
            else:
                place = _place_at_a_gap(people, start, int(packed[i] >> np.uint64(_ROW_BITS)))
            places[i - begin] = place
            warmth += np.uint64(people[np.uint64(place)].number)
        for i in range(begin, stop):
            number = int(packed[i] >> np.uint64(_ROW_BITS))
            place = places[i - begin]
            found[i] = _first_holder(people, place, number)
            met[i] = people[np.uint64(max(found[i], 0))]
            neighbour = min(place + 1, len(people) - 1)
            after = place < neighbour and people[np.uint64(neighbour)].number == number
            shared += 1 if after or 0 <= found[i] < place else 0
    if warmth == np.uint64(1):  # never: it keeps the touching loads alive
        found[0] += np.int32(0)
    return found, shared


@kernel
def first_row(people: Any, fences: npt.NDArray[np.int64], number: int) -> int:
    """The first row of `people` with a number of at least `number`; len(people) where there is none."""
    low, high = 0, len(fences)
    while low < high:
        middle = (low + high) // 2
        if fences[middle] < number:
            low = middle + 1
        else:
            high = middle
    row = max(low - 1, 0) * FENCE_EVERY  # several people may share the number of a fence
    while row < len(people) and people[row].number < number:
        row += 1
    return row
