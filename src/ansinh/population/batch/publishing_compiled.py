"""The columns of the verdicts as Arrow keeps them: numbers as text of twelve digits, lists as offsets and values."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index.compiling import kernel
from ansinh.population.index.outcomes import (
    ASSIGNED,
    AT_NONE,
    AT_NUMBER,
    CANDIDATES,
    DECEASED_PERSON,
    DIFFERS,
    NOT_FOUND,
    SEVERAL_NUMBERS,
    SOMEONE_ELSE,
    VERIFIED,
)
from ansinh.population.index.residual import DOUBTED, MOST_CANDIDATES, NO_SCORE

_ONE = np.uint64(1)
DIGITS = 12


@kernel
def _write_digits(data: npt.NDArray[np.uint8], at: int, number: int) -> None:
    rest = np.uint64(number)
    for place in range(DIGITS - 1, -1, -1):
        tenth = rest // np.uint64(10)
        data[np.uint64(at + place)] = np.uint8(rest - tenth * np.uint64(10)) + np.uint8(48)
        rest = tenth


@kernel
def digits_of(numbers: npt.NDArray[np.int64]) -> Any:
    """(offsets, data, validity bits, how many are null): twelve digits each, null where the number is 0."""
    offsets = np.empty(len(numbers) + 1, np.int32)
    data = np.empty(DIGITS * len(numbers), np.uint8)
    valid = np.zeros((len(numbers) + 7) // 8, np.uint8)
    at = 0
    for i in range(len(numbers)):
        offsets[i] = at
        if numbers[i] > 0:
            _write_digits(data, at, numbers[i])
            valid[i >> 3] |= np.uint8(1 << (i & 7))
            at += DIGITS
    offsets[len(numbers)] = at
    return offsets, data[:at], valid, len(numbers) - at // DIGITS


@kernel
def outcomes(settled: Any, shared: npt.NDArray[np.uint64], verdicts: npt.NDArray[np.uint8], stages: npt.NDArray[np.uint8]) -> Any:
    """Fills verdicts and stages of what the number check settled and returns (the number each record gets, its score in hundredths)."""
    numbers = np.empty(len(settled), np.int64)
    scores = np.empty(len(settled), np.int32)
    for i in range(len(settled)):
        verdict = settled[i].verdict
        numbers[i] = settled[i].number if verdict in (VERIFIED, DECEASED_PERSON) else 0
        scores[i] = settled[i].score
        if verdict == VERIFIED:
            row = np.uint64(settled[i].row)
            if (shared[row >> np.uint64(6)] >> (row & np.uint64(63))) & _ONE:
                verdict = SEVERAL_NUMBERS
        verdicts[i] = verdict
        stages[i] = AT_NUMBER
    return numbers, scores


@kernel
def search_outcomes(
    rest: Any,
    found: Any,
    shared: npt.NDArray[np.uint64],
    people: Any,
    verdicts: npt.NDArray[np.uint8],
    stages: npt.NDArray[np.uint8],
    numbers: npt.NDArray[np.int64],
    scores: npt.NDArray[np.int32],
) -> None:
    """Fills in what the search came to."""
    for i in range(len(rest)):
        row = rest[i].row
        verdict = found[i].verdict
        if verdict in (ASSIGNED, DECEASED_PERSON):
            person = np.uint64(found[i].row)
            numbers[row] = people[person].number
            if verdict == ASSIGNED and (shared[person >> np.uint64(6)] >> (person & np.uint64(63))) & _ONE:
                verdict = SEVERAL_NUMBERS
        verdicts[row] = verdict
        stage = found[i].stage if verdict != NOT_FOUND else AT_NONE
        score = found[i].score
        if rest[i].holder >= 0 and score == NO_SCORE:  # nobody but the holder was compared
            score = rest[i].score
            stage = AT_NUMBER
        stages[row] = stage
        scores[row] = score


@kernel
def _counted(findings: Any, rest: Any, found: Any, starts: npt.NDArray[np.int64], shown: Any, verdicts: npt.NDArray[np.uint8]) -> Any:
    """(offsets of each record's candidates, the levels that its `differs` tells of, -1 none)."""
    offsets = np.zeros(len(verdicts) + 1, np.int32)
    levels = np.full(len(verdicts), -1, np.int64)
    for i in range(len(findings)):
        if verdicts[findings[i].row] == DIFFERS:
            offsets[findings[i].row + 1] = 1
            levels[findings[i].row] = findings[i].levels
    for i in range(len(rest)):
        row = rest[i].row
        verdict = verdicts[row]
        count = np.int32(starts[i + 1] - starts[i])
        if verdict in (CANDIDATES, SOMEONE_ELSE, NOT_FOUND):
            doubted = verdict == CANDIDATES and rest[i].claim == DOUBTED
            if doubted or (verdict == SOMEONE_ELSE and rest[i].holder >= 0):
                levels[row] = rest[i].levels
            elif count > 0:
                levels[row] = shown[starts[i]].levels
            offsets[row + 1] = min(count + np.int32(doubted), np.int32(MOST_CANDIDATES))
        elif found[i].row >= 0:
            levels[row] = found[i].levels
    for i in range(len(verdicts)):
        offsets[i + 1] += offsets[i]
    return offsets, levels


@kernel
def lists(
    settled: Any,
    findings: Any,
    rest: Any,
    found: Any,
    starts: npt.NDArray[np.int64],
    shown: Any,
    people: Any,
    verdicts: npt.NDArray[np.uint8],
) -> Any:
    """The candidates of every record, best first: (offsets of the numbers for each record, the numbers, levels that `differs` tells of).

    A record that differs has the holder of its number; a doubted one its holder and what was found, five in all.
    """
    offsets, levels = _counted(findings, rest, found, starts, shown, verdicts)
    numbers = np.empty(offsets[-1], np.int64)
    for i in range(len(findings)):
        row = findings[i].row
        if verdicts[row] == DIFFERS:
            numbers[offsets[row]] = settled[row].number
    for i in range(len(rest)):
        row = rest[i].row
        at = np.int64(offsets[row])
        end = np.int64(offsets[row + 1])
        if at < end and rest[i].claim == DOUBTED and verdicts[row] == CANDIDATES:
            numbers[at] = people[np.uint64(rest[i].holder)].number
            at += 1
        k = starts[i]
        while at < end:
            numbers[at] = people[np.uint64(shown[k].row)].number
            at += 1
            k += 1
    return offsets, numbers, levels


@kernel
def differing(levels: npt.NDArray[np.int64], patterns: npt.NDArray[np.int64], bits: npt.NDArray[np.int64], fields: int) -> Any:
    """(offsets, field numbers) of what differs: `bits` belong to `patterns`, which are ascending; levels of -1 have none."""
    offsets = np.empty(len(levels) + 1, np.int32)
    which = np.empty(len(levels), np.int32)
    at = 0
    for i in range(len(levels)):
        offsets[i] = at
        which[i] = -1
        if levels[i] >= 0:
            which[i] = np.searchsorted(patterns, levels[i])
            for field in range(fields):
                at += (bits[which[i]] >> field) & 1
    offsets[len(levels)] = at
    values = np.empty(at, np.int8)
    at = 0
    for i in range(len(levels)):
        if which[i] >= 0:
            for field in range(fields):
                if (bits[which[i]] >> field) & 1:
                    values[at] = field
                    at += 1
    return offsets, values


@kernel
def candidate_lines(settled: Any, findings: Any, rest: Any, found: Any, starts: npt.NDArray[np.int64], shown: Any, people: Any) -> Any:
    """Every pair worth a look, by record and rank: (record's row, rank, citizen number, score in hundredths, levels).

    Rank 0 is the holder of the claimed number; from 1 on what the search found, whoever the record was assigned to first.
    """
    at = np.zeros(len(settled) + 1, np.int64)
    for i in range(len(findings)):
        at[findings[i].row + 1] += 1
    for i in range(len(rest)):
        more = starts[i + 1] - starts[i]
        more += 1 if rest[i].holder >= 0 else 0
        more += 1 if found[i].row >= 0 else 0
        at[rest[i].row + 1] += more
    for i in range(len(settled)):
        at[i + 1] += at[i]
    total = at[-1]
    rows = np.empty(total, np.int64)
    ranks = np.empty(total, np.int8)
    numbers = np.empty(total, np.int64)
    scores = np.empty(total, np.int32)
    levels = np.empty(total, np.int64)
    for i in range(len(findings)):
        row = findings[i].row
        k = at[row]
        rows[k], ranks[k], numbers[k], scores[k], levels[k] = row, 0, settled[row].number, settled[row].score, findings[i].levels
    for i in range(len(rest)):
        row = rest[i].row
        k = at[row]
        rank = 1
        if rest[i].holder >= 0:
            rows[k], ranks[k], numbers[k], scores[k], levels[k] = row, 0, rest[i].number, rest[i].score, rest[i].levels
            k += 1
        if found[i].row >= 0:
            rows[k], ranks[k], scores[k], levels[k] = row, rank, found[i].score, found[i].levels
            numbers[k] = people[np.uint64(found[i].row)].number
            k += 1
            rank += 1
        for j in range(starts[i], starts[i + 1]):
            rows[k], ranks[k], scores[k], levels[k] = row, rank, shown[j].score, shown[j].levels
            numbers[k] = people[np.uint64(shown[j].row)].number
            k += 1
            rank += 1
    return rows, ranks, numbers, scores, levels
