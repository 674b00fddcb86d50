"""Officers and kiosks on the console: facilities ask and withdraw, the agency's staff decide, nobody reaches another's."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from ansinh import audit, checkin, register
from ansinh.register import OfficerKind, OfficerState, RegisteredOfficer
from ansinh.staff import Role
from ansinh.terms import FacilityCode
from tests.console.conftest import ONE, OTHER, Rig, csrf_token
from tests.staff.colleagues import NOW

NUMBER = "001080000017"
DEVICE = audit.Actor("facility", ONE)


def _asked(rig: Rig, code: str = ONE, *, full_name: str = "Lê Thị Hỏi") -> int:
    with rig.database.transaction() as conn:
        return checkin.request_officer(conn, FacilityCode(code), citizen_number=NUMBER, full_name=full_name, by=DEVICE, now=NOW)


def _officer(rig: Rig, officer_id: int) -> RegisteredOfficer:
    with rig.database.transaction() as conn:
        return register.officer(conn, officer_id)


def _posted(browser: TestClient, path: str, page: str, **fields: str) -> tuple[int, str]:
    """The status, and where the answer leads or what it says."""
    answer = browser.post(path, data={"csrf_token": csrf_token(browser.get(page).text), **fields})
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_facility_asks_for_an_officer_and_reads_that_it_waits(rig: Rig) -> None:
    browser = rig.facility()
    form = {"full_name": "lê  thị hỏi", "citizen_number": f" {NUMBER} ", "kind": "officer"}
    assert _posted(browser, "/console/officers", "/console/officers", **form) == (303, "/console/officers?done=officer_requested")
    page = browser.get("/console/officers?done=officer_requested").text
    assert "Đã gửi đăng ký" in page
    assert "Chờ duyệt" in page
    assert NUMBER not in page


def test_a_kiosk_is_asked_for_as_a_kiosk(rig: Rig) -> None:
    browser = rig.facility()
    _posted(browser, "/console/officers", "/console/officers", full_name="Kiosk sảnh A", citizen_number=NUMBER, kind="kiosk")
    with rig.database.transaction() as conn:
        assert [each.kind for each in register.officers(conn, facility_code=FacilityCode(ONE))] == [OfficerKind.KIOSK]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"citizen_number": "123", "full_name": "Lê Thị Hỏi"}, "đúng 12 chữ số"),
        ({"citizen_number": NUMBER, "full_name": "  "}, "Hãy nhập tên"),
        ({"citizen_number": NUMBER, "full_name": "x" * 201}, "Hãy nhập tên"),
        ({}, "đúng 12 chữ số"),
    ],
)
def test_what_is_wrong_with_a_request_stands_beside_its_field(rig: Rig, fields: dict[str, str], words: str) -> None:
    status, page = _posted(rig.facility(), "/console/officers", "/console/officers", **fields)
    assert status == 409
    assert words in page
    assert 'aria-invalid="true"' in page


def test_asking_twice_is_a_conflict_that_is_said(rig: Rig) -> None:
    _asked(rig)
    status, page = _posted(rig.facility(), "/console/officers", "/console/officers", citizen_number=NUMBER, full_name="Khác")
    assert (status, "đăng ký đang mở với số này" in page) == (409, True)


def test_a_facility_withdraws_its_own(rig: Rig) -> None:
    officer_id = _asked(rig)
    status, onward = _posted(rig.facility(), f"/console/officers/{officer_id}/withdraw", "/console/officers")
    assert (status, onward) == (303, "/console/officers?done=officer_withdrawn")
    assert _officer(rig, officer_id).state is OfficerState.WITHDRAWN


def test_a_facility_neither_sees_nor_withdraws_another_s(rig: Rig) -> None:
    officer_id = _asked(rig, OTHER, full_name="Phạm Văn Kín")
    browser = rig.facility(ONE)
    assert "Phạm Văn Kín" not in browser.get("/console/officers").text
    assert "Phạm Văn Kín" not in browser.get(f"/console/officers?facility={OTHER}&facility_code={OTHER}").text
    status, page = _posted(browser, f"/console/officers/{officer_id}/withdraw", "/console/officers", facility_code=OTHER)
    assert status == 404
    assert "Phạm Văn Kín" not in page
    assert _officer(rig, officer_id).state is OfficerState.REQUESTED


@pytest.mark.parametrize("number", ["0", "999999", "-1", "1 OR 1=1", "9" * 30, "x"])
def test_a_number_that_is_none_is_a_page_that_is_not_there(rig: Rig, number: str) -> None:
    assert _posted(rig.facility(), f"/console/officers/{number}/withdraw", "/console/officers")[0] == 404


def test_the_agency_approves_and_the_look_up_finds_the_officer(rig: Rig) -> None:
    officer_id = _asked(rig)
    browser = rig.officer(Role.OFFICERS)
    assert "Lê Thị Hỏi" in browser.get("/console/approvals").text
    status, onward = _posted(browser, f"/console/approvals/{officer_id}/approve", "/console/approvals")
    assert (status, onward) == (303, "/console/approvals?done=officer_approved")
    with rig.database.transaction() as conn:
        enquiry = register.enquire(conn, "none", facility_code=ONE, officer_number=NUMBER, day=date(2026, 11, 22))
    assert enquiry.officer is not None
    assert "Không có đăng ký nào đang chờ" in browser.get("/console/approvals").text


def test_the_facility_reads_why_it_was_refused(rig: Rig) -> None:
    officer_id = _asked(rig)
    browser = rig.officer(Role.OFFICERS)
    _posted(browser, f"/console/approvals/{officer_id}/refuse", "/console/approvals", reason="Số không khớp <b>tên</b>")
    page = rig.facility().get("/console/officers").text
    assert "Bị từ chối" in page
    assert "Số không khớp &lt;b&gt;tên&lt;/b&gt;" in page


def test_a_refusal_without_a_reason_is_not_sent(rig: Rig) -> None:
    officer_id = _asked(rig)
    status, page = _posted(rig.officer(Role.OFFICERS), f"/console/approvals/{officer_id}/refuse", "/console/approvals", reason=" ")
    assert (status, "Hãy nêu lý do" in page) == (409, True)
    assert _officer(rig, officer_id).state is OfficerState.REQUESTED


def test_two_who_decide_at_once_do_not_undo_each_other(rig: Rig) -> None:
    officer_id = _asked(rig)
    browser = rig.officer(Role.OFFICERS)
    token = csrf_token(browser.get("/console/approvals").text)
    browser.post(f"/console/approvals/{officer_id}/refuse", data={"csrf_token": token, "reason": "Trùng"})
    page = browser.post(f"/console/approvals/{officer_id}/approve", data={"csrf_token": token})
    assert (page.status_code, "đã được quyết định" in page.text) == (409, True)
    assert _officer(rig, officer_id).state is OfficerState.REFUSED


def test_who_decided_is_in_the_audit_log(rig: Rig) -> None:
    officer_id = _asked(rig)
    _posted(rig.officer(Role.OFFICERS), f"/console/approvals/{officer_id}/approve", "/console/approvals")
    with rig.database.transaction() as conn:
        row = conn.execute("SELECT actor_kind, actor_id, actor_name FROM audit.events WHERE kind = 'officer.approved'").fetchone()
    assert row == ("officer", "officers", "Trần Thị Lan")
