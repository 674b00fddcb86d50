"""The SQL of kept calls. A call is one JSON document: it is read whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from ansinh.kit import db
from ansinh.vendors.documents import read_document
from ansinh.vendors.model import KeptCall


@dataclass(frozen=True, slots=True)
class DroppedRow:
    calls: int
    last_at: datetime


def lock(conn: db.Connection) -> None:
    """One recorder writes at a time, so that two never prune each other's rows in opposite order; readers do not wait."""
    conn.execute("LOCK TABLE vendors.calls IN SHARE ROW EXCLUSIVE MODE")


def insert(conn: db.Connection, calls: Iterable[KeptCall]) -> None:
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO vendors.calls (account, is_proven, at, kept)
            VALUES (%(account)s, %(is_proven)s, %(at)s, %(kept)s::jsonb)
            """,
            [{"account": each.account, "is_proven": each.is_proven, "at": each.at, "kept": orjson.dumps(each).decode()} for each in calls],
        )


def prune(conn: db.Connection, accounts: Sequence[str], *, proven: int, claimed: int) -> None:
    """Leave the newest `proven` calls that are the account's and the newest `claimed` that only say so."""
    conn.execute(
        """
        DELETE FROM vendors.calls c
        USING (
            SELECT number, row_number() OVER (PARTITION BY account, is_proven ORDER BY number DESC) AS place
            FROM vendors.calls WHERE account = ANY(%(accounts)s::text[])
        ) ranked
        WHERE c.number = ranked.number AND ranked.place > CASE WHEN c.is_proven THEN %(proven)s::int ELSE %(claimed)s::int END
        """,
        {"accounts": list(accounts), "proven": proven, "claimed": claimed},
    )


def calls_of(conn: db.Connection, account: str) -> list[KeptCall]:
    """Newest first."""
    rows = conn.execute("SELECT number, kept FROM vendors.calls WHERE account = %(account)s ORDER BY number DESC", {"account": account})
    return [read_document(kept, number=number) for number, kept in rows.fetchall()]


def call(conn: db.Connection, account: str, number: int) -> KeptCall | None:
    row = conn.execute(
        "SELECT kept FROM vendors.calls WHERE account = %(account)s AND number = %(number)s", {"account": account, "number": number}
    ).fetchone()
    return None if row is None else read_document(row[0], number=number)


def note_scenarios(conn: db.Connection, seen: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """(account, scenario) pairs; those known already keep their first time."""
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO vendors.scenarios (account, scenario, first_at) VALUES (%(account)s, %(scenario)s, %(at)s)
            ON CONFLICT DO NOTHING
            """,
            [{"account": account, "scenario": scenario, "at": at} for account, scenario in seen],
        )


def scenarios_of(conn: db.Connection, account: str) -> dict[str, datetime]:
    rows = conn.execute("SELECT scenario, first_at FROM vendors.scenarios WHERE account = %(account)s", {"account": account})
    return dict(rows.fetchall())


def add_dropped(conn: db.Connection, dropped: Mapping[str, int], *, at: datetime) -> None:
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO vendors.dropped AS d (account, calls, last_at) VALUES (%(account)s, %(calls)s, %(at)s)
            ON CONFLICT (account) DO UPDATE SET calls = d.calls + excluded.calls, last_at = excluded.last_at
            """,
            [{"account": account, "calls": calls, "at": at} for account, calls in sorted(dropped.items())],
        )


def dropped_of(conn: db.Connection, account: str) -> DroppedRow | None:
    return db.one(conn, DroppedRow, "SELECT calls, last_at FROM vendors.dropped WHERE account = %(account)s", {"account": account})
