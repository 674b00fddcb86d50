"""Opening the whole record of a stay: read, decide, record. Refused questions are kept and audited like answered ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansinh import audit, register
from ansinh.checkin.accounts import facility_of
from ansinh.checkin.rules.records import LOOKED_UP_WITHIN, TOLD, VISITING_WITHIN, may_open
from ansinh.checkin.stay import Treatment
from ansinh.checkin.store import treatments as store
from ansinh.checkin.treatments import treatment
from ansinh.kit import db
from ansinh.terms import FacilityCode

_PURPOSE = "treatment"
_TOLD = tuple(code.value for code in TOLD)


def open_record(
    conn: db.Connection, record_no: int, *, account: str, interface: str, now: datetime
) -> tuple[Treatment, Mapping[str, Any]] | None:
    """The stay with the rows of its claim; None if there is none of that number or the facility may not see it, which are not told apart.

    `conn` may be one on which each statement is a transaction of its own: the record is shown after it was written down who saw it.
    """
    facility_code = facility_of(account)
    found = treatment(conn, record_no)
    is_shown = found is not None and _may_see(conn, found[0], facility_code=facility_code, now=now)
    subject = None if found is None else found[0].participant_id
    detail: dict[str, str | int] = {"interface": interface, "record": record_no}
    if found is not None and is_shown:
        detail["treated_at"] = found[0].facility_code.value
    event = audit.Event(
        kind="coverage.record_opened" if is_shown else "coverage.record_refused",
        at=now,
        actor=audit.Actor("facility", facility_code, register.facility_name(conn, FacilityCode(facility_code))),
        subject=subject,
        purpose=_PURPOSE,
        detail=detail,
    )
    store.record_opening(
        conn,
        at=now,
        facility_code=facility_code,
        account=account,
        record_no=record_no,
        participant_id=subject,
        was_shown=is_shown,
        audited=audit.parameters(event),
    )
    return found if is_shown else None


def _may_see(conn: db.Connection, stay: Treatment, *, facility_code: str, now: datetime) -> bool:
    reasons = store.claims_to_see(
        conn,
        stay.participant_id,
        facility_code=facility_code,
        told=_TOLD,
        looked_up_since=now - LOOKED_UP_WITHIN,
        arrived_since=now - VISITING_WITHIN,
    )
    return may_open(
        treated_at=stay.facility_code.value,
        asker=facility_code,
        looked_up_at=reasons.looked_up_at,
        has_open_visit=reasons.has_open_visit,
        now=now,
    )
