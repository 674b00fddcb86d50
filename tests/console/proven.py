"""A facility with desks, and visits whose evidence is proven, stated, and of another person."""

from datetime import timedelta
from typing import Any

from ansinh import checkin
from ansinh.checkin import Evidence, EvidenceLevel
from ansinh.kit import db
from ansinh.terms import PartialDate
from ansinh.wire import presence
from ansinh.wire.ledger import CheckedBy
from tests.checkin.desk_statements import AS_OFFICER, AUDIENCE, KEY, OTHER_KEY, challenge_for, checks_of, open_desk, origin_of, stated
from tests.staff.colleagues import NOW

_CHIP = Evidence(level=EvidenceLevel.CHIP_AUTHENTICATED, source=CheckedBy.CARD_CHIP, at=NOW, device="reader 1")
_OPEN = presence.CheckTold(name="signer_revocation", outcome="undetermined", reason="stale")


def two_desks(conn: db.Connection, code: str = "01001") -> None:
    """One of them closed; an officer of that name must be registered."""
    for key, name in ((KEY, "Quầy tiếp đón số 1"), (OTHER_KEY, "Quầy cấp cứu")):
        open_desk(conn, key, now=NOW - timedelta(days=2), name=name, origin=origin_of(code))
    checkin.close_desk(conn, presence.desk_id(OTHER_KEY), facility_code=code, by=origin_of(code).actor(), now=NOW - timedelta(days=1))


def visit_by_chip(
    conn: db.Connection, visit_id: str = "HS-chip", *, is_proven: bool = True, number: str = "001185000001", **changes: Any
) -> int:
    """The number of a visit that was checked by chip, with a statement of the first desk or without one."""
    statement = stated(challenge_for(conn, now=NOW), at=NOW, number=number, checks=checks_of("chip_authenticated", but=[_OPEN]))
    values: dict[str, Any] = {
        "visit_id": visit_id,
        "key": number,
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": PartialDate(1985, 3, 9),
        "category": "1.1",
        "care_kind": "01",
        "arrived_at": NOW - timedelta(minutes=30),
        "content": {"visit_id": visit_id, "person": {"number": number}},
        **changes,
    }
    checkin.open_visit(
        conn,
        checkin.StatedVisit(**values),
        evidence=_CHIP,
        officer=AS_OFFICER,
        outage=None,
        origin=origin_of(),
        render=lambda _opened: b"",
        now=NOW,
        presented=checkin.Presented(statement=statement, audience=AUDIENCE) if is_proven else None,
    )
    return checkin.visit_of(conn, visit_id, facility_code="01001").visit_no


def add_a_face(conn: db.Connection, visit_id: str) -> None:
    """The facility says that it compared the face too."""
    checkin.add_evidence(
        conn,
        visit_id,
        evidence=Evidence(level=EvidenceLevel.CHIP_AND_FACE, source=CheckedBy.CARD_CHIP, at=NOW),
        officer=AS_OFFICER,
        content={},
        origin=origin_of(),
        render=lambda _opened: b"",
        now=NOW,
    )
