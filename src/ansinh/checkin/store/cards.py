"""The SQL of cards: where the card of a statement was proven before, and what was found of it."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class SeenRow:
    proof_no: int
    facility_code: str
    challenge: str
    subject: str
    is_confirmed: bool
    desk_is_open: bool
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class VisitRow:
    proof_no: int
    visit_no: int
    participant_id: int | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    finding_no: int
    kind: str
    found_at: datetime
    earlier_proof: int
    later_proof: int | None
    refused_facility: str | None
    refused_desk: str | None
    seconds_apart: int | None
    settled_at: datetime | None
    settled_by: str | None
    conclusion: str | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A proof that stands in a finding, with its visit."""

    proof_no: int
    facility_code: str
    desk_id: str
    desk_name: str
    desk_is_open: bool
    level: int
    confirmed_by: str | None
    stands: bool
    since: datetime
    until: datetime
    visit_no: int
    visit_id: str
    participant_id: int | None
    arrived_at: datetime


def hold(conn: db.Connection, card_sha256: str) -> None:
    """Whoever proves the same card waits until this transaction ends."""
    conn.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('checkin.card ' || %(card_sha256)s::text, 0))", {"card_sha256": card_sha256}
    )


def seen(conn: db.Connection, card_sha256: str, *, limit: int) -> list[SeenRow]:
    """Where the card was proven, the last first. The card is held."""
    return db.many(
        conn,
        SeenRow,
        """
        SELECT p.proof_no, p.facility_code, p.challenge, p.subject, p.confirmed_by IS NOT NULL AS is_confirmed,
               d.closed_at IS NULL AS desk_is_open, coalesce(p.challenged_at, p.made_at) AS since, coalesce(p.taken_at, p.made_at) AS until
        FROM checkin.proofs p
        JOIN checkin.desks d ON d.facility_code = p.facility_code AND d.desk_id = p.desk_id
        WHERE p.card_sha256 = %(card_sha256)s::text
        ORDER BY p.proof_no DESC LIMIT %(limit)s
        """,
        {"card_sha256": card_sha256, "limit": limit},
    )


def visit_of_proof(conn: db.Connection, proof_no: int) -> VisitRow:
    row = db.one(
        conn,
        VisitRow,
        """
        SELECT p.proof_no, v.visit_no, v.participant_id FROM checkin.proofs p JOIN checkin.visits v USING (visit_no)
        WHERE p.proof_no = %(proof_no)s
        """,
        {"proof_no": proof_no},
    )
    assert row is not None  # asked for proofs that are kept
    return row


def insert_finding(
    conn: db.Connection, *, kind: str, found_at: datetime, earlier_proof: int, later_proof: int, seconds_apart: int | None
) -> int:
    row = conn.execute(
        """
        INSERT INTO checkin.card_findings (kind, found_at, earlier_proof, later_proof, seconds_apart)
        VALUES (%(kind)s, %(found_at)s, %(earlier_proof)s, %(later_proof)s, %(seconds_apart)s::integer)
        RETURNING finding_no
        """,
        {
            "kind": kind,
            "found_at": found_at,
            "earlier_proof": earlier_proof,
            "later_proof": later_proof,
            "seconds_apart": seconds_apart,
        },
    ).fetchone()
    assert row is not None  # RETURNING of one row
    return int(row[0])


def insert_refused(conn: db.Connection, *, found_at: datetime, earlier_proof: int, facility_code: str, desk_id: str) -> int | None:
    """None where the same desk's same lie waits to be looked at already."""
    row = conn.execute(
        """
        INSERT INTO checkin.card_findings (kind, found_at, earlier_proof, refused_facility, refused_desk)
        VALUES ('two_people', %(found_at)s, %(earlier_proof)s, %(facility_code)s, %(desk_id)s)
        ON CONFLICT (earlier_proof, refused_facility, refused_desk) WHERE later_proof IS NULL AND settled_at IS NULL DO NOTHING
        RETURNING finding_no
        """,
        {"found_at": found_at, "earlier_proof": earlier_proof, "facility_code": facility_code, "desk_id": desk_id},
    ).fetchone()
    return None if row is None else int(row[0])


def findings(conn: db.Connection, *, only_open: bool, before: int | None, limit: int) -> list[FindingRow]:
    """The last first, those before number `before` if given."""
    return db.many(
        conn,
        FindingRow,
        """
        SELECT finding_no, kind, found_at, earlier_proof, later_proof, refused_facility, refused_desk, seconds_apart, settled_at, settled_by,
               conclusion
        FROM checkin.card_findings
        WHERE (NOT %(only_open)s OR settled_at IS NULL) AND finding_no < coalesce(%(before)s::bigint, 9223372036854775807)
        ORDER BY finding_no DESC LIMIT %(limit)s
        """,
        {"only_open": only_open, "before": before, "limit": limit},
    )


def finding(conn: db.Connection, finding_no: int) -> FindingRow | None:
    """Held until the transaction ends."""
    return db.one(
        conn,
        FindingRow,
        """
        SELECT finding_no, kind, found_at, earlier_proof, later_proof, refused_facility, refused_desk, seconds_apart, settled_at, settled_by,
               conclusion
        FROM checkin.card_findings WHERE finding_no = %(finding_no)s::bigint FOR UPDATE
        """,
        {"finding_no": finding_no},
    )


def places(conn: db.Connection, proof_nos: list[int]) -> list[PlaceRow]:
    return db.many(
        conn,
        PlaceRow,
        """
        SELECT p.proof_no, p.facility_code, p.desk_id, d.name AS desk_name, d.closed_at IS NULL AS desk_is_open, p.level, p.confirmed_by,
               p.stands, coalesce(p.challenged_at, p.made_at) AS since, coalesce(p.taken_at, p.made_at) AS until, v.visit_no, v.visit_id,
               v.participant_id, v.arrived_at
        FROM checkin.proofs p
        JOIN checkin.desks d ON d.facility_code = p.facility_code AND d.desk_id = p.desk_id
        JOIN checkin.visits v USING (visit_no)
        WHERE p.proof_no = ANY (%(proof_nos)s::bigint[])
        """,
        {"proof_nos": proof_nos},
    )


def settle(conn: db.Connection, finding_no: int, *, settled_at: datetime, settled_by: str, conclusion: str) -> None:
    conn.execute(
        """
        UPDATE checkin.card_findings SET settled_at = %(settled_at)s, settled_by = %(settled_by)s, conclusion = %(conclusion)s
        WHERE finding_no = %(finding_no)s
        """,
        {"settled_at": settled_at, "settled_by": settled_by, "conclusion": conclusion, "finding_no": finding_no},
    )


def cards_at_two_places(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None) -> int:
    """Different cards found at two places on Viet Nam's days from the first to the last; of one facility where it was one of the two."""
    row = conn.execute(
        """
        SELECT count(DISTINCT later.card_sha256)
        FROM checkin.card_findings f
        JOIN checkin.proofs later ON later.proof_no = f.later_proof
        JOIN checkin.proofs earlier ON earlier.proof_no = f.earlier_proof
        WHERE f.kind = 'two_places'
          AND f.found_at >= ((%(first_day)s::date - interval '7 hours') AT TIME ZONE 'UTC')
          AND f.found_at < ((%(last_day)s::date + 1 - interval '7 hours') AT TIME ZONE 'UTC')
          AND (%(facility_code)s::text IS NULL OR %(facility_code)s::text IN (later.facility_code, earlier.facility_code))
        """,
        {"first_day": first_day, "last_day": last_day, "facility_code": facility_code},
    ).fetchone()
    assert row is not None
    return int(row[0])
