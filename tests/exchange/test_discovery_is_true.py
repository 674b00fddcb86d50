"""51: every endpoint, algorithm and flag in discovery answers as said, at the exchange and at the provider."""

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ansinh import oidc, provider
from ansinh.wire import eid
from tests.exchange.world import EXCHANGE, ISSUER, PORTAL_CLIENT, PROVIDER, SECRET, World, authorization, claims_of, query_of


@pytest.fixture(params=["exchange", "provider"])
def published(world: World, request: pytest.FixtureRequest) -> tuple[ASGIApp, str, str, dict[str, Any]]:
    app, origin, issuer = (world.exchange, EXCHANGE, EXCHANGE) if request.param == "exchange" else (world.provider, PROVIDER, ISSUER)
    return app, origin, issuer, TestClient(app, base_url=origin).get(oidc.discovery_address(issuer)).json()


def test_51_a_strict_relying_party_accepts_the_document(published: tuple[ASGIApp, str, str, dict[str, Any]]) -> None:
    _, _, issuer, document = published
    assert oidc.read_discovery(document, issuer=issuer).sends_issuer


def test_51_every_endpoint_is_there(published: tuple[ASGIApp, str, str, dict[str, Any]]) -> None:
    app, origin, _, document = published
    client = TestClient(app, base_url=origin, follow_redirects=False)
    statuses = {name: client.get(value).status_code for name, value in document.items() if name.endswith("_endpoint") or name == "jwks_uri"}
    assert statuses == {
        "authorization_endpoint": 400,
        "token_endpoint": 405,
        "userinfo_endpoint": 401,
        "jwks_uri": 200,
        "end_session_endpoint": 200,
        "pushed_authorization_request_endpoint": 405,
        "introspection_endpoint": 405,
        "revocation_endpoint": 405,
    }


def test_51_the_published_keys_are_of_the_published_algorithm(published: tuple[ASGIApp, str, str, dict[str, Any]]) -> None:
    app, origin, _, document = published
    keys = TestClient(app, base_url=origin).get(document["jwks_uri"]).json()["keys"]
    assert {key["alg"] for key in keys} == set(document["id_token_signing_alg_values_supported"]) == {"ES256"}
    assert all("d" not in key for key in keys)


def test_51_every_level_is_understood_and_every_flag_is_meant(world: World) -> None:
    document = TestClient(world.exchange, base_url=EXCHANGE).get(oidc.discovery_address(EXCHANGE)).json()
    for level in document["acr_values_supported"]:
        assert world.browser().get(authorization(acr_values=level)).status_code == 200
    assert document["request_uri_parameter_supported"] is False
    assert world.browser().get(authorization(request_uri="https://portal.example/request.jwt")).status_code == 400
    assert document["claims_parameter_supported"] is True
    assert query_of(world.browser().get(authorization(claims="[]")))["error"] == "invalid_request"
    assert world.browser().get(authorization(claims='{"userinfo": {"HoVaTen": null}}')).status_code == 200


def test_51_every_prompt_is_understood(world: World) -> None:
    document = TestClient(world.exchange, base_url=EXCHANGE).get(oidc.discovery_address(EXCHANGE)).json()
    for prompt in document["prompt_values_supported"]:
        response = world.browser().get(authorization(prompt=prompt))
        assert response.status_code == 200 or query_of(response)["error"] == "login_required"


def test_51_the_claims_said_are_the_claims_sent(world: World) -> None:
    document = TestClient(world.exchange, base_url=EXCHANGE).get(oidc.discovery_address(EXCHANGE)).json()
    everything = replace(PORTAL_CLIENT, scopes=("openid", "profile"), claims=tuple(document["claims_supported"]))
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, everything, secret=SECRET, now=world.clock())
    tokens = world.tokens(world.log_in(world.browser(), request={"scope": "openid profile"}))
    unknown_here = {*eid.CLAIMS_OF_CONTACT}  # the sandbox's provider knows none; test_claims.py has one that does
    assert set(world.userinfo(tokens["access_token"]).json()) | unknown_here == set(document["claims_supported"])
    assert {"acr", "amr", "auth_time", "sub"} <= set(claims_of(tokens["id_token"]))


def test_documents_for_programs_may_be_kept_for_a_while(published: tuple[ASGIApp, str, str, dict[str, Any]]) -> None:
    app, origin, issuer, _ = published
    answer = TestClient(app, base_url=origin).get(oidc.discovery_address(issuer))
    assert "max-age=300" in answer.headers["cache-control"]
