"""Assurance in two dimensions, from the provider through the exchange to the relying party."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import oidc, provider
from ansinh.sandbox import eid
from ansinh.wire import eid as wire
from tests.exchange.world import EXCHANGE, LEVEL_1, LEVEL_2, PORTAL_CLIENT, SECRET, World, authorization, claims_of, query_of


def acr(world: World, account: eid.Account, *, with_code: bool = False, acr_values: str | None = None) -> str:
    """The level the portal is told, or the error."""
    code = world.code_of(account) if with_code else None
    response = world.log_in(world.browser(), account, code=code, request={"acr_values": acr_values})
    if "error" in query_of(response):
        return query_of(response)["error"]
    return str(claims_of(world.tokens(response)["id_token"])["acr"])


@pytest.mark.parametrize(
    ("account", "with_code", "acr_values", "told"),
    [
        (LEVEL_1, False, None, "urn:ansinh:acr:1.1"),
        (LEVEL_1, True, None, "urn:ansinh:acr:1.2"),
        (LEVEL_2, False, None, "urn:ansinh:acr:2.1"),
        (LEVEL_2, True, None, "urn:ansinh:acr:2.2"),
        (LEVEL_2, False, "LoA1", "urn:ansinh:acr:2.1"),
        (LEVEL_2, False, "LoA2", "urn:ansinh:acr:2.1"),
        (LEVEL_1, False, "LoA1", "urn:ansinh:acr:1.1"),
        (LEVEL_2, True, "urn:ansinh:acr:2.2", "urn:ansinh:acr:2.2"),
        (LEVEL_1, False, "urn:ansinh:acr:2.2 LoA1", "urn:ansinh:acr:1.1"),
        (LEVEL_2, False, "urn:ansinh:acr:2.2 urn:ansinh:acr:1.1", "urn:ansinh:acr:2.1"),
        (LEVEL_1, False, "LoA2", "unmet_authentication_requirements"),
        (LEVEL_1, True, "urn:ansinh:acr:2.2", "unmet_authentication_requirements"),
        (LEVEL_1, False, "urn:ansinh:acr:1.3", "unmet_authentication_requirements"),
        (LEVEL_1, True, "urn:ansinh:acr:1.4", "unmet_authentication_requirements"),
    ],
)
def test_12_13_the_relying_party_is_told_what_was_reached_or_an_error(
    world: World, account: eid.Account, acr_values: str | None, told: str, *, with_code: bool
) -> None:
    assert acr(world, account, with_code=with_code, acr_values=acr_values) == told


def test_32_a_login_that_is_too_weak_gives_no_code(world: World) -> None:
    response = world.log_in(world.browser(), LEVEL_1, request={"acr_values": "LoA2"})
    assert "code" not in query_of(response)
    assert world.count("provider.codes", EXCHANGE) == 0


def test_the_provider_asks_for_the_code_where_a_password_alone_would_not_do(world: World) -> None:
    browser = world.browser()
    page = browser.get(authorization(acr_values="urn:ansinh:acr:2.2"))
    page = world.submit(browser, page, LEVEL_2)
    assert page.status_code == 422
    assert "hai yếu tố" in page.text
    response = world.submit(browser, page, LEVEL_2, code=world.code_of(LEVEL_2))
    assert claims_of(world.tokens(response)["id_token"])["acr"] == "urn:ansinh:acr:2.2"


def test_a_session_of_a_lower_level_is_stepped_up_and_keeps_its_sid(world: World) -> None:
    browser = world.browser()
    first = claims_of(world.tokens(world.log_in(browser))["id_token"])
    response = world.log_in(browser, code=world.code_of(LEVEL_2), request={"acr_values": "urn:ansinh:acr:2.2"})
    second = claims_of(world.tokens(response)["id_token"])
    assert (first["acr"], second["acr"]) == ("urn:ansinh:acr:2.1", "urn:ansinh:acr:2.2")
    assert first["sid"] == second["sid"]


def test_27_what_was_issued_before_a_step_up_stays_at_its_level(world: World) -> None:
    browser = world.browser()
    before = world.tokens(world.log_in(browser))["access_token"]
    world.log_in(browser, code=world.code_of(LEVEL_2), request={"acr_values": "urn:ansinh:acr:2.2"})
    assert world.userinfo(before).json()["acr"] == "urn:ansinh:acr:2.1"


def test_a_session_of_a_higher_level_answers_a_lower_demand_with_what_it_is(world: World) -> None:
    browser = world.browser()
    world.log_in(browser, code=world.code_of(LEVEL_2))
    response = browser.get(authorization(acr_values="LoA1"))
    assert claims_of(world.tokens(response)["id_token"])["acr"] == "urn:ansinh:acr:2.2"


DEFAULTS = replace(PORTAL_CLIENT, default_acr_values=("urn:ansinh:acr:2.2",))


def registered(world: World, client: oidc.Client = DEFAULTS) -> None:
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, client, secret=SECRET, now=world.clock())


def essential(*values: str) -> str:
    return json.dumps({"id_token": {"acr": {"essential": True, "values": values}}})


def test_what_a_client_is_registered_to_need_counts_where_a_request_names_no_level(world: World) -> None:
    registered(world)
    assert acr(world, LEVEL_1) == "unmet_authentication_requirements"
    assert acr(world, LEVEL_2, with_code=True) == "urn:ansinh:acr:2.2"
    assert acr(world, LEVEL_1, acr_values="LoA1") == "urn:ansinh:acr:1.1"


def test_what_a_client_is_registered_to_need_is_asked_upstream(world: World) -> None:
    registered(world)
    sent = query_of(world.browser().clients[EXCHANGE].get(authorization()))
    assert sent["acr_values"] == "urn:ansinh:acr:2.2"


@pytest.mark.parametrize("session_first", [True, False])
@pytest.mark.parametrize("values", ["LoA3", "2", "urn:ansinh:acr:3.1", "urn:ansinh:acr:2.2 eidas0", "loa1"])
def test_12_a_level_nobody_knows_is_an_error_and_never_a_default(world: World, values: str, *, session_first: bool) -> None:
    registered(world)
    browser = world.browser()
    if session_first:
        world.log_in(browser, code=world.code_of(LEVEL_2))
    for request in ({"acr_values": values}, {"claims": essential(*values.split())}):
        assert query_of(browser.clients[EXCHANGE].get(authorization(**request)))["error"] == "invalid_request"


def test_12_an_essential_level_takes_the_place_of_others_and_is_reached_or_an_error(world: World) -> None:
    request = {"claims": essential("urn:ansinh:acr:2.2"), "acr_values": "LoA1"}
    back = world.log_in(world.browser(), LEVEL_1, code=world.code_of(LEVEL_1), request=request)
    assert query_of(back)["error"] == "unmet_authentication_requirements"
    back = world.log_in(world.browser(), LEVEL_2, code=world.code_of(LEVEL_2), request=request)
    assert claims_of(world.tokens(back)["id_token"])["acr"] == "urn:ansinh:acr:2.2"


@pytest.mark.parametrize(
    ("asked", "upstream"),
    [
        ("urn:ansinh:acr:2.2 urn:ansinh:acr:1.1", "urn:ansinh:acr:2.2 urn:ansinh:acr:1.1"),
        ("urn:ansinh:acr:1.1 urn:ansinh:acr:2.2", "urn:ansinh:acr:1.1 urn:ansinh:acr:2.2"),
        ("LoA2 LoA1", "urn:ansinh:acr:2.0 urn:ansinh:acr:1.0"),
    ],
)
def test_13_the_order_of_preference_reaches_the_provider_unchanged(world: World, asked: str, upstream: str) -> None:
    assert query_of(world.browser().clients[EXCHANGE].get(authorization(acr_values=asked)))["acr_values"] == upstream


def test_13_who_reached_the_most_wanted_level_is_not_told_of_as_the_least(world: World) -> None:
    assert acr(world, LEVEL_2, with_code=True, acr_values="urn:ansinh:acr:1.1 urn:ansinh:acr:2.2") == "urn:ansinh:acr:2.2"


def test_15_a_step_up_gives_a_new_cookie_and_the_one_before_opens_nothing(world: World) -> None:
    browser, thief = world.browser(), world.browser()
    world.log_in(browser)
    before = browser.cookie(EXCHANGE, "ansinh_exchange") or ""
    thief.clients[EXCHANGE].cookies.set("ansinh_exchange", before)
    world.log_in(browser, code=world.code_of(LEVEL_2), request={"acr_values": "urn:ansinh:acr:2.2"})
    assert browser.cookie(EXCHANGE, "ansinh_exchange") != before
    assert query_of(thief.get(authorization(prompt="none")))["error"] == "login_required"
    assert "code" in query_of(browser.get(authorization(prompt="none", acr_values="urn:ansinh:acr:2.2")))


def test_32_a_step_up_that_reaches_too_little_is_an_error_and_the_session_is_what_it_was(world: World) -> None:
    browser = world.browser()
    world.log_in(browser, LEVEL_1)
    back = world.log_in(browser, LEVEL_1, code=world.code_of(LEVEL_1), request={"acr_values": "urn:ansinh:acr:2.2"})
    assert query_of(back)["error"] == "unmet_authentication_requirements"
    again = world.tokens(browser.get(authorization(prompt="none")))
    assert claims_of(again["id_token"])["acr"].startswith("urn:ansinh:acr:1.")


def test_33_a_session_whose_time_nobody_knows_does_not_satisfy_max_age() -> None:
    request = oidc.AuthorizationRequest("c", "https://c.example/", None, ("openid",), max_age_s=3600)
    assert not request.accepts_login_of(None, now=datetime(2026, 3, 2, tzinfo=UTC))


levels = st.builds(wire.Assurance, st.integers(0, 2), st.integers(0, 4))


@settings(max_examples=100)
@given(levels, levels, levels)
def test_levels_are_ordered_in_both_dimensions_and_unknown_meets_nothing(a: wire.Assurance, b: wire.Assurance, c: wire.Assurance) -> None:
    assert a.meets(a)
    assert not (a.meets(b) and b.meets(c)) or a.meets(c)
    assert not (a.meets(b) and b.meets(a)) or a == b
    assert wire.UNKNOWN.meets(a) == (a == wire.UNKNOWN)
