"""What following the feed leaves for people: kept with what it needs, brought to the review desk where it asks who somebody is.

It never stands in the way of the changes behind it. Each is tried again from time to time: what the desk or a later change has put right
settles it by itself.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ansinh import audit, identity, register
from ansinh.kit import db
from ansinh.kit.errors import NotFound, Refused
from ansinh.population import review, rules
from ansinh.population.changes.apply import ACTOR, Applied, apply
from ansinh.population.changes.compared import levels_of, person_after
from ansinh.population.changes.model import Outcome, Problem
from ansinh.population.changes.store import feed as taken
from ansinh.population.changes.store import problems as store
from ansinh.wire import population_changes as wire
from ansinh.wire import population_pages as pages

SOURCE = "population changes"  # what the desk calls where these cases come from
_AGAIN_AFTER = timedelta(hours=1)
_AT_ONCE = 50
_COMMON_NAME, _NATION = 100_000, 98_000_000  # how many share the name is not known here: taken for a common one
_NONE_OF_THEM = "none_of_them"
_REASON = re.compile("[a-z][a-z_]{2,49}", re.ASCII)
# What the desk's question (is this record that person?) can settle; the others are about days and places.
_ABOUT_IDENTITY = frozenset({"person_differs", "number_disputed", "number_taken", "number_for_one_without", "two_records"})


def leave_open(conn: db.Connection, change: wire.Change | pages.Unreadable, applied: Applied, *, now: datetime) -> None:
    """Keeps a change that a person has to decide about, with its audit event and its cases."""
    problem_id = store.add(
        conn,
        source="change",
        source_key=str(change.seq),
        kind=change.kind,
        code=applied.code,
        participant_ids=applied.participant_ids,
        body=pages.written(change) if isinstance(change, wire.Change) else {"field": change.field, "reason": change.reason},
        now=now,
    )
    if problem_id is None:
        return
    only = applied.participant_ids[0] if len(applied.participant_ids) == 1 else None
    event = audit.Event(
        kind="population.change_left_open",
        at=now,
        actor=ACTOR,
        subject=only,
        purpose="verification",
        detail={"change": change.seq, "kind": change.kind, "code": applied.code},
    )
    audit.append(conn, event)
    if isinstance(change, wire.Change) and applied.code in _ABOUT_IDENTITY:
        person = person_after(change)
        store.note_cases(conn, problem_id, _cases(conn, f"change {change.seq}", applied.participant_ids, person, now=now))


def try_again(conn: db.Connection, *, now: datetime) -> int:
    """Tries what was left open and not tried for an hour, at most fifty; returns how much of it is settled.

    A change that can be made now is made. What the review desk has decided to be about none of our records is settled by that.
    """
    settled = 0
    for row in store.to_try(conn, tried_before=now - _AGAIN_AFTER, limit=_AT_ONCE):
        store.note_tried(conn, row.problem_id, now=now)
        because = _of_desk(conn, row) if row.body is None else _change_again(conn, row, row.body, now=now)
        if because:
            store.settle(conn, row.problem_id, because=because, now=now)
            settled += 1
    return settled


def take_up_linking_cases(conn: db.Connection, *, now: datetime) -> int:
    """What officers passed on to the register comes to the review desk; returns how many linking cases are new here."""
    new = 0
    for passed in identity.cases_for_register(conn):
        problem_id = store.add(
            conn,
            source="linking",
            source_key=passed.reference,
            kind="linking_case",
            code=passed.reason.value,
            participant_ids=passed.participant_ids,
            body=None,
            now=now,
        )
        if problem_id is None:
            continue
        person = review.Person(full_name=passed.full_name, birth=passed.birth_date, citizen_number=passed.citizen_number)
        store.note_cases(conn, problem_id, _cases(conn, f"linking {passed.reference}", passed.participant_ids, person, now=now))
        new += 1
    return new


def open_problems(conn: db.Connection, *, limit: int = 100) -> list[Problem]:
    """What waits for a person, oldest first."""
    return [
        Problem(
            row.problem_id,
            row.source,
            row.source_key,
            row.kind,
            row.code,
            tuple(row.participant_ids),
            tuple(row.case_references),
            row.opened_at,
        )
        for row in store.open_ones(conn, limit=limit)
    ]


def settle_problem(conn: db.Connection, problem_id: int, *, because: str, by: audit.Actor, now: datetime) -> None:
    """Somebody has settled it elsewhere, for a reason in small letters and underscores. Nothing personal of it is kept.

    Raises Refused("no_reason") and NotFound("no_such_problem") if none is open of this number.
    """
    if not _REASON.fullmatch(because):
        raise Refused("no_reason", "the reason is one word of small letters and underscores, such as other_person", field="because")
    about = store.participants(conn, problem_id)
    if not store.settle(conn, problem_id, because=because, now=now):
        raise NotFound("no_such_problem", f"nothing is open under the number {problem_id}")
    event = audit.Event(
        kind="population.change_settled",
        at=now,
        actor=by,
        subject=about[0] if len(about) == 1 else None,
        purpose="verification",
        detail={"problem": problem_id, "because": because},
    )
    audit.append(conn, event)


def _change_again(conn: db.Connection, row: store.TryRow, body: Mapping[str, Any], *, now: datetime) -> str:
    """What settles the change now, "" if nothing does."""
    change = pages.read_change(body)
    assert isinstance(change, wire.Change)  # it was written by us
    applied = apply(conn, change, now=now)
    if applied.outcome is Outcome.LEFT_OPEN:
        store.note_still_open(conn, row.problem_id, code=applied.code, participant_ids=applied.participant_ids)
        if _of_desk(conn, row) != _NONE_OF_THEM:
            return ""
        applied = Applied(Outcome.NOT_PARTICIPANT, code=_NONE_OF_THEM)
    only = applied.participant_ids[0] if applied.participant_ids else None
    taken.change_outcome(conn, change.seq, outcome=applied.outcome.value, participant_id=only)
    return applied.code or applied.outcome.value


def _of_desk(conn: db.Connection, row: store.TryRow) -> str:
    """What the review desk decided in all of its cases together, "" while one is open or was overtaken."""
    outcomes = review.outcomes_of(conn, row.case_references)
    if not row.case_references or len(outcomes) < len(row.case_references):
        return ""
    if set(outcomes.values()) == {review.Outcome.NONE}:
        return _NONE_OF_THEM
    return "reviewed" if review.Outcome.OVERTAKEN not in outcomes.values() else ""


def _cases(conn: db.Connection, told_as: str, participant_ids: Sequence[int], person: review.Person, *, now: datetime) -> list[str]:
    """A case for each record that the person may be: is it this one?"""
    found = []
    for participant_id in participant_ids:
        record = register.record_of(conn, participant_id)
        if record is None:
            continue
        ours = review.Person(full_name=record.full_name, birth=record.birth_date, sex=record.sex, citizen_number=record.citizen_number)
        compared = levels_of(ours, person)
        candidate = review.Candidate(
            place=1,
            person=person,
            score=rules.score(compared, _COMMON_NAME, _NATION),
            levels=compared,
            is_holder=ours.citizen_number == person.citizen_number,
        )
        case = review.NewCase(
            record_id=f"{told_as} record {participant_id}",
            participant_id=participant_id,
            verdict=review.CaseVerdict.CONTRADICTION,
            stage="change",
            office=_office(conn, participant_id),
            submitted=ours,
            candidates=(candidate,),
        )
        reference = review.open_case(conn, case, source=SOURCE, rules_version=rules.STAMP, now=now)
        if reference is not None:
            found.append(reference)
    return found


def _office(conn: db.Connection, participant_id: int) -> str:
    """The province of today that the person lives in, where the register knows it."""
    lived = register.residences_of(conn, participant_id)
    today = lived[0].today if lived else None
    return review.NO_OFFICE if today is None else today.code
