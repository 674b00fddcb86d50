"""What applying a run leaves for people: somebody who has died, a number that somebody else goes by, one person with several records.

A case has the record as the register has it, and of the other side its number, score and levels; name, birth and sex where somebody tells
of them. A death is entered by no run: the day that the population tells of is proposed to the officers who enter it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ansinh.kit import db
from ansinh.population import review
from ansinh.population.applying.reading import Comparisons, Piece, numbers_for_cases
from ansinh.population.caseload.files import Run
from ansinh.population.caseload.people import by_number
from ansinh.population.inputs import Source
from ansinh.population.review import Candidate, CaseVerdict, NewCase, Person
from ansinh.register import Compared, Stands
from ansinh.terms import CitizenNumber

People = Callable[[CitizenNumber], Person | None]
"""Tells of a person of the population by number; None for one it knows nothing of."""


def UNTOLD(_: CitizenNumber) -> None:  # noqa: N802 - a value: nobody tells
    """Nobody is told of."""


def told_by(population: Source, out: Path) -> People:
    """The people of the population that the run in `out` may bring to the desk, read once."""
    wanted = numbers_for_cases(out)
    if not len(wanted):
        return UNTOLD
    found = by_number(population, wanted)
    return lambda number: found.person(int(number.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A row that people have to look at."""

    verdict: str
    compared: Compared


def outcome(verdict: str, found: Compared) -> tuple[bool, str]:
    """Whether people have to look at a row, and what it counts as.

    For assigned this is how the record stands; the others are a case unless the register has nobody, or says it already.
    """
    if found.stands is Stands.UNKNOWN:
        return False, "unknown"
    if verdict == "assigned":
        is_trial_free = found.stands is Stands.FREE  # a trial gives nothing and says what it would
        return found.stands is Stands.TAKEN, ("replaced" if found.held else "given") if is_trial_free else found.stands.value
    if found.deceased_on is not None and verdict == "deceased":
        return False, "already"
    return True, "case"


def are_among(counts: Mapping[str, int]) -> bool:
    """True if the rows counted so left something for people."""
    return any(counts.get(each, 0) for each in ("assigned.taken", "deceased.case", "several_numbers.case"))


def bring(
    conn: db.Connection,
    run: Run,
    piece: Piece,
    looked_at: Sequence[Open],
    compared: Comparisons,
    people: People,
    *,
    now: datetime,
) -> int:
    """Opens the cases that the run has not opened before; returns how many."""
    if not looked_at:
        return 0
    source = _source(conn, run, now=now)
    return len(review.bring(conn, source, [_case(each, piece, compared, people) for each in looked_at], rows_done=None, now=now))


def finish(conn: db.Connection, run: Run, *, now: datetime) -> None:
    """All cases of the run have come, in this call or in one that ended before it could say so."""
    review.finish(conn, _source(conn, run, now=now), is_whole=True, now=now)


def _source(conn: db.Connection, run: Run, *, now: datetime) -> review.Source:
    return review.begin(conn, f"{run.source}-applied", fingerprint=run.fingerprint, rules_version=run.rules_version, now=now)


def _case(each: Open, piece: Piece, compared: Comparisons, people: People) -> NewCase:
    ours = each.compared
    score, levels = compared.of(ours.place)
    lives_in = None if ours.residence is None else ours.residence.today
    candidate = Candidate(
        place=1,
        person=people(ours.found) or Person(full_name="", citizen_number=ours.found),
        score=score,
        levels=levels,
        is_holder=ours.held == ours.found,
    )
    return NewCase(
        record_id=piece.record_id(ours.place),
        participant_id=ours.participant_id,
        verdict=CaseVerdict.DECEASED if each.verdict == "deceased" else CaseVerdict.SEVERAL_NUMBERS,
        stage=piece.stage(ours.place),
        office=review.NO_OFFICE if lives_in is None else lives_in.code,
        submitted=Person(full_name=ours.full_name, birth=ours.birth_date, sex=ours.sex, citizen_number=ours.held),
        candidates=(candidate,),
    )
