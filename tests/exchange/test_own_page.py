"""The person's own page: what the exchange did with their identity, and ending it."""

import re
from datetime import timedelta

import httpx2
import pytest

from tests.exchange.asking import BANK, agreed, at_the_page, refresh, register, say, withdraw
from tests.exchange.world import EXCHANGE, LEVEL_1, LEVEL_2, PROVIDER, Browser, World, authorization, provider_authorization, query_of

MY = f"{EXCHANGE}/my"


@pytest.fixture(autouse=True)
def _bank(world: World) -> None:
    register(world)


def section(page: httpx2.Response, title: str) -> str:
    """The part of the page under a heading, tags taken out."""
    part = re.search(rf"<h2>{title}</h2>(.*?)(?=<h2>|</main>)", page.text, re.DOTALL)
    assert part is not None, page.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part[1]))


def sign_out_everywhere(browser: Browser) -> httpx2.Response:
    page = browser.get(MY)
    csrf = re.search(r'action="/my/sign-out">\s*<input type="hidden" name="csrf" value="([^"]+)"', page.text)
    assert csrf is not None
    return browser.post(f"{MY}/sign-out", {"csrf": csrf[1]})


def is_logged_in(browser: Browser) -> tuple[bool, bool]:
    """At the exchange, and at the provider."""
    here = "code" in query_of(browser.get(authorization(prompt="none")))
    return here, "code" in query_of(browser.clients[PROVIDER].get(provider_authorization(prompt="none")))


def test_who_is_not_logged_in_is_sent_to_the_provider_and_comes_back_to_the_page(world: World) -> None:
    browser = world.browser()
    page = world.submit(browser, browser.get(MY), LEVEL_2)
    assert page.status_code == 200
    assert browser.visited[-1] == MY
    assert LEVEL_2.full_name in page.text
    assert world.count("provider.codes", EXCHANGE) == 0  # the exchange is no client of its own


def test_who_ends_the_login_is_told_so_and_can_begin_again(world: World) -> None:
    page = world.browser().get(f"{MY}?error=access_denied&state=x")
    assert page.status_code == 200
    assert 'href="/my"' in page.text


def test_the_page_says_who_was_told_what_and_when(world: World) -> None:
    browser = world.browser()
    world.clock.advance(60)
    held = agreed(world, browser, scope="openid offline_access")
    world.userinfo(held["access_token"])
    refresh(world, held["refresh_token"])
    world.clock.advance(60)
    world.userinfo(world.tokens(browser.get(authorization()))["access_token"])
    page = browser.get(MY)
    sent = section(page, "Những gì đã gửi")
    assert sent.count("Ngân hàng Thử") == 3
    assert sent.count("Cổng BHXH") == 2
    assert "15:01 02/03/2026 · Thông tin về bạn · bạn đã đồng ý" in sent
    assert "15:02 02/03/2026 · Thông tin về bạn · theo luật" in sent
    assert "Gia hạn quyền truy cập" in sent
    assert "Số định danh cá nhân" in sent
    logins = section(page, "Các lần đăng nhập")
    assert "15:01 02/03/2026, qua Bộ Công an (VNeID) tài khoản mức 2, xác thực mức 1" in logins
    assert logins.count("Cổng BHXH") == logins.count("Ngân hàng Thử") == 1


def test_an_authority_that_acts_by_law_is_shown_as_such_and_cannot_be_refused(world: World) -> None:
    browser = world.browser()
    world.tokens(world.log_in(browser))
    services = section(browser.get(MY), "Dịch vụ được biết bạn là ai")
    assert "Cổng BHXH Hoạt động theo quy định của pháp luật: bạn được thông báo, không phải đồng ý." in services
    assert "Rút lại" not in services


def test_a_consent_is_shown_with_its_end_and_after_it_was_taken_back_as_such(world: World) -> None:
    browser = world.browser()
    agreed(world, browser)
    before = section(browser.get(MY), "Dịch vụ được biết bạn là ai")
    assert "Bạn đã đồng ý ngày 15:00 02/03/2026, đến 15:00 01/04/2026." in before
    assert "Mục đích: Mở tài khoản" in before
    withdraw(browser)
    after = section(browser.get(MY), "Dịch vụ được biết bạn là ai")
    assert "rút lại ngày 15:00 02/03/2026" in after
    assert "Rút lại sự đồng ý" not in after


def test_nobody_sees_what_was_told_about_somebody_else(world: World) -> None:
    agreed(world, world.browser())
    other = world.browser()
    page = world.submit(other, other.get(MY), LEVEL_1)
    assert LEVEL_1.full_name in page.text
    assert BANK.name not in page.text
    assert LEVEL_2.full_name not in page.text


def test_nobody_takes_back_what_somebody_else_agreed_to(world: World) -> None:
    browser, other = world.browser(), world.browser()
    held = agreed(world, browser)["access_token"]
    say(other, at_the_page(world, other, LEVEL_1))
    withdraw(other)
    assert world.userinfo(held).status_code == 200
    assert world.count("exchange.consents") == 2


def test_the_page_shows_no_whole_citizen_number_and_may_not_be_kept_or_framed(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    page = browser.get(MY)
    assert LEVEL_2.username not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-frame-options"] == "DENY"


def test_looking_is_recorded(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    before = world.count("audit.events")
    browser.get(MY)
    with world.database.transaction() as conn:
        row = conn.execute("SELECT kind, actor_kind FROM audit.events ORDER BY seq DESC LIMIT 1").fetchone()
    assert row == ("exchange.own_page_viewed", "citizen")
    assert world.count("audit.events") == before + 1


@pytest.mark.parametrize("path", ["withdraw", "sign-out"])
@pytest.mark.parametrize("csrf", ["", "guess", "0" * 64])
def test_14_a_form_that_is_not_ours_does_nothing(world: World, path: str, csrf: str) -> None:
    browser = world.browser()
    held = agreed(world, browser)["access_token"]
    assert browser.post(f"{MY}/{path}", {"client_id": "bank", "csrf": csrf}).status_code == 400
    assert world.userinfo(held).status_code == 200


def test_sign_out_everywhere_ends_every_session_here_and_at_the_provider_and_tells_services(world: World) -> None:
    desk, phone = world.browser(), world.browser()
    portal = world.tokens(world.log_in(phone))["access_token"]
    bank = agreed(world, desk)["access_token"]
    assert section(desk.get(MY), "Phiên đang mở").count("Mở lúc") == 2
    page = sign_out_everywhere(desk)
    assert page.status_code == 200
    assert "Bạn đã đăng xuất" in page.text
    assert is_logged_in(desk) == is_logged_in(phone) == (False, False)
    assert [world.userinfo(token).status_code for token in (portal, bank)] == [401, 401]
    assert world.count("provider.logout_notices", EXCHANGE) == 1  # the bank can be told; the portal of this test registered no address
    assert world.count("exchange.logouts") == 0


def test_sign_out_everywhere_leaves_other_people_alone(world: World) -> None:
    browser, other = world.browser(), world.browser()
    world.log_in(browser)
    world.log_in(other, LEVEL_1)
    sign_out_everywhere(browser)
    assert is_logged_in(other) == (True, True)


def test_the_page_is_in_english_for_who_asks(world: World) -> None:
    browser = world.browser()
    agreed(world, browser)
    page = browser.get(f"{MY}?ui_locales=en")
    assert "To open an account" in page.text
    assert "Where your identity was used" in page.text


def test_what_was_told_stays_on_the_page_for_a_year(world: World) -> None:
    browser = world.browser()
    world.tokens(world.log_in(browser))
    world.clock.advance(timedelta(days=364).total_seconds())
    page = world.submit(browser, browser.get(MY), LEVEL_2)
    assert "Cổng BHXH" in section(page, "Những gì đã gửi")


def test_a_level_too_low_for_a_service_is_no_login_there(world: World) -> None:
    browser = world.browser()
    register(world, default_acr_values=("LoA2",))
    back = at_the_page(world, browser, LEVEL_1)
    assert query_of(back)["error"] == "unmet_authentication_requirements"
    assert "Chưa có lần đăng nhập nào." in section(browser.get(MY), "Các lần đăng nhập")
