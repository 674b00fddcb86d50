"""Registered relying parties: the identity exchange, mostly."""

from dataclasses import dataclass

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
    if client_id is None:
        return None
    row = db.one(
        conn,
        _Row,
        "SELECT client_id, name, secret_sha256, token_endpoint_auth_method, redirect_uris, post_logout_redirect_uris, scopes, claims,"
        " loopback_any_port FROM sandbox_eid.clients WHERE client_id = %(client_id)s",
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


def save(conn: db.Connection, client: Client) -> None:
    """Registers the client, or changes what is registered."""
    conn.execute(
        "INSERT INTO sandbox_eid.clients (client_id, name, secret_sha256, token_endpoint_auth_method, redirect_uris,"
        " post_logout_redirect_uris, scopes, claims, loopback_any_port)"
        " VALUES (%(client_id)s, %(name)s, %(secret_sha256)s, %(method)s, %(redirect_uris)s::text[], %(post_logout)s::text[],"
        " %(scopes)s::text[], %(claims)s::text[], %(loopback_any_port)s)"
        " ON CONFLICT (client_id) DO UPDATE SET name = EXCLUDED.name, secret_sha256 = EXCLUDED.secret_sha256,"
        " token_endpoint_auth_method = EXCLUDED.token_endpoint_auth_method, redirect_uris = EXCLUDED.redirect_uris,"
        " post_logout_redirect_uris = EXCLUDED.post_logout_redirect_uris, scopes = EXCLUDED.scopes, claims = EXCLUDED.claims,"
        " loopback_any_port = EXCLUDED.loopback_any_port",
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
        },
    )
