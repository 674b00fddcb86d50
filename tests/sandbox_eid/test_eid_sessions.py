"""The provider's sessions: never the attacker's (15), over when nobody uses them, and gone in the end."""

import pytest

from ansinh.sandbox import eid
from tests.exchange.world import LEVEL_1, LEVEL_2, PROVIDER, Browser, World, provider_authorization, query_of
from tests.sandbox_eid.handset import AT_2, approved, begun, client_of, computer, handset, told, wait

COOKIE = "ansinh_eid"


def logged_in(world: World) -> Browser:
    browser = computer(world)
    assert "code" in query_of(world.submit(browser, begun(browser), LEVEL_2))
    return browser


def answers_at_once(browser: Browser) -> bool:
    return "code" in query_of(browser.get(provider_authorization(prompt="none")))


def test_15_a_cookie_that_somebody_planted_before_the_login_is_worth_nothing_after_it(world: World) -> None:
    victim, attacker = computer(world), computer(world)
    planted = "a-cookie-the-attacker-knows-of-forty-characters"
    client_of(victim).cookies.set(COOKIE, planted, domain="127.0.0.1")
    world.submit(victim, begun(victim), LEVEL_2)
    client_of(attacker).cookies.set(COOKIE, planted)
    assert not answers_at_once(attacker)


def test_15_the_cookie_is_another_after_a_step_up_and_the_old_one_is_worth_nothing(world: World) -> None:
    browser = logged_in(world)
    before = browser.cookie(PROVIDER, COOKIE)
    page = begun(browser, acr_values=AT_2)
    world.submit(browser, page, LEVEL_2, code=world.code_of(LEVEL_2))
    assert browser.cookie(PROVIDER, COOKIE) != before
    thief = computer(world)
    client_of(thief).cookies.set(COOKIE, before or "")
    assert not answers_at_once(thief)
    assert answers_at_once(browser)


def test_15_an_approval_gives_a_new_cookie_too(world: World) -> None:
    browser, telephone = logged_in(world), handset(world)
    before = browser.cookie(PROVIDER, COOKIE)
    login = approved(browser, telephone, prompt="login")
    assert told(world, wait(browser, login))[0] == AT_2
    assert browser.cookie(PROVIDER, COOKIE) != before
    assert world.count("sandbox_eid.sessions") == 1


def test_15_who_logs_in_over_the_session_of_another_ends_it(world: World) -> None:
    browser = logged_in(world)
    before = browser.cookie(PROVIDER, COOKIE)
    world.submit(browser, begun(browser, prompt="login"), LEVEL_1)
    other = computer(world)
    client_of(other).cookies.set(COOKIE, before or "")
    assert not answers_at_once(other)
    assert world.count("sandbox_eid.sessions") == 1


def test_a_session_nobody_used_for_half_an_hour_answers_nothing(world: World) -> None:
    browser = logged_in(world)
    world.clock.advance(30 * 60 - 1)
    assert answers_at_once(browser)
    world.clock.advance(30 * 60)
    assert not answers_at_once(browser)


def test_a_session_in_use_is_over_after_eight_hours(world: World) -> None:
    browser = logged_in(world)
    for _ in range(8 * 3 - 1):
        world.clock.advance(20 * 60)
        assert answers_at_once(browser)
    world.clock.advance(20 * 60)
    assert not answers_at_once(browser)


def test_a_session_that_was_left_alone_is_taken_up_by_its_owner_and_keeps_its_sid(world: World) -> None:
    """What was given out in it can still be signed out of."""
    browser = logged_in(world)
    world.clock.advance(45 * 60)
    world.submit(browser, begun(browser), LEVEL_2)
    assert answers_at_once(browser)
    assert world.count("sandbox_eid.sessions") == 1


@pytest.mark.parametrize(("minutes", "left"), [(0, (1, 1, 1)), (3, (1, 0, 1)), (10, (0, 0, 1)), (31, (0, 0, 0))])
def test_logins_approvals_and_apps_that_are_over_are_taken_away(world: World, minutes: int, left: tuple[int, int, int]) -> None:
    handset(world)
    begun(computer(world))
    world.clock.advance(minutes * 60)
    with world.database.transaction() as conn:
        eid.purge(conn, now=world.clock())
    assert tuple(world.count(f"sandbox_eid.{table}") for table in ("logins", "approvals", "app_sessions")) == left


def test_tries_of_an_address_are_forgotten_after_a_minute(world: World) -> None:
    logged_in(world)
    assert world.count("sandbox_eid.attempts") == 1
    world.clock.advance(60)
    with world.database.transaction() as conn:
        eid.purge(conn, now=world.clock())
    assert world.count("sandbox_eid.attempts") == 0
