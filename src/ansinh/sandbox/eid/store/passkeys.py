"""Passkeys of accounts, and the challenges that wait for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.sandbox.eid.factors.passkeys import Made


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as it is kept. `set_aside_at`: from then on it opens nothing, because somebody may have copied it."""

    credential_id: bytes = field(repr=False)
    passkey_id: UUID
    username: str = field(repr=False)
    name: str = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    made_at: datetime
    last_used_at: datetime | None
    set_aside_at: datetime | None


@dataclass(frozen=True, slots=True)
class Challenge:
    """What an authenticator had to sign; `name` of the passkey being made."""

    challenge: bytes = field(repr=False)
    name: str | None = field(repr=False)


def add(conn: db.Connection, made: Made, *, passkey_id: UUID, username: str, name: str, now: datetime) -> bool:
    """False if there is such a credential already, whosever it is (WebAuthn 3, 7.1 step 26)."""
    return (
        conn.execute(
            "INSERT INTO sandbox_eid.passkeys (credential_id, passkey_id, username, name, public_key, sign_count, made_at)"
            " VALUES (%(credential_id)s, %(passkey_id)s, %(username)s, %(name)s, %(public_key)s, %(sign_count)s, %(now)s)"
            " ON CONFLICT (credential_id) DO NOTHING",
            {
                "credential_id": made.credential_id,
                "passkey_id": passkey_id,
                "username": username,
                "name": name,
                "public_key": made.public_key,
                "sign_count": made.sign_count,
                "now": now,
            },
        ).rowcount
        == 1
    )


def of_account(conn: db.Connection, username: str) -> list[Passkey]:
    """The oldest first."""
    return db.many(
        conn,
        Passkey,
        "SELECT credential_id, passkey_id, username, name, public_key, sign_count, made_at, last_used_at, set_aside_at"
        " FROM sandbox_eid.passkeys WHERE username = %(username)s ORDER BY made_at, passkey_id",
        {"username": username},
    )


def find(conn: db.Connection, credential_id: bytes) -> Passkey | None:
    """Nobody else uses it before this transaction ends: of answers that arrive at once with one counter, one is right."""
    return db.one(
        conn,
        Passkey,
        "SELECT credential_id, passkey_id, username, name, public_key, sign_count, made_at, last_used_at, set_aside_at"
        " FROM sandbox_eid.passkeys WHERE credential_id = %(credential_id)s FOR UPDATE",
        {"credential_id": credential_id},
    )


def usable(conn: db.Connection, username: str) -> bool:
    """True if the account has a passkey that opens something."""
    row = conn.execute(
        "SELECT EXISTS (SELECT 1 FROM sandbox_eid.passkeys WHERE username = %(username)s AND set_aside_at IS NULL)", {"username": username}
    ).fetchone()
    return row is not None and bool(row[0])


def used(conn: db.Connection, credential_id: bytes, *, sign_count: int, now: datetime) -> None:
    conn.execute(
        "UPDATE sandbox_eid.passkeys SET sign_count = %(sign_count)s, last_used_at = %(now)s WHERE credential_id = %(credential_id)s",
        {"credential_id": credential_id, "sign_count": sign_count, "now": now},
    )


def set_aside(conn: db.Connection, credential_id: bytes, *, now: datetime) -> None:
    """From now on it opens nothing; its owner sees why."""
    conn.execute(
        "UPDATE sandbox_eid.passkeys SET set_aside_at = %(now)s WHERE credential_id = %(credential_id)s AND set_aside_at IS NULL",
        {"credential_id": credential_id, "now": now},
    )


def remove(conn: db.Connection, passkey_id: UUID, *, username: str) -> bool:
    """False if the account has no such passkey."""
    return (
        conn.execute(
            "DELETE FROM sandbox_eid.passkeys WHERE passkey_id = %(passkey_id)s AND username = %(username)s",
            {"passkey_id": passkey_id, "username": username},
        ).rowcount
        == 1
    )


def challenge(conn: db.Connection, bound_to: str, drawn: bytes, *, name: str | None, expires_at: datetime) -> None:
    """The challenge of this login or app from now on; the one before is worth nothing."""
    conn.execute(
        "INSERT INTO sandbox_eid.passkey_challenges (bound_sha256, challenge, name, expires_at)"
        " VALUES (%(bound)s, %(challenge)s, %(name)s, %(expires_at)s)"
        " ON CONFLICT (bound_sha256) DO UPDATE SET challenge = EXCLUDED.challenge, name = EXCLUDED.name, expires_at = EXCLUDED.expires_at",
        {"bound": sha256_hex(bound_to), "challenge": drawn, "name": name, "expires_at": expires_at},
    )


def take_challenge(conn: db.Connection, bound_to: str, *, now: datetime) -> Challenge | None:
    """The challenge that waits, for exactly one of any number of callers."""
    return db.one(
        conn,
        Challenge,
        "DELETE FROM sandbox_eid.passkey_challenges WHERE bound_sha256 = %(bound)s AND expires_at > %(now)s RETURNING challenge, name",
        {"bound": sha256_hex(bound_to), "now": now},
    )


def credential_ids(passkeys: Sequence[Passkey]) -> list[bytes]:
    return [each.credential_id for each in passkeys if each.set_aside_at is None]


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away challenges nobody answered; how many."""
    return conn.execute("DELETE FROM sandbox_eid.passkey_challenges WHERE expires_at <= %(now)s", {"now": now}).rowcount
