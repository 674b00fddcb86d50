"""Signing in to the console and out of it, and everything that must not work."""

import re
from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from ansinh import audit, checkin, staff
from ansinh.staff import Role
from tests.console.conftest import FORM, GATEWAY_PASSWORD, ONE, OTHER, SESSION, Rig, csrf_token, facility_session
from tests.staff.colleagues import NOW, PASSWORD, colleague, hired

SIGN_IN = "/console/sign-in"
AGENCY = audit.Actor("officer", "lan.tran", "Trần Thị Lan")


def _sign_in(browser: TestClient, username: str, password: str, **fields: str) -> Response:
    found = re.search(r'name="form_token" value="([^"]+)"', browser.get(SIGN_IN).text)
    assert found is not None
    return browser.post(SIGN_IN, data={"form_token": found[1], "username": username, "password": password, **fields})


def _hire(rig: Rig, *roles: Role) -> None:
    with rig.database.transaction() as conn:
        hired(conn, colleague("lan.tran", *roles))


@pytest.mark.parametrize("typed", [f"{ONE}_BV", f" {ONE}_bv "])
def test_a_facility_signs_in_with_its_gateway_account(rig: Rig, typed: str) -> None:
    browser = rig.browser()
    answer = _sign_in(browser, typed, GATEWAY_PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/facility")
    page = browser.get("/console/facility")
    assert page.status_code == 200
    assert "Bệnh viện Mẫu Một" in page.text


def test_a_member_of_staff_signs_in_and_lands_on_the_agency_s_first_page(rig: Rig) -> None:
    _hire(rig)
    browser = rig.browser()
    assert _sign_in(browser, "lan.tran", PASSWORD).headers["location"] == "/console/agency"
    assert "Trần Thị Lan" in browser.get("/console/agency").text


def test_the_cookie_is_for_the_console_alone_and_out_of_reach_of_scripts(rig: Rig) -> None:
    cookie = next(
        each
        for each in _sign_in(rig.browser(), f"{ONE}_BV", GATEWAY_PASSWORD).headers.get_list("set-cookie")
        if each.startswith(f"{SESSION}=")
    )
    assert "Path=/console" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_over_tls_the_cookie_demands_tls(rig: Rig) -> None:
    browser = rig.browser(public_url="https://vss.example")
    browser.base_url = "https://vss.example"
    cookies = _sign_in(browser, f"{ONE}_BV", GATEWAY_PASSWORD).headers.get_list("set-cookie")
    assert all("Secure" in each for each in cookies)


@pytest.mark.parametrize(
    ("username", "password"),
    [(f"{ONE}_BV", "wrong"), ("99999_BV", GATEWAY_PASSWORD), ("lan.tran", "wrong"), ("nobody", PASSWORD), ("", ""), ("\x1b<b>", "x")],
)
def test_a_wrong_name_and_a_wrong_password_are_told_the_same(rig: Rig, username: str, password: str) -> None:
    _hire(rig)
    browser = rig.browser()
    page = _sign_in(browser, username, password)
    assert page.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page.text
    assert "<b>" not in page.text
    assert SESSION not in browser.cookies


def test_repeated_failure_locks_and_says_so(rig: Rig) -> None:
    _hire(rig)
    browser = rig.browser()
    for _ in range(staff.FAILURES_BEFORE_LOCK):
        page = _sign_in(browser, "lan.tran", "wrong")
    assert "tạm khóa" in page.text
    assert "tạm khóa" in _sign_in(browser, "lan.tran", PASSWORD).text
    rig.now += staff.LOCK
    assert _sign_in(browser, "lan.tran", PASSWORD).status_code == 303


def test_wrong_passwords_at_the_console_lock_the_gateway_account_and_the_other_way_round(rig: Rig) -> None:
    browser = rig.browser()
    for _ in range(checkin.FAILURES_BEFORE_LOCK):
        page = _sign_in(browser, f"{ONE}_BV", "wrong")
    assert "tạm khóa" in page.text
    with rig.database.transaction() as conn:
        refused = checkin.verify_account(conn, f"{ONE}_BV", GATEWAY_PASSWORD, caller="127.0.0.1", now=rig.now)
    assert refused is checkin.LoginRefusal.LOCKED


def test_a_facility_that_names_its_addresses_is_let_in_from_those_alone(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        checkin.set_allowed_addresses(conn, f"{ONE}_BV", allowed=["10.1.2.0/24"], by=AGENCY, now=NOW)
    page = _sign_in(rig.browser(), f"{ONE}_BV", GATEWAY_PASSWORD)
    assert page.status_code == 401
    assert "địa chỉ" in page.text


def test_too_many_attempts_from_one_address_have_to_wait(rig: Rig) -> None:
    browser = rig.browser(sign_ins_a_minute=3)
    assert [_sign_in(browser, "lan.tran", "wrong").status_code for _ in range(4)] == [401, 401, 401, 429]


@pytest.mark.parametrize("cookie", [None, "", "something-else"])
def test_a_foreign_page_cannot_sign_anybody_in(rig: Rig, cookie: str | None) -> None:
    """Login CSRF: the form's secret must also be in the browser's cookie, which no foreign page can set or read."""
    browser = rig.browser()
    if cookie is not None:
        browser.cookies.set(FORM, cookie)
    form = {"username": f"{ONE}_BV", "password": GATEWAY_PASSWORD, "form_token": "the-foreign-page-s-own"}
    page = browser.post(SIGN_IN, data=form)
    assert page.status_code == 403
    assert SESSION not in browser.cookies


def test_somebody_who_is_not_signed_in_is_led_to_sign_in_and_then_to_where_they_were_going(rig: Rig) -> None:
    browser = rig.browser()
    answer = browser.get("/console/facility")
    assert answer.headers["location"] == "/console/sign-in?next=/console/facility"
    page = browser.get(answer.headers["location"])
    assert 'name="next" value="/console/facility"' in page.text
    assert _sign_in(browser, f"{ONE}_BV", GATEWAY_PASSWORD, next="/console/facility").headers["location"] == "/console/facility"


@pytest.mark.parametrize(
    "onward", ["https://evil.example", "//evil.example", "/console/../record", "/console/agency", "/console/sign-out", "\\"]
)
def test_signing_in_leads_nowhere_else(rig: Rig, onward: str) -> None:
    answer = _sign_in(rig.browser(), f"{ONE}_BV", GATEWAY_PASSWORD, next=onward)
    assert answer.headers["location"] == "/console/facility"


def test_a_token_planted_before_the_sign_in_is_worth_nothing_after_it(rig: Rig) -> None:
    browser = rig.browser("planted-by-somebody")
    _sign_in(browser, f"{ONE}_BV", GATEWAY_PASSWORD)
    assert rig.browser("planted-by-somebody").get("/console/facility").status_code == 303


def test_half_an_hour_without_a_request_signs_out(rig: Rig) -> None:
    browser = rig.facility()
    rig.now += timedelta(minutes=29)
    assert browser.get("/console/facility").status_code == 200
    rig.now += timedelta(minutes=30)
    assert browser.get("/console/facility").headers["location"].startswith(SIGN_IN)


def test_signing_out_ends_the_session_on_the_server(rig: Rig) -> None:
    browser = rig.facility()
    token = browser.cookies[SESSION]
    answer = browser.post("/console/sign-out", data={"csrf_token": csrf_token(browser.get("/console/facility").text)})
    assert answer.headers["location"] == "/console/sign-in?out=1"
    assert "Bạn đã đăng xuất" in browser.get(answer.headers["location"]).text
    assert rig.browser(token).get("/console/facility").status_code == 303


@pytest.mark.parametrize("token", ["", "guessed"])
def test_a_form_of_somebody_else_signs_nobody_out(rig: Rig, token: str) -> None:
    browser = rig.facility()
    assert browser.post("/console/sign-out", data={"csrf_token": token}).status_code == 403
    assert browser.get("/console/facility").status_code == 200


def test_closing_the_gateway_account_ends_the_facility_s_session_at_once(rig: Rig) -> None:
    browser, other = rig.facility(), rig.facility(OTHER)
    with rig.database.transaction() as conn:
        checkin.close_account(conn, f"{ONE}_BV", by=AGENCY, now=NOW)
    assert browser.get("/console/facility").status_code == 303
    assert other.get("/console/facility").status_code == 200


def test_closing_a_staff_account_ends_its_session_at_once(rig: Rig) -> None:
    browser = rig.officer(Role.FIGURES)
    with rig.database.transaction() as conn:
        staff.close_account(conn, "figures", now=NOW)
    assert browser.get("/console/agency").status_code == 303


def test_the_first_address_leads_everybody_to_their_own_page(rig: Rig) -> None:
    assert rig.browser().get("/console").headers["location"] == "/console/sign-in"
    assert rig.facility().get("/console").headers["location"] == "/console/facility"
    assert rig.officer(Role.ALERTS).get("/console").headers["location"] == "/console/agency"


def test_the_portal_s_cookie_opens_nothing_here(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        token = facility_session(conn)
    browser = rig.browser()
    browser.cookies.set("ansinh_portal", token)
    assert browser.get("/console/facility").status_code == 303
