"""A real browser walks the chain: its rules about forms and redirects are stricter than any HTTP library's."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from ansinh import oidc
from ansinh.kit import db
from tests import browsing
from tests.exchange.served import Served, serve
from tests.exchange.world import LEVEL_2, VERIFIER

pytestmark = pytest.mark.browser


@pytest.fixture
def served(database: db.Database) -> Iterator[Served]:
    with serve(database) as both:
        yield both


def opened(chromium: Any, address: str, **options: Any) -> Any:
    """A page as a Vietnamese telephone shows it."""
    page = chromium.new_page(viewport={"width": 360, "height": 740}, locale="vi-VN", **options)
    page.goto(address)
    return page


def login(served: Served, redirect_uri: str) -> str:
    request = {
        "response_type": "code",
        "client_id": "library",
        "redirect_uri": redirect_uri,
        "scope": "openid",
        "state": "s",
        "code_challenge": oidc.challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    return oidc.with_query(f"{served.exchange}/oauth2/authorize", dict(request))


@pytest.fixture
def callback() -> Iterator[tuple[str, list[str]]]:
    """A relying party that only remembers what it was called with."""
    with browsing.listening() as (origin, called):
        yield f"{origin}/cb", called


def test_without_scripts_the_login_form_leads_through_both_institutions_back_to_the_relying_party(
    served: Served, chromium: Any, callback: tuple[str, list[str]]
) -> None:
    address, called = callback
    page = opened(chromium, login(served, address), java_script_enabled=False)
    page.get_by_label("Số định danh cá nhân").fill(LEVEL_2.username)
    page.get_by_label("Mật khẩu").fill(LEVEL_2.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}**")
    answer = dict(parse_qsl(urlsplit(called[0]).query))
    assert answer["iss"] == served.exchange
    assert answer["code"]


@pytest.mark.parametrize("place", ["login", "phone", "error", "signed-out", "error-of-provider", "home", "home-of-provider"])
def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_a_telephone(served: Served, chromium: Any, place: str) -> None:
    address = {
        "login": login(served, "http://127.0.0.1:1/cb"),
        "phone": f"{served.provider}/auth/realms/citizen/phone",
        "error": login(served, "https://evil.example/"),
        "signed-out": f"{served.exchange}/oidc/logout",
        "home": f"{served.exchange}/",
        "home-of-provider": f"{served.provider}/",
        "error-of-provider": f"{served.provider}/auth/realms/citizen/protocol/openid-connect/auth",
    }[place]
    page = opened(chromium, address, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
