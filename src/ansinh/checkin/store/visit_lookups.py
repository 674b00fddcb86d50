"""The SQL of look-ups made within a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class LookupRow:
    visit_no: int
    at: datetime
    moment: str
    code: str


def insert_lookup(conn: db.Connection, visit_no: int, *, at: datetime, moment: str, code: str, proven_level: int | None) -> None:
    conn.execute(
        """
        INSERT INTO checkin.visit_lookups (visit_no, at, moment, code, proven_level)
        VALUES (%(visit_no)s, %(at)s, %(moment)s, %(code)s, %(proven_level)s::smallint)
        """,
        {"visit_no": visit_no, "at": at, "moment": moment, "code": code, "proven_level": proven_level},
    )


def lookups_of(conn: db.Connection, visit_nos: Sequence[int]) -> list[LookupRow]:
    return db.many(
        conn,
        LookupRow,
        "SELECT visit_no, at, moment, code FROM checkin.visit_lookups WHERE visit_no = ANY (%(visit_nos)s::bigint[]) ORDER BY at",
        {"visit_nos": list(visit_nos)},
    )
