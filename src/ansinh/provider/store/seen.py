"""Numbers that count once."""

from collections.abc import Sequence
from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex


def remember(conn: db.Connection, what: str, *, until: datetime) -> bool:
    """False if it was remembered already; of two at the same time the second waits and is told so."""
    return (
        conn.execute(
            "INSERT INTO provider.seen (what, expires_at) VALUES (%(what)s, %(until)s) ON CONFLICT (what) DO NOTHING",
            {"what": hash_of(what), "until": until},
        ).rowcount
        == 1
    )


def remember_all(conn: db.Connection, numbers: Sequence[tuple[str, datetime]]) -> frozenset[str]:
    """Those of them, each with its end, that were not remembered already. To be given in the same order by everybody."""
    rows = conn.execute(
        "INSERT INTO provider.seen (what, expires_at) SELECT * FROM unnest(%(whats)s::text[], %(untils)s::timestamptz[])"
        " ON CONFLICT (what) DO NOTHING RETURNING what",
        {"whats": [hash_of(what) for what, _ in numbers], "untils": [until for _, until in numbers]},
    ).fetchall()
    fresh = {row[0] for row in rows}
    return frozenset(what for what, _ in numbers if hash_of(what) in fresh)


def hash_of(what: str) -> str:
    """How a number is kept."""
    return sha256_hex(what)
