"""Acting for another person on the portal: what a representative sees, that the person sees it too, and when it is over."""

import re
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from ansinh import audit, terms
from ansinh.doors.portal import looks
from ansinh.identity import grants
from tests.identity.standin import NOW, a_person
from tests.portal import records
from tests.portal.conftest import LANGUAGE, SESSION, Rig

TODAY = date(2026, 11, 22)
CHILD = {"kind": "minor", "ward_name": "Nguyễn Minh Mẫu Nhi", "number": "001222000002", "birth_date": "2022-05-01"}
AUNT = a_person("001190000002", subject="person-2", full_name="Trần Thị Giúp", birth_date="1990-01-02")
TO_AUNT = {"name": "Trần Thị Giúp", "citizen_number": "001190000002", "scope_record": "1"}


@pytest.fixture
def family(rig: Rig) -> records.Family:
    with rig.database.transaction() as conn:
        return records.family(conn)


@pytest.fixture
def mother(rig: Rig, family: records.Family) -> TestClient:
    assert family.mother != family.child
    with rig.database.transaction() as conn:
        return rig.browser({SESSION: records.logged_in(conn)})


@pytest.fixture
def aunt(rig: Rig, family: records.Family) -> TestClient:
    assert family.mother != family.child
    with rig.database.transaction() as conn:
        return rig.browser({SESSION: records.logged_in(conn, AUNT, is_linked=False)})


def _post(browser: TestClient, verb: str, **fields: str) -> int:
    page = browser.get("/representation").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return browser.post(f"/representation/{verb}", data={"csrf_token": token[1], **fields}).status_code


def _until(days: int = 30) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def _reference(browser: TestClient) -> str:
    found = re.search(r'name="reference" value="([^"]+)"', browser.get("/representation").text)
    assert found is not None
    return found[1]


def _granted(rig: Rig, family: records.Family, mother: TestClient) -> str:
    assert _post(mother, "ask", **CHILD, scope_record="1", scope_access="1", last_day=_until()) == 303
    reference = _reference(mother)
    with rig.database.transaction() as conn:
        grants.decide_request(
            conn,
            reference,
            participant_id=family.child,
            birth_date=terms.PartialDate(2022, 5, 1),
            last_day=TODAY + timedelta(days=30),
            officer="mau.cases",
            reason="Đã xem giấy khai sinh",
            now=NOW,
        )
    return reference


def test_a_parent_who_was_granted_it_sees_the_childs_record_and_the_child_sees_that(
    rig: Rig, family: records.Family, mother: TestClient
) -> None:
    reference = _granted(rig, family, mother)
    page = mother.get(f"/represented/{reference}")
    assert page.status_code == 200
    assert "Hồ sơ của Nguyễn Minh Mẫu Nhi" in page.text
    assert "TE 1 01 0123456780" in page.text
    assert "DN 4 01 0123456789" not in page.text
    with rig.database.transaction() as conn:
        entry = audit.about(conn, family.child)[0]
    assert (entry.kind, entry.purpose, entry.detail) == ("representation.record_viewed", "representation", {"grant": reference})
    assert (looks.look_of(entry).who_key, looks.look_of(entry).is_own) == ("access.representative", False)


def test_the_list_of_looks_is_there_too_and_turns_its_own_pages(rig: Rig, family: records.Family, mother: TestClient) -> None:
    reference = _granted(rig, family, mother)
    mother.get(f"/represented/{reference}")
    page = mother.get(f"/represented/{reference}/access").text
    assert "Xem hồ sơ thay bạn" in page
    assert 'href="/record/access?' not in page


def test_before_a_decision_after_the_end_and_for_a_stranger_there_is_nothing(
    rig: Rig, family: records.Family, mother: TestClient, aunt: TestClient
) -> None:
    assert mother.get("/represented/ABCD-2345").status_code == 404
    reference = _granted(rig, family, mother)
    assert aunt.get(f"/represented/{reference}").status_code == 404
    rig.now = NOW + timedelta(days=31)
    with rig.database.transaction() as conn:
        later = rig.browser({SESSION: records.logged_in(conn, now=rig.now)})
    assert later.get(f"/represented/{reference}").status_code == 404


def test_an_offer_is_found_by_the_one_it_is_made_to_taken_and_ended_again(mother: TestClient, aunt: TestClient) -> None:
    assert _post(mother, "offer", **TO_AUNT, last_day=_until()) == 303
    reference = _reference(aunt)
    assert "Nguyễn T. M." in aunt.get("/representation").text  # the name in full is for whoever takes the offer
    assert _post(aunt, "accept", reference=reference) == 303
    assert "Nguyễn Thị Mẫu" in aunt.get(f"/represented/{reference}").text
    assert aunt.get(f"/represented/{reference}/access").status_code == 404
    assert _post(mother, "end", reference=reference) == 303
    assert aunt.get(f"/represented/{reference}").status_code == 404


def test_the_answer_to_an_offer_does_not_tell_whether_there_is_such_a_person(mother: TestClient) -> None:
    known = _post(mother, "offer", **TO_AUNT, last_day=_until())
    unknown = _post(mother, "offer", **{**TO_AUNT, "citizen_number": "001190999999"}, last_day=_until())
    assert known == unknown == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**TO_AUNT, "last_day": _until(400)}, "Muộn hơn mức cho phép"),
        ({**TO_AUNT, "last_day": "never"}, "Cần một ngày."),
        ({**TO_AUNT, "citizen_number": "12", "last_day": _until()}, "Số này không đúng dạng."),
        ({"name": "A", "citizen_number": "001190000002", "last_day": _until()}, "Hãy chọn ít nhất một mục."),
        ({**TO_AUNT, "name": " ", "last_day": _until()}, "Cần họ và tên."),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_beside_its_field(mother: TestClient, fields: dict[str, str], said: str) -> None:
    page = mother.get("/representation").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = mother.post("/representation/offer", data={"csrf_token": token[1], **fields})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_form_of_another_page_does_nothing(mother: TestClient, aunt: TestClient) -> None:
    assert mother.post("/representation/offer", data={**TO_AUNT, "last_day": _until()}).status_code == 403
    assert "Nguyễn T. M." not in aunt.get("/representation").text


def test_a_login_with_one_factor_may_look_at_the_page_and_do_nothing(rig: Rig, family: records.Family) -> None:
    assert family.mother
    with rig.database.transaction() as conn:
        token = records.logged_in(conn)
        conn.execute("UPDATE identity.sessions SET authentication_level = 1")
    browser = rig.browser({SESSION: token, LANGUAGE: "en"})
    page = browser.get("/representation").text
    assert "log in with two factors" in page
    assert 'action="/representation/offer"' not in page
    assert _post(browser, "offer", **TO_AUNT, last_day=_until()) == 422


def test_somebody_who_died_is_represented_by_nobody(rig: Rig, family: records.Family, mother: TestClient) -> None:
    reference = _granted(rig, family, mother)
    with rig.database.transaction() as conn:
        conn.execute("UPDATE register.participants SET deceased_on = '2026-11-21' WHERE participant_id = %(id)s", {"id": family.child})
    assert mother.get(f"/represented/{reference}").status_code == 404


def test_who_represents_a_person_stands_on_that_persons_page(rig: Rig, family: records.Family, mother: TestClient) -> None:
    _granted(rig, family, mother)
    child = a_person("001222000002", subject="person-9", full_name="Nguyễn Minh Mẫu Nhi", birth_date="2022-05-01")
    with rig.database.transaction() as conn:
        token = records.logged_in(conn, child)
    page = rig.browser({SESSION: token}).get("/representation").text
    assert "Nguyễn Thị Mẫu" in page
    assert "Cha hoặc mẹ của người chưa thành niên" in page
