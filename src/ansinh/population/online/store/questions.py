"""Rows of population.questions."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Counts:
    """Questions of one asker since a moment: about anybody, and about one number."""

    anybody: int
    this_number: int


def wait_for_turn(conn: db.Connection, asker: str) -> None:
    """Questions of one asker are counted one after the other, so that many at once are not each the last one allowed."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('population.questions ' || %(asker)s::text, 0))", {"asker": asker})


def counts(conn: db.Connection, asker: str, mark: bytes, *, since_minute: datetime, since_hour: datetime) -> Counts:
    found = db.one(
        conn,
        Counts,
        """
        SELECT (SELECT count(*) FROM population.questions
                WHERE asker = %(asker)s AND asked_at > %(since_minute)s)::int AS anybody,
               (SELECT count(*) FROM population.questions
                WHERE asker = %(asker)s AND number_mark = %(mark)s AND asked_at > %(since_hour)s)::int AS this_number
        """,
        {"asker": asker, "mark": mark, "since_minute": since_minute, "since_hour": since_hour},
    )
    assert found is not None  # a statement of two counts always has a row
    return found


def insert(conn: db.Connection, *, reference: str, asker: str, purpose: str, mark: bytes, now: datetime) -> None:
    conn.execute(
        """
        INSERT INTO population.questions (reference, asker, purpose, number_mark, asked_at)
        VALUES (%(reference)s, %(asker)s, %(purpose)s, %(mark)s, %(now)s)
        """,
        {"reference": reference, "asker": asker, "purpose": purpose, "mark": mark, "now": now},
    )


def forget(conn: db.Connection, *, before: datetime) -> int:
    """Deletes what was asked before; returns how many."""
    return conn.execute("DELETE FROM population.questions WHERE asked_at < %(before)s", {"before": before}).rowcount
