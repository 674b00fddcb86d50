"""What counts once counts once, also where several processes are asked at the same instant (negative tests 8, 18, 20 and 22)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import httpx2
from starlette.testclient import TestClient

from ansinh import provider
from tests.exchange.secure_client import ENDPOINT, SecureClient
from tests.exchange.world import (
    EXCHANGE,
    ISSUER,
    LEVEL_1,
    LEVEL_2,
    OTHER_CLIENT,
    OTHER_SECRET,
    PROVIDER,
    World,
    authorization,
    hidden,
    provider_authorization,
    query_of,
    token_request,
)

AT_ONCE = 6


def at_once(do: Callable[[int], int]) -> list[int]:
    start = Barrier(AT_ONCE)

    def when_all_are_there(number: int) -> int:
        start.wait()
        return do(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(when_all_are_there, range(AT_ONCE)))


def test_8_of_browsers_that_bring_one_pushed_request_at_once_one_gets_a_code(world: World) -> None:
    client = SecureClient(world)
    browser = world.browser()
    world.log_in(browser)
    address = client.authorization(client.push().json()["request_uri"])
    apps = [world.exchange, world.another_exchange()]
    cookies = browser.clients[EXCHANGE].cookies

    def visit(number: int) -> int:
        answer = TestClient(apps[number % 2], base_url=EXCHANGE, follow_redirects=False, cookies=cookies).get(address)
        return 1 if answer.status_code == 303 and "code" in query_of(answer) else 0

    assert at_once(visit) == [0] * (AT_ONCE - 1) + [1]
    assert world.count("provider.codes", EXCHANGE) == 2  # the portal's, and one


def test_18_of_parallel_redemptions_one_wins_whatever_came_of_it_is_revoked_and_others_are_not_touched(world: World) -> None:
    browser = world.browser()
    other = world.tokens(world.log_in(world.browser(), LEVEL_1))["access_token"]
    code = query_of(world.log_in(browser))["code"]
    apps = [world.exchange, world.another_exchange()]
    won: list[str] = []

    def redeem(number: int) -> int:
        answer = token_request(apps[number % 2], changes={"code": code})
        won.extend([answer.json()["access_token"]] if answer.status_code == 200 else [])
        return answer.status_code

    assert at_once(redeem) == [200] + [400] * (AT_ONCE - 1)
    assert [world.userinfo(token).status_code for token in (*won, other)] == [401, 200]
    assert "code" in query_of(browser.get(authorization()))  # the person is still logged in


def test_22_of_equal_proofs_at_once_one_counts(world: World) -> None:
    client = SecureClient(world)
    browser = world.browser()
    back = world.submit(browser, browser.get(client.authorization(client.push().json()["request_uri"])), LEVEL_2)
    token = client.redeem(query_of(back)["code"]).json()["access_token"]
    proof = client.proof("GET", f"{ENDPOINT}/userinfo", access_token=token)
    apps = [world.exchange, world.another_exchange()]

    def ask(number: int) -> int:
        headers = {"authorization": f"DPoP {token}", "dpop": proof}
        return TestClient(apps[number % 2], base_url=EXCHANGE).get("/oauth2/userinfo", headers=headers).status_code

    assert at_once(ask) == [200] + [401] * (AT_ONCE - 1)


def test_20_a_proof_that_came_with_a_wrong_code_is_used_up_and_one_that_was_used_takes_no_code(world: World) -> None:
    client = SecureClient(world)
    browser = world.browser()
    back = world.submit(browser, browser.get(client.authorization(client.push().json()["request_uri"])), LEVEL_2)
    proof = client.proof("POST", f"{ENDPOINT}/token")
    refusals = [client.redeem(code, proof=proof).json()["error"] for code in ("A" * 43, query_of(back)["code"])]
    assert refusals == ["invalid_grant", "invalid_dpop_proof"]
    assert "access_token" in client.redeem(query_of(back)["code"]).json()


def test_of_right_passwords_on_one_page_at_once_one_logs_in(world: World) -> None:
    browser = world.browser()
    page = browser.get(provider_authorization())
    form = hidden(page) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    cookies = browser.clients[PROVIDER].cookies
    posted_to = f"{ISSUER}/login-actions/authenticate"

    start = Barrier(4)

    def post(_number: int) -> int:
        start.wait()
        return TestClient(world.provider, base_url=PROVIDER, follow_redirects=False, cookies=cookies).post(posted_to, data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(post, range(4))) == [303, 400, 400, 400]
    assert (world.count("sandbox_eid.sessions"), world.count("provider.codes")) == (1, 1)


def test_every_step_of_a_login_may_be_served_by_another_process(world: World) -> None:
    """A secure login with consent, refresh and sign-out: of two processes on one database each serves every other request."""
    secure = SecureClient(world)
    with world.database.transaction() as conn:
        asking = replace(secure.registered, consent_days=30, purpose="Thử", purpose_en="Trial")
        provider.register_client(conn, EXCHANGE, asking, secret=None, now=world.clock())
    apps = [world.exchange, world.another_exchange()]
    turn = 0
    browser = world.browser()

    def other_process() -> None:
        nonlocal turn
        turn += 1
        browser.move(EXCHANGE, apps[turn % 2])
        secure.http = TestClient(apps[turn % 2], base_url=EXCHANGE)

    pushed = secure.push().json()["request_uri"]
    other_process()
    page = browser.get(secure.authorization(pushed))
    other_process()
    question = world.submit(browser, page, LEVEL_2)
    assert question.status_code == 200
    other_process()
    back = browser.post(f"{EXCHANGE}/oauth2/consent", hidden(question) | {"answer": "agree"})
    other_process()
    tokens = secure.redeem(query_of(back)["code"]).json()
    other_process()
    assert secure.userinfo(tokens["access_token"]).json()["SoDinhDanh"] == LEVEL_2.username
    other_process()
    renewed = secure.refresh(tokens["refresh_token"]).json()
    other_process()
    assert secure.userinfo(renewed["access_token"]).status_code == 200
    other_process()
    assert browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}").status_code == 200
    other_process()
    assert secure.userinfo(renewed["access_token"]).status_code == 401
    assert turn == 9


def test_a_client_blocked_at_one_process_is_blocked_at_the_other(world: World) -> None:
    browser = world.browser()
    form = {"client_id": OTHER_CLIENT.client_id, "client_secret": OTHER_SECRET, "redirect_uri": "https://library.example/cb"}
    request = {"client_id": OTHER_CLIENT.client_id, "redirect_uri": form["redirect_uri"]}
    code = query_of(world.log_in(browser, request=request))["code"]
    answer = token_request(world.exchange, changes={**form, "code": code}, auth=None)
    token = answer.json()["access_token"]
    with world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, OTHER_CLIENT.client_id, now=world.clock())
    other: httpx2.Response = TestClient(world.another_exchange(), base_url=EXCHANGE).get(
        "/oauth2/userinfo", headers={"authorization": f"Bearer {token}"}
    )
    assert other.status_code == 401
