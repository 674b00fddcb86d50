"""The console in a real browser, on a telephone, without JavaScript, judged by axe: register, log in wrongly, read why, mend, log in."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.types import ASGIApp

from ansinh import exchange, oidc, provider
from ansinh.doors import partners
from ansinh.kit import clock, db, http
from tests import browsing
from tests.exchange.served import Served, serve
from tests.exchange.world import EXCHANGE_KEY, LEVEL_2, VERIFIER
from tests.partners.conftest import console_client, either

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def served(database: db.Database) -> Iterator[Served]:
    def beside(exchange_url: str, broker: ASGIApp) -> ASGIApp:
        with database.transaction() as conn:
            provider.register_client(conn, exchange_url, console_client(exchange_url), secret=None, now=clock.utc_now())
        console = partners.app(
            database=database,
            exchange_url=exchange_url,
            client_id="partner-console",
            private_key=EXCHANGE_KEY,
            http_client=http.Client(),
            is_sandbox=True,
            officer_level="urn:ansinh:acr:2.1",
        )
        return either(console, broker)

    with serve(database, beside=beside) as both:
        yield both


@pytest.fixture
def callback() -> Iterator[tuple[str, list[str]]]:
    """A relying party that only remembers what it was called with."""
    with browsing.listening() as both:
        yield both


def log_in(page: Any) -> None:
    page.locator("input[name=username]").fill(LEVEL_2.username)
    page.locator("input[name=password]").fill(LEVEL_2.password)
    page.keyboard.press("Enter")


def fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def request_of(served: Served, client_id: str, redirect_uri: str) -> str:
    return oidc.with_query(
        f"{served.exchange}/oauth2/authorize",
        {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid",
            "state": "s",
            "code_challenge": oidc.challenge_of(VERIFIER),
            "code_challenge_method": "S256",
        },
    )


def test_a_developer_registers_logs_in_wrongly_reads_the_rule_mends_it_and_logs_in(
    served: Served, chromium: Any, callback: tuple[str, list[str]]
) -> None:
    origin, called = callback
    page = chromium.new_context(viewport=PHONE, locale="vi-VN", java_script_enabled=False).new_page()
    page.goto(f"{served.exchange}/partners")
    page.get_by_role("link", name="Đăng nhập bằng danh tính điện tử").click()
    log_in(page)
    page.get_by_role("link", name="Ứng dụng thử mới").click()
    page.get_by_label("Tên dịch vụ").fill("Thư viện thành phố")
    page.get_by_label("Mục đích, bằng tiếng Việt").fill("Cho mượn sách theo thẻ bạn đọc")
    page.get_by_label("Mục đích, bằng tiếng Anh").fill("To lend books to readers")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.get_by_role("link", name="Đến trang của ứng dụng").click()
    address = page.url
    client_id = address.rpartition("/")[2]

    page.goto(request_of(served, client_id, f"{origin}/signin-oidc"))
    assert called == []
    page.goto(f"{address}/logins?still=1")
    assert page.get_by_text("redirect_uri không phải địa chỉ đã đăng ký").is_visible()
    assert page.get_by_text("đường dẫn", exact=True).is_visible()

    page.goto(f"{address}/change")
    page.get_by_label("Địa chỉ nhận kết quả đăng nhập").fill("http://127.0.0.1/signin-oidc")
    page.get_by_role("button", name="Lưu thay đổi").click()
    assert page.get_by_role("status").inner_text() == "Đã thay đổi. Có hiệu lực ngay."
    page.goto(request_of(served, client_id, f"{origin}/signin-oidc"))
    page.locator("button[value=agree]").click()
    page.wait_for_url(f"{origin}/**")
    answer = dict(parse_qsl(urlsplit(called[0]).query))
    assert answer["code"]
    assert answer["iss"] == served.exchange


def _walk(served: Served, database: db.Database, page: Any) -> Iterator[str]:
    """Every page with something on it."""
    home = f"{served.exchange}/partners"
    page.goto(home)
    page.goto(f"{home}/login")
    log_in(page)
    page.wait_for_url(f"{home}/clients")
    with database.transaction() as conn:
        row = conn.execute("SELECT person_id FROM exchange.console_sessions").fetchone()
        assert row is not None
        exchange.registrations.appoint_officer(conn, row[0], by="test", now=clock.utc_now())
    for environment, profile, address in (
        ("sandbox", "secure", "http://127.0.0.1/callback"),
        ("production", "basic", "https://thuvien.vn/callback"),
    ):
        page.goto(f"{home}/new?environment={environment}&profile={profile}")
        page.locator("#name").fill("Thư viện thành phố")
        page.locator("#purpose").fill("Cho mượn sách theo thẻ bạn đọc")
        page.locator("#purpose_en").fill("To lend books to readers")
        page.locator("#redirect_uris").fill(address)
        page.locator("[name=claim_HoVaTen]").check()
        page.locator("[name=reason_HoVaTen]").fill("In tên lên thẻ bạn đọc")
        page.locator(".registration button[type=submit]").click()
        yield page.url
    page.goto(f"{home}/clients")
    yield page.url
    page.locator(".rows a").first.click()
    client = page.url
    yield client
    page.goto(request_of(served, client.rpartition("/")[2], "http://127.0.0.1:9/Callback"))
    page.goto(f"{client}/logins?still=1")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    yield page.url
    page.goto(f"{client}/change")
    yield page.url
    page.locator("#redirect_uris").fill("https://evil.example.vn/*\nhttp://10.0.0.1/cb")
    page.locator("#name").fill("")
    page.locator(".registration button[type=submit]").click()
    yield page.url
    page.goto(f"{home}/approvals")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    yield page.url
    page.goto(f"{home}/nothing-here")
    yield page.url
    page.context.clear_cookies(name="ansinh_partners")
    page.goto(home)
    yield page.url
    page.goto(f"{home}/callback?state=x&code=y")
    yield page.url


@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_a_telephone(
    served: Served, database: db.Database, chromium: Any, language: str, scheme: str
) -> None:
    context = chromium.new_context(viewport=PHONE, locale="vi-VN", color_scheme=scheme, bypass_csp=True)
    context.add_cookies([{"name": "ansinh_lang", "value": language, "url": served.exchange}])
    page = context.new_page()
    found = {}
    for address in _walk(served, database, page):
        fits(page)
        report = Axe().run(page)
        if report.violations_count:
            found[address] = report.generate_report()
    assert found == {}
