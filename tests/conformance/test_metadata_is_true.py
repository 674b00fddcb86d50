"""51: for each name in the exchange's metadata a check that it is so. A name without a check fails, so nothing can be advertised unproven."""

import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from joserfc import jwe, jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from starlette.testclient import TestClient

from ansinh import oidc, provider
from tests.conformance.suite import CALLBACK, SECRET, Suite, challenge
from tests.exchange.test_backchannel_logout import PORTAL_HEARS, Services, deliver, sign_out
from tests.exchange.world import EXCHANGE, LEVEL_2, VERIFIER, World, query_of

Key = ECKey | OKPKey | RSAKey


class LongHeaders(JWSRegistry):
    max_header_length = 4096  # a proof carries its key, and an RSA key is long


@dataclass(frozen=True, slots=True)
class Advertised:
    """The metadata, and a client of the profile basic to try it with."""

    world: World
    suite: Suite
    document: dict[str, Any]

    @property
    def http(self) -> TestClient:
        return self.suite.http

    def get(self, name: str) -> int:
        return self.http.get(str(self.document[name])).status_code

    def registered(self, client_id: str, keys: list[Key], **changes: Any) -> oidc.Client:
        """A client that authenticates with a key."""
        client = oidc.Client(
            client_id=client_id,
            name="Bộ kiểm thử",
            token_endpoint_auth_method="private_key_jwt",
            jwks={"keys": [key.as_dict(private=False) for key in keys]},
            redirect_uris=(CALLBACK,),
            scopes=("openid", "profile", "offline_access"),
            claims=("HoVaTen", "name"),
            **changes,
        )
        with self.world.database.transaction() as conn:
            provider.register_client(conn, EXCHANGE, client, secret=None, now=self.world.clock())
        return client

    def pushed(self, client_id: str, key: Key, algorithm: str, *, headers: dict[str, str] | None = None, **changes: str) -> int:
        """The status of a pushed request that is authenticated with the key."""
        params = {
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
            **self.assertion(client_id, key, algorithm),
            **changes,
        }
        return self.http.post(str(self.document["pushed_authorization_request_endpoint"]), data=params, headers=headers).status_code

    def assertion(self, client_id: str, key: Key, algorithm: str) -> dict[str, str]:
        now = self.seconds
        claims = {"iss": client_id, "sub": client_id, "aud": EXCHANGE, "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)}
        return {
            "client_assertion": jwt.encode({"alg": algorithm}, claims, key, algorithms=[algorithm]),
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }

    @property
    def seconds(self) -> int:
        return int(self.world.clock().timestamp())


def key_for(algorithm: str) -> Key:
    if algorithm == "ES256":
        return ECKey.generate_key("P-256")
    return RSAKey.generate_key(2048) if algorithm == "PS256" else OKPKey.generate_key("Ed25519")


@pytest.fixture(scope="module")
def advertised(world: World) -> Advertised:
    client = oidc.Client(
        client_id="metadata",
        name="Bộ kiểm thử",
        token_endpoint_auth_method="client_secret_basic",
        redirect_uris=(CALLBACK,),
        scopes=("openid", "profile", "offline_access"),
        claims=(
            "SoDinhDanh",
            "HoVaTen",
            "NgayThangNamSinh",
            "GioiTinh",
            "TechID",
            "LoaiTaiKhoan",
            "loginIdp",
            "DiaChi",
            "SoDienThoai",
            "ThuDienTu",
            "name",
            "birthdate",
            "gender",
        ),
    )
    suite = Suite(world, client, challenges=True)
    return Advertised(world, suite, suite.metadata)


def _issuer(at: Advertised) -> None:
    assert at.document["issuer"] == EXCHANGE == at.suite.authorize().params["iss"]


def _tokens_endpoint(at: Advertised) -> None:
    assert at.get("token_endpoint") == 405
    assert "id_token" in at.suite.tokens(at.suite.authorize())


def _userinfo_endpoint(at: Advertised) -> None:
    assert at.get("userinfo_endpoint") == 401
    assert "sub" in at.suite.logged_in()[1]


def _authorization_endpoint(at: Advertised) -> None:
    assert at.get("authorization_endpoint") == 400
    assert "code" in at.suite.authorize().params


def _jwks_uri(at: Advertised) -> None:
    keys = at.http.get(at.document["jwks_uri"]).json()["keys"]
    assert keys
    assert all(key.keys().isdisjoint({"d", "p", "q", "k"}) for key in keys)


def _end_session_endpoint(at: Advertised) -> None:
    browser = at.suite.browser()
    hint = at.suite.tokens(at.suite.authorize(browser))["id_token"]
    browser.get(f"{at.document['end_session_endpoint']}?id_token_hint={hint}")
    assert at.suite.authorize(browser, prompt="none").params["error"] == "login_required"


def _pushed_endpoint(at: Advertised) -> None:
    assert at.get("pushed_authorization_request_endpoint") == 405
    key = key_for("ES256")
    at.registered("metadata-par", [key])
    assert at.pushed("metadata-par", key, "ES256") == 201


def _introspection_endpoint(at: Advertised) -> None:
    token = at.suite.tokens(at.suite.authorize())["access_token"]
    answer = at.http.post(at.document["introspection_endpoint"], data={"token": token}, auth=_basic(at))
    assert answer.json()["active"] is True


def _revocation_endpoint(at: Advertised) -> None:
    token = at.suite.tokens(at.suite.authorize())["access_token"]
    assert at.http.post(at.document["revocation_endpoint"], data={"token": token}, auth=_basic(at)).status_code == 200
    assert at.suite.userinfo(token).status_code == 401


def _basic(at: Advertised) -> tuple[str, str]:
    return at.suite.client.client_id, SECRET


def _scopes(at: Advertised) -> None:
    wanted = at.document["scopes_supported"]
    assert {*at.suite.tokens(at.suite.authorize(scope=" ".join(wanted)))["scope"].split()} == {*wanted}


def _response_types(at: Advertised) -> None:
    assert at.document["response_types_supported"] == ["code"]
    for other in ("token", "id_token", "code id_token", "none"):
        assert at.suite.authorize(response_type=other).params["error"] == "unsupported_response_type"


def _response_modes(at: Advertised) -> None:
    assert at.document["response_modes_supported"] == ["query"]
    assert "code" in at.suite.authorize(response_mode="query").params
    assert at.suite.authorize(response_mode="fragment").params["error"] == "invalid_request"


def _grant_types(at: Advertised) -> None:
    assert {*at.document["grant_types_supported"]} == {"authorization_code", "refresh_token"}
    tokens = at.suite.tokens(at.suite.authorize(scope="openid offline_access"))
    assert "access_token" in at.suite.token_request(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
    for other in ("password", "client_credentials", "implicit"):
        assert at.suite.token_request(grant_type=other).json()["error"] == "unsupported_grant_type"


def _acr_values(at: Advertised) -> None:
    for level in at.document["acr_values_supported"]:
        page = at.suite.visit(at.suite.browser(), at.suite.begin(acr_values=level)[0])
        assert page.status_code == 200 or query_of(page)["error"] == "unmet_authentication_requirements"
    assert at.suite.authorize(acr_values="gold").params["error"] == "invalid_request"


def _subject_types(at: Advertised) -> None:
    assert {*at.document["subject_types_supported"]} == {"public", "pairwise"}
    public, pairwise = (
        replace(at.suite.client, client_id=f"metadata-{kind}", subject_type=kind, sector="suite.example" if kind == "pairwise" else "")
        for kind in at.document["subject_types_supported"]
    )
    subjects = {Suite(at.world, client, challenges=True).logged_in()[0]["sub"] for client in (public, pairwise)}
    assert len(subjects | {at.suite.logged_in()[0]["sub"]}) == 2  # every public client knows the person by one name


def _id_token_algorithms(at: Advertised) -> None:
    raw = at.suite.tokens(at.suite.authorize())["id_token"]
    assert [json.loads(_decoded(raw.split(".")[0]))["alg"]] == at.document["id_token_signing_alg_values_supported"]


def _userinfo_forms(at: Advertised) -> None:
    reader = ECKey.generate_key("P-256", {"kid": "enc", "use": "enc"})
    signing = ECKey.generate_key("P-256", {"kid": "sig", "use": "sig"})
    at.registered("metadata-encrypted", [signing, reader], userinfo_form="encrypted")
    suite = at.suite
    reply = suite.authorize(client_id="metadata-encrypted")
    form = {"grant_type": "authorization_code", "code": reply.params["code"], "redirect_uri": CALLBACK, "code_verifier": reply.verifier}
    answer = at.http.post(at.document["token_endpoint"], data={**form, **at.assertion("metadata-encrypted", signing, "ES256")})
    sealed = suite.userinfo(answer.json()["access_token"]).text
    header = json.loads(_decoded(sealed.split(".")[0]))
    assert [header["alg"]] == at.document["userinfo_encryption_alg_values_supported"]
    assert [header["enc"]] == at.document["userinfo_encryption_enc_values_supported"]
    opened = jwe.decrypt_compact(sealed, reader, algorithms=[header["alg"], header["enc"]]).plaintext
    assert opened is not None
    assert [json.loads(_decoded(opened.decode().split(".")[0]))["alg"]] == at.document["userinfo_signing_alg_values_supported"]


def _request_objects(at: Advertised) -> None:
    for algorithm in at.document["request_object_signing_alg_values_supported"]:
        key = key_for(algorithm)
        at.registered(f"metadata-jar-{algorithm}", [key])
        claims = {
            "iss": f"metadata-jar-{algorithm}",
            "aud": EXCHANGE,
            "nbf": at.seconds,
            "exp": at.seconds + 60,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "state": algorithm,
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
        }
        raw = jwt.encode({"alg": algorithm}, claims, key, algorithms=[algorithm])
        browser = at.suite.browser()
        page = browser.get(f"{at.document['authorization_endpoint']}?client_id=metadata-jar-{algorithm}&request={raw}")
        assert query_of(at.world.submit(browser, page, LEVEL_2))["state"] == algorithm


def _auth_methods(at: Advertised) -> None:
    assert {*at.document["token_endpoint_auth_methods_supported"]} == {"client_secret_basic", "client_secret_post", "private_key_jwt"}
    in_form = oidc.Client(client_id="metadata-post", name="P", token_endpoint_auth_method="client_secret_post", redirect_uris=(CALLBACK,))
    Suite(at.world, in_form, challenges=True).logged_in()
    at.suite.logged_in()


def _auth_algorithms(at: Advertised) -> None:
    for algorithm in at.document["token_endpoint_auth_signing_alg_values_supported"]:
        key = key_for(algorithm)
        at.registered(f"metadata-auth-{algorithm}", [key])
        assert at.pushed(f"metadata-auth-{algorithm}", key, algorithm) == 201
    wrong = RSAKey.generate_key(2048)
    at.registered("metadata-auth-wrong", [wrong])
    assert at.pushed("metadata-auth-wrong", wrong, "RS256") == 401


def _dpop_algorithms(at: Advertised) -> None:
    signing = key_for("ES256")
    at.registered("metadata-dpop", [signing])
    for algorithm in at.document["dpop_signing_alg_values_supported"]:
        assert at.pushed("metadata-dpop", signing, "ES256", headers={"dpop": _proof(at, key_for(algorithm), algorithm)}) == 201
    assert at.pushed("metadata-dpop", signing, "ES256", headers={"dpop": _proof(at, RSAKey.generate_key(2048), "RS256")}) == 400


def _proof(at: Advertised, key: Key, algorithm: str) -> str:
    claims = {"jti": secrets.token_hex(8), "htm": "POST", "htu": at.document["pushed_authorization_request_endpoint"], "iat": at.seconds}
    header = {"typ": "dpop+jwt", "alg": algorithm, "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims, key, registry=LongHeaders(algorithms=[algorithm]))


def _challenge_methods(at: Advertised) -> None:
    assert at.document["code_challenge_methods_supported"] == ["S256"]
    assert at.suite.authorize(code_challenge_method="plain").params["error"] == "invalid_request"


def _claim_types(at: Advertised) -> None:
    assert at.document["claim_types_supported"] == ["normal"]
    assert not {"_claim_names", "_claim_sources"} & at.suite.logged_in()[1].keys()


def _claims(at: Advertised) -> None:
    told = at.suite.logged_in(scope="openid profile")[1].keys()
    assert told <= {*at.document["claims_supported"]}
    assert {"sub", "acr", "amr", "auth_time", "HoVaTen", "SoDinhDanh"} <= told


def _prompts(at: Advertised) -> None:
    browser = at.suite.browser()
    at.suite.logged_in(browser)
    for prompt in at.document["prompt_values_supported"]:
        assert "code" in at.suite.authorize(browser, prompt=prompt).params
    assert at.suite.authorize(browser, prompt="create").params["error"] == "invalid_request"


def _ui_locales(at: Advertised) -> None:
    for locale in at.document["ui_locales_supported"]:
        assert f'lang="{locale}"' in at.suite.visit(at.suite.browser(), at.suite.begin(ui_locales=locale)[0]).text


def _claims_parameter(at: Advertised) -> None:
    assert at.document["claims_parameter_supported"] is True
    person = at.suite.logged_in(claims='{"userinfo": {"HoVaTen": null}}')[1]
    assert ("HoVaTen" in person, "SoDinhDanh" in person) == (True, False)


def _request_uri_parameter(at: Advertised) -> None:
    assert at.document["request_uri_parameter_supported"] is False
    assert at.suite.authorize(request_uri="https://suite.example/r").page.status_code == 400


def _pushed_not_required(at: Advertised) -> None:
    assert at.document["require_pushed_authorization_requests"] is False
    assert "code" in at.suite.authorize().params


def _iss_parameter(at: Advertised) -> None:
    assert at.document["authorization_response_iss_parameter_supported"] is True
    assert at.suite.authorize(prompt="none").params["iss"] == at.suite.authorize().params["iss"] == EXCHANGE


def _backchannel_logout(at: Advertised) -> None:
    """A client that registered an address is told, server to server, which session is over."""
    assert at.document["backchannel_logout_supported"] is True
    assert at.document["backchannel_logout_session_supported"] is True
    told, services = replace(at.suite.client, backchannel_logout_uri=PORTAL_HEARS), Services()
    with at.world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, told, secret=SECRET, now=at.world.clock())
    reply = at.suite.authorize()
    tokens = at.suite.tokens(reply)
    sign_out(at.world, tokens["id_token"])
    assert deliver(at.world, services) == 1
    ((address, claims),) = services.heard
    assert address == PORTAL_HEARS
    assert claims["sid"] == at.suite.id_token(reply, tokens)["sid"]


CHECKS: dict[str, Callable[[Advertised], None]] = {
    "issuer": _issuer,
    "authorization_endpoint": _authorization_endpoint,
    "token_endpoint": _tokens_endpoint,
    "userinfo_endpoint": _userinfo_endpoint,
    "jwks_uri": _jwks_uri,
    "end_session_endpoint": _end_session_endpoint,
    "pushed_authorization_request_endpoint": _pushed_endpoint,
    "introspection_endpoint": _introspection_endpoint,
    "revocation_endpoint": _revocation_endpoint,
    "scopes_supported": _scopes,
    "response_types_supported": _response_types,
    "response_modes_supported": _response_modes,
    "grant_types_supported": _grant_types,
    "acr_values_supported": _acr_values,
    "subject_types_supported": _subject_types,
    "id_token_signing_alg_values_supported": _id_token_algorithms,
    "userinfo_signing_alg_values_supported": _userinfo_forms,
    "userinfo_encryption_alg_values_supported": _userinfo_forms,
    "userinfo_encryption_enc_values_supported": _userinfo_forms,
    "request_object_signing_alg_values_supported": _request_objects,
    "request_parameter_supported": _request_objects,
    "token_endpoint_auth_methods_supported": _auth_methods,
    "token_endpoint_auth_signing_alg_values_supported": _auth_algorithms,
    "dpop_signing_alg_values_supported": _dpop_algorithms,
    "code_challenge_methods_supported": _challenge_methods,
    "claim_types_supported": _claim_types,
    "claims_supported": _claims,
    "prompt_values_supported": _prompts,
    "ui_locales_supported": _ui_locales,
    "claims_parameter_supported": _claims_parameter,
    "request_uri_parameter_supported": _request_uri_parameter,
    "require_pushed_authorization_requests": _pushed_not_required,
    "authorization_response_iss_parameter_supported": _iss_parameter,
    "backchannel_logout_supported": _backchannel_logout,
    "backchannel_logout_session_supported": _backchannel_logout,
}


def test_51_nothing_is_advertised_that_no_check_proves(advertised: Advertised) -> None:
    assert advertised.document.keys() == CHECKS.keys()


@pytest.mark.parametrize("name", list(CHECKS))
def test_51_what_is_advertised_is_so(advertised: Advertised, name: str) -> None:
    CHECKS[name](advertised)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
