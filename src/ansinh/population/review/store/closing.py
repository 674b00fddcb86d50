"""SQL of cases that are closed: whom they were about is forgotten with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


def close(conn: db.Connection, case_id: int, *, outcome: str, found_number: str | None, now: datetime) -> None:
    """Closes the case and forgets whom it was about: what was submitted, every candidate, and the day of a death."""
    conn.execute(
        "UPDATE population.review_opinions SET deceased_on = NULL WHERE case_id = %(case_id)s AND deceased_on IS NOT NULL",
        {"case_id": case_id},
    )
    conn.execute("DELETE FROM population.review_candidates WHERE case_id = %(case_id)s", {"case_id": case_id})
    conn.execute(
        """
        UPDATE population.review_cases
        SET state = 'closed', outcome = %(outcome)s, found_number = %(found_number)s, closed_at = %(now)s, submitted = NULL,
            taken_by = NULL, taken_until = NULL
        WHERE case_id = %(case_id)s
        """,
        {"case_id": case_id, "outcome": outcome, "found_number": found_number, "now": now},
    )


def overtake(conn: db.Connection, participant_id: int, *, now: datetime) -> list[str]:
    """Closes what is open about a participant; returns the references."""
    conn.execute(
        """
        DELETE FROM population.review_candidates WHERE case_id IN
            (SELECT case_id FROM population.review_cases WHERE participant_id = %(participant_id)s AND state <> 'closed' FOR UPDATE)
        """,
        {"participant_id": participant_id},
    )
    conn.execute(
        """
        UPDATE population.review_opinions SET deceased_on = NULL WHERE deceased_on IS NOT NULL AND case_id IN
            (SELECT case_id FROM population.review_cases WHERE participant_id = %(participant_id)s AND state <> 'closed')
        """,
        {"participant_id": participant_id},
    )
    rows = conn.execute(
        """
        UPDATE population.review_cases
        SET state = 'closed', outcome = 'overtaken', closed_at = %(now)s, submitted = NULL, taken_by = NULL, taken_until = NULL
        WHERE participant_id = %(participant_id)s AND state <> 'closed' RETURNING reference
        """,
        {"participant_id": participant_id, "now": now},
    )
    return [row[0] for row in rows.fetchall()]


def overtake_older(conn: db.Connection, source: str, records: Sequence[str], *, now: datetime) -> int:
    """Closes what earlier sources left open about these records; returns how many."""
    params = {"source": source, "records": list(records), "now": now}
    conn.execute(
        """
        DELETE FROM population.review_candidates WHERE case_id IN
            (SELECT case_id FROM population.review_cases
             WHERE record_id = ANY(%(records)s::text[]) AND source <> %(source)s AND state <> 'closed' FOR UPDATE)
        """,
        params,
    )
    conn.execute(
        """
        UPDATE population.review_opinions SET deceased_on = NULL WHERE deceased_on IS NOT NULL AND case_id IN
            (SELECT case_id FROM population.review_cases
             WHERE record_id = ANY(%(records)s::text[]) AND source <> %(source)s AND state <> 'closed')
        """,
        {"source": source, "records": list(records)},
    )
    return conn.execute(
        """
        UPDATE population.review_cases
        SET state = 'closed', outcome = 'overtaken', closed_at = %(now)s, submitted = NULL, taken_by = NULL, taken_until = NULL
        WHERE record_id = ANY(%(records)s::text[]) AND source <> %(source)s AND state <> 'closed'
        """,
        params,
    ).rowcount


def overtake_opened_before(conn: db.Connection, *, opened_before: datetime, limit: int, now: datetime) -> list[tuple[str, int | None]]:
    """Closes some of what has been open since before then, the oldest first; returns references and participants."""
    rows = conn.execute(
        """
        UPDATE population.review_cases
        SET state = 'closed', outcome = 'overtaken', closed_at = %(now)s, submitted = NULL, taken_by = NULL, taken_until = NULL
        WHERE case_id IN (
            SELECT case_id FROM population.review_cases WHERE state <> 'closed' AND opened_at < %(opened_before)s
            ORDER BY opened_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        )
        RETURNING case_id, reference, participant_id
        """,
        {"opened_before": opened_before, "limit": limit, "now": now},
    ).fetchall()
    closed = {"case_ids": [row[0] for row in rows]}
    conn.execute("DELETE FROM population.review_candidates WHERE case_id = ANY(%(case_ids)s::bigint[])", closed)
    conn.execute(
        """
        UPDATE population.review_opinions SET deceased_on = NULL
        WHERE deceased_on IS NOT NULL AND case_id = ANY(%(case_ids)s::bigint[])
        """,
        closed,
    )
    return [(row[1], row[2]) for row in rows]


@dataclass(frozen=True, slots=True)
class Result:
    """What people found for a record that the register does not hold."""

    record_id: str
    outcome: str
    citizen_number: str | None


def results(conn: db.Connection, source: str) -> list[Result]:
    return db.many(
        conn,
        Result,
        """
        SELECT record_id, outcome, found_number AS citizen_number FROM population.review_cases
        WHERE source = %(source)s AND state = 'closed' AND participant_id IS NULL AND outcome <> 'overtaken' ORDER BY case_id
        """,
        {"source": source},
    )
