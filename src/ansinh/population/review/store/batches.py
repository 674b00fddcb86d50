"""SQL of work batches: which cases an officer holds."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.population.review.model import CaseVerdict, Listed


@dataclass(frozen=True, slots=True)
class _Row:
    reference: str
    office: str
    verdict: str
    stage: str
    opened_at: datetime


def take(conn: db.Connection, office: str, officer: str, *, count: int, until: datetime, now: datetime) -> int:
    """Gives the officer up to so many cases of the office, most at stake first; passes over what others hold or are just taking."""
    return conn.execute(
        """
        UPDATE population.review_cases SET taken_by = %(officer)s, taken_until = %(until)s
        WHERE case_id IN (
            SELECT case_id FROM population.review_cases
            WHERE office = %(office)s AND state = 'open' AND (taken_until IS NULL OR taken_until <= %(now)s)
              AND NOT %(officer)s = ANY(spoken)
            ORDER BY priority DESC, score DESC, case_id LIMIT %(count)s FOR UPDATE SKIP LOCKED
        )
        """,
        {"office": office, "officer": officer, "count": count, "until": until, "now": now},
    ).rowcount


def of(conn: db.Connection, officer: str, *, now: datetime) -> list[Listed]:
    """What the officer holds, in the order of the queue."""
    rows = db.many(
        conn,
        _Row,
        """
        SELECT reference, office, verdict, stage, opened_at FROM population.review_cases
        WHERE taken_by = %(officer)s AND taken_until > %(now)s ORDER BY priority DESC, score DESC, case_id
        """,
        {"officer": officer, "now": now},
    )
    return [Listed(row.reference, row.office, CaseVerdict(row.verdict), row.stage, row.opened_at) for row in rows]


def renew(conn: db.Connection, officer: str, *, until: datetime, now: datetime) -> None:
    """The officer is at work: what they hold they hold longer."""
    conn.execute(
        "UPDATE population.review_cases SET taken_until = %(until)s WHERE taken_by = %(officer)s AND taken_until > %(now)s",
        {"officer": officer, "until": until, "now": now},
    )


def release(conn: db.Connection, officer: str) -> int:
    """The officer holds nothing any more; returns how many cases that were."""
    return conn.execute(
        "UPDATE population.review_cases SET taken_by = NULL, taken_until = NULL WHERE taken_by = %(officer)s", {"officer": officer}
    ).rowcount
