"""SQL of how far each run was brought into the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Standing:
    rows_done: int
    counts: dict[str, int]
    complete_at: datetime | None


@dataclass(frozen=True, slots=True)
class Newer:
    source: str
    run_at: datetime


def lock(
    conn: db.Connection,
    fingerprint: str,
    *,
    records: str,
    with_assigned: bool,
    source: str,
    run_at: datetime,
    rows_total: int,
    now: datetime,
) -> Standing:
    """How far the run has come, begun if it is new; nobody else goes on with it until the transaction ends."""
    params = {
        "fingerprint": fingerprint,
        "records": records,
        "with_assigned": with_assigned,
        "source": source,
        "run_at": run_at,
        "rows_total": rows_total,
        "now": now,
    }
    conn.execute(
        """
        INSERT INTO population.applied (fingerprint, records, with_assigned, source, run_at, rows_total, began_at)
        VALUES (%(fingerprint)s, %(records)s, %(with_assigned)s, %(source)s, %(run_at)s, %(rows_total)s, %(now)s)
        ON CONFLICT (fingerprint, records, with_assigned) DO NOTHING
        """,
        params,
    )
    found = db.one(
        conn,
        Standing,
        """
        SELECT rows_done, counts, complete_at FROM population.applied
        WHERE fingerprint = %(fingerprint)s AND records = %(records)s AND with_assigned = %(with_assigned)s FOR UPDATE
        """,
        {"fingerprint": fingerprint, "records": records, "with_assigned": with_assigned},
    )
    assert found is not None  # it was there, or has just been made
    return found


def newer(conn: db.Connection, fingerprint: str, *, run_at: datetime) -> Newer | None:
    """A run of that day and hour or later that was begun to be applied, other than this one; waits for one that is being begun."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtext('population.applied'))")
    return db.one(
        conn,
        Newer,
        """
        SELECT source, run_at FROM population.applied WHERE fingerprint <> %(fingerprint)s AND run_at >= %(run_at)s
        ORDER BY run_at DESC LIMIT 1
        """,
        {"fingerprint": fingerprint, "run_at": run_at},
    )


def advance(
    conn: db.Connection,
    fingerprint: str,
    *,
    records: str,
    with_assigned: bool,
    rows_done: int,
    counts: Mapping[str, int],
    complete_at: datetime | None,
) -> None:
    conn.execute(
        """
        UPDATE population.applied SET rows_done = %(rows_done)s, counts = %(counts)s, complete_at = %(complete_at)s
        WHERE fingerprint = %(fingerprint)s AND records = %(records)s AND with_assigned = %(with_assigned)s
        """,
        {
            "fingerprint": fingerprint,
            "records": records,
            "with_assigned": with_assigned,
            "rows_done": rows_done,
            "counts": db.Json(dict(counts)),
            "complete_at": complete_at,
        },
    )
