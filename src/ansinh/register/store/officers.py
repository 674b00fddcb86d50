"""The SQL of registered officers and kiosks."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class OfficerRow:
    officer_id: int
    facility_code: str
    citizen_number: str
    full_name: str
    kind: str
    state: str
    first_day: date
    last_day: date | None
    requested_at: datetime | None
    approved_on: date | None
    refusal: str


def lock_facility(conn: db.Connection, code: str) -> bool:
    """Requests of one facility wait for one another. False: there is no such facility."""
    found = conn.execute("SELECT 1 FROM register.facilities WHERE facility_code = %(code)s FOR NO KEY UPDATE", {"code": code})
    return found.fetchone() is not None


def has_open(conn: db.Connection, facility_code: str, citizen_number: str, *, day: date) -> bool:
    """Whether a registration or request of this number has not ended by that day."""
    found = conn.execute(
        """
        SELECT 1 FROM register.officers
        WHERE facility_code = %(facility_code)s AND citizen_number = %(citizen_number)s
          AND refused_at IS NULL AND withdrawn_at IS NULL AND (last_day IS NULL OR last_day >= %(day)s)
        """,
        {"facility_code": facility_code, "citizen_number": citizen_number, "day": day},
    )
    return found.fetchone() is not None


def insert_request(
    conn: db.Connection,
    *,
    facility_code: str,
    citizen_number: str,
    full_name: str,
    kind: str,
    first_day: date,
    requested_at: datetime,
) -> int:
    row = conn.execute(
        """
        INSERT INTO register.officers (facility_code, citizen_number, full_name, kind, first_day, requested_at)
        VALUES (%(facility_code)s, %(citizen_number)s, %(full_name)s, %(kind)s, %(first_day)s, %(requested_at)s)
        RETURNING officer_id
        """,
        {
            "facility_code": facility_code,
            "citizen_number": citizen_number,
            "full_name": full_name,
            "kind": kind,
            "first_day": first_day,
            "requested_at": requested_at,
        },
    ).fetchone()
    assert row is not None
    return int(row[0])


def approve(conn: db.Connection, officer_id: int, *, day: date) -> bool:
    """False: not there, or decided already."""
    changed = conn.execute(
        """
        UPDATE register.officers SET approved_on = %(day)s
        WHERE officer_id = %(officer_id)s AND approved_on IS NULL AND refused_at IS NULL AND withdrawn_at IS NULL
        """,
        {"officer_id": officer_id, "day": day},
    )
    return changed.rowcount == 1


def refuse(conn: db.Connection, officer_id: int, *, reason: str, now: datetime) -> bool:
    """False: not there, or decided already."""
    changed = conn.execute(
        """
        UPDATE register.officers SET refused_at = %(now)s, refusal = %(reason)s
        WHERE officer_id = %(officer_id)s AND approved_on IS NULL AND refused_at IS NULL AND withdrawn_at IS NULL
        """,
        {"officer_id": officer_id, "reason": reason, "now": now},
    )
    return changed.rowcount == 1


def withdraw(conn: db.Connection, officer_id: int, *, last_day: date, now: datetime) -> bool:
    """False: not there, or refused or withdrawn already."""
    changed = conn.execute(
        """
        UPDATE register.officers SET withdrawn_at = %(now)s, last_day = least(last_day, %(last_day)s::date)
        WHERE officer_id = %(officer_id)s AND refused_at IS NULL AND withdrawn_at IS NULL
        """,
        {"officer_id": officer_id, "last_day": last_day, "now": now},
    )
    return changed.rowcount == 1


def officer(conn: db.Connection, officer_id: int) -> OfficerRow | None:
    return db.one(
        conn,
        OfficerRow,
        """
        SELECT officer_id, facility_code, citizen_number, full_name, kind, first_day, last_day, requested_at, approved_on, refusal,
               CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN refused_at IS NOT NULL THEN 'refused'
                    WHEN approved_on IS NOT NULL THEN 'approved' ELSE 'requested' END AS state
        FROM register.officers WHERE officer_id = %(officer_id)s
        """,
        {"officer_id": officer_id},
    )


def officers(conn: db.Connection, *, facility_code: str | None, state: str | None, after: int, limit: int) -> list[OfficerRow]:
    return db.many(
        conn,
        OfficerRow,
        """
        SELECT * FROM (
            SELECT officer_id, facility_code, citizen_number, full_name, kind, first_day, last_day, requested_at, approved_on, refusal,
                   CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN refused_at IS NOT NULL THEN 'refused'
                        WHEN approved_on IS NOT NULL THEN 'approved' ELSE 'requested' END AS state
            FROM register.officers
            WHERE officer_id > %(after)s AND (%(facility_code)s::text IS NULL OR facility_code = %(facility_code)s::text)
        ) o
        WHERE %(state)s::text IS NULL OR state = %(state)s::text
        ORDER BY officer_id LIMIT %(limit)s::int
        """,
        {"facility_code": facility_code, "state": state, "after": after, "limit": limit},
    )
