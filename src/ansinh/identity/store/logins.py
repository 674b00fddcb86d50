"""SQL of logins under way and of logins that did not succeed."""

from dataclasses import dataclass, field
from datetime import datetime

from ansinh.identity.model import LoginFailure, Problem
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Kept:
    """What has to come back unchanged (nonce) and what proves that it was us who asked (verifier)."""

    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    purpose: str
    session_hash: str | None = field(repr=False)
    fresh_since: datetime | None


@dataclass(frozen=True, slots=True)
class _Problem:
    reference: str
    failure: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Known:
    browser_hash: str


def insert(
    conn: db.Connection,
    *,
    state_hash: str,
    browser_hash: str,
    nonce: str,
    code_verifier: str,
    purpose: str,
    session_hash: str | None,
    fresh_since: datetime | None,
    now: datetime,
    expires_at: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO identity.login_attempts (state_hash, browser_hash, nonce, code_verifier, purpose, session_hash, fresh_since, started_at,
                                             expires_at)
        VALUES (%(state_hash)s, %(browser_hash)s, %(nonce)s, %(code_verifier)s, %(purpose)s, %(session_hash)s, %(fresh_since)s, %(now)s,
                %(expires_at)s)
        """,
        {
            "state_hash": state_hash,
            "browser_hash": browser_hash,
            "nonce": nonce,
            "code_verifier": code_verifier,
            "purpose": purpose,
            "session_hash": session_hash,
            "fresh_since": fresh_since,
            "now": now,
            "expires_at": expires_at,
        },
    )


def consume(conn: db.Connection, *, state_hash: str, browser_hash: str, now: datetime) -> Kept | None:
    """Takes the attempt away; of any number of parallel callers one gets it."""
    return db.one(
        conn,
        Kept,
        """
        DELETE FROM identity.login_attempts
        WHERE state_hash = %(state_hash)s AND browser_hash = %(browser_hash)s AND expires_at > %(now)s
        RETURNING nonce, code_verifier, purpose, session_hash, fresh_since
        """,
        {"state_hash": state_hash, "browser_hash": browser_hash, "now": now},
    )


def browser_hash_of(conn: db.Connection, *, state_hash: str) -> str | None:
    """Whose browser an attempt that could not be consumed belongs to; None if there is no such attempt."""
    row = db.one(
        conn,
        _Known,
        "SELECT browser_hash FROM identity.login_attempts WHERE state_hash = %(state_hash)s",
        {"state_hash": state_hash},
    )
    return None if row is None else row.browser_hash


def insert_problem(conn: db.Connection, problem: Problem) -> None:
    conn.execute(
        "INSERT INTO identity.login_problems (reference, failure, at) VALUES (%(reference)s, %(failure)s, %(at)s)",
        {"reference": problem.reference, "failure": problem.failure.value, "at": problem.at},
    )


def problem(conn: db.Connection, *, reference: str) -> Problem | None:
    row = db.one(
        conn,
        _Problem,
        "SELECT reference, failure, at FROM identity.login_problems WHERE reference = %(reference)s",
        {"reference": reference},
    )
    return None if row is None else Problem(row.reference, LoginFailure(row.failure), row.at)


def delete_expired(conn: db.Connection, *, attempts_before: datetime, problems_before: datetime) -> int:
    attempts = conn.execute("DELETE FROM identity.login_attempts WHERE expires_at <= %(before)s", {"before": attempts_before})
    problems = conn.execute("DELETE FROM identity.login_problems WHERE at <= %(before)s", {"before": problems_before})
    return attempts.rowcount + problems.rowcount
