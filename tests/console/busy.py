"""A little of everything the console shows: look-ups, visits with evidence, an alert, an identity case."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ansinh import checkin, identity, register
from ansinh.checkin import Evidence, EvidenceLevel, NamedOfficer, Origin, Reason, StatedVisit
from ansinh.kit import db
from ansinh.terms import CitizenNumber, FacilityCode, PartialDate
from ansinh.wire.ledger import CheckedBy
from tests.console.conftest import ONE, OTHER
from tests.identity.standin import a_person
from tests.register import builders
from tests.staff.colleagues import NOW

_NUMBERS = {ONE: "001080000009", OTHER: "079080000009"}
_OFFICER = "Trần Văn Tiếp"


@dataclass(frozen=True)
class Busy:
    """`visits` by facility."""

    participant: int
    visits: dict[str, int]
    alert: int
    case: str


def busy(conn: db.Connection) -> Busy:
    """One person, looked up and checked in at both facilities, whose electronic identity has another name."""
    officers = [
        builders.officer(facility_code=FacilityCode(code), citizen_number=CitizenNumber(number)) for code, number in _NUMBERS.items()
    ]
    register.add_officers(conn, officers)
    (participant,) = register.enrol(conn, [builders.person()])
    for code in (ONE, OTHER):
        for days_ago in (0, 0, 1, 9):
            look_up(conn, code, days_ago=days_ago)
    visits = {code: open_visit(conn, code, f"HS-{code}") for code in (ONE, OTHER)}
    alert = checkin.raise_alert(conn, Reason.NUMBERS_OF_NOBODY, account=f"{ONE}_BV", seen=42, first_at=NOW, last_at=NOW)
    assert alert
    eid = a_person(full_name="Trần Thị Lạ")
    other = identity.Candidate(participant, "Nguyễn Thị Mẫu", eid.birth_date, deceased=False)
    identity.admit(conn, eid, id_token="raw.id.token", candidates=[other], replaces=None, now=NOW)
    return Busy(participant, visits, checkin.alerts(conn)[0].alert_no, identity.open_cases(conn)[0].reference)


def look_up(conn: db.Connection, code: str, *, days_ago: int = 0) -> None:
    question = checkin.Question(
        key="DN4010123456789",
        full_name="Nguyễn Thị Mẫu",
        birth_date=PartialDate(1985, 3, 9),
        officer_name=_OFFICER,
        officer_number=_NUMBERS[code],
        interface="KQNhanLichSuKCB2024",
    )
    checkin.look_up(conn, question, account=f"{code}_BV", now=NOW - timedelta(days=days_ago))


def open_visit(conn: db.Connection, code: str, visit_id: str, **changes: Any) -> int:
    """The number of a new visit, checked by reading the chip."""
    values: dict[str, Any] = {
        "visit_id": visit_id,
        "key": "DN4010123456789",
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": PartialDate(1985, 3, 9),
        "category": "1.1",
        "care_kind": "01",
        "arrived_at": NOW - timedelta(minutes=30),
        "content": {"visit_id": visit_id},
        **changes,
    }
    checkin.open_visit(
        conn,
        StatedVisit(**values),
        evidence=Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=NOW, device="quầy 1"),
        officer=NamedOfficer(citizen_number=_NUMBERS[code], full_name=_OFFICER),
        outage=None,
        origin=Origin(facility_code=code, account=f"{code}_BV", interface="visits"),
        render=lambda _opened: b"",
        now=NOW,
    )
    return checkin.visit_of(conn, visit_id, facility_code=code).visit_no
