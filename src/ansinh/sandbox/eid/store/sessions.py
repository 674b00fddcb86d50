"""Running logins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.sandbox.eid.model import Reached, Session
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class _Row:
    session_id: UUID
    username: str
    subject: UUID
    account_level: int
    authentication_level: int
    amr: list[str]
    auth_time: datetime
    seen_at: datetime

    def session(self) -> Session:
        reached = Reached(eid.Assurance(self.account_level, self.authentication_level), tuple(self.amr), self.auth_time)
        return Session(self.session_id, self.username, self.subject, reached, self.seen_at)


def by_cookie(conn: db.Connection, cookie: str | None, *, now: datetime) -> Session | None:
    """The running session of a browser, while its account is active."""
    if not cookie:
        return None
    row = db.one(
        conn,
        _Row,
        "SELECT s.session_id, s.username, a.subject, a.account_level, s.authentication_level, s.amr, s.auth_time, s.seen_at"
        " FROM sandbox_eid.sessions s JOIN sandbox_eid.accounts a USING (username)"
        " WHERE s.cookie_sha256 = %(cookie)s AND s.expires_at > %(now)s AND a.state = 'active'",
        {"cookie": sha256_hex(cookie), "now": now},
    )
    return None if row is None else row.session()


def by_id(conn: db.Connection, session_id: UUID, *, now: datetime) -> Session | None:
    """The running session with this `sid`, while its account is active."""
    row = db.one(
        conn,
        _Row,
        "SELECT s.session_id, s.username, a.subject, a.account_level, s.authentication_level, s.amr, s.auth_time, s.seen_at"
        " FROM sandbox_eid.sessions s JOIN sandbox_eid.accounts a USING (username)"
        " WHERE s.session_id = %(session_id)s AND s.expires_at > %(now)s AND a.state = 'active'",
        {"session_id": session_id, "now": now},
    )
    return None if row is None else row.session()


def begin(
    conn: db.Connection,
    session: Session,
    *,
    cookie: str,
    login: str,
    browser: str,
    forgiven: str | None,
    now: datetime,
    expires_at: datetime,
) -> bool:
    """Ends the login that is open in this browser and opens the session, or renews it: the old cookie is worth nothing from now on.

    False, and nothing done, where the login is not open any more: of any number of callers at once exactly one gets True. `forgiven`: a
    counter of tries that is forgotten with it.
    """
    cursor = conn.execute(
        "WITH ended AS (DELETE FROM sandbox_eid.logins WHERE login_sha256 = %(login)s AND browser_sha256 = %(browser)s"
        " AND expires_at > %(now)s RETURNING 1),"
        " forgiven AS (DELETE FROM sandbox_eid.attempts USING ended WHERE typed_sha256 = %(forgiven)s::text)"
        " INSERT INTO sandbox_eid.sessions (session_id, cookie_sha256, username, authentication_level, amr, auth_time, seen_at, expires_at)"
        " SELECT %(session_id)s::uuid, %(cookie)s::text, %(username)s::text, %(authentication_level)s::int, %(amr)s::text[],"
        " %(auth_time)s::timestamptz, %(seen_at)s::timestamptz, %(expires_at)s::timestamptz FROM ended"
        " ON CONFLICT (session_id) DO UPDATE SET cookie_sha256 = EXCLUDED.cookie_sha256,"
        " authentication_level = EXCLUDED.authentication_level, amr = EXCLUDED.amr, auth_time = EXCLUDED.auth_time,"
        " seen_at = EXCLUDED.seen_at, expires_at = EXCLUDED.expires_at",
        {
            "login": sha256_hex(login),
            "browser": sha256_hex(browser),
            "now": now,
            "forgiven": None if forgiven is None else sha256_hex(forgiven),
            "session_id": session.session_id,
            "cookie": sha256_hex(cookie),
            "username": session.username,
            "authentication_level": session.reached.assurance.authentication_level,
            "amr": list(session.reached.amr),
            "auth_time": session.reached.auth_time,
            "seen_at": session.seen_at,
            "expires_at": expires_at,
        },
    )
    return cursor.rowcount == 1


def seen(conn: db.Connection, session_id: UUID, *, now: datetime) -> None:
    """The session answered a request."""
    conn.execute(
        "UPDATE sandbox_eid.sessions SET seen_at = %(now)s WHERE session_id = %(session_id)s", {"session_id": session_id, "now": now}
    )


def end(conn: db.Connection, session_id: UUID) -> None:
    """End the session."""
    conn.execute("DELETE FROM sandbox_eid.sessions WHERE session_id = %(session_id)s", {"session_id": session_id})


def end_all_of(conn: db.Connection, username: str) -> list[UUID]:
    """End every session of an account; which they were."""
    rows = conn.execute("DELETE FROM sandbox_eid.sessions WHERE username = %(username)s RETURNING session_id", {"username": username})
    return [row[0] for row in rows]


def end_expired(conn: db.Connection, *, now: datetime) -> list[UUID]:
    """End the sessions whose time is over; which they were."""
    rows = conn.execute("DELETE FROM sandbox_eid.sessions WHERE expires_at <= %(now)s RETURNING session_id", {"now": now})
    return [row[0] for row in rows]
