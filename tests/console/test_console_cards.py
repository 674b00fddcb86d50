"""Cards at two places on the console: the agency's staff sees both places and settles it, a facility its own mark and nothing of the other."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from ansinh import checkin, register
from ansinh.kit.errors import Refused
from ansinh.staff import Role
from ansinh.wire import presence
from tests.checkin.desk_statements import CITIZEN, OTHER_KEY, SOD, origin_of
from tests.checkin.two_places import STRANGER, open_at, statement_at, with_desks
from tests.console.conftest import LANGUAGE, ONE, OTHER, Rig, csrf_token
from tests.register import builders
from tests.staff.colleagues import NOW

NAMES = {ONE: "Bệnh viện Mẫu Một", OTHER: "Trạm y tế Mẫu Hai"}


@pytest.fixture
def two(rig: Rig) -> Rig:
    """A card at two facilities within three minutes."""
    with rig.database.transaction() as conn:
        register.add_officers(conn, [builders.officer()])
        register.enrol(conn, [builders.person()])
        with_desks(conn)
        open_at(conn, ONE, "HS-first", at=NOW - timedelta(minutes=3))
        open_at(conn, OTHER, "HS-second", at=NOW)
    return rig


def visit_page(browser: TestClient) -> str:
    """The page of the one visit of the facility that is signed in."""
    path = re.search(r'href="(/console/visits/\d+)"', browser.get("/console/visits").text)
    assert path is not None
    return browser.get(path[1]).text


def finding_no(rig: Rig) -> int:
    with rig.database.transaction() as conn:
        return checkin.card_findings(conn, only_open=False)[0].finding_no


def settle(rig: Rig, conclusion: str) -> tuple[int, str]:
    browser = rig.officer(Role.CASES)
    path = f"/console/cards/{finding_no(rig)}"
    answer = browser.post(f"{path}/settle", data={"csrf_token": csrf_token(browser.get(path).text), "conclusion": conclusion})
    return answer.status_code, answer.headers.get("location", answer.text)


def test_the_agency_sees_both_places_and_how_far_they_are_apart_and_nobody_in_the_list(two: Rig) -> None:
    page = two.officer(Role.CASES).get("/console/cards").text
    for words in (*NAMES.values(), "Một thẻ ở hai nơi", "không quá 4 phút", "Chưa xử lý"):
        assert words in page
    assert "Mẫu M" not in page.replace("Bệnh viện Mẫu Một", "")
    assert "N. T. Mẫu" not in page


def test_opening_a_finding_shows_whose_visits_they_are_and_is_recorded_about_that_person(two: Rig) -> None:
    page = two.officer(Role.CASES).get(f"/console/cards/{finding_no(two)}").text
    for words in (*NAMES.values(), "HS-first", "HS-second", "Quầy 1", "1985", "không có xác nhận"):
        assert words in page
    assert CITIZEN not in page
    assert SOD not in page
    with two.database.transaction() as conn:
        rows = conn.execute("SELECT actor_kind, subject IS NOT NULL FROM audit.events WHERE kind = 'card.finding_viewed'").fetchall()
    assert rows == [("officer", True)]


def test_a_facility_sees_its_own_mark_and_nothing_of_the_other_place(two: Rig) -> None:
    for code, own, other, told in (
        (ONE, "HS-first", "HS-second", "sau đó không quá 4 phút"),
        (OTHER, "HS-second", "HS-first", "trước đó không quá 4 phút"),
    ):
        browser = two.facility(code)
        listed = browser.get("/console/visits").text
        assert "Thẻ ở hai nơi" in listed
        page = visit_page(browser)
        assert own in page
        assert told in page
        elsewhere = (NAMES[OTHER if code == ONE else ONE], other, OTHER if code == ONE else ONE)
        # the warning about the person names the other facility by a rule of its own; what is said of the card does not
        (note,) = [each for each in re.findall(r'<p class="note warn">(.*?)</p>', page, re.DOTALL) if "Chính tấm thẻ này" in each]
        assert not any(each in note for each in elsewhere)
        assert browser.get(f"/console/cards/{finding_no(two)}").status_code == 403
        assert browser.get("/console/cards").status_code == 403


def test_only_staff_who_work_on_identities_see_it(two: Rig) -> None:
    for browser in (two.officer(Role.ALERTS, Role.FIGURES, Role.OFFICERS), two.officer(Role.REVIEW, Role.ADMINISTRATION)):
        assert browser.get("/console/cards").status_code == browser.get(f"/console/cards/{finding_no(two)}").status_code == 403
    assert "/console/cards" in two.officer(Role.CASES).get("/console/agency").text


def test_a_finding_is_settled_once_and_then_listed_among_all(two: Rig) -> None:
    assert settle(two, "card_copied") == (303, "/console/cards?done=card_settled")
    browser = two.officer(Role.CASES)
    assert "Không có thẻ nào cần xem xét" in browser.get("/console/cards").text
    assert "Thẻ bị sao chép" in browser.get("/console/cards?all=1").text
    page = browser.get(f"/console/cards/{finding_no(two)}").text
    assert "Trần Thị Lan kết luận lúc" in page
    assert 'type="radio"' not in page
    token = csrf_token(page)
    again = browser.post(f"/console/cards/{finding_no(two)}/settle", data={"csrf_token": token, "conclusion": "no_fault"})
    assert again.status_code == 409
    assert "đã được kết luận trước đó" in again.text


@pytest.mark.parametrize("conclusion", ["", "guilty"])
def test_a_conclusion_that_is_not_offered_settles_nothing(two: Rig, conclusion: str) -> None:
    status, page = settle(two, conclusion)
    assert status == 409
    assert "Hãy chọn một kết luận" in page
    with two.database.transaction() as conn:
        assert len(checkin.card_findings(conn)) == 1


def test_what_was_nobodys_fault_marks_no_visit(two: Rig) -> None:
    settle(two, "no_fault")
    assert "Thẻ ở hai nơi" not in two.facility().get("/console/visits").text


def test_a_desk_that_lied_is_closed_and_its_facility_sees_that(two: Rig) -> None:
    settle(two, "later_desk")
    assert "Đã đóng" in two.facility(OTHER).get("/console/desks").text
    assert "Đang mở" in two.facility(ONE).get("/console/desks").text


def test_a_statement_that_was_refused_is_shown_without_a_visit(two: Rig) -> None:
    with two.database.transaction() as conn:
        statement = statement_at(conn, OTHER, at=NOW, number=STRANGER, hashes={"sod": SOD})
    with pytest.raises(Refused) as refused, two.database.transaction() as conn:
        open_at(conn, OTHER, "HS-lie", at=NOW, number=STRANGER, statement=statement)
    with two.database.transaction() as conn:
        checkin.record_refusal(conn, refused.value, statement, origin=origin_of(OTHER), now=NOW)
    page = two.officer(Role.CASES).get(f"/console/cards/{finding_no(two)}").text
    for words in ("Một thẻ cho hai người", "Lời khai thứ hai bị từ chối", f"{presence.desk_id(OTHER_KEY)[:8]}…"):
        assert words in page
    assert "HS-lie" not in page
    assert 'value="card_copied"' not in page


def test_figures_count_the_card_and_what_a_service_confirmed(two: Rig) -> None:
    with two.database.transaction() as conn:
        open_at(conn, ONE, "HS-confirmed", at=NOW - timedelta(minutes=1), is_confirmed=True)
        conn.execute("UPDATE checkin.submissions SET at = at - interval '1 hour'")
        checkin.roll_up_visits(conn, now=NOW)
    browser = two.officer(Role.FIGURES)
    browser.cookies.set(LANGUAGE, "en", domain="testserver.local")
    page = browser.get("/console/figures").text
    tiles = dict(re.findall(r'<dt>([^<]+)</dt><dd><span class="figure">([^<]*)</span>', page))
    assert tiles["Cards proven at two places"] == "1"
    assert tiles["Visits proven, and confirmed by a service"] == "1"
    assert "of 3 proven by chip" in page
