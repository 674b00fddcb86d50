"""SQL of what officers said, and of what was learnt from it."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db
from ansinh.population.review.model import CaseFile, Finding, Opinion, Part


@dataclass(frozen=True, slots=True)
class _Row:
    officer: str
    part: str
    finding: str
    place: int | None
    changes_number: bool
    deceased_on: date | None
    facts: str
    at: datetime


def insert(conn: db.Connection, case: CaseFile, opinion: Opinion, *, now: datetime) -> bool:
    """False if the officer has spoken in this round before."""
    done = conn.execute(
        """
        INSERT INTO population.review_opinions (case_id, round, officer, part, finding, place, changes_number, deceased_on, facts, at)
        VALUES (%(case_id)s, %(round)s, %(officer)s, %(part)s, %(finding)s, %(place)s, %(changes_number)s, %(deceased_on)s, %(facts)s,
                %(now)s)
        ON CONFLICT (case_id, round, officer) DO NOTHING
        """,
        {
            "case_id": case.case_id,
            "round": case.round,
            "officer": opinion.officer,
            "part": opinion.part.value,
            "finding": opinion.finding.value,
            "place": opinion.place,
            "changes_number": opinion.changes_number,
            "deceased_on": opinion.deceased_on,
            "facts": opinion.facts,
            "now": now,
        },
    )
    return done.rowcount == 1


def of(conn: db.Connection, case: CaseFile) -> list[Opinion]:
    """What was said in the case's present round, oldest first."""
    rows = db.many(
        conn,
        _Row,
        """
        SELECT officer, part, finding, place, changes_number, deceased_on, facts, at FROM population.review_opinions
        WHERE case_id = %(case_id)s AND round = %(round)s ORDER BY opinion_id
        """,
        {"case_id": case.case_id, "round": case.round},
    )
    return [
        Opinion(
            officer=row.officer,
            part=Part(row.part),
            finding=Finding(row.finding),
            place=row.place,
            changes_number=row.changes_number,
            deceased_on=row.deceased_on,
            facts=row.facts,
            at=row.at,
        )
        for row in rows
    ]


def add_labels(conn: db.Connection, case: CaseFile, *, chosen: int | None, month: date) -> None:
    """One label for each candidate: whether it is the insured person."""
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO population.review_labels (source, rules_version, stage, levels, score, is_same, month)
            VALUES (%(source)s, %(rules_version)s, %(stage)s, %(levels)s, %(score)s, %(is_same)s, %(month)s)
            """,
            [
                {
                    "source": case.source,
                    "rules_version": case.rules_version,
                    "stage": case.stage,
                    "levels": each.levels,
                    "score": each.score,
                    "is_same": each.place == chosen,
                    "month": month,
                }
                for each in case.candidates
            ],
        )


def add_check(conn: db.Connection, case: CaseFile, *, agreed: bool, first_stood: bool, month: date) -> None:
    conn.execute(
        """
        INSERT INTO population.review_checks (source, rules_version, stage, agreed, first_stood, month)
        VALUES (%(source)s, %(rules_version)s, %(stage)s, %(agreed)s, %(first_stood)s, %(month)s)
        """,
        {
            "source": case.source,
            "rules_version": case.rules_version,
            "stage": case.stage,
            "agreed": agreed,
            "first_stood": first_stood,
            "month": month,
        },
    )


@dataclass(frozen=True, slots=True)
class LabelCount:
    """So many candidates with these levels were, or were not, the insured person."""

    rules_version: str
    levels: int
    is_same: bool
    count: int


def label_counts(conn: db.Connection) -> list[LabelCount]:
    return db.many(
        conn,
        LabelCount,
        """
        SELECT rules_version, levels, is_same, count(*) AS count FROM population.review_labels
        GROUP BY rules_version, levels, is_same ORDER BY rules_version, levels, is_same
        """,
    )


@dataclass(frozen=True, slots=True)
class CheckCount:
    """Blind reviews of one stage."""

    stage: str
    reviewed: int
    agreed: int
    first_stood: int


def check_counts(conn: db.Connection) -> list[CheckCount]:
    return db.many(
        conn,
        CheckCount,
        """
        SELECT stage, count(*) AS reviewed, count(*) FILTER (WHERE agreed) AS agreed, count(*) FILTER (WHERE first_stood) AS first_stood
        FROM population.review_checks GROUP BY stage ORDER BY stage
        """,
    )
