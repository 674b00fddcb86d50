"""The modules of the suite's plan oidcc-basic-certification-test-plan against the exchange, each a test of the same name.

Each runs twice: with a client of the profile basic, which must send a PKCE challenge (RFC 9700 2.1.1) and here does although only one
module of the plan asks for it; and, as the suite itself sends them, without, with a client of the profile legacy.
"""

import base64
import json
import secrets

import pytest

from ansinh import oidc
from tests.conformance.suite import CALLBACK, SECRET, Suite, challenge
from tests.exchange.world import EXCHANGE, LEVEL_2, World, query_of

PROFILES = {"basic": oidc.BASIC, "legacy": oidc.LEGACY}


def registered(world: World, profile: str, *, in_form: bool = False) -> Suite:
    client = oidc.Client(
        client_id=f"suite-{profile}{'-post' if in_form else ''}",
        name="Bộ kiểm thử",
        profile=PROFILES[profile],
        token_endpoint_auth_method="client_secret_post" if in_form else "client_secret_basic",
        redirect_uris=(CALLBACK,),
        scopes=("openid", "profile", "offline_access"),
        claims=("HoVaTen", "SoDinhDanh", "name", "birthdate", "gender"),
    )
    return Suite(world, client, challenges=profile == "basic")


@pytest.fixture(scope="module", params=list(PROFILES))
def suite(world: World, request: pytest.FixtureRequest) -> Suite:
    return registered(world, request.param)


@pytest.fixture(scope="module", params=list(PROFILES))
def posting(world: World, request: pytest.FixtureRequest) -> Suite:
    return registered(world, request.param, in_form=True)


def unsigned(**claims: str) -> str:
    return ".".join(part.rstrip("=") for part in (_b64({"alg": "none"}), _b64(claims), ""))


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def test_oidcc_server(suite: Suite) -> None:
    reply = suite.authorize(state="a state with ~!@ signs")
    assert (reply.params["state"], reply.params["iss"]) == ("a state with ~!@ signs", EXCHANGE)
    assert len(reply.params["code"]) >= 22  # 128 bits
    answer = suite.redeem(reply)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
    tokens = answer.json()
    assert (tokens["token_type"], tokens["expires_in"] > 0, len(tokens["access_token"]) >= 22) == ("Bearer", True, True)
    claims = suite.id_token(reply, tokens)
    assert suite.userinfo(tokens["access_token"]).json()["sub"] == claims["sub"]


def test_oidcc_response_type_missing(suite: Suite) -> None:
    assert suite.authorize(response_type=None).params["error"] in {"invalid_request", "unsupported_response_type"}


def test_oidcc_idtoken_signature(suite: Suite) -> None:
    reply = suite.authorize()
    tokens = suite.tokens(reply)
    suite.id_token(reply, tokens)
    head, body, signature = tokens["id_token"].split(".")
    forged = {**tokens, "id_token": f"{head}.{body}.{signature[::-1]}"}
    with pytest.raises(Exception, match=r"(?i)signature"):
        suite.id_token(reply, forged)


def test_oidcc_codereuse(suite: Suite) -> None:
    reply = suite.authorize()
    first = suite.tokens(reply)["access_token"]
    again = suite.redeem(reply)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert suite.userinfo(first).status_code == 401


def test_oidcc_codereuse_30seconds(suite: Suite) -> None:
    reply = suite.authorize()
    first = suite.tokens(reply)["access_token"]
    suite.world.clock.advance(30)
    assert suite.redeem(reply).json()["error"] == "invalid_grant"
    assert suite.userinfo(first).status_code == 401  # RFC 6749 4.1.2: should be revoked


def _not_offered(suite: Suite, scope: str) -> None:
    """The suite skips a scope that is not in `scopes_supported`; asked for all the same it is dropped, and the login succeeds."""
    assert scope not in suite.metadata["scopes_supported"]
    reply = suite.authorize(scope=f"openid {scope}")
    tokens = suite.tokens(reply)
    assert scope not in tokens["scope"].split()
    assert suite.userinfo(tokens["access_token"]).json().keys().isdisjoint({"address", "email", "email_verified", "phone_number"})


def test_oidcc_scope_address(suite: Suite) -> None:
    _not_offered(suite, "address")


def test_oidcc_scope_email(suite: Suite) -> None:
    _not_offered(suite, "email")


def test_oidcc_scope_phone(suite: Suite) -> None:
    _not_offered(suite, "phone")


def test_oidcc_scope_all(suite: Suite) -> None:
    assert {"address", "email", "phone"}.isdisjoint(suite.metadata["scopes_supported"])
    assert set(suite.tokens(suite.authorize(scope="openid profile email address phone"))["scope"].split()) == {"openid", "profile"}


def test_oidcc_scope_profile(suite: Suite) -> None:
    assert "profile" in suite.metadata["scopes_supported"]
    _, person = suite.logged_in(scope="openid profile")
    assert {"name", "birthdate", "gender"} <= person.keys()
    assert all(isinstance(person[name], str) and person[name] for name in ("name", "birthdate", "gender"))


def test_oidcc_claims_essential(suite: Suite) -> None:
    claims, person = suite.logged_in(claims=json.dumps({"userinfo": {"name": {"essential": True}}}))
    assert person["name"]
    assert "name" not in claims


def test_oidcc_claims_locales(suite: Suite) -> None:
    suite.logged_in(claims_locales="se")


def test_oidcc_userinfo_get(suite: Suite) -> None:
    token = suite.tokens(suite.authorize())["access_token"]
    answer = suite.userinfo(token)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


def test_oidcc_userinfo_post_header(suite: Suite) -> None:
    token = suite.tokens(suite.authorize())["access_token"]
    answer = suite.http.post(suite.metadata["userinfo_endpoint"], headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, "sub" in answer.json()) == (200, True)


def test_oidcc_userinfo_post_body(suite: Suite) -> None:
    token = suite.tokens(suite.authorize())["access_token"]
    answer = suite.http.post(suite.metadata["userinfo_endpoint"], data={"access_token": token})
    assert (answer.status_code, "sub" in answer.json()) == (200, True)


def test_oidcc_alternate_happy_flow(suite: Suite) -> None:
    params, verifier = suite.begin(scope="offline_access profile openid")
    browser = suite.browser()
    page = suite.visit(browser, dict(reversed(params.items())))
    code = query_of(suite.world.submit(browser, page, LEVEL_2))["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": verifier}
    assert set(suite.token_request(**form).json()["scope"].split()) >= {"openid"}


def test_oidcc_display_page(suite: Suite) -> None:
    suite.logged_in(display="page")


def test_oidcc_display_popup(suite: Suite) -> None:
    suite.logged_in(display="popup")


def test_oidcc_ui_locales(suite: Suite) -> None:
    suite.logged_in(ui_locales="se")


def test_oidcc_login_hint(suite: Suite) -> None:
    suite.logged_in(login_hint="somebody@suite.example")


def test_oidcc_id_token_hint(suite: Suite) -> None:
    browser = suite.browser()
    reply = suite.authorize(browser)
    tokens = suite.tokens(reply)
    second = suite.authorize(browser, prompt="none", id_token_hint=tokens["id_token"])
    assert suite.id_token(second, suite.tokens(second))["sub"] == suite.id_token(reply, tokens)["sub"]


def test_oidcc_prompt_login(suite: Suite) -> None:
    browser = suite.browser()
    first, _ = suite.logged_in(browser)
    suite.world.clock.advance(2)
    assert suite.shows_login(browser, prompt="login")
    second, _ = suite.logged_in(browser, prompt="login")
    assert (second["sub"], second["auth_time"] > first["auth_time"]) == (first["sub"], True)


def test_oidcc_prompt_none_logged_in(suite: Suite) -> None:
    browser = suite.browser()
    first, _ = suite.logged_in(browser)
    suite.world.clock.advance(2)
    second, _ = suite.logged_in(browser, prompt="none")
    assert (second["sub"], second["auth_time"]) == (first["sub"], first["auth_time"])


def test_oidcc_prompt_none_not_logged_in(suite: Suite) -> None:
    reply = suite.authorize(prompt="none")
    assert reply.params["error"] in {"login_required", "interaction_required", "account_selection_required", "consent_required"}
    assert "code" not in reply.params


def test_oidcc_max_age_1(suite: Suite) -> None:
    browser = suite.browser()
    first, _ = suite.logged_in(browser)
    suite.world.clock.advance(2)
    assert suite.shows_login(browser, max_age="1")
    second, _ = suite.logged_in(browser, max_age="1")
    assert (second["sub"], second["auth_time"] > first["auth_time"]) == (first["sub"], True)


def test_oidcc_max_age_10000(suite: Suite) -> None:
    browser = suite.browser()
    first, _ = suite.logged_in(browser)
    suite.world.clock.advance(2)
    assert not suite.shows_login(browser, max_age="10000")
    second, _ = suite.logged_in(browser, max_age="10000")
    assert (second["sub"], second["auth_time"]) == (first["sub"], first["auth_time"])


def test_oidcc_ensure_post_request_succeeds(suite: Suite) -> None:
    reply = suite.authorize(method="POST")
    suite.id_token(reply, suite.tokens(reply))


def test_oidcc_ensure_registered_redirect_uri(suite: Suite) -> None:
    reply = suite.authorize(redirect_uri=f"{CALLBACK}/{secrets.token_hex(4)}")
    assert (reply.page.status_code, reply.page.is_redirect) == (400, False)
    assert "Mã tham chiếu" in reply.page.text or "Reference" in reply.page.text


def test_oidcc_ensure_request_object_with_redirect_uri(suite: Suite) -> None:
    """The suite's object holds a good redirect_uri and the address a bad one. This client registered no key, so no object is read for it."""
    raw = unsigned(iss=suite.client.client_id, aud=EXCHANGE, redirect_uri=CALLBACK)
    reply = suite.authorize(request=raw, redirect_uri=f"{CALLBACK}/other")
    assert (reply.page.status_code, reply.page.is_redirect) == (400, False)
    assert suite.authorize(request=raw).params["error"] == "request_not_supported"


def test_oidcc_ensure_request_with_acr_values_succeeds(suite: Suite) -> None:
    offered = suite.metadata["acr_values_supported"]
    claims, _ = suite.logged_in(acr_values=" ".join(offered))
    assert claims["acr"] in offered


def test_oidcc_ensure_request_with_unknown_parameter_succeeds(suite: Suite) -> None:
    suite.logged_in(extra="foobar")


def test_oidcc_ensure_request_with_valid_pkce_succeeds(suite: Suite) -> None:
    verifier = secrets.token_urlsafe(48)
    reply = suite.authorize(code_challenge=challenge(verifier), code_challenge_method="S256")
    answer = suite.redeem(reply, code_verifier=verifier)
    assert answer.status_code == 200
    suite.id_token(reply, answer.json())


def test_oidcc_ensure_request_without_nonce_succeeds_for_code_flow(suite: Suite) -> None:
    claims, _ = suite.logged_in(nonce=None)
    assert "nonce" not in claims


def test_oidcc_refresh_token(suite: Suite) -> None:
    reply = suite.authorize(scope="openid offline_access", prompt="consent")
    tokens = suite.tokens(reply)
    claims = suite.id_token(reply, tokens)
    refreshed = suite.token_request(grant_type="refresh_token", refresh_token=tokens["refresh_token"], scope="openid offline_access")
    assert refreshed.status_code == 200
    assert refreshed.json()["access_token"] != tokens["access_token"]
    assert suite.userinfo(refreshed.json()["access_token"]).json()["sub"] == claims["sub"]
    stranger = registered(suite.world, "basic", in_form=True)
    stolen = stranger.token_request(grant_type="refresh_token", refresh_token=refreshed.json()["refresh_token"])
    assert stolen.json()["error"] == "invalid_grant"


def test_oidcc_server_client_secret_post(posting: Suite) -> None:
    posting.logged_in()
    wrong = posting.http.post(
        posting.metadata["token_endpoint"],
        data={"grant_type": "authorization_code", "code": "x", "client_id": posting.client.client_id, "client_secret": SECRET + "x"},
    )
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")


def test_oidcc_idtoken_unsigned(suite: Suite) -> None:
    """The suite skips a server that does not offer unsigned id_tokens; ours are signed."""
    assert "none" not in suite.metadata["id_token_signing_alg_values_supported"]
    header = json.loads(_decoded(suite.tokens(suite.authorize())["id_token"].split(".")[0]))
    assert header["alg"] == "ES256"


def test_oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(suite: Suite) -> None:
    assert suite.metadata["request_uri_parameter_supported"] is False
    reply = suite.authorize(request_uri="https://suite.example/request-object")
    assert (reply.page.status_code, reply.page.is_redirect) == (400, False)  # told as a page: nothing of the request is believed


def test_oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(suite: Suite) -> None:
    assert suite.authorize(request=unsigned(iss=suite.client.client_id, aud=EXCHANGE)).params["error"] == "request_not_supported"


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
