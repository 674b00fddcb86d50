"""Taking away what has expired."""

from datetime import datetime

from ansinh import provider
from ansinh.exchange import store
from ansinh.exchange.model import USES_KEPT
from ansinh.kit import db


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Whatever's time is over: logins, sign-outs, questions, sessions with what was given out in them, old lines of people's own pages.

    Returns how many rows that were.
    """
    ended = store.sessions.end_expired(conn, now=now)
    provider.end_sessions(conn, ended, now=now)
    before = now - USES_KEPT
    return sum(
        (
            len(ended),
            store.logins.purge(conn, now=now),
            store.consents.purge(conn, now=now, ended_before=before),
            store.uses.purge(conn, before=before),
            store.console.purge(conn, now=now),
        )
    )
