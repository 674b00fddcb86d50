"""Authorization codes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest, CodeBinding
from ansinh.provider.model import Grant, Login


@dataclass(frozen=True, slots=True)
class _Row:
    session_id: UUID
    client_id: str
    redirect_uri: str
    code_challenge: str | None
    dpop_jkt: str | None
    nonce: str | None
    scopes: list[str]
    claims: list[str]
    subject: str
    acr: str
    amr: list[str]
    auth_time: datetime | None
    expires_at: datetime


def keep(conn: db.Connection, code: str, *, issuer: str, request: AuthorizationRequest, login: Login, expires_at: datetime) -> bool:
    """Remember a code for this request, with the login as it is now.

    A pushed request is used up with it: of any number of callers at once exactly one gets True, for the rest there is no code.
    """
    cursor = conn.execute(
        "WITH used AS (DELETE FROM provider.pushed_requests WHERE request_uri_sha256 = %(pushed)s::text AND issuer = %(issuer)s::text"
        " RETURNING 1) INSERT INTO provider.codes (code_sha256, issuer, session_id, client_id, redirect_uri, code_challenge, dpop_jkt,"
        " nonce, scopes, claims, subject, acr, amr, auth_time, expires_at) SELECT %(code)s::text, %(issuer)s::text, %(session_id)s::uuid,"
        " %(client_id)s::text, %(redirect_uri)s::text, %(code_challenge)s::text, %(dpop_jkt)s::text, %(nonce)s::text, %(scopes)s::text[],"
        " %(claims)s::text[], %(subject)s::text, %(acr)s::text, %(amr)s::text[], %(auth_time)s::timestamptz, %(expires_at)s::timestamptz"
        " WHERE %(pushed)s::text IS NULL OR EXISTS (SELECT FROM used)",
        {
            "code": sha256_hex(code),
            "issuer": issuer,
            "session_id": login.session_id,
            "client_id": request.client_id,
            "redirect_uri": request.redirect_uri,
            "code_challenge": request.code_challenge,
            "dpop_jkt": request.dpop_jkt,
            "nonce": request.nonce,
            "scopes": list(request.scopes),
            "claims": list(request.claims),
            "subject": login.subject,
            "acr": login.acr,
            "amr": list(login.amr),
            "auth_time": login.auth_time,
            "expires_at": expires_at,
            "pushed": request.pushed,
        },
    )
    return cursor.rowcount == 1


def take(conn: db.Connection, code: str, *, issuer: str) -> Grant | None:
    """What the code gives, expired or not, to exactly one of any number of callers; None if it is unknown or was taken."""
    row = db.one(
        conn,
        _Row,
        "DELETE FROM provider.codes WHERE code_sha256 = %(code)s AND issuer = %(issuer)s RETURNING session_id, client_id, redirect_uri,"
        " code_challenge, dpop_jkt, nonce, scopes, claims, subject, acr, amr, auth_time, expires_at",
        {"code": sha256_hex(code), "issuer": issuer},
    )
    if row is None:
        return None
    return Grant(
        binding=CodeBinding(row.client_id, row.redirect_uri, row.code_challenge, row.expires_at, row.dpop_jkt),
        login=Login(row.session_id, row.subject, row.acr, tuple(row.amr), row.auth_time),
        nonce=row.nonce,
        scopes=tuple(row.scopes),
        claims=tuple(row.claims),
    )


def family_of(code: str) -> str:
    """What all tokens that came from the code are kept under."""
    return sha256_hex(code)
