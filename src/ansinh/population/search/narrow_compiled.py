"""The narrow sources: who carries this old number, who has this name and birth, whose number is one slip away from the claimed one.

Each looks at a handful of entries. A record for which they found someone who fits in name and birth and in one thing more (old number,
citizen number within two slips, place) is settled: the wide sources are spared, not the comparison.
"""

from typing import Any

import numpy as np

from ansinh.population.search.compiling import kernel
from ansinh.population.search.pools import BY_NAME_AND_BIRTH, BY_OLD_NUMBER, BY_REPAIR, WIDTH

int64: Any = np.int64  # a cast to the compiler; to a type checker anything, which an integer of Python is too
SPREAD = np.uint64(0x9E3779B97F4A7C15)
NARROW_LIMIT = 16  # people taken by one key; more share a name and a first of January, and the wide sources choose among them
POWERS = np.array([10**p for p in range(13)], np.int64)


@kernel
def _slips(one: int, other: int) -> int:
    """Digits that differ between two numbers of 12 digits, two neighbours changed about counting once; 9 where one is absent."""
    if one == 0 or other == 0:
        return 9
    slips = 0
    while one != other:
        a, b = one % 10, other % 10
        if a != b:
            slips += 1
            if one // 10 % 10 == b and other // 10 % 10 == a:
                one, other = one // 10, other // 10
        one, other = one // 10, other // 10
    return slips


@kernel
def _put(rows: Any, sources: Any, filled: Any, i: int, row: int, source: int) -> None:
    for k in range(filled[i]):
        if rows[i, k] == row:
            return
    if filled[i] < WIDTH:
        rows[i, filled[i]] = row
        sources[i, filled[i]] = source
        filled[i] += 1


@kernel
def _first(entries: Any, low: Any, high: Any, target: np.uint64, low_value: float, high_value: float) -> Any:
    """The first entry of [low, high) that is not below `target`, by interpolation between the values at the ends and then by steps."""
    if low >= high:
        return low
    share = (np.float64(target) - low_value) / (high_value - low_value)
    at = low + int64(share * (high - low))
    at = min(max(at, low), high - 1)
    step = 16
    if entries[at] < target:
        low = at + 1
        while at + step < high and entries[at + step] < target:
            low = at + step + 1
            step *= 2
        high = min(high, at + step)
    else:
        high = at
        while at - step >= low and entries[at - step] >= target:
            high = at - step
            step *= 2
        low = max(low, at - step)
    while low < high:
        middle = (low + high) // 2
        if entries[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def by_old_number(
    rest: Any,
    people: Any,
    names: Any,
    entries: Any,
    starts: Any,
    row_bits: int,
    rows: Any,
    sources: Any,
    filled: Any,
    seen: Any,
    settled: Any,
) -> None:
    """People whose old number is the record's old number, or the number the record claims as its citizen number."""
    shift = np.uint64(row_bits)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    head_shift = np.uint64(64) - np.uint64(20)
    for i in range(len(rest)):
        for turn in range(2):
            wanted = rest[i].old if turn == 0 else rest[i].number
            if wanted == 0 or (turn == 1 and wanted == rest[i].old):
                continue
            target = np.uint64(wanted) * SPREAD >> shift << shift
            head = int64(target >> head_shift)
            base = np.float64(np.uint64(head) << head_shift)
            high = int64(starts[head + 1])
            at = _first(entries, int64(starts[head]), high, target, base, base + 2.0**44)
            taken = 0
            while at < high and entries[at] & ~mask == target and taken < NARROW_LIMIT:
                row = int64(entries[at] & mask)
                seen[i] += np.uint32(1)
                if people[row].old == wanted:
                    _put(rows, sources, filled, i, row, BY_OLD_NUMBER)
                    taken += 1
                    same_name = rest[i].bag != 0 and names[people[row].name].bag == rest[i].bag
                    same_birth = rest[i].birth != 0 and people[row].birth == rest[i].birth
                    if same_name or same_birth:
                        settled[i] = 1
                at += 1


@kernel
def by_name_and_birth(
    rest: Any, codes: Any, heads: Any, people: Any, names: Any, provinces: Any, entries: Any, starts: Any, row_bits: int,
    rows: Any, sources: Any, filled: Any, seen: Any, settled: Any, cut: Any,
) -> None:  # fmt: skip
    """People of the same syllables, in any order and without diacritics, born on the same day, or on it with day and month changed about."""
    shift = np.uint64(row_bits)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    name_space = np.float64(2.0**47)
    for i in range(len(rest)):
        if rest[i].bag == 0 or codes[i] == 0:
            continue
        code = int64(codes[i])
        month, day = code >> 5 & 15, code & 31
        for turn in range(2):
            if turn == 1:
                if not 1 <= day <= 12 or month in (day, 0):
                    continue
                code = code & ~511 | day << 5 | month
            base = np.uint64(code) << np.uint64(47)
            target = base | heads[i] << shift
            high = int64(starts[code + 1])
            at = _first(entries, int64(starts[code]), high, target, np.float64(base), np.float64(base) + name_space)
            taken = 0
            while at < high and entries[at] & ~mask == target:
                row = int64(entries[at] & mask)
                at += 1
                seen[i] += np.uint32(1)
                if names[people[row].name].bag != rest[i].bag:
                    continue
                if taken == NARROW_LIMIT:
                    cut[i] = 1
                    break
                taken += 1
                _put(rows, sources, filled, i, row, BY_NAME_AND_BIRTH)
                same_place = rest[i].ward != 0 and people[row].ward == rest[i].ward
                same_place |= rest[i].province != 0 and provinces[people[row].province] == rest[i].province
                same_old = rest[i].old != 0 and people[row].old == rest[i].old
                if same_old or _slips(rest[i].number, people[row].number) <= 2 or (turn == 0 and same_place):
                    settled[i] = 1


@kernel
def _hold(people: Any, groups: Any, number: Any) -> Any:
    """The first person whose number is not below `number`, by interpolation within the group of its first six digits."""
    group = number // 1_000_000
    low, high = int64(groups[group]), int64(groups[group + 1])
    if low >= high:
        return low
    end = high
    at = low + (number % 1_000_000) * (high - low) // 1_000_000
    step = 8
    if people[at].number < number:
        low = at + 1
        while at + step < high and people[at + step].number < number:
            low = at + step + 1
            step *= 2
        high = min(end, at + step)
    else:
        high = at
        while at - step >= low and people[at - step].number >= number:
            high = at - step
            step *= 2
        low = max(low, at - step)
    while low < high:
        middle = (low + high) // 2
        if people[middle].number < number:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _neighbours(number: int, neighbours: Any) -> None:
    """The 108 numbers with another digit somewhere, and 11 with two neighbours changed about: where those are equal, the number itself."""
    many = 0
    for place in range(12):
        power = POWERS[place]
        digit = number // power % 10
        for other in range(10):
            if other != digit:
                neighbours[many] = number + (other - digit) * power
                many += 1
        if place < 11:
            neighbours[many] = number + (digit - number // (power * 10) % 10) * power * 9
            many += 1


@kernel
def _said(year: int, sex: int) -> int:
    """The digits of century and sex, and of the year, in the number of someone born so; -1 where the record does not say."""
    return ((year - 1900) // 100 * 2 + sex) * 100 + year % 100 if year >= 1900 and sex >= 0 else -1


@kernel
def by_repair(rest: Any, people: Any, names: Any, groups: Any, rows: Any, sources: Any, filled: Any, seen: Any, settled: Any) -> None:
    """People whose number is one slip away from the claimed one: a digit written wrong, or two neighbours changed about.

    A number says the sex and the year of birth itself. A neighbour that says another sex and year than the record does is not looked
    for where the claimed number says what the record does: the slip was elsewhere.
    """
    neighbours = np.empty(119, np.int64)
    for i in range(len(rest)):
        claimed = rest[i].number
        if claimed == 0 or settled[i] == 1:
            continue
        _neighbours(claimed, neighbours)
        said = _said(rest[i].birth // 10000, rest[i].sex)
        consistent = claimed // 1_000_000 % 1000 == said
        for number in neighbours:
            if consistent and number // 1_000_000 % 1000 != said:
                continue
            at = _hold(people, groups, number)
            seen[i] += np.uint32(1)
            while at < len(people) and people[at].number == number:
                _put(rows, sources, filled, i, at, BY_REPAIR)
                same_name = rest[i].bag != 0 and names[people[at].name].bag == rest[i].bag
                same_birth = rest[i].birth != 0 and people[at].birth == rest[i].birth
                if same_name or same_birth:
                    settled[i] = 1
                at += 1
