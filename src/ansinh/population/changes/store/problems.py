"""The SQL of what a person has to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class ProblemRow:
    problem_id: int
    source: str
    source_key: str
    kind: str
    code: str
    participant_ids: list[int]
    case_references: list[str]
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class TryRow:
    problem_id: int
    source: str
    body: dict[str, Any] | None
    case_references: list[str]


def add(
    conn: db.Connection,
    *,
    source: str,
    source_key: str,
    kind: str,
    code: str,
    participant_ids: Sequence[int],
    body: Mapping[str, Any] | None,
    now: datetime,
) -> int | None:
    """Its number; None if the same was added before."""
    row = conn.execute(
        """
        INSERT INTO population.problems (source, source_key, kind, code, participant_ids, body, opened_at, tried_at)
        VALUES (%(source)s, %(source_key)s, %(kind)s, %(code)s, %(participant_ids)s::bigint[], %(body)s, %(now)s, %(now)s)
        ON CONFLICT (source, source_key) DO NOTHING RETURNING problem_id
        """,
        {
            "source": source,
            "source_key": source_key,
            "kind": kind,
            "code": code,
            "participant_ids": list(participant_ids),
            "body": None if body is None else db.Json(dict(body)),
            "now": now,
        },
    ).fetchone()
    return None if row is None else int(row[0])


def note_cases(conn: db.Connection, problem_id: int, references: Sequence[str]) -> None:
    """The cases that were opened at the review desk for it."""
    conn.execute(
        "UPDATE population.problems SET case_references = %(references)s::text[] WHERE problem_id = %(problem_id)s",
        {"problem_id": problem_id, "references": list(references)},
    )


def to_try(conn: db.Connection, *, tried_before: datetime, limit: int) -> list[TryRow]:
    """What is open, but for changes nobody can read, and was not tried since then, longest ago first; nobody else tries it meanwhile."""
    return db.many(
        conn,
        TryRow,
        """
        SELECT problem_id, source, body, case_references FROM population.problems
        WHERE settled_at IS NULL AND code <> 'unreadable' AND tried_at < %(tried_before)s
        ORDER BY tried_at, problem_id LIMIT %(limit)s::int FOR UPDATE SKIP LOCKED
        """,
        {"tried_before": tried_before, "limit": limit},
    )


def note_tried(conn: db.Connection, problem_id: int, *, now: datetime) -> None:
    conn.execute(
        "UPDATE population.problems SET tried_at = %(now)s WHERE problem_id = %(problem_id)s", {"problem_id": problem_id, "now": now}
    )


def note_still_open(conn: db.Connection, problem_id: int, *, code: str, participant_ids: Sequence[int]) -> None:
    """Why it is open now, which may be another reason than at first."""
    conn.execute(
        """
        UPDATE population.problems SET code = %(code)s, participant_ids = %(participant_ids)s::bigint[]
        WHERE problem_id = %(problem_id)s
        """,
        {"problem_id": problem_id, "code": code, "participant_ids": list(participant_ids)},
    )


def settle(conn: db.Connection, problem_id: int, *, because: str, now: datetime) -> bool:
    """It is settled, and nothing personal of it is kept. False: there is none open of this number."""
    done = conn.execute(
        """
        UPDATE population.problems SET settled_at = %(now)s, settled_because = %(because)s, body = NULL
        WHERE problem_id = %(problem_id)s AND settled_at IS NULL
        """,
        {"problem_id": problem_id, "because": because, "now": now},
    )
    return done.rowcount == 1


def participants(conn: db.Connection, problem_id: int) -> list[int]:
    """The records it may be about."""
    row = conn.execute("SELECT participant_ids FROM population.problems WHERE problem_id = %(id)s", {"id": problem_id}).fetchone()
    return [] if row is None else list(row[0])


def open_ones(conn: db.Connection, *, limit: int) -> list[ProblemRow]:
    """Oldest first."""
    return db.many(
        conn,
        ProblemRow,
        """
        SELECT problem_id, source, source_key, kind, code, participant_ids, case_references, opened_at FROM population.problems
        WHERE settled_at IS NULL ORDER BY problem_id LIMIT %(limit)s::int
        """,
        {"limit": limit},
    )


def count_open(conn: db.Connection) -> int:
    row = conn.execute("SELECT count(*) FROM population.problems WHERE settled_at IS NULL").fetchone()
    assert row is not None
    return int(row[0])
