"""A client that knows nothing of ours logs in over real sockets with discovery alone.

It is written against OpenID Connect Core and the RFCs with an HTTP library and a JOSE library; it imports nothing of `ansinh.oidc`.
"""

import base64
import hashlib
import html
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from ansinh.kit import db
from ansinh.sandbox import eid
from tests.exchange.served import Served, serve
from tests.exchange.world import CALLBACK, LEVEL_1, LEVEL_2, OTHER_SECRET, SECRET, SIGNED_OUT


@pytest.fixture
def served(database: db.Database) -> Iterator[Served]:
    with serve(database) as both:
        yield both


@dataclass(slots=True)
class Client:
    """An OpenID client as somebody else would write it."""

    issuer: str
    client_id: str = "vss-portal"
    secret: str = SECRET
    redirect_uri: str = CALLBACK
    in_form: bool = False
    browser: httpx2.Client = field(default_factory=lambda: httpx2.Client(trust_env=False, timeout=20))
    server: httpx2.Client = field(default_factory=lambda: httpx2.Client(trust_env=False, timeout=20))
    metadata: dict[str, Any] = field(default_factory=dict)

    def discover(self) -> None:
        self.metadata = self.server.get(f"{self.issuer}/.well-known/openid-configuration").raise_for_status().json()
        assert self.metadata["issuer"] == self.issuer

    def authorize(self, **extra: str) -> tuple[str, str, str]:
        verifier, state, nonce = (secrets.token_urlsafe(48) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        params = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **extra,
        }
        return f"{self.metadata['authorization_endpoint']}?{urlencode(params)}", state + "|" + nonce, verifier

    def follow(self, response: httpx2.Response, until: str) -> httpx2.Response | str:
        """The page redirects end at, or the address of the client when they get there."""
        while response.is_redirect:
            address = urljoin(str(response.url), response.headers["location"])
            if address.startswith(until):
                return address
            response = self.browser.get(address)
        return response

    def log_in(self, person: eid.Account, **extra: str) -> dict[str, Any]:
        address, secret, verifier = self.authorize(**extra)
        state, nonce = secret.split("|")
        page = self.follow(self.browser.get(address), self.redirect_uri)
        if isinstance(page, httpx2.Response):
            page = self.follow(self.fill_in(page, person), self.redirect_uri)
        assert isinstance(page, str), page.text
        answer = dict(parse_qsl(urlsplit(page).query))
        assert answer["state"] == state
        assert answer["iss"] == self.issuer
        if "error" in answer:
            return answer
        return self.redeem(answer["code"], verifier, nonce)

    def fill_in(self, page: httpx2.Response, person: eid.Account) -> httpx2.Response:
        action = re.search(r'<form method="post" action="([^"]+)"', page.text)
        assert action is not None
        form = {html.unescape(n): html.unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)}
        return self.browser.post(
            urljoin(str(page.url), html.unescape(action[1])), data=form | {"username": person.username, "password": person.password}
        )

    def redeem(self, code: str, verifier: str, nonce: str) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri, "code_verifier": verifier}
        if self.in_form:
            answer = self.server.post(
                self.metadata["token_endpoint"], data=form | {"client_id": self.client_id, "client_secret": self.secret}
            )
        else:
            answer = self.server.post(self.metadata["token_endpoint"], data=form, auth=(self.client_id, self.secret))
        tokens = answer.raise_for_status().json()
        keys = KeySet.import_key_set(self.server.get(self.metadata["jwks_uri"]).json())
        claims = jwt.decode(tokens["id_token"], keys, algorithms=["ES256"]).claims
        assert (claims["iss"], claims["aud"], claims["nonce"]) == (self.issuer, self.client_id, nonce)
        header = {"authorization": f"Bearer {tokens['access_token']}"}
        person = self.server.get(self.metadata["userinfo_endpoint"], headers=header).raise_for_status().json()
        assert person["sub"] == claims["sub"]
        return {"tokens": tokens, "claims": claims, "person": person}


def test_a_client_with_basic_authentication_logs_in_learns_who_it_is_and_signs_out(served: Served) -> None:
    client = Client(served.exchange)
    client.discover()
    found = client.log_in(LEVEL_2)
    assert found["person"]["SoDinhDanh"] == LEVEL_2.username
    assert found["claims"]["acr"] == "urn:ansinh:acr:2.1"
    params = {"id_token_hint": found["tokens"]["id_token"], "post_logout_redirect_uri": SIGNED_OUT, "state": "bye"}
    end = client.follow(client.browser.get(f"{client.metadata['end_session_endpoint']}?{urlencode(params)}"), SIGNED_OUT)
    assert end == f"{SIGNED_OUT}?state=bye"
    assert client.log_in(LEVEL_2, prompt="none")["error"] == "login_required"


def test_a_program_with_form_authentication_and_a_loopback_address_logs_in(served: Served) -> None:
    client = Client(served.exchange, "library", OTHER_SECRET, "http://127.0.0.1:49152/cb", in_form=True)
    client.discover()
    assert client.log_in(LEVEL_1)["person"]["HoVaTen"] == LEVEL_1.full_name


def test_a_client_that_asks_for_more_than_the_person_has_gets_an_error(served: Served) -> None:
    client = Client(served.exchange)
    client.discover()
    assert client.log_in(LEVEL_1, acr_values="LoA2")["error"] == "unmet_authentication_requirements"


def test_many_people_log_in_at_once(served: Served) -> None:
    found: list[str] = []

    def log_in(person: eid.Account) -> None:
        client = Client(served.exchange)
        client.discover()
        found.append(client.log_in(person)["person"]["SoDinhDanh"])

    threads = [Thread(target=log_in, args=(person,)) for person in (LEVEL_1, LEVEL_2) * 6]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [LEVEL_2.username] * 6 + [LEVEL_1.username] * 6
