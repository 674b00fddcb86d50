"""What holds for every page of the console: who may see it, whose forms it takes, headers, languages, no script."""

import re

import pytest
from starlette.testclient import TestClient

from ansinh.doors.console.contents import PAGES
from ansinh.doors.console.frame import Page
from ansinh.staff import Role
from tests.console.conftest import LANGUAGE, Rig
from tests.console.failing import Failing

SHOWN = [page for page in PAGES if page.takes == "GET"]
POSTED = [page for page in PAGES if page.takes == "POST"]


def _address(page: Page) -> str:
    return "/console" + re.sub(r"\{\w+\}", "1", page.path)


def _call(browser: TestClient, page: Page) -> tuple[int, str]:
    """The status, and where the answer leads."""
    answer = browser.request(page.takes, _address(page), data={} if page.takes == "POST" else None)
    return answer.status_code, answer.headers.get("location", "")


def test_there_are_pages_for_everybody() -> None:
    assert {page.who for page in PAGES} >= {"facility", "agency", Role.OFFICERS, Role.ADMINISTRATION}


def test_nobody_sees_anything_without_signing_in(rig: Rig) -> None:
    browser = rig.browser()
    for page in PAGES:
        status, onward = _call(browser, page)
        assert (status, onward.partition("?")[0]) == (303, "/console/sign-in"), page.path


def test_a_facility_opens_no_page_of_the_agency(rig: Rig) -> None:
    browser = rig.facility()
    opened = {page.path: _call(browser, page)[0] for page in PAGES if page.who != "facility"}
    assert opened
    assert set(opened.values()) == {403}


def test_staff_open_no_page_of_a_facility_and_none_of_a_role_they_do_not_have(rig: Rig) -> None:
    for role in Role:
        browser = rig.officer(role)
        opened = {page.path: _call(browser, page)[0] for page in PAGES if page.who not in {role, "agency"}}
        assert set(opened.values()) == {403}, role


def test_a_form_without_the_session_s_token_changes_nothing(rig: Rig) -> None:
    facility, officer = rig.facility(), rig.officer(*Role)
    for page in POSTED:
        browser = facility if page.who == "facility" else officer
        for token in ("", "guessed"):
            answer = browser.post(_address(page), data={"csrf_token": token})
            assert (answer.status_code, "Biểu mẫu đã hết hạn" in answer.text) == (403, True), page.path
    with rig.database.transaction() as conn:
        kinds = conn.execute("SELECT DISTINCT kind FROM audit.events WHERE kind NOT LIKE 'console.%' AND kind <> 'gateway.account_opened'")
        assert kinds.fetchall() == []


def test_the_token_of_another_session_is_no_token_of_this_one(rig: Rig) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', rig.facility().get("/console/account").text)
    assert token is not None
    assert rig.facility().post("/console/sign-out", data={"csrf_token": token[1]}).status_code == 403


def test_no_form_is_sent_by_a_mere_link(rig: Rig) -> None:
    browser = rig.officer(*Role)
    only_posted = {page.path for page in POSTED} - {page.path for page in SHOWN}
    statuses = {path: browser.get("/console" + re.sub(r"\{\w+\}", "1", path)).status_code for path in only_posted}
    assert set(statuses.values()) == {405}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_a_whole_page_in_its_language_without_a_script(rig: Rig, language: str) -> None:
    facility, officer = rig.facility(), rig.officer(*Role)
    for page in SHOWN:
        if "{" in page.path:
            continue
        browser = facility if page.who == "facility" else officer
        browser.cookies.set(LANGUAGE, language)
        answer = browser.get("/console" + page.path)
        assert answer.status_code == 200, page.path
        assert answer.headers["content-language"] == language
        assert answer.text.count("<h1") == 1, page.path
        assert 'aria-current="page"' in answer.text or not page.tab
        assert "<script" not in answer.text
        assert not re.search(r'\s(on[a-z]+|style)="', answer.text), page.path
        assert answer.headers["cache-control"] == "no-store"
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
        assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)


@pytest.mark.parametrize("path", ["/console/sign-in", "/console/nothing-here"])
def test_every_page_carries_the_headers_that_keep_it_its_own(still: Rig, path: str) -> None:
    headers = still.browser().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("back", "onward"),
    [
        ("/console/officers", "/console/officers"),
        ("/console/sign-in", "/console/sign-in"),
        ("/console/approvals/1/approve", "/console"),
        ("https://evil.example", "/console"),
        ("//evil.example", "/console"),
        ("/console/%2e%2e/record", "/console"),
        ("/console/officers%0d%0aX: y", "/console"),
    ],
)
def test_a_change_of_language_leads_back_to_pages_of_the_console_alone(still: Rig, back: str, onward: str) -> None:
    answer = still.browser().get(f"/console/language/en?back={back}")
    assert answer.headers["location"] == onward
    assert f"{LANGUAGE}=en" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/console/nothing", 404, "Không có trang này"),
        ("POST", "/console/facility", 405, "Không mở trang này theo cách đó được"),
        ("POST", "/console/sign-out", 413, "Nội dung gửi lên quá lớn"),
    ],
)
def test_what_cannot_be_answered_has_a_page_for_people(still: Rig, method: str, path: str, status: int, words: str) -> None:
    page = still.browser().request(method, path, content=b"x" * 100_000 if status == 413 else None)
    assert page.status_code == status
    assert words in page.text


def test_programs_get_a_problem_document(still: Rig) -> None:
    answer = still.browser().get("/console/nothing", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_database_that_is_away_is_said_plainly_and_a_defect_by_its_reference_alone() -> None:
    down = Rig(Failing.down()).browser("x").get("/console/facility")
    broken = Rig(Failing.broken()).browser("x").get("/console/facility")
    assert (down.status_code, "Tạm thời chưa dùng được" in down.text) == (503, True)
    assert (broken.status_code, "Mã tham chiếu" in broken.text, "worst moment" in broken.text) == (500, True, False)


def test_a_word_of_what_was_done_is_one_of_ours(rig: Rig) -> None:
    browser = rig.facility()
    assert 'role="status"' in browser.get("/console/officers?done=officer_requested").text
    for made_up in ("x", "<b>", "../../frame.brand", ""):
        assert 'role="status"' not in browser.get("/console/officers", params={"done": made_up}).text
