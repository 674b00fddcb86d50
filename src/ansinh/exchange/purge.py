"""Taking away what has expired."""

from datetime import datetime

from ansinh import provider
from ansinh.exchange import store
from ansinh.kit import db


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Logins, sign-outs and sessions whose time is over, with what was given out in those sessions; returns how many rows that were."""
    ended = store.sessions.end_expired(conn, now=now)
    provider.end_sessions(conn, ended, now=now)
    return len(ended) + store.logins.purge(conn, now=now)
