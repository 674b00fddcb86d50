"""Codes, access tokens, and taking away what has expired."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.exchange.model import Grant, Pass, Reached, Session, person_claims
from ansinh.exchange.store import clients
from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest, CodeBinding
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class _CodeRow:
    session_id: UUID
    person_id: UUID
    upstream_issuer: str
    client_id: str
    redirect_uri: str
    code_challenge: str
    nonce: str | None
    scopes: list[str]
    account_level: int
    authentication_level: int
    amr: list[str]
    auth_time: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _TokenRow:
    client_id: str
    person_id: UUID
    tech_id: UUID
    citizen_number: str
    full_name: str
    birth_date: str
    sex: str
    account_level: int
    authentication_level: int
    amr: list[str]
    auth_time: datetime | None


def keep_code(conn: db.Connection, code: str, *, request: AuthorizationRequest, session: Session, expires_at: datetime) -> None:
    """Remember a code for this request of this session, with the levels as they are now."""
    conn.execute(
        "INSERT INTO exchange.codes (code_sha256, session_id, client_id, redirect_uri, code_challenge, nonce, scopes, account_level,"
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
        "DELETE FROM exchange.codes c USING exchange.sessions s, exchange.people p"
        " WHERE c.code_sha256 = %(code)s AND s.session_id = c.session_id AND p.person_id = s.person_id"
        " RETURNING c.session_id, s.person_id, p.upstream_issuer, c.client_id, c.redirect_uri, c.code_challenge, c.nonce, c.scopes,"
        " c.account_level, c.authentication_level, c.amr, c.auth_time, c.expires_at",
        {"code": sha256_hex(code)},
    )
    if row is None:
        return None
    return Grant(
        binding=CodeBinding(row.client_id, row.redirect_uri, row.code_challenge, row.expires_at),
        session_id=row.session_id,
        nonce=row.nonce,
        scopes=tuple(row.scopes),
        reached=Reached(eid.Assurance(row.account_level, row.authentication_level), tuple(row.amr), row.auth_time),
        person_id=row.person_id,
        provider=row.upstream_issuer,
    )


def revoke_from_code(conn: db.Connection, code: str) -> int:
    """Revoke the tokens a code once gave; how many there were."""
    return conn.execute("DELETE FROM exchange.tokens WHERE code_sha256 = %(code)s", {"code": sha256_hex(code)}).rowcount


def keep_token(conn: db.Connection, token: str, *, code: str, grant: Grant, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO exchange.tokens (token_sha256, code_sha256, session_id, client_id, scopes, account_level, authentication_level, amr,"
        " auth_time, expires_at) VALUES (%(token)s, %(code)s, %(session_id)s, %(client_id)s, %(scopes)s::text[], %(account_level)s,"
        " %(authentication_level)s, %(amr)s::text[], %(auth_time)s, %(expires_at)s)",
        {
            "token": sha256_hex(token),
            "code": sha256_hex(code),
            "session_id": grant.session_id,
            "client_id": grant.binding.client_id,
            "scopes": list(grant.scopes),
            "account_level": grant.reached.assurance.account_level,
            "authentication_level": grant.reached.assurance.authentication_level,
            "amr": list(grant.reached.amr),
            "auth_time": grant.reached.auth_time,
            "expires_at": expires_at,
        },
    )


def open_pass(conn: db.Connection, token: str, *, issuer: str, now: datetime) -> Pass | None:
    """What an access token opens; None if it is unknown, expired or revoked, or its client is blocked."""
    row = db.one(
        conn,
        _TokenRow,
        "SELECT t.client_id, s.person_id, p.tech_id, s.citizen_number, s.full_name, s.birth_date, s.sex, t.account_level,"
        " t.authentication_level, t.amr, t.auth_time"
        " FROM exchange.tokens t JOIN exchange.sessions s USING (session_id) JOIN exchange.people p USING (person_id)"
        " WHERE t.token_sha256 = %(token)s AND t.expires_at > %(now)s AND s.expires_at > %(now)s",
        {"token": sha256_hex(token), "now": now},
    )
    client = None if row is None else clients.find(conn, row.client_id)
    if row is None or client is None:
        return None
    reached = Reached(eid.Assurance(row.account_level, row.authentication_level), tuple(row.amr), row.auth_time)
    claims = person_claims(
        issuer=issuer,
        person_id=row.person_id,
        tech_id=row.tech_id,
        citizen_number=row.citizen_number,
        full_name=row.full_name,
        birth_date=row.birth_date,
        sex=row.sex,
        reached=reached,
    )
    return Pass(client, claims, reached)


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away everything whose time is over; how many rows that were."""
    return sum(
        (
            conn.execute("DELETE FROM exchange.codes WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM exchange.tokens WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM exchange.logins WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM exchange.logouts WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM exchange.sessions WHERE expires_at <= %(now)s", {"now": now}).rowcount,
        )
    )
