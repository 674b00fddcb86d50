"""Desks: counters of a facility whose key signs what they read of a chip. A desk is named by the thumbprint of its key.

A key belongs to the facility that registers it; another facility may register the same one and has a desk of its own then. A desk is
closed for good: who wants it back makes a new key, so that what a lost key signs afterwards never counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh import audit, register
from ansinh.checkin.named_officer import NamedOfficer, officer_id_of
from ansinh.checkin.statements import Origin
from ansinh.checkin.store import desks as store
from ansinh.kit import clock, db
from ansinh.kit.errors import Conflict, NotFound, Refused
from ansinh.wire import presence

MOST_OPEN = 500
"""Open desks of one facility; the largest hospitals have some hundred counters (the bound is ours)."""
_MOST_LISTED = 1000
_PURPOSE = "administration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk of a facility. `registered_by` is the register's number of the officer; `closed_at` None: it is open."""

    desk_id: str
    name: str
    registered_by: int
    registered_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDesk:
    """A desk with how many visits it has proven, and when it last did (None: never)."""

    desk: Desk
    proofs: int
    last_proof_at: datetime | None


def register_desk(
    conn: db.Connection, public_key: Mapping[str, Any], *, name: str, officer: NamedOfficer, origin: Origin, now: datetime
) -> Desk:
    """The desk of this key (a JWK on P-256), new or as it was registered before; it counts at once.

    Raises Refused, naming the field, for another key and for an officer who is not registered, and Conflict("desk_closed") for a key whose
    desk was closed, Conflict("too_many_desks") beyond MOST_OPEN.
    """
    officer_id = _officer_id(conn, officer, facility_code=origin.facility_code, now=now)
    try:
        desk_id, members = presence.read_public_jwk(public_key)
    except presence.StatementError:
        raise Refused("key_not_fit", "must be a public key on P-256 as a JWK, without its private half", field="public_key") from None
    facility = origin.facility_code
    is_new = store.insert_desk(
        conn, facility_code=facility, desk_id=desk_id, name=name, public_key=members, registered_by=officer_id, registered_at=now
    )
    row = store.desk(conn, desk_id, facility_code=facility)
    assert row is not None  # inserted here or by another, and never deleted
    if row.closed_at is not None:
        raise Conflict("desk_closed", "the desk of this key was closed; make a new key", field="public_key")
    if is_new:
        if store.count_open(conn, facility_code=facility) > MOST_OPEN:
            raise Conflict("too_many_desks", f"a facility may have {MOST_OPEN} open desks; close one first")
        _record(conn, "desk.registered", desk_id, facility_code=facility, by=origin.named(conn).actor(), now=now)
    return _desk(row)


def close_desk(conn: db.Connection, desk_id: str, *, facility_code: str, by: audit.Actor, now: datetime) -> Desk:
    """Nothing that the desk signs counts from now on; what it proved before stays proven. Closing it again changes nothing.

    Raises NotFound("no_such_desk"), for another facility's as for one that is not there.
    """
    if not presence.is_desk_id(desk_id):
        raise NotFound("no_such_desk", "there is no such desk of this facility")
    if store.close_desk(conn, desk_id, facility_code=facility_code, closed_at=now):
        _record(conn, "desk.closed", desk_id, facility_code=facility_code, by=by, now=now)
    row = store.desk(conn, desk_id, facility_code=facility_code)
    if row is None:
        raise NotFound("no_such_desk", "there is no such desk of this facility")
    return _desk(row)


def close_desk_as_officer(conn: db.Connection, desk_id: str, *, officer: NamedOfficer, origin: Origin, now: datetime) -> Desk:
    """The same as an officer of the facility who is named by the request. Raises Refused and NotFound."""
    _officer_id(conn, officer, facility_code=origin.facility_code, now=now)
    return close_desk(conn, desk_id, facility_code=origin.facility_code, by=origin.named(conn).actor(), now=now)


def desks_of(conn: db.Connection, *, facility_code: str) -> list[ListedDesk]:
    """The facility's desks, open ones first, then the last registered first."""
    return [
        ListedDesk(
            desk=Desk(
                desk_id=row.desk_id,
                name=row.name,
                registered_by=row.registered_by,
                registered_at=row.registered_at,
                closed_at=row.closed_at,
            ),
            proofs=row.proofs,
            last_proof_at=row.last_proof_at,
        )
        for row in store.desks(conn, facility_code=facility_code, limit=_MOST_LISTED)
    ]


def _officer_id(conn: db.Connection, officer: NamedOfficer, *, facility_code: str, now: datetime) -> int:
    enquiry = register.enquire(conn, "", facility_code=facility_code, officer_number=officer.citizen_number, day=clock.vietnam_day(now))
    return officer_id_of(enquiry, officer)


def _desk(row: store.DeskRow) -> Desk:
    return Desk(
        desk_id=row.desk_id, name=row.name, registered_by=row.registered_by, registered_at=row.registered_at, closed_at=row.closed_at
    )


def _record(conn: db.Connection, kind: str, desk_id: str, *, facility_code: str, by: audit.Actor, now: datetime) -> None:
    detail = {"desk": desk_id, "facility": facility_code}
    audit.append(conn, audit.Event(kind=kind, at=now, actor=by, subject=None, purpose=_PURPOSE, detail=detail))
