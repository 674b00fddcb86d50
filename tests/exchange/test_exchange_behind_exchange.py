"""Exchange behind exchange: one of ours in the legacy profile stands where the national broker stood, and the level survives both."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ansinh import exchange, oidc, provider
from ansinh.kit import db
from ansinh.sandbox import eid
from tests.exchange.world import (
    EXCHANGE,
    EXCHANGE_KEY,
    LEVEL_1,
    LEVEL_2,
    PROVIDER,
    SIGNED_OUT,
    UPSTREAM_CLIENT,
    UPSTREAM_SECRET,
    Browser,
    InProcess,
    World,
    authorization,
    hidden,
    new_key,
    police,
    query_of,
)

BROKER = "http://127.0.0.1:8003"
SECRET = "a-secret-between-two-exchanges-of-random-characters"
INNER = oidc.Client(
    client_id="inner-exchange",
    name="Nền tảng của tỉnh",
    profile=oidc.LEGACY,
    token_endpoint_auth_method="client_secret_post",
    redirect_uris=(f"{EXCHANGE}/commonauth/DVCQG",),
    post_logout_redirect_uris=(f"{EXCHANGE}/oidc/logout/done",),
    backchannel_logout_uri=f"{EXCHANGE}/commonauth/DVCQG/logout",
    claims=("SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "GioiTinh", "TechID", "LoaiTaiKhoan", "loginIdp"),
)


class Chain:
    """The portal asks an exchange, which asks a broker, which asks the police's provider."""

    def __init__(self, database: db.Database, *, understands_ours: bool) -> None:
        self.world, self.broker_key = World(database), new_key()
        at_broker = replace(
            UPSTREAM_CLIENT,
            client_id="identity-exchange",
            redirect_uris=(*UPSTREAM_CLIENT.redirect_uris, f"{BROKER}/commonauth"),
            post_logout_redirect_uris=(*UPSTREAM_CLIENT.post_logout_redirect_uris, f"{BROKER}/oidc/logout/done"),
        )
        with database.transaction() as conn:
            provider.register_client(
                conn, police(InProcess(self.world.provider, PROVIDER)).issuer, at_broker, secret=UPSTREAM_SECRET, now=self.world.clock()
            )
            provider.register_client(conn, BROKER, INNER, secret=SECRET, now=self.world.clock())
        self.broker: ASGIApp = exchange.build_app(
            database=database,
            base_url=BROKER,
            signing_keys=[self.broker_key],
            upstreams=[police(InProcess(self.world.provider, PROVIDER), base_url=BROKER)],
            now=self.world.clock,
        )
        self.world.upstreams = [
            exchange.national_broker(
                code="DVCQG",
                base_url=BROKER,
                client_id=INNER.client_id,
                client_secret=SECRET,
                redirect_uri=f"{EXCHANGE}/commonauth/DVCQG",
                http=InProcess(self.broker, BROKER),
                asks_levels_of_accounts=not understands_ours,
                open_to_all=True,
            )
        ]
        self.world.exchange = self.world.another_exchange()
        self.browser = Browser({EXCHANGE: self.world.exchange, BROKER: self.broker, PROVIDER: self.world.provider})

    def log_in(self, *, account: eid.Account = LEVEL_2, code: str | None = None, **request: str) -> httpx2.Response:
        page = self.browser.get(authorization(**request))
        return page if page.status_code != 200 else self.world.submit(self.browser, page, account, code=code)

    def told(self, back: httpx2.Response) -> dict[str, object]:
        return dict(self.world.userinfo(self.world.tokens(back)["access_token"]).json())


@pytest.fixture
def chain(database: db.Database) -> Chain:
    return Chain(database, understands_ours=False)


@pytest.fixture
def close_chain(database: db.Database) -> Chain:
    return Chain(database, understands_ours=True)


def test_a_citizen_logs_in_through_both_and_the_level_arrives_as_it_was_reached(chain: Chain) -> None:
    told = chain.told(chain.log_in())
    assert (told["SoDinhDanh"], told["HoVaTen"]) == (LEVEL_2.citizen_number.value, LEVEL_2.full_name)
    assert (told["acr"], told["loginIdp"], told["amr"]) == ("urn:ansinh:acr:2.1", "DVCQG", ["pwd"])


def test_the_broker_is_asked_as_its_relying_parties_ask_it_today(chain: Chain) -> None:
    chain.log_in()
    asked = next(url for url in chain.browser.visited if url.startswith(f"{BROKER}/oauth2/authorize"))
    assert parse_qs(urlsplit(asked).query)["acr_values"] == ["LoA1"]


def test_a_level_1_account_stays_one_behind_two_exchanges(chain: Chain) -> None:
    assert chain.told(chain.log_in(account=LEVEL_1))["acr"] == "urn:ansinh:acr:1.1"


def test_32_a_demand_that_was_not_reached_is_an_error_and_never_passed_on_as_asked(chain: Chain) -> None:
    """Negative test 32."""
    back = chain.log_in(account=LEVEL_1, acr_values="LoA2")
    assert query_of(back)["error"] == "unmet_authentication_requirements"


def test_a_second_factor_is_asked_for_through_both_where_the_broker_understands_the_demand(close_chain: Chain) -> None:
    chain = close_chain
    assert chain.told(chain.log_in())["acr"] == "urn:ansinh:acr:2.1"
    page = chain.browser.get(authorization(acr_values="urn:ansinh:acr:2.2"))
    assert page.status_code == 200, "the running login is too weak, so the person is asked again"
    back = chain.world.submit(chain.browser, page, LEVEL_2, code=chain.world.code_of(LEVEL_2))
    assert chain.told(back)["acr"] == "urn:ansinh:acr:2.2"


def test_signing_out_at_the_first_ends_the_session_at_all_three_and_comes_back(chain: Chain) -> None:
    id_token = chain.world.tokens(chain.log_in())["id_token"]
    assert (chain.world.count("exchange.sessions"), chain.world.count("sandbox_eid.sessions")) == (2, 1)
    out = {"id_token_hint": id_token, "post_logout_redirect_uri": SIGNED_OUT, "state": "s"}
    back = chain.browser.get(oidc.with_query(f"{EXCHANGE}/oidc/logout", out))
    assert back.headers["location"] == f"{SIGNED_OUT}?state=s"
    assert (chain.world.count("exchange.sessions"), chain.world.count("sandbox_eid.sessions")) == (0, 0)


def test_a_sign_out_at_the_broker_ends_the_session_that_came_from_it(chain: Chain) -> None:
    tokens = chain.world.tokens(chain.log_in())
    chain.browser.post(f"{BROKER}/oidc/logout/confirm", hidden(chain.browser.get(f"{BROKER}/oidc/logout")))
    to_exchange = InProcess(chain.world.exchange, EXCHANGE)
    key = oidc.SigningKey(chain.broker_key)
    assert provider.deliver_logouts(chain.world.database, BROKER, key=key, http=to_exchange, now=chain.world.clock()) == 1
    assert chain.world.userinfo(tokens["access_token"]).status_code == 401


def test_the_broker_is_one_exchange_among_others_and_its_keys_are_its_own(chain: Chain) -> None:
    assert TestClient(chain.broker, base_url=BROKER).get("/oauth2/jwks").json() != oidc.jwks([oidc.SigningKey(EXCHANGE_KEY)])
