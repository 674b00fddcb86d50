"""The SQL of the figures: what was added up by day, and beside it what came since."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class KeyRow:
    key_kind: str | None
    lookups: int
    facilities: int


def lookups_by_key(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None) -> list[KeyRow]:
    """A row for each kind of key, and one with None for all of them.

    By facility first: counting different ones among millions of rows would sort them.
    """
    return db.many(
        conn,
        KeyRow,
        """
        WITH of_facility AS MATERIALIZED (
            SELECT facility_code, key_kind, sum(lookups)::bigint AS lookups
            FROM checkin.lookups_of_days(%(first_day)s::date, %(last_day)s::date, %(facility_code)s::text)
            GROUP BY facility_code, key_kind
        )
        SELECT key_kind, sum(lookups)::bigint AS lookups, count(*) AS facilities FROM of_facility GROUP BY key_kind
        UNION ALL
        SELECT NULL, coalesce(sum(lookups), 0)::bigint, count(*)
        FROM (SELECT sum(lookups) AS lookups FROM of_facility GROUP BY facility_code) AS of_any_key
        ORDER BY key_kind
        """,
        {"first_day": first_day, "last_day": last_day, "facility_code": facility_code},
    )


@dataclass(frozen=True, slots=True)
class DayRow:
    day: date
    lookups: int
    facilities: int


def lookups_by_day(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None) -> list[DayRow]:
    return db.many(
        conn,
        DayRow,
        """
        SELECT day, sum(lookups)::bigint AS lookups, count(*) AS facilities
        FROM (
            SELECT day, facility_code, sum(lookups) AS lookups
            FROM checkin.lookups_of_days(%(first_day)s::date, %(last_day)s::date, %(facility_code)s::text)
            GROUP BY day, facility_code
        ) AS of_facility
        GROUP BY day ORDER BY day
        """,
        {"first_day": first_day, "last_day": last_day, "facility_code": facility_code},
    )


@dataclass(frozen=True, slots=True)
class LevelRow:
    level: int
    visits: int


def visits_by_level(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None) -> list[LevelRow]:
    return db.many(
        conn,
        LevelRow,
        """
        SELECT level, sum(visits)::bigint AS visits FROM checkin.daily_visits
        WHERE day BETWEEN %(first_day)s AND %(last_day)s
          AND (%(facility_code)s::text IS NULL OR facility_code = %(facility_code)s::text)
        GROUP BY level ORDER BY level
        """,
        {"first_day": first_day, "last_day": last_day, "facility_code": facility_code},
    )


@dataclass(frozen=True, slots=True)
class ChipRow:
    proving: int
    stating: int
    proven_visits: int
    confirmed_visits: int
    lookups: int


def by_chip(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None, chip_read: int) -> ChipRow:
    """Facilities with a visit proven by chip, with one where it is only stated; proven visits, confirmed ones, look-ups in them."""
    row = db.one(
        conn,
        ChipRow,
        """
        SELECT count(DISTINCT facility_code) FILTER (WHERE proven_level >= %(chip_read)s) AS proving,
               count(DISTINCT facility_code) FILTER (WHERE proven_level < %(chip_read)s) AS stating,
               coalesce(sum(visits) FILTER (WHERE proven_level >= %(chip_read)s), 0)::bigint AS proven_visits,
               coalesce(sum(confirmed), 0)::bigint AS confirmed_visits,
               (SELECT coalesce(sum(lookups), 0)::bigint FROM checkin.daily_chip_lookups
                WHERE day BETWEEN %(first_day)s AND %(last_day)s
                  AND (%(facility_code)s::text IS NULL OR facility_code = %(facility_code)s::text)) AS lookups
        FROM checkin.daily_visits
        WHERE day BETWEEN %(first_day)s AND %(last_day)s AND level >= %(chip_read)s
          AND (%(facility_code)s::text IS NULL OR facility_code = %(facility_code)s::text)
        """,
        {"first_day": first_day, "last_day": last_day, "facility_code": facility_code, "chip_read": chip_read},
    )
    assert row is not None  # one row of counts, always
    return row


@dataclass(frozen=True, slots=True)
class FacilityRow:
    facility_code: str
    lookups: int
    by_citizen_number: int
    visits: int
    chip_visits: int
    stated_chip_visits: int


def by_facility(conn: db.Connection, *, first_day: date, last_day: date, after: str, limit: int, chip_read: int) -> list[FacilityRow]:
    return db.many(
        conn,
        FacilityRow,
        """
        SELECT facility_code, sum(lookups)::bigint AS lookups, sum(by_citizen_number)::bigint AS by_citizen_number,
               sum(visits)::bigint AS visits, sum(chip_visits)::bigint AS chip_visits,
               sum(stated_chip_visits)::bigint AS stated_chip_visits
        FROM (
            SELECT facility_code, lookups, CASE WHEN key_kind = 'citizen' THEN lookups ELSE 0 END AS by_citizen_number,
                   0 AS visits, 0 AS chip_visits, 0 AS stated_chip_visits
            FROM checkin.lookups_of_days(%(first_day)s::date, %(last_day)s::date, NULL)
            UNION ALL
            SELECT facility_code, 0, 0, visits, CASE WHEN proven_level >= %(chip_read)s THEN visits ELSE 0 END,
                   CASE WHEN level >= %(chip_read)s AND proven_level < %(chip_read)s THEN visits ELSE 0 END
            FROM checkin.daily_visits WHERE day BETWEEN %(first_day)s AND %(last_day)s
        ) AS counted
        WHERE facility_code > %(after)s
        GROUP BY facility_code ORDER BY facility_code LIMIT %(limit)s::int
        """,
        {"first_day": first_day, "last_day": last_day, "after": after, "limit": limit, "chip_read": chip_read},
    )


def rolled_up_until(conn: db.Connection, what: str) -> datetime | None:
    row = conn.execute("SELECT until FROM checkin.rolled_up WHERE what = %(what)s", {"what": what}).fetchone()
    return None if row is None else row[0]
