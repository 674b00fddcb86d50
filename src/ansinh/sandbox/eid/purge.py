"""Taking away what has expired."""

from datetime import datetime

from ansinh.kit import db
from ansinh.provider import end_sessions
from ansinh.sandbox.eid import store


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Login pages, counters and sessions whose time is over, with what was given out in those sessions; returns how many rows that were."""
    ended = store.sessions.end_expired(conn, now=now)
    end_sessions(conn, ended, now=now)
    return len(ended) + store.logins.purge(conn, now=now) + store.attempts.purge(conn, now=now)
