"""Brings a run into the register piece by piece: a piece, what it did and how far it came are one transaction."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ansinh import audit, identity, register
from ansinh.kit import clock, db
from ansinh.kit.errors import Refused
from ansinh.population.applying import cases, reading
from ansinh.population.applying.reading import Piece, Records
from ansinh.population.applying.store import runs as store
from ansinh.population.caseload.files import Run, run_of
from ansinh.population.inputs import Source
from ansinh.register import Because, Compared, Stands

_ACTOR = audit.Actor("system", "population")
_LONGEST_CHANGE = timedelta(minutes=10)  # assumed: between the instant a change carries and the moment others can see it
_FOR_PEOPLE = ("differs", "candidates", "someone_else", "not_found")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is; `resumed` of `done` were done before."""

    done: int
    total: int
    resumed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of the run's rows, of interrupted calls too.

    `counts` by "verdict.outcome": verified.verified, .already, .changed, .unknown; assigned.given, .replaced, .already, .changed, .taken,
    .unknown; deceased and several_numbers .case, .already, .unknown; .left for what is not brought in at all. `cases` are new at the desk
    now. `resumed` rows were done before.
    """

    source: str
    rows: int
    resumed: int
    cases: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A run, and how it is applied."""

    run: Run
    run_at: datetime
    rows: int
    records: Records
    with_assigned: bool
    is_trial: bool
    people: cases.People
    now: datetime

    @property
    def since(self) -> datetime:
        """What changed in the register from here on, the run did not see."""
        return self.run_at - _LONGEST_CHANGE

    @property
    def because(self) -> Because:
        return Because(reason="verification_run", by=_ACTOR, source=self.run.source)


def apply(
    database: db.Database,
    out: Path,
    *,
    records: Records = "insurance-numbers",
    with_assigned: bool = True,
    is_trial: bool = False,
    insured: Source | None = None,
    people: cases.People = cases.UNTOLD,
    piece_rows: int = 100_000,
    progress: Callable[[Progress], None] = lambda _: None,
    now: datetime,
) -> Applied:
    """Brings the run in `out` into the register; interrupted anywhere, the same call goes on, and nothing is done twice.

    Records that still are what the run saw count as verified on the run's day, numbers that were found are given (`with_assigned`), the
    dead and numbers that somebody has go to the review desk. `is_trial` writes nothing and says what would come of it. `insured` are the
    records that the run verified: with them, name, birth date and sex of each are compared with the register's. `people` tells of people of
    the population by number, for the cases. Raises Refused: "no_run", "newer_run_applied", "other_run", "being_applied" by somebody else.
    """
    run = run_of(out)
    job = _Job(
        run=run,
        run_at=reading.started(out),
        rows=reading.count(out),
        records=records,
        with_assigned=with_assigned,
        is_trial=is_trial,
        people=people,
        now=now,
    )
    with database.transaction() as conn:
        begun = _begin(conn, job)
        _end(conn, job)
    done, counts, opened = begun.rows_done, Counter(begun.counts), 0
    compared = reading.comparisons(out) if done < job.rows else None
    for piece in reading.pieces(out, records, after=done, piece_rows=piece_rows, insured=insured):
        assert compared is not None  # there is a piece
        with database.transaction() as conn:
            if _begin(conn, job).rows_done != (done if not is_trial else begun.rows_done):
                raise Refused("being_applied", f"somebody else is applying {run.source}: wait until they have done")
            came, new = _piece(conn, job, piece, compared)
            counts.update(came)
            opened += new
            done += len(piece)
            _advance(conn, job, done=done, counts=counts)
            _end(conn, job)
        progress(Progress(done, job.rows, begun.rows_done))
    if cases.are_among(counts) and not is_trial:
        with database.transaction() as conn:
            cases.finish(conn, run, now=now)
    return Applied(source=run.source, rows=job.rows, resumed=begun.rows_done, cases=opened, counts=dict(sorted(counts.items())))


def _begin(conn: db.Connection, job: _Job) -> store.Standing:
    newer = store.newer(conn, job.run.fingerprint, run_at=job.run_at)
    if newer is not None:
        day = newer.run_at.astimezone(clock.VIETNAM)
        raise Refused("newer_run_applied", f"{newer.source}, a run of {day:%Y-%m-%d %H:%M}, was applied: what this one saw is older")
    return store.lock(
        conn,
        job.run.fingerprint,
        records=job.records,
        with_assigned=job.with_assigned,
        source=job.run.source,
        run_at=job.run_at,
        rows_total=job.rows,
        now=job.now,
    )


def _end(conn: db.Connection, job: _Job) -> None:
    """Of a trial nothing is kept."""
    if job.is_trial:
        conn.rollback()


def _piece(conn: db.Connection, job: _Job, piece: Piece, compared: reading.Comparisons) -> tuple[Counter[str], int]:
    """What became of the rows of a piece, and how many cases are new."""
    counts = _left(piece)
    by_number = job.records == "insurance-numbers"
    verified = register.mark_verified(
        conn,
        piece.lines(piece.verified, job.records),
        by_insurance_number=by_number,
        on=clock.vietnam_day(job.run_at),
        since=job.since,
        is_trial=job.is_trial,
    )
    for outcome in ("verified", "already", "changed", "unknown"):
        counts[f"verified.{outcome}"] += getattr(verified, outcome)
    looked_at: list[cases.Open] = []
    for verdict, mask in (("assigned", piece.assigned), ("deceased", piece.deceased), ("several_numbers", piece.several)):
        if verdict == "assigned" and not job.with_assigned:
            counts["assigned.left"] += mask.true_count
            continue
        found = register.compare_numbers(conn, piece.lines(mask, job.records), by_insurance_number=by_number, since=job.since)
        if verdict == "assigned":
            found = _give(conn, job, found)
        for each in found:
            needs_case, outcome = cases.outcome(verdict, each)
            counts[f"{verdict}.{outcome}"] += 1
            if needs_case:
                looked_at.append(cases.Open(verdict=verdict, compared=each))
    opened = 0 if job.is_trial else cases.bring(conn, job.run, piece, looked_at, compared, job.people, now=job.now)
    _audit(conn, job, piece, counts, opened)
    return counts, opened


def _give(conn: db.Connection, job: _Job, found: list[Compared]) -> list[Compared]:
    """Numbers given; with a number changes who may log in to the record, so the link of an account is frozen."""
    if job.is_trial:
        return found
    given = register.give_numbers(conn, found, because=job.because, now=job.now)
    changed = [each.participant_id for each in given if each.stands in {Stands.GIVEN, Stands.REPLACED} and each.participant_id is not None]
    for participant_id in identity.linked_among(conn, changed):
        identity.freeze_link(conn, participant_id, because="number_changed", now=job.now)
    return given


def _left(piece: Piece) -> Counter[str]:
    """What is not for this command."""
    told: list[dict[str, Any]] = piece.table.column("verdict").value_counts().to_pylist()
    return Counter({f"{each['values']}.left": each["counts"] for each in told if each["values"] in _FOR_PEOPLE})


def _advance(conn: db.Connection, job: _Job, *, done: int, counts: Mapping[str, int]) -> None:
    store.advance(
        conn,
        job.run.fingerprint,
        records=job.records,
        with_assigned=job.with_assigned,
        rows_done=done,
        counts=counts,
        complete_at=job.now if done == job.rows else None,
    )


def _audit(conn: db.Connection, job: _Job, piece: Piece, counts: Mapping[str, int], opened: int) -> None:
    event = audit.Event(
        kind="population.run_applied",
        at=job.now,
        actor=_ACTOR,
        subject=None,
        purpose="verification",
        detail={
            "run": job.run.source,
            "fingerprint": job.run.fingerprint,
            "rows": f"{piece.first}-{piece.first + len(piece) - 1}",
            "verified": counts["verified.verified"],
            "changed": counts["verified.changed"],
            "numbers": counts["assigned.given"] + counts["assigned.replaced"],
            "cases": opened,
        },
    )
    audit.append(conn, event)
