"""The SQL of look-ups."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansinh.checkin.model import EarlierLookup
from ansinh.kit import db


def record_lookup(
    conn: db.Connection,
    *,
    at: datetime,
    facility_code: str,
    account: str,
    officer_id: int | None,
    key_kind: str,
    participant_id: int | None,
    code: str,
    purpose: str,
    audited: Mapping[str, Any],
) -> tuple[EarlierLookup, ...]:
    """Keep and audit this look-up and read the latest five of the 30 days before it about the same person, newest first.

    One statement, so that it can be a transaction of its own. `audited` is what `audit.parameters` made of the event. The SELECT sees
    the table as it was before the INSERT, so a look-up never finds itself.
    """
    rows = conn.execute(
        """
        WITH recorded AS (
            INSERT INTO checkin.lookups (at, facility_code, account, officer_id, key_kind, participant_id, code, purpose)
            VALUES (%(at)s::timestamptz, %(facility_code)s, %(account)s, %(officer_id)s::bigint, %(key_kind)s, %(participant_id)s::bigint,
                    %(code)s, %(purpose)s)
        ), audited AS MATERIALIZED (
            SELECT audit.append(%(audit_at)s, %(audit_kind)s, %(audit_actor_kind)s, %(audit_actor_id)s, %(audit_actor_name)s,
                                %(audit_subject)s::bigint, %(audit_purpose)s, %(audit_detail)s::jsonb)
        ), earlier AS (
            SELECT account, at, code FROM checkin.lookups
            WHERE participant_id = %(participant_id)s::bigint AND at >= %(at)s::timestamptz - interval '30 days'
            ORDER BY at DESC LIMIT 5
        )
        SELECT e.account, e.at, e.code FROM audited LEFT JOIN earlier e ON true ORDER BY e.at DESC
        """,
        {
            **audited,
            "at": at,
            "facility_code": facility_code,
            "account": account,
            "officer_id": officer_id,
            "key_kind": key_kind,
            "participant_id": participant_id,
            "code": code,
            "purpose": purpose,
        },
    ).fetchall()
    return tuple(EarlierLookup(*row) for row in rows if row[0] is not None)  # without any there is one row of NULLs
