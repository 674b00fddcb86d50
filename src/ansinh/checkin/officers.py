"""Officers and kiosks that may look up cards: the facility asks, the agency decides, either may withdraw. Every step is audited.

A kiosk is registered like an officer, with the one name and number it sends in all its calls (seen in one public client); the number
is a citizen number, that of whoever answers for the kiosk (assumed). Whether a call's officer is registered is asked by the look-up.
"""

from datetime import datetime

from ansinh import audit, register
from ansinh.kit import clock, db
from ansinh.kit.errors import Refused
from ansinh.terms import CitizenNumber, FacilityCode, TermError, names

_PURPOSE = "administration"
_LONGEST_NAME = 200
_LONGEST_REASON = 500


def request_officer(
    conn: db.Connection,
    facility_code: FacilityCode,
    *,
    citizen_number: str,
    full_name: str,
    kind: register.OfficerKind = register.OfficerKind.OFFICER,
    by: audit.Actor,
    now: datetime,
) -> int:
    """Ask for an officer or kiosk of the facility; returns the number of the request. It counts once the agency has approved it.

    Raises Refused("citizen_number") and Refused("full_name") for what is none, NotFound("facility_unknown"), and
    Conflict("officer_registered") while another registration of the facility with this number is open.
    """
    try:
        number = CitizenNumber.parse(citizen_number)
    except TermError as wrong:
        raise Refused("citizen_number", "must be exactly 12 digits", field="citizen_number") from wrong
    name = names.tidy(full_name)
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise Refused("full_name", f"must be a name of at most {_LONGEST_NAME} characters", field="full_name")
    officer_id = register.request_officer(
        conn, facility_code, citizen_number=number, full_name=name, kind=kind, first_day=clock.vietnam_day(now), now=now
    )
    _record(conn, "officer.requested", register.officer(conn, officer_id), by=by, now=now)
    return officer_id


def approve_officer(conn: db.Connection, officer_id: int, *, by: audit.Actor, now: datetime) -> None:
    """The officer or kiosk may look up cards from now on.

    Raises NotFound("no_such_officer"), and Conflict("officer_decided") for a request that was decided or withdrawn.
    """
    _record(conn, "officer.approved", register.approve_officer(conn, officer_id, day=clock.vietnam_day(now)), by=by, now=now)


def refuse_officer(conn: db.Connection, officer_id: int, *, reason: str, by: audit.Actor, now: datetime) -> None:
    """The request comes to nothing, and the facility reads why; it may ask again.

    Raises NotFound("no_such_officer"), and Conflict("officer_decided") for a request that was decided or withdrawn.
    """
    reason = names.tidy(reason)
    if not 1 <= len(reason) <= _LONGEST_REASON or not reason.isprintable():
        raise Refused("reason", f"must be a text of at most {_LONGEST_REASON} characters", field="reason")
    _record(conn, "officer.refused", register.refuse_officer(conn, officer_id, reason=reason, now=now), by=by, now=now)


def withdraw_officer(conn: db.Connection, officer_id: int, *, facility_code: FacilityCode | None, by: audit.Actor, now: datetime) -> None:
    """The officer or kiosk may look up cards no longer, from the next call on; also takes back a request.

    `facility_code` is that of the facility that asks: another's officers are not there for it. None: the agency asks.
    Raises NotFound("no_such_officer"), and Conflict("officer_decided") for one that was refused or withdrawn before.
    """
    day = clock.vietnam_day(now)
    _record(
        conn,
        "officer.withdrawn",
        register.withdraw_officer(conn, officer_id, facility_code=facility_code, day=day, now=now),
        by=by,
        now=now,
    )


def _record(conn: db.Connection, kind: str, of: register.RegisteredOfficer, *, by: audit.Actor, now: datetime) -> None:
    detail = {"facility": of.facility_code.value, "kind": of.kind.value, "officer": of.officer_id}
    audit.append(conn, audit.Event(kind=kind, at=now, actor=by, subject=None, purpose=_PURPOSE, detail=detail))
