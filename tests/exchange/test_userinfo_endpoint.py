"""Who is told what about the person behind an access token."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from ansinh import provider
from tests.exchange.world import EXCHANGE, OTHER_SECRET, World, query_of, token_request


def ask(world: World, method: str = "GET", **options: Any) -> Any:
    return TestClient(world.exchange, base_url=EXCHANGE).request(method, "/oauth2/userinfo", **options)


def access_token(world: World) -> str:
    return str(world.tokens(world.log_in(world.browser()))["access_token"])


def test_get_and_post_and_form_give_the_same_answer(world: World) -> None:
    token = access_token(world)
    header = {"authorization": f"Bearer {token}"}
    by_get, by_post = ask(world, headers=header).json(), ask(world, "POST", headers=header).json()
    by_form = ask(world, "POST", data={"access_token": token}).json()
    assert by_get == by_post == by_form
    assert by_get["SoDinhDanh"]


def test_06_27_a_client_is_told_only_what_it_is_registered_for(world: World) -> None:
    redirect_uri = "https://library.example/cb"
    response = world.log_in(
        world.browser(), request={"client_id": "library", "redirect_uri": redirect_uri, "scope": "openid profile email"}
    )
    form = {"code": query_of(response)["code"], "redirect_uri": redirect_uri, "client_id": "library", "client_secret": OTHER_SECRET}
    tokens = token_request(world.exchange, changes=form, auth=None).json()
    assert tokens["scope"] == "openid"
    assert set(world.userinfo(tokens["access_token"]).json()) == {"sub", "acr", "amr", "auth_time", "HoVaTen"}


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer ", "Basic YTpi", "Bearer unknown", "bearer ' OR 1=1 --", "Bearer \x7f", "Token x"]
)
def test_26_a_token_that_opens_nothing_gets_401_with_a_challenge(world: World, authorization: str | None) -> None:
    answer = ask(world, headers={"authorization": authorization} if authorization else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_26_an_id_token_is_no_access_token(world: World) -> None:
    id_token = world.tokens(world.log_in(world.browser()))["id_token"]
    assert ask(world, headers={"authorization": f"Bearer {id_token}"}).status_code == 401


def test_a_token_in_the_address_is_not_looked_at(world: World) -> None:
    assert ask(world, params={"access_token": access_token(world)}).status_code == 401


def test_two_tokens_are_one_too_many(world: World) -> None:
    token = access_token(world)
    answer = ask(world, "POST", headers={"authorization": f"Bearer {token}"}, data={"access_token": token})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_an_access_token_is_good_for_ten_minutes(world: World) -> None:
    token = access_token(world)
    world.clock.advance(599)
    assert world.userinfo(token).status_code == 200
    world.clock.advance(1)
    assert world.userinfo(token).status_code == 401


def test_38_a_blocked_client_learns_nothing_more(world: World) -> None:
    token = access_token(world)
    with world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, "vss-portal", now=world.clock())
    assert world.userinfo(token).status_code == 401


def test_what_is_told_may_not_be_kept(world: World) -> None:
    assert world.userinfo(access_token(world)).headers["cache-control"] == "no-store"
