"""SQL of linking proofs."""

from datetime import datetime

from ansinh.identity.model import Purpose
from ansinh.kit import db


def insert(
    conn: db.Connection, *, session_hash: str, purpose: Purpose, account_id: int, issuer: str, subject: str, expires_at: datetime
) -> None:
    conn.execute(
        """
        INSERT INTO identity.linking_proofs (session_hash, purpose, account_id, issuer, subject, expires_at)
        VALUES (%(session_hash)s, %(purpose)s, %(account_id)s, %(issuer)s, %(subject)s, %(expires_at)s)
        ON CONFLICT (session_hash, purpose) DO UPDATE
            SET account_id = EXCLUDED.account_id, issuer = EXCLUDED.issuer, subject = EXCLUDED.subject, expires_at = EXCLUDED.expires_at
        """,
        {
            "session_hash": session_hash,
            "purpose": purpose.value,
            "account_id": account_id,
            "issuer": issuer,
            "subject": subject,
            "expires_at": expires_at,
        },
    )


def take(conn: db.Connection, *, session_hash: str, purpose: Purpose, account_id: int, issuer: str, subject: str, now: datetime) -> bool:
    """Takes the proof away; of any number of parallel callers one gets it, and nobody else's, no other purpose's and no old one counts."""
    done = conn.execute(
        """
        DELETE FROM identity.linking_proofs
        WHERE session_hash = %(session_hash)s AND purpose = %(purpose)s AND account_id = %(account_id)s AND issuer = %(issuer)s
          AND subject = %(subject)s AND expires_at > %(now)s
        """,
        {
            "session_hash": session_hash,
            "purpose": purpose.value,
            "account_id": account_id,
            "issuer": issuer,
            "subject": subject,
            "now": now,
        },
    )
    return done.rowcount == 1


def is_there(conn: db.Connection, *, session_hash: str, purpose: Purpose, account_id: int, now: datetime) -> bool:
    row = conn.execute(
        """
        SELECT 1 FROM identity.linking_proofs
        WHERE session_hash = %(session_hash)s AND purpose = %(purpose)s AND account_id = %(account_id)s AND expires_at > %(now)s
        """,
        {"session_hash": session_hash, "purpose": purpose.value, "account_id": account_id, "now": now},
    ).fetchone()
    return row is not None


def forget_of(conn: db.Connection, account_id: int) -> None:
    """Every proof of the account."""
    conn.execute("DELETE FROM identity.linking_proofs WHERE account_id = %(account_id)s", {"account_id": account_id})


def delete_expired(conn: db.Connection, *, now: datetime) -> int:
    return conn.execute("DELETE FROM identity.linking_proofs WHERE expires_at <= %(now)s", {"now": now}).rowcount
