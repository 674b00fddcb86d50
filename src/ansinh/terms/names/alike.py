"""How much alike two names are: the ladder from "the same" to "different", over their keys and their bare letters.

Plain Python over integers, compiled by `compiled` as it stands; see `scan`. Bare letters are a to z, 0 to 9 and one space between
syllables, as `scan` writes them.
"""

from collections.abc import Sequence

from ansinh.terms.names.scan import BARE

EXACT, SAME, BARE_SIDE, CONFLICT, OTHER_ORDER, PART, ALIKE, DIFFERENT, MISSING = 0, 1, 3, 4, 5, 6, 7, 8, 9
_SPACE = 32
_LONGEST = 62  # letters that count for likeness: one bit each, below the sign


def given_name_starts(letters: Sequence[int], start: int, stop: int) -> int:
    """Where the last syllable begins."""
    at = stop
    while at > start and letters[at - 1] != _SPACE:
        at -= 1
    return at


def parts_equal(one: Sequence[int], start: int, stop: int, other: Sequence[int], begin: int, end: int) -> bool:
    if stop - start != end - begin:
        return False
    for i in range(stop - start):  # noqa: SIM110 - numba compiles a loop better than a generator
        if one[start + i] != other[begin + i]:
            return False
    return True


def is_part(short: Sequence[int], start: int, stop: int, long: Sequence[int], begin: int, end: int) -> bool:
    """True if the syllables of the short name all stand in the long one, in their order."""
    at = start
    place = begin
    while at < stop:
        to = at
        while to < stop and short[to] != _SPACE:
            to += 1
        found = False
        while place < end and not found:
            beyond = place
            while beyond < end and long[beyond] != _SPACE:
                beyond += 1
            found = parts_equal(short, at, to, long, place, beyond)
            place = beyond + 1
        if not found:
            return False
        at = to + 1
    return True


def is_similar(one: Sequence[int], start: int, stop: int, other: Sequence[int], begin: int, end: int) -> bool:  # noqa: C901 - the published algorithm, whole
    """True if the Jaro-Winkler similarity (Winkler 1990: weight 0.1, prefix of 4 at most) is 0.94 or more; in whole numbers, so exact.

    Of longer names the first 62 letters count.
    """
    n = min(stop - start, _LONGEST)
    m = min(end - begin, _LONGEST)
    if n == 0 or m == 0:
        return False
    reach = max(max(n, m) // 2 - 1, 0)
    taken_one = taken_other = 0
    common = 0
    for i in range(n):
        for j in range(max(0, i - reach), min(m, i + reach + 1)):
            if (taken_other >> j) & 1 == 0 and one[start + i] == other[begin + j]:
                taken_one |= 1 << i
                taken_other |= 1 << j
                common += 1
                break
    if common == 0:
        return False
    swapped = 0
    j = 0
    for i in range(n):
        if (taken_one >> i) & 1 == 1:
            while (taken_other >> j) & 1 == 0:
                j += 1
            if one[start + i] != other[begin + j]:
                swapped += 1
            j += 1
    prefix = 0
    while prefix < min(4, n, m) and one[start + prefix] == other[begin + prefix]:
        prefix += 1
    # Jaro = (common / n + common / m + (common - swapped // 2) / common) / 3, as one fraction.
    over = common * common * (n + m) + (common - swapped // 2) * n * m
    under = 3 * common * n * m
    return 10 * (over * (10 - prefix) + prefix * under) >= 94 * under


def rung_of_names(
    k1: int, k2: int, bag: int, flag: int, spelling: int, one: Sequence[int], start: int, stop: int,
    other_k1: int, other_k2: int, other_bag: int, other_flag: int, other_spelling: int, other: Sequence[int], begin: int, end: int,
) -> int:  # fmt: skip
    """The rung of two names given their keys and bare letters (one[start:stop], other[begin:end])."""
    if k2 == 0 or other_k2 == 0:
        return MISSING
    if k1 == other_k1:
        return EXACT if spelling == other_spelling else SAME
    if k2 == other_k2:
        return BARE_SIDE if (flag | other_flag) & BARE != 0 else CONFLICT
    if bag == other_bag:
        return OTHER_ORDER
    given = given_name_starts(one, start, stop)
    other_given = given_name_starts(other, begin, end)
    if not parts_equal(one, given, stop, other, other_given, end):
        return DIFFERENT
    n, m = stop - start, end - begin
    if n < m:
        if given > start and is_part(one, start, stop, other, begin, end):
            return PART
    elif other_given > begin and is_part(other, begin, end, one, start, stop):
        return PART
    return ALIKE if is_similar(one, start, stop, other, begin, end) else DIFFERENT
