"""Signing out at the provider itself."""

import httpx2
import pytest

from ansinh import oidc
from ansinh.sandbox import eid
from tests.exchange.world import (
    EXCHANGE,
    ISSUER,
    LEVEL_1,
    LEVEL_2,
    PROVIDER,
    Browser,
    World,
    hidden,
    provider_authorization,
    provider_tokens,
    query_of,
)

LOGOUT = f"{ISSUER}/protocol/openid-connect/logout"
DONE = f"{EXCHANGE}/oidc/logout/done"


def logged_in(world: World, account: eid.Account = LEVEL_2) -> tuple[Browser, str]:
    """A browser that is logged in at the provider, and the id_token the exchange got."""
    browser = Browser({PROVIDER: world.provider})
    back = world.submit(browser, browser.get(provider_authorization()), account)
    return browser, provider_tokens(world, query_of(back)["code"])["id_token"]


def sign_out(browser: Browser, **params: str) -> httpx2.Response:
    return browser.get(oidc.with_query(LOGOUT, dict(params)))


def is_logged_in(browser: Browser) -> bool:
    return "code" in query_of(browser.get(provider_authorization(prompt="none")))


def test_with_a_token_of_ours_the_session_ends_and_the_browser_returns_with_the_state(world: World) -> None:
    browser, token = logged_in(world)
    back = sign_out(browser, id_token_hint=token, post_logout_redirect_uri=DONE, state="s")
    assert back.headers["location"] == f"{DONE}?state=s"
    assert not is_logged_in(browser)


def test_45_without_a_token_the_person_is_asked(world: World) -> None:
    browser, _ = logged_in(world)
    page = sign_out(browser, ui_locales="en")
    assert "Sign out?" in page.text
    assert is_logged_in(browser)
    browser.post(f"{LOGOUT}/confirm", hidden(page))
    assert not is_logged_in(browser)


@pytest.mark.parametrize("csrf", ["", "guess"])
def test_14_45_a_confirmation_that_is_not_ours_signs_nobody_out(world: World, csrf: str) -> None:
    browser, _ = logged_in(world)
    assert browser.post(f"{LOGOUT}/confirm", {"csrf": csrf}).status_code == 400
    assert is_logged_in(browser)


def test_45_a_spent_token_of_another_person_signs_nobody_out(world: World) -> None:
    other, token = logged_in(world, LEVEL_1)
    sign_out(other, id_token_hint=token)
    browser, _ = logged_in(world)
    sign_out(browser, id_token_hint=token)
    assert is_logged_in(browser)


def test_a_token_of_an_earlier_session_signs_the_same_person_out(world: World) -> None:
    earlier, token = logged_in(world)
    sign_out(earlier, id_token_hint=token)
    browser, _ = logged_in(world)
    sign_out(browser, id_token_hint=token)
    assert not is_logged_in(browser)


@pytest.mark.parametrize("uri", ["https://evil.example/", f"{DONE}/", f"{EXCHANGE}/commonauth"])
def test_44_an_address_that_is_not_registered_is_not_gone_to(world: World, uri: str) -> None:
    browser, token = logged_in(world)
    page = sign_out(browser, id_token_hint=token, post_logout_redirect_uri=uri)
    assert page.status_code == 400
    assert "location" not in page.headers


def test_44_a_token_that_is_not_ours_signs_nobody_out(world: World) -> None:
    browser, token = logged_in(world)
    header, body, _ = token.split(".")
    assert sign_out(browser, id_token_hint=f"{header}.{body}.").status_code == 400
    assert is_logged_in(browser)
