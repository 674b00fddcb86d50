"""SQL of cases: opening, reading, where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db
from ansinh.population.review.model import Candidate, CaseFile, CaseVerdict, State
from ansinh.population.review.store import persons


@dataclass(frozen=True, slots=True)
class _CaseRow:
    case_id: int
    reference: str
    source: str
    rules_version: str
    salt: str
    record_id: str
    participant_id: int | None
    verdict: str
    stage: str
    office: str
    priority: int
    is_sampled: bool
    opened_at: datetime
    state: str
    round: int
    spoken: list[str]
    taken_by: str | None
    taken_until: datetime | None
    submitted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _CandidateRow:
    place: int
    is_holder: bool
    levels: int
    score: int
    person: dict[str, Any]


def insert(
    conn: db.Connection,
    *,
    reference: str,
    source: str,
    record_id: str,
    participant_id: int | None,
    verdict: str,
    stage: str,
    office: str,
    priority: int,
    score: int,
    is_sampled: bool,
    submitted: dict[str, Any],
    now: datetime,
) -> int | None:
    """Number of the new case; None if the source has one of this record."""
    row = conn.execute(
        """
        INSERT INTO population.review_cases
            (reference, source, record_id, participant_id, verdict, stage, office, priority, score, is_sampled, opened_at, submitted)
        VALUES (%(reference)s, %(source)s, %(record_id)s, %(participant_id)s, %(verdict)s, %(stage)s, %(office)s, %(priority)s, %(score)s,
                %(is_sampled)s, %(now)s, %(submitted)s)
        ON CONFLICT (source, record_id) DO NOTHING RETURNING case_id
        """,
        {
            "reference": reference,
            "source": source,
            "record_id": record_id,
            "participant_id": participant_id,
            "verdict": verdict,
            "stage": stage,
            "office": office,
            "priority": priority,
            "score": score,
            "is_sampled": is_sampled,
            "submitted": db.Json(submitted),
            "now": now,
        },
    ).fetchone()
    return None if row is None else int(row[0])


def insert_candidates(conn: db.Connection, case_id: int, candidates: Sequence[Candidate]) -> None:
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO population.review_candidates (case_id, place, is_holder, levels, score, person)
            VALUES (%(case_id)s, %(place)s, %(is_holder)s, %(levels)s, %(score)s, %(person)s)
            """,
            [
                {
                    "case_id": case_id,
                    "place": each.place,
                    "is_holder": each.is_holder,
                    "levels": each.levels,
                    "score": each.score,
                    "person": db.Json(persons.kept(each.person)),
                }
                for each in candidates
            ],
        )


def case_file(conn: db.Connection, reference: str) -> CaseFile | None:
    """The case that is not closed, with its candidates best first."""
    row = db.one(
        conn,
        _CaseRow,
        """
        SELECT c.case_id, c.reference, c.source, s.rules_version, s.salt, c.record_id, c.participant_id, c.verdict, c.stage, c.office,
               c.priority, c.is_sampled, c.opened_at, c.state, c.round, c.spoken, c.taken_by, c.taken_until, c.submitted
        FROM population.review_cases c JOIN population.review_sources s USING (source)
        WHERE c.reference = %(reference)s AND c.state <> 'closed'
        """,
        {"reference": reference},
    )
    return None if row is None else _file(conn, row)


def lock(conn: db.Connection, reference: str) -> CaseFile | None:
    """The same, held until this transaction ends."""
    row = db.one(
        conn,
        _CaseRow,
        """
        SELECT c.case_id, c.reference, c.source, s.rules_version, s.salt, c.record_id, c.participant_id, c.verdict, c.stage, c.office,
               c.priority, c.is_sampled, c.opened_at, c.state, c.round, c.spoken, c.taken_by, c.taken_until, c.submitted
        FROM population.review_cases c JOIN population.review_sources s USING (source)
        WHERE c.reference = %(reference)s AND c.state <> 'closed' FOR UPDATE OF c
        """,
        {"reference": reference},
    )
    return None if row is None else _file(conn, row)


def _file(conn: db.Connection, row: _CaseRow) -> CaseFile:
    candidates = db.many(
        conn,
        _CandidateRow,
        "SELECT place, is_holder, levels, score, person FROM population.review_candidates WHERE case_id = %(case_id)s ORDER BY place",
        {"case_id": row.case_id},
    )
    return CaseFile(
        case_id=row.case_id,
        reference=row.reference,
        source=row.source,
        rules_version=row.rules_version,
        salt=row.salt,
        record_id=row.record_id,
        participant_id=row.participant_id,
        verdict=CaseVerdict(row.verdict),
        stage=row.stage,
        office=row.office,
        priority=row.priority,
        is_sampled=row.is_sampled,
        opened_at=row.opened_at,
        state=State(row.state),
        round=row.round,
        spoken=tuple(row.spoken),
        taken_by=row.taken_by,
        taken_until=row.taken_until,
        submitted=persons.read(row.submitted),
        candidates=tuple(
            Candidate(place=each.place, is_holder=each.is_holder, levels=each.levels, score=each.score, person=persons.read(each.person))
            for each in candidates
        ),
    )


def set_standing(conn: db.Connection, case_id: int, *, state: str, officer: str) -> None:
    """Where the case stands after somebody spoke, who holds it no more."""
    conn.execute(
        """
        UPDATE population.review_cases
        SET state = %(state)s, spoken = spoken || %(officer)s::text, taken_by = NULL, taken_until = NULL WHERE case_id = %(case_id)s
        """,
        {"case_id": case_id, "state": state, "officer": officer},
    )


def begin_anew(conn: db.Connection, case_id: int) -> None:
    """The case is open to everybody again; what was said in it counts no more."""
    conn.execute(
        """
        UPDATE population.review_cases SET state = 'open', round = round + 1, spoken = '{}', taken_by = NULL, taken_until = NULL
        WHERE case_id = %(case_id)s
        """,
        {"case_id": case_id},
    )
