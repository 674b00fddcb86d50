"""The SQL of visits: opened, stated, ended, and read by the facility whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class VisitRow:
    visit_no: int
    facility_code: str
    visit_id: str
    participant_id: int | None
    category: str
    care_kind: str
    arrived_at: datetime
    admitted_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None


def open_missing(
    conn: db.Connection, *, facility_code: str, visit_ids: Sequence[str], arrivals: Sequence[datetime], opened_at: datetime
) -> set[str]:
    """Open those that are not there; the ids of them. Waits for whoever is opening one of them at this moment.

    In the order of the ids, as everybody does it: two files that share visits never wait for each other.
    """
    rows = conn.execute(
        """
        INSERT INTO checkin.visits (facility_code, visit_id, arrived_at, opened_at)
        SELECT %(facility_code)s::text, visit_id, arrived_at, %(opened_at)s::timestamptz
        FROM unnest(%(visit_ids)s::text[], %(arrivals)s::timestamptz[]) AS stated (visit_id, arrived_at)
        ORDER BY visit_id
        ON CONFLICT (facility_code, visit_id) DO NOTHING
        RETURNING visit_id
        """,
        {"facility_code": facility_code, "visit_ids": list(visit_ids), "arrivals": list(arrivals), "opened_at": opened_at},
    ).fetchall()
    return {row[0] for row in rows}


def held(conn: db.Connection, *, facility_code: str, visit_ids: Sequence[str]) -> list[VisitRow]:
    """The facility's visits of these ids, held until the transaction ends."""
    return db.many(
        conn,
        VisitRow,
        """
        SELECT visit_no, facility_code, visit_id, participant_id, category, care_kind, arrived_at, admitted_at, opened_at, ended_at
        FROM checkin.visits
        WHERE facility_code = %(facility_code)s AND visit_id = ANY (%(visit_ids)s::text[])
        ORDER BY visit_id
        FOR UPDATE
        """,
        {"facility_code": facility_code, "visit_ids": list(visit_ids)},
    )


def visit(conn: db.Connection, *, facility_code: str, visit_id: str) -> VisitRow | None:
    return db.one(
        conn,
        VisitRow,
        """
        SELECT visit_no, facility_code, visit_id, participant_id, category, care_kind, arrived_at, admitted_at, opened_at, ended_at
        FROM checkin.visits WHERE facility_code = %(facility_code)s AND visit_id = %(visit_id)s
        """,
        {"facility_code": facility_code, "visit_id": visit_id},
    )


def visits_of_facility(conn: db.Connection, *, facility_code: str, since: datetime, after: int, limit: int) -> list[VisitRow]:
    """Opened at `since` or later, in the order of opening, behind the visit of number `after` (0: from the first)."""
    return db.many(
        conn,
        VisitRow,
        """
        SELECT v.visit_no, v.facility_code, v.visit_id, v.participant_id, v.category, v.care_kind, v.arrived_at, v.admitted_at,
               v.opened_at, v.ended_at
        FROM checkin.visits v
        LEFT JOIN checkin.visits last ON last.visit_no = %(after)s::bigint AND last.facility_code = %(facility_code)s
        WHERE v.facility_code = %(facility_code)s AND v.opened_at >= %(since)s::timestamptz
          AND (last.visit_no IS NULL OR (v.opened_at, v.visit_no) > (last.opened_at, last.visit_no))
        ORDER BY v.opened_at, v.visit_no
        LIMIT %(limit)s
        """,
        {"facility_code": facility_code, "since": since, "after": after, "limit": limit},
    )


def latest_visits(conn: db.Connection, *, facility_code: str, before: int | None, limit: int) -> list[VisitRow]:
    """The facility's visits, the last opened first, those opened before the visit of number `before` (None: from the last)."""
    return db.many(
        conn,
        VisitRow,
        """
        SELECT v.visit_no, v.facility_code, v.visit_id, v.participant_id, v.category, v.care_kind, v.arrived_at, v.admitted_at,
               v.opened_at, v.ended_at
        FROM checkin.visits v
        LEFT JOIN checkin.visits next ON next.visit_no = %(before)s::bigint AND next.facility_code = %(facility_code)s
        WHERE v.facility_code = %(facility_code)s
          AND (next.visit_no IS NULL OR (v.opened_at, v.visit_no) < (next.opened_at, next.visit_no))
        ORDER BY v.opened_at DESC, v.visit_no DESC
        LIMIT %(limit)s
        """,
        {"facility_code": facility_code, "before": before, "limit": limit},
    )


def numbered_visit(conn: db.Connection, visit_no: int, *, facility_code: str) -> VisitRow | None:
    return db.one(
        conn,
        VisitRow,
        """
        SELECT visit_no, facility_code, visit_id, participant_id, category, care_kind, arrived_at, admitted_at, opened_at, ended_at
        FROM checkin.visits WHERE visit_no = %(visit_no)s::bigint AND facility_code = %(facility_code)s
        """,
        {"visit_no": visit_no, "facility_code": facility_code},
    )


def state_visit(
    conn: db.Connection,
    visit_no: int,
    *,
    participant_id: int | None,
    category: str,
    care_kind: str,
    arrived_at: datetime,
    admitted_at: datetime | None,
) -> None:
    conn.execute(
        """
        UPDATE checkin.visits
        SET participant_id = %(participant_id)s, category = %(category)s, care_kind = %(care_kind)s, arrived_at = %(arrived_at)s,
            admitted_at = %(admitted_at)s
        WHERE visit_no = %(visit_no)s
        """,
        {
            "visit_no": visit_no,
            "participant_id": participant_id,
            "category": category,
            "care_kind": care_kind,
            "arrived_at": arrived_at,
            "admitted_at": admitted_at,
        },
    )


def end_visit(conn: db.Connection, visit_no: int, *, ended_at: datetime) -> None:
    conn.execute(
        "UPDATE checkin.visits SET ended_at = %(ended_at)s WHERE visit_no = %(visit_no)s", {"visit_no": visit_no, "ended_at": ended_at}
    )


def set_participant(conn: db.Connection, visit_no: int, *, participant_id: int) -> None:
    conn.execute(
        "UPDATE checkin.visits SET participant_id = %(participant_id)s WHERE visit_no = %(visit_no)s",
        {"visit_no": visit_no, "participant_id": participant_id},
    )
