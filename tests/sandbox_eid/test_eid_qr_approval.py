"""Logging in by scanning a picture and approving in the app."""

from ansinh.sandbox import eid
from tests.exchange.world import ISSUER, LEVEL_2, PROVIDER, PROVIDER_KEY, World, hidden, query_of
from tests.sandbox_eid.handset import (
    APP,
    AT_2,
    Handset,
    begun,
    code_on,
    computer,
    handset,
    login_of,
    mark,
    number_on,
    told,
    wait,
)


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


def test_an_approval_given_at_the_last_moment_waits_for_the_page_another_minute_and_no_longer(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    telephone.scan(code_on(page))
    number = number_on(wait(browser, login_of(page)))
    world.clock.advance(119)
    telephone.answer(number)
    world.clock.advance(60)
    assert mark(browser, login_of(page)) == "over"


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
