"""The exchange as a relying party: what a hostile browser or a hostile provider cannot make it believe."""

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from ansinh import oidc, provider
from ansinh.kit import db
from tests.exchange.hostile import ABSENT, HostileProvider
from tests.exchange.world import (
    CALLBACK,
    EXCHANGE,
    ISSUER,
    LEVEL_2,
    PROVIDER,
    Browser,
    StoppedClock,
    World,
    authorization,
    new_key,
    query_of,
)

SECONDS = int(StoppedClock().now.timestamp())


class Siege:
    """An exchange whose provider is hostile."""

    def __init__(self, database: db.Database) -> None:
        clock = StoppedClock()
        self.provider = HostileProvider(clock)
        self.world = World(database, clock=clock, upstream=self.provider)
        self.browser = self.new_browser()

    def new_browser(self) -> Browser:
        return Browser({EXCHANGE: self.world.exchange})

    def begin(self, **request: str) -> dict[str, str]:
        """A login as far as the provider; returns the parameters it was sent with."""
        response = self.browser.get(authorization(**request))
        assert response.headers["location"].startswith(PROVIDER), response.headers["location"]
        sent = query_of(response)
        self.provider.nonce = sent["nonce"]
        return sent

    def come_back(self, sent: dict[str, str], **changes: str | None) -> httpx2.Response:
        params = {"code": "upstream-code", "state": sent["state"], "iss": ISSUER, **changes}
        return self.browser.get(oidc.with_query(f"{EXCHANGE}/commonauth", params))

    def outcome(self, response: httpx2.Response) -> str:
        """`code`, the error the portal is told, or `page`."""
        if "location" not in response.headers:
            assert response.status_code == 400
            return "page"
        assert response.headers["location"].startswith(CALLBACK)
        answer = query_of(response)
        assert answer["iss"] == EXCHANGE
        return answer.get("error", "code")


@pytest.fixture
def siege(database: db.Database) -> Siege:
    return Siege(database)


def test_a_sound_answer_is_believed(siege: Siege) -> None:
    assert siege.outcome(siege.come_back(siege.begin())) == "code"


def test_29_an_answer_without_a_state_or_with_another_opens_no_session(siege: Siege) -> None:
    sent = siege.begin()
    for state in (None, "another-state", sent["state"] + "x"):
        assert siege.outcome(siege.come_back(sent, state=state)) == "page"
    assert siege.world.count("exchange.sessions") == 0
    assert siege.provider.redeemed == []


def test_29_an_answer_in_another_browser_opens_no_session_and_leaves_the_login_open(siege: Siege) -> None:
    victim, attacker = siege.new_browser(), siege.browser
    sent = siege.begin()
    siege.browser = victim
    assert siege.outcome(siege.come_back(sent)) == "page"
    siege.browser = attacker
    assert siege.outcome(siege.come_back(sent)) == "code"


def test_29_an_answer_is_good_once(siege: Siege) -> None:
    sent = siege.begin()
    assert siege.outcome(siege.come_back(sent)) == "code"
    assert siege.outcome(siege.come_back(sent)) == "page"


def test_29_a_login_left_open_too_long_is_over(siege: Siege) -> None:
    sent = siege.begin()
    siege.world.clock.advance(15 * 60)
    assert siege.outcome(siege.come_back(sent)) == "page"


@pytest.mark.parametrize("issuer", ["https://other-provider.example", ISSUER + "/", None])
def test_30_an_answer_of_another_provider_is_refused_before_its_code_is_used(siege: Siege, issuer: str | None) -> None:
    assert siege.outcome(siege.come_back(siege.begin(), iss=issuer)) == "server_error"
    assert siege.world.refused_because() == "callback_issuer"
    assert siege.provider.redeemed == []


@pytest.mark.parametrize("endpoint", ["token_endpoint", "userinfo_endpoint", "jwks_uri", "authorization_endpoint"])
def test_30_metadata_that_names_somebody_elses_endpoint_begins_no_login(siege: Siege, endpoint: str) -> None:
    siege.provider.metadata = {endpoint: "https://other-provider.example/token"}
    assert siege.outcome(siege.browser.get(authorization())) == "temporarily_unavailable"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://other.example"}, "id_token_iss"),
        ({"aud": "other"}, "id_token_aud"),
        ({"aud": ["identity-exchange", "stranger"]}, "id_token_aud"),
        ({"azp": "other"}, "id_token_azp"),
        ({"exp": SECONDS - 60}, "id_token_exp"),
        ({"iat": ABSENT}, "id_token_iat"),
        ({"nonce": ABSENT}, "id_token_nonce"),
        ({"nonce": "nonce-of-the-attacker"}, "id_token_nonce"),
        ({"sub": ABSENT}, "id_token_sub"),
        ({"at_hash": "wrong"}, "id_token_at_hash"),
        ({"sub": "another-person"}, "userinfo_sub"),
    ],
)
def test_31_an_id_token_that_does_not_fit_opens_no_session(siege: Siege, claims: dict[str, Any], reason: str) -> None:
    siege.provider.claims = claims
    assert siege.outcome(siege.come_back(siege.begin())) == "server_error"
    assert siege.world.refused_because() == reason
    assert siege.world.count("exchange.sessions") == 0


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("id_token", "reason"),
    [
        (f"{encoded({'alg': 'none'})}.{encoded({'sub': 'upstream-person'})}.", "id_token_alg"),
        (f"{encoded({'alg': 'HS256'})}.{encoded({'sub': 'upstream-person'})}.c2ln", "id_token_alg"),
        (oidc.SigningKey(new_key()).sign({"sub": "upstream-person"}), "id_token_key"),
        ("not a token", "id_token_shape"),
    ],
    ids=["none", "hs256", "unknown-key", "garbage"],
)
def test_31_a_token_that_is_not_signed_by_the_provider_opens_no_session(siege: Siege, id_token: str, reason: str) -> None:
    siege.provider.id_token = id_token
    assert siege.outcome(siege.come_back(siege.begin())) == "server_error"
    assert siege.world.refused_because() == reason


@pytest.mark.parametrize("acr", [ABSENT, "1", "", None, "urn:ansinh:acr:9.9", 2, ["urn:ansinh:acr:2.2"]])
def test_32_a_level_that_is_absent_or_not_understood_is_unknown_and_meets_no_demand(siege: Siege, acr: object) -> None:
    siege.provider.claims = {"acr": acr}
    response = siege.come_back(siege.begin(acr_values="LoA1"))
    assert siege.outcome(response) == "unmet_authentication_requirements"


def test_32_an_unknown_level_is_told_as_unknown(siege: Siege) -> None:
    siege.provider.claims = {"acr": ABSENT}
    tokens = siege.world.tokens(siege.come_back(siege.begin()))
    assert siege.world.userinfo(tokens["access_token"]).json()["acr"] == "urn:ansinh:acr:0.0"


def test_32_a_provider_that_reports_less_than_asked_is_not_passed_on_as_asked(siege: Siege) -> None:
    siege.provider.claims = {"acr": "urn:ansinh:acr:1.1"}
    assert siege.outcome(siege.come_back(siege.begin(acr_values="urn:ansinh:acr:2.2"))) == "unmet_authentication_requirements"


def test_33_a_login_that_is_too_old_is_asked_for_again_once(siege: Siege) -> None:
    siege.provider.claims = {"auth_time": SECONDS - 3600}
    again = siege.come_back(siege.begin(max_age="60"))
    assert again.headers["location"].startswith(PROVIDER)
    sent = query_of(again)
    assert sent["prompt"] == "login"
    siege.provider.nonce = sent["nonce"]
    assert siege.outcome(siege.come_back(sent)) == "server_error"
    assert siege.world.refused_because() == "id_token_auth_time"


def test_33_a_provider_that_is_silent_about_the_time_does_not_satisfy_max_age(siege: Siege) -> None:
    siege.provider.claims = {"auth_time": ABSENT}
    assert siege.come_back(siege.begin(max_age="60")).headers["location"].startswith(PROVIDER)


def test_33_a_login_of_the_future_is_not_younger_than_now(siege: Siege) -> None:
    siege.provider.claims = {"auth_time": SECONDS + 100_000}
    tokens = siege.world.tokens(siege.come_back(siege.begin()))
    assert siege.world.userinfo(tokens["access_token"]).json()["auth_time"] == SECONDS


@pytest.mark.parametrize(
    ("userinfo", "field"),
    [
        ({"name": "a" * 500}, "name"),
        ({"name": "Trần\x00Thử"}, "name"),
        ({"name": "\u202eửhT"}, "name"),
        ({"name": "<img src=x onerror=alert(1)>"}, "name"),
        ({"name": {"first": "Trần"}}, "name"),
        ({"preferred_username": "00119000000"}, "citizen_number"),
        ({"preferred_username": "00119000000x"}, "citizen_number"),
        ({"preferred_username": ABSENT}, "preferred_username"),
        ({"birthdate": "1990-13-45"}, "birthdate"),
        ({"birthdate": "yesterday"}, "birthdate"),
        ({"birthdate": 19900502}, "birthdate"),
    ],
)
def test_34_values_that_cannot_be_believed_open_no_session(siege: Siege, userinfo: dict[str, Any], field: str) -> None:
    siege.provider.userinfo = userinfo
    assert siege.outcome(siege.come_back(siege.begin())) == "server_error"
    assert siege.world.refused_because() == f"claim_{field}"
    assert siege.world.count("exchange.sessions") == 0


def test_35_an_attackers_code_in_the_victims_callback_fails_on_the_nonce(siege: Siege) -> None:
    attackers_nonce = siege.begin()["nonce"]
    siege.browser = siege.new_browser()
    victims = siege.begin()
    siege.provider.nonce = attackers_nonce  # the code the victim brings was issued in the attacker's login
    assert siege.outcome(siege.come_back(victims)) == "server_error"
    assert siege.world.refused_because() == "id_token_nonce"


def test_35_an_attackers_code_fails_on_the_proof_key_at_the_real_provider(world: World) -> None:
    attacker, victim = world.browser(), world.browser()
    page = attacker.get(authorization())
    attacker.clients.pop(EXCHANGE)
    stolen = query_of(world.submit(attacker, page, LEVEL_2))["code"]
    victim.clients.pop(PROVIDER)
    sent = query_of(victim.get(authorization()))
    back = victim.get(oidc.with_query(f"{EXCHANGE}/commonauth", {"code": stolen, "state": sent["state"], "iss": ISSUER}))
    assert query_of(back)["error"] == "server_error"


@pytest.mark.parametrize("down", ["/token", "/userinfo", "/certs"])
def test_36_a_provider_that_does_not_answer_ends_the_login_with_an_error(siege: Siege, down: str) -> None:
    sent = siege.begin()
    siege.provider.down = down
    assert siege.outcome(siege.come_back(sent)) == "temporarily_unavailable"


def test_36_a_provider_that_is_away_begins_no_login(siege: Siege) -> None:
    siege.provider.down = "/openid-configuration"
    assert siege.outcome(siege.browser.get(authorization())) == "temporarily_unavailable"


@pytest.mark.parametrize("smuggled", ["encryptData", "userinfo", "TechID", "SoDinhDanh", "id_token"])
def test_37_identity_posted_by_a_browser_is_nobody(siege: Siege, smuggled: str) -> None:
    forged = base64.b64encode(json.dumps({"TechID": "x", "SoDinhDanh": "001190000009"}).encode()).decode()
    assert siege.outcome(siege.come_back(siege.begin(), **{smuggled: forged})) == "code"
    with siege.world.database.transaction() as conn:
        rows = conn.execute("SELECT citizen_number FROM exchange.sessions").fetchall()
    assert rows == [("001190000001",)]
    client = siege.browser.clients[EXCHANGE]
    assert client.post("/commonauth", data={smuggled: forged}).status_code == 405


def test_38_a_relying_party_blocked_during_the_login_gets_nothing(siege: Siege) -> None:
    sent = siege.begin()
    with siege.world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, "vss-portal", now=siege.world.clock())
    assert siege.outcome(siege.come_back(sent)) == "page"
    assert siege.world.count("exchange.sessions") == 0


def test_42_an_answer_nobody_asked_for_is_refused(siege: Siege) -> None:
    response = siege.browser.get(f"{EXCHANGE}/commonauth?code=c&iss={ISSUER}")
    assert siege.outcome(response) == "page"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("access_denied", "access_denied"),
        ("login_required", "login_required"),
        ("temporarily_unavailable", "temporarily_unavailable"),
        ("invalid_client", "server_error"),
        ("<script>", "server_error"),
    ],
)
def test_an_error_of_the_provider_reaches_the_relying_party_in_known_words(siege: Siege, error: str, told: str) -> None:
    response = siege.come_back(siege.begin(), code=None, error=error, error_description="001190000001")
    assert siege.outcome(response) == told
    assert "001190000001" not in response.headers["location"]


def test_41_two_subjects_with_one_number_are_two_people(siege: Siege) -> None:
    first = siege.world.tokens(siege.come_back(siege.begin()))["access_token"]
    sub = siege.world.userinfo(first).json()["sub"]
    siege.browser = siege.new_browser()
    siege.provider.claims, siege.provider.userinfo = {"sub": "another-account"}, {"sub": "another-account"}
    second = siege.world.tokens(siege.come_back(siege.begin()))["access_token"]
    assert siege.world.userinfo(second).json()["sub"] != sub


def test_what_is_sent_upstream_is_opaque_and_bound(siege: Siege) -> None:
    response = siege.browser.get(authorization(state="state-of-the-portal", login_hint="001190000001"))
    sent = dict(parse_qsl(urlsplit(response.headers["location"]).query))
    assert set(sent) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    }
    assert sent["state"] != "state-of-the-portal"
