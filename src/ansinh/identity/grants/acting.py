"""Using a grant, seeing which there are, and ending one."""

from datetime import datetime

from ansinh import audit
from ansinh.identity import store
from ansinh.identity.grants import rules
from ansinh.identity.model import Session
from ansinh.identity.references import is_reference
from ansinh.identity.representation import Grant, GrantAbout, GrantOf, GrantScope
from ansinh.kit import clock, db, errors


def acting_for(conn: db.Connection, session: Session, reference: str, *, scope: GrantScope, now: datetime) -> Grant | None:
    """The grant in force of this reference, if it is this account's and covers `scope` today; None otherwise, for whatever reason.

    That somebody looked is the caller's to record, on the represented person.
    """
    if not rules.is_known(session) or not is_reference(reference):
        return None
    grant = store.grants.in_force(conn, reference, account_id=session.account_id, day=clock.vietnam_day(now))
    return grant if grant is not None and scope in grant.scopes else None


def grants_of(conn: db.Connection, session: Session) -> list[GrantOf]:
    """What this account may look at, asked to look at, or was refused, newest first."""
    return store.grants.of_account(conn, session.account_id)


def grants_about(conn: db.Connection, participant_id: int) -> list[GrantAbout]:
    """Who may look at this participant's record, and to whom it is offered, newest first."""
    return store.grants.about(conn, participant_id)


def end_grant(conn: db.Connection, session: Session, reference: str, *, now: datetime) -> None:
    """Ends a grant, or takes an offer or a request back, at once. Either side may. Raises NotFound for one that is neither's."""
    ended = store.grants.end(conn, reference, account_id=session.account_id, participant_id=session.participant_id, now=now)
    if ended is None:
        raise errors.NotFound("grant_unknown", "there is no such grant")
    actor = audit.Actor("citizen", str(session.account_id))
    _record(conn, reference, actor, subject=ended.participant_id, because="ended_by_person", now=now)


def end_overdue(conn: db.Connection, *, now: datetime) -> int:
    """Marks what has run out as ended, and forgets numbers and names an unanswered offer or request still held; how many."""
    overdue = store.grants.end_overdue(conn, today=clock.vietnam_day(now), now=now)
    for each in overdue:
        _record(conn, each.reference, audit.Actor("system", "identity"), subject=each.participant_id, because="ran_out", now=now)
    return len(overdue)


def _record(conn: db.Connection, reference: str, actor: audit.Actor, *, subject: int | None, because: str, now: datetime) -> None:
    event = audit.Event(
        kind="representation.ended",
        at=now,
        actor=actor,
        subject=subject,
        purpose="representation",
        detail={"grant": reference, "reason": because},
    )
    audit.append(conn, event)
