"""The SQL of gateway accounts."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class AccountRow:
    verifier: str
    state: str
    locked_until: datetime | None


def account(conn: db.Connection, username: str) -> AccountRow | None:
    return db.one(
        conn,
        AccountRow,
        "SELECT verifier, state, locked_until FROM checkin.accounts WHERE username = %(username)s",
        {"username": username},
    )


def insert_account(conn: db.Connection, *, username: str, verifier: str, opened_at: datetime) -> None:
    conn.execute(
        """
        INSERT INTO checkin.accounts (username, verifier, state, opened_at)
        VALUES (%(username)s, %(verifier)s, 'open', %(opened_at)s)
        """,
        {"username": username, "verifier": verifier, "opened_at": opened_at},
    )


def count_failure(conn: db.Connection, username: str, *, limit: int, locked_until: datetime) -> bool:
    """One more wrong password; the `limit`-th locks the account until then and starts the count anew. True if this one locked it."""
    row = conn.execute(
        """
        UPDATE checkin.accounts
        SET failures = CASE WHEN failures + 1 >= %(limit)s::int THEN 0 ELSE failures + 1 END,
            locked_until = CASE WHEN failures + 1 >= %(limit)s::int THEN %(locked_until)s::timestamptz ELSE locked_until END
        WHERE username = %(username)s
        RETURNING failures = 0
        """,
        {"username": username, "limit": limit, "locked_until": locked_until},
    ).fetchone()
    return row is not None and bool(row[0])


def forget_failures(conn: db.Connection, username: str) -> None:
    """After a right password; writes only where there is something to forget."""
    conn.execute(
        """
        UPDATE checkin.accounts SET failures = 0, locked_until = NULL
        WHERE username = %(username)s AND (failures > 0 OR locked_until IS NOT NULL)
        """,
        {"username": username},
    )


def close_account(conn: db.Connection, username: str) -> None:
    conn.execute("UPDATE checkin.accounts SET state = 'closed' WHERE username = %(username)s", {"username": username})
