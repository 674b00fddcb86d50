"""A provider in memory that speaks as each kind of upstream does, and lies as it is told to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any

import orjson

from ansinh import exchange, oidc
from ansinh.kit import errors, http
from ansinh.wire import eid
from tests.exchange.hostile import ABSENT
from tests.exchange.world import EXCHANGE
from tests.oidc.signing import Key, key, public, signed

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
CLIENT, SECRET = "identity-exchange", "a-secret-of-the-exchange-of-random-characters"


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of provider speaks: its issuer, its key, what it calls things, and the adapter that understands it."""

    issuer: str
    key: Key
    algorithm: str
    token_path: str
    userinfo_path: str
    keys_path: str
    userinfo: Mapping[str, Any]
    names: eid.ClaimsMap
    level_2_1: str
    adapter: Callable[[oidc.Http], exchange.Upstream]
    discovered: bool = True
    posts_userinfo: bool = False


def _registration(issuer: str, code: str, strictness: oidc.Strictness = oidc.AS_STANDARD) -> oidc.Registration:
    return oidc.Registration(issuer, CLIENT, SECRET, EXCHANGE + exchange.callback_path(code), strictness=strictness)


_GENERIC = "https://bank-id.example"
_NAMES = eid.ClaimsMap("national_id", "full_name", "birth", "sex")
_POLICE = "https://sso.example/auth/realms/citizen"
_BROKER = "https://broker.example"

MANNERS: dict[str, Manner] = {
    "generic": Manner(
        issuer=_GENERIC,
        key=key("rsa"),
        algorithm="RS256",
        token_path="/token",
        userinfo_path="/userinfo",
        keys_path="/keys",
        userinfo={"national_id": "001190000001", "full_name": "Trần Thị Thử", "birth": "1990-05-02", "sex": "female"},
        names=_NAMES,
        level_2_1="gold",
        adapter=lambda outbound: exchange.generic(
            code="BANK",
            name="Ngân hàng",
            name_en="Bank",
            registration=_registration(_GENERIC, "BANK", oidc.Strictness(algorithms=("RS256",), issuer_in_answers=True)),
            http=outbound,
            claims=_NAMES,
            levels=exchange.LevelMap(reached={"gold": eid.Assurance(2, 1), "tin": eid.Assurance(1, 1)}),
        ),
    ),
    "mps_sso": Manner(
        issuer=_POLICE,
        key=key("ec"),
        algorithm="ES256",
        token_path="/protocol/openid-connect/token",
        userinfo_path="/protocol/openid-connect/userinfo",
        keys_path="/protocol/openid-connect/certs",
        userinfo={"preferred_username": "001190000001", "name": "Trần Thị Thử", "birthdate": "1990-05-02", "gender": "female"},
        names=eid.OF_PROVIDER,
        level_2_1="urn:ansinh:acr:2.1",
        adapter=lambda outbound: exchange.mps_sso(registration=_registration(_POLICE, "BCA"), http=outbound),
    ),
    "national_broker": Manner(
        issuer=_BROKER,
        key=key("rsa", 1),
        algorithm="RS256",
        token_path="/oauth2/token",
        userinfo_path="/oauth2/userinfo",
        keys_path="/oauth2/jwks",
        userinfo={
            "SoDinhDanh": "001190000001",
            "HoVaTen": "Trần Thị Thử",
            "NgayThangNamSinh": "19900502",
            "GioiTinh": 2,
            "TechID": "f2c5f8a0-0000-4000-8000-000000000001",
            "LoaiTaiKhoan": "1",
            "loginIdp": "BCA",
        },
        names=eid.OF_EXCHANGE,
        level_2_1="urn:ansinh:acr:2.1",
        adapter=lambda outbound: exchange.national_broker(
            code="DVCQG",
            base_url=_BROKER,
            client_id=CLIENT,
            client_secret=SECRET,
            redirect_uri=EXCHANGE + exchange.callback_path("DVCQG"),
            http=outbound,
        ),
        discovered=False,
        posts_userinfo=True,
    ),
}


@dataclass(slots=True)
class Liar:
    """`claims`, `userinfo`, `metadata` and `header` are laid over sound values; ABSENT takes one away."""

    manner: Manner
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    published: list[Key] = field(default_factory=list)
    id_token: str | None = None
    nonce: str = ""
    down: str | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    when_asked: Callable[[], None] = lambda: None

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        path = self._asked("GET", url)
        if path == self.manner.keys_path:
            return _json({"keys": [public(each, kid=each.kid or "") for each in self.published or [self.manner.key]]})
        if path == self.manner.userinfo_path:
            assert not self.manner.posts_userinfo
            assert headers == {"authorization": "Bearer at"}
            return self._person()
        assert path == "/.well-known/openid-configuration", url
        return _json(_over(self._document(), self.metadata))

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        path = self._asked("POST", url)
        if path == self.manner.userinfo_path:
            assert (dict(data), headers, auth) == ({}, {"authorization": "Bearer at"}, None)
            return self._person()
        assert path == self.manner.token_path, url
        self.forms.append(dict(data) | ({"basic": auth[0]} if auth else {}))
        return _json({"access_token": "at", "token_type": "Bearer", "id_token": self.id_token or self._token()})

    def _person(self) -> http.Answer:
        self.when_asked()
        return _json(_over({"sub": "upstream-person", **self.manner.userinfo}, self.userinfo))

    def _token(self) -> str:
        sound = {
            "iss": self.manner.issuer,
            "sub": "upstream-person",
            "aud": CLIENT,
            "azp": CLIENT,
            "iat": SECONDS,
            "exp": SECONDS + 300,
            "auth_time": SECONDS,
            "nonce": self.nonce,
            "acr": self.manner.level_2_1,
            "amr": ["pwd"],
            "sid": "upstream-session",
        }
        header = _over({"kid": self.manner.key.kid}, self.header)
        return signed(_over(sound, self.claims), self.manner.key, alg=self.manner.algorithm, **header)

    def _document(self) -> dict[str, Any]:
        issuer = self.manner.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/auth",
            "token_endpoint": issuer + self.manner.token_path,
            "userinfo_endpoint": issuer + self.manner.userinfo_path,
            "jwks_uri": issuer + self.manner.keys_path,
            "end_session_endpoint": f"{issuer}/logout",
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": [self.manner.algorithm],
            "authorization_response_iss_parameter_supported": True,
        }

    def _asked(self, method: str, url: str) -> str:
        assert url.startswith(self.manner.issuer), f"{url} is not of this provider"
        path = url.removeprefix(self.manner.issuer)
        self.asked.append((method, path))
        if self.down is not None and path == self.down:
            raise errors.CounterpartDown("timed_out", "the counterpart did not answer in time")
        return path


class Login:
    """One login at a lying provider, from the side of the exchange."""

    def __init__(self, kind: str) -> None:
        self.manner = MANNERS[kind]
        self.liar = Liar(self.manner)
        self.upstream = self.manner.adapter(self.liar)

    def begin(self, *demands: eid.Assurance, prompt: str | None = None, max_age_s: int | None = None) -> oidc.Begun:
        begun = self.upstream.begin(now=NOW, random=token_urlsafe, demands=demands, prompt=prompt, max_age_s=max_age_s, ui_locales=("vi",))
        self.liar.nonce = begun.attempt.nonce
        return begun

    def finish(self, begun: oidc.Begun, now: datetime = NOW, **changes: str | None) -> Any:
        params = {"code": "upstream-code", "state": begun.attempt.state, "iss": self.manner.issuer, **changes}
        return self.upstream.finish({name: value for name, value in params.items() if value is not None}, begun.attempt, now=now)


def _over(sound: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**sound, **changes}.items() if value is not ABSENT}


def _json(body: object) -> http.Answer:
    return http.Answer(200, {}, orjson.dumps(body))
