"""The search for one record, as the online check and the daily changes ask for it: the batch's own functions over a residual of one row."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ansinh.population import rules
from ansinh.population.index import REST, Index, Residual
from ansinh.population.index.residual import DOUBTED, NO_NUMBER, SOMEONE_ELSES, UNKNOWN_NUMBER
from ansinh.population.search import comparing_compiled, finding
from ansinh.population.search.layout import Orders
from ansinh.terms import names


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """One insured record as it is compared; 0, or -1 for the sex, stands for what is not known, as in canon.Batch."""

    name: str | bytes | None
    number: int = 0
    old: int = 0
    birth: int = 0  # yyyymmdd, 00 for an unknown month or day
    sex: int = -1
    province: int = 0
    ward: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Candidate:
    """A person found: the citizen number, the row in index.people, how the two compare and the score in hundredths of a bit."""

    number: int
    row: int
    levels: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """What the search makes of one record: a result of the rules, the person assigned if one is, and who else was found, best first."""

    result: str  # of rules.RESULTS: assigned, deceased, candidates, someone_else or not_found
    assigned: Candidate | None
    candidates: tuple[Candidate, ...]


def find(index: Index, orders: Orders, record: Record, *, holder: int = -1) -> Answer:
    """Searches the register for one record that its number did not settle.

    `holder` is the row in index.people of whoever holds the claimed number, -1 if nobody does. Milliseconds; the first call in a process
    also loads the compiled functions.
    """
    residual = _residual(record, holder)
    if holder >= 0:
        _compare_holder(residual, index, holder)
    found = finding.search(residual, index, orders)
    answer = found.found[0]
    others = tuple(_candidate(index, each["row"], each["levels"], each["score"]) for each in found.candidates)
    assigned = None if answer["row"] < 0 else _candidate(index, answer["row"], answer["levels"], answer["score"])
    return Answer(result=rules.RESULTS[int(answer["verdict"])], assigned=assigned, candidates=others)


def _residual(record: Record, holder: int) -> Residual:
    keys = names.keys(record.name)
    rest = np.zeros(1, REST)
    for field in ("number", "old", "birth", "sex", "province", "ward"):
        rest[field] = getattr(record, field)
    for field in ("k1", "k2", "bag", "flag", "spelling"):
        rest[field] = getattr(keys, field)
    rest["syllables"] = min(keys.syllables, 255)
    rest["holder"] = holder
    rest["claim"] = NO_NUMBER if record.number == 0 else UNKNOWN_NUMBER
    letters = np.frombuffer(keys.letters, np.uint8)
    return Residual(rest=rest, letter_offsets=np.array([0, len(letters)], np.int64), letters=letters)


def _compare_holder(residual: Residual, index: Index, holder: int) -> None:
    levels, score = np.empty(1, np.int64), np.empty(1, np.int32)
    comparing_compiled.compare(
        residual.rest, residual.letter_offsets, residual.letters, np.zeros(1, np.int32), np.full(1, holder, np.int32),
        index.people, index.names, index.letter_offsets, index.letters, index.provinces, index.population, levels, score,
    )  # fmt: skip
    residual.rest["levels"], residual.rest["score"] = levels, score
    is_somebody_else = rules.at_number(int(levels[0])) == rules.generated.SOMEONE_ELSE
    residual.rest["claim"] = SOMEONE_ELSES if is_somebody_else else DOUBTED


def _candidate(index: Index, row: Any, levels: Any, score: Any) -> Candidate:
    return Candidate(number=int(index.people[row]["number"]), row=int(row), levels=int(levels), score=int(score))
