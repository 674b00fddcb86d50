"""Whom a session concerns (noted with their first token), and telling them that it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Notice:
    """One client that must hear of the end of one session."""

    notice_id: int
    client_id: str
    address: str
    session_id: UUID
    subject: str
    ended_at: datetime
    attempts: int


def dissolve(conn: db.Connection, session_ids: Sequence[UUID], *, now: datetime) -> tuple[str, ...]:
    """The sessions are over: every party that can be told gets a notice. All that there were."""
    rows = conn.execute(
        "WITH gone AS (DELETE FROM provider.parties WHERE session_id = ANY(%(session_ids)s::uuid[])"
        " RETURNING issuer, client_id, session_id, subject),"
        " noticed AS (INSERT INTO provider.logout_notices (issuer, client_id, session_id, subject, ended_at, next_at)"
        " SELECT g.issuer, g.client_id, g.session_id, g.subject, %(now)s::timestamptz, %(now)s::timestamptz FROM gone g"
        " JOIN provider.clients c USING (issuer, client_id) WHERE c.backchannel_logout_uri IS NOT NULL AND NOT c.blocked)"
        " SELECT DISTINCT client_id FROM gone ORDER BY 1",
        {"session_ids": list(session_ids), "now": now},
    ).fetchall()
    return tuple(row[0] for row in rows)


def dissolve_all(conn: db.Connection, issuer: str, *, now: datetime) -> None:
    """Every session is over for every party of the provider: those that can be told get a notice."""
    conn.execute(
        "WITH gone AS (DELETE FROM provider.parties WHERE issuer = %(issuer)s RETURNING issuer, client_id, session_id, subject)"
        " INSERT INTO provider.logout_notices (issuer, client_id, session_id, subject, ended_at, next_at)"
        " SELECT g.issuer, g.client_id, g.session_id, g.subject, %(now)s::timestamptz, %(now)s::timestamptz FROM gone g"
        " JOIN provider.clients c USING (issuer, client_id) WHERE c.backchannel_logout_uri IS NOT NULL AND NOT c.blocked",
        {"issuer": issuer, "now": now},
    )


def leave(conn: db.Connection, session_ids: Sequence[UUID], *, issuer: str, client_id: str, now: datetime) -> None:
    """The sessions go on, but no longer for this client: it gets a notice for each, if it can be told."""
    conn.execute(
        "WITH gone AS (DELETE FROM provider.parties WHERE session_id = ANY(%(session_ids)s::uuid[]) AND issuer = %(issuer)s"
        " AND client_id = %(client_id)s RETURNING issuer, client_id, session_id, subject)"
        " INSERT INTO provider.logout_notices (issuer, client_id, session_id, subject, ended_at, next_at)"
        " SELECT g.issuer, g.client_id, g.session_id, g.subject, %(now)s::timestamptz, %(now)s::timestamptz FROM gone g"
        " JOIN provider.clients c USING (issuer, client_id) WHERE c.backchannel_logout_uri IS NOT NULL AND NOT c.blocked",
        {"session_ids": list(session_ids), "issuer": issuer, "client_id": client_id, "now": now},
    )


def due(conn: db.Connection, issuer: str, *, now: datetime) -> Notice | None:
    """One notice whose time has come, kept from everybody else until the transaction ends."""
    return db.one(
        conn,
        Notice,
        "SELECT n.notice_id, n.client_id, c.backchannel_logout_uri AS address, n.session_id, n.subject, n.ended_at, n.attempts"
        " FROM provider.logout_notices n JOIN provider.clients c USING (issuer, client_id)"
        " WHERE n.issuer = %(issuer)s AND n.next_at <= %(now)s AND c.backchannel_logout_uri IS NOT NULL"
        " ORDER BY n.next_at LIMIT 1 FOR UPDATE OF n SKIP LOCKED",
        {"issuer": issuer, "now": now},
    )


def heard(conn: db.Connection, notice_id: int) -> None:
    """The client has heard, or never will."""
    conn.execute("DELETE FROM provider.logout_notices WHERE notice_id = %(notice_id)s", {"notice_id": notice_id})


def again(conn: db.Connection, notice_id: int, *, next_at: datetime) -> None:
    conn.execute(
        "UPDATE provider.logout_notices SET attempts = attempts + 1, next_at = %(next_at)s WHERE notice_id = %(notice_id)s",
        {"notice_id": notice_id, "next_at": next_at},
    )
