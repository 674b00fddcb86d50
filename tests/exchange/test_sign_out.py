"""Signing out at the exchange ends the login at the provider too, and comes back."""

import base64
from collections.abc import Mapping

import httpx2
import pytest

from ansinh import oidc
from tests.exchange.hostile import HostileProvider
from tests.exchange.world import (
    EXCHANGE,
    EXCHANGE_KEY,
    ISSUER,
    LEVEL_1,
    LEVEL_2,
    PROVIDER,
    SIGNED_OUT,
    Browser,
    World,
    authorization,
    claims_of,
    hidden,
    new_key,
    provider_authorization,
    query_of,
)

LOGOUT = f"{EXCHANGE}/oidc/logout"


def logged_in(world: World) -> tuple[Browser, dict[str, str]]:
    browser = world.browser()
    return browser, world.tokens(world.log_in(browser))


def sign_out(browser: Browser, **params: str) -> httpx2.Response:
    return browser.get(oidc.with_query(LOGOUT, dict(params)))


def is_logged_in(browser: Browser) -> bool:
    return "code" in query_of(browser.get(authorization(prompt="none")))


def is_logged_in_upstream(browser: Browser) -> bool:
    return "code" in query_of(browser.clients[PROVIDER].get(provider_authorization(prompt="none")))


def test_sign_out_ends_both_logins_and_returns_with_the_state(world: World) -> None:
    browser, tokens = logged_in(world)
    assert is_logged_in(browser)
    assert is_logged_in_upstream(browser)
    back = sign_out(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=SIGNED_OUT, state="bye")
    assert back.headers["location"] == f"{SIGNED_OUT}?state=bye"
    assert not is_logged_in(browser)
    assert not is_logged_in_upstream(browser)
    assert world.userinfo(tokens["access_token"]).status_code == 401
    assert browser.cookie(EXCHANGE, "ansinh_exchange") is None
    assert browser.cookie(PROVIDER, "ansinh_eid") is None


def test_the_way_of_a_sign_out_names_nobody(world: World) -> None:
    browser, tokens = logged_in(world)
    sign_out(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=SIGNED_OUT)
    upstream = next(address for address in browser.visited if address.startswith(f"{ISSUER}/protocol/openid-connect/logout"))
    assert LEVEL_2.username not in upstream
    hint = query_of(httpx2.Response(303, headers={"location": upstream}))["id_token_hint"]
    assert LEVEL_2.username not in body_of(hint)


def body_of(token: str) -> str:
    return base64.urlsafe_b64decode(token.split(".")[1] + "==").decode()


def test_without_an_address_the_exchange_says_so_itself(world: World) -> None:
    browser, tokens = logged_in(world)
    page = sign_out(browser, id_token_hint=tokens["id_token"], ui_locales="en")
    assert page.status_code == 200
    assert not is_logged_in(browser)


def test_an_expired_id_token_still_signs_out(world: World) -> None:
    browser, tokens = logged_in(world)
    world.clock.advance(3600)
    sign_out(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=SIGNED_OUT)
    assert not is_logged_in(browser)


def test_45_without_a_token_the_person_is_asked_and_nothing_has_happened(world: World) -> None:
    browser, _ = logged_in(world)
    page = sign_out(browser, client_id="vss-portal", post_logout_redirect_uri=SIGNED_OUT, state="bye")
    assert page.status_code == 200
    assert 'action="/oidc/logout/confirm"' in page.text
    assert is_logged_in(browser)
    back = browser.post(f"{LOGOUT}/confirm", hidden(page))
    assert back.headers["location"] == f"{SIGNED_OUT}?state=bye"
    assert not is_logged_in(browser)
    assert not is_logged_in_upstream(browser)


@pytest.mark.parametrize("form", [{}, {"csrf": ""}, {"csrf": "guess"}])
def test_14_45_a_confirmation_that_is_not_ours_signs_nobody_out(world: World, form: Mapping[str, str]) -> None:
    browser, _ = logged_in(world)
    assert browser.post(f"{LOGOUT}/confirm", form).status_code == 400
    assert is_logged_in(browser)


def test_14_a_confirmation_made_for_another_browser_signs_nobody_out(world: World) -> None:
    victim, _ = logged_in(world)
    attacker, _ = logged_in(world)
    form = hidden(sign_out(attacker))
    assert victim.post(f"{LOGOUT}/confirm", form).status_code == 400
    assert is_logged_in(victim)


@pytest.mark.parametrize("uri", ["https://evil.example/", f"{SIGNED_OUT}/", "https://library.example/cb"])
def test_44_an_address_that_is_not_registered_is_not_gone_to(world: World, uri: str) -> None:
    browser, tokens = logged_in(world)
    page = sign_out(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=uri)
    assert page.status_code == 400
    assert "location" not in page.headers


def test_44_a_token_of_another_client_or_of_nobody_is_refused(world: World) -> None:
    browser, tokens = logged_in(world)
    unsigned = oidc.SigningKey(new_key()).sign(claims_of(tokens["id_token"]))
    access = oidc.SigningKey(EXCHANGE_KEY).sign(claims_of(tokens["id_token"]), typ="at+jwt")
    for params in (
        {"id_token_hint": tokens["id_token"], "client_id": "library"},
        {"id_token_hint": unsigned},
        {"id_token_hint": access},
        {"id_token_hint": "x.y.z"},
    ):
        assert sign_out(browser, post_logout_redirect_uri=SIGNED_OUT, **params).status_code == 400
    assert is_logged_in(browser)


def test_45_somebodys_own_token_signs_nobody_else_out(world: World) -> None:
    attacker = world.browser()
    token = world.tokens(world.log_in(attacker, LEVEL_1))["id_token"]
    sign_out(attacker, id_token_hint=token, post_logout_redirect_uri=SIGNED_OUT)
    victim, _ = logged_in(world)
    back = sign_out(victim, id_token_hint=token, post_logout_redirect_uri=SIGNED_OUT)
    assert back.headers["location"] == SIGNED_OUT
    assert is_logged_in(victim)
    assert is_logged_in_upstream(victim)


def test_45_a_token_still_alive_ends_its_own_session_and_not_that_of_the_browser_it_is_used_in(world: World) -> None:
    attacker = world.browser()
    token = world.tokens(world.log_in(attacker, LEVEL_1))["id_token"]
    victim, _ = logged_in(world)
    sign_out(victim, id_token_hint=token, post_logout_redirect_uri=SIGNED_OUT)
    assert is_logged_in(victim)
    assert not is_logged_in(attacker)


def test_signing_out_twice_is_no_error(world: World) -> None:
    browser, tokens = logged_in(world)
    for _ in range(2):
        back = sign_out(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=SIGNED_OUT)
        assert back.headers["location"] == SIGNED_OUT


def test_a_return_nobody_waits_for_goes_nowhere(world: World) -> None:
    page = world.browser().get(f"{LOGOUT}/done?state=guess&post_logout_redirect_uri=https://evil.example/")
    assert page.status_code == 200
    assert "location" not in page.headers


def test_a_provider_that_is_away_does_not_keep_anybody_logged_in_here(world: World) -> None:
    browser, tokens = logged_in(world)
    away = HostileProvider(world.clock, down="/openid-configuration")
    world.upstream = away
    browser.move(EXCHANGE, world.another_exchange())
    back = sign_out(browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=SIGNED_OUT)
    assert back.headers["location"] == SIGNED_OUT
    assert not is_logged_in(browser)


def test_a_sign_out_may_come_by_post_with_its_token_out_of_the_address(world: World) -> None:
    browser, tokens = logged_in(world)
    browser.post(LOGOUT, {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": SIGNED_OUT})
    assert not is_logged_in(browser)


def test_a_sign_out_is_recorded_with_who_asked(world: World) -> None:
    browser, tokens = logged_in(world)
    sign_out(browser, id_token_hint=tokens["id_token"])
    assert last_event(world) == ("exchange.signed_out", "relying_party", "vss-portal")
    browser, tokens = logged_in(world)
    browser.post(f"{LOGOUT}/confirm", hidden(sign_out(browser)))
    assert last_event(world) == ("exchange.signed_out", "citizen", claims_of(tokens["id_token"])["sub"])


def last_event(world: World) -> tuple[str, ...]:
    with world.database.transaction() as conn:
        row = conn.execute("SELECT kind, actor_kind, actor_id FROM audit.events ORDER BY seq DESC LIMIT 1").fetchone()
    assert row is not None
    return tuple(row)


def test_a_head_request_signs_nobody_out_without_a_token(world: World) -> None:
    browser, _ = logged_in(world)
    browser.clients[EXCHANGE].head("/oidc/logout")
    assert is_logged_in(browser)
