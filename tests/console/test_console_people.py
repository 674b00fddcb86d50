"""What the console shows of people, facilities' use and abuse: only to whom it is theirs, and each look at a person is written down."""

import re

import pytest

from ansinh import audit, checkin
from ansinh.doors.portal import looks
from ansinh.staff import Role
from tests.console.busy import Busy, busy, open_visit
from tests.console.conftest import ONE, OTHER, Rig, csrf_token


@pytest.fixture
def day(rig: Rig) -> Busy:
    with rig.database.transaction() as conn:
        return busy(conn)


def _looks(rig: Rig, day: Busy) -> list[audit.Entry]:
    """What the person sees of looks through the console, newest first."""
    with rig.database.transaction() as conn:
        entries = audit.about(conn, day.participant)
    return [each for each in entries if each.kind in {"visit.viewed", "record.viewed"}]


def test_a_facility_sees_its_own_visits_with_how_presence_was_checked(rig: Rig, day: Busy) -> None:
    page = rig.facility().get("/console/visits").text
    assert f"HS-{ONE}" in page
    assert "Đã đọc chip" in page
    assert f"HS-{OTHER}" not in page
    assert "Nguyễn" not in page
    assert _looks(rig, day) == []


def test_opening_a_visit_shows_little_of_the_person_and_tells_them(rig: Rig, day: Busy) -> None:
    page = rig.facility().get(f"/console/visits/{day.visits[ONE]}").text
    assert "Nguyễn T. M., 1985" in page
    assert "quầy 1" in page
    assert not re.search(r"0123456789|001185000001|09/03/1985|Nguyễn Thị Mẫu|phố Thử", page)
    (look,) = _looks(rig, day)
    assert (look.kind, look.actor.id, look.detail["visit"]) == ("visit.viewed", ONE, day.visits[ONE])
    assert looks.look_of(look).what_key == "access.visit_viewed"


def test_a_double_visit_is_pointed_out(rig: Rig, day: Busy) -> None:
    page = rig.facility().get(f"/console/visits/{day.visits[ONE]}").text
    assert "Trạm y tế Mẫu Hai cũng ghi nhận người này đến khám" in page


@pytest.mark.parametrize("suffix", ["", f"?facility_code={OTHER}", f"?facility={OTHER}&code={OTHER}"])
def test_a_facility_cannot_open_another_s_visit_and_nobody_is_told_of_a_look_that_was_none(rig: Rig, day: Busy, suffix: str) -> None:
    browser = rig.facility(ONE)
    theirs = browser.get(f"/console/visits/{day.visits[OTHER]}{suffix}")
    missing = browser.get("/console/visits/999999")
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert theirs.text.replace(f"visits/{day.visits[OTHER]}", "") == missing.text.replace("visits/999999", "")
    assert _looks(rig, day) == []


def test_a_list_that_goes_on_behind_another_s_visit_shows_only_its_own(rig: Rig, day: Busy) -> None:
    page = rig.facility(ONE).get(f"/console/visits?after={day.visits[OTHER]}")
    assert f"HS-{OTHER}" not in page.text


def test_a_long_list_of_visits_goes_on_where_it_stopped(rig: Rig, day: Busy) -> None:
    assert day.visits
    with rig.database.transaction() as conn:
        for number in range(31):
            open_visit(conn, ONE, f"N-{number:02}")
    browser = rig.facility()
    first = browser.get("/console/visits").text
    onward = re.search(r'href="(/console/visits\?after=\d+)"', first)
    assert onward is not None
    second = browser.get(onward[1]).text
    shown = [re.findall(r">Lượt khám ([\w-]+)</a>", each) for each in (first, second)]
    assert [len(each) for each in shown] == [30, 2]
    assert len({*shown[0], *shown[1]}) == 32


def test_a_facility_s_first_page_counts_its_own_look_ups_alone(rig: Rig, day: Busy) -> None:
    assert day.visits
    page = rig.facility().get("/console/facility").text
    figures = re.findall(r'<span class="figure">([^<]*)</span>', page)
    assert figures == ["2", "4", "0", "0"]  # today, in 30 days, by citizen number, visits added up in the background
    assert page.count("<title>") == 1 + 30
    assert "22/11/2026: 2</title>" in page
    assert "21/11/2026: 1</title>" in page


def test_the_agency_s_figures_count_everybody(rig: Rig, day: Busy) -> None:
    assert day.visits
    browser = rig.officer(Role.FIGURES)
    page = browser.get("/console/figures?days=7").text
    assert re.findall(r'<span class="figure">([^<]*)</span>', page)[:2] == ["2", "6"]
    assert "trên 2 cơ sở, 100,0%" in page
    assert {"Bệnh viện Mẫu Một", "Trạm y tế Mẫu Hai"} <= set(re.findall(r'<th scope="row">([^<]+) <', page))
    assert re.findall(r'<span class="figure">([^<]*)</span>', browser.get("/console/figures?days=30").text)[:2] == ["2", "8"]


def test_every_figure_has_its_definition(rig: Rig, day: Busy) -> None:
    assert day.visits
    page = rig.officer(Role.FIGURES).get("/console/figures").text
    assert page.count("<dt>") >= len(checkin.DEFINITIONS)
    assert "dù kết quả thế nào" in page


def test_an_alert_is_shown_without_whom_it_is_about_and_settled_once(rig: Rig, day: Busy) -> None:
    browser = rig.officer(Role.ALERTS)
    page = browser.get("/console/alerts").text
    assert "Nhiều số không thuộc về ai" in page
    assert "Bệnh viện Mẫu Một (01001_BV)" in page
    path, form = f"/console/alerts/{day.alert}/settle", {"csrf_token": csrf_token(page)}
    assert browser.post(path, data=form).headers["location"] == "/console/alerts?done=alert_settled"
    assert "Không có cảnh báo nào" in browser.get("/console/alerts").text
    assert "alerts, " in browser.get("/console/alerts?all=1").text
    assert browser.post(path, data=form).status_code == 404


def test_the_list_of_cases_names_nobody_and_opening_one_tells_the_participants(rig: Rig, day: Busy) -> None:
    browser = rig.officer(Role.CASES)
    listed = browser.get("/console/cases").text
    assert day.case in listed
    assert not re.search(r"Mẫu|Lạ|001185", listed)
    assert _looks(rig, day) == []
    page = browser.get(f"/console/cases/{day.case}").text
    assert {"Trần Thị Lạ", "Nguyễn Thị Mẫu"} <= set(re.findall(r"<dd>([^<]+)</dd>", page))
    assert not re.search(r"001185000001|0123456789|09/03/1985", page)  # what the case is not about stays half hidden
    assert "khớp" in page
    (look,) = _looks(rig, day)
    assert (look.kind, look.actor.kind, look.purpose, look.detail) == ("record.viewed", "officer", "account_linking", {"page": "case"})
    assert looks.look_of(look).who_key == "access.agency"


def test_a_case_that_is_not_there_has_no_page(rig: Rig, day: Busy) -> None:
    browser = rig.officer(Role.CASES)
    assert {browser.get(f"/console/cases/{name}").status_code for name in ("NONE", "%00", "x" * 500, day.case.lower())} == {404}


def test_the_agency_s_first_page_says_what_waits_as_far_as_the_roles_go(rig: Rig, day: Busy) -> None:
    assert day.case
    page = rig.officer(Role.ALERTS, Role.CASES).get("/console/agency").text
    assert re.findall(r'href="/console/(\w+)"><span class="figure[^"]*">(\d+)<', page) == [("alerts", "1"), ("cases", "1"), ("cards", "0")]
    assert "Không có việc gì" in rig.officer(Role.ADMINISTRATION).get("/console/agency").text
