"""Attacks of the security baseline at the exchange's own endpoints, as far as other tests hold them for single functions only."""

import secrets
from urllib.parse import parse_qsl, quote, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from ansinh import oidc
from tests.exchange.secure_client import CALLBACK as SECURE_CALLBACK
from tests.exchange.secure_client import ENDPOINT, SecureClient
from tests.exchange.world import (
    CALLBACK,
    EXCHANGE,
    LEVEL_1,
    LEVEL_2,
    PROVIDER,
    SECRET,
    SIGNED_OUT,
    World,
    authorization,
    claims_of,
    query_of,
    token_request,
)

HOST = urlsplit(CALLBACK).netloc


@pytest.fixture(scope="module")
def secure(world: World) -> SecureClient:
    return SecureClient(world, "baseline-secure")


def stops(world: World, address: str) -> bool:
    """True if the browser sees a page of error and is sent nowhere."""
    page = world.browser().get(address)
    return page.status_code == 400 and "location" not in page.headers and "<h1>" in page.text


@pytest.mark.parametrize(
    "uri",
    [
        f"{CALLBACK}/extra",
        f"{CALLBACK}?x=1",
        f"{CALLBACK}#x",
        CALLBACK.upper(),
        CALLBACK.replace("/login/", "/x/../login/"),
        CALLBACK.replace(HOST, f"{HOST}@evil.example"),
        CALLBACK.replace(HOST, f"evil.example@{HOST}"),
        CALLBACK.replace(":8000", ":9999"),
        CALLBACK.replace("127.0.0.1", "sub.127.0.0.1"),
        CALLBACK.replace("http:", "https:"),
        CALLBACK.replace("/login/", "/%6cogin/"),
        f"{CALLBACK} https://evil.example",
        f"{CALLBACK}\\@evil.example",
        "javascript:alert(1)",
        "//evil.example/login/callback",
    ],
)
def test_01_an_address_that_differs_in_anything_gets_a_page_and_no_redirect(world: World, uri: str) -> None:
    assert stops(world, authorization(redirect_uri=uri))


@pytest.mark.parametrize("client_id", ["unknown", None, "VSS-PORTAL", "vss-portal ", "vss-portal\u0000", "identity-exchange"])
def test_02_a_client_that_is_not_registered_here_gets_a_page_and_no_redirect(world: World, client_id: str | None) -> None:
    assert stops(world, authorization(client_id=client_id))


@pytest.mark.parametrize(
    "response_type", ["token", "id_token", "code id_token", "code token", "id_token token", "code id_token token", "none", "CODE"]
)
def test_03_every_flow_but_the_code_flow_is_refused(world: World, response_type: str) -> None:
    assert query_of(world.browser().get(authorization(response_type=response_type)))["error"] == "unsupported_response_type"


def test_05_a_parameter_given_twice_is_refused_at_every_endpoint(world: World, secure: SecureClient) -> None:
    assert stops(world, f"{authorization()}&redirect_uri={quote(CALLBACK, safe='')}")
    assert stops(world, f"{authorization()}&client_id=vss-portal")
    form = "&".join(f"{name}={quote(value)}" for name, value in secure.assertion().items())
    for path, twice in (("par", "client_id"), ("token", "grant_type"), ("introspect", "token"), ("revoke", "token")):
        body = f"{form}&{twice}=a&{twice}=a"
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = secure.http.post(f"/oauth2/{path}", content=body, headers=headers)
        assert (path, answer.status_code, answer.json()["error"]) == (path, 400, "invalid_request")


@pytest.mark.parametrize(
    "changes",
    [
        {"response_type": "token"},
        {"prompt": "none"},
        {"acr_values": "gold"},
        {"scope": "profile"},
        {"code_challenge": None},
        {"max_age": "soon"},
        {"claims": "{"},
        {"response_mode": "fragment"},
    ],
)
def test_16_every_answer_of_error_carries_the_issuer(world: World, changes: dict[str, str | None]) -> None:
    answer = query_of(world.browser().get(authorization(**changes)))
    assert (answer["iss"], "error" in answer, "code" in answer) == (EXCHANGE, True, False)


def test_16_the_answer_to_a_pushed_request_carries_the_issuer(world: World, secure: SecureClient) -> None:
    browser = world.browser()
    page = browser.get(secure.authorization(secure.push().json()["request_uri"]))
    assert query_of(world.submit(browser, page, LEVEL_2))["iss"] == EXCHANGE
    prompted = secure.push(prompt="none").json()["request_uri"]
    assert query_of(world.browser().get(secure.authorization(prompted)))["iss"] == EXCHANGE


def test_17_the_code_is_in_one_address_alone_and_no_page_on_the_way_may_be_kept_or_told_of(world: World) -> None:
    browser = world.browser()
    seen: list[httpx2.Response] = []
    for client in browser.clients.values():
        client.event_hooks["response"].append(seen.append)
    code = query_of(world.log_in(browser))["code"]
    assert [address for address in browser.visited if code in address] == [browser.visited[-1]]
    assert browser.visited[-1].startswith(CALLBACK)
    assert len(seen) >= 4
    for response in seen:
        assert code not in response.text
        assert "no-store" in response.headers["cache-control"]
        assert response.headers["referrer-policy"] == "no-referrer"


def test_19_a_code_of_the_secure_profile_is_worth_nothing_to_another_client_and_nothing_after_60_seconds(
    world: World, secure: SecureClient
) -> None:
    other = SecureClient(world, "baseline-other")
    assert other.redeem(_code(secure)).json()["error"] == "invalid_grant"
    late = _code(secure)
    world.clock.advance(60)
    assert secure.redeem(late).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("kid", ["../../etc/passwd", "https://evil.example/key", "sig-1' OR 1=1 --", "", "another"])
def test_20_a_key_name_leads_nowhere(secure: SecureClient, kid: str) -> None:
    sound = secure.assertion()
    claims = jwt.decode(sound["client_assertion"], secure.key, algorithms=["ES256"]).claims
    forged = jwt.encode({"alg": "ES256", "kid": kid}, claims, secure.key)
    answer = secure.push(**{**sound, "client_assertion": forged})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("header", [{"jku": "https://evil.example/jwks"}, {"x5u": "https://evil.example/x"}])
def test_20_a_header_that_names_an_address_is_refused(secure: SecureClient, header: dict[str, object]) -> None:
    sound = secure.assertion()
    claims = jwt.decode(sound["client_assertion"], secure.key, algorithms=["ES256"]).claims
    forged = jwt.encode({"alg": "ES256", "kid": "sig-1", **header}, claims, secure.key)
    assert secure.push(**{**sound, "client_assertion": forged}).status_code == 401


def test_20_an_assertion_counts_once_at_all_endpoints_together(secure: SecureClient) -> None:
    once = secure.assertion()
    assert secure.push(**once).status_code == 201
    for path in ("token", "introspect", "revoke"):
        assert (
            secure.post(path, {"grant_type": "authorization_code", "code": "c", "token": "t", **once}).json()["error"] == "invalid_client"
        )


def test_22_two_proofs_in_one_request_are_refused(secure: SecureClient) -> None:
    form = {name: str(value) for name, value in secure.assertion().items()} | {"grant_type": "authorization_code", "code": "c"}
    proofs = [("dpop", secure.proof("POST", f"{ENDPOINT}/token")) for _ in range(2)]
    answer = secure.http.post("/oauth2/token", data=form, headers=proofs)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")


def test_22_a_proof_number_of_one_key_does_not_use_up_that_of_another(secure: SecureClient) -> None:
    number = secrets.token_hex(8)
    keys = [ECKey.generate_key("P-256") for _ in range(2)]
    proofs = [secure.proof("POST", f"{ENDPOINT}/par", key=key, jti=number) for key in keys]
    assert [secure.push(proof=proof).status_code for proof in (*proofs, proofs[0])] == [201, 201, 400]


def test_22_a_proof_for_userinfo_counts_once_whatever_query_is_added(secure: SecureClient) -> None:
    token = secure.redeem(_code(secure)).json()["access_token"]
    proof = secure.proof("GET", f"{ENDPOINT}/userinfo", access_token=token)
    headers = {"authorization": f"DPoP {token}", "dpop": proof}
    assert [secure.http.get(f"/oauth2/userinfo?n={number}", headers=headers).status_code for number in range(2)] == [200, 401]


def test_25_a_login_ends_for_the_client_when_a_refresh_token_comes_back(world: World, secure: SecureClient) -> None:
    tokens = secure.redeem(_code(secure)).json()
    renewed = secure.refresh(tokens["refresh_token"]).json()
    assert secure.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert secure.refresh(renewed["refresh_token"]).json()["error"] == "invalid_grant"
    assert secure.userinfo(renewed["access_token"]).status_code == 401
    assert world.browser().get(authorization()).status_code == 200  # the person's own session is another matter


def test_26_an_access_token_is_no_id_token_and_an_id_token_no_logout_token(world: World) -> None:
    tokens = world.tokens(world.log_in(world.browser()))
    as_hint = world.browser().get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": tokens["access_token"]}))
    assert as_hint.status_code == 400
    told = TestClient(world.exchange, base_url=EXCHANGE).post("/commonauth/logout", data={"logout_token": tokens["id_token"]})
    assert told.status_code == 400
    assert world.userinfo(tokens["access_token"]).status_code == 200


def test_26_an_access_token_of_the_provider_opens_nothing_at_the_exchange(world: World) -> None:
    own = TestClient(world.provider, base_url=PROVIDER)
    assert own.get("/auth/realms/citizen/protocol/openid-connect/userinfo", headers=_bearer("unknown")).status_code == 401
    tokens = world.tokens(world.log_in(world.browser()))
    at_provider = own.get("/auth/realms/citizen/protocol/openid-connect/userinfo", headers=_bearer(tokens["access_token"]))
    assert at_provider.status_code == 401


def test_27_a_level_1_login_yields_no_claim_that_needs_level_2_even_asked_for_by_name(world: World) -> None:
    asked = '{"userinfo": {"DiaChi": {"essential": true}, "SoDienThoai": null, "SoDinhDanh": null}}'
    tokens = world.tokens(world.log_in(world.browser(), LEVEL_1, request={"claims": asked}))
    person = world.userinfo(tokens["access_token"]).json()
    assert {"DiaChi", "SoDienThoai", "ThuDienTu"}.isdisjoint(person)
    assert claims_of(tokens["id_token"])["acr"] == "urn:ansinh:acr:1.1"


@pytest.mark.parametrize(
    "uri", [f"{SIGNED_OUT}/x", f"{SIGNED_OUT}?x=1", SIGNED_OUT.upper(), "https://evil.example/", "javascript:alert(1)", CALLBACK]
)
def test_44_no_address_but_the_registered_one_is_gone_to_after_signing_out(world: World, uri: str) -> None:
    browser = world.browser()
    hint = world.tokens(world.log_in(browser))["id_token"]
    page = browser.get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": hint, "post_logout_redirect_uri": uri}))
    assert (page.status_code, "location" in page.headers) == (400, False)


def test_44_a_hint_that_nobody_signed_ends_no_session(world: World) -> None:
    browser = world.browser()
    hint = world.tokens(world.log_in(browser))["id_token"]
    head, body, _ = hint.split(".")
    for forged in (
        f"{head}.{body}.",
        f"eyJhbGciOiJub25lIn0.{body}.",
        jwt.encode({"alg": "ES256", "typ": "JWT"}, claims_of(hint), ECKey.generate_key("P-256")),
    ):
        page = browser.get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": forged, "post_logout_redirect_uri": SIGNED_OUT}))
        assert (page.status_code, "location" in page.headers) == (400, False)
    assert "code" in query_of(browser.get(authorization(prompt="none")))


def test_45_a_sign_out_begun_by_another_site_signs_nobody_out(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    client = browser.clients[EXCHANGE]
    for method, path in (("GET", "/oidc/logout"), ("POST", "/oidc/logout"), ("POST", "/oidc/logout/confirm")):
        client.request(method, path, headers={"content-type": "application/x-www-form-urlencoded", "origin": "https://evil.example"})
    assert "code" in query_of(browser.get(authorization(prompt="none")))


def _code(client: SecureClient) -> str:
    browser = client.world.browser()
    page = browser.get(client.authorization(client.push().json()["request_uri"]))
    back = client.world.submit(browser, page, LEVEL_2)
    assert back.headers["location"].startswith(SECURE_CALLBACK)
    return dict(parse_qsl(urlsplit(back.headers["location"]).query))["code"]


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_23_a_bound_token_opens_nothing_in_the_form_either(secure: SecureClient) -> None:
    token = secure.redeem(_code(secure)).json()["access_token"]
    assert secure.http.post("/oauth2/userinfo", data={"access_token": token}).status_code == 401
    assert secure.userinfo(token).status_code == 200


def test_18_a_code_of_the_secure_profile_used_twice_ends_the_first_tokens(secure: SecureClient) -> None:
    code = _code(secure)
    first = secure.redeem(code).json()
    assert secure.redeem(code).json()["error"] == "invalid_grant"
    assert secure.userinfo(first["access_token"]).status_code == 401
    assert secure.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"


def test_21_no_way_to_authenticate_stands_in_for_the_registered_one(world: World) -> None:
    for form in ({"client_id": "vss-portal", "client_secret": SECRET}, {"client_id": "vss-portal"}):
        answer = token_request(world.exchange, changes={"code": "c", **form}, auth=None)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
