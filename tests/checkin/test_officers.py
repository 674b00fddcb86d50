from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh import audit, checkin, register
from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound, Refused
from ansinh.register import OfficerKind, OfficerState
from tests.checkin.cases import KEY, question
from tests.register.builders import HERE, THERE, card, facilities, person

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
AGENCY = audit.Actor("officer", "an.nguyen", "Nguyễn An")
HOSPITAL = audit.Actor("facility", "01001", "Bệnh viện Mẫu Một")
NUMBER, NAME = "001080000009", "Trần Văn Tiếp"


@pytest.fixture(autouse=True)
def seeded(conn: db.Connection) -> None:
    facilities(conn)
    register.enrol(conn, [person(cards=(card(KEY),))])


def request(conn: db.Connection, **changes: Any) -> int:
    values: dict[str, Any] = {"citizen_number": NUMBER, "full_name": NAME, "by": HOSPITAL, "now": NOW}
    facility = changes.pop("facility_code", HERE)
    return checkin.request_officer(conn, facility, **{**values, **changes})


def code(conn: db.Connection, *, now: datetime = NOW, account: str = "01001_BV", **asked: str) -> str:
    return checkin.look_up(conn, question(**asked), account=account, now=now).decision.code.value


def withdraw(conn: db.Connection, officer_id: int, **changes: Any) -> None:
    checkin.withdraw_officer(conn, officer_id, **{"facility_code": HERE, "by": HOSPITAL, "now": NOW, **changes})


def test_054_until_the_agency_approves(conn: db.Connection) -> None:
    assert code(conn) == "054"
    officer_id = request(conn)
    assert code(conn) == "054"
    checkin.approve_officer(conn, officer_id, by=AGENCY, now=NOW)
    assert code(conn) == "000"


def test_055_for_another_name_than_the_approved_one(conn: db.Connection) -> None:
    checkin.approve_officer(conn, request(conn), by=AGENCY, now=NOW)
    assert code(conn, officer_name="Lê Thị Khác") == "055"
    assert code(conn, officer_name="TRAN VAN TIEP") == "000"


def test_a_kiosk_looks_up_with_the_one_name_and_number_it_was_approved_with(conn: db.Connection) -> None:
    kiosk = request(conn, full_name="Kiosk sảnh A", citizen_number="001090000001", kind=OfficerKind.KIOSK)
    checkin.approve_officer(conn, kiosk, by=AGENCY, now=NOW)
    assert code(conn, officer_name="Kiosk sảnh A", officer_number="001090000001") == "000"
    assert code(conn, officer_name="Kiosk sảnh B", officer_number="001090000001") == "055"
    assert register.officer(conn, kiosk).kind is OfficerKind.KIOSK
    names = conn.execute("SELECT DISTINCT detail->>'officer' FROM audit.events WHERE kind = 'coverage.looked_up' AND subject IS NOT NULL")
    assert names.fetchall() == [("Kiosk sảnh A",)]


def test_a_refused_request_never_counts_and_may_be_made_again(conn: db.Connection) -> None:
    refused = request(conn)
    checkin.refuse_officer(conn, refused, reason="Không có quyết định phân công.", by=AGENCY, now=NOW)
    assert code(conn) == "054"
    assert register.officer(conn, refused).refusal == "Không có quyết định phân công."
    checkin.approve_officer(conn, request(conn), by=AGENCY, now=NOW)
    assert code(conn) == "000"


def test_a_withdrawn_officer_is_unknown_from_the_next_call_on(conn: db.Connection) -> None:
    officer_id = request(conn)
    checkin.approve_officer(conn, officer_id, by=AGENCY, now=NOW)
    withdraw(conn, officer_id, now=NOW + timedelta(seconds=1))
    assert code(conn, now=NOW + timedelta(seconds=2)) == "054"
    assert register.officer(conn, officer_id).state is OfficerState.WITHDRAWN


def test_a_withdrawn_request_cannot_be_approved(conn: db.Connection) -> None:
    officer_id = request(conn)
    withdraw(conn, officer_id)
    with pytest.raises(Conflict, match="officer_decided"):
        checkin.approve_officer(conn, officer_id, by=AGENCY, now=NOW)


def test_a_request_is_decided_once(conn: db.Connection) -> None:
    officer_id = request(conn)
    checkin.approve_officer(conn, officer_id, by=AGENCY, now=NOW)
    with pytest.raises(Conflict, match="officer_decided"):
        checkin.approve_officer(conn, officer_id, by=AGENCY, now=NOW)
    with pytest.raises(Conflict, match="officer_decided"):
        checkin.refuse_officer(conn, officer_id, reason="Nhầm.", by=AGENCY, now=NOW)
    assert register.officer(conn, officer_id).state is OfficerState.APPROVED


def test_one_number_is_registered_once_while_it_is_open(conn: db.Connection) -> None:
    officer_id = request(conn)
    with pytest.raises(Conflict, match="officer_registered"):
        request(conn, full_name="Lê Thị Khác")
    request(conn, facility_code=THERE, by=audit.Actor("facility", "79014"))  # somebody may work in two places
    withdraw(conn, officer_id)
    assert request(conn, full_name="Lê Thị Khác") > officer_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"citizen_number": "00108000000"}, "citizen_number"),
        ({"citizen_number": "CMND12345678"}, "citizen_number"),
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "x" * 201}, "full_name"),
        ({"full_name": "Trần\x00Văn"}, "full_name"),
    ],
)
def test_what_is_no_officer_is_refused_by_the_name_of_the_field_and_nothing_is_kept(
    conn: db.Connection, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        request(conn, **changes)
    assert refused.value.field == field
    assert register.officers(conn) == []


def test_an_unknown_facility_registers_nobody(conn: db.Connection) -> None:
    with pytest.raises(NotFound, match="facility_unknown"):
        request(conn, facility_code=type(HERE)("99999"))


def test_every_step_is_audited_with_who_took_it(conn: db.Connection) -> None:
    first, second = request(conn), request(conn, citizen_number="001080000010")
    checkin.approve_officer(conn, first, by=AGENCY, now=NOW)
    checkin.refuse_officer(conn, second, reason="Trùng tên.", by=AGENCY, now=NOW)
    withdraw(conn, first)
    steps = conn.execute(
        "SELECT kind, actor_id, (detail->>'officer')::bigint FROM audit.events WHERE kind LIKE 'officer.%' ORDER BY seq"
    ).fetchall()
    assert steps == [
        ("officer.requested", "01001", first),
        ("officer.requested", "01001", second),
        ("officer.approved", "an.nguyen", first),
        ("officer.refused", "an.nguyen", second),
        ("officer.withdrawn", "01001", first),
    ]
    [details] = conn.execute("SELECT string_agg(detail::text, ' ') FROM audit.events WHERE kind LIKE 'officer.%'").fetchall()
    assert NUMBER not in details[0]
    assert "Tiếp" not in details[0]


def test_a_facility_neither_sees_nor_changes_the_officers_of_another(conn: db.Connection) -> None:
    ours = request(conn)
    theirs = request(conn, facility_code=THERE, full_name="Lê Thị Khác", by=audit.Actor("facility", "79014"))
    checkin.approve_officer(conn, theirs, by=AGENCY, now=NOW)
    assert [each.officer_id for each in register.officers(conn, facility_code=HERE)] == [ours]
    with pytest.raises(NotFound) as hidden:
        withdraw(conn, theirs)
    with pytest.raises(NotFound) as missing:
        withdraw(conn, 999_999)
    assert str(hidden.value) == str(missing.value)
    assert register.officer(conn, theirs).state is OfficerState.APPROVED
    assert code(conn) == "054"  # nor does it ask in their officer's name


def test_the_agency_sees_and_withdraws_all(conn: db.Connection) -> None:
    ours, theirs = request(conn), request(conn, facility_code=THERE)
    checkin.approve_officer(conn, theirs, by=AGENCY, now=NOW)
    assert [each.officer_id for each in register.officers(conn, state=OfficerState.REQUESTED)] == [ours]
    assert [each.officer_id for each in register.officers(conn, after=ours, limit=1)] == [theirs]
    withdraw(conn, theirs, facility_code=None, by=AGENCY)
    assert register.officer(conn, theirs).state is OfficerState.WITHDRAWN


def test_an_officer_prints_neither_name_nor_number(conn: db.Connection) -> None:
    printed = repr(register.officer(conn, request(conn)))
    assert NUMBER not in printed
    assert NAME not in printed
