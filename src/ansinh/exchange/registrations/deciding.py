"""An officer decides on production clients. Two people: who asked cannot approve, and the schema holds that too."""

from datetime import datetime
from uuid import UUID

from ansinh import audit
from ansinh.exchange import store
from ansinh.exchange.registration_model import Developer, Draft, Registration
from ansinh.exchange.registrations.registering import put_in_force, record
from ansinh.kit import db, errors

_REASON = (5, 300)


def approve(conn: db.Connection, issuer: str, client_id: str, *, seen: datetime, secret: str, by: Developer, now: datetime) -> Registration:
    """What was asked is in force from now on. `seen` is when it was asked, as the officer's page showed it.

    `secret` is one that nobody is told: the developer makes the real one. Raises NotFound("no_such_client"), Conflict("asked_again") where it was
    changed after the officer read it, Refused("own_request") where the officer asked for it.
    """
    registration, draft = _waiting(conn, issuer, client_id, seen=seen, by=by)
    put_in_force(conn, issuer, registration, draft, secret=secret, now=now)
    store.registrations.decide(conn, client_id, in_force=draft, refusal="", by=by.number, now=now)
    record(conn, "exchange.client_decided", by=_officer(by), client_id=client_id, now=now, decision="approved")
    return registration


def refuse(conn: db.Connection, issuer: str, client_id: str, *, seen: datetime, reason: str, by: Developer, now: datetime) -> None:
    """What was asked comes to nothing, and the developer reads the reason. Raises as `approve`, and Refused("reason_missing")."""
    registration, _ = _waiting(conn, issuer, client_id, seen=seen, by=by)
    reason = reason.strip()
    if not _REASON[0] <= len(reason) <= _REASON[1] or not reason.isprintable():
        raise errors.Refused("reason_missing", f"{_REASON[0]} to {_REASON[1]} characters", field="reason")
    store.registrations.decide(conn, client_id, in_force=registration.in_force, refusal=reason, by=by.number, now=now)
    record(conn, "exchange.client_decided", by=_officer(by), client_id=client_id, now=now, decision="refused")


def waiting(conn: db.Connection, issuer: str) -> list[Registration]:
    """What waits for a decision, the oldest first."""
    return store.registrations.waiting(conn, issuer)


def appoint_officer(conn: db.Connection, number: UUID, *, by: str, now: datetime) -> None:
    """The person of this number at the exchange may decide on registrations from now on. `by` names who appoints."""
    store.registrations.appoint(conn, number, by=by, now=now)
    event = audit.Event("exchange.officer_appointed", now, audit.Actor("system", by), None, "registration", {"person": str(number)})
    audit.append(conn, event)


def _waiting(conn: db.Connection, issuer: str, client_id: str, *, seen: datetime, by: Developer) -> tuple[Registration, Draft]:
    if not by.is_officer:
        raise errors.Refused("not_an_officer", "only an appointed officer decides")
    registration = store.registrations.find(conn, issuer, client_id, locked=True)
    if registration is None or registration.blocked_at is not None:
        raise errors.NotFound("no_such_client", "no such client waits")
    if registration.asked is None or registration.asked_at != seen:
        raise errors.Conflict("asked_again", "what was asked has changed or was decided since it was read")
    if by.number in {registration.asked_by, registration.owner}:
        raise errors.Refused("own_request", "who asked cannot decide")
    return registration, registration.asked


def _officer(by: Developer) -> audit.Actor:
    return audit.Actor("officer", str(by.number))
