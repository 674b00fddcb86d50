"""Signing keys and their schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db
from ansinh.oidc import ScheduledKey


@dataclass(frozen=True, slots=True)
class Row:
    """A key as it is kept. `sealed` is None once the private half was erased."""

    kid: str
    public_jwk: Mapping[str, Any]
    sealed: bytes | None
    announced_at: datetime
    signs_from: datetime
    revoked_at: datetime | None

    @property
    def scheduled(self) -> ScheduledKey:
        return ScheduledKey(self.kid, self.announced_at, self.signs_from, self.revoked_at)


def every(conn: db.Connection, issuer: str) -> list[Row]:
    """All keys a provider ever had, in the order they begin to sign in."""
    return db.many(
        conn,
        Row,
        "SELECT kid, public_jwk, sealed, announced_at, signs_from, revoked_at FROM provider.signing_keys"
        " WHERE issuer = %(issuer)s ORDER BY signs_from, kid",
        {"issuer": issuer},
    )


def hold(conn: db.Connection, issuer: str) -> None:
    """Until this transaction ends nobody else who holds it first changes this provider's keys."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('provider.signing_keys ' || %(issuer)s::text, 0))", {"issuer": issuer})


def add(
    conn: db.Connection,
    issuer: str,
    *,
    kid: str,
    public_jwk: Mapping[str, Any],
    sealed: bytes,
    announced_at: datetime,
    signs_from: datetime,
) -> None:
    conn.execute(
        "INSERT INTO provider.signing_keys (issuer, kid, public_jwk, sealed, announced_at, signs_from)"
        " VALUES (%(issuer)s, %(kid)s, %(public_jwk)s, %(sealed)s, %(announced_at)s, %(signs_from)s)",
        {
            "issuer": issuer,
            "kid": kid,
            "public_jwk": db.Json(dict(public_jwk)),
            "sealed": sealed,
            "announced_at": announced_at,
            "signs_from": signs_from,
        },
    )


def revoke(conn: db.Connection, issuer: str, kid: str, *, now: datetime) -> None:
    """From now on it is neither used nor published."""
    conn.execute(
        "UPDATE provider.signing_keys SET revoked_at = %(now)s, sealed = NULL WHERE issuer = %(issuer)s AND kid = %(kid)s",
        {"issuer": issuer, "kid": kid, "now": now},
    )


def sign_from(conn: db.Connection, issuer: str, kid: str, *, since: datetime) -> None:
    """A key that was announced begins to sign at another instant."""
    conn.execute(
        "UPDATE provider.signing_keys SET signs_from = %(since)s WHERE issuer = %(issuer)s AND kid = %(kid)s",
        {"issuer": issuer, "kid": kid, "since": since},
    )


def erase(conn: db.Connection, issuer: str, kids: Sequence[str]) -> int:
    """Takes away the private halves; how many there were."""
    return conn.execute(
        "UPDATE provider.signing_keys SET sealed = NULL WHERE issuer = %(issuer)s AND kid = ANY(%(kids)s::text[]) AND sealed IS NOT NULL",
        {"issuer": issuer, "kids": list(kids)},
    ).rowcount


def drop_issued_since(conn: db.Connection, issuer: str, *, since: datetime) -> int:
    """Takes away every code, and every token issued from `since` on; how many tokens that were."""
    keys = {"issuer": issuer, "since": since}
    conn.execute("DELETE FROM provider.codes WHERE issuer = %(issuer)s", keys)
    return conn.execute("DELETE FROM provider.tokens WHERE issuer = %(issuer)s AND issued_at >= %(since)s", keys).rowcount
