"""What the token endpoint refuses, and what a refusal leaves behind."""

import base64
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx2
import pytest
from starlette.testclient import TestClient

from ansinh import provider
from tests.exchange.world import CALLBACK, EXCHANGE, ISSUER, OTHER_SECRET, SECRET, World, claims_of, query_of, token_request


def a_code(world: World, **request: str) -> str:
    return query_of(world.log_in(world.browser(), request=request))["code"]


def post(world: World, body: bytes, *, headers: dict[str, str] | None = None) -> httpx2.Response:
    client = TestClient(world.exchange, base_url=EXCHANGE)
    return client.post("/oauth2/token", content=body, headers={"content-type": "application/x-www-form-urlencoded", **(headers or {})})


def test_a_code_gives_tokens_that_nobody_may_keep(world: World) -> None:
    answer = world.redeem(a_code(world))
    assert answer.status_code == 200
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "id_token", "scope"}


def test_18_a_code_used_twice_is_refused_and_the_first_tokens_are_revoked(world: World) -> None:
    code = a_code(world)
    first = world.redeem(code).json()["access_token"]
    assert world.userinfo(first).status_code == 200
    again = world.redeem(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert world.userinfo(first).status_code == 401


def test_18_of_parallel_redemptions_exactly_one_wins(world: World) -> None:
    code = a_code(world)
    apps = [world.exchange, world.another_exchange()]
    start = Barrier(8)

    def redeem(number: int) -> int:
        start.wait()
        return token_request(apps[number % 2], changes={"code": code}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(redeem, range(8)))
    assert statuses == [200] + [400] * 7
    assert world.count("provider.tokens", EXCHANGE) == 0  # whoever came second showed that the code was known to two


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": None},
        {"code_verifier": "another-verifier-of-at-least-forty-three-characters"},
        {"redirect_uri": None},
        {"redirect_uri": f"{CALLBACK}/"},
    ],
)
def test_19_a_code_with_the_wrong_proof_is_refused_and_consumed(world: World, changes: dict[str, str | None]) -> None:
    code = a_code(world)
    refused = world.redeem(code, **changes)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert world.redeem(code).json()["error"] == "invalid_grant"


def test_19_a_code_that_was_never_issued_is_refused(world: World) -> None:
    assert world.redeem("a-code-that-was-never-issued").json()["error"] == "invalid_grant"


def test_19_a_code_is_good_for_59_seconds_and_not_for_60(world: World) -> None:
    first, second = a_code(world), a_code(world)
    world.clock.advance(59)
    assert world.redeem(first).status_code == 200
    world.clock.advance(1)
    assert world.redeem(second).json()["error"] == "invalid_grant"


def test_19_a_code_of_another_client_is_refused(world: World) -> None:
    answer = token_request(
        world.exchange, changes={"code": a_code(world), "client_id": "library", "client_secret": OTHER_SECRET}, auth=None
    )
    assert answer.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("auth", "form"),
    [
        (("vss-portal", "wrong"), {}),
        (("unknown", SECRET), {}),
        (None, {}),
        (None, {"client_id": "vss-portal", "client_secret": SECRET}),
        (("library", OTHER_SECRET), {}),
        (("vss-portal", SECRET), {"client_secret": SECRET}),
        (("vss-portal", SECRET), {"client_id": "library"}),
    ],
    ids=["wrong-secret", "unknown", "none", "form-for-basic", "basic-for-form", "both", "two-names"],
)
def test_21_a_client_that_is_not_proven_gets_401_and_the_code_stays_good(
    world: World, auth: tuple[str, str] | None, form: dict[str, str]
) -> None:
    code = a_code(world)
    answer = token_request(world.exchange, changes={"code": code, **form}, auth=auth)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert ("www-authenticate" in answer.headers) is (auth is not None)
    assert world.redeem(code).status_code == 200


def test_21_failed_attempts_are_limited(world: World) -> None:
    statuses = [token_request(world.exchange, changes={"code": "c"}, auth=("vss-portal", "wrong")).status_code for _ in range(31)]
    assert statuses == [401] * 30 + [429]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"grant_type=password&username=a&password=b", "unsupported_grant_type"),
        (b"grant_type=client_credentials", "unsupported_grant_type"),
        (b"", "invalid_request"),
        (b"grant_type=authorization_code", "invalid_request"),
        (b"grant_type=authorization_code&code=a&code=b", "invalid_request"),
        (b"grant_type=authorization_code&code=%00", "invalid_request"),
        (b"\xff\xff", "invalid_request"),
    ],
)
def test_a_request_that_is_none_is_answered_in_the_protocols_words(world: World, body: bytes, error: str) -> None:
    basic = base64.b64encode(f"vss-portal:{SECRET}".encode()).decode()
    answer = post(world, body, headers={"authorization": f"Basic {basic}"})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("header", ["Basic !!!", "Basic AGE6Yg==", "Bearer x", "Basic", "\xff"])
def test_an_unreadable_authorization_header_is_no_server_error(world: World, header: str) -> None:
    client = TestClient(world.exchange, base_url=EXCHANGE)
    answer = client.post("/oauth2/token", data={"grant_type": "authorization_code"}, headers=[(b"authorization", header.encode("latin-1"))])
    assert answer.status_code == 401


def test_the_token_endpoint_wants_post_and_a_form(world: World) -> None:
    client = TestClient(world.exchange, base_url=EXCHANGE)
    assert client.get("/oauth2/token").status_code == 405
    assert client.post("/oauth2/token", json={"grant_type": "authorization_code"}).json()["error"] == "invalid_request"


def test_38_a_client_blocked_while_its_code_is_out_gets_no_token(world: World) -> None:
    code = a_code(world)
    with world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, "vss-portal", now=world.clock())
    assert world.redeem(code).json()["error"] == "invalid_client"


def test_every_release_is_recorded_with_who_got_it_and_at_which_level(world: World) -> None:
    before = world.count("audit.events")
    sub = claims_of(world.redeem(a_code(world)).json()["id_token"])["sub"]
    with world.database.transaction() as conn:
        rows = conn.execute("SELECT kind, actor_kind, actor_id, subject, detail FROM audit.events ORDER BY seq DESC LIMIT 1").fetchall()
    assert world.count("audit.events") == before + 1
    assert rows == [
        (
            "exchange.identity_released",
            "relying_party",
            "vss-portal",
            None,
            {
                "account_level": 2,
                "authentication_level": 1,
                "claims": "sub acr amr auth_time",
                "client": "vss-portal",
                "occasion": "login",
                "person": sub,
                "provider": ISSUER,
            },
        )
    ]
