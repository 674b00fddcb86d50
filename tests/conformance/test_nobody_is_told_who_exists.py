"""Neither an answer nor the work behind it tells whether an account or a client exists.

Work is counted in password verifications, which are what an attacker could measure; a wall clock would measure this machine's other guests.
"""

import re

import argon2
import httpx2
import pytest
from starlette.testclient import TestClient

from ansinh import oidc, provider
from tests.exchange.world import EXCHANGE, LEVEL_2, LOCKED, World, authorization, hidden, person, query_of, token_request

NOBODY = person("001190000099")


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that were really verified against, one for each time."""
    done: list[str] = []
    real = argon2.PasswordHasher.verify

    def counting(self: argon2.PasswordHasher, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - argon2's name
        done.append(str(hash))
        return bool(real(self, hash, password))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counting)
    return done


def said(world: World, account: object, **changes: str) -> tuple[int, str]:
    """Status and page of a failed login, without what differs at each showing."""
    browser = world.browser()
    page = browser.get(authorization())
    answer = world.submit(browser, page, account, password="a-wrong-password", **changes)  # type: ignore[arg-type]
    return answer.status_code, _without_numbers(answer, hidden(page) | hidden(answer), account)


def _without_numbers(answer: httpx2.Response, fields: dict[str, str], account: object) -> str:
    text = answer.text
    for value in sorted({*fields.values(), getattr(account, "username", "")}, key=len, reverse=True):
        text = text.replace(value, "…") if value else text
    return re.sub(r'[A-Za-z0-9_-]{40,}|<svg.*?</svg>|<code>[^<]*</code>|(?<=class="typed">)[^<]*', "…", text, flags=re.DOTALL)


def test_47_an_unknown_a_locked_and_a_known_account_get_the_same_page_and_cost_the_same_work(world: World, verified: list[str]) -> None:
    pages, work = [], []
    for account in (LEVEL_2, LOCKED, NOBODY):
        before = len(verified)
        pages.append(said(world, account))
        work.append(len(verified) - before)
    assert pages[0] == pages[1] == pages[2]
    assert work == [1, 1, 1]


def test_47_the_hashes_that_are_verified_against_cost_the_same(world: World, verified: list[str]) -> None:
    for account in (LEVEL_2, NOBODY):
        said(world, account)
    parameters = {hashed.rsplit("$", 2)[0] for hashed in verified}
    assert len(verified) == 2
    assert len(parameters) == 1


def test_21_a_client_that_is_unknown_blocked_or_wrongly_authenticated_gets_the_same_answer(world: World) -> None:
    blocked = oidc.Client(
        client_id="blocked", name="B", token_endpoint_auth_method="client_secret_basic", redirect_uris=("https://b.example/cb",)
    )
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, blocked, secret="s" * 40, now=world.clock())
        provider.block_client(conn, EXCHANGE, "blocked", now=world.clock())
    tried = [("vss-portal", "w" * 40), ("blocked", "s" * 40), ("unknown", "s" * 40)]
    answers = [token_request(world.exchange, changes={"code": "c"}, auth=auth) for auth in tried]
    assert len({(answer.status_code, answer.text, answer.headers.get("www-authenticate")) for answer in answers}) == 1


def test_02_an_unknown_and_a_blocked_client_get_the_same_page(world: World) -> None:
    pages = []
    for client_id in ("blocked-too", "unknown"):
        answer = world.browser().get(authorization(client_id=client_id))
        pages.append((answer.status_code, re.sub(r"<code>[^<]*</code>", "", answer.text)))
    assert pages[0] == pages[1]


def test_21_failed_attempts_are_limited_per_client_wherever_they_come_from(world: World) -> None:
    world.clock.advance(120)
    statuses = [_from(world, f"192.0.2.{number}", "library") for number in range(31)]
    assert statuses == [401] * 30 + [429]
    assert _from(world, "192.0.2.200", "another") == 401  # nobody else pays


def test_21_failed_attempts_are_limited_per_address_whichever_client_they_name(world: World) -> None:
    world.clock.advance(120)
    statuses = [_from(world, "198.51.100.7", f"client-{number}") for number in range(31)]
    assert statuses == [401] * 30 + [429]
    assert _from(world, "198.51.100.8", "client-1") == 401


def test_21_a_client_whose_name_is_abused_still_gets_its_tokens(world: World) -> None:
    world.clock.advance(120)
    for number in range(40):
        _from(world, f"192.0.2.{number}", "vss-portal")
    code = query_of(world.log_in(world.browser()))["code"]
    assert world.redeem(code).status_code == 200


def _from(world: World, address: str, client_id: str) -> int:
    client = TestClient(world.exchange, base_url=EXCHANGE, client=(address, 50_000))
    return client.post("/oauth2/token", data={"grant_type": "authorization_code", "code": "c"}, auth=(client_id, "w" * 40)).status_code
