"""SQL of cases for officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh import terms
from ansinh.identity.model import CaseFile, CaseReason, CaseSummary, OpenCase
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class _Case:
    reference: str
    reason: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class _Summary:
    reference: str
    reason: str
    opened_at: datetime
    citizen_number: str
    participant_ids: list[int]
    waits_for_second: bool


@dataclass(frozen=True, slots=True)
class Locked:
    """An open case that nobody else decides now."""

    case_id: int
    account_id: int
    reason: str
    facts: str
    participant_ids: list[int]


def open_case(
    conn: db.Connection,
    account_id: int,
    *,
    reason: CaseReason,
    participant_ids: Sequence[int],
    facts: str,
    reference: str,
    now: datetime,
) -> bool:
    """Opens a case; False if one is open for this account and reason already, which then is about today's facts."""
    row = conn.execute(
        """
        INSERT INTO identity.cases (reference, account_id, reason, participant_ids, facts, opened_at)
        VALUES (%(reference)s, %(account_id)s, %(reason)s, %(participant_ids)s::bigint[], %(facts)s, %(now)s)
        ON CONFLICT (account_id, reason) WHERE closed_at IS NULL
            DO UPDATE SET participant_ids = EXCLUDED.participant_ids, facts = EXCLUDED.facts
        RETURNING reference
        """,
        {
            "reference": reference,
            "account_id": account_id,
            "reason": reason.value,
            "participant_ids": list(participant_ids),
            "facts": facts,
            "now": now,
        },
    ).fetchone()
    assert row is not None
    return bool(row[0] == reference)


def close_cases(conn: db.Connection, account_id: int, *, reasons: Sequence[CaseReason], outcome: str, now: datetime) -> list[str]:
    """Closes what is open for these reasons and is not waiting for a second officer; which cases it were."""
    rows = conn.execute(
        """
        UPDATE identity.cases c SET closed_at = greatest(opened_at, %(now)s), outcome = %(outcome)s
        WHERE account_id = %(account_id)s AND reason = ANY(%(reasons)s::text[]) AND closed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM identity.decisions d WHERE d.case_id = c.case_id AND d.turned_down_at IS NULL)
        RETURNING reference
        """,
        {"account_id": account_id, "reasons": [reason.value for reason in reasons], "outcome": outcome, "now": now},
    ).fetchall()
    return [str(row[0]) for row in rows]


def lock(conn: db.Connection, reference: str) -> Locked | None:
    """The open case, its account and itself locked in the order of a login, to the end of the transaction; None if it is not open."""
    conn.execute(
        """
        SELECT 1 FROM identity.accounts
        WHERE account_id = (SELECT account_id FROM identity.cases WHERE reference = %(reference)s) FOR NO KEY UPDATE
        """,
        {"reference": reference},
    )
    return db.one(
        conn,
        Locked,
        """
        SELECT case_id, account_id, reason, facts, participant_ids FROM identity.cases
        WHERE reference = %(reference)s AND closed_at IS NULL FOR UPDATE
        """,
        {"reference": reference},
    )


def close(conn: db.Connection, case_id: int, *, outcome: str, now: datetime) -> None:
    conn.execute(
        "UPDATE identity.cases SET closed_at = greatest(opened_at, %(now)s), outcome = %(outcome)s WHERE case_id = %(case_id)s",
        {"case_id": case_id, "outcome": outcome, "now": now},
    )


def open_cases_of(conn: db.Connection, account_id: int) -> list[OpenCase]:
    rows = db.many(
        conn,
        _Case,
        """
        SELECT reference, reason, opened_at FROM identity.cases
        WHERE account_id = %(account_id)s AND closed_at IS NULL ORDER BY case_id
        """,
        {"account_id": account_id},
    )
    return [OpenCase(row.reference, CaseReason(row.reason), row.opened_at) for row in rows]


def all_open_cases(conn: db.Connection, *, limit: int) -> list[CaseSummary]:
    rows = db.many(
        conn,
        _Summary,
        """
        SELECT c.reference, c.reason, c.opened_at, a.citizen_number, c.participant_ids, d.decision_id IS NOT NULL AS waits_for_second
        FROM identity.cases c JOIN identity.accounts a USING (account_id)
        LEFT JOIN identity.decisions d ON d.case_id = c.case_id AND d.turned_down_at IS NULL
        WHERE c.closed_at IS NULL ORDER BY c.opened_at, c.case_id LIMIT %(limit)s
        """,
        {"limit": limit},
    )
    return [
        CaseSummary(
            row.reference,
            CaseReason(row.reason),
            row.opened_at,
            terms.CitizenNumber.parse(row.citizen_number),
            row.participant_ids,
            row.waits_for_second,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _File:
    reference: str
    reason: str
    opened_at: datetime
    citizen_number: str
    full_name: str
    birth_date: str
    participant_ids: list[int]
    facts: str
    held_by_others: list[int]
    linked_to: int | None
    others: list[str]


def open_case_file(conn: db.Connection, reference: str) -> CaseFile | None:
    row = db.one(
        conn,
        _File,
        """
        SELECT c.reference, c.reason, c.opened_at, a.citizen_number, a.full_name, a.birth_date, c.participant_ids, c.facts,
               ARRAY(SELECT l.participant_id FROM identity.links l
                     WHERE l.participant_id = ANY(c.participant_ids) AND l.account_id <> c.account_id AND l.ended_at IS NULL) AS held_by_others,
               (SELECT l.participant_id FROM identity.links l WHERE l.account_id = c.account_id AND l.ended_at IS NULL) AS linked_to,
               ARRAY(SELECT o.reference FROM identity.cases o
                     WHERE o.account_id = c.account_id AND o.case_id <> c.case_id AND o.closed_at IS NULL ORDER BY o.case_id) AS others
        FROM identity.cases c JOIN identity.accounts a USING (account_id)
        WHERE c.reference = %(reference)s AND c.closed_at IS NULL
        """,
        {"reference": reference},
    )
    if row is None:
        return None
    return CaseFile(
        reference=row.reference,
        reason=CaseReason(row.reason),
        opened_at=row.opened_at,
        citizen_number=terms.CitizenNumber.parse(row.citizen_number),
        full_name=row.full_name,
        birth_date=terms.PartialDate.from_iso(row.birth_date),
        participant_ids=tuple(row.participant_ids),
        facts=row.facts,
        held_by_others=frozenset(row.held_by_others),
        linked_to=row.linked_to,
        others=tuple(row.others),
    )
