"""46: approvals that must not work: reused, late, of another account or browser, guessed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ansinh.sandbox import eid
from tests.exchange.world import ISSUER, LEVEL_1, LEVEL_2, World, hidden, query_of
from tests.sandbox_eid.handset import (
    APP,
    AT_2,
    approved,
    begun,
    client_of,
    code_on,
    computer,
    handset,
    login_of,
    mark,
    number_on,
    wait,
)


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
    (theirs,) = telephone.asked()
    telephone.scan(code_on(page))
    (asked,) = set(telephone.asked()) - {theirs}
    for status in (422, 422, 429):
        right = number_on(wait(browser, login_of(page)))
        wrong = next(number for number in range(10, 100) if number != right)
        assert telephone.answer(wrong, asked).status_code == status
    assert (mark(browser, login_of(page)), mark(second, login_of(other))) == ("locked-3", "locked-1")
    assert telephone.asked() == []
    assert telephone.scan(code_on(begun(computer(world)))).status_code == 429
    world.clock.advance(15 * 60)
    assert telephone.scan(code_on(begun(computer(world)))).status_code == 200


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


@pytest.mark.parametrize("state", [eid.AccountState.LOCKED, eid.AccountState.DECEASED])
def test_an_account_that_is_locked_after_it_approved_gets_in_no_more(world: World, state: eid.AccountState) -> None:
    browser, telephone = computer(world), handset(world)
    login = approved(browser, telephone)
    with world.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, state, now=world.clock())
    assert "location" not in wait(browser, login).headers
    assert "Mở ứng dụng" in telephone.screen().text


def test_an_account_that_is_locked_between_approval_and_login_is_told_so_and_gets_in_no_more(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    login = approved(browser, telephone)
    with world.database.transaction() as conn:
        conn.execute("UPDATE sandbox_eid.accounts SET state = 'locked'")
    assert "đang bị khóa" in wait(browser, login).text
    assert world.count("sandbox_eid.sessions") == 0


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
