"""Logins and sessions of the registration console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ansinh.exchange.registration_model import Developer
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class _Login:
    login: dict[str, Any]


def keep_login(conn: db.Connection, state_hash: str, browser_hash: str, login: Mapping[str, Any], *, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO exchange.console_logins (state_sha256, browser_sha256, login, expires_at)"
        " VALUES (%(state)s, %(browser)s, %(login)s, %(expires_at)s)",
        {"state": state_hash, "browser": browser_hash, "login": db.Json(dict(login)), "expires_at": expires_at},
    )


def take_login(conn: db.Connection, state_hash: str, browser_hash: str, *, now: datetime) -> Mapping[str, Any] | None:
    """The login, to exactly one of any number of callers; None if it is unknown, taken, or another browser's."""
    row = db.one(
        conn,
        _Login,
        "DELETE FROM exchange.console_logins WHERE state_sha256 = %(state)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s"
        " RETURNING login",
        {"state": state_hash, "browser": browser_hash, "now": now},
    )
    return None if row is None else row.login


def open_session(
    conn: db.Connection,
    token_hash: str,
    *,
    number: UUID,
    full_name: str,
    acr: str,
    sid: str,
    id_token: str,
    csrf_token: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    conn.execute(
        "INSERT INTO exchange.console_sessions (token_sha256, person_id, full_name, acr, sid, id_token, csrf_token, last_used_at, expires_at)"
        " VALUES (%(token)s, %(number)s, %(full_name)s, %(acr)s, %(sid)s, %(id_token)s, %(csrf_token)s, %(now)s, %(expires_at)s)",
        {
            "token": token_hash,
            "number": number,
            "full_name": full_name,
            "acr": acr,
            "sid": sid,
            "id_token": id_token,
            "csrf_token": csrf_token,
            "now": now,
            "expires_at": expires_at,
        },
    )


def use(conn: db.Connection, token_hash: str, *, now: datetime, used_since: datetime) -> Developer | None:
    """Who is signed in; the session counts as used now."""
    return db.one(
        conn,
        Developer,
        "UPDATE exchange.console_sessions s SET last_used_at = %(now)s"
        " WHERE s.token_sha256 = %(token)s AND s.expires_at > %(now)s AND s.last_used_at > %(used_since)s"
        " RETURNING s.person_id AS number, s.full_name, s.acr, s.id_token, s.csrf_token,"
        " EXISTS (SELECT 1 FROM exchange.registration_officers o WHERE o.person_id = s.person_id) AS is_officer",
        {"token": token_hash, "now": now, "used_since": used_since},
    )


def end(conn: db.Connection, token_hash: str) -> None:
    conn.execute("DELETE FROM exchange.console_sessions WHERE token_sha256 = %(token)s", {"token": token_hash})


def end_told(conn: db.Connection, *, sid: str | None, number: str | None) -> int:
    """The sessions of one login, or, where none is named, all of a person; how many there were."""
    return conn.execute(
        "DELETE FROM exchange.console_sessions WHERE CASE WHEN %(sid)s::text IS NULL THEN person_id::text = %(number)s::text"
        " ELSE sid = %(sid)s::text END",
        {"sid": sid, "number": number},
    ).rowcount


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Takes away what has expired."""
    return (
        conn.execute("DELETE FROM exchange.console_logins WHERE expires_at <= %(now)s", {"now": now}).rowcount
        + conn.execute("DELETE FROM exchange.console_sessions WHERE expires_at <= %(now)s", {"now": now}).rowcount
    )
