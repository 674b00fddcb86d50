"""The number check's loops: pairs of a record and the holder of its number, brought to levels, a score and a decision.

Pairs come in the order of their numbers, beside the people met. What lies elsewhere is gathered for a block of pairs before it is needed,
so that no branch waits for memory. Few patterns of levels make up almost all pairs, so what they weigh is kept in a small table.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index.residual import DOUBTED, NO_NUMBER, SOMEONE_ELSES, UNKNOWN_NUMBER
from ansinh.population.rules import compiled, generated
from ansinh.population.rules.compiled import kernel

_BLOCK = 64
_PATTERN_BITS = 15  # a thousand patterns occur; two of them in one place would push each other out
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_ROW_MASK = np.uint64((1 << 24) - 1)
_ROW_BITS = np.uint64(24)
ASK = 255
NOBODY = 254  # the decision where nobody holds the number
UNDECIDED = 255
_MISSING = 9
_DOUBT, _SOMEONE_ELSE = generated.DOUBT, generated.SOMEONE_ELSE

_at_number: Any = compiled.at_number
_counts_name: Any = compiled.counts_name
_levels: Any = compiled.levels
_prior: Any = compiled.prior
_rarity: Any = compiled.rarity
_weight: Any = compiled.weight


@kernel
def further_holders(packed: npt.NDArray[np.uint64], holders: npt.NDArray[np.int32], people: Any) -> Any:
    """The pairs with further people who hold the same number: (packed, holder), often empty."""
    count = 0
    for i in range(len(packed)):
        row = np.int64(holders[i])
        while row >= 0 and row + 1 < len(people) and people[row + 1].number == people[row].number:
            count += 1
            row += 1
    more = np.empty(count, np.uint64)
    who = np.empty(count, np.int32)
    count = 0
    for i in range(len(packed)):
        row = np.int64(holders[i])
        while row >= 0 and row + 1 < len(people) and people[row + 1].number == people[row].number:
            row += 1
            more[count] = packed[i]
            who[count] = row
            count += 1
    return more, who


@kernel
def first_rungs(
    packed: npt.NDArray[np.uint64],
    holders: npt.NDArray[np.int32],
    met: Any,
    ids: npt.NDArray[np.uint32],
    k1: npt.NDArray[np.uint64],
    spelling: npt.NDArray[np.uint16],
    people_k1: npt.NDArray[np.uint64],
    people_spelling: npt.NDArray[np.uint16],
) -> Any:
    """0 where the names of a pair are written alike, ASK where the ladder has to say; and of those the names: (rungs, ours, theirs)."""
    rungs = np.empty(len(packed), np.uint8)
    theirs = np.empty(len(packed), np.int64)
    ours = np.empty(len(packed), np.int64)
    our = np.empty(_BLOCK, np.uint64)
    their = np.empty(_BLOCK, np.uint64)
    asked = 0
    for begin in range(0, len(packed), _BLOCK):
        count = min(_BLOCK, len(packed) - begin)
        for k in range(count):
            our[k] = ids[packed[begin + k] & _ROW_MASK]
            their[k] = met[begin + k].name
        for k in range(count):
            alike = (k1[our[k]] == people_k1[their[k]]) & (spelling[our[k]] == people_spelling[their[k]]) & (k1[our[k]] != np.uint64(0))
            rungs[begin + k] = 0 if alike else ASK
        for k in range(count):
            if holders[begin + k] < 0:
                rungs[begin + k] = _MISSING
            elif rungs[begin + k] == ASK:
                ours[asked] = np.int64(our[k])
                theirs[asked] = np.int64(their[k])
                asked += 1
    return rungs, ours[:asked], theirs[:asked]


@kernel
def fill_rungs(rungs: npt.NDArray[np.uint8], asked: npt.NDArray[np.uint8]) -> None:
    at = 0
    for i in range(len(rungs)):
        if rungs[i] == ASK:
            rungs[i] = asked[at]
            at += 1


@kernel
def rarities(counts: npt.NDArray[np.uint32], population: int) -> npt.NDArray[np.int32]:
    """What each name's rarity adds to a score."""
    added = np.empty(len(counts), np.int32)
    for i in range(len(counts)):
        added[i] = _rarity(np.int64(counts[i]), population)
    return added


@kernel
def judge(
    packed: npt.NDArray[np.uint64],
    holders: npt.NDArray[np.int32],
    rungs: npt.NDArray[np.uint8],
    met: Any,
    provinces: npt.NDArray[np.int32],
    people_syllables: npt.NDArray[np.uint8],
    people_rarity: npt.NDArray[np.int32],
    population: int,
    ids: npt.NDArray[np.uint32],
    syllables: npt.NDArray[np.uint8],
    old: npt.NDArray[np.int64],
    birth: npt.NDArray[np.int32],
    sex: npt.NDArray[np.int8],
    province: npt.NDArray[np.int32],
    ward: npt.NDArray[np.int32],
    judged: Any,
) -> None:
    """Fills `judged` with what each pair comes to, pair by pair: what is written in order costs nothing to write."""
    prior = _prior(population)
    known = np.full(1 << _PATTERN_BITS, -1, np.int64)
    weights = np.empty(1 << _PATTERN_BITS, np.int32)
    decisions = np.empty(1 << _PATTERN_BITS, np.uint8)
    by_rarity = np.empty(1 << _PATTERN_BITS, np.int32)
    ours = np.empty((6, _BLOCK), np.int64)
    theirs = np.empty((7, _BLOCK), np.int64)
    levels = np.empty(_BLOCK, np.int64)
    rare = np.empty(_BLOCK, np.int32)
    for begin in range(0, len(packed), _BLOCK):
        count = min(_BLOCK, len(packed) - begin)
        for k in range(count):
            row = packed[begin + k] & _ROW_MASK
            ours[0, k] = old[row]
            ours[1, k] = birth[row]
            ours[2, k] = sex[row]
            ours[3, k] = province[row]
            ours[4, k] = ward[row]
            ours[5, k] = ids[row]
        for k in range(count):
            person = met[begin + k]
            theirs[0, k] = person.old
            theirs[1, k] = person.birth
            theirs[2, k] = person.sex
            theirs[3, k] = person.province
            theirs[4, k] = person.ward
            theirs[5, k] = person.name
            theirs[6, k] = person.status
        for k in range(count):
            name = np.uint64(theirs[5, k])
            ours[5, k] = np.int64(syllables[np.uint64(ours[5, k])] == 1) | np.int64(people_syllables[name] == 1)
            theirs[3, k] = provinces[np.uint64(theirs[3, k])]
            rare[k] = people_rarity[name]
        for k in range(count):  # all is at hand now: a branch guessed wrong waits for nothing
            levels[k] = _levels(
                0, ours[0, k], theirs[0, k], np.int64(rungs[begin + k]), ours[5, k], ours[1, k], theirs[1, k], ours[2, k], theirs[2, k],
                ours[3, k], theirs[3, k], ours[4, k], theirs[4, k], theirs[6, k],
            )  # fmt: skip
        for k in range(count):
            pattern = levels[k]
            slot = np.uint64(pattern) * _SPREAD >> np.uint64(64 - _PATTERN_BITS)
            if known[slot] != pattern:
                known[slot] = pattern
                weights[slot] = _weight(pattern) - prior
                decisions[slot] = _at_number(pattern)
                by_rarity[slot] = 1 if _counts_name(pattern) else 0
            pair = judged[begin + k]
            nobody = holders[begin + k] < 0
            pair.levels = pattern
            pair.row = holders[begin + k]
            pair.score = weights[slot] + by_rarity[slot] * rare[k]
            pair.decision = NOBODY if nobody else decisions[slot]


@kernel
def places_of(packed: npt.NDArray[np.uint64], rows: int) -> npt.NDArray[np.int32]:
    """For each row where its pair stands among `packed`; -1 for a row without a number."""
    places = np.full(rows, -1, np.int32)
    for i in range(len(packed)):
        places[packed[i] & _ROW_MASK] = i
    return places


@kernel
def prefer(judged: Any, places: npt.NDArray[np.int32], packed: npt.NDArray[np.uint64], further: Any) -> None:
    """Of several people with one number the one that fits best stands for it."""
    for i in range(len(packed)):
        place = places[packed[i] & _ROW_MASK]
        if further[i].score > judged[place].score:
            judged[place] = further[i]


@kernel
def settle(settled: Any, number: npt.NDArray[np.int64], places: npt.NDArray[np.int32], judged: Any, no_score: int) -> None:
    """Every record in the order of the input: settled by its pair, or left undecided."""
    for row in range(len(settled)):
        pair = judged[np.uint64(max(places[row], 0))]  # read in any case: a branch here would wait for every miss
        there = places[row] >= 0 and pair.row >= 0
        decision = pair.decision
        open_still = (not there) | (decision == _DOUBT) | (decision == _SOMEONE_ELSE)
        settled[row].number = number[row]
        settled[row].row = pair.row if there else -1
        settled[row].score = pair.score if there else no_score
        settled[row].verdict = UNDECIDED if open_still else decision


@kernel
def rows_left(settled: Any) -> npt.NDArray[np.int64]:
    """The rows that the number check did not settle."""
    rows = np.empty(len(settled), np.int64)
    count = 0
    for row in range(len(settled)):
        if settled[row].verdict == UNDECIDED:
            rows[count] = row
            count += 1
    return rows[:count].copy()


@kernel
def fill_rest(
    rest: Any,
    rows: npt.NDArray[np.int64],
    settled: Any,
    places: npt.NDArray[np.int32],
    judged: Any,
    ids: npt.NDArray[np.uint32],
    k1: npt.NDArray[np.uint64],
    k2: npt.NDArray[np.uint64],
    bag: npt.NDArray[np.uint64],
    flag: npt.NDArray[np.uint8],
    syllables: npt.NDArray[np.uint8],
    spelling: npt.NDArray[np.uint16],
    old: npt.NDArray[np.int64],
    birth: npt.NDArray[np.int32],
    sex: npt.NDArray[np.int8],
    province: npt.NDArray[np.int32],
    ward: npt.NDArray[np.int32],
) -> None:
    for i in range(len(rows)):
        row = rows[i]
        name = ids[row]
        place = places[row]
        held = place >= 0 and judged[place].row >= 0
        rest[i].number = settled[row].number
        rest[i].old = old[row]
        rest[i].k1 = k1[name]
        rest[i].k2 = k2[name]
        rest[i].bag = bag[name]
        rest[i].levels = judged[place].levels if held else 0
        rest[i].row = row
        rest[i].holder = settled[row].row
        rest[i].score = settled[row].score if held else 0
        rest[i].birth = birth[row]
        rest[i].ward = ward[row]
        rest[i].province = province[row]
        rest[i].sex = sex[row]
        rest[i].flag = flag[name]
        rest[i].syllables = syllables[name]
        if place < 0:
            rest[i].claim = NO_NUMBER
        elif not held:
            rest[i].claim = UNKNOWN_NUMBER
        else:
            rest[i].claim = SOMEONE_ELSES if judged[place].decision == _SOMEONE_ELSE else DOUBTED
        rest[i].spelling = spelling[name]


@kernel
def fill_findings(findings: Any, rows: npt.NDArray[np.int64], places: npt.NDArray[np.int32], judged: Any) -> None:
    for i in range(len(rows)):
        findings[i].row = rows[i]
        findings[i].levels = judged[places[rows[i]]].levels
