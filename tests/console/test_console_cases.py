"""Deciding on a case: once, with a reason, on what was seen, by those who may; two officers where a link would be moved."""

import re
from typing import Any

import pytest

from ansinh import audit, identity, register
from ansinh.kit import db
from ansinh.staff import Role
from tests.console.conftest import Rig, csrf_token, staff_session
from tests.identity.linked import linked
from tests.identity.standin import NOW, a_person
from tests.register import builders

STRANGER = a_person(full_name="Trần Thị Lạ")


def _enrolled(conn: db.Connection) -> tuple[int, identity.Candidate]:
    (participant,) = register.enrol(conn, [builders.person()])
    person = a_person()
    return participant, identity.Candidate(participant, person.full_name, person.birth_date, deceased=False)


def _mismatch(rig: Rig) -> tuple[str, int]:
    """A case of a name that differs: its reference, and the participant."""
    with rig.database.transaction() as conn:
        participant, candidate = _enrolled(conn)
        identity.admit(conn, STRANGER, id_token="raw", candidates=[candidate], replaces=None, now=NOW)
        return identity.open_cases(conn)[0].reference, participant


def _second_identity(rig: Rig) -> tuple[str, int]:
    """A case of a second electronic identity for a record that is linked already."""
    with rig.database.transaction() as conn:
        participant, candidate = _enrolled(conn)
        assert linked(conn, a_person(), [candidate]) == 1
        identity.admit(conn, a_person(subject="second"), id_token="raw", candidates=[candidate], replaces=None, now=NOW)
        return identity.open_cases(conn)[0].reference, participant


def _form(page: str, **changes: str) -> dict[str, str]:
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    return {"csrf_token": csrf_token(page), "seen": seen[1], **changes}


def _decide(browser: Any, reference: str, **changes: str) -> Any:
    page = browser.get(f"/console/cases/{reference}").text
    return browser.post(f"/console/cases/{reference}/decide", data=_form(page, reason="Đã xem giấy khai sinh.", **changes))


def _events(rig: Rig, participant: int, kind: str) -> list[audit.Entry]:
    with rig.database.transaction() as conn:
        return [each for each in audit.about(conn, participant) if each.kind == kind]


def _other_officer(rig: Rig) -> Any:
    with rig.database.transaction() as conn:
        return rig.browser(staff_session(conn, "another", Role.CASES))


def test_a_decision_closes_the_case_and_is_an_event_with_the_officer_in_it(rig: Rig) -> None:
    reference, participant = _mismatch(rig)
    answer = _decide(rig.officer(Role.CASES), reference, finding=f"same_person:{participant}")
    assert answer.headers["location"] == "/console/cases?done=case_decided"
    with rig.database.transaction() as conn:
        assert identity.open_cases(conn) == []
    (event,) = _events(rig, participant, "identity.case_decided")
    assert (event.actor.kind, event.actor.id) == ("officer", "cases")
    assert event.detail == {"case": reference, "reason": "name_differs", "state": "in_force", "verdict": "same_person"}


def test_a_case_is_decided_once(rig: Rig) -> None:
    reference, participant = _mismatch(rig)
    browser = rig.officer(Role.CASES)
    page = browser.get(f"/console/cases/{reference}").text
    form = _form(page, reason="Đã xem giấy tờ.", finding=f"same_person:{participant}")
    assert browser.post(f"/console/cases/{reference}/decide", data=form).status_code == 303
    again = browser.post(f"/console/cases/{reference}/decide", data={**form, "finding": "not_same"})
    assert again.status_code == 409
    assert "đã được quyết định" in again.text
    assert len(_events(rig, participant, "identity.case_decided")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finding": "not_same", "reason": " "}, "Hãy nêu lý do"),
        ({"finding": "not_same", "reason": "x" * 501}, "Hãy nêu lý do"),
        ({"finding": ""}, "Hãy chọn một kết luận"),
        ({"finding": "merge"}, "Hãy chọn một kết luận"),
        ({"finding": "same_person"}, "Hãy chọn hồ sơ bảo hiểm"),
        ({"finding": "same_person:999999"}, "Hãy chọn hồ sơ bảo hiểm"),
        ({"finding": "not_same", "seen": "0" * 64}, "vừa thay đổi"),
    ],
)
def test_a_decision_that_is_none_leaves_the_case_open_and_says_what_is_missing(rig: Rig, changes: dict[str, str], words: str) -> None:
    reference, _ = _mismatch(rig)
    browser = rig.officer(Role.CASES)
    page = browser.get(f"/console/cases/{reference}").text
    answer = browser.post(f"/console/cases/{reference}/decide", data={**_form(page, reason="Đã xem giấy tờ."), **changes})
    assert answer.status_code == 409
    assert words in answer.text
    with rig.database.transaction() as conn:
        assert len(identity.open_cases(conn)) == 1


def test_without_the_page_s_own_token_and_without_the_role_nothing_is_decided(rig: Rig) -> None:
    reference, participant = _mismatch(rig)
    page = rig.officer(Role.CASES).get(f"/console/cases/{reference}").text
    form = _form(page, reason="Đã xem.", finding=f"same_person:{participant}")
    assert rig.officer(Role.CASES).post(f"/console/cases/{reference}/decide", data={**form, "csrf_token": "x"}).status_code == 403
    assert rig.officer(Role.ALERTS).post(f"/console/cases/{reference}/decide", data=form).status_code == 403
    assert rig.facility().post(f"/console/cases/{reference}/decide", data=form).status_code == 403
    with rig.database.transaction() as conn:
        assert len(identity.open_cases(conn)) == 1


def test_41_a_link_is_moved_by_two_officers_and_not_by_one_twice(rig: Rig) -> None:
    reference, participant = _second_identity(rig)
    first, second = rig.officer(Role.CASES), _other_officer(rig)
    answer = _decide(first, reference, finding=f"same_person:{participant}")
    assert answer.headers["location"] == "/console/cases?done=case_proposed"
    assert "Chờ cán bộ thứ hai" in first.get("/console/cases").text
    page = first.get(f"/console/cases/{reference}").text
    assert 'value="agree"' not in page
    with rig.database.transaction() as conn:
        (seen,) = [found.facts for found in [identity.case_file(conn, reference)] if found]
    own = first.post(f"/console/cases/{reference}/answer", data={"csrf_token": csrf_token(page), "seen": seen, "answer": "agree"})
    assert (own.status_code, "phải là một cán bộ khác" in own.text) == (409, True)
    assert _events(rig, participant, "identity.unlinked") == []
    form = _form(second.get(f"/console/cases/{reference}").text, answer="agree")
    assert second.post(f"/console/cases/{reference}/answer", data=form).headers["location"] == "/console/cases?done=case_decided"
    assert [event.detail["state"] for event in _events(rig, participant, "identity.case_decided")] == [
        "in_force",
        "waits_for_second_officer",
    ]
    assert [event.detail["reason"] for event in _events(rig, participant, "identity.unlinked")] == ["moved"]


def test_a_second_officer_who_does_not_agree_leaves_the_case_open_and_the_link_where_it_is(rig: Rig) -> None:
    reference, participant = _second_identity(rig)
    _decide(rig.officer(Role.CASES), reference, finding=f"same_person:{participant}")
    second = _other_officer(rig)
    form = _form(second.get(f"/console/cases/{reference}").text, answer="turn_down")
    assert second.post(f"/console/cases/{reference}/answer", data=form).headers["location"] == "/console/cases?done=case_turned_down"
    assert 'name="finding"' in second.get(f"/console/cases/{reference}").text
    assert _events(rig, participant, "identity.unlinked") == []


def test_every_look_at_a_case_is_written_down_with_its_purpose(rig: Rig) -> None:
    reference, participant = _mismatch(rig)
    rig.officer(Role.CASES).get(f"/console/cases/{reference}")
    (look,) = _events(rig, participant, "record.viewed")
    assert (look.actor.id, look.purpose) == ("cases", "account_linking")
    with rig.database.transaction() as conn:
        row = conn.execute("SELECT purpose, detail->>'case' FROM audit.events WHERE kind = 'identity.case_viewed'").fetchall()
    assert row == [("account_linking", reference)]


def test_what_the_case_is_not_about_stays_half_hidden(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        _, candidate = _enrolled(conn)
        identity.admit(conn, a_person(birth_date="1986-03-09"), id_token="raw", candidates=[candidate], replaces=None, now=NOW)
        reference = identity.open_cases(conn)[0].reference
    page = rig.officer(Role.CASES).get(f"/console/cases/{reference}").text
    assert {"09/03/1986", "09/03/1985", "Nguyễn T. M."} <= set(re.findall(r"<dd>([^<]+)</dd>", page))
    assert not re.search(r"Thị Mẫu|0123456789|001185000001", page)


def test_what_the_register_has_to_put_right_is_listed_as_passed_on(rig: Rig) -> None:
    reference, _ = _mismatch(rig)
    browser = rig.officer(Role.CASES)
    _decide(browser, reference, finding="for_register")
    page = browser.get("/console/cases").text
    assert "Đã chuyển cho bộ phận quản lý sổ đăng ký" in page
    assert reference in page
    assert "Không có hồ sơ nào đang mở" in page
