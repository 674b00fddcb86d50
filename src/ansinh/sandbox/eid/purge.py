"""Taking away what has expired."""

from datetime import datetime

from ansinh.kit import db
from ansinh.provider import end_sessions
from ansinh.sandbox.eid import store
from ansinh.sandbox.eid.model import IDLE_LIFE


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Login pages, approvals, counters and sessions whose time is over, with what was given out in them; returns how many rows that were."""
    ended = store.sessions.end_expired(conn, now=now)
    end_sessions(conn, ended, now=now)
    gone = store.logins.purge(conn, now=now) + store.approvals.purge(conn, now=now) + store.attempts.purge(conn, now=now)
    gone += store.passkeys.purge(conn, now=now)
    return len(ended) + gone + store.app_sessions.purge(conn, idle_since=now - IDLE_LIFE, now=now)
