"""The SQL of treatments and of who may look into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    record_no: int
    participant_id: int
    facility_code: str
    card_number: str
    admitted_at: datetime
    discharged_at: datetime
    outcome: int
    result: int
    reason: str
    visit_category: str
    is_own_route: bool
    copayment: int
    received_at: datetime
    accepted_on: date


@dataclass(frozen=True, slots=True)
class WholeRow:
    row: TreatmentRow
    tables: dict[str, Any]


def upsert(conn: db.Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Insert, or update where the claim is newer and says something else; rows of one stay at most once. How many rows that touched."""
    return conn.execute(
        """
        INSERT INTO checkin.treatments AS t
            (facility_code, visit_id, participant_id, card_number, admitted_at, discharged_at, outcome, result, reason, visit_category,
             is_own_route, copayment, received_at, accepted_on, tables)
        SELECT n.facility_code, n.visit_id, n.participant_id, n.card_number, n.admitted_at, n.discharged_at, n.outcome, n.result, n.reason,
               n.visit_category, n.is_own_route, n.copayment, n.received_at, n.accepted_on, n.tables
        FROM jsonb_to_recordset(%(rows)s::jsonb) AS n (
            facility_code text, visit_id text, participant_id bigint, card_number text, admitted_at timestamptz, discharged_at timestamptz,
            outcome smallint, result smallint, reason text, visit_category text, is_own_route boolean, copayment bigint,
            received_at timestamptz, accepted_on date, tables jsonb)
        ON CONFLICT (facility_code, visit_id) DO UPDATE SET
            participant_id = excluded.participant_id, card_number = excluded.card_number, admitted_at = excluded.admitted_at,
            discharged_at = excluded.discharged_at, outcome = excluded.outcome, result = excluded.result, reason = excluded.reason,
            visit_category = excluded.visit_category, is_own_route = excluded.is_own_route, copayment = excluded.copayment,
            received_at = excluded.received_at, accepted_on = excluded.accepted_on, tables = excluded.tables
        WHERE excluded.received_at >= t.received_at
          AND (t.participant_id, t.card_number, t.admitted_at, t.discharged_at, t.outcome, t.result, t.reason, t.visit_category,
               t.is_own_route, t.copayment, t.received_at, t.accepted_on, t.tables)
              IS DISTINCT FROM
              (excluded.participant_id, excluded.card_number, excluded.admitted_at, excluded.discharged_at, excluded.outcome,
               excluded.result, excluded.reason, excluded.visit_category, excluded.is_own_route, excluded.copayment,
               excluded.received_at, excluded.accepted_on, excluded.tables)
        """,
        {"rows": db.Json(rows)},
    ).rowcount


def of_participant(
    conn: db.Connection, participant_id: int, *, since: datetime, until: datetime | None, only_copaid: bool, limit: int | None
) -> list[TreatmentRow]:
    """Discharged from `since` on and before `until` (None: no end), the latest first; `limit` None: all."""
    return db.many(
        conn,
        TreatmentRow,
        """
        SELECT record_no, participant_id, facility_code, card_number, admitted_at, discharged_at, outcome, result, reason, visit_category,
               is_own_route, copayment, received_at, accepted_on
        FROM checkin.treatments
        WHERE participant_id = %(participant_id)s AND discharged_at >= %(since)s
          AND (%(until)s::timestamptz IS NULL OR discharged_at < %(until)s::timestamptz)
          AND (NOT %(only_copaid)s::boolean OR is_own_route AND copayment > 0)
        ORDER BY discharged_at DESC, record_no DESC
        LIMIT %(limit)s::bigint
        """,
        {"participant_id": participant_id, "since": since, "until": until, "only_copaid": only_copaid, "limit": limit},
    )


def treatment(conn: db.Connection, record_no: int) -> WholeRow | None:
    row = conn.execute(
        """
        SELECT record_no, participant_id, facility_code, card_number, admitted_at, discharged_at, outcome, result, reason, visit_category,
               is_own_route, copayment, received_at, accepted_on, tables
        FROM checkin.treatments WHERE record_no = %(record_no)s
        """,
        {"record_no": record_no},
    ).fetchone()
    return None if row is None else WholeRow(TreatmentRow(*row[:-1]), row[-1])
