"""The SQL of console sessions."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.staff.model import Role, Visitor, VisitorKind


@dataclass(frozen=True, slots=True)
class Ended:
    """Whose session it was."""

    kind: VisitorKind
    account: str
    facility_code: str
    name: str


@dataclass(frozen=True, slots=True)
class _Visitor:
    kind: VisitorKind
    account: str
    name: str
    facility_code: str
    roles: list[str]
    csrf_token: str
    started_at: datetime


def insert(
    conn: db.Connection,
    *,
    token_hash: str,
    kind: VisitorKind,
    account: str,
    facility_code: str,
    facility_name: str,
    csrf_token: str,
    now: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO staff.sessions (token_hash, kind, account, facility_code, facility_name, csrf_token, started_at, last_seen_at)
        VALUES (%(token_hash)s, %(kind)s, %(account)s, %(facility_code)s, %(facility_name)s, %(csrf_token)s, %(now)s, %(now)s)
        """,
        {
            "token_hash": token_hash,
            "kind": kind,
            "account": account,
            "facility_code": facility_code,
            "facility_name": facility_name,
            "csrf_token": csrf_token,
            "now": now,
        },
    )


def touch(conn: db.Connection, *, token_hash: str, now: datetime, seen_after: datetime, started_after: datetime) -> Visitor | None:
    """Who it is, noted as seen now; None if there is no such session, a limit has passed, or the staff account is closed."""
    row = db.one(
        conn,
        _Visitor,
        """
        WITH seen AS (
            UPDATE staff.sessions s SET last_seen_at = greatest(s.last_seen_at, %(now)s)
            WHERE s.token_hash = %(token_hash)s AND s.last_seen_at > %(seen_after)s AND s.started_at > %(started_after)s
            RETURNING s.kind, s.account, s.facility_code, s.facility_name, s.csrf_token, s.started_at
        )
        SELECT s.kind, s.account, coalesce(a.full_name, s.facility_name) AS name, s.facility_code,
               coalesce(a.roles, ARRAY[]::text[]) AS roles, s.csrf_token, s.started_at
        FROM seen s LEFT JOIN staff.accounts a ON s.kind = 'agency' AND a.username = s.account
        WHERE s.kind = 'facility' OR a.state = 'open'
        """,
        {"token_hash": token_hash, "now": now, "seen_after": seen_after, "started_after": started_after},
    )
    if row is None:
        return None
    return Visitor(
        kind=row.kind,
        account=row.account,
        name=row.name,
        facility_code=row.facility_code,
        roles=frozenset(map(Role, row.roles)),
        csrf_token=row.csrf_token,
        started_at=row.started_at,
    )


def delete(conn: db.Connection, *, token_hash: str) -> Ended | None:
    return db.one(
        conn,
        Ended,
        """
        WITH ended AS (DELETE FROM staff.sessions WHERE token_hash = %(token_hash)s RETURNING kind, account, facility_code, facility_name)
        SELECT e.kind, e.account, e.facility_code, coalesce(a.full_name, e.facility_name) AS name
        FROM ended e LEFT JOIN staff.accounts a ON e.kind = 'agency' AND a.username = e.account
        """,
        {"token_hash": token_hash},
    )


def delete_of_account(conn: db.Connection, *, kind: VisitorKind, account: str, but_csrf_token: str) -> list[Ended]:
    """Every session of the account except the one whose forms carry that token ("": none is spared)."""
    return db.many(
        conn,
        Ended,
        """
        WITH ended AS (
            DELETE FROM staff.sessions WHERE kind = %(kind)s AND account = %(account)s AND csrf_token <> %(but_csrf_token)s
            RETURNING kind, account, facility_code, facility_name
        )
        SELECT e.kind, e.account, e.facility_code, coalesce(a.full_name, e.facility_name) AS name
        FROM ended e LEFT JOIN staff.accounts a ON e.kind = 'agency' AND a.username = e.account
        """,
        {"kind": kind, "account": account, "but_csrf_token": but_csrf_token},
    )


def delete_expired(conn: db.Connection, *, seen_before: datetime, started_before: datetime) -> int:
    done = conn.execute(
        "DELETE FROM staff.sessions WHERE last_seen_at <= %(seen_before)s OR started_at <= %(started_before)s",
        {"seen_before": seen_before, "started_before": started_before},
    )
    return done.rowcount
