"""What the authorization endpoint does with requests it should not serve."""

import pytest
from starlette.testclient import TestClient

from tests.exchange.world import CALLBACK, EXCHANGE, LEVEL_2, PROVIDER, World, authorization, claims_of, query_of

ENDPOINT = f"{EXCHANGE}/oauth2/authorize"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": f"{CALLBACK}/extra"},
        {"redirect_uri": f"{CALLBACK}?x=1"},
        {"redirect_uri": "http://127.0.0.1:8000@evil.example/login/callback"},
        {"redirect_uri": "http://127.0.0.1:9999/login/callback"},
        {"redirect_uri": None},
        {"client_id": "unknown"},
        {"client_id": None},
    ],
    ids=["01-path", "01-query", "01-user", "01-port", "01-missing", "02-unknown", "02-missing"],
)
def test_a_doubtful_client_or_address_gets_a_page_and_no_redirect(world: World, changes: dict[str, str | None]) -> None:
    page = world.browser().get(authorization(**changes))
    assert page.status_code == 400
    assert "location" not in page.headers
    assert "<h1>" in page.text


@pytest.mark.parametrize("again", ["redirect_uri=https://evil.example/", "client_id=library", "state=other", "scope=openid"])
def test_05_a_repeated_parameter_gets_a_page_and_no_redirect(world: World, again: str) -> None:
    page = world.browser().get(f"{authorization()}&{again}")
    assert page.status_code == 400
    assert "location" not in page.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
        ({"acr_values": "gold"}, "invalid_request"),
        ({"request": "a.b.c"}, "request_not_supported"),
    ],
    ids=["03", "03", "04", "04", "04", "scope", "10", "12", "09"],
)
def test_other_errors_go_to_the_client_with_16_state_and_issuer(world: World, changes: dict[str, str | None], error: str) -> None:
    response = world.browser().get(authorization(**changes))
    assert response.headers["location"].startswith(CALLBACK)
    answer = query_of(response)
    assert (answer["error"], answer["state"], answer["iss"]) == (error, "state-of-this-browser", EXCHANGE)


def test_10_without_a_session_prompt_none_shows_nothing_and_with_one_it_answers(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    before = len(browser.visited)
    assert "code" in query_of(browser.get(authorization(prompt="none")))
    assert not any(address.startswith(PROVIDER) for address in browser.visited[before:])


def test_10_prompt_none_never_gives_less_than_was_asked(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    assert query_of(browser.get(authorization(prompt="none", acr_values="urn:ansinh:acr:2.2")))["error"] == "login_required"


def test_11_an_old_session_is_not_enough_for_a_small_max_age(world: World) -> None:
    browser = world.browser()
    first = claims_of(world.tokens(world.log_in(browser))["id_token"])
    world.clock.advance(2)
    page = browser.get(authorization(max_age="1"))
    assert page.status_code == 200  # the provider's login page
    second = claims_of(world.tokens(world.submit(browser, page, LEVEL_2))["id_token"])
    assert second["auth_time"] == first["auth_time"] + 2


def test_11_a_young_session_is_enough_for_a_large_max_age(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    world.clock.advance(2)
    assert "code" in query_of(browser.get(authorization(max_age="10000")))


def test_11_prompt_login_asks_again(world: World) -> None:
    browser = world.browser()
    first = claims_of(world.tokens(world.log_in(browser))["id_token"])
    world.clock.advance(5)
    second = claims_of(world.tokens(world.log_in(browser, request={"prompt": "login"}))["id_token"])
    assert second["auth_time"] == first["auth_time"] + 5


def test_a_request_may_come_by_post(world: World) -> None:
    query = authorization().partition("?")[2]
    client = TestClient(world.exchange, base_url=EXCHANGE, follow_redirects=False)
    response = client.post("/oauth2/authorize", content=query, headers={"content-type": "application/x-www-form-urlencoded"})
    assert response.headers["location"].startswith(PROVIDER)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"client_id": "vss-portal"}', "application/json", 400),
        (b"\xff\xfe=%00", "application/x-www-form-urlencoded", 400),
        (b"client_id=" + b"a" * 10_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_body_that_is_no_form_is_refused(world: World, content: bytes, kind: str, status: int) -> None:
    client = TestClient(world.exchange, base_url=EXCHANGE, follow_redirects=False)
    assert client.post("/oauth2/authorize", content=content, headers={"content-type": kind}).status_code == status


def test_a_program_on_this_machine_logs_in_from_any_port_where_registered(world: World) -> None:
    response = world.log_in(world.browser(), request={"client_id": "library", "redirect_uri": "http://127.0.0.1:51234/cb"})
    assert response.headers["location"].startswith("http://127.0.0.1:51234/cb?code=")


def test_17_the_code_is_in_no_body_and_is_not_kept(world: World) -> None:
    response = world.log_in(world.browser())
    assert query_of(response)["code"] not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"


def test_14_pages_may_not_be_framed(world: World) -> None:
    page = world.browser().get(authorization(client_id="unknown"))
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"


def test_a_page_of_error_is_vietnamese_unless_english_is_asked_for_and_has_a_reference(world: World) -> None:
    browser = world.browser()
    assert 'lang="vi"' in browser.get(authorization(client_id="unknown")).text
    english = browser.get(authorization(client_id="unknown", ui_locales="en"))
    assert 'lang="en"' in english.text
    assert "Reference: <code>" in english.text


def test_what_was_typed_into_the_address_is_not_on_the_page(world: World) -> None:
    page = world.browser().get(authorization(client_id="<script>alert(1)</script>"))
    assert "alert(1)" not in page.text


def test_the_language_the_portal_asks_for_reaches_the_provider(world: World) -> None:
    assert 'lang="en"' in world.browser().get(authorization(ui_locales="en")).text
