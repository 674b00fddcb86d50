"""The SQL of the little that staff see of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class BriefRow:
    participant_id: int
    full_name: str
    birth_date: str
    number: str | None
    verified_on: date | None
    deceased_on: date | None


def briefs(conn: db.Connection, participant_ids: Sequence[int]) -> list[BriefRow]:
    """See the room's `briefs`."""
    return db.many(
        conn,
        BriefRow,
        """
        SELECT p.participant_id, p.full_name, p.birth_date, n.value AS number, p.verified_on, p.deceased_on
        FROM register.participants p
        LEFT JOIN LATERAL (
            SELECT i.value FROM register.identifiers i
            WHERE i.participant_id = p.participant_id AND i.kind = 'social_insurance_number' AND i.state IN ('active', 'disputed')
            ORDER BY i.state, i.value LIMIT 1
        ) n ON true
        WHERE p.participant_id = ANY (%(participant_ids)s::bigint[])
        ORDER BY p.participant_id
        """,
        {"participant_ids": list(participant_ids)},
    )
