"""Login pages that are open in browsers."""

from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest


def keep(conn: db.Connection, login: str, *, browser: str, request: AuthorizationRequest, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO sandbox_eid.logins (login_sha256, browser_sha256, request, expires_at)"
        " VALUES (%(login)s, %(browser)s, %(request)s, %(expires_at)s)",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "request": db.Json(request.as_json()), "expires_at": expires_at},
    )


def find(conn: db.Connection, login: str, *, browser: str, now: datetime) -> AuthorizationRequest | None:
    """The request behind a login page of this browser, and that page stays open."""
    row = conn.execute(
        "SELECT request FROM sandbox_eid.logins WHERE login_sha256 = %(login)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "now": now},
    ).fetchone()
    return None if row is None else AuthorizationRequest.from_json(row[0])


def take(conn: db.Connection, login: str, *, browser: str, now: datetime) -> AuthorizationRequest | None:
    """The request behind a login page of this browser, once."""
    row = conn.execute(
        "DELETE FROM sandbox_eid.logins WHERE login_sha256 = %(login)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s"
        " RETURNING request",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "now": now},
    ).fetchone()
    return None if row is None else AuthorizationRequest.from_json(row[0])


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away pages that were left open; how many."""
    return conn.execute("DELETE FROM sandbox_eid.logins WHERE expires_at <= %(now)s", {"now": now}).rowcount
