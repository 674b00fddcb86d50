"""Login pages that are open in browsers, and how far each login has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.model import OpenLogin, Picture


@dataclass(frozen=True, slots=True)
class _Row:
    request: dict[str, Any]
    username: str | None
    passed: list[str]

    def login(self) -> OpenLogin:
        return OpenLogin(AuthorizationRequest.from_json(self.request), self.username, frozenset(Factor(each) for each in self.passed))


def begin(conn: db.Connection, login: str, *, browser: str, request: AuthorizationRequest, picture: Picture, expires_at: datetime) -> None:
    """Opens a login whose first page waits for its picture to be scanned, both or neither."""
    conn.execute(
        "WITH opened AS (INSERT INTO sandbox_eid.logins (login_sha256, browser_sha256, request, expires_at)"
        " VALUES (%(login)s::text, %(browser)s, %(request)s, %(expires_at)s))"
        " INSERT INTO sandbox_eid.approvals (login_sha256, approval_id, scan_sha256, session_sha256, state, drawn, number, choices, asked_at,"
        " expires_at) VALUES (%(login)s::text, %(approval_id)s, %(scan)s, %(session)s, 'waiting', 1, %(number)s, %(choices)s::smallint[],"
        " %(now)s, %(approval_expires_at)s)",
        {
            "login": sha256_hex(login),
            "browser": sha256_hex(browser),
            "request": db.Json(request.as_json()),
            "expires_at": expires_at,
            "approval_id": picture.approval_id,
            "scan": sha256_hex(picture.code),
            "session": sha256_hex(picture.session),
            "number": picture.numbers.right,
            "choices": list(picture.numbers.choices),
            "now": picture.shown_at,
            "approval_expires_at": picture.expires_at,
        },
    )


def find(conn: db.Connection, login: str, *, browser: str, now: datetime) -> OpenLogin | None:
    """A login that is open in this browser; it stays open, and nobody else changes it before this transaction ends."""
    row = db.one(
        conn,
        _Row,
        "SELECT request, username, passed FROM sandbox_eid.logins"
        " WHERE login_sha256 = %(login)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s FOR UPDATE",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "now": now},
    )
    return None if row is None else row.login()


def advance(conn: db.Connection, login: str, *, username: str, passed: frozenset[Factor]) -> None:
    """From now on these are the factors the login has passed, all by this account."""
    conn.execute(
        "UPDATE sandbox_eid.logins SET username = %(username)s, passed = %(passed)s::text[] WHERE login_sha256 = %(login)s",
        {"login": sha256_hex(login), "username": username, "passed": sorted(factor.value for factor in passed)},
    )


def take(conn: db.Connection, login: str, *, browser: str, now: datetime) -> OpenLogin | None:
    """A login that was open in this browser, once."""
    row = db.one(
        conn,
        _Row,
        "DELETE FROM sandbox_eid.logins WHERE login_sha256 = %(login)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s"
        " RETURNING request, username, passed",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "now": now},
    )
    return None if row is None else row.login()


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away pages that were left open; how many."""
    return conn.execute("DELETE FROM sandbox_eid.logins WHERE expires_at <= %(now)s", {"now": now}).rowcount
