"""The SQL of gateway accounts and of logging in to them."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class AccountRow:
    """The account, and what is known of the origin that wants to log in."""

    verifier: str
    state: str
    allowed_addresses: list[IPv4Network | IPv6Network]
    locked_until: datetime | None
    origin_locked_until: datetime | None
    good_at: datetime | None


def account(conn: db.Connection, username: str, *, origin: str) -> AccountRow | None:
    return db.one(
        conn,
        AccountRow,
        """
        SELECT a.verifier, a.state, a.allowed_addresses, a.locked_until, o.locked_until AS origin_locked_until, o.good_at
        FROM checkin.accounts a
        LEFT JOIN checkin.login_origins o ON o.username = a.username AND o.origin = %(origin)s::cidr
        WHERE a.username = %(username)s
        """,
        {"username": username, "origin": origin},
    )


def insert_account(conn: db.Connection, *, username: str, verifier: str, opened_at: datetime) -> None:
    conn.execute(
        """
        INSERT INTO checkin.accounts (username, verifier, state, opened_at)
        VALUES (%(username)s, %(verifier)s, 'open', %(opened_at)s)
        """,
        {"username": username, "verifier": verifier, "opened_at": opened_at},
    )


def count_failure(conn: db.Connection, username: str, *, origin: str, limit: int, now: datetime, locked_until: datetime) -> bool:
    """One more wrong password of this origin; the `limit`-th locks it out until then and starts anew. True if this one did."""
    row = conn.execute(
        """
        INSERT INTO checkin.login_origins AS o (username, origin, failures, seen_at)
        VALUES (%(username)s, %(origin)s::cidr, 1, %(now)s)
        ON CONFLICT (username, origin) DO UPDATE
        SET failures = CASE WHEN o.failures + 1 >= %(limit)s::int THEN 0 ELSE o.failures + 1 END,
            locked_until = CASE WHEN o.failures + 1 >= %(limit)s::int THEN %(locked_until)s::timestamptz ELSE o.locked_until END,
            seen_at = excluded.seen_at
        RETURNING failures = 0
        """,
        {"username": username, "origin": origin, "limit": limit, "now": now, "locked_until": locked_until},
    ).fetchone()
    return row is not None and bool(row[0])


def count_strangers_failure(
    conn: db.Connection, username: str, *, limit: int, now: datetime, since: datetime, locked_until: datetime
) -> bool:
    """One more wrong password of an unfamiliar origin; a count begun before `since` starts anew. True if this one locked the account."""
    row = conn.execute(
        """
        UPDATE checkin.accounts a
        SET failures = CASE WHEN c.count >= %(limit)s::int THEN 0 ELSE c.count END,
            failing_since = CASE WHEN c.count = 1 THEN %(now)s::timestamptz ELSE a.failing_since END,
            locked_until = CASE WHEN c.count >= %(limit)s::int THEN %(locked_until)s::timestamptz ELSE a.locked_until END
        FROM (
            SELECT username, CASE WHEN failing_since >= %(since)s::timestamptz THEN failures + 1 ELSE 1 END AS count
            FROM checkin.accounts WHERE username = %(username)s FOR UPDATE
        ) c
        WHERE a.username = c.username
        RETURNING a.failures = 0
        """,
        {"username": username, "limit": limit, "now": now, "since": since, "locked_until": locked_until},
    ).fetchone()
    return row is not None and bool(row[0])


def note_good_login(conn: db.Connection, username: str, *, origin: str, now: datetime, unless_after: datetime) -> None:
    """After a right password; writes only where there is something to forget, or nothing was noted since `unless_after`."""
    conn.execute(
        """
        INSERT INTO checkin.login_origins AS o (username, origin, good_at, seen_at)
        VALUES (%(username)s, %(origin)s::cidr, %(now)s, %(now)s)
        ON CONFLICT (username, origin) DO UPDATE
        SET failures = 0, locked_until = NULL, good_at = excluded.good_at, seen_at = excluded.seen_at
        WHERE o.failures > 0 OR o.locked_until IS NOT NULL OR o.good_at IS NULL OR o.good_at <= %(unless_after)s
        """,
        {"username": username, "origin": origin, "now": now, "unless_after": unless_after},
    )


def purge_origins(conn: db.Connection, *, failed_before: datetime, seen_before: datetime) -> None:
    conn.execute(
        """
        DELETE FROM checkin.login_origins
        WHERE seen_at < %(seen_before)s OR (good_at IS NULL AND seen_at < %(failed_before)s)
        """,
        {"failed_before": failed_before, "seen_before": seen_before},
    )
