"""Assurance in two dimensions, from the provider through the exchange to the relying party."""

import pytest

from ansinh.sandbox import eid
from tests.exchange.world import EXCHANGE, LEVEL_1, LEVEL_2, World, authorization, claims_of, query_of


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
        (LEVEL_2, False, "urn:ansinh:acr:2.3", "unmet_authentication_requirements"),
        (LEVEL_2, True, "urn:ansinh:acr:2.4", "unmet_authentication_requirements"),
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
