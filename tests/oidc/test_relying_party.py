"""The relying party in one object: what it fetches, and how often."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

import orjson
import pytest

from ansinh import oidc
from ansinh.kit import http
from tests.exchange.world import new_key

ISSUER = "https://op.example"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ADDRESSES = oidc.Provider(ISSUER, f"{ISSUER}/auth", f"{ISSUER}/token", f"{ISSUER}/userinfo", f"{ISSUER}/jwks", None, sends_issuer=True)


class Provider:
    """A provider that says what it is told to say, and remembers what it was asked."""

    def __init__(self) -> None:
        self.signs_with = oidc.SigningKey(new_key())
        self.publishes = [self.signs_with]
        self.asked: list[str] = []
        self.forms: list[tuple[dict[str, str], tuple[str, str] | None]] = []
        self.claims: dict[str, Any] = {}

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        self.asked.append(url.removeprefix(ISSUER))
        if url.endswith("/jwks"):
            return _json(oidc.jwks(self.publishes))
        if url.endswith("/userinfo"):
            assert headers is not None
            assert headers["authorization"] == "Bearer at"
            return _json({"sub": "person-1"})
        return _json(oidc.discovery_document(ADDRESSES, acr_values=(), scopes=("openid",), claims=()))

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        assert headers is None
        self.asked.append(url.removeprefix(ISSUER))
        self.forms.append((dict(data), auth))
        seconds = int(NOW.timestamp())
        claims = {"iss": ISSUER, "sub": "person-1", "aud": "portal", "iat": seconds, "exp": seconds + 300} | self.claims
        return _json({"access_token": "at", "token_type": "Bearer", "id_token": self.signs_with.sign(claims)})


def _json(body: object) -> http.Answer:
    return http.Answer(200, {}, orjson.dumps(body))


def relying_party(provider: Provider, *, post: bool = False) -> oidc.RelyingParty:
    method = "client_secret_post" if post else "client_secret_basic"
    registration = oidc.Registration(ISSUER, "portal", "sécret:1", "https://rp.example/cb", method)  # type: ignore[arg-type]
    return oidc.RelyingParty(registration, provider)


def sign_in(party: oidc.RelyingParty, provider: Provider, *, now: datetime = NOW) -> oidc.SignedIn:
    attempt = party.begin(now=now, random=token_urlsafe).attempt
    seconds = int(now.timestamp())
    provider.claims = {"nonce": attempt.nonce, "iat": seconds, "exp": seconds + 300} | provider.claims
    return party.finish({"state": attempt.state, "iss": ISSUER, "code": "c"}, attempt, now=now)


def test_metadata_and_keys_are_fetched_once_for_many_logins() -> None:
    provider = Provider()
    party = relying_party(provider)
    for _ in range(3):
        provider.claims = {}
        assert sign_in(party, provider).id_token.subject == "person-1"
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert provider.asked.count("/jwks") == 1


def test_the_code_goes_to_the_token_endpoint_with_the_verifier_and_our_authentication() -> None:
    provider = Provider()
    sign_in(relying_party(provider), provider)
    form, auth = provider.forms[0]
    assert set(form) == {"grant_type", "code", "redirect_uri", "code_verifier"}
    assert auth == ("portal", "s%C3%A9cret%3A1")


def test_a_client_registered_for_the_form_sends_its_secret_there() -> None:
    provider = Provider()
    sign_in(relying_party(provider, post=True), provider)
    form, auth = provider.forms[0]
    assert (form["client_id"], form["client_secret"], auth) == ("portal", "sécret:1", None)


def test_50_a_new_key_of_the_provider_is_found_at_its_first_use() -> None:
    provider = Provider()
    party = relying_party(provider)
    sign_in(party, provider)
    provider.signs_with = oidc.SigningKey(new_key())
    provider.publishes = [provider.signs_with]
    provider.claims = {}
    assert sign_in(party, provider, now=NOW + timedelta(minutes=1)).id_token.subject == "person-1"


def test_31_an_unknown_key_causes_one_look_and_no_more() -> None:
    provider = Provider()
    party = relying_party(provider)
    provider.signs_with = oidc.SigningKey(new_key())  # never published
    for attempt in range(5):
        provider.claims = {}
        with pytest.raises(oidc.UnknownKeyError):
            sign_in(party, provider, now=NOW + timedelta(seconds=40 + attempt))
    assert provider.asked.count("/jwks") == 1


def test_31_userinfo_of_another_person_ends_the_login() -> None:
    provider = Provider()
    provider.claims = {"sub": "person-2"}
    with pytest.raises(oidc.ProtocolError, match="userinfo_sub"):
        sign_in(relying_party(provider), provider)


def test_33_a_login_older_than_max_age_ends_the_login() -> None:
    provider = Provider()
    party = relying_party(provider)
    begun = party.begin(now=NOW, random=token_urlsafe, max_age_s=60)
    assert "max_age=60" in begun.address
    provider.claims = {"nonce": begun.attempt.nonce, "auth_time": int(NOW.timestamp()) - 3600}
    with pytest.raises(oidc.ProtocolError, match="id_token_auth_time"):
        party.finish({"state": begun.attempt.state, "iss": ISSUER, "code": "c"}, begun.attempt, now=NOW)
