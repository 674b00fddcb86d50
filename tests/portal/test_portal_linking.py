"""Confirming that it is you, and taking the link away, as the browser sees it: nothing forged, from elsewhere or unasked links anything."""

import base64
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from ansinh import audit, identity
from ansinh.identity import Verdict
from ansinh.wire import eid
from tests.identity.standin import a_person
from tests.portal import records
from tests.portal.conftest import LOGIN, SESSION, Rig


def _log_in(rig: Rig, browser: TestClient, person: eid.EidClaims | None = None) -> None:
    address = browser.get("/login").headers["location"]
    assert browser.get(f"/login/callback?{rig.standin.log_in(address, person or a_person())}").headers["location"] == "/record"


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _begin(browser: TestClient, path: str = "/record/link", *, page: str = "/record") -> Any:
    return browser.post(path, data={"csrf_token": _csrf(browser.get(page).text)})


def _again(rig: Rig, person: eid.EidClaims | None = None) -> eid.EidClaims:
    """The person, logging in anew a minute later."""
    rig.now += timedelta(minutes=1)
    rig.standin.now = rig.now
    return replace(person or a_person(), auth_time=rig.now)


def _fresh(rig: Rig, *, is_linked: bool = False) -> TestClient:
    """A browser in which somebody without trouble, never or once at the counter, has logged in."""
    with rig.database.transaction() as conn:
        family = records.family(conn)
        assert family.mother
        if is_linked:
            records.at_counter(conn)
    browser = rig.browser()
    _log_in(rig, browser)
    return browser


def _links(rig: Rig) -> list[tuple[Any, ...]]:
    with rig.database.transaction() as conn:
        return conn.execute("SELECT made_by, ended_because FROM identity.links ORDER BY link_id").fetchall()


def test_the_first_login_shows_one_missing_step_and_nothing_of_a_record(rig: Rig) -> None:
    page = _fresh(rig).get("/record").text
    assert "Còn một bước nữa" in page
    assert not re.search(r"0123456789|DN 4|Số 1 phố Thử|001185000001|09/03/1985", page)


def test_a_confirmation_asks_the_exchange_for_a_new_login_of_two_factors(rig: Rig) -> None:
    answer = _begin(_fresh(rig))
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.status_code == 303
    assert (asked["acr_values"], asked["prompt"]) == (["urn:ansinh:acr:2.2"], ["login"])


def test_who_confirms_sees_the_record_in_a_session_under_another_token(rig: Rig) -> None:
    browser = _fresh(rig)
    before, address = browser.cookies[SESSION], _begin(browser).headers["location"]
    done = browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    assert done.headers["location"] == "/record"
    assert "DN 4 01 0123456789" in browser.get("/record").text
    assert browser.cookies[SESSION] != before
    assert rig.browser({SESSION: before}).get("/record").status_code == 401
    assert _links(rig) == [("confirmation", None)]


@pytest.mark.parametrize("token", ["", "forged"])
def test_40_a_confirmation_begun_by_another_site_is_refused(rig: Rig, token: str) -> None:
    """Negative test 40: the form needs the session's own token, and no address begins it (CVE-2026-15571)."""
    browser = _fresh(rig)
    assert browser.post("/record/link", data={"csrf_token": token}, headers={"origin": "https://evil.example"}).status_code == 403
    assert browser.get("/record/link").status_code == 405
    assert rig.browser().post("/record/link", data={"csrf_token": _csrf(browser.get("/record").text)}).status_code == 401
    with rig.database.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM identity.login_attempts").fetchone() == (0,)


def test_40_a_confirmation_begun_here_cannot_be_finished_in_another_browser(rig: Rig) -> None:
    """Negative test 40: an address handed to a victim links the victim's identity to nothing."""
    mine = _fresh(rig)
    address = _begin(mine).headers["location"]
    victim = rig.browser()
    _log_in(rig, victim, a_person("001190000002", subject="victim", full_name="Trần Văn Khác"))
    answer = victim.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    assert answer.headers["location"].startswith("/login/problem/")
    assert _links(rig) == []


def test_40_the_other_browser_s_cookie_alone_does_not_make_it_this_session(rig: Rig) -> None:
    mine = _fresh(rig)
    address = _begin(mine).headers["location"]
    other = rig.browser({LOGIN: mine.cookies[LOGIN]})
    _log_in(rig, other, a_person("001190000002", subject="victim", full_name="Trần Văn Khác"))
    other.cookies.set(LOGIN, mine.cookies[LOGIN])
    answer = other.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    assert "Phiên làm việc đã kết thúc" in other.get(answer.headers["location"]).text
    assert _links(rig) == []


def test_39_somebody_else_s_login_confirms_nothing(rig: Rig) -> None:
    """Negative test 39: another subject of the same issuer, also one whose facts are all equal (CVE-2026-9087)."""
    browser = _fresh(rig)
    address = _begin(browser).headers["location"]
    answer = browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig, a_person(subject='another-account')))}")
    page = browser.get(answer.headers["location"])
    assert (page.status_code, "Một người khác đã đăng nhập" in page.text) == (403, True)
    assert _links(rig) == []
    assert "Còn một bước nữa" in browser.get("/record").text


def test_39_a_confirmation_counts_once(rig: Rig) -> None:
    browser = _fresh(rig)
    query = rig.standin.log_in(_begin(browser).headers["location"], _again(rig))
    browser.get(f"/login/callback?{query}")
    with rig.database.transaction() as conn:
        conn.execute("UPDATE identity.links SET ended_at = linked_at, ended_because = 'unlinked'")
    browser.get(f"/login/callback?{query}")
    assert _links(rig) == [("confirmation", "unlinked")]


def test_39_signing_out_ends_a_confirmation_that_is_under_way(rig: Rig) -> None:
    """Negative test 39: what was begun dies with the session (CVE-2026-92358)."""
    browser = _fresh(rig)
    address = _begin(browser).headers["location"]
    browser.post("/sign-out", data={"csrf_token": _csrf(browser.get("/record").text)})
    answer = browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    assert answer.headers["location"].startswith("/login/problem/")
    assert _links(rig) == []


def test_41_equal_number_name_and_birth_date_link_nothing_by_themselves(rig: Rig) -> None:
    """Negative test 41 (CVE-2026-82968): however often somebody logs in."""
    browser = _fresh(rig)
    for _ in range(3):
        _log_in(rig, browser)
    assert _links(rig) == []


def test_41_an_equal_mail_address_or_telephone_number_changes_nothing(rig: Rig) -> None:
    """Negative test 41: such claims are not even read."""
    with rig.database.transaction() as conn:
        records.family(conn)
        records.at_counter(conn)
    rig.standin.userinfo_lies = {"ThuDienTu": "mau@example.vn", "SoDienThoai": "0900000000", "email_verified": True}
    browser = rig.browser()
    _log_in(rig, browser, a_person("001190000002", subject="stranger", full_name="Trần Văn Khác"))
    assert "Chưa tìm thấy hồ sơ bảo hiểm" in browser.get("/record").text


@pytest.mark.parametrize("query", ["code=abc", "code=abc&state=never-begun", "id_token=x.y.z", "state=&code=abc"])
def test_42_an_answer_nobody_asked_for_neither_links_nor_logs_in(rig: Rig, query: str) -> None:
    """Negative test 42: no login begun by the provider (CVE-2026-16442)."""
    browser = _fresh(rig)
    before = browser.cookies[SESSION]
    assert (
        browser.get(f"/login/callback?{query}&iss=http%3A%2F%2F127.0.0.1%3A9901")
        .headers["location"]
        .startswith(("/login/problem/", "/record"))
    )
    assert (browser.cookies[SESSION], _links(rig)) == (before, [])


def test_42_the_answer_to_a_plain_login_links_nothing_and_that_to_a_confirmation_logs_nobody_in(rig: Rig) -> None:
    """Negative test 42: what a login was begun for is kept on the server and decides what it can lead to."""
    browser = _fresh(rig)
    address = browser.get("/login").headers["location"]
    browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    assert _links(rig) == []
    address = _begin(browser).headers["location"]
    browser.cookies.delete(SESSION)
    answer = browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    assert answer.headers["location"].startswith("/login/problem/")
    assert SESSION not in browser.cookies


def test_37_userinfo_posted_by_a_browser_is_not_taken(rig: Rig) -> None:
    """Negative test 37: a forged TechID, in base64 as portals once took it, in a form, a query or a header."""
    browser = rig.browser()
    forged = {"sub": "person-1", "TechID": "person-1", "SoDinhDanh": "001185000001", "HoVaTen": "Nguyễn Thị Mẫu"}
    packed = base64.b64encode(json.dumps(forged).encode()).decode()
    for path in ("/login", "/login/callback", "/auth", "/record", "/account"):
        assert browser.post(path, data={"encryptData": packed, **forged}).status_code in {404, 405}
    address = browser.get("/login").headers["location"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = browser.get(
        "/login/callback", params={"state": state, "encryptData": packed, "userinfo": packed, "iss": "http://127.0.0.1:9901"}
    )
    assert answer.headers["location"].startswith("/login/problem/")
    assert SESSION not in browser.cookies


@pytest.mark.parametrize("error", ["unmet_authentication_requirements", "access_denied", "account_locked"])
def test_a_confirmation_that_is_broken_off_leaves_the_session_as_it_was(rig: Rig, error: str) -> None:
    browser = _fresh(rig)
    answer = browser.get(f"/login/callback?{rig.standin.refuse(_begin(browser).headers['location'], error)}")
    assert answer.headers["location"].startswith("/login/problem/")
    assert "Còn một bước nữa" in browser.get("/record").text


def test_the_link_is_taken_away_after_a_fresh_login_and_a_last_question(rig: Rig) -> None:
    browser = _fresh(rig, is_linked=True)
    address = _begin(browser, "/account/unlink", page="/account").headers["location"]
    assert browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}").headers["location"] == "/account"
    assert "Gỡ liên kết này?" in browser.get("/account").text
    assert _begin(browser, "/account/unlink/now", page="/account").headers["location"] == "/account"
    assert "chưa được liên kết" in browser.get("/account").text
    assert "Còn một bước nữa" in browser.get("/record").text
    assert _links(rig) == [("counter", "unlinked")]


def test_39_without_that_login_the_link_stays(rig: Rig) -> None:
    browser = _fresh(rig, is_linked=True)
    assert _begin(browser, "/account/unlink/now", page="/account").headers["location"] == "/account"
    assert browser.post("/account/unlink/now", data={"csrf_token": "forged"}).status_code == 403
    assert _links(rig) == [("counter", None)]


def test_39_five_minutes_later_the_login_has_to_be_made_again(rig: Rig) -> None:
    browser = _fresh(rig, is_linked=True)
    address = _begin(browser, "/account/unlink", page="/account").headers["location"]
    browser.get(f"/login/callback?{rig.standin.log_in(address, _again(rig))}")
    rig.now += timedelta(minutes=5)
    assert "Gỡ liên kết này?" not in browser.get("/account").text
    _begin(browser, "/account/unlink/now", page="/account")
    assert _links(rig) == [("counter", None)]


def test_a_decision_is_told_at_the_next_login_in_plain_words(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        records.family(conn)
    stranger = a_person(full_name="Trần Thị Lạ")
    browser = rig.browser()
    _log_in(rig, browser, stranger)
    with rig.database.transaction() as conn:
        (case,) = identity.open_cases(conn)
        found = identity.case_file(conn, case.reference)
        assert found is not None
        identity.decide_case(
            conn,
            case.reference,
            verdict=Verdict.NOT_SAME,
            participant_id=None,
            explanation="Ảnh và giấy khai sinh là của <b>hai người</b>.",
            seen=found.facts,
            officer="mau.cases",
            now=rig.now,
        )
    _log_in(rig, browser, stranger)
    page = browser.get("/record").text
    assert "Hồ sơ này không phải của bạn" in page
    assert "Ảnh và giấy khai sinh là của &lt;b&gt;hai người&lt;/b&gt;." in page
    assert case.reference in page
    assert "mau.cases" not in page


def test_what_happened_to_the_link_stands_in_the_person_s_own_log(rig: Rig) -> None:
    browser = _fresh(rig)
    browser.get(f"/login/callback?{rig.standin.log_in(_begin(browser).headers['location'], _again(rig))}")
    assert "được liên kết với hồ sơ này" in browser.get("/record/access").text
    with rig.database.transaction() as conn:
        row = conn.execute("SELECT participant_id FROM identity.links").fetchone()
        assert row is not None
        (event,) = [each for each in audit.about(conn, row[0]) if each.kind == "identity.linked"]
    assert (event.actor.kind, event.detail["rule"]) == ("citizen", "facts_agree_and_fresh_login")
