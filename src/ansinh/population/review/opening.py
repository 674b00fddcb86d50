"""Cases come to the desk: one by one from the daily changes, or by thousands from a run."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ansinh import audit
from ansinh.kit import crypto, db
from ansinh.kit.errors import Conflict
from ansinh.population.review import store
from ansinh.population.review.model import MOST_CANDIDATES, NewCase
from ansinh.population.review.references import new_reference
from ansinh.population.review.sample import is_sampled
from ansinh.population.review.store import persons
from ansinh.population.review.store.sources import Source

PURPOSE = "verification"
KEPT = timedelta(days=180)
_AT_ONCE = 1_000
_SYSTEM = audit.Actor("system", "population")


def open_case(conn: db.Connection, case: NewCase, *, source: str, rules_version: str, now: datetime) -> str | None:
    """Reference of the new case; None if this source has brought a case of the record before.

    `source` names the run or the feed. What is still open of the same record from an earlier source is closed: this is newer.
    """
    found = begin(conn, source, fingerprint="", rules_version=rules_version, now=now)
    reference = new_reference()
    case_id = store.cases.insert(
        conn,
        reference=reference,
        source=source,
        record_id=case.record_id,
        participant_id=case.participant_id,
        verdict=case.verdict.value,
        stage=case.stage,
        office=case.office,
        priority=case.priority,
        score=case.candidates[0].score if case.candidates else 0,
        is_sampled=is_sampled(found.salt, case.record_id),
        submitted=persons.kept(case.submitted),
        now=now,
    )
    if case_id is None:
        return None
    store.cases.insert_candidates(conn, case_id, case.candidates[:MOST_CANDIDATES])
    store.closing.overtake_older(conn, source, [case.record_id], now=now)
    event = audit.Event(
        kind="population.case_opened",
        at=now,
        actor=_SYSTEM,
        subject=case.participant_id,
        purpose=PURPOSE,
        detail={"case": reference, "verdict": case.verdict.value},
    )
    audit.append(conn, event)
    return reference


def begin(conn: db.Connection, source: str, *, fingerprint: str, rules_version: str, now: datetime) -> Source:
    """The source, which nobody else brings cases from until the transaction ends, and how far it has come.

    Raises Conflict("other_run") if another run went by this name.
    """
    found = store.sources.lock(conn, source, fingerprint=fingerprint, rules_version=rules_version, salt=crypto.random_token(), now=now)
    if found.fingerprint != fingerprint:
        raise Conflict("other_run", f"other files were loaded as {source} before; a run has a name of its own")
    return found


def bring(conn: db.Connection, source: Source, cases: Sequence[NewCase], *, rows_done: int | None, now: datetime) -> list[NewCase]:
    """Many cases at once, by COPY, and how far the source has come (None: as far as before); `begin` has been called in the transaction.

    Cases whose record the source has brought before are left out; returns the others. What earlier sources left open about the same
    records is closed.
    """
    there = store.sources.brought(conn, source.source, [each.record_id for each in cases])
    cases = [each for each in cases if each.record_id not in there]
    ids = store.sources.new_case_ids(conn, len(cases))
    store.sources.copy_cases(conn, (_row(case_id, case, source, now) for case_id, case in zip(ids, cases, strict=True)))
    store.sources.copy_candidates(
        conn,
        (
            (case_id, each.place, each.is_holder, each.levels, each.score, db.Json(persons.kept(each.person)))
            for case_id, case in zip(ids, cases, strict=True)
            for each in case.candidates[:MOST_CANDIDATES]
        ),
    )
    store.closing.overtake_older(conn, source.source, [case.record_id for case in cases], now=now)
    if rows_done is not None:
        store.sources.advance(conn, source.source, rows_done=rows_done)
    if cases:  # on record with the cases themselves: a load that is killed has told of those that it brought
        event = audit.Event(
            kind="population.cases_loaded",
            at=now,
            actor=_SYSTEM,
            subject=None,
            purpose=PURPOSE,
            detail={"source": source.source, "cases": len(cases)},
        )
        audit.append(conn, event)
    return list(cases)


def finish(conn: db.Connection, source: Source, *, is_whole: bool, now: datetime) -> None:
    """All has come that was asked for; `is_whole`: nothing of the source is left to come. Does nothing after that."""
    if source.complete_at is not None:
        return
    if is_whole:
        store.sources.complete(conn, source.source, now=now)
    store.sources.settle(conn)


def overtake(conn: db.Connection, participant_id: int, *, now: datetime) -> list[str]:
    """Closes what is open about a participant whom something else has settled, a daily change perhaps; returns the references."""
    closed = store.closing.overtake(conn, participant_id, now=now)
    for reference in closed:
        _record_overtaken(conn, reference, participant_id, now=now)
    return closed


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Closes what nobody has settled for half a year, and forgets whom it was about: a later run asks again. Returns how many."""
    closed = store.closing.overtake_opened_before(conn, opened_before=now - KEPT, limit=_AT_ONCE, now=now)
    for reference, participant_id in closed:
        _record_overtaken(conn, reference, participant_id, now=now)
    return len(closed)


def _record_overtaken(conn: db.Connection, reference: str, participant_id: int | None, *, now: datetime) -> None:
    event = audit.Event(
        kind="population.case_decided",
        at=now,
        actor=_SYSTEM,
        subject=participant_id,
        purpose=PURPOSE,
        detail={"case": reference, "finding": "", "state": "overtaken"},
    )
    audit.append(conn, event)


def _row(case_id: int, case: NewCase, source: Source, now: datetime) -> tuple[object, ...]:
    return (
        case_id,
        new_reference(),
        source.source,
        case.record_id,
        case.participant_id,
        case.verdict.value,
        case.stage,
        case.office,
        case.priority,
        case.candidates[0].score if case.candidates else 0,
        is_sampled(source.salt, case.record_id),
        now,
        db.Json(persons.kept(case.submitted)),
    )
