"""A login from the relying party through the exchange to the eID provider and back."""

from starlette.testclient import TestClient

from ansinh import exchange, provider
from tests.exchange.world import (
    CALLBACK,
    EXCHANGE,
    EXCHANGE_KEY,
    ISSUER,
    LEVEL_1,
    LEVEL_2,
    PORTAL_CLIENT,
    PROVIDER,
    SECRET,
    SIGNED_OUT,
    InProcess,
    World,
    authorization,
    claims_of,
    hidden,
    police,
    provider_authorization,
    query_of,
)

LIBRARY = authorization(client_id="library", redirect_uri="https://library.example/cb")


def test_a_citizen_logs_in_and_the_portal_learns_who_it_is(world: World) -> None:
    back = world.log_in(world.browser())
    assert back.headers["location"].startswith(CALLBACK)
    tokens = world.tokens(back)
    person = world.userinfo(tokens["access_token"]).json()
    assert person == {
        "sub": claims_of(tokens["id_token"])["sub"],
        "acr": "urn:ansinh:acr:2.1",
        "amr": ["pwd"],
        "auth_time": int(world.clock().timestamp()),
        "TechID": person["TechID"],
        "LoaiTaiKhoan": "1",
        "HoVaTen": "Trần Thị Thử",
        "SoDinhDanh": LEVEL_2.username,
        "NgayThangNamSinh": "19900502",
        "GioiTinh": 2,
        "loginIdp": "BCA",
    }


def test_16_the_answer_carries_state_and_issuer(world: World) -> None:
    answer = query_of(world.log_in(world.browser()))
    assert answer["state"] == "state-of-this-browser"
    assert answer["iss"] == EXCHANGE


def test_the_id_token_is_for_this_client_and_this_login_and_names_nobody(world: World) -> None:
    tokens = world.tokens(world.log_in(world.browser()))
    claims = claims_of(tokens["id_token"])
    assert claims["iss"] == EXCHANGE
    assert claims["aud"] == "vss-portal"
    assert claims["nonce"] == "nonce-of-this-login"
    assert set(claims) == {"iss", "sub", "aud", "azp", "iat", "exp", "auth_time", "acr", "amr", "sid", "at_hash", "nonce"}


def test_the_same_person_has_the_same_sub_at_every_login_and_another_person_another(world: World) -> None:
    first, again, other = (
        claims_of(world.tokens(world.log_in(world.browser(), account))["id_token"])["sub"] for account in (LEVEL_2, LEVEL_2, LEVEL_1)
    )
    assert first == again != other


def test_a_second_relying_party_needs_no_second_login(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    response = browser.get(LIBRARY)
    assert query_of(response)["code"]
    assert response.headers["location"].startswith("https://library.example/cb")


def test_15_the_session_cookies_change_at_a_new_login_and_the_sid_stays(world: World) -> None:
    browser = world.browser()
    first = claims_of(world.tokens(world.log_in(browser))["id_token"])
    cookies = browser.cookie(EXCHANGE, "ansinh_exchange"), browser.cookie(PROVIDER, "ansinh_eid")
    second = claims_of(world.tokens(world.log_in(browser, request={"prompt": "login"}))["id_token"])
    assert first["sid"] == second["sid"]
    assert browser.cookie(EXCHANGE, "ansinh_exchange") != cookies[0]
    assert browser.cookie(PROVIDER, "ansinh_eid") != cookies[1]


def test_15_after_a_new_login_the_new_cookie_is_the_session_and_the_old_one_is_nothing(world: World) -> None:
    browser, thief = world.browser(), world.browser()
    world.log_in(browser)
    for origin, name in ((EXCHANGE, "ansinh_exchange"), (PROVIDER, "ansinh_eid")):
        thief.clients[origin].cookies.set(name, browser.cookie(origin, name) or "")
    world.log_in(browser, request={"prompt": "login"})
    assert "code" in query_of(browser.get(authorization(prompt="none")))
    assert "code" in query_of(browser.clients[PROVIDER].get(provider_authorization(prompt="none")))
    assert query_of(thief.get(authorization(prompt="none")))["error"] == "login_required"
    assert query_of(thief.clients[PROVIDER].get(provider_authorization(prompt="none")))["error"] == "login_required"


def test_15_a_cookie_planted_before_the_login_opens_nothing_after_it(world: World) -> None:
    browser = world.browser()
    browser.clients[EXCHANGE].cookies.set("ansinh_exchange", "planted-by-an-attacker")
    world.log_in(browser)
    attacker = world.browser()
    attacker.clients[EXCHANGE].cookies.set("ansinh_exchange", "planted-by-an-attacker")
    assert attacker.get(LIBRARY).status_code == 200  # the login page, not a code


def test_another_person_at_the_same_browser_ends_the_session_before(world: World) -> None:
    browser = world.browser()
    before = world.tokens(world.log_in(browser))["access_token"]
    world.log_in(browser, LEVEL_1, request={"prompt": "login"})
    assert world.userinfo(before).status_code == 401


def test_addresses_on_the_way_hold_no_number_and_no_name(world: World) -> None:
    browser = world.browser()
    tokens = world.tokens(world.log_in(browser))
    browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}&post_logout_redirect_uri={SIGNED_OUT}")
    addresses = " ".join(browser.visited)
    assert ISSUER in addresses
    assert LEVEL_2.username not in addresses
    assert "Tr%E1%BA%A7n" not in addresses


def test_two_processes_behind_a_balancer_share_one_login(world: World) -> None:
    browser = world.browser()
    page = browser.get(authorization())
    browser.move(EXCHANGE, world.another_exchange())
    assert "code" in query_of(world.submit(browser, page, LEVEL_2))


def test_session_cookies_end_with_the_browser_and_are_out_of_reach_of_scripts_and_forms(world: World) -> None:
    browser = world.browser()
    page = browser.get(authorization())
    answer = browser.clients[PROVIDER].post(
        f"{ISSUER}/login-actions/authenticate", data=hidden(page) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    )
    back = browser.clients[EXCHANGE].get(answer.headers["location"])
    for response, name in ((answer, "ansinh_eid"), (back, "ansinh_exchange")):
        cookie = response.headers["set-cookie"].lower()
        assert cookie.startswith(f"{name}=")
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "max-age" not in cookie
        assert "expires" not in cookie


def test_cookies_travel_over_https_alone_where_the_address_is_https(world: World) -> None:
    app = exchange.build_app(
        database=world.database,
        base_url="https://exchange.example",
        signing_keys=[EXCHANGE_KEY],
        upstreams=[police(InProcess(world.provider, PROVIDER), base_url="https://exchange.example")],
    )
    with world.database.transaction() as conn:
        provider.register_client(conn, "https://exchange.example", PORTAL_CLIENT, secret=SECRET, now=world.clock())
    client = TestClient(app, base_url="https://exchange.example", follow_redirects=False)
    assert "secure" in client.get(authorization().removeprefix(EXCHANGE)).headers["set-cookie"].lower()
