"""The SQL of adding up by day. Days are Viet Nam's: UTC and seven hours, always."""

from datetime import date, datetime

from ansinh.kit import db


def begin(conn: db.Connection, what: str) -> datetime | None:
    """Up to when it is added up, None for not at all; others who add up the same wait until this transaction ends."""
    row = conn.execute("SELECT until FROM checkin.rolled_up WHERE what = %(what)s FOR UPDATE", {"what": what}).fetchone()
    assert row is not None
    until: datetime | None = row[0]
    return until


def finish(conn: db.Connection, what: str, *, until: datetime) -> None:
    conn.execute("UPDATE checkin.rolled_up SET until = %(until)s WHERE what = %(what)s", {"what": what, "until": until})


def oldest_transaction_at(conn: db.Connection) -> datetime | None:
    """When the oldest open transaction of another session began; None if there is none."""
    row = conn.execute(
        """
        SELECT min(xact_start) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        """
    ).fetchone()
    return None if row is None else row[0]


def first_lookup_at(conn: db.Connection) -> datetime | None:
    row = conn.execute("SELECT min(at) FROM checkin.lookups").fetchone()
    return None if row is None else row[0]


def add_lookups(conn: db.Connection, *, start: datetime, end: datetime) -> None:
    """Add those from `start` on and before `end`."""
    conn.execute(
        """
        INSERT INTO checkin.daily_lookups AS d (day, facility_code, key_kind, lookups)
        SELECT ((at AT TIME ZONE 'UTC') + interval '7 hours')::date, facility_code, key_kind, count(*)
        FROM checkin.lookups WHERE at >= %(start)s AND at < %(end)s
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (day, facility_code, key_kind) DO UPDATE SET lookups = d.lookups + excluded.lookups
        """,
        {"start": start, "end": end},
    )


def forget_lookups(conn: db.Connection, day: date) -> None:
    conn.execute("DELETE FROM checkin.daily_lookups WHERE day = %(day)s", {"day": day})


def recount_visits(conn: db.Connection, *, start: datetime | None, end: datetime) -> None:
    """Count anew each facility's day with a visit of which something was told from `start` on (None: ever) and before `end`."""
    conn.execute(
        """
        WITH news AS MATERIALIZED (
            SELECT DISTINCT v.facility_code, ((v.opened_at AT TIME ZONE 'UTC') + interval '7 hours')::date AS day
            FROM checkin.submissions s
            JOIN checkin.statements t USING (submission_no)
            JOIN checkin.visits v USING (visit_no)
            WHERE (%(start)s::timestamptz IS NULL OR s.at >= %(start)s::timestamptz) AND s.at < %(end)s::timestamptz
        ), levels AS MATERIALIZED (
            SELECT n.day, n.facility_code, v.visit_no,
                   coalesce((SELECT max(e.level) FROM checkin.evidence e WHERE e.visit_no = v.visit_no), 0) AS level,
                   coalesce((SELECT max(e.level) FROM checkin.evidence e JOIN checkin.proofs p USING (proof_no)
                             WHERE e.visit_no = v.visit_no AND p.stands), 0) AS proven_level,
                   EXISTS (SELECT 1 FROM checkin.evidence e JOIN checkin.proofs p USING (proof_no)
                           WHERE e.visit_no = v.visit_no AND p.stands AND p.confirmed_by IS NOT NULL) AS is_confirmed
            FROM news n
            JOIN checkin.visits v ON v.facility_code = n.facility_code
                AND v.opened_at >= ((n.day - interval '7 hours') AT TIME ZONE 'UTC')
                AND v.opened_at < ((n.day + 1 - interval '7 hours') AT TIME ZONE 'UTC')
        ), counted AS (
            SELECT day, facility_code, level, proven_level, count(*) AS visits, count(*) FILTER (WHERE is_confirmed) AS confirmed
            FROM levels GROUP BY day, facility_code, level, proven_level
        ), gone AS (
            DELETE FROM checkin.daily_visits d USING news n
            WHERE d.day = n.day AND d.facility_code = n.facility_code
              AND NOT EXISTS (SELECT 1 FROM counted c
                              WHERE c.day = d.day AND c.facility_code = d.facility_code AND c.level = d.level
                                AND c.proven_level = d.proven_level)
        )
        INSERT INTO checkin.daily_visits AS d (day, facility_code, level, proven_level, visits, confirmed)
        SELECT day, facility_code, level, proven_level, visits, confirmed FROM counted
        ON CONFLICT (day, facility_code, level, proven_level) DO UPDATE SET visits = excluded.visits, confirmed = excluded.confirmed
        WHERE (d.visits, d.confirmed) <> (excluded.visits, excluded.confirmed)
        """,
        {"start": start, "end": end},
    )


def add_chip_lookups(conn: db.Connection, *, start: datetime | None, end: datetime) -> None:
    """Add the look-ups for visits proven by chip, those from `start` on (None: ever) and before `end`."""
    conn.execute(
        """
        INSERT INTO checkin.daily_chip_lookups AS d (day, facility_code, lookups)
        SELECT ((l.at AT TIME ZONE 'UTC') + interval '7 hours')::date, v.facility_code, count(*)
        FROM checkin.visit_lookups l JOIN checkin.visits v USING (visit_no)
        WHERE l.proven_level IS NOT NULL AND l.at < %(end)s::timestamptz
          AND l.at >= coalesce(%(start)s::timestamptz, '-infinity'::timestamptz)
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (day, facility_code) DO UPDATE SET lookups = d.lookups + excluded.lookups
        """,
        {"start": start, "end": end},
    )
