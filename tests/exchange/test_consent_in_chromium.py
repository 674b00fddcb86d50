"""The page that asks and the person's own page in a real browser, on a telephone and on a desk."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh import provider
from ansinh.kit import clock, db
from tests.exchange.asking import BANK, BANK_SECRET
from tests.exchange.served import Served, serve
from tests.exchange.test_login_in_chromium import callback, login
from tests.exchange.world import LEVEL_2

pytestmark = pytest.mark.browser
__all__ = ["callback"]


@pytest.fixture
def served(database: db.Database) -> Iterator[Served]:
    with serve(database) as both:
        yield both


def asked_for_consent(served: Served, chromium: Any, database: db.Database, address: str, **options: Any) -> Any:
    """The page as it stands before somebody who has just logged in, without scripts unless axe needs them."""
    client = replace(BANK, client_id="library", redirect_uris=("http://127.0.0.1/cb",), loopback_any_port=True, backchannel_logout_uri=None)
    with database.transaction() as conn:
        provider.register_client(conn, served.exchange, client, secret=BANK_SECRET, now=clock.utc_now())
    page = chromium.new_page(locale="vi-VN", **options)
    page.goto(login(served, address))
    page.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/oauth2/consent**")
    return page


def looks_right(page: Any, width: int, name: str) -> None:
    """Nothing for axe to find, not wider than the screen; kept as a picture where somebody wants to look."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    if folder := os.environ.get("ANSINH_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1200])
def test_49_a_person_reads_agrees_sees_it_on_their_page_takes_it_back_and_signs_out_everywhere(
    served: Served, chromium: Any, database: db.Database, callback: tuple[str, list[str]], width: int
) -> None:
    address, called = callback
    page = asked_for_consent(served, chromium, database, address, viewport={"width": width, "height": 800}, bypass_csp=True)
    looks_right(page, width, "consent")
    page.get_by_role("button", name="Đồng ý và tiếp tục").click()
    page.wait_for_url(f"{address}**")
    assert "code=" in called[0]
    page.goto(f"{served.exchange}/my")
    looks_right(page, width, "own-page")
    page.get_by_role("button", name="Rút lại sự đồng ý: Ngân hàng Thử").click()
    page.wait_for_url(f"{served.exchange}/my**")
    assert page.get_by_role("button", name="Rút lại sự đồng ý").count() == 0
    looks_right(page, width, "own-page-after")
    page.get_by_role("button", name="Đăng xuất ở mọi nơi").click()
    page.wait_for_url("**/oidc/logout/done**")
    assert page.get_by_role("heading", name="Bạn đã đăng xuất").count() == 1
    page.goto(f"{served.exchange}/my")
    assert page.url.startswith(served.provider)


def test_who_does_not_agree_goes_back_by_keyboard_and_without_scripts(
    served: Served, chromium: Any, database: db.Database, callback: tuple[str, list[str]]
) -> None:
    address, called = callback
    page = asked_for_consent(served, chromium, database, address, java_script_enabled=False)
    page.get_by_role("button", name="Không đồng ý").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}**")
    assert "error=access_denied" in called[0]
