"""Accounts and tries. A try is counted before it is judged, so that parallel tries count, and under a hash of what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex


@dataclass(frozen=True, slots=True)
class Holder:
    subject: UUID
    citizen_number: str | None
    full_name: str = field(repr=False)
    birth_date: str
    sex: str
    password_hash: str = field(repr=False)


def known(conn: db.Connection, numbers: Sequence[str]) -> frozenset[str]:
    """Which of the numbers have an account."""
    rows = conn.execute("SELECT number FROM sandbox_vssid.accounts WHERE number = ANY(%(numbers)s::text[])", {"numbers": list(numbers)})
    return frozenset(row[0] for row in rows.fetchall())


def open_account(
    conn: db.Connection,
    *,
    number: str,
    subject: UUID,
    citizen_number: str | None,
    full_name: str,
    birth_date: str,
    sex: str,
    password_hash: str,
) -> None:
    conn.execute(
        "INSERT INTO sandbox_vssid.accounts (number, subject, citizen_number, full_name, birth_date, sex, password_hash)"
        " VALUES (%(number)s, %(subject)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(sex)s, %(password_hash)s)"
        " ON CONFLICT (number) DO NOTHING",
        {
            "number": number,
            "subject": subject,
            "citizen_number": citizen_number,
            "full_name": full_name,
            "birth_date": birth_date,
            "sex": sex,
            "password_hash": password_hash,
        },
    )


def find(conn: db.Connection, number: str) -> Holder | None:
    return db.one(
        conn,
        Holder,
        "SELECT subject, citizen_number, full_name, birth_date, sex, password_hash FROM sandbox_vssid.accounts WHERE number = %(number)s",
        {"number": number},
    )


def count_try(conn: db.Connection, number: str, *, now: datetime, window_ends_at: datetime) -> int:
    """The number of this try in its window; the first one opens a window that ends at `window_ends_at`."""
    row = conn.execute(
        "INSERT INTO sandbox_vssid.tries (typed_sha256, count, window_ends_at) VALUES (%(typed)s, 1, %(ends)s)"
        " ON CONFLICT (typed_sha256) DO UPDATE SET"
        " count = CASE WHEN tries.window_ends_at <= %(now)s THEN 1 ELSE tries.count + 1 END,"
        " window_ends_at = CASE WHEN tries.window_ends_at <= %(now)s THEN EXCLUDED.window_ends_at ELSE tries.window_ends_at END"
        " RETURNING count",
        {"typed": sha256_hex(number), "ends": window_ends_at, "now": now},
    ).fetchone()
    assert row is not None
    return int(row[0])


def forget_tries(conn: db.Connection, number: str) -> None:
    """After a success."""
    conn.execute("DELETE FROM sandbox_vssid.tries WHERE typed_sha256 = %(typed)s", {"typed": sha256_hex(number)})


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away counters whose window is over; how many."""
    return conn.execute("DELETE FROM sandbox_vssid.tries WHERE window_ends_at <= %(now)s", {"now": now}).rowcount
