"""Loads a run's cases: once each, in pieces that are kept whole or not at all, with the money at stake and the office each belongs to."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from ansinh import register
from ansinh.kit import db
from ansinh.population import review
from ansinh.population.caseload.files import Question, Run, count, questions, run_of
from ansinh.population.caseload.people import Found, by_number, by_record
from ansinh.population.inputs import Source
from ansinh.population.review import Candidate, CaseVerdict, NewCase, Person
from ansinh.terms import SocialInsuranceNumber, TermError, places

Records = Literal["insurance-numbers", "participants", "unknown"]
"""What a run's record ids are: social-insurance numbers, participant numbers of our register, or neither."""

Benefit = Mapping[str, int]
"""Dong at stake by record id."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is; `resumed` of `done` were there before."""

    stage: Literal["insured", "population", "cases"]
    done: int
    total: int
    resumed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load came to.

    `cases` the run has in all, `new` came now, `elsewhere` belong to offices that were not asked for; of the new ones the register knows
    nobody by `unknown`.
    """

    source: str
    cases: int
    new: int
    elsewhere: int
    unknown: int


def load(
    database: db.Database,
    out: Path,
    *,
    insured: Source,
    population: Source,
    offices: frozenset[str] = frozenset(),
    records: Records = "insurance-numbers",
    benefit: Benefit | None = None,
    piece_cases: int = 5_000,
    progress: Callable[[Progress], None] = lambda _: None,
    now: datetime,
) -> Loaded:
    """Brings the cases of the run in `out` to the desk; those that came before are left alone, so that it can be run again.

    `insured` and `population` are what the run compared. `offices` are province codes, none for all.
    `piece_cases` are committed together. Raises Refused("no_run") and
    Conflict("other_run").
    """
    run = run_of(out)
    total = count(run)
    with database.transaction() as conn:
        begun = _begin(conn, run, now=now)
    done = 0 if offices else begun.rows_done  # what is done of some offices is not done of all
    resumed, new, elsewhere, unknown = done, 0, 0, 0
    ahead = itertools.islice(questions(run), done, None)
    people = _people(run, insured, population, progress) if done < total else None
    while people is not None and (piece := list(itertools.islice(ahead, piece_cases))):
        with database.transaction() as conn:
            source = _begin(conn, run, now=now)
            cases = [_case(each, people, records, benefit or {}, conn) for each in piece]
            ours = [each for each in cases if not offices or each.office in offices]
            done += len(piece)
            brought = review.bring(conn, source, ours, rows_done=None if offices else done, now=now)
        new += len(brought)
        elsewhere += len(piece) - len(ours)
        unknown += sum(each.participant_id is None for each in brought)
        progress(Progress("cases", done, total, resumed))
    with database.transaction() as conn:
        review.finish(conn, _begin(conn, run, now=now), is_whole=not offices, now=now)
    return Loaded(source=run.source, cases=total, new=new, elsewhere=elsewhere, unknown=unknown)


def _begin(conn: db.Connection, run: Run, *, now: datetime) -> review.Source:
    return review.begin(conn, run.source, fingerprint=run.fingerprint, rules_version=run.rules_version, now=now)


@dataclass(frozen=True, slots=True)
class _People:
    insured: Found
    population: Found


def _people(run: Run, insured: Source, population: Source, progress: Callable[[Progress], None]) -> _People:
    records: list[object] = []
    numbers: set[int] = set()
    for each in questions(run):
        records.append(each.record_id)
        numbers.update(match.citizen_number for match in each.matches)
    progress(Progress("insured", 0, insured.rows))
    ours = by_record(insured, pa.array(records))
    progress(Progress("population", 0, population.rows))
    return _People(ours, by_number(population, np.array(sorted(numbers), np.int64)))


def _case(question: Question, people: _People, records: Records, benefit: Benefit, conn: db.Connection) -> NewCase:
    record_id = str(question.record_id)
    submitted = people.insured.person(record_id) or Person(full_name="")
    office = f"{people.insured.province(record_id):03d}"
    return NewCase(
        record_id=record_id,
        participant_id=_participant(conn, record_id, records),
        verdict=CaseVerdict(question.verdict),
        stage=question.stage,
        office=office if office in places.PROVINCES else review.NO_OFFICE,
        submitted=submitted,
        candidates=tuple(_candidates(question, people.population)),
        priority=benefit.get(record_id, 0),
    )


def _candidates(question: Question, population: Found) -> Iterator[Candidate]:
    """The candidates the population's file still has, best first; the holder of the claimed number (rank 0) comes where its score puts it."""
    known = [(match, population.person(match.citizen_number)) for match in question.matches]
    ordered = sorted(((match, person) for match, person in known if person is not None), key=lambda each: (-each[0].score, each[0].rank))
    for place, (match, person) in enumerate(ordered, 1):
        yield Candidate(place=place, person=person, score=match.score, levels=match.levels, is_holder=match.rank == 0)


def _participant(conn: db.Connection, record_id: str, records: Records) -> int | None:
    if records == "participants":
        known = record_id.isascii() and record_id.isdigit() and len(record_id) <= 18
        return int(record_id) if known and register.briefs(conn, [int(record_id)]) else None
    if records == "unknown":
        return None
    try:
        number = SocialInsuranceNumber.parse(record_id.zfill(10))
    except TermError:
        return None
    found = {each.participant_id for each in register.candidates(conn, number)}
    return found.pop() if len(found) == 1 else None
