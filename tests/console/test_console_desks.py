"""Desks on the console: a facility sees and closes its own, and reads of each visit what is proven and what is only stated."""

import re

import pytest
from starlette.testclient import TestClient

from ansinh import checkin
from ansinh.staff import Role
from tests.checkin.desk_statements import DESK
from tests.console.busy import busy
from tests.console.conftest import LANGUAGE, ONE, OTHER, Rig, csrf_token
from tests.console.proven import add_a_face, two_desks, visit_by_chip
from tests.staff.colleagues import NOW


@pytest.fixture
def counters(rig: Rig) -> Rig:
    with rig.database.transaction() as conn:
        busy(conn)
        two_desks(conn)
    return rig


def seen(browser: TestClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text


def closed(rig: Rig, desk_id: str = DESK) -> bool:
    with rig.database.transaction() as conn:
        listed = {each.desk.desk_id: each.desk for each in checkin.desks_of(conn, facility_code=ONE)}
    return listed[desk_id].closed_at is not None


def test_a_facility_sees_its_desks_and_what_they_have_proven(counters: Rig) -> None:
    with counters.database.transaction() as conn:
        visit_by_chip(conn)
    page = seen(counters.facility(), "/console/desks")
    assert page.index("Quầy tiếp đón số 1") < page.index("Quầy cấp cứu")
    for words in ("Đang mở", "Đã đóng", f"{DESK[:8]}…", "Trần Văn Tiếp", "Đã chứng minh 1 lượt khám", "Chưa chứng minh lượt khám nào"):
        assert words in page
    assert "001080000009" not in page


def test_a_desk_is_closed_for_good(counters: Rig) -> None:
    browser = counters.facility()
    token = csrf_token(browser.get("/console/desks").text)
    answer = browser.post(f"/console/desks/{DESK}/close", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/desks?done=desk_closed")
    assert closed(counters)
    assert "Đã đóng quầy." in seen(browser, "/console/desks?done=desk_closed")


def test_nobody_closes_or_sees_anothers_desk(counters: Rig) -> None:
    theirs = counters.facility(OTHER)
    page = theirs.get("/console/desks").text
    assert "Cơ sở chưa có quầy nào." in page
    token = csrf_token(page)
    assert theirs.post(f"/console/desks/{DESK}/close", data={"csrf_token": token}).status_code == 404
    assert counters.facility().post(f"/console/desks/{DESK}/close", data={}).status_code == 403
    assert counters.officer(*Role).get("/console/desks").status_code == 403
    assert not closed(counters)


def test_a_visit_says_what_is_proven_with_each_check_in_words(counters: Rig) -> None:
    with counters.database.transaction() as conn:
        visit_no = visit_by_chip(conn)
    page = seen(counters.facility(), f"/console/visits/{visit_no}")
    for words in ("Đã chứng minh", "Quầy tiếp đón số 1", "Người ký được tin cậy", "chưa xác định", "Mở bằng 6 số trên thẻ"):
        assert words in page
    assert "Cơ sở khai" not in page
    assert "sod_signature" not in page


def test_a_visit_says_which_service_confirmed_what_was_read(counters: Rig) -> None:
    with counters.database.transaction() as conn:
        visit_no = visit_by_chip(conn)
    browser = counters.facility()
    assert "Dịch vụ xác minh" not in seen(browser, f"/console/visits/{visit_no}")
    with counters.database.transaction() as conn:
        conn.execute("UPDATE checkin.proofs SET confirmed_by = 'police-service'")
    assert "Dịch vụ xác minh police-service cũng xác nhận dữ liệu này." in seen(browser, f"/console/visits/{visit_no}")


def test_a_visit_says_what_is_only_stated_and_what_is_of_another_person(counters: Rig) -> None:
    with counters.database.transaction() as conn:
        said = visit_by_chip(conn, "HS-said", is_proven=False)
        other = visit_by_chip(conn, "HS-other")
        visit_by_chip(conn, "HS-other", is_proven=False, number="001190000018", full_name="Lê Thị Khác")
    browser = counters.facility()
    assert "Cơ sở khai" in seen(browser, f"/console/visits/{said}")
    assert "Không còn chứng minh lượt này" in seen(browser, f"/console/visits/{other}")


def test_the_list_of_visits_tells_proven_from_stated(counters: Rig) -> None:
    with counters.database.transaction() as conn:
        visit_by_chip(conn, "HS-said", is_proven=False)
        visit_by_chip(conn, "HS-proven")
        add_a_face(conn, "HS-proven")
    page = seen(counters.facility(), "/console/visits")
    states = {
        visit_id: re.findall(r'<span class="state (\w+)">([^<]+)', rest)
        for visit_id, rest in re.findall(r"(HS-\w+)</a></h2>(.*?)</li>", page, re.DOTALL)
    }
    assert states["HS-proven"] == [("good", "Chip đã xác thực, đã chứng minh"), ("off", "Chip và khuôn mặt, cơ sở khai")]
    assert states["HS-said"] == [("off", "Chip đã xác thực, cơ sở khai")]


def test_the_figures_count_what_is_proven_and_show_what_is_stated_beside_it(counters: Rig) -> None:
    with counters.database.transaction() as conn:
        visit_by_chip(conn)
        conn.execute("UPDATE checkin.submissions SET at = at - interval '1 hour'")
        checkin.roll_up_visits(conn, now=NOW)
    browser = counters.officer(Role.FIGURES)
    browser.cookies.set(LANGUAGE, "en", domain="testserver.local")
    page = seen(browser, "/console/figures")
    tile = re.search(r"Facilities using the chip card</dt><dd><span class=\"figure\">(\d+)</span><span class=\"quiet\">([^<]+)", page)
    assert tile is not None
    assert tile.groups() == ("1", "2 with visits only stated")
    row = re.search(rf"{ONE}</span></th>.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert re.findall(r'<td class="number">(\d+)</td>', row[0])[-2:] == ["1", "1"]
