"""The SQL of treatments and of who may look into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

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
        {"rows": orjson.dumps(rows).decode()},  # a claim has hundreds of fields: the driver's own JSON takes five times as long
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


@dataclass(frozen=True, slots=True)
class ClaimsToSee:
    """Why a facility may look into the records of a person: the latest look-up that told it something, and an open visit."""

    looked_up_at: datetime | None
    has_open_visit: bool


def claims_to_see(
    conn: db.Connection, participant_id: int, *, facility_code: str, told: Sequence[str], looked_up_since: datetime, arrived_since: datetime
) -> ClaimsToSee:
    """`told` are the result codes with which something was told."""
    row = conn.execute(
        """
        SELECT (SELECT max(at) FROM checkin.lookups
                WHERE participant_id = %(participant_id)s AND at >= %(looked_up_since)s AND facility_code = %(facility_code)s
                  AND code = ANY(%(told)s::text[])),
               EXISTS (SELECT FROM checkin.visits
                       WHERE participant_id = %(participant_id)s AND arrived_at >= %(arrived_since)s
                         AND facility_code = %(facility_code)s AND ended_at IS NULL)
        """,
        {
            "participant_id": participant_id,
            "facility_code": facility_code,
            "told": list(told),
            "looked_up_since": looked_up_since,
            "arrived_since": arrived_since,
        },
    ).fetchone()
    assert row is not None  # a SELECT without FROM has one row
    return ClaimsToSee(*row)


def record_opening(
    conn: db.Connection,
    *,
    at: datetime,
    facility_code: str,
    account: str,
    record_no: int,
    participant_id: int | None,
    was_shown: bool,
    audited: Mapping[str, Any],
) -> None:
    """Keep and audit that a record was asked for, in one statement. `audited` is what `audit.parameters` made of the event."""
    conn.execute(
        """
        WITH opened AS (
            INSERT INTO checkin.record_openings (at, facility_code, account, record_no, participant_id, was_shown)
            VALUES (%(at)s::timestamptz, %(facility_code)s, %(account)s, %(record_no)s::bigint, %(participant_id)s::bigint,
                    %(was_shown)s::boolean)
        )
        SELECT audit.append(%(audit_at)s, %(audit_kind)s, %(audit_actor_kind)s, %(audit_actor_id)s, %(audit_actor_name)s,
                            %(audit_subject)s::bigint, %(audit_purpose)s, %(audit_detail)s::jsonb)
        """,
        {
            **audited,
            "at": at,
            "facility_code": facility_code,
            "account": account,
            "record_no": record_no,
            "participant_id": participant_id,
            "was_shown": was_shown,
        },
    )


def restrict(conn: db.Connection, username: str, *, since: datetime) -> bool:
    """False if it was restricted already."""
    return (
        conn.execute(
            """
            INSERT INTO checkin.restricted_accounts (username, since) VALUES (%(username)s, %(since)s)
            ON CONFLICT (username) DO NOTHING
            """,
            {"username": username, "since": since},
        ).rowcount
        > 0
    )


def release(conn: db.Connection, username: str) -> bool:
    """False if it was not restricted."""
    return conn.execute("DELETE FROM checkin.restricted_accounts WHERE username = %(username)s", {"username": username}).rowcount > 0


def is_restricted(conn: db.Connection, username: str) -> bool:
    row = conn.execute(
        "SELECT EXISTS (SELECT FROM checkin.restricted_accounts WHERE username = %(username)s)", {"username": username}
    ).fetchone()
    return row is not None and bool(row[0])
