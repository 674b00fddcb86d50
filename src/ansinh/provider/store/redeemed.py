"""Redeeming a code: in one statement it is taken, its tokens are kept, and what was proven with is used up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.provider.store import codes, seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a code is redeemed for. `refresh` is None where its client was not given leave to come back without the person.

    `party`: the name the client knows the person by from now on in this session, to be told when that is over.
    """

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    issued_at: datetime
    access_expires_at: datetime
    refresh_expires_at: datetime
    family_expires_at: datetime
    thumbprint: str | None
    party: str


@dataclass(frozen=True, slots=True)
class _Row:
    fresh: list[str]
    taken: bool


def redeem(
    conn: db.Connection, code: str, given: Given, *, issuer: str, numbers: Sequence[tuple[str, datetime]]
) -> tuple[frozenset[str], bool]:
    """Those of `numbers`, each with its end, that were not seen before, and whether the code was taken and its tokens kept.

    The code is taken, by exactly one of any number of callers, only where all numbers are new; they are used up in any case.
    """
    row = db.one(
        conn,
        _Row,
        "WITH fresh AS (INSERT INTO provider.seen (what, expires_at) SELECT * FROM unnest(%(whats)s::text[], %(untils)s::timestamptz[])"
        " ON CONFLICT (what) DO NOTHING RETURNING what),"
        " taken AS (DELETE FROM provider.codes WHERE code_sha256 = %(code)s::text AND issuer = %(issuer)s::text"
        " AND (SELECT count(*) FROM fresh) = cardinality(%(whats)s::text[]) RETURNING session_id, client_id, scopes, claims, subject, acr, amr, auth_time),"
        " noted AS (INSERT INTO provider.parties (session_id, client_id, issuer, subject)"
        " SELECT session_id, client_id, %(issuer)s::text, %(party)s::text FROM taken ON CONFLICT DO NOTHING),"
        " kept AS (INSERT INTO provider.tokens (token_sha256, kind, family, issuer, session_id, client_id, scopes, claims, subject, acr, amr,"
        " auth_time, thumbprint, issued_at, expires_at, family_expires_at) SELECT each.token, each.kind, %(code)s::text, %(issuer)s::text,"
        " taken.session_id, taken.client_id, taken.scopes, taken.claims, taken.subject, taken.acr, taken.amr, taken.auth_time,"
        " %(thumbprint)s::text, %(issued_at)s::timestamptz, each.expires_at, each.family_expires_at"
        " FROM taken, (VALUES (%(access)s::text, 'access', %(access_expires_at)s::timestamptz, %(access_expires_at)s::timestamptz),"
        " (%(refresh)s::text, 'refresh', %(refresh_expires_at)s::timestamptz, %(family_expires_at)s::timestamptz))"
        " AS each(token, kind, expires_at, family_expires_at) WHERE each.token IS NOT NULL)"
        " SELECT ARRAY(SELECT what FROM fresh) AS fresh, EXISTS (SELECT FROM taken) AS taken",
        {
            "whats": [seen.hash_of(what) for what, _ in numbers],
            "untils": [until for _, until in numbers],
            "code": codes.family_of(code),
            "issuer": issuer,
            "party": given.party,
            "thumbprint": given.thumbprint,
            "issued_at": given.issued_at,
            "access": sha256_hex(given.access),
            "access_expires_at": given.access_expires_at,
            "refresh": None if given.refresh is None else sha256_hex(given.refresh),
            "refresh_expires_at": given.refresh_expires_at,
            "family_expires_at": given.family_expires_at,
        },
    )
    assert row is not None  # a statement without FROM answers with one row
    return frozenset(what for what, _ in numbers if seen.hash_of(what) in row.fresh), row.taken
