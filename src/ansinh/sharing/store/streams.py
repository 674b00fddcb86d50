"""All records as files: one snapshot of the table, read by several connections in ranges of its blocks."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What everybody who takes `name` sees: the table of `blocks` blocks of 8 KiB with about `rows` records, up to the change `seq`."""

    name: str
    blocks: int
    rows: int
    seq: int


def open_snapshot(conn: db.Connection) -> Snapshot:
    """The table as it is now, to be seen by others while this transaction lives. The transaction must not have begun to read."""
    conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    row = conn.execute(
        """
        SELECT pg_export_snapshot(), pg_relation_size('sharing.records') / current_setting('block_size')::int,
               (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'sharing.records'::regclass),
               (SELECT seq FROM sharing.position)
        """
    ).fetchone()
    assert row is not None
    return Snapshot(str(row[0]), int(row[1]), int(row[2]), int(row[3]))


def take_snapshot(conn: db.Connection, name: str) -> None:
    """See what the holder of the snapshot sees, in a transaction that has not begun to read."""
    conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    psycopg.ClientCursor(conn).execute("SET TRANSACTION SNAPSHOT %(name)s", {"name": name})


def copy_blocks(conn: db.Connection, write: Callable[[bytes], None], *, first: int, end: int) -> int:
    """Writes the records in the blocks from `first` to before `end` as CSV with a first line of names; returns how many they are."""
    cursor = conn.cursor()
    with cursor.copy(
        """
        COPY (
            SELECT social_insurance_number, citizen_number, nullif(card_number, '') AS card_number, nullif(first_day, '') AS first_day,
                   nullif(last_day, '') AS last_day, nullif(facility_code, '') AS facility_code, state
            FROM sharing.records WHERE ctid >= %(first)s::tid AND ctid < %(end)s::tid
        ) TO STDOUT (FORMAT csv, HEADER)
        """,
        {"first": f"({first},0)", "end": f"({end},0)"},
    ) as copy:
        for piece in copy:
            write(bytes(piece))
    return cursor.rowcount


def copy_all(conn: db.Connection, write: Callable[[bytes], None]) -> None:
    """The whole table as CSV over one connection: what a plain COPY costs, for comparison."""
    with conn.cursor().copy(
        """
        COPY sharing.records (social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, state)
        TO STDOUT (FORMAT csv)
        """
    ) as copy:
        for piece in copy:
            write(bytes(piece))
