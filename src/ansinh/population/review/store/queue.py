"""SQL of the queue: how much waits where, and what waits for a second officer or for papers."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db
from ansinh.population.review.model import CaseVerdict, Listed, OfficeCount


@dataclass(frozen=True, slots=True)
class _Listed:
    reference: str
    office: str
    verdict: str
    stage: str
    opened_at: datetime


def by_office(conn: db.Connection, *, now: datetime) -> list[OfficeCount]:
    """What is not closed, by office."""
    return db.many(
        conn,
        OfficeCount,
        """
        SELECT office, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE taken_until > %(now)s) AS taken,
               count(*) FILTER (WHERE state = 'waits') AS waits, count(*) FILTER (WHERE state = 'papers') AS papers
        FROM population.review_cases WHERE state <> 'closed' GROUP BY office ORDER BY office
        """,
        {"now": now},
    )


@dataclass(frozen=True, slots=True)
class Closed:
    day: date
    outcome: str
    cases: int


def closed_by_day(conn: db.Connection, *, since: datetime) -> list[Closed]:
    """Cases closed since then, by their day in Viet Nam and their outcome."""
    return db.many(
        conn,
        Closed,
        """
        SELECT ((closed_at AT TIME ZONE 'UTC') + interval '7 hours')::date AS day, outcome, count(*) AS cases FROM population.review_cases
        WHERE state = 'closed' AND closed_at >= %(since)s GROUP BY 1, 2 ORDER BY 1, 2
        """,
        {"since": since},
    )


def waiting(conn: db.Connection, officer: str, *, state: str, limit: int) -> list[Listed]:
    """Cases in that state in which the officer has not spoken, or that wait for papers, oldest first."""
    rows = db.many(
        conn,
        _Listed,
        """
        SELECT reference, office, verdict, stage, opened_at FROM population.review_cases
        WHERE state = %(state)s AND state <> 'closed' AND (state = 'papers' OR NOT %(officer)s = ANY(spoken))
        ORDER BY opened_at, case_id LIMIT %(limit)s
        """,
        {"state": state, "officer": officer, "limit": limit},
    )
    return [Listed(row.reference, row.office, CaseVerdict(row.verdict), row.stage, row.opened_at) for row in rows]
