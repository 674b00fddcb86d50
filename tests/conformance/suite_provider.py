"""The conformance suite's part as a provider: it answers a relying party with whatever a module says is wrong.

Signs with RS256 as the suite does. `claims` and `userinfo` are laid over sound values; ABSENT takes one away.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import RSAKey

from ansinh import oidc
from ansinh.kit import http
from tests.exchange.world import StoppedClock

ISSUER = "https://suite.example/test/a/ansinh/"
CALLBACK = "https://portal.example/callback"
CLIENT, SECRET = "the-relying-party", "a-secret-of-the-relying-party+made/of=characters"
ABSENT = object()


@cache
def key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@dataclass(slots=True)
class SuiteProvider:
    """`published` are the kids in its key set, `kid` the one it signs with; `names_key` False leaves the name out of the header."""

    clock: StoppedClock = field(default_factory=StoppedClock)
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    published: tuple[str, ...] = ("one",)
    kid: str = "one"
    names_key: bool = True
    signed: bool = True
    broken_signature: bool = False
    nonce: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    authenticated_as: tuple[str, str] | None = None
    userinfo_read: int = 0

    def log_in(self, relying_party: oidc.RelyingParty, **asked: Any) -> oidc.SignedIn:
        """A login from its beginning to its end; raises what the relying party raises."""
        begun = relying_party.begin(now=self.clock(), random=_random(), **asked)
        self.asked = dict(parse_qsl(urlsplit(begun.address).query))
        self.nonce = self.asked["nonce"]
        return relying_party.finish({"code": "a-code", "state": self.asked["state"]}, begun.attempt, now=self.clock())

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        if url.endswith("/jwks"):
            return _json({"keys": [key(kid).as_dict(private=False) for kid in self.published]})
        if url.endswith("/userinfo"):
            assert headers == {"authorization": "Bearer an-access-token"}
            self.userinfo_read += 1
            return _json(over({"sub": "the-person", "name": "Trần Thị Thử", "email": "thu@suite.example"}, self.userinfo))
        assert url == f"{ISSUER}.well-known/openid-configuration"
        return _json(_METADATA)

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        assert (url, data["grant_type"], data["redirect_uri"], headers) == (f"{ISSUER}token", "authorization_code", CALLBACK, None)
        assert oidc.answers(data["code_verifier"], self.asked["code_challenge"])
        self.authenticated_as = auth
        return _json({"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 300, "id_token": self._id_token()})

    def _id_token(self) -> str:
        now = int(self.clock().timestamp())
        sound = {"iss": ISSUER, "sub": "the-person", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce}
        claims = over(sound, self.claims)
        if not self.signed:
            return f"{_b64({'alg': 'none'})}.{_b64(claims)}."
        header = {"alg": "RS256", "kid": self.kid} if self.names_key else {"alg": "RS256"}
        token = jwt.encode(header, claims, key(self.kid))
        if self.broken_signature:
            head, body, signature = token.split(".")
            token = f"{head}.{body}.{signature[:-6]}{signature[-6:][::-1]}"
        return token


def _random() -> oidc.Randomness:
    numbers = iter(range(100))
    return lambda: f"random-value-of-the-relying-party-number-{next(numbers):03}"


def over(sound: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**sound, **changes}.items() if value is not ABSENT}


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _json(body: object) -> http.Answer:
    return http.Answer(200, {}, orjson.dumps(body))


_METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}authorize",
    "token_endpoint": f"{ISSUER}token",
    "userinfo_endpoint": f"{ISSUER}userinfo",
    "jwks_uri": f"{ISSUER}jwks",
    "response_types_supported": ["code"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS256", "none"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
}
