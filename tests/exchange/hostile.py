"""An upstream provider that answers what a test tells it to: anything from a wrong nonce to ten megabytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from ansinh import oidc
from ansinh.kit import errors, http
from tests.exchange.world import ISSUER, PROVIDER, PROVIDER_KEY, StoppedClock

_CONNECT = f"{ISSUER}/protocol/openid-connect"
ADDRESSES = oidc.Provider(
    ISSUER, f"{_CONNECT}/auth", f"{_CONNECT}/token", f"{_CONNECT}/userinfo", f"{_CONNECT}/certs", f"{_CONNECT}/logout", sends_issuer=True
)
ABSENT = object()


@dataclass(slots=True)
class HostileProvider:
    """`claims`, `userinfo` and `metadata` are laid over sound values; ABSENT takes one away."""

    clock: StoppedClock
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    id_token: str | None = None
    down: str | None = None
    redeemed: list[str] = field(default_factory=list)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        self._fail_if_down(url)
        if url.endswith("/certs"):
            return _json(oidc.jwks([oidc.SigningKey(PROVIDER_KEY)]))
        if url.endswith("/userinfo"):
            assert headers is not None
            return _json(_over(_USERINFO, self.userinfo))
        return _json(_over(oidc.discovery_document(ADDRESSES, acr_values=(), scopes=("openid",), claims=()), self.metadata))

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        assert (headers, auth is not None) == (None, True)
        self._fail_if_down(url)
        self.redeemed.append(data["code"])
        seconds = int(self.clock().timestamp())
        sound = {
            "iss": ISSUER,
            "sub": "upstream-person",
            "aud": "identity-exchange",
            "azp": "identity-exchange",
            "iat": seconds,
            "exp": seconds + 300,
            "auth_time": seconds,
            "nonce": self.nonce,
            "acr": "urn:ansinh:acr:2.1",
            "amr": ["pwd"],
        }
        id_token = self.id_token or oidc.SigningKey(PROVIDER_KEY).sign(_over(sound, self.claims))
        return _json({"access_token": "at", "token_type": "Bearer", "id_token": id_token})

    def _fail_if_down(self, url: str) -> None:
        assert url.startswith(PROVIDER)
        if self.down is not None and url.endswith(self.down):
            raise errors.CounterpartDown("timed_out", "the counterpart did not answer in time")


_USERINFO = {
    "sub": "upstream-person",
    "preferred_username": "001190000001",
    "name": "Trần Thị Thử",
    "birthdate": "1990-05-02",
    "gender": "female",
}


def _over(sound: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**sound, **changes}.items() if value is not ABSENT}


def _json(body: object) -> http.Answer:
    return http.Answer(200, {}, orjson.dumps(body))
