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


def open_case(
    conn: db.Connection, account_id: int, *, reason: CaseReason, participant_ids: Sequence[int], reference: str, now: datetime
) -> bool:
    """Opens a case; False if one is open for this account and reason already."""
    row = db.one(
        conn,
        _Case,
        """
        INSERT INTO identity.cases (reference, account_id, reason, participant_ids, opened_at)
        VALUES (%(reference)s, %(account_id)s, %(reason)s, %(participant_ids)s::bigint[], %(now)s)
        ON CONFLICT (account_id, reason) WHERE closed_at IS NULL DO NOTHING
        RETURNING reference, reason, opened_at
        """,
        {
            "reference": reference,
            "account_id": account_id,
            "reason": reason.value,
            "participant_ids": list(participant_ids),
            "now": now,
        },
    )
    return row is not None


def close_cases(conn: db.Connection, account_id: int, *, reasons: Sequence[CaseReason], outcome: str, now: datetime) -> None:
    conn.execute(
        """
        UPDATE identity.cases SET closed_at = greatest(opened_at, %(now)s), outcome = %(outcome)s
        WHERE account_id = %(account_id)s AND reason = ANY(%(reasons)s::text[]) AND closed_at IS NULL
        """,
        {"account_id": account_id, "reasons": [reason.value for reason in reasons], "outcome": outcome, "now": now},
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
        SELECT c.reference, c.reason, c.opened_at, a.citizen_number, c.participant_ids
        FROM identity.cases c JOIN identity.accounts a USING (account_id)
        WHERE c.closed_at IS NULL ORDER BY c.opened_at, c.case_id LIMIT %(limit)s
        """,
        {"limit": limit},
    )
    return [
        CaseSummary(
            row.reference, CaseReason(row.reason), row.opened_at, terms.CitizenNumber.parse(row.citizen_number), row.participant_ids
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


def open_case_file(conn: db.Connection, reference: str) -> CaseFile | None:
    row = db.one(
        conn,
        _File,
        """
        SELECT c.reference, c.reason, c.opened_at, a.citizen_number, a.full_name, a.birth_date, c.participant_ids
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
    )
