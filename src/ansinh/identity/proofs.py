"""Linking proofs: that whoever holds this session has just logged in anew, for this purpose, as this issuer's subject.

Bound to all of them, taken once, five minutes old at the most, gone with the session, and with every link and unlink of the account.
A proof that outlives one of these, or is bound to less, has let strangers link accounts elsewhere (CVE-2026-9087, CVE-2026-92358).
"""

from datetime import datetime, timedelta

from ansinh.identity import store
from ansinh.identity.model import Purpose
from ansinh.kit import crypto, db

PROOF_LIFE = timedelta(minutes=5)


def prove(conn: db.Connection, token: str, *, purpose: Purpose, account_id: int, issuer: str, subject: str, now: datetime) -> None:
    """Keeps a proof for the session of `token`."""
    store.proofs.insert(
        conn,
        session_hash=crypto.sha256_hex(token),
        purpose=purpose,
        account_id=account_id,
        issuer=issuer,
        subject=subject,
        expires_at=now + PROOF_LIFE,
    )


def take(conn: db.Connection, token: str, *, purpose: Purpose, account_id: int, now: datetime) -> bool:
    """Takes the proof of this session for its account as that account is named; False if there is none that counts."""
    issuer, subject = store.accounts.name_of(conn, account_id)
    return store.proofs.take(
        conn, session_hash=crypto.sha256_hex(token), purpose=purpose, account_id=account_id, issuer=issuer, subject=subject, now=now
    )


def is_proven(conn: db.Connection, token: str, *, purpose: Purpose, account_id: int, now: datetime) -> bool:
    """True while a proof could be taken."""
    return store.proofs.is_there(conn, session_hash=crypto.sha256_hex(token), purpose=purpose, account_id=account_id, now=now)
