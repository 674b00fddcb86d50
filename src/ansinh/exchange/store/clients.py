"""Registered relying parties."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.oidc import AuthMethod, Client


@dataclass(frozen=True, slots=True)
class _Row:
    client_id: str
    name: str
    secret_sha256: str
    token_endpoint_auth_method: AuthMethod
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    scopes: list[str]
    claims: list[str]
    loopback_any_port: bool


def find(conn: db.Connection, client_id: str | None) -> Client | None:
    """The client, unless it is unknown or blocked."""
    if client_id is None:
        return None
    row = db.one(
        conn,
        _Row,
        "SELECT client_id, name, secret_sha256, token_endpoint_auth_method, redirect_uris, post_logout_redirect_uris, scopes, claims,"
        " loopback_any_port FROM exchange.clients WHERE client_id = %(client_id)s AND NOT blocked",
        {"client_id": client_id},
    )
    if row is None:
        return None
    return Client(
        client_id=row.client_id,
        name=row.name,
        secret_sha256=row.secret_sha256,
        token_endpoint_auth_method=row.token_endpoint_auth_method,
        redirect_uris=tuple(row.redirect_uris),
        post_logout_redirect_uris=tuple(row.post_logout_redirect_uris),
        scopes=tuple(row.scopes),
        claims=tuple(row.claims),
        loopback_any_port=row.loopback_any_port,
    )


def save(conn: db.Connection, client: Client, *, now: datetime) -> None:
    """Registers the client, or changes what is registered; a block stays."""
    conn.execute(
        "INSERT INTO exchange.clients (client_id, name, secret_sha256, token_endpoint_auth_method, redirect_uris,"
        " post_logout_redirect_uris, scopes, claims, loopback_any_port, registered_at, changed_at)"
        " VALUES (%(client_id)s, %(name)s, %(secret_sha256)s, %(method)s, %(redirect_uris)s::text[], %(post_logout)s::text[],"
        " %(scopes)s::text[], %(claims)s::text[], %(loopback_any_port)s, %(now)s, %(now)s)"
        " ON CONFLICT (client_id) DO UPDATE SET name = EXCLUDED.name, secret_sha256 = EXCLUDED.secret_sha256,"
        " token_endpoint_auth_method = EXCLUDED.token_endpoint_auth_method, redirect_uris = EXCLUDED.redirect_uris,"
        " post_logout_redirect_uris = EXCLUDED.post_logout_redirect_uris, scopes = EXCLUDED.scopes, claims = EXCLUDED.claims,"
        " loopback_any_port = EXCLUDED.loopback_any_port, changed_at = EXCLUDED.changed_at",
        {
            "client_id": client.client_id,
            "name": client.name,
            "secret_sha256": client.secret_sha256,
            "method": client.token_endpoint_auth_method,
            "redirect_uris": list(client.redirect_uris),
            "post_logout": list(client.post_logout_redirect_uris),
            "scopes": list(client.scopes),
            "claims": list(client.claims),
            "loopback_any_port": client.loopback_any_port,
            "now": now,
        },
    )


def block(conn: db.Connection, client_id: str, *, now: datetime) -> None:
    """From now on it is answered like an unknown client; codes and tokens it holds are void."""
    conn.execute(
        "UPDATE exchange.clients SET blocked = true, changed_at = %(now)s WHERE client_id = %(client_id)s",
        {"client_id": client_id, "now": now},
    )
    conn.execute("DELETE FROM exchange.codes WHERE client_id = %(client_id)s", {"client_id": client_id})
    conn.execute("DELETE FROM exchange.tokens WHERE client_id = %(client_id)s", {"client_id": client_id})
