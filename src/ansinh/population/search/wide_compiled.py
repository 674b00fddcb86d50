"""The wide sources: everybody of this name, born on this day, born around it in this ward; the most plausible are kept.

They read hints, not people: thousands of entries in a row, each compared in a few bits. What agrees earns points, about as many as the
bits the agreement is worth, and the best few go on to be compared in full. Ties go to the smaller citizen number.
"""

from typing import Any

import numpy as np

from ansinh.population.search.compiling import kernel
from ansinh.population.search.pools import BY_BIRTH, BY_NAME, BY_PLACE, WIDTH

int64: Any = np.int64  # a cast to the compiler; to a type checker anything, which an integer of Python is too
KEPT_BY_NAME = 8  # people a record keeps of each wide source
KEPT_BY_BIRTH = 8
KEPT_BY_PLACE = 8
LONGEST_NAME = 65_536  # entries of one name read in full; of a name held by more, three years around the birth are read
LONGEST_PLACE = 65_536  # entries of one ward
LONGEST_BIRTH = 16_384  # entries of one day; a year-only birth may have more people, and is then not read at all

SAME_WARD, SAME_PROVINCE = 8, 4
SAME_SEX, OTHER_SEX = 1, -4
SAME_GIVEN, SAME_SURNAME, SAME_MIDDLE = 6, 1, 4
SAME_DAY, SWAPPED_DAY, NEAR_DAY, SAME_YEAR, YEAR_ONLY = 12, 10, 6, 1, 5  # of births in the same year
DAY_OF_NEXT_YEAR, DAY_OF_OTHER_YEAR, OTHER_YEAR = 7, 5, -3
LEAST_BY_NAME, LEAST_FAR_BY_NAME, LEAST_BY_BIRTH, LEAST_BY_PLACE = 6, 8, 8, 10
GOOD_BY_NAME = 14  # whoever has so many points makes any wider look needless


@kernel
def _place_points(hint: int, ward: int, province: int, sex: int) -> int:
    """`ward` and `province` -1 where the record has none, `sex` 0."""
    points = 0
    if hint >> 2 & 1023 == ward:
        points = SAME_WARD
    elif hint >> 12 & 63 == province:
        points = SAME_PROVINCE
    other = hint & 3
    if sex != 0 and other != 0:
        points += SAME_SEX if sex == other else OTHER_SEX
    return points


@kernel
def _parts(hint: int) -> tuple[int, int, int, int, int, int]:
    """Ward, province, sex, given name, surname, middle name of a hint; -1 for what is not there, 0 for no sex."""
    return (
        (hint >> 2 & 1023) or -1, (hint >> 12 & 63) or -1, hint & 3,
        (hint >> 18 & 63) or -1, (hint >> 24 & 15) or -1, (hint >> 28 & 15) or -1,
    )  # fmt: skip


@kernel
def _syllable_points(hint: int, given: int, surname: int, middle: int) -> int:
    points = 0
    if hint >> 18 & 63 == given:
        points += SAME_GIVEN
    if hint >> 24 & 15 == surname:
        points += SAME_SURNAME
    if hint >> 28 & 15 == middle:
        points += SAME_MIDDLE
    return points


@kernel
def _birth_points(code: int, wanted: int, year: int, day: int, swapped: int) -> int:
    """Of a birth against the one `wanted`, 0 where the record has none: `day` is month and day in 9 bits, 0 where the record has only a year; `swapped` -1 where it cannot be."""
    if wanted == 0:
        return 0
    other_day = code & 511
    apart = (code >> 9) - year
    if apart == 0:
        if day == 0 or other_day == 0:
            return YEAR_ONLY
        if other_day == day:
            return SAME_DAY
        if other_day == swapped:
            return SWAPPED_DAY
        if other_day >> 5 == day >> 5 or other_day & 31 == day & 31:
            return NEAR_DAY
        return SAME_YEAR
    if other_day == day and day != 0:
        return DAY_OF_NEXT_YEAR if -1 <= apart <= 1 else DAY_OF_OTHER_YEAR
    return 0 if -1 <= apart <= 1 else OTHER_YEAR


@kernel
def _swapped(day: int) -> int:
    """Month and day changed about, -1 where that is no date."""
    return (day & 31) << 5 | day >> 5 if 1 <= day & 31 <= 12 and day >> 5 > 0 else -1


@kernel
def _offer(points: Any, rows: Any, kept: int, offered: int, least: int, row: int) -> int:
    """Keeps the best of at least so many points, best first, of equals the lower row first; says how many are kept now."""
    if offered < least:
        return kept
    if kept == len(rows):
        if offered < points[kept - 1] or (offered == points[kept - 1] and row > rows[kept - 1]):
            return kept
        kept -= 1
    at = kept
    while at > 0 and (points[at - 1] < offered or (points[at - 1] == offered and rows[at - 1] > row)):
        points[at], rows[at] = points[at - 1], rows[at - 1]
        at -= 1
    points[at], rows[at] = offered, row
    return kept + 1


@kernel
def _below(entries: Any, low: int, high: int, target: np.uint64) -> int:
    """The first entry of [low, high) that is not below `target`, by halving."""
    while low < high:
        middle = (low + high) // 2
        if entries[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _around(entries: Any, low: int, high: int, base: Any, year: int, shift: Any) -> tuple[int, int]:
    """Where the entries of one head that were born from the year before `year` to the year after begin and end."""
    begin = _below(entries, low, high, base | np.uint64(max(year - 1, 0) << 9) << shift)
    return begin, _below(entries, begin, high, base | np.uint64(min(year + 2, 255) << 9) << shift)


@kernel
def _keep(rows: Any, sources: Any, filled: Any, i: int, found: Any, kept: int, source: int) -> None:
    for f in range(kept):
        known = False
        for k in range(filled[i]):
            known |= rows[i, k] == found[f]
        if not known and filled[i] < WIDTH:
            rows[i, filled[i]] = found[f]
            sources[i, filled[i]] = source
            filled[i] += 1


@kernel
def by_name(
    hints_of: Any, codes: Any, heads: Any, bags: Any, entries: Any, hints: Any, starts: Any, row_bits: int, head_bits: int,
    rows: Any, sources: Any, filled: Any, seen: Any, settled: Any, cut: Any,
) -> None:  # fmt: skip
    """People of the same syllables in any order: first those born within a year of the record, then, if none is good, at any time."""
    shift = np.uint64(row_bits)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    head_shift = np.uint64(64 - head_bits)
    points, found = np.empty(KEPT_BY_NAME, np.int64), np.empty(KEPT_BY_NAME, np.int64)
    for i in range(len(codes)):
        if settled[i] == 1 or bags[i] == 0:
            continue
        ward, province, sex, _, _, _ = _parts(int64(hints_of[i]))
        name = int64(hints_of[i]) >> 18
        code = int64(codes[i])
        year, day = code >> 9, code & 511
        swapped = _swapped(day)
        head = int64(heads[i])
        low, high = int64(starts[head]), int64(starts[head + 1])
        near_low, near_high = _around(entries, low, high, heads[i] << head_shift, year, shift) if code != 0 else (low, low)
        kept = 0
        for turn in range(3):
            begin, end, least = near_low, near_high, LEAST_BY_NAME
            if turn > 0:
                if kept > 0 and points[0] >= GOOD_BY_NAME:
                    break
                if high - low > LONGEST_NAME:
                    cut[i] = 1
                    break
                begin, end, least = (low, near_low, LEAST_FAR_BY_NAME) if turn == 1 else (near_high, high, LEAST_FAR_BY_NAME)
            for k in range(begin, end):
                other = int64(hints[k])
                if other >> 18 == name:
                    offered = _place_points(other, ward, province, sex)
                    offered += _birth_points(int64(entries[k] >> shift) & 131071, code, year, day, swapped)
                    kept = _offer(points, found, kept, offered, least, int64(entries[k] & mask))
            seen[i] += np.uint32(end - begin)
        _keep(rows, sources, filled, i, found, kept, BY_NAME)
        if kept > 0 and points[0] >= GOOD_BY_NAME:
            settled[i] = 1


@kernel
def by_birth(
    hints_of: Any, codes: Any, entries: Any, hints: Any, starts: Any, row_bits: int,
    rows: Any, sources: Any, filled: Any, seen: Any, settled: Any, cut: Any,
) -> None:  # fmt: skip
    """People born on the same day of whom a place, or enough of the name, agrees."""
    mask = (np.uint64(1) << np.uint64(row_bits)) - np.uint64(1)
    points, found = np.empty(KEPT_BY_BIRTH, np.int64), np.empty(KEPT_BY_BIRTH, np.int64)
    for i in range(len(codes)):
        code = int64(codes[i])
        if settled[i] == 1 or code == 0:
            continue
        ward, province, sex, given, surname, middle = _parts(int64(hints_of[i]))
        low, high = int64(starts[code]), int64(starts[code + 1])
        if high - low > LONGEST_BIRTH:
            cut[i] = 1
            continue
        kept = 0
        for k in range(low, high):
            other = int64(hints[k])
            offered = _place_points(other, ward, province, sex) + _syllable_points(other, given, surname, middle)
            kept = _offer(points, found, kept, offered, LEAST_BY_BIRTH, int64(entries[k] & mask))
        seen[i] += np.uint32(high - low)
        _keep(rows, sources, filled, i, found, kept, BY_BIRTH)


@kernel
def by_place(
    hints_of: Any, codes: Any, heads: Any, entries: Any, hints: Any, starts: Any, row_bits: int, head_bits: int,
    rows: Any, sources: Any, filled: Any, seen: Any, settled: Any, cut: Any,
) -> None:  # fmt: skip
    """People of the same ward born within a year of the record, or at any time where it has no birth, of whom something of the name agrees."""
    shift = np.uint64(row_bits)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    head_shift = np.uint64(64 - head_bits)
    points, found = np.empty(KEPT_BY_PLACE, np.int64), np.empty(KEPT_BY_PLACE, np.int64)
    for i in range(len(codes)):
        ward, _, sex, given, surname, middle = _parts(int64(hints_of[i]))
        if settled[i] == 1 or ward == -1:
            continue
        code, head = int64(codes[i]), int64(heads[i])
        year, day = code >> 9, code & 511
        swapped = _swapped(day)
        low, high = int64(starts[head]), int64(starts[head + 1])
        if code != 0:
            low, high = _around(entries, low, high, heads[i] << head_shift, year, shift)
        if high - low > LONGEST_PLACE:
            cut[i] = 1
            continue
        kept = 0
        for k in range(low, high):
            other = int64(hints[k])
            offered = _syllable_points(other, given, surname, middle)
            if offered == 0 or other >> 2 & 1023 != ward:
                continue
            offered += _place_points(other, -1, -1, sex)
            offered += _birth_points(int64(entries[k] >> shift) & 131071, code, year, day, swapped)
            kept = _offer(points, found, kept, offered, LEAST_BY_PLACE, int64(entries[k] & mask))
        seen[i] += np.uint32(high - low)
        _keep(rows, sources, filled, i, found, kept, BY_PLACE)
