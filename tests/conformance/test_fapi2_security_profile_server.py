"""The modules of the suite's plan fapi2-security-profile-final-test-plan against the exchange, each a test of the same name.

The variant: client authentication private_key_jwt, sender constraint DPoP, OpenID Connect, plain FAPI, unsigned requests that are pushed,
plain response. The relying party is `tests.exchange.secure_client`, which shares no code with the exchange.
"""

import secrets
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.testclient import TestClient

from ansinh import oidc, provider
from tests.conformance.suite import challenge
from tests.exchange.secure_client import CALLBACK, ENDPOINT, SecureClient
from tests.exchange.world import EXCHANGE, ISSUER, LEVEL_2, VERIFIER, World, claims_of, hidden, query_of


@pytest.fixture(scope="module")
def client(world: World) -> SecureClient:
    return SecureClient(world, "suite-client")


@pytest.fixture(scope="module")
def second(world: World) -> SecureClient:
    return SecureClient(world, "suite-client2")


def reply(client: SecureClient, pushed: httpx2.Response, **in_address: str) -> dict[str, str]:
    """What comes back to the callback after a login in a fresh browser."""
    assert pushed.status_code == 201, pushed.text
    browser = client.world.browser()
    page = browser.get(client.authorization(pushed.json()["request_uri"], **in_address))
    back = client.world.submit(browser, page, LEVEL_2)
    assert back.is_redirect, back.text
    assert back.headers["location"].startswith(f"{CALLBACK}?")
    return query_of(back)


def code_of(client: SecureClient, *, proof: str | None = None, **changes: str | None) -> str:
    return reply(client, client.push(proof=proof, **changes))["code"]


def tokens_of(client: SecureClient, **changes: str | None) -> dict[str, Any]:
    return granted(client.redeem(code_of(client, **changes)))


def granted(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def refusal(answer: httpx2.Response) -> str:
    """The OAuth error code of a refusal that says so in the right form (RFC 6749 5.2)."""
    assert answer.status_code in {400, 401}, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert "access_token" not in answer.json()
    return str(answer.json()["error"])


def stops(page: httpx2.Response) -> bool:
    """True if the person sees an error page and the browser is sent nowhere."""
    return page.status_code == 400 and not page.is_redirect and "text/html" in page.headers["content-type"]


def token_proof(client: SecureClient, **changes: Any) -> str:
    return client.proof("POST", f"{ENDPOINT}/token", **changes)


def par_proof(client: SecureClient, **changes: Any) -> str:
    return client.proof("POST", f"{ENDPOINT}/par", **changes)


def test_fapi2_security_profile_final_discovery_end_point_verification(client: SecureClient) -> None:
    document = client.http.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == EXCHANGE
    assert document["pushed_authorization_request_endpoint"] == f"{ENDPOINT}/par"
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["authorization_response_iss_parameter_supported"] is True
    assert "private_key_jwt" in document["token_endpoint_auth_methods_supported"]
    allowed = {"PS256", "ES256", "EdDSA", "Ed25519"}
    for use in ("dpop", "token_endpoint_auth", "id_token"):
        name = f"{use}_signing_alg_values_supported"
        assert {*document[name]} <= allowed, name
    assert {"authorization_code", "refresh_token"} <= {*document["grant_types_supported"]}


def test_fapi2_security_profile_final_happy_flow(client: SecureClient, second: SecureClient) -> None:
    subjects = []
    for each in (client, second):
        back = reply(each, each.push())
        assert (back["state"], back["iss"]) == ("state-of-this-browser", EXCHANGE)
        tokens = granted(each.redeem(back["code"]))
        claims = claims_of(tokens["id_token"])
        assert (tokens["token_type"], claims["aud"], claims["nonce"]) == ("DPoP", each.client_id, "nonce-of-this-login")
        person = each.userinfo(tokens["access_token"])
        assert (person.status_code, person.json()["sub"]) == (200, claims["sub"])
        subjects.append(claims["sub"])
    assert len(set(subjects)) == 1  # one person, public subject


def test_fapi2_security_profile_final_user_rejects_authentication(client: SecureClient) -> None:
    browser = client.world.browser()
    page = browser.get(client.authorization(client.push().json()["request_uri"]))
    turned_back = query_of(browser.get(f"{ISSUER}/login-actions/cancel?login={hidden(page)['login']}"))
    assert (turned_back["error"], turned_back["state"], turned_back["iss"]) == ("access_denied", "state-of-this-browser", EXCHANGE)
    assert "code" not in turned_back


def test_fapi2_security_profile_final_ensure_authorization_request_without_state_success(client: SecureClient) -> None:
    assert "state" not in reply(client, client.push(state=None))


def test_fapi2_security_profile_final_ensure_authorization_request_without_nonce_success(client: SecureClient) -> None:
    assert "nonce" not in claims_of(tokens_of(client, nonce=None)["id_token"])


def test_fapi2_security_profile_final_ensure_authorization_request_with_64_char_nonce_success(client: SecureClient) -> None:
    nonce = secrets.token_hex(32)
    assert claims_of(tokens_of(client, nonce=nonce)["id_token"])["nonce"] == nonce


def test_fapi2_security_profile_final_ensure_other_scope_order_succeeds(client: SecureClient) -> None:
    assert {*tokens_of(client, scope="offline_access openid")["scope"].split()} == {"openid", "offline_access"}


def test_fapi2_security_profile_final_test_claims_parameter_identity_claims(client: SecureClient) -> None:
    asked = '{"userinfo": {"HoVaTen": {"essential": true}, "name": null, "email": null}, "id_token": {"auth_time": {"essential": true}}}'
    tokens = tokens_of(client, claims=asked)
    person = client.userinfo(tokens["access_token"]).json()
    assert (person["HoVaTen"], "email" in person) == (LEVEL_2.full_name, False)
    assert claims_of(tokens["id_token"])["auth_time"] > 0


@pytest.mark.parametrize("scheme", ["dpop", "DPOP", "dPoP"])
def test_fapi2_security_profile_final_access_token_type_header_case_sensitivity(client: SecureClient, scheme: str) -> None:
    token = tokens_of(client)["access_token"]
    proof = client.proof("GET", f"{ENDPOINT}/userinfo", access_token=token)
    answer = client.http.get("/oauth2/userinfo", headers={"authorization": f"{scheme} {token}", "dpop": proof})
    assert answer.status_code == 200


def test_fapi2_security_profile_final_check_dpop_proof_nbf_exp(client: SecureClient) -> None:
    now = int(client.world.clock().timestamp())
    tokens = granted(client.redeem(code_of(client), proof=token_proof(client, nbf=now, exp=now + 300)))
    proof = client.proof("GET", f"{ENDPOINT}/userinfo", access_token=tokens["access_token"], nbf=now, exp=now + 300)
    assert client.userinfo(tokens["access_token"], proof=proof).status_code == 200


@pytest.mark.parametrize("seconds", [-10])
def test_fapi2_security_profile_final_ensure_dpopproof_with_iat_10seconds_before_succeeds(client: SecureClient, seconds: int) -> None:
    _with_iat(client, seconds)


@pytest.mark.parametrize("seconds", [10])
def test_fapi2_security_profile_final_ensure_dpopproof_with_iat_10seconds_after_succeeds(client: SecureClient, seconds: int) -> None:
    _with_iat(client, seconds)


def _with_iat(client: SecureClient, seconds: int) -> None:
    at = int(client.world.clock().timestamp()) + seconds
    tokens = granted(client.redeem(code_of(client), proof=token_proof(client, iat=at)))
    proof = client.proof("GET", f"{ENDPOINT}/userinfo", access_token=tokens["access_token"], iat=at)
    assert client.userinfo(tokens["access_token"], proof=proof).status_code == 200


def test_fapi2_security_profile_final_ensure_mismatched_dpop_jkt_fails(client: SecureClient) -> None:
    other = ECKey.generate_key("P-256").thumbprint()
    assert refusal(client.push(proof=par_proof(client), dpop_jkt=other)) in {"invalid_request", "invalid_dpop_proof"}


def test_fapi2_security_profile_final_ensure_token_endpoint_fails_with_mismatched_dpop_proof_jkt(client: SecureClient) -> None:
    code = code_of(client, proof=par_proof(client))
    answer = client.redeem(code, proof=token_proof(client, key=ECKey.generate_key("P-256")))
    assert refusal(answer) in {"invalid_grant", "invalid_dpop_proof", "invalid_request"}


def test_fapi2_security_profile_final_ensure_token_endpoint_fails_with_mismatched_dpop_jkt(client: SecureClient) -> None:
    code = code_of(client, dpop_jkt=client.proof_key.thumbprint())
    answer = client.redeem(code, proof=token_proof(client, key=ECKey.generate_key("P-256")))
    assert refusal(answer) in {"invalid_grant", "invalid_dpop_proof", "invalid_request"}


def test_fapi2_security_profile_final_ensure_dpopproof_at_par_endpoint_binding_success(client: SecureClient) -> None:
    assert granted(client.redeem(code_of(client, proof=par_proof(client))))["token_type"] == "DPoP"


def test_fapi2_security_profile_final_ensure_dpop_auth_code_binding_success(client: SecureClient) -> None:
    code = code_of(client, proof=par_proof(client), dpop_jkt=client.proof_key.thumbprint())
    assert granted(client.redeem(code))["token_type"] == "DPoP"


def test_fapi2_security_profile_final_ensure_different_nonce_inside_and_outside_request_object(client: SecureClient) -> None:
    back = reply(client, client.push(), nonce="another-nonce")
    assert claims_of(granted(client.redeem(back["code"]))["id_token"])["nonce"] == "nonce-of-this-login"


def test_fapi2_security_profile_final_ensure_different_state_inside_and_outside_request_object(client: SecureClient) -> None:
    assert reply(client, client.push(), state="another-state")["state"] == "state-of-this-browser"


def test_fapi2_security_profile_final_ensure_authorization_request_with_long_nonce(client: SecureClient) -> None:
    nonce = secrets.token_hex(192)
    assert claims_of(tokens_of(client, nonce=nonce)["id_token"])["nonce"] == nonce
    assert refusal(client.push(nonce="n" * 1025)) == "invalid_request"


def test_fapi2_security_profile_final_ensure_authorization_request_with_long_state(client: SecureClient) -> None:
    state = secrets.token_hex(500)
    assert reply(client, client.push(state=state))["state"] == state
    assert refusal(client.push(state="s" * 1025)) == "invalid_request"


def test_fapi2_security_profile_final_state_only_outside_request_object_not_used(client: SecureClient) -> None:
    assert "state" not in reply(client, client.push(state=None), state="only-outside")


def test_fapi2_security_profile_final_ensure_request_object_without_redirect_uri_fails(client: SecureClient) -> None:
    assert refusal(client.push(redirect_uri=None)) in {"invalid_request", "invalid_request_object"}


def test_fapi2_security_profile_final_plain_fapi_tolerate_unregistered_redirect_uri(client: SecureClient) -> None:
    """A server may take an unregistered address from an authenticated client (RFC 9126 2.4); this one does not."""
    assert refusal(client.push(redirect_uri=f"{CALLBACK}/{secrets.token_hex(4)}")) == "invalid_request"


def test_fapi2_security_profile_final_ensure_unsigned_authorization_request_without_using_par_fails(client: SecureClient) -> None:
    params: dict[str, str | None] = {
        "client_id": client.client_id,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid",
        "code_challenge": challenge(VERIFIER),
        "code_challenge_method": "S256",
    }
    assert stops(client.world.browser().get(oidc.with_query(f"{ENDPOINT}/authorize", params)))


def test_fapi2_security_profile_final_ensure_redirect_uri_in_authorization_request(client: SecureClient) -> None:
    assert refusal(client.push(redirect_uri=None)) == "invalid_request"


def test_fapi2_security_profile_final_ensure_response_type_code_idtoken_fails(client: SecureClient) -> None:
    assert refusal(client.push(response_type="code id_token")) in {"unsupported_response_type", "invalid_request", "unauthorized_client"}


def test_fapi2_security_profile_final_ensure_response_type_token_fails(client: SecureClient) -> None:
    assert refusal(client.push(response_type="token")) in {"unsupported_response_type", "invalid_request", "unauthorized_client"}


def test_fapi2_security_profile_final_ensure_client_id_in_token_endpoint(client: SecureClient, second: SecureClient) -> None:
    answer = client.redeem(code_of(client), client_id=second.client_id)
    assert refusal(answer) in {"invalid_client", "invalid_grant", "invalid_request"}


def test_fapi2_security_profile_final_ensure_holder_of_key_required(client: SecureClient) -> None:
    form = {"grant_type": "authorization_code", "code": code_of(client), "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    assert refusal(client.post("token", {**form, **client.assertion()})) in {"invalid_request", "invalid_dpop_proof", "invalid_grant"}


def test_fapi2_security_profile_final_ensure_authorization_code_is_bound_to_client(client: SecureClient, second: SecureClient) -> None:
    assert refusal(second.redeem(code_of(client))) == "invalid_grant"


def test_fapi2_security_profile_final_attempt_reuse_authorization_code_after_one_second(client: SecureClient) -> None:
    code = code_of(client)
    first = granted(client.redeem(code))["access_token"]
    client.world.clock.advance(1)
    assert refusal(client.redeem(code)) == "invalid_grant"
    assert client.userinfo(first).status_code == 401


def test_fapi2_security_profile_final_ensure_token_endpoint_fails_with_expired_auth_code(client: SecureClient) -> None:
    code = code_of(client)
    client.world.clock.advance(61)  # the suite waits longer than FAPI 2.0 allows a code to live, which is 60 s
    assert refusal(client.redeem(code)) == "invalid_grant"


def test_fapi2_security_profile_final_ensure_signed_client_assertion_with_rs256_fails(world: World) -> None:
    client = SecureClient(world, "suite-client-rsa")
    key = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
    registered = oidc.Client(
        client_id=client.client_id,
        name="RSA",
        profile=oidc.SECURE,
        token_endpoint_auth_method="private_key_jwt",
        jwks={"keys": [key.as_dict(private=False)]},
        redirect_uris=(CALLBACK,),
    )
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, registered, secret=None, now=world.clock())
    assert refusal(client.push(**_signed(client, key, "RS256"), scope="openid")) == "invalid_client"
    assert client.push(**_signed(client, key, "PS256"), scope="openid").status_code == 201


def _signed(client: SecureClient, key: RSAKey, algorithm: str) -> dict[str, str]:
    sound = client.assertion()
    claims = jwt.decode(sound["client_assertion"], client.key, algorithms=["ES256"]).claims
    return {**sound, "client_assertion": jwt.encode({"alg": algorithm, "kid": "rsa-1"}, claims, key, algorithms=[algorithm])}


def test_fapi2_security_profile_final_ensure_client_assertion_in_token_endpoint(client: SecureClient) -> None:
    answer = client.redeem(code_of(client), client_assertion=None, client_assertion_type=None, client_id=client.client_id)
    assert refusal(answer) in {"invalid_client", "invalid_request"}


def test_fapi2_security_profile_final_ensure_client_assertion_with_exp_is_5_minutes_in_past_fails(client: SecureClient) -> None:
    past = int(client.world.clock().timestamp()) - 300
    assert refusal(client.push(**client.assertion(exp=past, iat=past - 60))) == "invalid_client"
    assert refusal(client.redeem(code_of(client), **client.assertion(exp=past, iat=past - 60))) == "invalid_client"


def test_fapi2_security_profile_final_ensure_client_assertion_with_wrong_aud_fails(client: SecureClient) -> None:
    wrong = "https://other1.example.com"
    assert refusal(client.push(**client.assertion(aud=wrong))) == "invalid_client"
    assert refusal(client.redeem(code_of(client), **client.assertion(aud=wrong))) == "invalid_client"


def test_fapi2_security_profile_final_ensure_client_assertion_with_no_sub_fails(client: SecureClient) -> None:
    assert refusal(client.push(**client.assertion(sub=None))) in {"invalid_client", "invalid_request"}


def _bad_proofs(client: SecureClient, method: str, url: str, access_token: str | None = None) -> Iterator[str]:
    """What the module sends in turn: each differs from a good proof in one thing."""
    now = int(client.world.clock().timestamp())
    good: dict[str, Any] = {"access_token": access_token}
    yield client.proof(method, url, **good, iat=now - 3600)
    yield client.proof(method, url, **good, iat=now + 3600)
    yield client.proof(method, url, **good, iat=None)
    yield client.proof("PUT", url, **good)
    yield client.proof(method, f"{url}/other", **good)
    yield client.proof(method, url, **good, htm=None)
    yield client.proof(method, url, **good, htu=None)
    yield client.proof(method, url, **good, jti=None)
    if access_token is not None:
        yield client.proof(method, url)
        yield client.proof(method, url, access_token="another-token")
        yield client.proof(method, url, **good, key=ECKey.generate_key("P-256"))
    key = client.proof_key
    claims: dict[str, Any] = {"jti": secrets.token_hex(8), "htm": method, "htu": url, "iat": now}
    public = key.as_dict(private=False)
    yield jwt.encode({"typ": "JWT", "alg": "ES256", "jwk": public}, claims, key)
    yield jwt.encode({"typ": "dpop+jwt", "alg": "ES256"}, claims, key)
    yield jwt.encode({"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=True)}, claims, key)
    yield jwt.encode({"typ": "dpop+jwt", "alg": "ES256", "jwk": ECKey.generate_key("P-256").as_dict(private=False)}, claims, key)
    yield "not.a.proof"


def test_fapi2_security_profile_final_dpop_negative_tests(client: SecureClient) -> None:
    for proof in _bad_proofs(client, "POST", f"{ENDPOINT}/token"):
        assert refusal(client.redeem("any-code", proof=proof)) == "invalid_dpop_proof"
    token = tokens_of(client)["access_token"]
    for proof in _bad_proofs(client, "GET", f"{ENDPOINT}/userinfo", token):
        answer = client.userinfo(token, proof=proof)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'DPoP error="invalid_dpop_proof"')
    assert client.userinfo(token, scheme="Bearer").status_code == 401
    once = client.proof("GET", f"{ENDPOINT}/userinfo", access_token=token)
    assert [client.userinfo(token, proof=once).status_code for _ in range(2)] == [200, 401]


def test_fapi2_security_profile_final_refresh_token(client: SecureClient, second: SecureClient) -> None:
    """What the module checks but for two things, in which this exchange is stricter: see docs/conformance.md."""
    tokens = tokens_of(client)
    renewed = granted(client.refresh(tokens["refresh_token"]))
    assert client.userinfo(renewed["access_token"]).status_code == 200
    form: dict[str, str | None] = {"grant_type": "refresh_token", "refresh_token": renewed["refresh_token"]}
    unauthenticated = client.post("token", {**form, "client_id": client.client_id}, proof=token_proof(client))
    assert refusal(unauthenticated) == "invalid_client"
    assert refusal(client.post("token", {**form, **client.assertion()})) == "invalid_dpop_proof"
    assert refusal(second.refresh(renewed["refresh_token"])) == "invalid_grant"
    other_key = token_proof(client, key=ECKey.generate_key("P-256"))
    assert refusal(client.refresh(renewed["refresh_token"], proof=other_key)) == "invalid_grant"  # the suite: succeeds
    assert client.refresh(renewed["refresh_token"]).status_code == 200
    assert refusal(client.refresh(tokens["refresh_token"])) == "invalid_grant"  # the suite: succeeds, in case the answer was lost


def test_fapi2_security_profile_final_par_ensure_jwt_client_assertions_nbf_8_seconds_in_the_future_is_accepted(
    client: SecureClient,
) -> None:
    soon = int(client.world.clock().timestamp()) + 8
    assert client.push(**client.assertion(iat=soon, nbf=soon)).status_code == 201


def test_fapi2_security_profile_final_par_ensure_jwt_client_assertions_nbf_over_60_seconds_in_the_future_fails(
    client: SecureClient,
) -> None:
    later = int(client.world.clock().timestamp()) + 90
    assert refusal(client.push(**client.assertion(iat=later, nbf=later, exp=later + 60))) == "invalid_client"


def test_fapi2_security_profile_final_par_ensure_reused_request_uri_prior_to_auth_completion_succeeds(client: SecureClient) -> None:
    address = client.authorization(client.push().json()["request_uri"])
    browser = client.world.browser()
    assert browser.get(address).status_code == 200  # the page is left as it is
    back = client.world.submit(browser, browser.get(address), LEVEL_2)
    assert client.redeem(query_of(back)["code"]).status_code == 200


def test_fapi2_security_profile_final_par_attempt_reuse_request_uri(client: SecureClient) -> None:
    address = client.authorization(client.push().json()["request_uri"])
    browser = client.world.browser()
    assert "code" in query_of(client.world.submit(browser, browser.get(address), LEVEL_2))
    assert stops(browser.get(address))
    assert stops(client.world.browser().get(address))


def test_fapi2_security_profile_final_par_attempt_to_use_expired_request_uri(client: SecureClient) -> None:
    pushed = client.push().json()
    assert 5 <= pushed["expires_in"] < 600
    client.world.clock.advance(pushed["expires_in"])
    assert stops(client.world.browser().get(client.authorization(pushed["request_uri"])))


def test_fapi2_security_profile_final_par_attempt_to_use_request_uri_for_different_client(
    client: SecureClient, second: SecureClient
) -> None:
    uri = client.push().json()["request_uri"]
    assert stops(client.world.browser().get(second.authorization(uri)))
    assert client.world.browser().get(client.authorization(uri)).status_code == 200


def test_fapi2_security_profile_final_par_authorization_request_containing_request_uri_form_param(client: SecureClient) -> None:
    uri = client.push().json()["request_uri"]
    assert refusal(client.push(request_uri=uri)) in {"invalid_request", "invalid_request_object"}


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_fapi2_security_profile_final_par_attempt_invalid_http_method(client: SecureClient, method: str) -> None:
    assert client.http.request(method, "/oauth2/par").status_code == 405


def test_fapi2_security_profile_final_par_ensure_pkce_required(client: SecureClient) -> None:
    assert refusal(client.push(code_challenge=None, code_challenge_method=None)) == "invalid_request"


def test_fapi2_security_profile_final_ensure_pkce_code_verifier_required(client: SecureClient) -> None:
    assert refusal(client.redeem(code_of(client), code_verifier=None)) in {"invalid_grant", "invalid_request"}


def test_fapi2_security_profile_final_incorrect_pkce_code_verifier_rejected(client: SecureClient) -> None:
    assert refusal(client.redeem(code_of(client), code_verifier=VERIFIER[::-1])) == "invalid_grant"


def test_fapi2_security_profile_final_par_plain_pkce_rejected(client: SecureClient) -> None:
    assert refusal(client.push(code_challenge=VERIFIER, code_challenge_method="plain")) == "invalid_request"


def test_fapi2_security_profile_final_par_without_duplicate_parameters(client: SecureClient) -> None:
    uri = client.push().json()["request_uri"]
    address = f"{ENDPOINT}/authorize?client_id={client.client_id}&request_uri={uri}"
    browser = client.world.browser()
    assert "code" in query_of(client.world.submit(browser, browser.get(address), LEVEL_2))


def test_fapi2_security_profile_final_par_test_array_as_audience_fails(client: SecureClient) -> None:
    assert refusal(client.push(**client.assertion(aud=[EXCHANGE, f"{ENDPOINT}/token"]))) == "invalid_client"


def test_fapi2_security_profile_final_par_test_par_endpoint_url_as_audience_fails(client: SecureClient) -> None:
    assert refusal(client.push(**client.assertion(aud=f"{ENDPOINT}/par"))) == "invalid_client"


def test_fapi2_security_profile_final_par_test_token_endpoint_url_as_audience_fails(client: SecureClient) -> None:
    assert refusal(client.push(**client.assertion(aud=f"{ENDPOINT}/token"))) == "invalid_client"


def test_the_suites_requests_leave_no_trace_at_another_endpoint(world: World) -> None:
    """Guards the tests above: a client that is not registered gets nowhere, whatever it signs."""
    stranger = SecureClient(world, "suite-stranger")
    with world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, stranger.client_id, now=world.clock())
    assert refusal(stranger.push()) == "invalid_client"
    assert TestClient(world.exchange, base_url=EXCHANGE).get("/oauth2/par").status_code == 405
