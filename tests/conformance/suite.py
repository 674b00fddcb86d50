"""The conformance suite's part at the browser and on the back channel: a relying party that is told what to send.

It is written from the standards with an HTTP client and a JOSE library, and knows the exchange by its discovery document alone.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet
from starlette.testclient import TestClient

from ansinh import oidc, provider
from ansinh.sandbox import eid
from tests.exchange.world import EXCHANGE, LEVEL_2, Browser, World, query_of

CALLBACK = "https://suite.example/test/a/ansinh/callback"
SECRET = "a-secret-of-the-suite-made-of-random-characters"


@dataclass(slots=True)
class Reply:
    """What came back to the callback, or the page at which the browser stopped."""

    page: httpx2.Response
    verifier: str | None
    nonce: str | None

    @property
    def at_callback(self) -> bool:
        return self.page.is_redirect and self.page.headers["location"].startswith(f"{CALLBACK}?")

    @property
    def params(self) -> dict[str, str]:
        assert self.at_callback, f"{self.page.status_code} {self.page.headers.get('location', self.page.text[:300])}"
        return query_of(self.page)


@dataclass(slots=True)
class Suite:
    """A confidential client of the exchange. `challenges`: it sends a PKCE challenge although the module does not ask for one."""

    world: World
    client: oidc.Client
    challenges: bool
    http: TestClient = field(init=False)
    metadata: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        with self.world.database.transaction() as conn:
            provider.register_client(conn, EXCHANGE, self.client, secret=SECRET, now=self.world.clock())
        self.http = TestClient(self.world.exchange, base_url=EXCHANGE, follow_redirects=False)
        self.metadata = self.http.get("/.well-known/openid-configuration").json()

    def browser(self) -> Browser:
        return self.world.browser()

    def begin(self, **changes: str | None) -> tuple[dict[str, str], str | None]:
        """Parameters of an authorization request, and its PKCE verifier."""
        verifier = secrets.token_urlsafe(48) if self.challenges else None
        params: dict[str, str | None] = {
            "client_id": self.client.client_id,
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "state": secrets.token_urlsafe(8),
            "nonce": secrets.token_urlsafe(8),
            "response_type": "code",
            **({} if verifier is None else {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}),
            **changes,
        }
        return {name: value for name, value in params.items() if value is not None}, verifier

    def authorize(
        self, browser: Browser | None = None, *, person: eid.Account = LEVEL_2, method: str = "GET", **changes: str | None
    ) -> Reply:
        """From the authorization request to the callback; where a login page is shown the person fills it in."""
        browser = browser or self.browser()
        params, verifier = self.begin(**changes)
        page = self.visit(browser, params, method=method)
        if page.status_code == 200 and 'name="password"' in page.text:
            page = self.world.submit(browser, page, person)
        return Reply(page, verifier, params.get("nonce"))

    def visit(self, browser: Browser, params: Mapping[str, str], *, method: str = "GET") -> httpx2.Response:
        endpoint = self.metadata["authorization_endpoint"]
        return browser.post(endpoint, params) if method == "POST" else browser.get(f"{endpoint}?{urlencode(params)}")

    def shows_login(self, browser: Browser, **changes: str | None) -> bool:
        """True if the person is asked to log in, though they may be logged in already."""
        page = self.visit(browser, self.begin(**changes)[0])
        return page.status_code == 200 and 'name="password"' in page.text

    def redeem(self, reply: Reply, **changes: str | None) -> httpx2.Response:
        form = {"grant_type": "authorization_code", "code": reply.params["code"], "redirect_uri": CALLBACK, "code_verifier": reply.verifier}
        return self.token_request(**{**form, **changes})

    def token_request(self, **form: str | None) -> httpx2.Response:
        data = {name: value for name, value in form.items() if value is not None}
        if self.client.token_endpoint_auth_method == "client_secret_post":
            return self.http.post(
                self.metadata["token_endpoint"], data=data | {"client_id": self.client.client_id, "client_secret": SECRET}
            )
        return self.http.post(self.metadata["token_endpoint"], data=data, auth=(self.client.client_id, SECRET))

    def tokens(self, reply: Reply) -> dict[str, Any]:
        answer = self.redeem(reply)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def id_token(self, reply: Reply, tokens: Mapping[str, Any]) -> dict[str, Any]:
        """The claims after the checks that the suite makes of every id_token (OpenID Connect Core 2 and 3.1.3.7)."""
        keys = KeySet.import_key_set(self.http.get(self.metadata["jwks_uri"]).json())
        read = jwt.decode(tokens["id_token"], keys, algorithms=self.metadata["id_token_signing_alg_values_supported"])
        claims, now = read.claims, self.world.clock().timestamp()
        assert (claims["iss"], claims["aud"], claims.get("azp")) == (self.metadata["issuer"], self.client.client_id, self.client.client_id)
        assert claims["iat"] <= now < claims["exp"] <= now + 24 * 3600
        assert claims.get("nonce") == reply.nonce
        assert 0 < len(claims["sub"]) <= 255
        digest = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
        assert claims["at_hash"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert read.header["kid"] in {key.kid for key in keys.keys}
        return claims

    def logged_in(self, browser: Browser | None = None, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """A whole login: the claims of the id_token and of userinfo."""
        reply = self.authorize(browser, **changes)
        tokens = self.tokens(reply)
        claims = self.id_token(reply, tokens)
        person = self.userinfo(tokens["access_token"]).json()
        assert person["sub"] == claims["sub"]
        return claims, person

    def userinfo(self, access_token: str) -> httpx2.Response:
        return self.http.get(self.metadata["userinfo_endpoint"], headers={"authorization": f"Bearer {access_token}"})


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
