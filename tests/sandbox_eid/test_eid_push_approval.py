"""A telephone that is asked after the password was right. 46: it is asked in vain when it is asked too often."""

import pytest

from ansinh.sandbox import eid
from tests.exchange.world import LEVEL_1, LEVEL_2, PROVIDER, PROVIDER_KEY, Browser, World, hidden, query_of
from tests.sandbox_eid.handset import (
    ASK,
    AT_2,
    AUTHENTICATE,
    begun,
    client_of,
    computer,
    handset,
    login_of,
    mark,
    number_on,
    password_given,
    told,
    wait,
)


def ask(world: World, browser: Browser) -> tuple[int, str]:
    """Status of the page and login, after the password was given and the telephone asked."""
    page = password_given(browser, world)
    return browser.post(ASK, hidden(page)).status_code, login_of(page)


def test_after_the_password_the_telephone_is_asked_and_its_answer_ends_the_login(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = password_given(browser, world)
    assert "Xác nhận trong ứng dụng" in page.text
    waiting = browser.post(ASK, hidden(page))
    telephone.answer(number_on(waiting))
    assert told(world, wait(browser, login_of(page))) == (AT_2, ("pwd", "mca", "pin", "mfa"))


def test_the_telephone_is_told_which_service_asks_and_when(world: World) -> None:
    telephone = handset(world)
    ask(world, computer(world))
    screen = telephone.screen().text
    assert "Nền tảng trao đổi danh tính" in screen
    assert "15:00:00" in screen  # 8 o'clock in Greenwich


def test_where_the_telephone_may_not_approve_the_page_says_how_to_allow_it_and_offers_the_code_alone(world: World) -> None:
    browser, telephone = computer(world), handset(world, allowed=False)
    page = password_given(browser, world)
    assert "Hỏi điện thoại của tôi" not in page.text
    refused = browser.post(ASK, hidden(page))
    assert refused.status_code == 422
    assert "Đăng nhập web đang tắt" in refused.text
    telephone.allow()
    again = browser.get(f"{AUTHENTICATE}?login={login_of(page)}")
    assert again.status_code == 200
    assert "Hỏi điện thoại của tôi" in again.text


def test_46_a_telephone_is_asked_three_times_in_five_minutes_whoever_asks(world: World) -> None:
    """MFA fatigue: who knows the password asks until somebody taps in their sleep."""
    handset(world)
    assert [ask(world, computer(world))[0] for _ in range(4)] == [200, 200, 200, 429]
    world.clock.advance(299)
    assert ask(world, computer(world))[0] == 429
    world.clock.advance(1)
    assert ask(world, computer(world))[0] == 200


def test_46_several_processes_count_the_questions_together(world: World) -> None:
    handset(world)
    statuses = []
    for _ in range(4):
        world.provider = eid.build_app(database=world.database, base_url=PROVIDER, signing_keys=[PROVIDER_KEY], now=world.clock)
        statuses.append(ask(world, computer(world))[0])
    assert statuses == [200, 200, 200, 429]


def test_46_a_flood_at_one_telephone_leaves_others_and_other_ways_alone(world: World) -> None:
    handset(world)
    for _ in range(4):
        ask(world, computer(world))
    browser = computer(world)
    page = browser.post(ASK, hidden(password_given(browser, world)))
    assert page.status_code == 429
    assert "ba lần trong năm phút" in page.text
    assert "code" in query_of(browser.post(AUTHENTICATE, hidden(page) | {"code": world.code_of(LEVEL_2)}))


def test_46_a_login_asks_for_one_thing_at_a_time(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = password_given(browser, world)
    first = number_on(browser.post(ASK, hidden(page)))
    question = telephone.asked()[0]
    second = number_on(browser.post(ASK, hidden(page)))
    assert len(telephone.asked()) == 1
    assert telephone.answer(first, question).status_code == 422
    telephone.answer(second)
    assert "code" in query_of(wait(browser, login_of(page)))


def test_46_after_three_wrong_numbers_the_telephone_is_not_asked_again_for_a_quarter_of_an_hour(world: World) -> None:
    telephone = handset(world)
    ask(world, computer(world))
    statuses = [telephone.answer("none", telephone.asked()[0]).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    assert ask(world, computer(world))[0] == 429
    assert "bị khóa 15 phút" in telephone.screen().text
    world.clock.advance(15 * 60)
    assert ask(world, computer(world))[0] == 200


def test_46_nobody_is_asked_before_a_password_was_right(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser, acr_values=AT_2)
    assert browser.post(ASK, hidden(page)).status_code == 400
    assert browser.post(ASK, hidden(page) | {"username": LEVEL_2.username}).status_code == 400
    assert telephone.asked() == []


@pytest.mark.parametrize("changes", [{"csrf": "guess"}, {"csrf": ""}, {"login": "guess"}])
def test_14_a_question_wants_the_form_of_the_page(world: World, changes: dict[str, str]) -> None:
    browser, telephone = computer(world), handset(world)
    page = password_given(browser, world)
    assert browser.post(ASK, hidden(page) | changes).status_code == 400
    assert telephone.asked() == []


def test_the_answer_of_a_telephone_goes_to_the_login_that_asked(world: World) -> None:
    mine, thiefs, telephone = computer(world), computer(world), handset(world)
    _, my_login = ask(world, mine)
    world.clock.advance(1)
    _, thiefs_login = ask(world, thiefs)
    telephone.answer(number_on(wait(mine, my_login)), telephone.asked()[1])
    assert mark(thiefs, thiefs_login) == "scanned-1"
    assert "code" in query_of(wait(mine, my_login))


def test_a_password_that_is_enough_asks_no_telephone(world: World) -> None:
    browser, telephone = computer(world), handset(world, LEVEL_1)
    assert "code" in query_of(world.submit(browser, begun(browser), LEVEL_1))
    assert telephone.asked() == []
    assert client_of(browser).cookies.get("ansinh_eid")
