"""Codes, access tokens, and taking away what has expired."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest, CodeBinding
from ansinh.sandbox.eid.model import Grant, Reached, Session
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class _CodeRow:
    session_id: UUID
    subject: UUID
    client_id: str
    redirect_uri: str
    code_challenge: str
    nonce: str | None
    scopes: list[str]
    account_level: int
    authentication_level: int
    amr: list[str]
    auth_time: datetime
    expires_at: datetime


def keep_code(conn: db.Connection, code: str, *, request: AuthorizationRequest, session: Session, expires_at: datetime) -> None:
    """Remember a code for this request of this session, with the levels as they are now."""
    conn.execute(
        "INSERT INTO sandbox_eid.codes (code_sha256, session_id, client_id, redirect_uri, code_challenge, nonce, scopes, account_level,"
        " authentication_level, amr, auth_time, expires_at) VALUES (%(code)s, %(session_id)s, %(client_id)s, %(redirect_uri)s,"
        " %(code_challenge)s, %(nonce)s, %(scopes)s::text[], %(account_level)s, %(authentication_level)s, %(amr)s::text[], %(auth_time)s,"
        " %(expires_at)s)",
        {
            "code": sha256_hex(code),
            "session_id": session.session_id,
            "client_id": request.client_id,
            "redirect_uri": request.redirect_uri,
            "code_challenge": request.code_challenge,
            "nonce": request.nonce,
            "scopes": list(request.scopes),
            "account_level": session.reached.assurance.account_level,
            "authentication_level": session.reached.assurance.authentication_level,
            "amr": list(session.reached.amr),
            "auth_time": session.reached.auth_time,
            "expires_at": expires_at,
        },
    )


def take_code(conn: db.Connection, code: str) -> Grant | None:
    """What the code gives, expired or not, to exactly one of any number of callers; None if it is unknown or was taken."""
    row = db.one(
        conn,
        _CodeRow,
        "DELETE FROM sandbox_eid.codes c USING sandbox_eid.sessions s, sandbox_eid.accounts a"
        " WHERE c.code_sha256 = %(code)s AND s.session_id = c.session_id AND a.username = s.username"
        " RETURNING c.session_id, a.subject, c.client_id, c.redirect_uri, c.code_challenge, c.nonce, c.scopes, c.account_level,"
        " c.authentication_level, c.amr, c.auth_time, c.expires_at",
        {"code": sha256_hex(code)},
    )
    if row is None:
        return None
    return Grant(
        binding=CodeBinding(row.client_id, row.redirect_uri, row.code_challenge, row.expires_at),
        session_id=row.session_id,
        subject=row.subject,
        nonce=row.nonce,
        scopes=tuple(row.scopes),
        reached=Reached(eid.Assurance(row.account_level, row.authentication_level), tuple(row.amr), row.auth_time),
    )


def revoke_from_code(conn: db.Connection, code: str) -> None:
    """Revoke the tokens a code once gave."""
    conn.execute("DELETE FROM sandbox_eid.tokens WHERE code_sha256 = %(code)s", {"code": sha256_hex(code)})


def keep_token(conn: db.Connection, token: str, *, code: str, grant: Grant, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO sandbox_eid.tokens (token_sha256, code_sha256, session_id, client_id, expires_at)"
        " VALUES (%(token)s, %(code)s, %(session_id)s, %(client_id)s, %(expires_at)s)",
        {
            "token": sha256_hex(token),
            "code": sha256_hex(code),
            "session_id": grant.session_id,
            "client_id": grant.binding.client_id,
            "expires_at": expires_at,
        },
    )


def holder_of(conn: db.Connection, token: str, *, now: datetime) -> tuple[str, str] | None:
    """User name of the active account behind an access token, and the client it was issued to."""
    row = conn.execute(
        "SELECT s.username, t.client_id FROM sandbox_eid.tokens t JOIN sandbox_eid.sessions s USING (session_id)"
        " JOIN sandbox_eid.accounts a USING (username)"
        " WHERE t.token_sha256 = %(token)s AND t.expires_at > %(now)s AND s.expires_at > %(now)s AND a.state = 'active'",
        {"token": sha256_hex(token), "now": now},
    ).fetchone()
    return None if row is None else (row[0], row[1])


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away everything whose time is over; how many rows that were."""
    return sum(
        (
            conn.execute("DELETE FROM sandbox_eid.codes WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM sandbox_eid.tokens WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM sandbox_eid.logins WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM sandbox_eid.attempts WHERE window_ends_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM sandbox_eid.sessions WHERE expires_at <= %(now)s", {"now": now}).rowcount,
        )
    )
