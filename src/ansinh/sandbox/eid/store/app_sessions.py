"""Where somebody is signed in to the stand-in of the app."""

from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex


def open_one(conn: db.Connection, cookie: str, *, username: str, now: datetime, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO sandbox_eid.app_sessions (cookie_sha256, username, seen_at, expires_at)"
        " VALUES (%(cookie)s, %(username)s, %(now)s, %(expires_at)s)",
        {"cookie": sha256_hex(cookie), "username": username, "now": now, "expires_at": expires_at},
    )


def use(conn: db.Connection, cookie: str, *, idle_since: datetime, now: datetime) -> str | None:
    """Whose app this is, while the account is active and somebody used it after `idle_since`."""
    row = conn.execute(
        "UPDATE sandbox_eid.app_sessions s SET seen_at = %(now)s FROM sandbox_eid.accounts a"
        " WHERE a.username = s.username AND a.state = 'active' AND s.cookie_sha256 = %(cookie)s AND s.seen_at > %(idle_since)s"
        " AND s.expires_at > %(now)s RETURNING s.username",
        {"cookie": sha256_hex(cookie), "idle_since": idle_since, "now": now},
    ).fetchone()
    return None if row is None else str(row[0])


def look(conn: db.Connection, cookie: str, *, idle_since: datetime, now: datetime) -> str | None:
    """The same, but looking is not using."""
    row = conn.execute(
        "SELECT s.username FROM sandbox_eid.app_sessions s JOIN sandbox_eid.accounts a USING (username)"
        " WHERE a.state = 'active' AND s.cookie_sha256 = %(cookie)s AND s.seen_at > %(idle_since)s AND s.expires_at > %(now)s",
        {"cookie": sha256_hex(cookie), "idle_since": idle_since, "now": now},
    ).fetchone()
    return None if row is None else str(row[0])


def end(conn: db.Connection, cookie: str) -> None:
    conn.execute("DELETE FROM sandbox_eid.app_sessions WHERE cookie_sha256 = %(cookie)s", {"cookie": sha256_hex(cookie)})


def end_all_of(conn: db.Connection, username: str) -> None:
    """Nobody is signed in to this account's app any more."""
    conn.execute("DELETE FROM sandbox_eid.app_sessions WHERE username = %(username)s", {"username": username})


def purge(conn: db.Connection, *, idle_since: datetime, now: datetime) -> int:
    """Take away those whose time is over; how many."""
    return conn.execute(
        "DELETE FROM sandbox_eid.app_sessions WHERE expires_at <= %(now)s OR seen_at <= %(idle_since)s",
        {"now": now, "idle_since": idle_since},
    ).rowcount
