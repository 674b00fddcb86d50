"""The SQL of where else a person was seen: what the rule on double visits asks for."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class StayRow:
    facility_code: str
    arrived_at: datetime
    ended_at: datetime | None
    category: str
    care_kind: str


@dataclass(frozen=True, slots=True)
class LookedUpRow:
    facility_code: str
    at: datetime
    code: str


def stays_elsewhere(
    conn: db.Connection, participant_id: int, *, facility_code: str, since: datetime, until: datetime, limit: int
) -> list[StayRow]:
    """Visits of the person at other facilities with an arrival between the two, the latest first."""
    return db.many(
        conn,
        StayRow,
        """
        SELECT facility_code, arrived_at, ended_at, category, care_kind FROM checkin.visits
        WHERE participant_id = %(participant_id)s AND arrived_at >= %(since)s AND arrived_at <= %(until)s
          AND facility_code <> %(facility_code)s
        ORDER BY arrived_at DESC LIMIT %(limit)s
        """,
        {"participant_id": participant_id, "facility_code": facility_code, "since": since, "until": until, "limit": limit},
    )


def lookups_elsewhere(
    conn: db.Connection, participant_id: int, *, facility_code: str, since: datetime, until: datetime, limit: int
) -> list[LookedUpRow]:
    """Look-ups of the person by other facilities between the two, the latest first."""
    return db.many(
        conn,
        LookedUpRow,
        """
        SELECT facility_code, at, code FROM checkin.lookups
        WHERE participant_id = %(participant_id)s AND at >= %(since)s AND at <= %(until)s AND facility_code <> %(facility_code)s
        ORDER BY at DESC LIMIT %(limit)s
        """,
        {"participant_id": participant_id, "facility_code": facility_code, "since": since, "until": until, "limit": limit},
    )
