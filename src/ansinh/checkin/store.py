"""The SQL of check-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.checkin.model import EarlierLookup
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class AccountRow:
    verifier: str
    state: str
    locked_until: datetime | None


def account(conn: db.Connection, username: str) -> AccountRow | None:
    return db.one(
        conn,
        AccountRow,
        "SELECT verifier, state, locked_until FROM checkin.accounts WHERE username = %(username)s",
        {"username": username},
    )


def insert_account(conn: db.Connection, *, username: str, verifier: str, opened_at: datetime) -> None:
    conn.execute(
        """
        INSERT INTO checkin.accounts (username, verifier, state, opened_at)
        VALUES (%(username)s, %(verifier)s, 'open', %(opened_at)s)
        """,
        {"username": username, "verifier": verifier, "opened_at": opened_at},
    )


def count_failure(conn: db.Connection, username: str, *, limit: int, locked_until: datetime) -> bool:
    """One more wrong password; the `limit`-th locks the account until then and starts the count anew. True if this one locked it."""
    row = conn.execute(
        """
        UPDATE checkin.accounts
        SET failures = CASE WHEN failures + 1 >= %(limit)s::int THEN 0 ELSE failures + 1 END,
            locked_until = CASE WHEN failures + 1 >= %(limit)s::int THEN %(locked_until)s::timestamptz ELSE locked_until END
        WHERE username = %(username)s
        RETURNING failures = 0
        """,
        {"username": username, "limit": limit, "locked_until": locked_until},
    ).fetchone()
    return row is not None and bool(row[0])


def forget_failures(conn: db.Connection, username: str) -> None:
    """After a right password; writes only where there is something to forget."""
    conn.execute(
        """
        UPDATE checkin.accounts SET failures = 0, locked_until = NULL
        WHERE username = %(username)s AND (failures > 0 OR locked_until IS NOT NULL)
        """,
        {"username": username},
    )


def close_account(conn: db.Connection, username: str) -> None:
    conn.execute("UPDATE checkin.accounts SET state = 'closed' WHERE username = %(username)s", {"username": username})


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
