"""The review desk's pages: who opens them, what they keep back, two officers for a number, and what becomes of forms that are none."""

import re
from datetime import date
from typing import Any

import pytest

from ansinh import register
from ansinh.population import review
from ansinh.staff import Role
from ansinh.terms import CitizenNumber
from tests.console.conftest import Rig, csrf_token, staff_session
from tests.population_review.invented import NOW, OTHER, RIGHT, WRONG, events, opened, opened_of_the_dead
from tests.register import builders

SHOWN_NUMBER = re.compile(r"\d{4,}")


def a_case(rig: Rig, **changes: Any) -> tuple[str, int]:
    """The reference of a case and its participant."""
    with rig.database.transaction() as conn:
        (participant,) = register.enrol(conn, [_insured()])
        return opened(conn, participant, **changes), participant


def _insured() -> register.Enrolment:
    return builders.person(full_name="Nguyễn Thị Mậu", identifiers=(builders.citizen(WRONG), builders.insured()))


def a_death(rig: Rig, known: date | None = None) -> tuple[str, int]:
    """The same of somebody whom the population register calls dead."""
    with rig.database.transaction() as conn:
        (participant,) = register.enrol(conn, [builders.person(identifiers=(builders.citizen(RIGHT), builders.insured()))])
        return opened_of_the_dead(conn, participant, known=known), participant


def _officer(rig: Rig, username: str = "mot") -> Any:
    with rig.database.transaction() as conn:
        return rig.browser(staff_session(conn, username, Role.REVIEW))


def _taken(browser: Any, reference: str) -> str:
    """The page of a case that the officer has taken with their batch."""
    token = csrf_token(browser.get("/console/review").text)
    assert browser.post("/console/review/take", data={"csrf_token": token, "office": "001"}).headers["location"] == "/console/review/batch"
    answer = browser.get(f"/console/review/cases/{reference}")
    assert answer.status_code == 200
    return str(answer.text)


def _form(page: str, **fields: str) -> dict[str, str]:
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    return {"csrf_token": csrf_token(page), "seen": seen[1], **fields}


def _decide(browser: Any, reference: str, finding: str) -> Any:
    return browser.post(f"/console/review/cases/{reference}/decide", data=_form(_taken(browser, reference), finding=finding))


def test_a_batch_is_taken_worked_through_and_the_next_case_follows(rig: Rig) -> None:
    first, _ = a_case(rig, record="a", priority=2)
    with rig.database.transaction() as conn:
        then = opened(conn, None, record="b", priority=1)
    browser = _officer(rig)
    page = _taken(browser, first)
    assert "1 trong 2" in page
    answer = browser.post(f"/console/review/cases/{first}/decide", data=_form(page, finding="none"))
    assert answer.headers["location"] == f"/console/review/cases/{then}?done=review_recorded"
    last = browser.post(
        f"/console/review/cases/{then}/decide", data=_form(browser.get(f"/console/review/cases/{then}").text, finding="none")
    )
    assert last.headers["location"] == "/console/review/batch?done=review_recorded"


def test_of_the_people_in_a_case_no_page_holds_a_number_or_more_of_a_name_than_differs(rig: Rig) -> None:
    reference, _ = a_case(rig)
    page = _taken(_officer(rig), reference)
    body = page[page.index("<main") : page.index("</main>")]
    assert not [number for number in (WRONG, RIGHT, OTHER, WRONG[:9], RIGHT[:9], "0123456789") if number in body]
    assert {"••010", "••001", "••333"} <= set(re.findall(r"••\d{3}", body))
    assert "<mark>ậ</mark>" in body
    assert not re.search(r"Thị|Mẫu|Mậu|Số 1 phố|Đào Thị|Số 9", re.sub(r"<[^>]+>", "", body).replace("T. Mậu", "").replace("T. Mẫu", ""))
    assert {"09/03/1985", "03/09/1985", "••/••/1985"} <= set(re.findall(r"[\d•]{2}/[\d•]{2}/\d{4}", body))
    shown = re.sub(r'value="[0-9a-f]{64}"|name="csrf_token" value="[^"]+"|<svg.*?</svg>', "", body, flags=re.DOTALL)
    assert {each for each in SHOWN_NUMBER.findall(shown) if each != "1985"} == set()


def test_what_agrees_and_what_differs_is_said_in_words_with_its_points(rig: Rig) -> None:
    reference, _ = a_case(rig)
    browser = _officer(rig)
    page = _taken(browser, reference)
    assert {"đảo ngày và tháng", "cùng chữ cái nhưng khác dấu"} <= set(re.findall(r'class="state [a-z]+">([^<]+)<', page))
    assert page.count('class="fall for"') >= 4
    browser.cookies.set("ansinh_lang", "en")
    assert "same letters, other diacritics" in browser.get(f"/console/review/cases/{reference}").text


def test_what_is_kept_back_is_shown_for_a_reason_and_told(rig: Rig) -> None:
    reference, participant = a_case(rig)
    browser = _officer(rig)
    token = csrf_token(_taken(browser, reference))
    refused = browser.post(f"/console/review/cases/{reference}/details", data={"csrf_token": token, "because": "curious"})
    assert (refused.status_code, "Hãy chọn một lý do" in refused.text, "Đào Thị Gốc" in refused.text) == (409, True, False)
    told = browser.post(f"/console/review/cases/{reference}/details", data={"csrf_token": token, "because": "same_household"})
    assert {"Số 1 phố Thử, phường Mẫu, Hà Nội", "Đào Thị Gốc", "Số 9 ngõ Lạ"} <= set(re.findall(r"<dd>([^<]+)</dd>", told.text))
    with rig.database.transaction() as conn:
        ((who, subject, detail),) = events(conn, "population.case_details_viewed")
    assert (who, subject, detail["because"]) == ("mot", participant, "same_household")


def test_a_number_takes_two_officers_and_never_the_same_one(rig: Rig) -> None:
    reference, participant = a_case(rig)
    first, second = _officer(rig, "mot"), _officer(rig, "hai")
    assert _decide(first, reference, "it_is:1").headers["location"] == "/console/review/batch?done=review_recorded"
    assert reference not in first.get("/console/review/second").text
    assert first.get(f"/console/review/cases/{reference}").status_code == 409  # the overview, which says why
    page = second.get(f"/console/review/cases/{reference}").text
    form = _form(page, answer="agree")
    token = csrf_token(first.get("/console/review").text)
    own = first.post(f"/console/review/cases/{reference}/answer", data={**form, "csrf_token": token})
    assert (own.status_code, "phải là một cán bộ khác" in own.text) == (409, True)
    assert (
        second.post(f"/console/review/cases/{reference}/answer", data=form).headers["location"]
        == "/console/review/second?done=review_agreed"
    )
    with rig.database.transaction() as conn:
        record = register.record_of(conn, participant)
    assert record is not None
    assert record.citizen_number == CitizenNumber(RIGHT)


def test_a_finding_turned_down_leaves_the_record_as_it_was(rig: Rig) -> None:
    reference, participant = a_case(rig)
    second = _officer(rig, "hai")
    _decide(_officer(rig), reference, "it_is:2")
    form = _form(second.get(f"/console/review/cases/{reference}").text, answer="turn_down")
    assert second.post(f"/console/review/cases/{reference}/answer", data=form).headers["location"].endswith("done=review_turned_down")
    with rig.database.transaction() as conn:
        record = register.record_of(conn, participant)
    assert record is not None
    assert record.citizen_number == CitizenNumber(WRONG)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finding": ""}, "Hãy chọn một kết luận"),
        ({"finding": "it_is:9"}, "Hãy chọn một kết luận"),
        ({"finding": "merge"}, "Hãy chọn một kết luận"),
        ({"finding": "it_is"}, "Hãy chọn một người"),
        ({"finding": "it_is:5"}, "Hãy chọn một người"),
        ({"finding": "none", "seen": "0" * 64}, "vừa thay đổi"),
    ],
)
def test_a_finding_that_is_none_changes_nothing_and_says_what_is_missing(rig: Rig, changes: dict[str, str], words: str) -> None:
    reference, _ = a_case(rig)
    browser = _officer(rig)
    answer = browser.post(f"/console/review/cases/{reference}/decide", data={**_form(_taken(browser, reference)), **changes})
    assert (answer.status_code, words in answer.text) == (409, True)
    with rig.database.transaction() as conn:
        assert events(conn, "population.case_decided") == []


def test_a_case_in_anothers_batch_and_one_that_is_none_are_not_shown(rig: Rig) -> None:
    reference, _ = a_case(rig)
    _taken(_officer(rig), reference)
    other = _officer(rig, "hai")
    page = other.get(f"/console/review/cases/{reference}").text
    assert "không ở trong phần việc của bạn" in page
    assert "Nguyễn" not in page
    assert other.get("/console/review/cases/2222-2222-2222").status_code == 404
    assert other.get("/console/review/cases/<b>").status_code == 404
    token = csrf_token(page)
    empty = other.post("/console/review/take", data={"csrf_token": token, "office": "001"})
    assert (empty.status_code, "không còn hồ sơ nào" in empty.text) == (409, True)
    assert other.post("/console/review/take", data={"csrf_token": token, "office": "1; DROP"}).status_code == 404


def test_papers_bring_a_case_back_and_a_batch_is_given_back(rig: Rig) -> None:
    reference, _ = a_case(rig)
    browser = _officer(rig)
    _decide(browser, reference, "needs_papers")
    page = browser.get("/console/review/papers").text
    back = browser.post(f"/console/review/cases/{reference}/papers", data={"csrf_token": csrf_token(page)})
    assert back.headers["location"] == "/console/review/papers?done=review_reopened"
    again = browser.post(f"/console/review/cases/{reference}/papers", data={"csrf_token": csrf_token(page)})
    assert (again.status_code, "không chờ giấy tờ nữa" in again.text) == (409, True)
    token = csrf_token(_taken(browser, reference))
    assert browser.post("/console/review/release", data={"csrf_token": token}).headers["location"] == "/console/review?done=review_released"


def test_only_the_page_of_a_case_has_a_script_and_only_our_own(rig: Rig) -> None:
    reference, _ = a_case(rig)
    browser = _officer(rig)
    _taken(browser, reference)
    answer = browser.get(f"/console/review/cases/{reference}")
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    (address,) = re.findall(r'<script src="([^"]+)" defer></script>', answer.text)
    assert browser.get(address).headers["content-type"] == "text/javascript; charset=utf-8"
    assert "script-src" not in browser.get("/console/review").headers["content-security-policy"]


def test_the_pages_count_offices_and_errors_and_say_what_was_learnt(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        sampled = opened(conn, record="s", sampled=True)
    for username, finding in (("mot", "none"), ("hai", "it_is:1"), ("ba", "it_is:1")):
        _decide(_officer(rig, username), sampled, finding)
    browser = _officer(rig)
    page = browser.get("/console/review/estimates").text
    assert "1 trong 1 hồ sơ xét lại" in page
    assert "Từ 1 người được chọn và 1 người không được chọn" in page
    with rig.database.transaction() as conn:
        opened(conn, record="x", office="079")
    assert "Thành phố Hồ Chí Minh" in browser.get("/console/review").text


def test_roles_of_other_work_open_none_of_it(rig: Rig) -> None:
    reference, _ = a_case(rig)
    for browser in (rig.officer(Role.CASES, Role.FIGURES, Role.ADMINISTRATION), rig.facility()):
        for path in ("", "/batch", "/second", "/papers", "/estimates", f"/cases/{reference}"):
            assert browser.get(f"/console/review{path}").status_code == 403
    with rig.database.transaction() as conn:
        assert events(conn, "population.case_viewed") == []
        assert review.queue(conn, days=1, now=NOW).open == 1


def test_the_first_page_says_what_waits_at_the_desk(rig: Rig) -> None:
    reference, _ = a_case(rig)
    _decide(_officer(rig), reference, "it_is:1")
    assert re.search(r'href="/console/review/second"><span class="figure">1<', _officer(rig, "hai").get("/console/agency").text)


def test_a_death_is_entered_by_two_officers_of_whom_the_second_is_shown_the_day(rig: Rig) -> None:
    reference, participant = a_death(rig)
    first, second = _officer(rig, "mot"), _officer(rig, "hai")
    page = _taken(first, reference)
    assert re.search(r'<label for="deceased_on">Ngày mất</label>', page)
    assert 'type="date" value=""' in page
    said = _form(page, finding="it_is:1", deceased_on="2026-11-10")
    assert first.post(f"/console/review/cases/{reference}/decide", data=said).headers["location"].endswith("?done=review_recorded")
    page = second.get(f"/console/review/cases/{reference}").text
    assert "mất ngày 10/11/2026" in page
    assert "số định danh của người đó được ghi" not in page  # the number stays
    second.cookies.set("ansinh_lang", "en")
    assert "who died on 10 Nov 2026" in second.get(f"/console/review/cases/{reference}").text
    agreed = second.post(f"/console/review/cases/{reference}/answer", data=_form(page, answer="agree"))
    assert agreed.headers["location"] == "/console/review/second?done=review_agreed"
    with rig.database.transaction() as conn:
        record = register.record_of(conn, participant)
    assert record is not None
    assert (record.deceased_on, record.verified_on) == (date(2026, 11, 10), None)


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("", "Hãy ghi ngày mất."),
        ("2026-02-30", "Ngày mất phải là một ngày có thật."),
        ("2031-01-01", "Ngày mất chưa đến."),
        ("1985-03-08", "Ngày mất trước ngày sinh."),
    ],
)
def test_a_wrong_day_of_death_is_said_at_its_field_and_what_was_chosen_stays(rig: Rig, day: str, word: str) -> None:
    reference, participant = a_death(rig)
    browser = _officer(rig)
    form = _form(_taken(browser, reference), finding="it_is:1", deceased_on=day)
    answer = browser.post(f"/console/review/cases/{reference}/decide", data=form)
    assert answer.status_code == 409
    assert f'<p class="wrong" id="deceased_on-wrong">{word}</p>' in answer.text
    field = re.search(r'<input id="deceased_on"[^>]*>', answer.text)
    assert field is not None
    assert f'value="{day}"' in field[0]
    assert 'aria-invalid="true"' in field[0]
    assert re.search(r'value="it_is:1"[^>]* checked', answer.text)
    with rig.database.transaction() as conn:
        assert events(conn, "population.case_decided") == []
        record = register.record_of(conn, participant)
    assert record is not None
    assert record.deceased_on is None


def test_the_day_the_population_register_has_is_in_the_field_and_hinders_no_other_finding(rig: Rig) -> None:
    reference, _ = a_death(rig, known=date(2026, 11, 10))
    browser = _officer(rig)
    page = _taken(browser, reference)
    assert 'type="date" value="2026-11-10"' in page
    assert "Ngày do cơ sở dân cư ghi" in page
    none = browser.post(f"/console/review/cases/{reference}/decide", data=_form(page, finding="none", deceased_on="what"))
    assert none.headers["location"].endswith("?done=review_recorded")


def test_a_case_of_somebody_living_has_no_field_for_a_day_of_death(rig: Rig) -> None:
    reference, _ = a_case(rig)
    assert "deceased_on" not in _taken(_officer(rig), reference)
