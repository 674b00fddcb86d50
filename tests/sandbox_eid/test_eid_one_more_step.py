"""The page "one more step" and the one-time code on it. 47: guessing there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx2
import pytest

from tests.exchange.world import LEVEL_1, LEVEL_2, Browser, World, hidden, query_of
from tests.sandbox_eid.handset import AT_2, AUTHENTICATE, begun, client_of, computer, login_of, password_given, told


def give(browser: Browser, page: httpx2.Response, code: str) -> httpx2.Response:
    return browser.post(AUTHENTICATE, hidden(page) | {"code": code})


def test_the_password_is_asked_once_and_then_the_code_alone(world: World) -> None:
    browser = computer(world)
    page = password_given(browser, world)
    assert 'name="password"' not in page.text
    assert told(world, give(browser, page, world.code_of(LEVEL_2))) == (AT_2, ("pwd", "otp", "mfa"))


def test_the_page_can_be_loaded_again_and_knows_how_far_the_login_came(world: World) -> None:
    browser = computer(world)
    page = password_given(browser, world)
    again = browser.get(f"{AUTHENTICATE}?login={login_of(page)}")
    assert again.status_code == 200
    assert "Thêm một bước" in again.text
    assert "code" in query_of(give(browser, again, world.code_of(LEVEL_2)))


def test_another_account_may_begin_anew_and_takes_nothing_over(world: World) -> None:
    browser = computer(world)
    page = begun(browser, acr_values="urn:ansinh:acr:1.2")
    world.submit(browser, page, LEVEL_2)
    step = world.submit(browser, page, LEVEL_1)
    assert give(browser, step, world.code_of(LEVEL_2)).status_code == 422
    assert told(world, give(browser, step, world.code_of(LEVEL_1)))[0] == "urn:ansinh:acr:1.2"


def test_another_account_does_not_take_over_what_the_first_one_passed(world: World) -> None:
    browser = computer(world)
    page = begun(browser, acr_values="urn:ansinh:acr:1.2")
    world.submit(browser, page, LEVEL_2)
    with world.database.transaction() as conn:
        conn.execute("UPDATE sandbox_eid.logins SET passed = '{one_time_code}'")
    assert world.submit(browser, page, LEVEL_1).status_code == 422
    assert world.count("sandbox_eid.sessions") == 0


def test_47_five_wrong_codes_lock_the_step_and_the_right_one_with_it(world: World) -> None:
    browser = computer(world)
    page = password_given(browser, world)
    assert [give(browser, page, "000000").status_code for _ in range(6)] == [422] * 5 + [429]
    assert give(browser, page, world.code_of(LEVEL_2)).status_code == 429
    assert world.count("sandbox_eid.sessions") == 0


def test_47_wrong_codes_of_several_logins_count_together(world: World) -> None:
    statuses = []
    for _ in range(6):
        browser = computer(world)
        statuses.append(give(browser, password_given(browser, world), "000000").status_code)
    assert statuses == [422] * 5 + [429]


def test_47_codes_tried_in_parallel_count_like_one_after_the_other(world: World) -> None:
    browsers = [computer(world) for _ in range(8)]
    pages = [password_given(browser, world) for browser in browsers]
    start = Barrier(8)

    def guess(number: int) -> int:
        start.wait()
        return give(browsers[number], pages[number], "000000").status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(guess, range(8))) == [422] * 5 + [429] * 3


def test_47_a_code_spent_in_one_login_is_worth_nothing_in_another(world: World) -> None:
    first, second = computer(world), computer(world)
    code = world.code_of(LEVEL_2)
    assert "code" in query_of(give(first, password_given(first, world), code))
    refused = give(second, password_given(second, world), code)
    assert refused.status_code == 422
    assert "đã được dùng" in refused.text


def test_47_a_code_without_a_password_in_this_login_is_a_wrong_try(world: World) -> None:
    """The password was right, but in the login of another browser."""
    password_given(computer(world), world)
    browser = computer(world)
    page = begun(browser, acr_values=AT_2)
    assert give(browser, page, world.code_of(LEVEL_2)).status_code == 422
    assert world.count("sandbox_eid.sessions") == 0


def test_47_a_step_of_one_browser_is_not_taken_in_another(world: World) -> None:
    page = password_given(computer(world), world)
    thief = computer(world)
    own = begun(thief)
    stolen = hidden(own) | {"login": login_of(page), "code": world.code_of(LEVEL_2)}
    assert thief.post(AUTHENTICATE, stolen).status_code == 400


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 201])
def test_a_code_that_is_none_is_a_wrong_try(world: World, code: str) -> None:
    browser = computer(world)
    page = password_given(browser, world)
    assert give(browser, page, code).status_code == 422


def test_14_the_page_may_not_be_framed_and_wants_its_own_form(world: World) -> None:
    browser = computer(world)
    page = password_given(browser, world)
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    forged = hidden(page) | {"csrf": "guess", "code": world.code_of(LEVEL_2)}
    assert browser.post(AUTHENTICATE, forged).status_code == 400
    assert client_of(browser).cookies.get("ansinh_eid") is None
