"""Two windows of a real browser: one is the computer, one stands for the telephone. Judged by axe, with and without scripts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh import oidc
from ansinh import provider as openid
from ansinh.kit import clock, db
from ansinh.sandbox import eid
from tests.browsing import served
from tests.exchange.world import LEVEL_2, PROVIDER_KEY, UPSTREAM_CLIENT, UPSTREAM_SECRET, VERIFIER
from tests.sandbox_eid.handset import AT_2

pytestmark = pytest.mark.browser


@pytest.fixture
def realm(database: db.Database) -> Iterator[str]:
    """The address of a served provider's realm."""
    made: list[ASGIApp] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await made[0](scope, receive, send)  # made once its address is known

    with served(app) as origin:
        made.append(eid.build_app(database=database, base_url=origin, signing_keys=[PROVIDER_KEY]))
        with database.transaction() as conn:
            client = replace(UPSTREAM_CLIENT, redirect_uris=(_back(origin + eid.REALM),))
            openid.register_client(conn, origin + eid.REALM, client, secret=UPSTREAM_SECRET, now=clock.utc_now())
            eid.open_accounts(conn, [LEVEL_2])
        yield origin + eid.REALM


def _back(realm: str) -> str:
    """Where the client wants its answers; that there is no page does not matter here."""
    return realm.removesuffix(eid.REALM) + "/back"


def login(realm: str, **more: str) -> str:
    request = {
        "response_type": "code",
        "client_id": UPSTREAM_CLIENT.client_id,
        "redirect_uri": _back(realm),
        "scope": "openid",
        "code_challenge": oidc.challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **more,
    }
    return oidc.with_query(f"{realm}/protocol/openid-connect/auth", dict(request))


def computer(chromium: Any, **options: Any) -> Any:
    return chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN", **options).new_page()


def telephone(chromium: Any, realm: str, **options: Any) -> Any:
    """The app, opened by its owner, who allows logging in on the web."""
    page = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN", **options).new_page()
    page.goto(f"{realm}/app")
    page.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.get_by_role("button", name="Mở ứng dụng").click()
    page.get_by_role("button", name="Cho phép đăng nhập web").click()
    page.get_by_text("Đang bật").wait_for()
    return page


def test_a_person_logs_in_at_a_computer_by_scanning_and_approving_on_the_telephone(realm: str, chromium: Any) -> None:
    phone, page = telephone(chromium, realm), computer(chromium)
    page.goto(login(realm))
    picture = page.get_by_role("img", name="Mã QR")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    phone.goto(f"{realm}/app/scan?c={page.locator('.typed').inner_text()}")
    phone.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/login-actions/wait?**")  # by itself, because the picture was scanned
    phone.get_by_role("button", name=page.locator("output").inner_text(), exact=True).click()
    page.wait_for_url("**/back?**")  # by itself, because it was approved
    assert "code=" in page.url
    phone.get_by_text("Đã xác nhận").wait_for()


def test_without_scripts_the_page_that_waits_goes_on_by_its_button(realm: str, chromium: Any) -> None:
    phone, page = telephone(chromium, realm, java_script_enabled=False), computer(chromium, java_script_enabled=False)
    page.goto(login(realm))
    phone.get_by_label("Mã dưới hình QR").fill(page.locator(".typed").inner_text())
    phone.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("link", name="Tôi đã quét mã").click()
    phone.get_by_role("button", name=page.locator("output").inner_text(), exact=True).click()
    page.wait_for_url("**/back?**")  # the page loads itself again; the button does the same


def test_a_password_being_typed_is_not_lost_when_the_picture_expires(realm: str, chromium: Any, database: db.Database) -> None:
    page = computer(chromium)
    page.goto(login(realm))
    page.get_by_label("Mật khẩu").fill("half-typed")
    with database.transaction() as conn:
        conn.execute("UPDATE sandbox_eid.approvals SET expires_at = now()")
    page.get_by_text("Mã đã hết hạn").wait_for()
    assert page.get_by_label("Mật khẩu").input_value() == "half-typed"
    page.get_by_role("link", name="Hiện mã mới").click()
    page.get_by_role("img", name="Mã QR").wait_for()


def test_on_a_telephone_the_login_page_leads_to_the_app_on_the_same_device(realm: str, chromium: Any) -> None:
    phone = telephone(chromium, realm)
    page = phone.context.new_page()
    page.goto(login(realm))
    assert not page.get_by_role("img", name="Mã QR").is_visible()
    page.get_by_role("link", name="Đăng nhập bằng ứng dụng").click()
    number = page.locator("output").inner_text()
    with phone.context.expect_page() as opened:
        page.get_by_role("link", name="Mở ứng dụng trên thiết bị này").click()
    opened.value.get_by_role("button", name="Tiếp tục").click()
    opened.value.get_by_role("button", name=number, exact=True).click()
    page.wait_for_url("**/back?**")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_on_any_page_of_these_ways_and_none_is_wider_than_its_window(realm: str, chromium: Any, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN", bypass_csp=True)
    page, phone = context.new_page(), context.new_page()

    def judge(seen: Any) -> None:
        seen.wait_for_load_state()
        assert seen.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(seen)
        assert found.violations_count == 0, found.generate_report()

    page.goto(login(realm, acr_values=AT_2))
    judge(page)
    phone.goto(f"{realm}/app")
    judge(phone)
    phone.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    phone.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    phone.get_by_role("button", name="Mở ứng dụng").click()
    phone.get_by_role("button", name="Cho phép đăng nhập web").click()
    page.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("heading", name="Thêm một bước").wait_for()
    judge(page)
    page.get_by_role("button", name="Hỏi điện thoại của tôi").click()
    page.locator("output").wait_for()
    judge(page)
    phone.goto(f"{realm}/app/scan?c=ABCD-EFGH-JKMN")
    judge(phone)
    phone.goto(f"{realm}/app")
    judge(phone)
    phone.get_by_role("button", name="Không phải tôi").click()
    page.get_by_role("heading", name="Chưa đăng nhập").wait_for()
    judge(page)
    judge(phone)
