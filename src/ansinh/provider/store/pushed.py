"""Pushed authorization requests; each leads to one code."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import PushedRequest


@dataclass(frozen=True, slots=True)
class _Row:
    client_id: str
    parameters: dict[str, str]
    expires_at: datetime


def keep(conn: db.Connection, request_uri: str, request: PushedRequest, *, issuer: str) -> None:
    conn.execute(
        "INSERT INTO provider.pushed_requests (request_uri_sha256, issuer, client_id, parameters, expires_at)"
        " VALUES (%(uri)s, %(issuer)s, %(client_id)s, %(parameters)s, %(expires_at)s)",
        {
            "uri": hash_of(request_uri),
            "issuer": issuer,
            "client_id": request.client_id,
            "parameters": db.Json(dict(request.parameters)),
            "expires_at": request.expires_at,
        },
    )


def find(conn: db.Connection, request_uri: str, *, issuer: str) -> PushedRequest | None:
    """What was pushed under this number, expired or not; None for one that is unknown or has led to a code."""
    row = db.one(
        conn,
        _Row,
        "SELECT client_id, parameters, expires_at FROM provider.pushed_requests WHERE request_uri_sha256 = %(uri)s AND issuer = %(issuer)s",
        {"uri": hash_of(request_uri), "issuer": issuer},
    )
    return None if row is None else PushedRequest(row.client_id, row.parameters, row.expires_at)


def use_up(conn: db.Connection, number: str, *, issuer: str) -> bool:
    """True to exactly one of any number of callers; `number` is the hash of a request_uri."""
    cursor = conn.execute(
        "DELETE FROM provider.pushed_requests WHERE request_uri_sha256 = %(number)s AND issuer = %(issuer)s",
        {"number": number, "issuer": issuer},
    )
    return cursor.rowcount == 1


def hash_of(request_uri: str) -> str:
    """How a number is kept."""
    return sha256_hex(request_uri)
