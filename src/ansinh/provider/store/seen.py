"""Numbers that count once."""

from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex


def remember(conn: db.Connection, what: str, *, until: datetime) -> bool:
    """False if it was remembered already; of two at the same time the second waits and is told so."""
    return (
        conn.execute(
            "INSERT INTO provider.seen (what, expires_at) VALUES (%(what)s, %(until)s) ON CONFLICT (what) DO NOTHING",
            {"what": sha256_hex(what), "until": until},
        ).rowcount
        == 1
    )
