"""Who is signed in to the registration console, and the logins that are on their way there. The protocol is the relying-party kit's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ansinh import provider
from ansinh.exchange import store
from ansinh.exchange.registration_model import Developer
from ansinh.kit import crypto, db

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=8)


def keep_login(conn: db.Connection, state_hash: str, browser_hash: str, login: Mapping[str, Any], *, expires_at: datetime) -> None:
    """Remembers a login that was begun."""
    store.console.keep_login(conn, state_hash, browser_hash, login, expires_at=expires_at)


def take_login(conn: db.Connection, state_hash: str, browser_hash: str, *, now: datetime) -> Mapping[str, Any] | None:
    """The login both belong to, to exactly one of any number of callers."""
    return store.console.take_login(conn, state_hash, browser_hash, now=now)


def first_time(conn: db.Connection, what: str, *, until: datetime) -> bool:
    """False if `what` was seen before."""
    return provider.first_time(conn, f"console|{what}", until=until)


def open_session(
    conn: db.Connection, *, number: UUID, full_name: str, acr: str, sid: str, id_token: str, replaces: str | None, now: datetime
) -> str:
    """A new token for the browser; the session `replaces` names is over."""
    if replaces:
        store.console.end(conn, crypto.sha256_hex(replaces))
    token = crypto.random_token()
    store.console.open_session(
        conn,
        crypto.sha256_hex(token),
        number=number,
        full_name=full_name,
        acr=acr,
        sid=sid,
        id_token=id_token,
        csrf_token=crypto.random_token(),
        now=now,
        expires_at=now + ABSOLUTE_LIMIT,
    )
    return token


def developer_of(conn: db.Connection, token: str | None, *, now: datetime) -> Developer | None:
    """Who is signed in in this browser; None if nobody is, or they left it alone for half an hour."""
    return None if not token else store.console.use(conn, crypto.sha256_hex(token), now=now, used_since=now - IDLE_LIMIT)


def end_session(conn: db.Connection, token: str) -> None:
    """The session of this browser is over."""
    store.console.end(conn, crypto.sha256_hex(token))


def end_sessions_told(conn: db.Connection, *, sid: str | None, number: str | None) -> int:
    """The exchange says that a login is over: the sessions that came from it are, or all of the person; how many there were."""
    return store.console.end_told(conn, sid=sid, number=number)
