"""SQL of what officers decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.identity.model import CaseReason, Decided, PassedOn, Proposal, Verdict
from ansinh.kit import db
from ansinh.terms import CitizenNumber, PartialDate


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that waits for a second officer."""

    decision_id: int
    verdict: str
    participant_id: int | None
    facts: str
    explanation: str
    officer: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What was decided on these facts."""

    facts: str
    verdict: str
    participant_id: int | None


@dataclass(frozen=True, slots=True)
class _Told:
    reference: str
    reason: str
    verdict: str
    explanation: str
    decided_at: datetime
    is_news: bool


@dataclass(frozen=True, slots=True)
class _PassedOn:
    reference: str
    reason: str
    participant_ids: list[int]
    decided_at: datetime
    citizen_number: str
    full_name: str
    birth_date: str


def insert(
    conn: db.Connection,
    case_id: int,
    *,
    account_id: int,
    facts: str,
    verdict: Verdict,
    participant_id: int | None,
    moves: bool,
    explanation: str,
    officer: str,
    now: datetime,
) -> None:
    """Keeps a decision, in force at once unless it moves a link."""
    conn.execute(
        """
        INSERT INTO identity.decisions (case_id, account_id, facts, verdict, participant_id, moves, explanation, officer, decided_at, in_force_at)
        VALUES (%(case_id)s, %(account_id)s, %(facts)s, %(verdict)s, %(participant_id)s, %(moves)s, %(explanation)s, %(officer)s, %(now)s,
                CASE WHEN %(moves)s::boolean THEN NULL ELSE %(now)s::timestamptz END)
        """,
        {
            "case_id": case_id,
            "account_id": account_id,
            "facts": facts,
            "verdict": verdict.value,
            "participant_id": participant_id,
            "moves": moves,
            "explanation": explanation,
            "officer": officer,
            "now": now,
        },
    )


def waiting(conn: db.Connection, case_id: int) -> Waiting | None:
    return db.one(
        conn,
        Waiting,
        """
        SELECT decision_id, verdict, participant_id, facts, explanation, officer, decided_at FROM identity.decisions
        WHERE case_id = %(case_id)s AND in_force_at IS NULL AND turned_down_at IS NULL
        """,
        {"case_id": case_id},
    )


def proposal(conn: db.Connection, reference: str) -> Proposal | None:
    """What waits for a second officer in the case of this reference."""
    row = db.one(
        conn,
        Waiting,
        """
        SELECT d.decision_id, d.verdict, d.participant_id, d.facts, d.explanation, d.officer, d.decided_at
        FROM identity.decisions d JOIN identity.cases c USING (case_id)
        WHERE c.reference = %(reference)s AND d.in_force_at IS NULL AND d.turned_down_at IS NULL
        """,
        {"reference": reference},
    )
    return None if row is None else Proposal(Verdict(row.verdict), row.participant_id, row.explanation, row.officer, row.decided_at)


def agree(conn: db.Connection, decision_id: int, *, officer: str, now: datetime) -> None:
    conn.execute(
        """
        UPDATE identity.decisions SET second_officer = %(officer)s, in_force_at = greatest(decided_at, %(now)s)
        WHERE decision_id = %(decision_id)s
        """,
        {"decision_id": decision_id, "officer": officer, "now": now},
    )


def turn_down(conn: db.Connection, decision_id: int, *, officer: str | None, now: datetime) -> None:
    """The decision comes to nothing: a second officer did not agree, or (None) what it rested on has changed."""
    conn.execute(
        """
        UPDATE identity.decisions SET second_officer = %(officer)s, turned_down_at = greatest(decided_at, %(now)s)
        WHERE decision_id = %(decision_id)s
        """,
        {"decision_id": decision_id, "officer": officer, "now": now},
    )


def on_facts(conn: db.Connection, account_id: int, facts: Sequence[str]) -> list[Found]:
    """What is in force on any of these facts, oldest first."""
    return db.many(
        conn,
        Found,
        """
        SELECT facts, verdict, participant_id FROM identity.decisions
        WHERE account_id = %(account_id)s AND facts = ANY(%(facts)s::text[]) AND in_force_at IS NOT NULL ORDER BY in_force_at, decision_id
        """,
        {"account_id": account_id, "facts": list(facts)},
    )


def told(conn: db.Connection, account_id: int, *, since: datetime, news_since: datetime) -> list[Decided]:
    """What is in force since then, newest first."""
    rows = db.many(
        conn,
        _Told,
        """
        SELECT c.reference, c.reason, d.verdict, d.explanation, d.in_force_at AS decided_at,
               d.told_at IS NULL OR d.told_at >= %(news_since)s AS is_news
        FROM identity.decisions d JOIN identity.cases c USING (case_id)
        WHERE d.account_id = %(account_id)s AND d.in_force_at > %(since)s ORDER BY d.in_force_at DESC, d.decision_id DESC
        """,
        {"account_id": account_id, "since": since, "news_since": news_since},
    )
    return [
        Decided(row.reference, CaseReason(row.reason), Verdict(row.verdict), row.explanation, row.decided_at, row.is_news) for row in rows
    ]


def note_told(conn: db.Connection, account_id: int, *, now: datetime) -> None:
    """The person has now seen what is in force."""
    conn.execute(
        "UPDATE identity.decisions SET told_at = %(now)s WHERE account_id = %(account_id)s AND in_force_at IS NOT NULL AND told_at IS NULL",
        {"account_id": account_id, "now": now},
    )


def passed_on(conn: db.Connection, *, limit: int) -> list[PassedOn]:
    """Cases that the register has to settle, oldest first."""
    rows = db.many(
        conn,
        _PassedOn,
        """
        SELECT c.reference, c.reason, c.participant_ids, d.in_force_at AS decided_at, a.citizen_number, a.full_name, a.birth_date
        FROM identity.decisions d JOIN identity.cases c USING (case_id) JOIN identity.accounts a ON a.account_id = c.account_id
        WHERE d.verdict = 'for_register' AND d.in_force_at IS NOT NULL AND c.outcome = 'for_register'
        ORDER BY d.in_force_at, d.decision_id LIMIT %(limit)s
        """,
        {"limit": limit},
    )
    return [
        PassedOn(
            reference=row.reference,
            reason=CaseReason(row.reason),
            participant_ids=row.participant_ids,
            decided_at=row.decided_at,
            citizen_number=CitizenNumber(row.citizen_number),
            full_name=row.full_name,
            birth_date=PartialDate.from_iso(row.birth_date),
        )
        for row in rows
    ]


def settle_passed_on(conn: db.Connection, account_id: int, *, outcome: str) -> None:
    """What was passed on for this account is settled: it sees its record."""
    conn.execute(
        "UPDATE identity.cases SET outcome = %(outcome)s WHERE account_id = %(account_id)s AND outcome = 'for_register'",
        {"account_id": account_id, "outcome": outcome},
    )
