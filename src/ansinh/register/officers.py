"""Who may look up cards for a facility: requests, decisions, withdrawals. Who may decide is the caller's to know."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound
from ansinh.register.store import officers as store
from ansinh.terms import CitizenNumber, FacilityCode, names


class OfficerKind(Enum):
    OFFICER = "officer"
    KIOSK = "kiosk"  # a machine at which patients check in; sends one fixed name and number


class OfficerState(Enum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredOfficer:
    """A registration and what became of it. `refusal` is the reason a refusal was given, "" otherwise.

    `requested_at` None: entered without a request. `approved_on` is kept when it is withdrawn later; `last_day` None: until further notice.
    """

    officer_id: int
    facility_code: FacilityCode
    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    kind: OfficerKind
    state: OfficerState
    first_day: date
    last_day: date | None
    requested_at: datetime | None
    approved_on: date | None
    refusal: str


def request_officer(
    conn: db.Connection,
    facility_code: FacilityCode,
    *,
    citizen_number: CitizenNumber,
    full_name: str,
    kind: OfficerKind,
    first_day: date,
    now: datetime,
) -> int:
    """Enter a request that nobody has approved yet; returns its number.

    Raises NotFound("facility_unknown"), and Conflict("officer_registered") while another request or registration of the facility with
    this number is open: which of two names the number stands for must be certain.
    """
    if not store.lock_facility(conn, facility_code.value):
        raise NotFound("facility_unknown", "there is no such facility", field="facility")
    if store.has_open(conn, facility_code.value, citizen_number.value, day=first_day):
        raise Conflict("officer_registered", "the facility has already registered this number", field="citizen_number")
    return store.insert_request(
        conn,
        facility_code=facility_code.value,
        citizen_number=citizen_number.value,
        full_name=names.tidy(full_name),
        kind=kind.value,
        first_day=first_day,
        requested_at=now,
    )


def approve_officer(conn: db.Connection, officer_id: int, *, day: date) -> RegisteredOfficer:
    """The registration counts from `day`. Raises NotFound("no_such_officer") and, for one that was decided, Conflict("officer_decided")."""
    return _decided(conn, officer_id, done=store.approve(conn, officer_id, day=day))


def refuse_officer(conn: db.Connection, officer_id: int, *, reason: str, now: datetime) -> RegisteredOfficer:
    """The request comes to nothing. Raises NotFound("no_such_officer") and, for one that was decided, Conflict("officer_decided")."""
    return _decided(conn, officer_id, done=store.refuse(conn, officer_id, reason=reason, now=now))


def withdraw_officer(
    conn: db.Connection, officer_id: int, *, facility_code: FacilityCode | None, day: date, now: datetime
) -> RegisteredOfficer:
    """The registration or request counts no longer, from this moment: `day` is no day of it.

    With `facility_code` only one of that facility: another's is NotFound("no_such_officer") like one that does not exist.
    Raises Conflict("officer_decided") for one that was refused or withdrawn before.
    """
    found = officer(conn, officer_id)
    if facility_code is not None and found.facility_code != facility_code:
        raise NotFound("no_such_officer", "there is no such registration")
    return _decided(conn, officer_id, done=store.withdraw(conn, officer_id, last_day=day - timedelta(days=1), now=now))


def officer(conn: db.Connection, officer_id: int) -> RegisteredOfficer:
    """One registration. Raises NotFound("no_such_officer")."""
    row = store.officer(conn, officer_id)
    if row is None:
        raise NotFound("no_such_officer", "there is no such registration")
    return _registered(row)


def officers(
    conn: db.Connection,
    *,
    facility_code: FacilityCode | None = None,
    state: OfficerState | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[RegisteredOfficer]:
    """Registrations in the order of their numbers, at most `limit` behind the number `after`; of one facility or state if given."""
    found = store.officers(
        conn,
        facility_code=None if facility_code is None else facility_code.value,
        state=None if state is None else state.value,
        after=after,
        limit=limit,
    )
    return [_registered(row) for row in found]


def _decided(conn: db.Connection, officer_id: int, *, done: bool) -> RegisteredOfficer:
    found = officer(conn, officer_id)
    if not done:
        raise Conflict("officer_decided", f"the registration is {found.state.value} already")
    return found


def _registered(row: store.OfficerRow) -> RegisteredOfficer:
    return RegisteredOfficer(
        officer_id=row.officer_id,
        facility_code=FacilityCode(row.facility_code),
        citizen_number=CitizenNumber(row.citizen_number),
        full_name=row.full_name,
        kind=OfficerKind(row.kind),
        state=OfficerState(row.state),
        first_day=row.first_day,
        last_day=row.last_day,
        requested_at=row.requested_at,
        approved_on=row.approved_on,
        refusal=row.refusal,
    )
