"""Login pages that are open in browsers, and how far each login has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.model import OpenLogin


@dataclass(frozen=True, slots=True)
class _Row:
    request: dict[str, Any]
    username: str | None
    passed: list[str]

    def login(self) -> OpenLogin:
        return OpenLogin(AuthorizationRequest.from_json(self.request), self.username, frozenset(Factor(each) for each in self.passed))


def keep(conn: db.Connection, login: str, *, browser: str, request: AuthorizationRequest, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO sandbox_eid.logins (login_sha256, browser_sha256, request, expires_at)"
        " VALUES (%(login)s, %(browser)s, %(request)s, %(expires_at)s)",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "request": db.Json(request.as_json()), "expires_at": expires_at},
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
