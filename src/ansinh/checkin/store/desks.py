"""The SQL of desks, their challenges, and what was proven by their statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class DeskRow:
    desk_id: str
    name: str
    public_key: dict[str, Any]
    registered_by: int
    registered_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListedRow:
    desk_id: str
    name: str
    registered_by: int
    registered_at: datetime
    closed_at: datetime | None
    proofs: int
    last_proof_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownProofRow:
    proof_no: int
    participant_id: int | None
    challenge: str
    subject: str
    stands: bool


def insert_desk(
    conn: db.Connection,
    *,
    facility_code: str,
    desk_id: str,
    name: str,
    public_key: Mapping[str, str],
    registered_by: int,
    registered_at: datetime,
) -> bool:
    """False if the facility has registered this key before. Waits for whoever is registering it at this moment."""
    row = conn.execute(
        """
        INSERT INTO checkin.desks (facility_code, desk_id, name, public_key, registered_by, registered_at)
        VALUES (%(facility_code)s, %(desk_id)s, %(name)s, %(public_key)s, %(registered_by)s, %(registered_at)s)
        ON CONFLICT (facility_code, desk_id) DO NOTHING RETURNING desk_id
        """,
        {
            "facility_code": facility_code,
            "desk_id": desk_id,
            "name": name,
            "public_key": db.Json(dict(public_key)),
            "registered_by": registered_by,
            "registered_at": registered_at,
        },
    ).fetchone()
    return row is not None


def desk(conn: db.Connection, desk_id: str, *, facility_code: str) -> DeskRow | None:
    """The facility's desk; it is not closed before this transaction ends."""
    return db.one(
        conn,
        DeskRow,
        """
        SELECT desk_id, name, public_key, registered_by, registered_at, closed_at FROM checkin.desks
        WHERE facility_code = %(facility_code)s AND desk_id = %(desk_id)s FOR SHARE
        """,
        {"facility_code": facility_code, "desk_id": desk_id},
    )


def close_desk(conn: db.Connection, desk_id: str, *, facility_code: str, closed_at: datetime) -> bool:
    """False for one that is closed or not there."""
    row = conn.execute(
        """
        UPDATE checkin.desks SET closed_at = %(closed_at)s
        WHERE facility_code = %(facility_code)s AND desk_id = %(desk_id)s AND closed_at IS NULL RETURNING desk_id
        """,
        {"closed_at": closed_at, "facility_code": facility_code, "desk_id": desk_id},
    ).fetchone()
    return row is not None


def count_open(conn: db.Connection, *, facility_code: str) -> int:
    row = conn.execute(
        "SELECT count(*) FROM checkin.desks WHERE facility_code = %(facility_code)s AND closed_at IS NULL", {"facility_code": facility_code}
    ).fetchone()
    assert row is not None
    return int(row[0])


def desks(conn: db.Connection, *, facility_code: str, limit: int) -> list[ListedRow]:
    """Open ones first, then the last registered first."""
    return db.many(
        conn,
        ListedRow,
        """
        SELECT d.desk_id, d.name, d.registered_by, d.registered_at, d.closed_at, count(p.proof_no) AS proofs,
               max(p.made_at) AS last_proof_at
        FROM checkin.desks d
        LEFT JOIN checkin.proofs p ON p.facility_code = d.facility_code AND p.desk_id = d.desk_id
        WHERE d.facility_code = %(facility_code)s
        GROUP BY d.facility_code, d.desk_id
        ORDER BY d.closed_at IS NOT NULL, d.registered_at DESC, d.desk_id
        LIMIT %(limit)s
        """,
        {"facility_code": facility_code, "limit": limit},
    )


def insert_challenge(
    conn: db.Connection, challenge_sha256: str, *, facility_code: str, desk_id: str, issued_at: datetime, expires_at: datetime
) -> None:
    conn.execute(
        """
        INSERT INTO checkin.challenges (challenge_sha256, facility_code, desk_id, issued_at, expires_at)
        VALUES (%(challenge_sha256)s, %(facility_code)s, %(desk_id)s, %(issued_at)s, %(expires_at)s)
        """,
        {
            "challenge_sha256": challenge_sha256,
            "facility_code": facility_code,
            "desk_id": desk_id,
            "issued_at": issued_at,
            "expires_at": expires_at,
        },
    )


def challenge(conn: db.Connection, challenge_sha256: str, *, facility_code: str, desk_id: str) -> ChallengeRow | None:
    """That desk's challenge, held until the transaction ends: of two who come with it at once the second sees it used."""
    return db.one(
        conn,
        ChallengeRow,
        """
        SELECT issued_at, expires_at, used_at FROM checkin.challenges
        WHERE challenge_sha256 = %(challenge_sha256)s AND facility_code = %(facility_code)s AND desk_id = %(desk_id)s FOR UPDATE
        """,
        {"challenge_sha256": challenge_sha256, "facility_code": facility_code, "desk_id": desk_id},
    )


def use_challenge(conn: db.Connection, challenge_sha256: str, *, used_at: datetime) -> None:
    conn.execute(
        "UPDATE checkin.challenges SET used_at = %(used_at)s WHERE challenge_sha256 = %(challenge_sha256)s",
        {"used_at": used_at, "challenge_sha256": challenge_sha256},
    )


def purge_challenges(conn: db.Connection, *, expired_before: datetime) -> None:
    conn.execute("DELETE FROM checkin.challenges WHERE expires_at < %(expired_before)s", {"expired_before": expired_before})


def insert_proof(
    conn: db.Connection,
    visit_no: int,
    *,
    facility_code: str,
    desk_id: str,
    statement_sha256: str,
    jti: str,
    challenge: str,
    subject: str,
    participant_id: int | None,
    level: int,
    policy: str,
    access: str,
    checks: Sequence[tuple[str, str, str]],
    sod_sha256: str,
    card_sha256: str,
    made_at: datetime,
    confirmed_by: str | None,
    challenged_at: datetime,
    taken_at: datetime,
) -> int:
    row = conn.execute(
        """
        INSERT INTO checkin.proofs (visit_no, facility_code, desk_id, statement_sha256, jti, challenge, subject, participant_id, level,
                                    policy, access, checks, sod_sha256, card_sha256, made_at, confirmed_by, challenged_at, taken_at)
        VALUES (%(visit_no)s, %(facility_code)s, %(desk_id)s, %(statement_sha256)s, %(jti)s, %(challenge)s, %(subject)s,
                %(participant_id)s::bigint, %(level)s, %(policy)s, %(access)s, %(checks)s, %(sod_sha256)s, %(card_sha256)s,
                %(made_at)s, %(confirmed_by)s::text, %(challenged_at)s, %(taken_at)s)
        RETURNING proof_no
        """,
        {
            "visit_no": visit_no,
            "facility_code": facility_code,
            "desk_id": desk_id,
            "statement_sha256": statement_sha256,
            "jti": jti,
            "challenge": challenge,
            "subject": subject,
            "participant_id": participant_id,
            "level": level,
            "policy": policy,
            "access": access,
            "checks": db.Json([list(each) for each in checks]),
            "sod_sha256": sod_sha256,
            "card_sha256": card_sha256,
            "made_at": made_at,
            "confirmed_by": confirmed_by,
            "challenged_at": challenged_at,
            "taken_at": taken_at,
        },
    ).fetchone()
    assert row is not None  # RETURNING of one row
    return int(row[0])


def known_proof(conn: db.Connection, visit_no: int, *, statement_sha256: str) -> bool:
    """Whether the visit has been proven by this very statement."""
    row = conn.execute(
        "SELECT 1 FROM checkin.proofs WHERE visit_no = %(visit_no)s AND statement_sha256 = %(statement_sha256)s",
        {"visit_no": visit_no, "statement_sha256": statement_sha256},
    ).fetchone()
    return row is not None


def proofs_of(conn: db.Connection, visit_no: int) -> list[KnownProofRow]:
    return db.many(
        conn,
        KnownProofRow,
        "SELECT proof_no, participant_id, challenge, subject, stands FROM checkin.proofs WHERE visit_no = %(visit_no)s ORDER BY proof_no",
        {"visit_no": visit_no},
    )


def set_standing(conn: db.Connection, proof_no: int, *, stands: bool) -> None:
    conn.execute("UPDATE checkin.proofs SET stands = %(stands)s WHERE proof_no = %(proof_no)s", {"stands": stands, "proof_no": proof_no})


def opening_key(conn: db.Connection, visit_no: int) -> str:
    """By which number the opening of the visit named the person; "" where it named none, and where a file has since said who it was."""
    row = conn.execute(
        """
        SELECT CASE act WHEN 'open' THEN coalesce(content #>> '{person,number}', '') ELSE '' END FROM checkin.statements
        WHERE visit_no = %(visit_no)s AND act IN ('open', 'check_in') ORDER BY statement_no DESC LIMIT 1
        """,
        {"visit_no": visit_no},
    ).fetchone()
    return "" if row is None else str(row[0])
