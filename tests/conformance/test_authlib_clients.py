"""Authlib's OpenID client, which is not ours, logs people in over real sockets, knowing nothing but the issuer and its registration.

In the profile basic everything is Authlib's: discovery, the authorization request with state, nonce and PKCE, the token request, the
checks of the id_token, userinfo, the sign-out address. In the profile secure Authlib 1.9 has no PAR and no DPoP; what is its own there is
said at the test.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.integrations.starlette_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc8414 import get_well_known_url
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ansinh import oidc, provider
from ansinh.kit import clock, db
from tests.conformance.outside import Outside
from tests.exchange.served import Served, serve
from tests.exchange.world import LEVEL_1, LEVEL_2, OTHER_SECRET, empty

SERVICE = "http://127.0.0.1:49152"
CALLBACK = f"{SERVICE}/cb"
SECURE_CALLBACK = "https://hospital.example/cb"


@pytest.fixture(scope="module")
def served(conformance_database: db.Database) -> Iterator[Served]:
    empty(conformance_database)
    with serve(conformance_database) as both:
        yield both


def service(issuer: str, **client: object) -> TestClient:
    """A web service as Authlib's documentation shows one: routes to log in, to come back to and to sign out."""
    oauth = OAuth()
    oauth.register(
        "ansinh",
        server_metadata_url=get_well_known_url(issuer, external=True, suffix="openid-configuration"),
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "trust_env": False},
        **client,
    )

    async def log_in(request: Request) -> Response:
        answer: Response = await oauth.ansinh.authorize_redirect(request, CALLBACK, **request.query_params)
        return answer

    async def come_back(request: Request) -> Response:
        token = await oauth.ansinh.authorize_access_token(request)
        person = await oauth.ansinh.userinfo(token=token)
        return JSONResponse({"claims": token["userinfo"], "person": person, "id_token": token["id_token"]})

    return TestClient(
        Starlette(
            routes=[Route("/login", log_in), Route("/cb", come_back)],
            middleware=[Middleware(SessionMiddleware, secret_key=secrets.token_hex(16))],
        ),
        base_url=SERVICE,
        follow_redirects=False,
    )


@pytest.fixture(scope="module")
def library(served: Served) -> TestClient:
    return service(served.exchange, client_id="library", client_secret=OTHER_SECRET, token_endpoint_auth_method="client_secret_post")


def test_authlib_logs_a_person_in_with_discovery_alone_in_the_profile_basic(served: Served, library: TestClient) -> None:
    begun = library.get("/login").headers["location"]
    sent = dict(parse_qsl(urlsplit(begun).query))
    assert {"state", "nonce", "code_challenge"} <= sent.keys()
    found = library.get(Outside().log_in(begun, LEVEL_2, until=CALLBACK)).json()
    assert found["person"]["HoVaTen"] == LEVEL_2.full_name
    assert (found["claims"]["iss"], found["claims"]["sub"]) == (served.exchange, found["person"]["sub"])
    assert found["claims"]["acr"] == "urn:ansinh:acr:2.1"


def test_authlib_refuses_a_code_of_another_browser(library: TestClient, served: Served) -> None:
    answer = Outside().log_in(library.get("/login").headers["location"], LEVEL_2, until=CALLBACK)
    elsewhere = service(served.exchange, client_id="library", client_secret=OTHER_SECRET)
    with pytest.raises(Exception, match=r"(?i)state"):
        elsewhere.get(answer)


def test_authlib_asks_for_a_level_and_hears_that_it_was_not_reached(library: TestClient) -> None:
    begun = library.get("/login?acr_values=LoA2").headers["location"]
    with pytest.raises(Exception, match="unmet_authentication_requirements"):
        library.get(Outside().log_in(begun, LEVEL_1, until=CALLBACK))


def test_authlib_with_a_key_instead_of_a_secret_logs_a_person_in(served: Served, conformance_database: db.Database) -> None:
    key = ECKey.generate_key("P-256", {"kid": "authlib", "use": "sig"})
    register(conformance_database, served, "authlib-key", key, oidc.BASIC)
    by_key = service(
        served.exchange,
        client_id="authlib-key",
        client_secret=key,
        token_endpoint_auth_method=PrivateKeyJWT(served.exchange, headers={"kid": "authlib"}, alg="ES256"),
    )
    found = by_key.get(Outside().log_in(by_key.get("/login").headers["location"], LEVEL_1, until=CALLBACK)).json()
    assert found["person"]["HoVaTen"] == LEVEL_1.full_name


def test_authlib_logs_a_person_in_with_discovery_alone_in_the_profile_secure(served: Served, conformance_database: db.Database) -> None:
    """Authlib's: the parameters with PKCE, private_key_jwt at both endpoints, the token request and its answer, reading the callback with
    its state, the id_token's claims. Ours, with joserfc and requests: posting the parameters to the PAR endpoint (RFC 9126), the DPoP
    proofs (RFC 9449), and so userinfo, since Authlib knows no token type DPoP."""
    key = ECKey.generate_key("P-256", {"kid": "authlib", "use": "sig"})
    register(conformance_database, served, "authlib-secure", key, oidc.SECURE)
    metadata = requests.get(f"{served.exchange}/.well-known/openid-configuration", timeout=20).json()
    proof_key, verifier, nonce = ECKey.generate_key("P-256"), secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    with OAuth2Session(
        "authlib-secure",
        key,
        scope="openid",
        redirect_uri=SECURE_CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method=PrivateKeyJWT(metadata["issuer"], headers={"kid": "authlib"}, alg="ES256"),
        trust_env=False,
    ) as session:
        whole, state = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
        pushed = session.post(
            metadata["pushed_authorization_request_endpoint"],
            data=dict(parse_qsl(urlsplit(whole).query)),
            auth=session.client_auth(session.token_endpoint_auth_method),
            headers={"DPoP": proof(proof_key, "POST", metadata["pushed_authorization_request_endpoint"])},
        )
        assert pushed.status_code == 201, pushed.text
        carried = f"{metadata['authorization_endpoint']}?client_id=authlib-secure&request_uri={pushed.json()['request_uri']}"
        answer = Outside().log_in(carried, LEVEL_2, until=SECURE_CALLBACK)
        tokens = session.fetch_token(
            metadata["token_endpoint"],
            authorization_response=answer,
            state=state,
            code_verifier=verifier,
            headers={
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
                "DPoP": proof(proof_key, "POST", metadata["token_endpoint"]),
            },
        )
    assert tokens["token_type"] == "DPoP"
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"], timeout=20).json())
    read = jwt.decode(tokens["id_token"], keys, algorithms=metadata["id_token_signing_alg_values_supported"])
    expected = {"nonce": nonce, "client_id": "authlib-secure", "access_token": tokens["access_token"]}
    claims = CodeIDToken(read.claims, read.header, {"iss": {"values": [metadata["issuer"]]}}, expected)
    claims.validate(leeway=30)
    at_userinfo = proof(proof_key, "GET", metadata["userinfo_endpoint"], access_token=tokens["access_token"])
    person = requests.get(
        metadata["userinfo_endpoint"], headers={"Authorization": f"DPoP {tokens['access_token']}", "DPoP": at_userinfo}, timeout=20
    ).json()
    assert (person["sub"], person["HoVaTen"]) == (claims["sub"], LEVEL_2.full_name)
    assert (
        requests.get(metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {tokens['access_token']}"}, timeout=20).status_code
        == 401
    )


def register(database: db.Database, served: Served, client_id: str, key: ECKey, profile: oidc.Profile) -> None:
    client = oidc.Client(
        client_id=client_id,
        name="Authlib",
        profile=profile,
        token_endpoint_auth_method="private_key_jwt",
        jwks={"keys": [key.as_dict(private=False)]},
        redirect_uris=(SECURE_CALLBACK, "http://127.0.0.1/cb"),
        claims=("HoVaTen",),
        loopback_any_port=True,
    )
    with database.transaction() as conn:
        provider.register_client(conn, served.exchange, client, secret=None, now=clock.utc_now())


def proof(key: ECKey, method: str, url: str, *, access_token: str | None = None) -> str:
    claims: dict[str, object] = {"jti": secrets.token_hex(8), "htm": method, "htu": url, "iat": int(time.time())}
    if access_token is not None:
        claims["ath"] = base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()).rstrip(b"=").decode()
    return jwt.encode({"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}, claims, key)
