"""The SQL of alerts, and of the look-ups they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db

_LOCK = 7_301_403  # an advisory lock of this room: alerts are raised one at a time


@dataclass(frozen=True, slots=True)
class ActivityRow:
    account: str
    lookups: int
    of_nobody: int
    by_other_names: int
    first_at: datetime
    last_at: datetime


def activity(
    conn: db.Connection, *, since: datetime, until: datetime, nobody: Sequence[str], other_name: Sequence[str]
) -> list[ActivityRow]:
    """Each account that asked for anything in vain between the two instants."""
    return db.many(
        conn,
        ActivityRow,
        """
        SELECT account, count(*) AS lookups,
               count(*) FILTER (WHERE participant_id IS NULL AND code = ANY(%(nobody)s::text[])) AS of_nobody,
               count(DISTINCT participant_id) FILTER (WHERE code = ANY(%(other_name)s::text[])) AS by_other_names,
               min(at) AS first_at, max(at) AS last_at
        FROM checkin.lookups
        WHERE at >= %(since)s AND at < %(until)s
        GROUP BY account
        HAVING count(*) FILTER (WHERE code = ANY(%(nobody)s::text[]) OR code = ANY(%(other_name)s::text[])) > 0
        ORDER BY account
        """,
        {"since": since, "until": until, "nobody": list(nobody), "other_name": list(other_name)},
    )


@dataclass(frozen=True, slots=True)
class CrowdedRow:
    participant_id: int
    account: str
    seen: int
    first_at: datetime
    last_at: datetime


def crowded(conn: db.Connection, *, since: datetime, until: datetime, again: int, many: int) -> list[CrowdedRow]:
    """People looked up by one account at least `again` times, or by at least `many` facilities (then `account` is "")."""
    return db.many(
        conn,
        CrowdedRow,
        """
        WITH asked AS MATERIALIZED (
            SELECT participant_id, account, facility_code, count(*) AS lookups, min(at) AS first_at, max(at) AS last_at
            FROM checkin.lookups
            WHERE at >= %(since)s AND at < %(until)s AND participant_id IS NOT NULL
            GROUP BY participant_id, account, facility_code
        )
        SELECT participant_id, account, lookups AS seen, first_at, last_at FROM asked WHERE lookups >= %(again)s
        UNION ALL
        SELECT participant_id, '', count(DISTINCT facility_code), min(first_at), max(last_at)
        FROM asked GROUP BY participant_id HAVING count(DISTINCT facility_code) >= %(many)s
        ORDER BY participant_id, account
        """,
        {"since": since, "until": until, "again": again, "many": many},
    )


def wait_for_others(conn: db.Connection) -> None:
    conn.execute("SELECT pg_advisory_xact_lock(%(lock)s::bigint)", {"lock": _LOCK})


def prolong(
    conn: db.Connection,
    *,
    reason: str,
    account: str,
    participant_id: int | None,
    seen: int,
    last_at: datetime,
    since: datetime,
) -> bool:
    """False: there is no such alert that lasted until `since`."""
    changed = conn.execute(
        """
        UPDATE checkin.alerts
        SET last_at = greatest(last_at, %(last_at)s::timestamptz), seen = greatest(seen, %(seen)s::bigint)
        WHERE reason = %(reason)s AND account = %(account)s AND participant_id IS NOT DISTINCT FROM %(participant_id)s::bigint
          AND last_at >= %(since)s
        """,
        {"reason": reason, "account": account, "participant_id": participant_id, "seen": seen, "last_at": last_at, "since": since},
    )
    return changed.rowcount > 0


def insert(
    conn: db.Connection,
    *,
    reason: str,
    account: str,
    participant_id: int | None,
    seen: int,
    first_at: datetime,
    last_at: datetime,
) -> int:
    row = conn.execute(
        """
        INSERT INTO checkin.alerts (reason, account, participant_id, first_at, last_at, seen)
        VALUES (%(reason)s, %(account)s, %(participant_id)s, %(first_at)s, %(last_at)s, %(seen)s)
        RETURNING alert_no
        """,
        {
            "reason": reason,
            "account": account,
            "participant_id": participant_id,
            "first_at": first_at,
            "last_at": last_at,
            "seen": seen,
        },
    ).fetchone()
    assert row is not None
    return int(row[0])


@dataclass(frozen=True, slots=True)
class AlertRow:
    alert_no: int
    reason: str
    account: str
    participant_id: int | None
    first_at: datetime
    last_at: datetime
    seen: int
    settled_at: datetime | None
    settled_by: str


def alerts(conn: db.Connection, *, only_open: bool, before: int | None, limit: int) -> list[AlertRow]:
    return db.many(
        conn,
        AlertRow,
        """
        SELECT alert_no, reason, account, participant_id, first_at, last_at, seen, settled_at, settled_by
        FROM checkin.alerts
        WHERE (NOT %(only_open)s OR settled_at IS NULL) AND (%(before)s::bigint IS NULL OR alert_no < %(before)s::bigint)
        ORDER BY alert_no DESC LIMIT %(limit)s::int
        """,
        {"only_open": only_open, "before": before, "limit": limit},
    )


def settle(conn: db.Connection, alert_no: int, *, by: str, now: datetime) -> str | None:
    """The reason of the alert that was settled; None if there is no such open one."""
    row = conn.execute(
        """
        UPDATE checkin.alerts SET settled_at = %(now)s, settled_by = %(by)s
        WHERE alert_no = %(alert_no)s AND settled_at IS NULL RETURNING reason
        """,
        {"alert_no": alert_no, "by": by, "now": now},
    ).fetchone()
    return None if row is None else str(row[0])
