"""Logging in by scanning a picture and approving in the app. 46: what must not work."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ansinh.sandbox import eid
from tests.exchange.world import ISSUER, LEVEL_1, LEVEL_2, PROVIDER, PROVIDER_KEY, Browser, World, hidden, query_of
from tests.sandbox_eid.handset import (
    APP,
    AT_2,
    Handset,
    begun,
    client_of,
    code_on,
    computer,
    handset,
    login_of,
    mark,
    number_on,
    told,
    wait,
)


def approved(browser: Browser, telephone: Handset) -> str:
    """A login of this browser that the telephone has approved and the browser has not noticed."""
    page = begun(browser)
    login = login_of(page)
    telephone.scan(code_on(page))
    telephone.answer(number_on(wait(browser, login)))
    assert mark(browser, login) == "approved-1"
    return login


def test_a_person_logs_in_by_scanning_and_choosing_the_number_and_types_no_password_at_the_computer(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser, acr_values=AT_2)
    login = login_of(page)
    assert mark(browser, login) == "waiting-1"
    telephone.scan(code_on(page))
    assert mark(browser, login) == "scanned-1"
    telephone.answer(number_on(wait(browser, login)))
    assert mark(browser, login) == "approved-1"
    assert told(world, wait(browser, login)) == (AT_2, ("mca", "pin", "mfa"))


def test_the_picture_holds_the_address_whose_code_stands_under_it(world: World) -> None:
    """The picture itself is read by a camera; that it is one, and made for this browser alone, is what a program can see."""
    browser = computer(world)
    page = begun(browser)
    picture = f"{ISSUER}/login-actions/qr?login={login_of(page)}"
    shown = browser.get(picture)
    assert shown.headers["content-type"] == "image/svg+xml"
    assert shown.content.startswith(b"<svg")
    assert shown.headers["cache-control"] == "no-store"
    assert browser.get(picture).content == shown.content
    assert computer(world).get(picture).status_code == 400


def test_the_address_in_the_picture_leads_a_locked_app_to_the_question_by_way_of_signing_in(world: World) -> None:
    browser, telephone = computer(world), Handset(computer(world))
    page = begun(browser)
    form = hidden(telephone.browser.get(f"{APP}/scan?c={code_on(page)}"))
    form |= {"username": LEVEL_2.username, "password": LEVEL_2.password}
    asks = telephone.browser.post(f"{APP}/unlock", form)
    assert mark(browser, login_of(page)) == "waiting-1"  # opening an address scans nothing
    telephone.allow()
    telephone.browser.post(f"{APP}/scan", hidden(asks))
    assert mark(browser, login_of(page)) == "scanned-1"


def test_telephone_and_login_page_may_be_one_browser(world: World) -> None:
    browser = computer(world)
    page = begun(browser)
    telephone = Handset(browser)
    telephone.unlock()
    telephone.allow()
    telephone.scan(code_on(page))
    telephone.answer(number_on(wait(browser, login_of(page))))
    assert "code" in query_of(wait(browser, login_of(page)))


def test_the_number_is_among_three_on_the_telephone_which_do_not_change_while_it_looks(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    choices = telephone.choices()
    assert len(choices) == 3
    assert number_on(wait(browser, login_of(page))) in choices
    assert telephone.choices() == choices


def test_46_a_code_that_was_scanned_is_scanned_by_nobody_else(world: World) -> None:
    browser, telephone, other = computer(world), handset(world), handset(world, LEVEL_1)
    code = code_on(begun(browser))
    assert telephone.scan(code).status_code == 200
    refused = other.scan(code)
    assert refused.status_code == 422
    assert "thuộc về tài khoản khác" in refused.text
    assert other.asked() == []
    assert telephone.scan(code).status_code == 422  # nor twice by the same


def test_46_of_many_who_scan_one_code_at_once_exactly_one_is_asked(world: World) -> None:
    code = code_on(begun(computer(world)))
    telephones = [handset(world, LEVEL_1 if number % 2 else LEVEL_2) for number in range(6)]
    start = Barrier(6)

    def scan(number: int) -> int:
        start.wait()
        return telephones[number].scan(code).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(scan, range(6))) == [200] + [422] * 5


def test_46_a_code_is_over_after_two_minutes(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    world.clock.advance(120)
    assert telephone.scan(code_on(page)).status_code == 422
    assert mark(browser, login_of(page)) == "over"
    assert "Không ai xác nhận kịp thời" in wait(browser, login_of(page)).text


def test_46_a_question_that_was_scanned_in_time_is_answered_in_time_or_not_at_all(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    number, question = number_on(wait(browser, login_of(page))), telephone.asked()[0]
    world.clock.advance(120)
    assert telephone.answer(number, question).status_code == 422
    assert "Location" not in wait(browser, login_of(page)).headers


def test_an_approval_given_at_the_last_moment_waits_for_the_page_another_minute_and_no_longer(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    number = number_on(wait(browser, login_of(page)))
    world.clock.advance(119)
    telephone.answer(number)
    world.clock.advance(60)
    assert mark(browser, login_of(page)) == "over"


def test_46_an_approval_is_good_for_one_login(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    login = approved(browser, telephone)
    assert "code" in query_of(wait(browser, login))
    assert wait(browser, login).status_code == 400
    assert world.count("sandbox_eid.approvals") == 0


def test_46_of_many_pages_that_notice_an_approval_at_once_exactly_one_logs_in(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    login = approved(browser, telephone)
    cookies = client_of(browser).cookies
    tabs = [computer(world) for _ in range(5)]
    for tab in tabs:
        client_of(tab).cookies = cookies
    start = Barrier(5)

    def notice(number: int) -> int:
        start.wait()
        return client_of(tabs[number]).get(f"{ISSUER}/login-actions/wait", params={"login": login}).status_code

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(notice, range(5))) == [303] + [400] * 4
    assert world.count("sandbox_eid.sessions") == 1


def test_46_an_approval_logs_in_no_other_browser(world: World) -> None:
    browser, thief, telephone = computer(world), computer(world), handset(world)
    login = approved(browser, telephone)
    begun(thief)
    assert wait(thief, login).status_code == 400
    assert mark(thief, login) == "over"
    assert "code" in query_of(wait(browser, login))


def test_46_an_approval_is_worth_nothing_after_the_session_of_the_browser_changed(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    world.submit(browser, begun(browser), LEVEL_1)  # somebody else logs in, in another tab
    telephone.scan(code_on(page))
    telephone.answer(number_on(wait(browser, login_of(page))))
    refused = wait(browser, login_of(page))
    assert refused.status_code == 200
    assert "đã đổi phiên đăng nhập" in refused.text
    assert world.count("sandbox_eid.approvals") == 0
    assert world.count("sandbox_eid.sessions") == 1


def test_46_a_login_that_was_cancelled_can_not_be_approved(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    number, question = number_on(wait(browser, login_of(page))), telephone.asked()[0]
    client_of(browser).get(f"{ISSUER}/login-actions/cancel", params={"login": login_of(page)})
    assert telephone.asked() == []
    assert telephone.answer(number, question).status_code == 422


def test_46_a_new_picture_is_the_only_one_that_works(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    again = browser.get(f"{ISSUER}/login-actions/authenticate?login={login_of(page)}")
    assert telephone.scan(code_on(page)).status_code == 422
    assert telephone.scan(code_on(again)).status_code == 200


def test_46_a_login_begun_with_a_password_is_not_approved_by_another_account(world: World) -> None:
    browser, other = computer(world), handset(world, LEVEL_1)
    page = begun(browser, acr_values=AT_2)
    world.submit(browser, page, LEVEL_2)
    assert other.scan(code_on(page)).status_code == 422


def test_46_a_password_of_another_account_ends_what_was_scanned_before(world: World) -> None:
    browser, other = computer(world), handset(world, LEVEL_1)
    page = begun(browser, acr_values=AT_2)
    other.scan(code_on(page))
    number = number_on(wait(browser, login_of(page)))
    world.submit(browser, page, LEVEL_2)
    other.answer(number)
    refused = wait(browser, login_of(page))
    assert refused.status_code == 200
    assert "tài khoản khác" in refused.text
    assert world.count("sandbox_eid.sessions") == 0


def test_46_three_wrong_numbers_lock_this_approval_and_all_others_of_the_account_for_a_quarter_of_an_hour(world: World) -> None:
    browser, second, telephone = computer(world), computer(world), handset(world)
    page, other = begun(browser), begun(second)
    telephone.scan(code_on(other))
    telephone.scan(code_on(page))
    for status in (422, 422, 429):
        right = number_on(wait(browser, login_of(page)))
        wrong = next(number for number in range(10, 100) if number != right)
        assert telephone.answer(wrong, question_of(telephone, right)).status_code == status
    assert (mark(browser, login_of(page)), mark(second, login_of(other))) == ("locked-3", "locked-1")
    assert telephone.asked() == []
    assert telephone.scan(code_on(begun(computer(world)))).status_code == 429
    world.clock.advance(15 * 60)
    assert telephone.scan(code_on(begun(computer(world)))).status_code == 200


def question_of(telephone: Handset, right: int) -> str:
    """The question on the screen that offers this number."""
    questions = telephone.screen().text.split('name="approval" value="')[1:]
    return next(each.partition('"')[0] for each in questions if f'value="{right}"' in each)


def test_46_a_wrong_number_draws_new_ones_on_both_screens(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    before, choices = number_on(wait(browser, login_of(page))), telephone.choices()
    telephone.answer(next(number for number in choices if number != before))
    assert mark(browser, login_of(page)) == "scanned-2"
    assert telephone.choices() != choices
    telephone.answer(number_on(wait(browser, login_of(page))))
    assert "code" in query_of(wait(browser, login_of(page)))


def test_46_wrong_numbers_in_parallel_count_like_one_after_the_other(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    question = telephone.asked()[0]
    form = {"csrf": hidden(telephone.screen())["csrf"], "approval": question, "number": "none"}
    start = Barrier(8)

    def guess(_number: int) -> int:
        start.wait()
        return client_of(telephone.browser).post(f"{APP}/answer", data=form).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(guess, range(8)))
    assert statuses == [422] * 2 + [429] * 6
    assert mark(browser, login_of(page)) == "locked-3"


def test_46_of_a_right_answer_and_a_refusal_at_once_exactly_one_counts(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    right = number_on(wait(browser, login_of(page)))
    form = {"csrf": hidden(telephone.screen())["csrf"], "approval": telephone.asked()[0]}
    start = Barrier(6)

    def answer(number: str) -> int:
        start.wait()
        return client_of(telephone.browser).post(f"{APP}/answer", data=form | {"number": number}).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(answer, [str(right), "refuse"] * 3))
    assert statuses == [303] + [422] * 5


def test_a_refusal_in_the_app_ends_the_question_and_the_page_says_so(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    telephone.answer("refuse")
    refused = wait(browser, login_of(page))
    assert "Đã từ chối trong ứng dụng" in refused.text
    again = browser.get(f"{ISSUER}/login-actions/authenticate?login={login_of(page)}")
    assert telephone.scan(code_on(again)).status_code == 200


def test_until_its_owner_allows_it_nothing_on_the_web_is_approved_by_a_telephone(world: World) -> None:
    browser, telephone = computer(world), handset(world, allowed=False)
    code = code_on(begun(browser))
    refused = telephone.scan(code)
    assert refused.status_code == 422
    assert "Đăng nhập web đang tắt" in refused.text
    telephone.allow()
    assert telephone.scan(code).status_code == 200


def test_what_waits_is_gone_when_logging_in_on_the_web_is_turned_off(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    number, question = number_on(wait(browser, login_of(page))), telephone.asked()[0]
    telephone.allow(allowed=False)
    assert telephone.answer(number, question).status_code == 422
    assert mark(browser, login_of(page)) == "over"


@pytest.mark.parametrize("state", [eid.AccountState.LOCKED, eid.AccountState.DECEASED])
def test_an_account_that_is_locked_after_it_approved_gets_in_no_more(world: World, state: eid.AccountState) -> None:
    browser, telephone = computer(world), handset(world)
    login = approved(browser, telephone)
    with world.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, state, now=world.clock())
    assert "location" not in wait(browser, login).headers
    assert "Mở ứng dụng" in telephone.screen().text


def test_46_guessing_codes_is_limited_per_account(world: World) -> None:
    telephone = handset(world)
    statuses = [telephone.scan(f"AAAA-BBBB-{number:04d}").status_code for number in range(21)]
    assert statuses == [422] * 20 + [429]
    assert telephone.scan(code_on(begun(computer(world)))).status_code == 429


@pytest.mark.parametrize("code", ["", " ", "'; DROP TABLE", "x" * 40, "đăng nhập", "0" * 12])
def test_a_code_that_is_none_is_refused_whatever_it_is(world: World, code: str) -> None:
    assert handset(world).scan(code).status_code == 422


@pytest.mark.parametrize("approval", ["", "none", "00000000-0000-0000-0000-000000000000"])
def test_an_answer_to_no_question_is_refused(world: World, approval: str) -> None:
    assert handset(world).answer(42, approval or "x").status_code == 422


def test_46_a_question_is_answered_by_nobody_but_who_was_asked(world: World) -> None:
    browser, telephone, other = computer(world), handset(world), handset(world, LEVEL_1)
    page = begun(browser)
    telephone.scan(code_on(page))
    assert other.answer(number_on(wait(browser, login_of(page))), telephone.asked()[0]).status_code == 422
    assert mark(browser, login_of(page)) == "scanned-1"


def test_two_processes_behind_a_balancer_share_every_step(world: World) -> None:
    second = eid.build_app(database=world.database, base_url=PROVIDER, signing_keys=[PROVIDER_KEY], now=world.clock)
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.browser.move(PROVIDER, second)
    telephone.scan(code_on(page))
    browser.move(PROVIDER, second)
    number = number_on(wait(browser, login_of(page)))
    telephone.browser.move(PROVIDER, world.provider)
    telephone.answer(number)
    browser.move(PROVIDER, world.provider)
    assert "code" in query_of(wait(browser, login_of(page)))
