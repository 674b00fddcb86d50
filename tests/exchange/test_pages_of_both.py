"""The pages of exchange and provider that belong to no login."""

import pytest

from tests.exchange.world import EXCHANGE, PROVIDER, World


@pytest.mark.parametrize("origin", [EXCHANGE, PROVIDER])
def test_the_origin_says_what_it_is(world: World, origin: str) -> None:
    page = world.browser().get(f"{origin}/")
    assert page.status_code == 200
    assert "OpenID Connect" in page.text


@pytest.mark.parametrize("origin", [EXCHANGE, PROVIDER])
def test_an_address_that_is_none_gets_a_page_in_the_persons_language(world: World, origin: str) -> None:
    page = world.browser().get(f"{origin}/nowhere?ui_locales=en")
    assert page.status_code == 404
    assert "There is no such page" in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_each_institution_brings_its_own_look(world: World) -> None:
    browser = world.browser()
    exchange, provider = browser.get(f"{EXCHANGE}/static/exchange.css"), browser.get(f"{PROVIDER}/auth/resources/eid.css")
    assert exchange.status_code == provider.status_code == 200
    assert exchange.text != provider.text
