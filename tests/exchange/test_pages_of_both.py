"""The pages of exchange and provider that belong to no login."""

import re

import pytest
import structlog
from starlette.testclient import TestClient

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


@pytest.mark.parametrize(
    ("path", "method", "status", "said"),
    [
        ("/oauth2/consent", "GET", 400, ("Câu hỏi này không còn hiệu lực", "This question is over")),
        ("/oauth2/authorize", "GET", 400, ("Dịch vụ chưa được đăng ký", "This service is not registered")),
        ("/my/withdraw", "GET", 405, ("Không mở được theo cách này", "This cannot be opened that way")),
        ("/my/withdraw", "POST", 400, ("Biểu mẫu không còn hiệu lực", "This form is no longer valid")),
    ],
)
def test_an_error_page_says_what_happened_in_both_languages_with_a_reference_that_stands_in_the_log(
    world: World, path: str, method: str, status: int, said: tuple[str, str]
) -> None:
    with structlog.testing.capture_logs() as lines:
        page = TestClient(world.exchange, base_url=EXCHANGE).request(method, path)
    assert page.status_code == status
    assert all(words in page.text for words in said)
    reference = re.search(r"<code>([\w-]+)</code>", page.text)
    assert reference is not None
    assert [line["reference"] for line in lines] == [reference[1]]


def test_what_nobody_foresaw_gets_a_page_with_a_reference_and_says_nothing_of_why(world: World) -> None:
    with world.database.transaction() as conn:
        conn.execute("ALTER TABLE exchange.sessions RENAME TO sessions_away")
    try:
        browser = TestClient(world.exchange, base_url=EXCHANGE, raise_server_exceptions=False, cookies={"ansinh_exchange": "x"})
        page = browser.get("/my")
    finally:
        with world.database.transaction() as conn:
            conn.execute("ALTER TABLE exchange.sessions_away RENAME TO sessions")
    assert page.status_code == 500
    assert "Lỗi ở phía chúng tôi" in page.text
    assert "sessions" not in page.text
