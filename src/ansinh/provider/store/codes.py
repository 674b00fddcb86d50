"""Authorization codes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest, Client, CodeBinding
from ansinh.provider.model import Grant, Login
from ansinh.provider.store import clients


@dataclass(frozen=True, slots=True)
class _WithClient(clients.Row):
    session_id: UUID | None
    issued_to: str
    redirect_uri: str
    code_challenge: str | None
    dpop_jkt: str | None
    nonce: str | None
    granted_scopes: list[str]
    granted_claims: list[str]
    subject: str
    acr: str
    amr: list[str]
    auth_time: datetime | None
    expires_at: datetime

    def grant(self) -> Grant | None:
        if self.session_id is None:
            return None
        return Grant(
            binding=CodeBinding(self.issued_to, self.redirect_uri, self.code_challenge, self.expires_at, self.dpop_jkt),
            login=Login(self.session_id, self.subject, self.acr, tuple(self.amr), self.auth_time),
            nonce=self.nonce,
            scopes=tuple(self.granted_scopes),
            claims=tuple(self.granted_claims),
        )


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


def with_client(conn: db.Connection, code: str, *, issuer: str, client_id: str | None) -> tuple[Client | None, Grant | None]:
    """The client, None if there is none or it is blocked, and what the code gives, expired or not, whosever it is.

    No grant for a code that is unknown or was taken. Nothing is taken yet.
    """
    if client_id is None or not code:
        return clients.find(conn, issuer, client_id), None
    row = db.one(
        conn,
        _WithClient,
        "SELECT c.client_id, c.name, c.profile, c.secret_sha256, c.token_endpoint_auth_method, c.jwks, c.redirect_uris,"
        " c.post_logout_redirect_uris, c.backchannel_logout_uri, c.scopes, c.claims, c.userinfo_form, c.subject_type, c.sector,"
        " c.loopback_any_port, c.default_acr_values, c.purpose, c.purpose_en, c.consent_days, c.traced, k.session_id,"
        " k.client_id AS issued_to, k.redirect_uri, k.code_challenge, k.dpop_jkt, k.nonce, k.scopes AS granted_scopes,"
        " k.claims AS granted_claims, k.subject, k.acr, k.amr, k.auth_time, k.expires_at"
        " FROM provider.clients c LEFT JOIN provider.codes k ON k.code_sha256 = %(code)s AND k.issuer = %(issuer)s"
        " WHERE c.issuer = %(issuer)s AND c.client_id = %(client_id)s AND NOT c.blocked",
        {"code": sha256_hex(code), "issuer": issuer, "client_id": client_id},
    )
    return (None, None) if row is None else (row.client(), row.grant())


def take(conn: db.Connection, code: str, *, issuer: str) -> bool:
    """The code is worth nothing from now on. True to exactly one of any number of callers; False if it is unknown or was taken."""
    cursor = conn.execute(
        "DELETE FROM provider.codes WHERE code_sha256 = %(code)s AND issuer = %(issuer)s", {"code": sha256_hex(code), "issuer": issuer}
    )
    return cursor.rowcount == 1


def family_of(code: str) -> str:
    """What all tokens that came from the code are kept under."""
    return sha256_hex(code)
