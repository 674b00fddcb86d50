"""Sign-out that reaches everybody without the browser: from the eID provider to the exchange, from the exchange to its services (45)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ansinh import oidc, provider
from ansinh.kit import errors, http
from ansinh.sandbox import eid
from tests.exchange.world import (
    EXCHANGE,
    EXCHANGE_KEY,
    ISSUER,
    LEVEL_1,
    LEVEL_2,
    OTHER_CLIENT,
    OTHER_SECRET,
    PORTAL_CLIENT,
    PROVIDER_KEY,
    SECRET,
    InProcess,
    World,
    authorization,
    claims_of,
    hidden,
    query_of,
    token_request,
)

PORTAL_HEARS = "http://127.0.0.1:8000/sign-out/told"


@dataclass
class Services:
    """The relying parties' ends of the wire: they remember what they were told, and answer with `status` or not at all."""

    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    down: bool = False

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        raise AssertionError(url, headers)

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        assert (set(data), headers, auth) == ({"logout_token"}, None, None)
        if self.down:
            raise errors.CounterpartDown("unreachable", "gone")
        keys = oidc.own_keys([oidc.SigningKey(EXCHANGE_KEY)])
        self.heard.append((url, dict(oidc.read_signed(data["logout_token"], keys).claims)))
        return http.Answer(self.status, {}, b"")


@pytest.fixture
def listening(world: World) -> World:
    """The portal and the library registered where they want to hear of sign-outs."""
    with world.database.transaction() as conn:
        portal = replace(PORTAL_CLIENT, backchannel_logout_uri=PORTAL_HEARS)
        library = replace(OTHER_CLIENT, backchannel_logout_uri="https://library.example/told")
        provider.register_client(conn, EXCHANGE, portal, secret=SECRET, now=world.clock())
        provider.register_client(conn, EXCHANGE, library, secret=OTHER_SECRET, now=world.clock())
    return world


def deliver(world: World, services: Services) -> int:
    key = oidc.SigningKey(EXCHANGE_KEY)
    return provider.deliver_logouts(world.database, EXCHANGE, key=key, http=services, now=world.clock())


def deliver_from_provider(world: World) -> int:
    key = oidc.SigningKey(PROVIDER_KEY)
    to_exchange = InProcess(world.exchange, EXCHANGE)
    return provider.deliver_logouts(world.database, ISSUER, key=key, http=to_exchange, now=world.clock())


def sign_out(world: World, id_token: str) -> None:
    world.browser().get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": id_token}))


def test_45_sign_out_at_one_service_is_told_to_every_service_of_that_session_and_to_no_other(listening: World) -> None:
    browser, services = listening.browser(), Services()
    tokens = listening.tokens(listening.log_in(browser))
    library = authorization(client_id="library", redirect_uri="https://library.example/cb")
    code = query_of(browser.get(library))["code"]
    form = {"code": code, "redirect_uri": "https://library.example/cb", "client_id": "library", "client_secret": OTHER_SECRET}
    assert token_request(listening.exchange, changes=form, auth=None).status_code == 200
    listening.tokens(listening.log_in(listening.browser(), LEVEL_1))  # somebody else, who stays
    sign_out(listening, tokens["id_token"])
    assert deliver(listening, services) == 2
    assert sorted(url for url, _ in services.heard) == [PORTAL_HEARS, "https://library.example/told"]
    assert {claims["sid"] for _, claims in services.heard} == {claims_of(tokens["id_token"])["sid"]}
    assert {claims["aud"] for _, claims in services.heard} == {"vss-portal", "library"}
    assert deliver(listening, services) == 0


def test_45_a_service_that_was_told_nothing_of_the_person_hears_nothing(listening: World) -> None:
    services = Services()
    listening.log_in(listening.browser())  # the code was never redeemed
    with listening.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, eid.AccountState.LOCKED, now=listening.clock())
    deliver_from_provider(listening)
    assert deliver(listening, services) == 0
    assert services.heard == []


def test_45_a_service_that_does_not_answer_is_told_again_until_it_has_heard(listening: World) -> None:
    tokens = listening.tokens(listening.log_in(listening.browser()))
    sign_out(listening, tokens["id_token"])
    deaf = Services(down=True)
    assert deliver(listening, deaf) == 0
    assert deliver(listening, Services()) == 0  # not at once again
    listening.clock.advance(2)
    assert deliver(listening, Services(status=500)) == 0
    listening.clock.advance(10)
    hearing = Services()
    assert deliver(listening, hearing) == 1
    assert len(hearing.heard) == 1


def test_45_after_the_last_try_the_notice_is_given_up(listening: World) -> None:
    sign_out(listening, listening.tokens(listening.log_in(listening.browser()))["id_token"])
    for _ in range(8):
        assert deliver(listening, Services(status=404)) == 0
        listening.clock.advance(21600)
    assert listening.count("provider.logout_notices", EXCHANGE) == 0


@pytest.mark.parametrize("state", [eid.AccountState.LOCKED, eid.AccountState.DECEASED, eid.AccountState.CANCELLED])
def test_43_an_account_that_is_locked_or_ends_ends_its_sessions_everywhere(listening: World, state: eid.AccountState) -> None:
    browser, services = listening.browser(), Services()
    tokens = listening.tokens(listening.log_in(browser))
    with listening.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, state, now=listening.clock())
    assert deliver_from_provider(listening) == 1
    assert listening.count("exchange.sessions") == 0
    assert listening.userinfo(tokens["access_token"]).status_code == 401
    assert query_of(browser.get(authorization(prompt="none")))["error"] == "login_required"
    assert deliver(listening, services) == 1
    assert services.heard[0][1]["sid"] == claims_of(tokens["id_token"])["sid"]


def test_45_sign_out_begun_at_the_provider_ends_exactly_that_session(listening: World) -> None:
    one, other = listening.browser(), listening.browser()
    ended, stays = (listening.tokens(listening.log_in(browser)) for browser in (one, other))
    page = one.get(f"{ISSUER}/protocol/openid-connect/logout")
    one.post(f"{ISSUER}/protocol/openid-connect/logout/confirm", hidden(page))
    assert deliver_from_provider(listening) == 1
    assert listening.userinfo(ended["access_token"]).status_code == 401
    assert listening.userinfo(stays["access_token"]).status_code == 200


def test_45_a_sign_out_that_comes_back_ends_nothing_twice_and_makes_no_loop(listening: World) -> None:
    browser, services = listening.browser(), Services()
    tokens = listening.tokens(listening.log_in(browser))
    browser.get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": tokens["id_token"]}))  # on to the provider, and back
    assert listening.count("sandbox_eid.sessions") == 0
    assert deliver_from_provider(listening) == 1  # the provider tells the exchange what it knows already
    assert deliver(listening, services) == 1
    assert (deliver_from_provider(listening), deliver(listening, services)) == (0, 0)


def logout_token(world: World, *, typ: str = "logout+jwt", **changes: Any) -> str:
    usual = oidc.logout_claims(
        issuer=ISSUER, client_id="identity-exchange", subject="nobody", sid="no-session", jti="an-id", now=world.clock()
    )
    return oidc.SigningKey(PROVIDER_KEY).sign({**usual, **changes}, typ=typ)


def told(world: World, raw: str) -> http.Answer:
    return InProcess(world.exchange, EXCHANGE).post_form(f"{EXCHANGE}/commonauth/logout", {"logout_token": raw})


def test_45_a_logout_token_counts_once(world: World) -> None:
    raw = logout_token(world)
    assert [told(world, raw).status for _ in range(2)] == [200, 400]


@pytest.mark.parametrize(
    "forge",
    [
        {"typ": "JWT"},
        {"nonce": "n"},
        {"events": {}},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"jti": ""},
    ],
)
def test_45_a_logout_token_that_breaks_a_rule_is_refused(world: World, forge: dict[str, Any]) -> None:
    answer = told(world, logout_token(world, **forge))
    assert (answer.status, answer.json()["error"]) == (400, "invalid_request")


def test_45_whatever_is_sent_there_is_refused_without_an_error(world: World) -> None:
    for raw in ("", "x", "a.b.c", "é"):
        assert told(world, raw).status == 400
