"""A login as the browser sees it: away to the exchange, back to the record, or to the page of what went wrong."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from ansinh import identity
from ansinh.identity import LoginFailure, Standing
from ansinh.kit import errors
from ansinh.wire import eid
from tests.identity.standin import ISSUER, a_person
from tests.portal import records
from tests.portal.conftest import LOGIN, SESSION, Rig
from tests.register import builders


def _log_in(rig: Rig, browser: TestClient, person: eid.EidClaims | None = None) -> str:
    """Walks a login and returns where it ended."""
    address = browser.get("/login").headers["location"]
    answer = browser.get(f"/login/callback?{rig.standin.log_in(address, person or a_person())}")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def _problem(browser: TestClient, answer: Any) -> Any:
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login/problem/")
    return browser.get(answer.headers["location"])


def _sessions(rig: Rig) -> int:
    with rig.database.transaction() as conn:
        row = conn.execute("SELECT count(*) FROM identity.sessions").fetchone()
    assert row is not None
    return int(row[0])


def test_a_citizen_logs_in_and_sees_the_own_record(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
        records.at_counter(conn)
    browser = rig.browser()
    assert _log_in(rig, browser) == "/record"
    page = browser.get("/record")
    assert page.status_code == 200
    assert "Nguyễn Thị Mẫu" in page.text
    assert "DN 4 01 0123456789" in page.text


def test_a_login_starts_with_a_redirect_that_names_nobody(rig: Rig) -> None:
    answer = rig.browser().get("/login")
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{ISSUER}/oauth2/authorize?")
    assert asked["redirect_uri"] == ["http://testserver/login/callback"]
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "acr_values",
        "ui_locales",
    }  # fmt: skip


def test_the_cookies_are_out_of_reach_of_scripts_and_foreign_forms(rig: Rig) -> None:
    browser = rig.browser()
    address = browser.get("/login")
    assert "Max-Age=600" in address.headers["set-cookie"]
    done = browser.get(f"/login/callback?{rig.standin.log_in(address.headers['location'], a_person())}")
    cookies = [value.lower() for name, value in (*address.headers.multi_items(), *done.headers.multi_items()) if name == "set-cookie"]
    assert len(cookies) == 3  # the browser's secret is given, taken away, and the session given
    assert all("httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie for cookie in cookies)
    assert not any("secure" in cookie for cookie in cookies)


def test_behind_tls_the_cookies_demand_it(rig: Rig) -> None:
    answer = rig.browser(app=rig.app("https://portal.example")).get("/login")
    assert "; Secure" in answer.headers["set-cookie"]


def test_the_session_token_is_new_at_every_login_and_the_old_one_is_dead(rig: Rig) -> None:
    browser = rig.browser()
    _log_in(rig, browser)
    first = browser.cookies[SESSION]
    _log_in(rig, browser)
    assert browser.cookies[SESSION] != first
    assert _sessions(rig) == 1
    assert rig.browser({SESSION: first}).get("/record").status_code == 401


def test_a_token_planted_before_the_login_is_worth_nothing_after_it(rig: Rig) -> None:
    browser = rig.browser({SESSION: "planted-by-somebody-else"})
    _log_in(rig, browser)
    assert rig.browser({SESSION: "planted-by-somebody-else"}).get("/record").status_code == 401


def test_an_answer_in_another_browser_logs_nobody_in(rig: Rig) -> None:
    address = rig.browser().get("/login").headers["location"]
    victim = rig.browser()
    page = _problem(victim, victim.get(f"/login/callback?{rig.standin.log_in(address, a_person())}"))
    assert page.status_code == 400
    assert "bắt đầu ở nơi khác" in page.text
    assert _sessions(rig) == 0
    assert SESSION not in victim.cookies


def test_two_tabs_of_one_browser_can_both_finish(rig: Rig) -> None:
    browser = rig.browser()
    first, second = (browser.get("/login").headers["location"] for _ in range(2))
    assert browser.get(f"/login/callback?{rig.standin.log_in(first, a_person())}").headers["location"] == "/record"
    assert first != second


@pytest.mark.parametrize(
    ("query", "words", "status"),
    [
        ("", "Không rõ lần đăng nhập nào", 400),
        ("code=abc", "Không rõ lần đăng nhập nào", 400),
        ("code=abc&state=never-issued", "đã hết hạn", 400),
        ("state=a&state=b", "không hợp lệ", 400),
        ("state=%00", "không hợp lệ", 400),
        ("state=%FF%FE", "không hợp lệ", 400),
        (f"state={'x' * 20_000}", "không hợp lệ", 400),
    ],
)
def test_a_spoiled_answer_has_its_page(rig: Rig, query: str, words: str, status: int) -> None:
    browser = rig.browser()
    page = _problem(browser, browser.get(f"/login/callback?{query}"))
    assert page.status_code == status
    assert words in page.text


def test_the_same_answer_twice_leads_a_logged_in_browser_to_its_record(rig: Rig) -> None:
    browser = rig.browser()
    query = rig.standin.log_in(browser.get("/login").headers["location"], a_person())
    for _ in range(2):
        assert browser.get(f"/login/callback?{query}").headers["location"] == "/record"
    page = _problem(browser, rig.browser().get(f"/login/callback?{query}"))
    assert "đã hết hạn" in page.text


@pytest.mark.parametrize(
    ("error", "words", "status"),
    [
        ("access_denied", "Bạn đã dừng đăng nhập", 403),
        ("account_locked", "đang bị khóa", 403),
        ("unmet_authentication_requirements", "chưa đủ mức độ", 403),
        ("temporarily_unavailable", "Chưa thể đăng nhập lúc này", 503),
        ("login_required", "không thành công", 403),
    ],
)
def test_each_refusal_of_the_exchange_has_its_page(rig: Rig, error: str, words: str, status: int) -> None:
    browser = rig.browser()
    query = rig.standin.refuse(browser.get("/login").headers["location"], error)
    page = _problem(browser, browser.get(f"/login/callback?{query}"))
    assert page.status_code == status
    assert words in page.text
    assert _sessions(rig) == 0


@pytest.mark.parametrize(
    ("lies", "userinfo_lies", "words"),
    [({"nonce": "other"}, {}, "Chưa xác nhận được danh tính"), ({}, {"HoVaTen": "\u202e"}, "Thông tin định danh chưa dùng được")],
)
def test_an_exchange_that_is_not_believed_has_its_page(rig: Rig, lies: dict[str, Any], userinfo_lies: dict[str, Any], words: str) -> None:
    rig.standin.lies, rig.standin.userinfo_lies = lies, userinfo_lies
    browser = rig.browser()
    query = rig.standin.log_in(browser.get("/login").headers["location"], a_person())
    page = _problem(browser, browser.get(f"/login/callback?{query}"))
    assert page.status_code == 502
    assert words in page.text
    assert _sessions(rig) == 0


@pytest.mark.parametrize(("cause", "status"), [("unreachable", 503), ("timed_out", 504)])
def test_an_exchange_that_does_not_answer_has_its_page_at_the_start_and_at_the_end(rig: Rig, cause: str, status: int) -> None:
    browser = rig.browser()
    query = rig.standin.log_in(browser.get("/login").headers["location"], a_person())
    rig.standin.down = errors.CounterpartDown(cause, "no answer")
    assert _problem(browser, browser.get(f"/login/callback?{query}")).status_code == status
    fresh = rig.browser(app=rig.app())
    assert _problem(fresh, fresh.get("/login")).status_code == status


def test_a_problem_quotes_the_reference_that_support_can_look_up_and_offers_a_way_on(rig: Rig) -> None:
    browser = rig.browser()
    page = _problem(browser, browser.get("/login/callback"))
    reference = str(page.url).rsplit("/", 1)[1]
    assert reference in page.text
    assert 'href="/login"' in page.text
    assert 'href="/"' in page.text
    with rig.database.transaction() as conn:
        found = identity.problem_of(conn, reference)
    assert found is not None
    assert found.failure is LoginFailure.STATE_MISSING


@pytest.mark.parametrize("reference", ["AAAA-AAAA", "x", "%00", "..%2f..", "A" * 5000])
def test_an_unknown_reference_is_not_found(rig: Rig, reference: str) -> None:
    assert rig.browser().get(f"/login/problem/{reference}").status_code == 404


@pytest.mark.parametrize(
    ("person", "changes", "standing", "words"),
    [
        (a_person(account_level=1), {}, Standing.LEVEL_TOO_LOW, "Cần tài khoản mức độ 2"),
        (a_person("001185000099"), {}, Standing.NO_PARTICIPATION, "Chưa tìm thấy hồ sơ bảo hiểm"),
        (a_person(full_name="Trần Thị Lạ"), {}, Standing.UNDER_REVIEW, "Họ tên trên tài khoản định danh khác"),
        (a_person(birth_date="1986-03-09"), {}, Standing.UNDER_REVIEW, "Ngày sinh trên tài khoản định danh khác"),
    ],
)
def test_a_login_without_insurance_data_says_why_and_shows_none(
    rig: Rig, person: eid.EidClaims, changes: dict[str, Any], standing: Standing, words: str
) -> None:
    with rig.database.transaction() as conn:
        records.family(conn, **changes)
    browser = rig.browser()
    assert _log_in(rig, browser, person) == "/record"
    page = browser.get("/record")
    assert words in page.text, standing
    assert "0123456789" not in "".join(page.text.split())
    assert browser.get("/record/access").headers["location"] == "/record"


def test_several_numbers_are_explained_with_the_code_of_the_case(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn, identifiers=(builders.citizen(), builders.insured(), builders.insured("0123456788")))
    browser = rig.browser()
    _log_in(rig, browser)
    page = browser.get("/record").text
    assert "nhiều mã số bảo hiểm xã hội" in page
    with rig.database.transaction() as conn:
        (case,) = identity.open_cases(conn)
    assert case.reference in page


def test_a_dead_persons_identity_is_refused_and_the_session_of_the_browser_ends(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn, deceased_on=rig.now.date())
    browser = rig.browser()
    landed = _log_in(rig, browser)
    page = browser.get(landed)
    assert page.status_code == 403
    assert "Hồ sơ này không mở được" in page.text
    assert 'href="/login"' not in page.text
    assert SESSION not in browser.cookies


def test_a_second_identity_for_one_record_sees_nothing(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
        records.at_counter(conn)
    _log_in(rig, rig.browser())
    second = rig.browser()
    _log_in(rig, second, a_person(subject="another-account"))
    page = second.get("/record").text
    assert "liên kết với một tài khoản định danh khác" in page
    assert "DN 4 01" not in page


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_a_browser_on_another_loopback_name_is_led_to_the_public_one_first(rig: Rig, name: str) -> None:
    public = "http://127.0.0.1:8000"
    answer = TestClient(rig.app(public), base_url=f"http://{name}:8000", follow_redirects=False).get("/login")
    expected = f"{ISSUER}/oauth2/authorize" if name == "127.0.0.1" else f"{public}/login"
    assert answer.headers["location"].startswith(expected)
    assert (LOGIN in answer.cookies) == (name == "127.0.0.1")


def test_a_host_header_of_a_stranger_leads_nowhere(rig: Rig) -> None:
    answer = rig.browser().get("/login", headers={"host": "evil.example"})
    assert "evil" not in answer.headers["location"]


def test_too_many_logins_from_one_address_have_to_wait(rig: Rig) -> None:
    browser = rig.browser(app=rig.app(logins_a_minute=3))
    answers = [browser.get("/login") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "Quá nhiều lần thử" in answers[-1].text
