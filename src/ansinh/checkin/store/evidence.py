"""The SQL of who was there: what a facility said of it, and what a desk proved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


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
    elsewhere: list[tuple[bool, int]] | None


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


def evidence_of(conn: db.Connection, visit_nos: Sequence[int]) -> list[EvidenceRow]:
    return db.many(
        conn,
        EvidenceRow,
        """
        SELECT e.visit_no, e.at, e.level, e.source, e.device, e.officer_id, p.desk_id, d.name AS desk_name, p.level AS proven_level,
               p.policy, p.access, p.checks, p.made_at, p.stands, p.confirmed_by,
               (SELECT jsonb_agg(jsonb_build_array(f.later_proof = p.proof_no, f.seconds_apart) ORDER BY f.finding_no)
                FROM checkin.card_findings f
                WHERE p.proof_no IN (f.earlier_proof, f.later_proof) AND f.kind = 'two_places'
                  AND f.conclusion IS DISTINCT FROM 'no_fault') AS elsewhere
        FROM checkin.evidence e
        LEFT JOIN checkin.proofs p USING (proof_no)
        LEFT JOIN checkin.desks d ON d.facility_code = p.facility_code AND d.desk_id = p.desk_id
        WHERE e.visit_no = ANY (%(visit_nos)s::bigint[]) ORDER BY e.at, e.evidence_no
        """,
        {"visit_nos": list(visit_nos)},
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
