"""Logins and sign-outs that are under way at the upstream provider; each row can be taken once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.exchange.model import PendingLogin
from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import Attempt, AuthorizationRequest


@dataclass(frozen=True, slots=True)
class _Row:
    upstream_issuer: str
    nonce: str
    verifier: str
    fresh_since: datetime | None
    repeated: bool
    request: dict[str, Any]
    expires_at: datetime


def keep(conn: db.Connection, login: PendingLogin, *, browser: str) -> None:
    """Remember a login that is sent upstream now; `browser` is the value of the cookie it is bound to."""
    conn.execute(
        "INSERT INTO exchange.logins (state_sha256, browser_sha256, upstream_issuer, nonce, verifier, fresh_since, repeated, request,"
        " expires_at) VALUES (%(state)s, %(browser)s, %(issuer)s, %(nonce)s, %(verifier)s, %(fresh_since)s, %(repeated)s, %(request)s,"
        " %(expires_at)s)",
        {
            "state": sha256_hex(login.attempt.state),
            "browser": sha256_hex(browser),
            "issuer": login.attempt.issuer,
            "nonce": login.attempt.nonce,
            "verifier": login.attempt.verifier,
            "fresh_since": login.attempt.fresh_since,
            "repeated": login.repeated,
            "request": db.Json(login.request.as_json()),
            "expires_at": login.expires_at,
        },
    )


def is_open(conn: db.Connection, *, state: str, browser: str, issuer: str, now: datetime) -> bool:
    """True if this browser began a login under this state at this provider that is not finished yet."""
    row = conn.execute(
        "SELECT 1 FROM exchange.logins WHERE state_sha256 = %(state)s AND browser_sha256 = %(browser)s AND upstream_issuer = %(issuer)s"
        " AND expires_at > %(now)s",
        {"state": sha256_hex(state), "browser": sha256_hex(browser), "issuer": issuer, "now": now},
    ).fetchone()
    return row is not None


def take(conn: db.Connection, *, state: str, browser: str, now: datetime) -> PendingLogin | None:
    """The login this browser began under this state, once; None if there is none, or it was taken, or is too old."""
    row = db.one(
        conn,
        _Row,
        "DELETE FROM exchange.logins WHERE state_sha256 = %(state)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s"
        " RETURNING upstream_issuer, nonce, verifier, fresh_since, repeated, request, expires_at",
        {"state": sha256_hex(state), "browser": sha256_hex(browser), "now": now},
    )
    if row is None:
        return None
    attempt = Attempt(row.upstream_issuer, state, row.nonce, row.verifier, row.fresh_since)
    return PendingLogin(AuthorizationRequest.from_json(row.request), attempt, row.repeated, row.expires_at)


def keep_choice(conn: db.Connection, choice: str, *, browser: str, request: AuthorizationRequest, expires_at: datetime) -> None:
    """Remember a request whose person is asked which provider to log in with."""
    conn.execute(
        "INSERT INTO exchange.choices (choice_sha256, browser_sha256, request, expires_at) VALUES (%(choice)s, %(browser)s, %(request)s,"
        " %(expires_at)s)",
        {"choice": sha256_hex(choice), "browser": sha256_hex(browser), "request": db.Json(request.as_json()), "expires_at": expires_at},
    )


def take_choice(conn: db.Connection, choice: str, *, browser: str, now: datetime) -> AuthorizationRequest | None:
    """The request this browser chooses a provider for, once; None if there is none, it was taken, or is too old."""
    row = conn.execute(
        "DELETE FROM exchange.choices WHERE choice_sha256 = %(choice)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s"
        " RETURNING request",
        {"choice": sha256_hex(choice), "browser": sha256_hex(browser), "now": now},
    ).fetchone()
    return None if row is None else AuthorizationRequest.from_json(row[0])


def keep_logout(conn: db.Connection, *, state: str, return_address: str | None, expires_at: datetime) -> None:
    """Remember where a browser goes when it is back from signing out upstream; None is our own page."""
    conn.execute(
        "INSERT INTO exchange.logouts (state_sha256, return_address, expires_at) VALUES (%(state)s, %(return_address)s, %(expires_at)s)",
        {"state": sha256_hex(state), "return_address": return_address, "expires_at": expires_at},
    )


def take_logout(conn: db.Connection, *, state: str, now: datetime) -> str | None:
    """Where this sign-out returns to, once; None if nowhere, unknown or too old."""
    row = conn.execute(
        "DELETE FROM exchange.logouts WHERE state_sha256 = %(state)s AND expires_at > %(now)s RETURNING return_address",
        {"state": sha256_hex(state), "now": now},
    ).fetchone()
    return None if row is None else row[0]


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away logins and sign-outs that never came back; how many rows that were."""
    return sum(
        (
            conn.execute("DELETE FROM exchange.logins WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM exchange.logouts WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM exchange.choices WHERE expires_at <= %(now)s", {"now": now}).rowcount,
        )
    )
