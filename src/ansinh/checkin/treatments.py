"""What the agency holds of earlier treatment: stays and visits whose claims were accepted.

Fed by the sandbox for now; the claims room will feed it through the outbox, which may deliver one event twice and two of them in
the wrong order: `add_treatments` bears both. A stay that is going on has no claim yet and is not here: it is an open visit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ansinh.checkin.stay import NewTreatment, Treatment
from ansinh.checkin.store import treatments as store
from ansinh.kit import clock, db
from ansinh.terms import CardNumber, FacilityCode

SHOWN_FOR = timedelta(days=365)
"""How far a history reaches back. Circular 12/2026/TT-BTC asks for six months at least (secondary source); a year is ours."""
SHOWN_AT_MOST = 100


def add_treatments(conn: db.Connection, treatments: Iterable[NewTreatment]) -> int:
    """Keep each stay as its newest claim tells it; how many rows that added or changed.

    The same stay again (same facility, same `visit_id`) keeps its record number; a claim received before the one already kept changes
    nothing, so the order in which claims arrive here does not matter.
    """
    newest: dict[tuple[str, str], NewTreatment] = {}
    for each in treatments:
        key = (each.facility_code.value, each.visit_id)
        if key not in newest or each.received_at >= newest[key].received_at:
            newest[key] = each
    return store.upsert(conn, [_row(each) for each in newest.values()]) if newest else 0


def treatments_of(conn: db.Connection, participant_id: int, *, since: date, limit: int = SHOWN_AT_MOST) -> tuple[Treatment, ...]:
    """Stays of the person that ended on `since` (a day in Viet Nam) or later, the latest discharge first, at most `limit`."""
    return _treatments(store.of_participant(conn, participant_id, since=_midnight(since), until=None, only_copaid=False, limit=limit))


def treatment(conn: db.Connection, record_no: int) -> tuple[Treatment, Mapping[str, Any]] | None:
    """One stay with the rows of its claim, None if there is none of that number. Whether the asker may see it is not asked here."""
    found = store.treatment(conn, record_no)
    return None if found is None else (_treatment(found.row), found.tables)


def copayments_of(conn: db.Connection, participant_id: int, year: int) -> tuple[Treatment, ...]:
    """Own-route stays of the calendar year with a co-payment, the latest discharge first.

    The year is that of the discharge in Viet Nam's time: claims do not always say when the patient paid (assumed).
    """
    first, after = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    return _treatments(store.of_participant(conn, participant_id, since=first, until=after, only_copaid=True, limit=None))


def shown_since(day: date) -> date:
    """The first day of a history that is shown on `day`."""
    return day - SHOWN_FOR


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)


def _treatments(rows: Sequence[store.TreatmentRow]) -> tuple[Treatment, ...]:
    return tuple(_treatment(row) for row in rows)


def _treatment(row: store.TreatmentRow) -> Treatment:
    return Treatment(
        record_no=row.record_no,
        participant_id=row.participant_id,
        facility_code=FacilityCode(row.facility_code),
        card_number=CardNumber(row.card_number),
        admitted_at=row.admitted_at,
        discharged_at=row.discharged_at,
        outcome=row.outcome,
        result=row.result,
        reason=row.reason,
        visit_category=row.visit_category,
        is_own_route=row.is_own_route,
        copayment=row.copayment,
        received_at=row.received_at,
        accepted_on=row.accepted_on,
    )


def _row(each: NewTreatment) -> dict[str, Any]:
    return {
        "facility_code": each.facility_code.value,
        "visit_id": each.visit_id,
        "participant_id": each.participant_id,
        "card_number": each.card_number.value,
        "admitted_at": each.admitted_at.isoformat(),
        "discharged_at": each.discharged_at.isoformat(),
        "outcome": each.outcome,
        "result": each.result,
        "reason": each.reason,
        "visit_category": each.visit_category,
        "is_own_route": each.is_own_route,
        "copayment": each.copayment,
        "received_at": each.received_at.isoformat(),
        "accepted_on": each.accepted_on.isoformat(),
        "tables": each.tables,
    }
