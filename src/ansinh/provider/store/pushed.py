"""Pushed authorization requests; each leads to one code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import Client, PushedRequest
from ansinh.provider.store import clients, seen


@dataclass(frozen=True, slots=True)
class _Row(clients.Row):
    pushed_by: str | None
    parameters: dict[str, str] | None
    expires_at: datetime | None

    def request(self) -> PushedRequest | None:
        if self.pushed_by is None or self.parameters is None or self.expires_at is None:
            return None
        return PushedRequest(self.pushed_by, self.parameters, self.expires_at)


def keep(
    conn: db.Connection, request_uri: str, request: PushedRequest, *, issuer: str, numbers: Sequence[tuple[str, datetime]]
) -> frozenset[str]:
    """Keeps the request if none of `numbers`, each with its end, was seen before; those that were not. They are used up in any case."""
    rows = conn.execute(
        "WITH fresh AS (INSERT INTO provider.seen (what, expires_at) SELECT * FROM unnest(%(whats)s::text[], %(untils)s::timestamptz[])"
        " ON CONFLICT (what) DO NOTHING RETURNING what),"
        " kept AS (INSERT INTO provider.pushed_requests (request_uri_sha256, issuer, client_id, parameters, expires_at)"
        " SELECT %(uri)s::text, %(issuer)s::text, %(client_id)s::text, %(parameters)s::jsonb, %(expires_at)s::timestamptz"
        " WHERE (SELECT count(*) FROM fresh) = cardinality(%(whats)s::text[])) SELECT what FROM fresh",
        {
            "whats": [seen.hash_of(what) for what, _ in numbers],
            "untils": [until for _, until in numbers],
            "uri": hash_of(request_uri),
            "issuer": issuer,
            "client_id": request.client_id,
            "parameters": db.Json(dict(request.parameters)),
            "expires_at": request.expires_at,
        },
    ).fetchall()
    fresh = {row[0] for row in rows}
    return frozenset(what for what, _ in numbers if seen.hash_of(what) in fresh)


def with_client(
    conn: db.Connection, number: str | None, *, issuer: str, client_id: str | None
) -> tuple[Client | None, PushedRequest | None]:
    """The client, None if there is none or it is blocked, and what was pushed under this number, by whomever and expired or not.

    `number` is the hash of a request_uri, None where none was given. No request for one that is unknown or has led to a code.
    """
    if client_id is None or number is None:
        return clients.find(conn, issuer, client_id), None
    row = db.one(
        conn,
        _Row,
        "SELECT c.client_id, c.name, c.profile, c.secret_sha256, c.token_endpoint_auth_method, c.jwks, c.redirect_uris,"
        " c.post_logout_redirect_uris, c.backchannel_logout_uri, c.scopes, c.claims, c.userinfo_form, c.subject_type, c.sector,"
        " c.loopback_any_port, c.default_acr_values, c.purpose, c.purpose_en, c.consent_days, c.traced, p.client_id AS pushed_by,"
        " p.parameters, p.expires_at FROM provider.clients c LEFT JOIN provider.pushed_requests p ON p.request_uri_sha256 = %(number)s"
        " AND p.issuer = %(issuer)s WHERE c.issuer = %(issuer)s AND c.client_id = %(client_id)s AND NOT c.blocked",
        {"number": number, "issuer": issuer, "client_id": client_id},
    )
    return (None, None) if row is None else (row.client(), row.request())


def hash_of(request_uri: str) -> str:
    """How a number is kept."""
    return sha256_hex(request_uri)
