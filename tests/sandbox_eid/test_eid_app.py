"""The stand-in of the app: signing in to it, what it shows, and what others cannot make it do."""

import re

import pytest

from ansinh.sandbox import eid
from tests.exchange.world import LEVEL_1, LEVEL_2, PROVIDER, World, hidden, query_of
from tests.sandbox_eid.handset import APP, Handset, begun, code_on, computer, handset, login_of, mark, number_on, wait


def test_the_app_shows_the_code_that_the_login_page_takes(world: World) -> None:
    code = world.code_of(LEVEL_2)
    assert f"{code[:3]} {code[3:]}" in handset(world).screen().text


def test_signing_in_to_the_app_is_no_login_on_the_web(world: World) -> None:
    telephone = handset(world)
    assert telephone.browser.cookie(PROVIDER, "ansinh_eid") is None
    assert world.count("sandbox_eid.sessions") == 0


def test_47_wrong_passwords_of_the_app_count_with_those_of_the_login_page(world: World) -> None:
    telephone = Handset(computer(world))
    assert [telephone.unlock("wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    browser = computer(world)
    assert world.submit(browser, begun(browser), LEVEL_2).status_code == 429


def test_47_an_account_nobody_has_is_answered_like_a_wrong_password(world: World) -> None:
    known = Handset(computer(world)).unlock("wrong").text
    browser = computer(world)
    form = hidden(browser.get(APP)) | {"username": "001190000096", "password": "wrong"}
    unknown = browser.post(f"{APP}/unlock", form).text
    assert re.sub(r'value="[^"]*"', "", known) == re.sub(r'value="[^"]*"', "", unknown)


def test_15_signing_in_gives_the_app_a_new_cookie_and_ends_what_ran_under_the_old_one(world: World) -> None:
    telephone = handset(world)
    before = telephone.browser.cookie(PROVIDER, "ansinh_eid_app")
    other = computer(world)
    form = hidden(other.get(APP)) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    other.clients[PROVIDER].cookies.set("ansinh_eid_app", before or "", domain="127.0.0.1", path=eid.REALM + "/app")
    other.post(f"{APP}/unlock", form)
    assert other.cookie(PROVIDER, "ansinh_eid_app") not in {None, before}
    planted = computer(world)
    planted.clients[PROVIDER].cookies.set("ansinh_eid_app", before or "")
    assert "Mở ứng dụng" in planted.get(APP).text


def test_the_app_is_locked_by_its_owner_after_half_an_hour_alone_and_after_eight_hours(world: World) -> None:
    telephone = handset(world)
    telephone.post("lock")
    assert 'name="password"' in telephone.screen().text
    telephone.unlock()
    world.clock.advance(29 * 60)
    assert 'name="password"' not in telephone.screen().text
    world.clock.advance(30 * 60)
    assert 'name="password"' in telephone.screen().text
    telephone.unlock()
    for _ in range(8 * 3 - 1):
        world.clock.advance(20 * 60)
        assert 'name="password"' not in telephone.screen().text
    world.clock.advance(20 * 60)
    assert 'name="password"' in telephone.screen().text


def test_a_page_that_asks_by_itself_keeps_no_app_open(world: World) -> None:
    telephone = handset(world)
    for _ in range(3):
        world.clock.advance(10 * 60)
        telephone.browser.get(f"{APP}/mark")
    assert 'name="password"' in telephone.screen().text


@pytest.mark.parametrize("what", ["web-login", "scan", "answer", "lock"])
@pytest.mark.parametrize("csrf", ["", "guess"])
def test_14_a_form_that_is_not_the_apps_own_does_nothing(world: World, what: str, csrf: str) -> None:
    browser, telephone = computer(world), handset(world)
    page = begun(browser)
    fields = {"csrf": csrf, "c": code_on(page), "allowed": "no", "number": "refuse", "approval": "x"}
    assert telephone.browser.post(f"{APP}/{what}", fields).status_code == 400
    assert mark(browser, login_of(page)) == "waiting-1"
    assert telephone.scan(code_on(page)).status_code == 200


def test_14_a_form_of_another_app_does_nothing(world: World) -> None:
    mine, other = handset(world), handset(world, LEVEL_1)
    form = {"csrf": hidden(other.screen())["csrf"], "allowed": "no"}
    assert mine.browser.post(f"{APP}/web-login", form).status_code == 400


@pytest.mark.parametrize("path", ["", "/scan?c=ABCD-EFGH-JKMN"])
def test_14_the_apps_pages_may_not_be_framed_and_are_not_kept(world: World, path: str) -> None:
    headers = handset(world).browser.get(f"{APP}{path}").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("what", ["web-login", "scan", "answer"])
def test_a_locked_app_asks_to_be_opened_first(world: World, what: str) -> None:
    telephone = handset(world)
    form = {"csrf": hidden(telephone.screen())["csrf"], "c": "x", "number": "1", "approval": "x"}
    world.clock.advance(30 * 60)
    assert 'name="password"' in telephone.browser.post(f"{APP}/{what}", form).text


def test_what_an_address_makes_the_app_say_is_nothing_but_what_it_could_have_said(world: World) -> None:
    telephone = handset(world)
    assert 'role="alert"' not in telephone.browser.get(f"{APP}?said=approvals_locked").text
    assert "evil" not in telephone.browser.get(f"{APP}?said=evil").text


def test_a_code_in_an_address_is_shown_escaped(world: World) -> None:
    page = handset(world).browser.get(f"{APP}/scan?c=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in page.text


def test_the_app_speaks_english_where_that_is_asked_for_and_goes_on_doing_so(world: World) -> None:
    browser, telephone = computer(world), handset(world)
    english = telephone.browser.get(f"{APP}?ui_locales=en")
    assert "Turn web login off" in english.text
    page = begun(browser)
    asked = telephone.browser.post(f"{APP}/scan", hidden(english) | {"c": code_on(page)})
    assert "It is not me" in asked.text
    telephone.answer(number_on(wait(browser, login_of(page))))
    assert "code" in query_of(wait(browser, login_of(page)))
