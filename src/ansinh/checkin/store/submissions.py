"""The SQL of what facilities sent of visits: each submission with what it was answered, and the statements in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ansinh.kit import db


def newest_statements(conn: db.Connection, visit_nos: Sequence[int], *, act: str) -> dict[int, str]:
    """SHA-256 of the newest statement of that act, by visit; visits without one are not there."""
    rows = conn.execute(
        """
        SELECT DISTINCT ON (visit_no) visit_no, content_sha256 FROM checkin.statements
        WHERE visit_no = ANY (%(visit_nos)s::bigint[]) AND act = %(act)s
        ORDER BY visit_no, statement_no DESC
        """,
        {"visit_nos": list(visit_nos), "act": act},
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def reply_to(conn: db.Connection, *, facility_code: str, content_sha256: str) -> bytes | None:
    """What the newest submission of this content was answered; None if the facility never made it."""
    row = conn.execute(
        """
        SELECT reply FROM checkin.submissions
        WHERE facility_code = %(facility_code)s AND content_sha256 = %(content_sha256)s
        ORDER BY submission_no DESC LIMIT 1
        """,
        {"facility_code": facility_code, "content_sha256": content_sha256},
    ).fetchone()
    return None if row is None else bytes(row[0])


def insert_submission(
    conn: db.Connection,
    *,
    facility_code: str,
    account: str,
    interface: str,
    at: datetime,
    content_sha256: str,
    file: bytes | None,
    reply: bytes,
) -> int:
    row = conn.execute(
        """
        INSERT INTO checkin.submissions (facility_code, account, interface, at, content_sha256, file, reply)
        VALUES (%(facility_code)s, %(account)s, %(interface)s, %(at)s, %(content_sha256)s, %(file)s::bytea, %(reply)s::bytea)
        RETURNING submission_no
        """,
        {
            "facility_code": facility_code,
            "account": account,
            "interface": interface,
            "at": at,
            "content_sha256": content_sha256,
            "file": file,
            "reply": reply,
        },
    ).fetchone()
    assert row is not None  # RETURNING of one row
    return int(row[0])


def insert_statement(conn: db.Connection, *, visit_no: int, submission_no: int, act: str, content_sha256: str, content: Any) -> None:
    conn.execute(
        """
        INSERT INTO checkin.statements (visit_no, submission_no, act, content_sha256, content)
        VALUES (%(visit_no)s, %(submission_no)s, %(act)s, %(content_sha256)s, %(content)s)
        """,
        {
            "visit_no": visit_no,
            "submission_no": submission_no,
            "act": act,
            "content_sha256": content_sha256,
            "content": db.Json(content),
        },
    )
