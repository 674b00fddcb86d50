"""SQL of where cases come from, and of bringing many of them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Source:
    source: str
    fingerprint: str
    rules_version: str
    salt: str
    rows_done: int
    complete_at: datetime | None


def lock(conn: db.Connection, source: str, *, fingerprint: str, rules_version: str, salt: str, now: datetime) -> Source:
    """The source, made if there is none, held until this transaction ends."""
    conn.execute(
        """
        INSERT INTO population.review_sources (source, fingerprint, rules_version, salt, opened_at)
        VALUES (%(source)s, %(fingerprint)s, %(rules_version)s, %(salt)s, %(now)s) ON CONFLICT (source) DO NOTHING
        """,
        {"source": source, "fingerprint": fingerprint, "rules_version": rules_version, "salt": salt, "now": now},
    )
    found = db.one(
        conn,
        Source,
        """
        SELECT source, fingerprint, rules_version, salt, rows_done, complete_at FROM population.review_sources
        WHERE source = %(source)s FOR UPDATE
        """,
        {"source": source},
    )
    assert found is not None  # it was there, or has just been made
    return found


def advance(conn: db.Connection, source: str, *, rows_done: int) -> None:
    conn.execute(
        "UPDATE population.review_sources SET rows_done = %(rows_done)s WHERE source = %(source)s",
        {"source": source, "rows_done": rows_done},
    )


def complete(conn: db.Connection, source: str, *, now: datetime) -> None:
    conn.execute("UPDATE population.review_sources SET complete_at = %(now)s WHERE source = %(source)s", {"source": source, "now": now})


def brought(conn: db.Connection, source: str, records: Sequence[str]) -> set[str]:
    """Those of the records of which the source has brought a case."""
    rows = conn.execute(
        "SELECT record_id FROM population.review_cases WHERE source = %(source)s AND record_id = ANY(%(records)s::text[])",
        {"source": source, "records": list(records)},
    )
    return {row[0] for row in rows.fetchall()}


def new_case_ids(conn: db.Connection, count: int) -> list[int]:
    """`count` numbers never given before."""
    rows = conn.execute(
        "SELECT nextval('population.review_cases_case_id_seq') FROM generate_series(1, %(count)s::bigint)", {"count": count}
    )
    return [row[0] for row in rows.fetchall()]


def copy_cases(conn: db.Connection, rows: Iterable[Sequence[Any]]) -> None:
    with conn.cursor().copy(
        "COPY population.review_cases (case_id, reference, source, record_id, participant_id, verdict, stage, office, priority, score,"
        " is_sampled, opened_at, submitted) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)


def copy_candidates(conn: db.Connection, rows: Iterable[Sequence[Any]]) -> None:
    with conn.cursor().copy("COPY population.review_candidates (case_id, place, is_holder, levels, score, person) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def settle(conn: db.Connection) -> None:
    """Fresh statistics after many rows have come."""
    conn.execute("ANALYZE population.review_cases, population.review_candidates")
