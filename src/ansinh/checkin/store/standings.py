"""The SQL of what an account may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class StandingRow:
    state: str
    allowed_addresses: list[IPv4Network | IPv6Network]
    keeps_calls: bool
    tokens_from: datetime | None


def standing(conn: db.Connection, username: str) -> StandingRow | None:
    return db.one(
        conn,
        StandingRow,
        "SELECT state, allowed_addresses, keeps_calls, tokens_from FROM checkin.accounts WHERE username = %(username)s",
        {"username": username},
    )


def version(conn: db.Connection) -> int:
    row = conn.execute("SELECT version FROM checkin.standing_version").fetchone()
    return 0 if row is None else int(row[0])


def count_change(conn: db.Connection) -> None:
    """Changes wait for one another here, so that the number grows in the order in which they are committed."""
    conn.execute("UPDATE checkin.standing_version SET version = version + 1")


@dataclass(frozen=True, slots=True)
class AccountRow:
    username: str
    state: str
    opened_at: datetime
    allowed_addresses: list[IPv4Network | IPv6Network]
    keeps_calls: bool
    locked_until: datetime | None
    locked_origins: list[IPv4Network | IPv6Network]
    last_login_at: datetime | None


def accounts(conn: db.Connection, *, now: datetime, facility_code: str | None, after: str, limit: int) -> list[AccountRow]:
    return db.many(
        conn,
        AccountRow,
        """
        SELECT a.username, a.state, a.opened_at, a.allowed_addresses, a.keeps_calls,
               CASE WHEN a.locked_until > %(now)s::timestamptz THEN a.locked_until END AS locked_until,
               o.locked_origins, o.last_login_at
        FROM checkin.accounts a
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(origin ORDER BY origin) FILTER (WHERE locked_until > %(now)s::timestamptz), '{}') AS locked_origins,
                   max(good_at) AS last_login_at
            FROM checkin.login_origins WHERE username = a.username
        ) o
        WHERE a.username > %(after)s
          AND (%(facility_code)s::text IS NULL OR a.username = %(facility_code)s::text || '_BV')
        ORDER BY a.username LIMIT %(limit)s::int
        """,
        {"now": now, "facility_code": facility_code, "after": after, "limit": limit},
    )


def set_allowed_addresses(conn: db.Connection, username: str, *, allowed: Sequence[str]) -> bool:
    changed = conn.execute(
        "UPDATE checkin.accounts SET allowed_addresses = %(allowed)s::text[]::cidr[] WHERE username = %(username)s",
        {"username": username, "allowed": list(allowed)},
    )
    return changed.rowcount == 1


def set_state(conn: db.Connection, username: str, *, state: str, tokens_from: datetime) -> bool:
    changed = conn.execute(
        "UPDATE checkin.accounts SET state = %(state)s, tokens_from = %(tokens_from)s WHERE username = %(username)s",
        {"username": username, "state": state, "tokens_from": tokens_from},
    )
    return changed.rowcount == 1


def set_verifier(conn: db.Connection, username: str, *, verifier: str, tokens_from: datetime) -> bool:
    changed = conn.execute(
        "UPDATE checkin.accounts SET verifier = %(verifier)s, tokens_from = %(tokens_from)s WHERE username = %(username)s",
        {"username": username, "verifier": verifier, "tokens_from": tokens_from},
    )
    return changed.rowcount == 1


def set_keeps_calls(conn: db.Connection, username: str, *, keeps: bool) -> bool:
    changed = conn.execute(
        "UPDATE checkin.accounts SET keeps_calls = %(keeps)s WHERE username = %(username)s", {"username": username, "keeps": keeps}
    )
    return changed.rowcount == 1


def unlock(conn: db.Connection, username: str) -> bool:
    changed = conn.execute(
        "UPDATE checkin.accounts SET failures = 0, failing_since = NULL, locked_until = NULL WHERE username = %(username)s",
        {"username": username},
    )
    conn.execute(
        "UPDATE checkin.login_origins SET failures = 0, locked_until = NULL WHERE username = %(username)s AND (failures > 0 OR locked_until IS NOT NULL)",
        {"username": username},
    )
    return changed.rowcount == 1
