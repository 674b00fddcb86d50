"""The SQL of visits: opening, statements about them, evidence, look-ups, outages, and what the rule on double visits asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class VisitRow:
    visit_no: int
    facility_code: str
    visit_id: str
    participant_id: int | None
    category: str
    care_kind: str
    arrived_at: datetime
    admitted_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    visit_no: int
    at: datetime
    level: int
    source: str
    device: str
    officer_id: int | None
    desk_id: str | None
    desk_name: str | None
    proven_level: int | None
    policy: str | None
    access: str | None
    checks: list[tuple[str, str, str]] | None
    made_at: datetime | None
    stands: bool | None
    confirmed_by: str | None


@dataclass(frozen=True, slots=True)
class LookupRow:
    visit_no: int
    at: datetime
    moment: str
    code: str


@dataclass(frozen=True, slots=True)
class OutageRow:
    visit_no: int
    since: datetime
    error_code: str
    attempts: int


@dataclass(frozen=True, slots=True)
class StayRow:
    facility_code: str
    arrived_at: datetime
    ended_at: datetime | None
    category: str
    care_kind: str


@dataclass(frozen=True, slots=True)
class LookedUpRow:
    facility_code: str
    at: datetime
    code: str


def open_missing(
    conn: db.Connection, *, facility_code: str, visit_ids: Sequence[str], arrivals: Sequence[datetime], opened_at: datetime
) -> set[str]:
    """Open those that are not there; the ids of them. Waits for whoever is opening one of them at this moment.

    In the order of the ids, as everybody does it: two files that share visits never wait for each other.
    """
    rows = conn.execute(
        """
        INSERT INTO checkin.visits (facility_code, visit_id, arrived_at, opened_at)
        SELECT %(facility_code)s::text, visit_id, arrived_at, %(opened_at)s::timestamptz
        FROM unnest(%(visit_ids)s::text[], %(arrivals)s::timestamptz[]) AS stated (visit_id, arrived_at)
        ORDER BY visit_id
        ON CONFLICT (facility_code, visit_id) DO NOTHING
        RETURNING visit_id
        """,
        {"facility_code": facility_code, "visit_ids": list(visit_ids), "arrivals": list(arrivals), "opened_at": opened_at},
    ).fetchall()
    return {row[0] for row in rows}


def held(conn: db.Connection, *, facility_code: str, visit_ids: Sequence[str]) -> list[VisitRow]:
    """The facility's visits of these ids, held until the transaction ends."""
    return db.many(
        conn,
        VisitRow,
        """
        SELECT visit_no, facility_code, visit_id, participant_id, category, care_kind, arrived_at, admitted_at, opened_at, ended_at
        FROM checkin.visits
        WHERE facility_code = %(facility_code)s AND visit_id = ANY (%(visit_ids)s::text[])
        ORDER BY visit_id
        FOR UPDATE
        """,
        {"facility_code": facility_code, "visit_ids": list(visit_ids)},
    )


def visit(conn: db.Connection, *, facility_code: str, visit_id: str) -> VisitRow | None:
    return db.one(
        conn,
        VisitRow,
        """
        SELECT visit_no, facility_code, visit_id, participant_id, category, care_kind, arrived_at, admitted_at, opened_at, ended_at
        FROM checkin.visits WHERE facility_code = %(facility_code)s AND visit_id = %(visit_id)s
        """,
        {"facility_code": facility_code, "visit_id": visit_id},
    )


def visits_of_facility(conn: db.Connection, *, facility_code: str, since: datetime, after: int, limit: int) -> list[VisitRow]:
    """Opened at `since` or later, in the order of opening, behind the visit of number `after` (0: from the first)."""
    return db.many(
        conn,
        VisitRow,
        """
        SELECT v.visit_no, v.facility_code, v.visit_id, v.participant_id, v.category, v.care_kind, v.arrived_at, v.admitted_at,
               v.opened_at, v.ended_at
        FROM checkin.visits v
        LEFT JOIN checkin.visits last ON last.visit_no = %(after)s::bigint AND last.facility_code = %(facility_code)s
        WHERE v.facility_code = %(facility_code)s AND v.opened_at >= %(since)s::timestamptz
          AND (last.visit_no IS NULL OR (v.opened_at, v.visit_no) > (last.opened_at, last.visit_no))
        ORDER BY v.opened_at, v.visit_no
        LIMIT %(limit)s
        """,
        {"facility_code": facility_code, "since": since, "after": after, "limit": limit},
    )


def latest_visits(conn: db.Connection, *, facility_code: str, before: int | None, limit: int) -> list[VisitRow]:
    """The facility's visits, the last opened first, those opened before the visit of number `before` (None: from the last)."""
    return db.many(
        conn,
        VisitRow,
        """
        SELECT v.visit_no, v.facility_code, v.visit_id, v.participant_id, v.category, v.care_kind, v.arrived_at, v.admitted_at,
               v.opened_at, v.ended_at
        FROM checkin.visits v
        LEFT JOIN checkin.visits next ON next.visit_no = %(before)s::bigint AND next.facility_code = %(facility_code)s
        WHERE v.facility_code = %(facility_code)s
          AND (next.visit_no IS NULL OR (v.opened_at, v.visit_no) < (next.opened_at, next.visit_no))
        ORDER BY v.opened_at DESC, v.visit_no DESC
        LIMIT %(limit)s
        """,
        {"facility_code": facility_code, "before": before, "limit": limit},
    )


def numbered_visit(conn: db.Connection, visit_no: int, *, facility_code: str) -> VisitRow | None:
    return db.one(
        conn,
        VisitRow,
        """
        SELECT visit_no, facility_code, visit_id, participant_id, category, care_kind, arrived_at, admitted_at, opened_at, ended_at
        FROM checkin.visits WHERE visit_no = %(visit_no)s::bigint AND facility_code = %(facility_code)s
        """,
        {"visit_no": visit_no, "facility_code": facility_code},
    )


def state_visit(
    conn: db.Connection,
    visit_no: int,
    *,
    participant_id: int | None,
    category: str,
    care_kind: str,
    arrived_at: datetime,
    admitted_at: datetime | None,
) -> None:
    conn.execute(
        """
        UPDATE checkin.visits
        SET participant_id = %(participant_id)s, category = %(category)s, care_kind = %(care_kind)s, arrived_at = %(arrived_at)s,
            admitted_at = %(admitted_at)s
        WHERE visit_no = %(visit_no)s
        """,
        {
            "visit_no": visit_no,
            "participant_id": participant_id,
            "category": category,
            "care_kind": care_kind,
            "arrived_at": arrived_at,
            "admitted_at": admitted_at,
        },
    )


def end_visit(conn: db.Connection, visit_no: int, *, ended_at: datetime) -> None:
    conn.execute(
        "UPDATE checkin.visits SET ended_at = %(ended_at)s WHERE visit_no = %(visit_no)s", {"visit_no": visit_no, "ended_at": ended_at}
    )


def set_participant(conn: db.Connection, visit_no: int, *, participant_id: int) -> None:
    conn.execute(
        "UPDATE checkin.visits SET participant_id = %(participant_id)s WHERE visit_no = %(visit_no)s",
        {"visit_no": visit_no, "participant_id": participant_id},
    )


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


def insert_evidence(
    conn: db.Connection,
    visit_no: int,
    *,
    at: datetime,
    level: int,
    source: str,
    device: str,
    officer_id: int | None,
    proof_no: int | None,
) -> None:
    conn.execute(
        """
        INSERT INTO checkin.evidence (visit_no, at, level, source, device, officer_id, proof_no)
        VALUES (%(visit_no)s, %(at)s, %(level)s, %(source)s, %(device)s, %(officer_id)s::bigint, %(proof_no)s::bigint)
        """,
        {
            "visit_no": visit_no,
            "at": at,
            "level": level,
            "source": source,
            "device": device,
            "officer_id": officer_id,
            "proof_no": proof_no,
        },
    )


def insert_lookup(conn: db.Connection, visit_no: int, *, at: datetime, moment: str, code: str, proven_level: int | None) -> None:
    conn.execute(
        """
        INSERT INTO checkin.visit_lookups (visit_no, at, moment, code, proven_level)
        VALUES (%(visit_no)s, %(at)s, %(moment)s, %(code)s, %(proven_level)s::smallint)
        """,
        {"visit_no": visit_no, "at": at, "moment": moment, "code": code, "proven_level": proven_level},
    )


def proven_level(conn: db.Connection, visit_no: int) -> int | None:
    """The highest level that is proven of the visit's person; None where nothing is."""
    row = conn.execute(
        """
        SELECT max(e.level) FROM checkin.evidence e JOIN checkin.proofs p USING (proof_no)
        WHERE e.visit_no = %(visit_no)s AND p.stands
        """,
        {"visit_no": visit_no},
    ).fetchone()
    return None if row is None else row[0]


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


def evidence_of(conn: db.Connection, visit_nos: Sequence[int]) -> list[EvidenceRow]:
    return db.many(
        conn,
        EvidenceRow,
        """
        SELECT e.visit_no, e.at, e.level, e.source, e.device, e.officer_id, p.desk_id, d.name AS desk_name, p.level AS proven_level,
               p.policy, p.access, p.checks, p.made_at, p.stands, p.confirmed_by
        FROM checkin.evidence e
        LEFT JOIN checkin.proofs p USING (proof_no)
        LEFT JOIN checkin.desks d ON d.facility_code = p.facility_code AND d.desk_id = p.desk_id
        WHERE e.visit_no = ANY (%(visit_nos)s::bigint[]) ORDER BY e.at, e.evidence_no
        """,
        {"visit_nos": list(visit_nos)},
    )


def lookups_of(conn: db.Connection, visit_nos: Sequence[int]) -> list[LookupRow]:
    return db.many(
        conn,
        LookupRow,
        "SELECT visit_no, at, moment, code FROM checkin.visit_lookups WHERE visit_no = ANY (%(visit_nos)s::bigint[]) ORDER BY at",
        {"visit_nos": list(visit_nos)},
    )


def outages_of(conn: db.Connection, visit_nos: Sequence[int]) -> list[OutageRow]:
    return db.many(
        conn,
        OutageRow,
        "SELECT visit_no, since, error_code, attempts FROM checkin.outages WHERE visit_no = ANY (%(visit_nos)s::bigint[]) ORDER BY since",
        {"visit_nos": list(visit_nos)},
    )


def stays_elsewhere(
    conn: db.Connection, participant_id: int, *, facility_code: str, since: datetime, until: datetime, limit: int
) -> list[StayRow]:
    """Visits of the person at other facilities with an arrival between the two, the latest first."""
    return db.many(
        conn,
        StayRow,
        """
        SELECT facility_code, arrived_at, ended_at, category, care_kind FROM checkin.visits
        WHERE participant_id = %(participant_id)s AND arrived_at >= %(since)s AND arrived_at <= %(until)s
          AND facility_code <> %(facility_code)s
        ORDER BY arrived_at DESC LIMIT %(limit)s
        """,
        {"participant_id": participant_id, "facility_code": facility_code, "since": since, "until": until, "limit": limit},
    )


def lookups_elsewhere(
    conn: db.Connection, participant_id: int, *, facility_code: str, since: datetime, until: datetime, limit: int
) -> list[LookedUpRow]:
    """Look-ups of the person by other facilities between the two, the latest first."""
    return db.many(
        conn,
        LookedUpRow,
        """
        SELECT facility_code, at, code FROM checkin.lookups
        WHERE participant_id = %(participant_id)s AND at >= %(since)s AND at <= %(until)s AND facility_code <> %(facility_code)s
        ORDER BY at DESC LIMIT %(limit)s
        """,
        {"participant_id": participant_id, "facility_code": facility_code, "since": since, "until": until, "limit": limit},
    )
