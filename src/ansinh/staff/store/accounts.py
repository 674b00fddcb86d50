"""The SQL of staff accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.staff.model import Account, Role


@dataclass(frozen=True, slots=True)
class AccountRow:
    full_name: str
    verifier: str
    state: str
    locked_until: datetime | None


def account(conn: db.Connection, username: str) -> AccountRow | None:
    """The account, held against another sign-in until this transaction ends, so that no failure goes uncounted."""
    return db.one(
        conn,
        AccountRow,
        "SELECT full_name, verifier, state, locked_until FROM staff.accounts WHERE username = %(username)s FOR UPDATE",
        {"username": username},
    )


def insert(conn: db.Connection, *, username: str, full_name: str, verifier: str, roles: Sequence[str], opened_at: datetime) -> bool:
    """False if there is an account of that name already, which is left as it is."""
    done = conn.execute(
        """
        INSERT INTO staff.accounts (username, full_name, verifier, roles, state, opened_at)
        VALUES (%(username)s, %(full_name)s, %(verifier)s, %(roles)s::text[], 'open', %(opened_at)s)
        ON CONFLICT (username) DO NOTHING
        """,
        {"username": username, "full_name": full_name, "verifier": verifier, "roles": list(roles), "opened_at": opened_at},
    )
    return done.rowcount == 1


def count_failure(conn: db.Connection, username: str, *, limit: int, locked_until: datetime) -> bool:
    """One more wrong password; the `limit`-th locks the account until then and starts the count anew. True if this one locked it."""
    row = conn.execute(
        """
        UPDATE staff.accounts
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
        UPDATE staff.accounts SET failures = 0, locked_until = NULL
        WHERE username = %(username)s AND (failures > 0 OR locked_until IS NOT NULL)
        """,
        {"username": username},
    )


def set_state(conn: db.Connection, username: str, *, state: str) -> bool:
    """True if the account was in another state before."""
    done = conn.execute(
        "UPDATE staff.accounts SET state = %(state)s WHERE username = %(username)s AND state <> %(state)s",
        {"username": username, "state": state},
    )
    return done.rowcount == 1


@dataclass(frozen=True, slots=True)
class _Listed:
    username: str
    full_name: str
    roles: list[str]
    state: str
    locked_until: datetime | None


def every(conn: db.Connection) -> list[Account]:
    rows = db.many(conn, _Listed, "SELECT username, full_name, roles, state, locked_until FROM staff.accounts ORDER BY username")
    return [
        Account(
            username=row.username,
            full_name=row.full_name,
            roles=frozenset(map(Role, row.roles)),
            is_open=row.state == "open",
            locked_until=row.locked_until,
        )
        for row in rows
    ]
