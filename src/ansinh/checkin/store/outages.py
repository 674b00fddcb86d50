"""The SQL of outages of the gateway, as facilities told them of a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class OutageRow:
    visit_no: int
    since: datetime
    error_code: str
    attempts: int


def keep_outage(conn: db.Connection, visit_no: int, *, since: datetime, error_code: str, attempts: int, told_at: datetime) -> None:
    """One outage is told again while it goes on: then the newest telling counts."""
    conn.execute(
        """
        INSERT INTO checkin.outages (visit_no, since, error_code, attempts, told_at)
        VALUES (%(visit_no)s, %(since)s, %(error_code)s, %(attempts)s, %(told_at)s)
        ON CONFLICT (visit_no, since) DO UPDATE
        SET error_code = EXCLUDED.error_code, attempts = EXCLUDED.attempts, told_at = EXCLUDED.told_at
        """,
        {"visit_no": visit_no, "since": since, "error_code": error_code, "attempts": attempts, "told_at": told_at},
    )


def outages_of(conn: db.Connection, visit_nos: Sequence[int]) -> list[OutageRow]:
    return db.many(
        conn,
        OutageRow,
        "SELECT visit_no, since, error_code, attempts FROM checkin.outages WHERE visit_no = ANY (%(visit_nos)s::bigint[]) ORDER BY since",
        {"visit_nos": list(visit_nos)},
    )
