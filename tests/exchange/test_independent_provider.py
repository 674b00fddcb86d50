"""A provider that is not ours (oidc-provider-mock: Flask and Authlib) as an upstream, on a real socket, with the real clock.

It signs with RS256, announces no PKCE and sends no `iss`: each of the three has to be written down before it is let in.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import oidc_provider_mock
import pytest
from werkzeug.serving import make_server

from ansinh import exchange, oidc
from ansinh.kit import clock, db, errors, http
from ansinh.wire import eid
from tests.exchange.world import CALLBACK, EXCHANGE, Browser, StoppedClock, World, authorization, query_of

NAMES = eid.ClaimsMap("national_id", "name", "birthdate", "gender")
EASED = {"algorithms": ("RS256",), "pkce_announced": False, "issuer_in_answers": False}
PEOPLE = [
    oidc_provider_mock.User(
        sub="gold",
        claims={"name": "Trần Thị Thử", "national_id": "001190000001", "birthdate": "1990-05-02", "gender": "female", "acr": "gold"},
    ),
    oidc_provider_mock.User(sub="silent", claims={"name": "Lê Văn Một", "national_id": "001190000002", "birthdate": "1991"}),
    oidc_provider_mock.User(sub="nameless", claims={"name": "Không Số", "birthdate": "1992"}),
    oidc_provider_mock.User(
        sub="hostile", claims={"name": "<script>alert(1)</script>", "national_id": "001190000003", "birthdate": "1993"}
    ),
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider, served until the module's tests are done."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # http on loopback
        server = make_server("127.0.0.1", 0, oidc_provider_mock.app(user_claims=PEOPLE), threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(5)
            server.server_close()


@dataclass
class Beside:
    """An exchange whose one provider is the independent one."""

    database: db.Database
    issuer: str
    strictness: oidc.Strictness

    def __post_init__(self) -> None:
        registration = oidc.Registration(
            self.issuer, "identity-exchange", "any-secret", f"{EXCHANGE}/commonauth/MOCK", strictness=self.strictness
        )
        upstream = exchange.generic(
            code="MOCK",
            name="Nhà cung cấp độc lập",
            name_en="Independent provider",
            registration=registration,
            http=http.Client(),
            claims=NAMES,
            levels=exchange.LevelMap(reached={"gold": eid.Assurance(2, 2)}),
            open_to_all=True,
        )
        self.world = World(self.database, clock=StoppedClock(clock.utc_now()), upstreams=[upstream])
        self.browser = Browser({EXCHANGE: self.world.exchange})
        self.there = httpx2.Client(follow_redirects=False)

    def log_in(self, person: str, **request: str) -> httpx2.Response:
        """From the relying party's request to the answer it gets, by way of the provider's own page."""
        sent = self.browser.get(authorization(**request)).headers["location"]
        assert sent.startswith(self.issuer), sent
        assert 'name="sub"' in self.there.get(sent).text
        answer = self.there.post(sent, data={"sub": person})
        return self.browser.get(answer.headers["location"])

    def told(self, back: httpx2.Response) -> dict[str, object]:
        return dict(self.world.userinfo(self.world.tokens(back)["access_token"]).json())


@pytest.fixture
def beside(database: db.Database, issuer: str) -> Beside:
    return Beside(database, issuer, oidc.Strictness(**EASED))  # type: ignore[arg-type]


def test_a_person_logs_in_to_a_relying_party_by_way_of_a_provider_that_is_not_ours(beside: Beside) -> None:
    back = beside.log_in("gold")
    assert back.headers["location"].startswith(CALLBACK)
    told = beside.told(back)
    assert (told["SoDinhDanh"], told["HoVaTen"], told["NgayThangNamSinh"], told["GioiTinh"]) == (
        "001190000001",
        "Trần Thị Thử",
        "19900502",
        2,
    )
    assert told["loginIdp"] == "MOCK"


def test_a_level_that_was_written_down_is_kept_and_one_that_is_not_told_is_unknown(beside: Beside) -> None:
    assert beside.told(beside.log_in("gold"))["acr"] == "urn:ansinh:acr:2.2"
    beside.browser = Browser({EXCHANGE: beside.world.exchange})
    assert beside.told(beside.log_in("silent"))["acr"] == "urn:ansinh:acr:0.0"


def test_32_an_unknown_level_meets_no_demand(beside: Beside) -> None:
    """Negative test 32."""
    assert "code" in query_of(beside.log_in("gold", acr_values="LoA2"))
    beside.browser = Browser({EXCHANGE: beside.world.exchange})
    assert query_of(beside.log_in("silent", acr_values="LoA1"))["error"] == "unmet_authentication_requirements"


def test_34_what_the_provider_does_not_give_or_gives_as_markup_opens_no_session(beside: Beside) -> None:
    """Negative test 34."""
    missing = query_of(beside.log_in("nameless"))
    assert (missing["error"], "national_id is missing" in missing["error_description"]) == ("server_error", True)
    assert query_of(beside.log_in("hostile"))["error"] == "server_error"
    assert beside.world.count("exchange.sessions") == 0


def test_the_person_who_refuses_there_is_told_of_here(beside: Beside) -> None:
    sent = beside.browser.get(authorization()).headers["location"]
    answer = beside.there.post(sent, data={"action": "deny"})
    state = query_of(httpx2.Response(302, headers={"location": sent}))["state"]
    separator = "&" if "?" in answer.headers["location"] else "?"  # it leaves the state out of its refusals
    back = beside.browser.get(f"{answer.headers['location']}{separator}state={state}")
    assert query_of(back)["error"] == "access_denied"


def test_35_a_code_of_another_login_fails_although_it_ignores_the_proof_key(beside: Beside) -> None:
    """Negative test 35: the nonce holds where PKCE is not spoken."""
    attackers = beside.there.post(beside.browser.get(authorization()).headers["location"], data={"sub": "gold"}).headers["location"]
    stolen = query_of(httpx2.Response(302, headers={"location": attackers}))["code"]
    victim = Browser({EXCHANGE: beside.world.exchange})
    sent = query_of(victim.get(authorization()))
    back = victim.get(f"{EXCHANGE}/commonauth/MOCK?code={stolen}&state={sent['state']}")
    assert query_of(back)["error"] == "server_error"
    assert beside.world.count("exchange.sessions") == 0


def test_a_second_login_of_the_same_account_is_the_same_person(beside: Beside) -> None:
    first = beside.told(beside.log_in("gold"))["sub"]
    beside.browser = Browser({EXCHANGE: beside.world.exchange})
    assert beside.told(beside.log_in("gold"))["sub"] == first


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"algorithms": ("ES256",)}, "temporarily_unavailable"),
        ({"algorithms": ("PS256", "EdDSA")}, "temporarily_unavailable"),
        ({"pkce_announced": True}, "temporarily_unavailable"),
        ({"issuer_in_answers": True}, "server_error"),
    ],
)
def test_30_31_without_each_of_the_easings_it_is_not_let_in(
    database: db.Database, issuer: str, change: dict[str, object], error: str
) -> None:
    """Negative tests 30 and 31: nothing is eased in silence."""
    strict = Beside(database, issuer, oidc.Strictness(**{**EASED, **change}))  # type: ignore[arg-type]
    back = strict.browser.get(authorization())
    if back.headers["location"].startswith(issuer):
        back = strict.browser.get(strict.there.post(back.headers["location"], data={"sub": "gold"}).headers["location"])
    assert query_of(back)["error"] == error
    assert strict.world.count("exchange.sessions") == 0


def test_the_default_of_the_generic_adapter_lets_it_in_nowhere(issuer: str) -> None:
    default = exchange.generic(
        code="MOCK",
        name="m",
        name_en="m",
        registration=oidc.Registration(issuer, "identity-exchange", "any-secret", f"{EXCHANGE}/commonauth/MOCK"),
        http=http.Client(),
    )
    with pytest.raises((oidc.ProtocolError, errors.CounterpartDown)):
        default.begin(now=clock.utc_now(), random=lambda: "r" * 43, demands=(), prompt=None, max_age_s=None, ui_locales=())
