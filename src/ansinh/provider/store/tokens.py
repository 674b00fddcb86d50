"""Access and refresh tokens, the sessions they hang on, and taking away what has expired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import RefreshToken
from ansinh.provider.model import Login, Pass
from ansinh.provider.store import clients

_LOGIN_OVER = timedelta(hours=1)  # longer than any login takes: until then a pushed request, expired or not, may still lead to its one code


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a token is good, and when the last of its family ends."""

    issued_at: datetime
    expires_at: datetime
    family_expires_at: datetime


@dataclass(frozen=True, slots=True)
class KeptRefresh:
    """A refresh token with what it stands for."""

    token: RefreshToken
    login: Login
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    family: str
    session_id: UUID
    client_id: str
    scopes: list[str]
    claims: list[str]
    subject: str
    acr: str
    amr: list[str]
    auth_time: datetime | None
    thumbprint: str | None
    issued_at: datetime
    expires_at: datetime
    family_expires_at: datetime
    used_at: datetime | None

    @property
    def login(self) -> Login:
        return Login(self.session_id, self.subject, self.acr, tuple(self.amr), self.auth_time)


@dataclass(frozen=True, slots=True)
class _PassRow(clients.Row):
    session_id: UUID
    granted_scopes: list[str]
    granted_claims: list[str]
    subject: str
    acr: str
    amr: list[str]
    auth_time: datetime | None
    thumbprint: str | None
    issued_at: datetime
    expires_at: datetime

    def opens(self) -> Pass:
        login = Login(self.session_id, self.subject, self.acr, tuple(self.amr), self.auth_time)
        scopes, claims = tuple(self.granted_scopes), tuple(self.granted_claims)
        return Pass(self.client(), login, scopes, claims, self.thumbprint, self.issued_at, self.expires_at)


def keep(
    conn: db.Connection,
    token: str,
    *,
    kind: str,
    family: str,
    issuer: str,
    client_id: str,
    login: Login,
    scopes: tuple[str, ...],
    claims: tuple[str, ...],
    thumbprint: str | None,
    life: Life,
) -> None:
    """Keeps a token of a family there is."""
    conn.execute(
        "INSERT INTO provider.tokens (token_sha256, kind, family, issuer, session_id, client_id, scopes, claims, subject, acr, amr,"
        " auth_time, thumbprint, issued_at, expires_at, family_expires_at) VALUES (%(token)s, %(kind)s, %(family)s, %(issuer)s::text,"
        " %(session_id)s::uuid, %(client_id)s::text, %(scopes)s::text[], %(claims)s::text[], %(subject)s, %(acr)s, %(amr)s::text[], %(auth_time)s,"
        " %(thumbprint)s, %(issued_at)s, %(expires_at)s, %(family_expires_at)s)",
        {
            "token": sha256_hex(token),
            "kind": kind,
            "family": family,
            "issuer": issuer,
            "session_id": login.session_id,
            "client_id": client_id,
            "scopes": list(scopes),
            "claims": list(claims),
            "subject": login.subject,
            "acr": login.acr,
            "amr": list(login.amr),
            "auth_time": login.auth_time,
            "thumbprint": thumbprint,
            "issued_at": life.issued_at,
            "expires_at": life.expires_at,
            "family_expires_at": life.family_expires_at,
        },
    )


def open_pass(conn: db.Connection, token: str, *, issuer: str, now: datetime) -> Pass | None:
    """What an access token opens; None if it is unknown, expired or revoked, or its client is blocked."""
    row = db.one(
        conn,
        _PassRow,
        "SELECT c.client_id, c.name, c.profile, c.secret_sha256, c.token_endpoint_auth_method, c.jwks, c.redirect_uris,"
        " c.post_logout_redirect_uris, c.backchannel_logout_uri, c.scopes, c.claims, c.userinfo_form, c.subject_type, c.sector,"
        " c.loopback_any_port, c.default_acr_values, c.purpose, c.purpose_en, c.consent_days, c.traced, t.session_id,"
        " t.scopes AS granted_scopes, t.claims AS granted_claims, t.subject, t.acr, t.amr, t.auth_time, t.thumbprint, t.issued_at,"
        " t.expires_at FROM provider.tokens t JOIN provider.clients c ON c.issuer = t.issuer AND c.client_id = t.client_id"
        " WHERE t.token_sha256 = %(token)s AND t.kind = 'access' AND t.issuer = %(issuer)s AND t.expires_at > %(now)s AND NOT c.blocked",
        {"token": sha256_hex(token), "issuer": issuer, "now": now},
    )
    return None if row is None else row.opens()


def refresh_token(conn: db.Connection, token: str, *, issuer: str) -> KeptRefresh | None:
    """A refresh token, used or not, expired or not, with its row locked until the transaction ends."""
    row = db.one(
        conn,
        _Row,
        "SELECT family, session_id, client_id, scopes, claims, subject, acr, amr, auth_time, thumbprint, issued_at, expires_at,"
        " family_expires_at, used_at FROM provider.tokens"
        " WHERE token_sha256 = %(token)s AND kind = 'refresh' AND issuer = %(issuer)s FOR UPDATE",
        {"token": sha256_hex(token), "issuer": issuer},
    )
    if row is None:
        return None
    kept = RefreshToken(row.family, row.client_id, tuple(row.scopes), row.expires_at, row.family_expires_at, row.thumbprint, row.used_at)
    return KeptRefresh(kept, row.login, tuple(row.claims))


def use(conn: db.Connection, token: str, *, now: datetime) -> None:
    """A refresh token was redeemed. It stays, so that a second use is known for what it is, as long as its family could live."""
    conn.execute(
        "UPDATE provider.tokens SET used_at = %(now)s, expires_at = family_expires_at WHERE token_sha256 = %(token)s",
        {"token": sha256_hex(token), "now": now},
    )


def revoke(conn: db.Connection, token: str, *, issuer: str, client_id: str) -> None:
    """The client gives a token back; a refresh token takes its family with it."""
    row = conn.execute(
        "DELETE FROM provider.tokens WHERE token_sha256 = %(token)s AND issuer = %(issuer)s AND client_id = %(client_id)s"
        " RETURNING kind, family",
        {"token": sha256_hex(token), "issuer": issuer, "client_id": client_id},
    ).fetchone()
    if row is not None and row[0] == "refresh":
        revoke_family(conn, row[1])


def revoke_family(conn: db.Connection, family: str) -> int:
    """Revoke every token of a family; how many there were."""
    return conn.execute("DELETE FROM provider.tokens WHERE family = %(family)s", {"family": family}).rowcount


def end_sessions(conn: db.Connection, session_ids: Sequence[UUID]) -> None:
    """Take away codes and tokens of the sessions."""
    keys = {"session_ids": list(session_ids)}
    conn.execute("DELETE FROM provider.codes WHERE session_id = ANY(%(session_ids)s::uuid[])", keys)
    conn.execute("DELETE FROM provider.tokens WHERE session_id = ANY(%(session_ids)s::uuid[])", keys)


def end_client(conn: db.Connection, session_ids: Sequence[UUID], *, issuer: str, client_id: str) -> None:
    """Take away codes and tokens one client holds of the sessions."""
    keys = {"session_ids": list(session_ids), "issuer": issuer, "client_id": client_id}
    conn.execute(
        "DELETE FROM provider.codes WHERE session_id = ANY(%(session_ids)s::uuid[]) AND issuer = %(issuer)s AND client_id = %(client_id)s",
        keys,
    )
    conn.execute(
        "DELETE FROM provider.tokens WHERE session_id = ANY(%(session_ids)s::uuid[]) AND issuer = %(issuer)s AND client_id = %(client_id)s",
        keys,
    )


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away everything whose time is over; how many rows that was."""
    return sum(
        (
            conn.execute("DELETE FROM provider.codes WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM provider.tokens WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute("DELETE FROM provider.pushed_requests WHERE expires_at <= %(over)s", {"over": now - _LOGIN_OVER}).rowcount,
            conn.execute("DELETE FROM provider.seen WHERE expires_at <= %(now)s", {"now": now}).rowcount,
        )
    )
