"""What holds for every page: headers, languages, assets, error pages, sign-out, no script."""

import re
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from ansinh.doors.portal.render import ASSETS
from ansinh.kit import db, errors
from tests.identity.standin import ISSUER
from tests.portal import records
from tests.portal.conftest import LANGUAGE, SESSION, Rig

PUBLIC = ["/", "/signed-out", "/nothing-here"]


def _session(rig: Rig) -> tuple[TestClient, str]:
    """A logged-in browser and the token of its forms."""
    with rig.database.transaction() as conn:
        records.family(conn)
        browser = rig.browser({SESSION: records.logged_in(conn)})
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/record").text)
    assert found is not None
    return browser, found[1]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_carries_the_headers_that_keep_it_its_own(still: Rig, path: str) -> None:
    headers = still.browser().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert f"form-action 'self' {ISSUER}" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_a_whole_page_in_its_language_without_a_script(still: Rig, path: str, language: str) -> None:
    page = still.browser({LANGUAGE: language}).get(path)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == language
    assert f'<html lang="{language}">' in page.text
    assert page.text.count("<h1") == 1
    assert 'href="#main"' in page.text
    assert "<script" not in page.text
    assert not re.search(r'\s(on[a-z]+|style)="', page.text)


@pytest.mark.parametrize("cookie", [None, "de", "", "vi-VN"])
def test_vietnamese_comes_first(still: Rig, cookie: str | None) -> None:
    browser = still.browser() if cookie is None else still.browser({LANGUAGE: cookie})
    assert '<html lang="vi">' in browser.get("/", headers={"accept-language": "en"}).text


def test_the_language_is_remembered_and_leads_back_to_the_page(still: Rig) -> None:
    browser = still.browser()
    answer = browser.get("/language/en?back=/signed-out")
    assert answer.headers["location"] == "/signed-out"
    assert "Max-Age=31536000" in answer.headers["set-cookie"]
    assert '<html lang="en">' in browser.get("/signed-out").text


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/record/../../x",
        "javascript:alert(1)",
        "/login",
        "/sign-out",
        "%0d%0aX: y",
    ],
)
def test_the_language_switch_leads_nowhere_else(still: Rig, back: str) -> None:
    assert still.browser().get(f"/language/en?back={back}").headers["location"] == "/"


def test_an_unknown_language_changes_nothing(still: Rig) -> None:
    assert "set-cookie" not in still.browser().get("/language/xx").headers


@pytest.mark.parametrize("style", ASSETS.styles)
def test_a_style_sheet_may_be_kept_for_good_because_its_address_changes_with_it(still: Rig, style: str) -> None:
    browser = still.browser()
    assert f'href="{style}"' in browser.get("/").text
    sheet = browser.get(style)
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "http" not in sheet.text.replace("http://www.w3.org/", "").replace("http%3A//www.w3.org/", "")


def test_nothing_on_a_page_comes_from_elsewhere(rig: Rig) -> None:
    browser, _ = _session(rig)
    for path in ("/", "/record", "/record/access"):
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', browser.get(path).text)
        assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nothing", 404, "Không có trang này"),
        ("GET", "/record/%00", 404, "Không có trang này"),
        ("GET", "/" + "a" * 3000, 404, "Không có trang này"),
        ("GET", "/sign-out", 405, "Không mở trang này theo cách đó được"),
        ("POST", "/record", 405, "Không mở trang này theo cách đó được"),
        ("DELETE", "/", 405, "Không mở trang này theo cách đó được"),
    ],
)
def test_what_is_not_there_has_a_page_for_people(still: Rig, method: str, path: str, status: int, words: str) -> None:
    page = still.browser().request(method, path)
    assert page.status_code == status
    assert words in page.text


def test_programs_get_a_problem_document(still: Rig) -> None:
    answer = still.browser().get("/nothing", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "not_found"


def test_a_body_that_is_too_large_is_refused_whole(rig: Rig) -> None:
    browser, _ = _session(rig)
    page = browser.post("/sign-out", data={"csrf_token": "x" * 100_000})
    assert page.status_code == 413
    assert "quá lớn" in page.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\x00\xff\xfe", "application/x-www-form-urlencoded"),
        (b"csrf_token=%00", "application/x-www-form-urlencoded"),
        (b"csrf_token=%FF", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(100)), "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"broken", "multipart/form-data"),
    ],
)
def test_a_form_that_is_no_form_is_refused_and_signs_nobody_out(rig: Rig, body: bytes, kind: str) -> None:
    browser, _ = _session(rig)
    answer = browser.post("/sign-out", content=body, headers={"content-type": kind})
    assert answer.status_code in {400, 403}
    assert browser.get("/record").status_code == 200


def test_a_defect_of_ours_shows_a_reference_and_nothing_of_what_broke() -> None:
    page = Rig(_Failing(ZeroDivisionError("at the worst moment"))).browser({SESSION: "x"}).get("/record")
    assert page.status_code == 500
    assert "Có lỗi xảy ra ở phía chúng tôi" in page.text
    assert "Mã tham chiếu" in page.text
    assert "Traceback" not in page.text
    assert "worst moment" not in page.text


def test_a_database_that_is_away_is_said_plainly() -> None:
    page = Rig(_Failing(errors.CounterpartDown("database_unavailable", "no connection in time"))).browser({SESSION: "x"}).get("/record")
    assert page.status_code == 503
    assert "Tạm thời chưa dùng được" in page.text


class _Failing(db.Database):
    def __init__(self, failure: Exception) -> None:
        super().__init__("host=nowhere.invalid")
        self._failure = failure

    def transaction(self) -> NoReturn:
        raise self._failure


def test_signing_out_ends_the_session_here_and_leads_to_the_exchange(rig: Rig) -> None:
    browser, csrf_token = _session(rig)
    token = browser.cookies[SESSION]
    answer = browser.post("/sign-out", data={"csrf_token": csrf_token})
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{ISSUER}/oidc/logout?")
    assert asked["id_token_hint"] == ["raw.id.token"]
    assert asked["post_logout_redirect_uri"] == ["http://testserver/signed-out"]
    assert f'{SESSION}=""; expires=' in answer.headers["set-cookie"]
    assert rig.browser({SESSION: token}).get("/record").status_code == 401


@pytest.mark.parametrize("csrf_token", ["", "guessed", None])
def test_a_form_of_somebody_else_signs_nobody_out(rig: Rig, csrf_token: str | None) -> None:
    browser, _ = _session(rig)
    answer = browser.post("/sign-out", data={} if csrf_token is None else {"csrf_token": csrf_token})
    assert answer.status_code == 403
    assert browser.get("/record").status_code == 200


def test_signing_out_while_the_exchange_is_away_still_ends_the_session_here(rig: Rig) -> None:
    browser, csrf_token = _session(rig)
    rig.standin.down = errors.CounterpartDown("unreachable", "no answer")
    answer = browser.post("/sign-out", data={"csrf_token": csrf_token})
    assert answer.headers["location"] == "/signed-out?exchange=unreachable"
    assert "không trả lời" in browser.get(answer.headers["location"]).text
    assert browser.get("/record").status_code == 401


def test_signing_out_without_a_session_is_harmless(rig: Rig) -> None:
    assert rig.browser().post("/sign-out", data={"csrf_token": "x"}).status_code == 401


def test_no_address_on_any_page_holds_anything_about_the_person(rig: Rig) -> None:
    browser, _ = _session(rig)
    for path in ("/", "/record", "/record/access"):
        page = browser.get(path).text
        addresses = " ".join(re.findall(r'(?:href|src|action)="([^"]*)"', page))
        assert not re.search(r"[0-9]{9,}|DN|Mau|M%E1", addresses)


def test_the_sandbox_says_that_it_is_one_and_a_real_portal_does_not(still: Rig) -> None:
    assert "Hệ thống thử nghiệm" in still.browser().get("/").text
    assert "Hệ thống thử nghiệm" not in still.browser(app=still.app(is_sandbox=False)).get("/").text
