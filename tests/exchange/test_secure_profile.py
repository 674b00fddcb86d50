"""The secure profile end to end: pushed requests, private_key_jwt, tokens bound to a key (FAPI 2.0 Security Profile, RFC 9126, RFC 9449)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx2
import pytest
from joserfc import jwe, jwt
from joserfc.jwk import ECKey

from ansinh import oidc, provider
from tests.exchange.secure_client import CALLBACK, ENDPOINT, SecureClient
from tests.exchange.world import EXCHANGE, LEVEL_2, World, authorization, claims_of, query_of


@pytest.fixture
def client(world: World) -> SecureClient:
    return SecureClient(world)


def code_of(client: SecureClient, **changes: str | None) -> str:
    """A code after a login in a fresh browser."""
    pushed = client.push(**changes)
    assert pushed.status_code == 201, pushed.text
    browser = client.world.browser()
    page = browser.get(client.authorization(pushed.json()["request_uri"]))
    back = client.world.submit(browser, page, LEVEL_2)
    assert back.headers["location"].startswith(CALLBACK)
    return query_of(back)["code"]


def tokens_of(client: SecureClient) -> dict[str, Any]:
    answer = client.redeem(code_of(client))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def refused(answer: httpx2.Response, error: str, status: int = 400) -> bool:
    return answer.status_code == status and answer.json()["error"] == error


def test_a_citizen_logs_in_at_a_hospital_of_the_secure_profile(client: SecureClient) -> None:
    tokens = tokens_of(client)
    assert tokens["token_type"] == "DPoP"
    person = client.userinfo(tokens["access_token"]).json()
    assert set(person) == {"sub", "acr", "amr", "auth_time", "HoVaTen", "SoDinhDanh"}
    assert person["sub"] == claims_of(tokens["id_token"])["sub"]
    assert claims_of(tokens["id_token"])["nonce"] == "nonce-of-this-login"


def test_7_a_request_that_was_not_pushed_is_refused(client: SecureClient) -> None:
    page = client.world.browser().get(authorization(client_id="hospital", redirect_uri=CALLBACK))
    assert page.status_code == 400


def test_8_a_pushed_request_leads_to_one_code_and_is_used_by_its_client_alone(client: SecureClient) -> None:
    uri = client.push().json()["request_uri"]
    browser = client.world.browser()
    page = browser.get(client.authorization(uri))
    other_tab = browser.get(client.authorization(uri))  # nothing has come of it yet
    assert "code" in query_of(client.world.submit(browser, page, LEVEL_2))
    assert browser.get(client.authorization(uri)).status_code == 400
    assert other_tab.status_code == 200
    other = client.push().json()["request_uri"]
    assert browser.get(oidc.with_query(f"{ENDPOINT}/authorize", {"client_id": "vss-portal", "request_uri": other})).status_code == 400


def test_8_a_pushed_request_that_waited_too_long_is_refused(client: SecureClient) -> None:
    uri = client.push().json()["request_uri"]
    client.world.clock.advance(61)
    assert client.world.browser().get(client.authorization(uri)).status_code == 400


def test_8_what_the_browser_adds_to_a_pushed_request_does_not_count(client: SecureClient) -> None:
    uri = client.push().json()["request_uri"]
    page = client.world.browser().get(client.authorization(uri, redirect_uri="https://evil.example/cb", scope="openid"))
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://evil.example/cb"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_request_is_judged_when_it_is_pushed(client: SecureClient, changes: dict[str, str | None], error: str) -> None:
    assert refused(client.push(**changes), error)


def test_20_an_assertion_counts_once_also_at_two_processes_at_once(client: SecureClient) -> None:
    assertion = client.assertion()
    start = Barrier(4)

    def push(_number: int) -> int:
        start.wait()
        return client.push(**assertion).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(push, range(4))) == [201, 401, 401, 401]


@pytest.mark.parametrize("changes", [{"aud": f"{ENDPOINT}/token"}, {"aud": [EXCHANGE]}, {"sub": "vss-portal"}, {"exp": 1}, {"jti": ""}])
def test_20_an_assertion_that_is_not_good_is_invalid_client(client: SecureClient, changes: dict[str, Any]) -> None:
    assert refused(client.push(**client.assertion(**changes)), "invalid_client", 401)


def test_21_another_way_to_authenticate_than_the_registered_one_is_refused(client: SecureClient) -> None:
    for form in (
        {"client_assertion": None, "client_assertion_type": None, "client_secret": "a-secret-of-random-characters-of-length"},
        {"client_secret": "a-secret-of-random-characters-of-length"},
        {"client_assertion_type": "urn:another"},
    ):
        assert refused(client.push(**form), "invalid_client", 401)


def test_22_a_token_is_not_given_without_a_proof(client: SecureClient) -> None:
    code = code_of(client)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": "x", **client.assertion()}
    assert refused(client.post("token", form), "invalid_dpop_proof")


def test_22_a_proof_counts_once(client: SecureClient) -> None:
    proof = client.proof("POST", f"{ENDPOINT}/token")
    tokens = client.redeem(code_of(client), proof=proof).json()
    assert refused(client.refresh(tokens["refresh_token"], proof=proof), "invalid_dpop_proof")


def test_22_a_proof_of_another_key_or_for_another_token_opens_nothing(client: SecureClient) -> None:
    token = tokens_of(client)["access_token"]
    url = f"{ENDPOINT}/userinfo"
    other = client.proof("GET", url, access_token=token, key=ECKey.generate_key("P-256"))
    for proof in (other, client.proof("GET", url, access_token="another"), client.proof("GET", url), client.proof("POST", url)):
        assert refused(client.userinfo(token, proof=proof), "invalid_dpop_proof", 401)
    assert client.userinfo(token).status_code == 200


def test_23_a_bound_token_sent_as_bearer_opens_nothing(client: SecureClient) -> None:
    assert refused(client.userinfo(tokens_of(client)["access_token"], scheme="Bearer"), "invalid_token", 401)


def test_23_a_bearer_token_sent_as_bound_opens_nothing(world: World) -> None:
    client = SecureClient(world)
    bearer = world.tokens(world.log_in(world.browser()))["access_token"]
    assert refused(client.userinfo(bearer), "invalid_token", 401)


def test_24_a_code_asked_for_with_one_key_is_not_redeemed_with_another(client: SecureClient) -> None:
    code = code_of(client, dpop_jkt=client.proof_key.thumbprint())
    other = client.proof("POST", f"{ENDPOINT}/token", key=ECKey.generate_key("P-256"))
    assert refused(client.redeem(code, proof=other), "invalid_grant")


def test_24_a_proof_at_the_push_binds_the_code(client: SecureClient) -> None:
    pushed = client.push(proof=client.proof("POST", f"{ENDPOINT}/par"))
    browser = client.world.browser()
    page = browser.get(client.authorization(pushed.json()["request_uri"]))
    code = query_of(client.world.submit(browser, page, LEVEL_2))["code"]
    other = client.proof("POST", f"{ENDPOINT}/token", key=ECKey.generate_key("P-256"))
    assert refused(client.redeem(code, proof=other), "invalid_grant")
    mismatched = client.push(proof=client.proof("POST", f"{ENDPOINT}/par"), dpop_jkt="A" * 43)
    assert refused(mismatched, "invalid_dpop_proof")


def test_25_a_refresh_token_that_comes_back_ends_the_whole_login(client: SecureClient) -> None:
    first = tokens_of(client)
    second = client.refresh(first["refresh_token"]).json()
    assert client.userinfo(second["access_token"]).status_code == 200
    assert refused(client.refresh(first["refresh_token"]), "invalid_grant")
    assert refused(client.refresh(second["refresh_token"]), "invalid_grant")
    assert refused(client.userinfo(second["access_token"]), "invalid_token", 401)


def test_25_of_two_refreshes_at_once_one_wins_and_then_neither(client: SecureClient) -> None:
    token = tokens_of(client)["refresh_token"]
    start = Barrier(4)

    def refresh(_number: int) -> int:
        start.wait()
        return client.refresh(token).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(refresh, range(4))) == [200, 400, 400, 400]
    assert client.world.count("provider.tokens", EXCHANGE) == 0


def test_25_scopes_are_narrowed_and_never_widened_and_a_token_without_openid_opens_no_person(client: SecureClient) -> None:
    tokens = tokens_of(client)
    assert refused(client.refresh(tokens["refresh_token"], scope="openid address"), "invalid_scope")
    narrow = client.refresh(tokens["refresh_token"], scope="offline_access").json()
    assert narrow["scope"] == "offline_access"
    assert refused(client.userinfo(narrow["access_token"]), "insufficient_scope", 403)


def test_25_a_refresh_token_ends_with_the_session_it_came_from(client: SecureClient) -> None:
    tokens = tokens_of(client)
    hint = {"id_token_hint": tokens["id_token"]}
    client.world.browser().get(oidc.with_query(f"{EXCHANGE}/oidc/logout", hint))
    assert refused(client.refresh(tokens["refresh_token"]), "invalid_grant")
    assert refused(client.userinfo(tokens["access_token"]), "invalid_token", 401)


def test_26_a_client_learns_of_its_own_tokens_and_of_nobody_elses(client: SecureClient) -> None:
    tokens = tokens_of(client)
    own = client.post("introspect", {"token": tokens["access_token"], **client.assertion()}).json()
    assert (own["active"], own["token_type"], own["cnf"]) == (True, "DPoP", {"jkt": client.proof_key.thumbprint()})
    other = SecureClient(client.world, "another-hospital")
    for token in (tokens["access_token"], tokens["id_token"], tokens["refresh_token"], "x"):
        assert other.post("introspect", {"token": token, **other.assertion()}).json() == {"active": False}
    assert client.post("introspect", {"token": tokens["id_token"], **client.assertion()}).json() == {"active": False}


def test_26_an_id_token_opens_nothing(client: SecureClient) -> None:
    assert refused(client.userinfo(tokens_of(client)["id_token"]), "invalid_token", 401)


def test_a_token_that_is_given_back_opens_nothing_and_a_refresh_token_takes_its_family_along(client: SecureClient) -> None:
    tokens = tokens_of(client)
    other = SecureClient(client.world, "another-hospital")
    assert other.post("revoke", {"token": tokens["refresh_token"], **other.assertion()}).status_code == 200
    assert client.userinfo(tokens["access_token"]).status_code == 200
    assert client.post("revoke", {"token": tokens["refresh_token"], **client.assertion()}).status_code == 200
    assert refused(client.userinfo(tokens["access_token"]), "invalid_token", 401)
    assert client.post("revoke", {"token": "unknown", **client.assertion()}).status_code == 200


def test_28_a_citizen_goes_by_another_name_at_every_sector(world: World) -> None:
    one = SecureClient(world, "hospital-one", subject_type="pairwise", sector="one.example")
    two = SecureClient(world, "hospital-two", subject_type="pairwise", sector="two.example")
    subjects = [claims_of(tokens_of(client)["id_token"])["sub"] for client in (one, two, one)]
    assert subjects[0] == subjects[2] != subjects[1]
    tokens = tokens_of(one)
    assert one.userinfo(tokens["access_token"]).json()["sub"] == subjects[0]
    assert one.post("introspect", {"token": tokens["access_token"], **one.assertion()}).json()["sub"] == subjects[0]


def test_a_signed_answer_is_for_its_client_alone(world: World) -> None:
    client = SecureClient(world, userinfo_form="signed")
    answer = client.userinfo(tokens_of(client)["access_token"])
    assert answer.headers["content-type"] == "application/jwt"
    claims = claims_of(answer.text)
    assert (claims["aud"], claims["iss"], "HoVaTen" in claims) == ("hospital", EXCHANGE, True)


def test_an_encrypted_answer_is_read_by_its_client_alone(world: World) -> None:
    reader = ECKey.generate_key("P-256", {"kid": "enc-1", "use": "enc"})
    client = SecureClient(world, userinfo_form="encrypted", more_keys=[reader.as_dict(private=False)])
    answer = client.userinfo(tokens_of(client)["access_token"])
    opened = jwe.decrypt_compact(answer.text, reader, algorithms=["ECDH-ES+A256KW", "A256GCM"])
    assert opened.plaintext is not None
    assert "HoVaTen" in claims_of(opened.plaintext.decode())


def test_claims_asked_for_by_name_are_all_that_is_told(client: SecureClient) -> None:
    asked = '{"userinfo": {"HoVaTen": {"essential": true}, "DiaChi": null}}'
    tokens = client.redeem(code_of(client, claims=asked)).json()
    assert set(client.userinfo(tokens["access_token"]).json()) == {"sub", "acr", "amr", "auth_time", "HoVaTen"}


def test_9_a_signed_request_counts_and_what_stands_beside_it_does_not(client: SecureClient) -> None:
    now = int(client.world.clock().timestamp())
    inside = {
        "iss": "hospital",
        "aud": EXCHANGE,
        "nbf": now,
        "exp": now + 60,
        "response_type": "code",
        "client_id": "hospital",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "state": "inside",
        "code_challenge": oidc.challenge_of("x" * 43),
        "code_challenge_method": "S256",
    }
    raw = jwt.encode({"alg": "ES256", "kid": "sig-1", "typ": "oauth-authz-req+jwt"}, inside, client.key)
    form: dict[str, str | None] = {"client_id": "hospital", "request": raw, **client.assertion()}
    pushed = client.post("par", form)
    assert pushed.status_code == 201, pushed.text
    browser = client.world.browser()
    back = client.world.submit(browser, browser.get(client.authorization(pushed.json()["request_uri"])), LEVEL_2)
    assert query_of(back)["state"] == "inside"
    differing: dict[str, str | None] = {"client_id": "hospital", "request": raw, "state": "outside", **client.assertion()}
    assert refused(client.post("par", differing), "invalid_request_object")


def test_a_blocked_client_is_answered_like_an_unknown_one(client: SecureClient) -> None:
    tokens = tokens_of(client)
    with client.world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, "hospital", now=client.world.clock())
    assert refused(client.push(), "invalid_client", 401)
    assert refused(client.userinfo(tokens["access_token"]), "invalid_token", 401)
