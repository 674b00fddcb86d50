"""A parent or a guardian asks to see the record of a child or a ward; an officer compares and decides.

The answer to who asks is the same whether the person they name is known here or not: a reference.
"""

from collections.abc import Iterable
from datetime import date, datetime

from ansinh import audit, terms
from ansinh.identity import store
from ansinh.identity.grants import rules
from ansinh.identity.model import Session
from ansinh.identity.references import new_reference
from ansinh.identity.representation import GrantKind, GrantScope, RequestFile, RequestSummary
from ansinh.kit import clock, db, errors

_LONGEST_TEXT = 500


def request_grant(
    conn: db.Connection,
    session: Session,
    *,
    kind: GrantKind,
    number: terms.CitizenNumber | terms.SocialInsuranceNumber,
    name: str,
    birth_date: terms.PartialDate,
    scopes: Iterable[GrantScope],
    last_day: date,
    now: datetime,
) -> str:
    """Asks for a grant; returns the reference of the request.

    Raises Refused: "level_too_low", "last_day_past", "last_day_too_late", "too_many", "kind_unfit", "name_missing".
    """
    rules.check_strong(session)
    today, wanted = clock.vietnam_day(now), frozenset(scopes)
    if kind is GrantKind.GIVEN:
        raise errors.Refused("kind_unfit", "this kind is given by the person, not asked for", field="kind")
    rules.check_days(kind, last_day, today=today, birth_date=birth_date)
    if not 0 < len(name.strip()) <= 100:
        raise errors.Refused("name_missing", "the name of the person is needed, at most 100 characters", field="name")
    if not wanted:
        raise errors.Refused("scopes_missing", "choose what is to be looked at", field="scopes")
    if store.grants.live_of(conn, session.account_id, today=today) >= rules.MOST_LIVE:
        raise errors.Refused("too_many", f"at most {rules.MOST_LIVE} at a time")
    reference = new_reference()
    store.grant_questions.insert_request(
        conn,
        reference=reference,
        kind=kind,
        account_id=session.account_id,
        number=number.value,
        name=" ".join(name.split()),
        birth_date=birth_date,
        scopes=wanted,
        first_day=today,
        last_day=last_day,
        now=now,
    )
    _record(conn, "representation.requested", reference, audit.Actor("citizen", str(session.account_id)), subject=None, now=now)
    return reference


def open_requests(conn: db.Connection, *, limit: int = 100) -> list[RequestSummary]:
    """Requests that wait for an officer, oldest first."""
    return store.grant_questions.open_requests(conn, limit=limit)


def request_file(conn: db.Connection, reference: str) -> RequestFile | None:
    """A request that waits; None if there is none of this reference. That somebody looked is the caller's to record."""
    return store.grant_questions.request_file(conn, reference)


def decide_request(
    conn: db.Connection,
    reference: str,
    *,
    participant_id: int,
    birth_date: terms.PartialDate,
    last_day: date,
    officer: str,
    reason: str,
    now: datetime,
) -> None:
    """Grants it for the participant the officer found, whose `birth_date` the register knows. Once.

    Raises NotFound for a request that is decided already, Refused: "reason_missing", "last_day_too_late", "to_oneself", "granted_already".
    """
    asked = _open(conn, reference)
    rules.check_days(asked.kind, last_day, today=clock.vietnam_day(now), birth_date=birth_date)
    _check_reason(reason)
    if store.accounts.participant_of(conn, asked.account_id) == participant_id:
        raise errors.Refused("to_oneself", "this is the person's own record", field="participant")
    outcome = store.grant_questions.grant(
        conn, reference, participant_id=participant_id, last_day=last_day, officer=officer, reason=reason, now=now
    )
    if outcome is None:
        raise errors.Refused("granted_already", "this person represents that one already", field="participant")
    if not outcome:
        raise errors.NotFound("request_unknown", "there is no such request any more")
    _record(conn, "representation.granted", reference, audit.Actor("officer", officer), subject=participant_id, now=now)


def refuse_request(conn: db.Connection, reference: str, *, officer: str, reason: str, now: datetime) -> None:
    """Refuses it, with the reason that the person who asked will read. Raises NotFound, Refused("reason_missing")."""
    _open(conn, reference)
    _check_reason(reason)
    if not store.grant_questions.refuse(conn, reference, officer=officer, reason=reason, now=now):
        raise errors.NotFound("request_unknown", "there is no such request any more")
    _record(conn, "representation.refused", reference, audit.Actor("officer", officer), subject=None, now=now)


def _open(conn: db.Connection, reference: str) -> RequestFile:
    found = store.grant_questions.request_file(conn, reference)
    if found is None:
        raise errors.NotFound("request_unknown", "there is no such request")
    return found


def _check_reason(reason: str) -> None:
    if not 0 < len(reason.strip()) <= _LONGEST_TEXT:
        raise errors.Refused("reason_missing", f"a reason of 1 to {_LONGEST_TEXT} characters is needed", field="reason")


def _record(conn: db.Connection, kind: str, reference: str, actor: audit.Actor, *, subject: int | None, now: datetime) -> None:
    event = audit.Event(kind=kind, at=now, actor=actor, subject=subject, purpose="representation", detail={"grant": reference})
    audit.append(conn, event)
