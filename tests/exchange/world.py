"""A provider, an exchange and browsers in one process, with a clock that stands still until it is moved."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ansinh import exchange, oidc, provider, terms
from ansinh.kit import db, http
from ansinh.sandbox import eid

EXCHANGE = "http://127.0.0.1:8001"
PROVIDER = "http://127.0.0.1:8002"
ISSUER = f"{PROVIDER}{eid.REALM}"
PORTAL = "http://127.0.0.1:8000"
CALLBACK = f"{PORTAL}/login/callback"
SIGNED_OUT = f"{PORTAL}/signed-out"
SECRET = "a-secret-of-the-portal-made-of-random-characters"
OTHER_SECRET = "a-secret-of-another-client-of-random-characters"
UPSTREAM_SECRET = "a-secret-of-the-exchange-of-random-characters"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-long"

PORTAL_CLIENT = oidc.Client(
    client_id="vss-portal",
    name="Cổng BHXH",
    token_endpoint_auth_method="client_secret_basic",
    redirect_uris=(CALLBACK,),
    post_logout_redirect_uris=(SIGNED_OUT,),
    claims=("SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "GioiTinh", "TechID", "LoaiTaiKhoan", "loginIdp"),
)
OTHER_CLIENT = oidc.Client(
    client_id="library",
    name="Thư viện",
    token_endpoint_auth_method="client_secret_post",
    redirect_uris=("https://library.example/cb", "http://127.0.0.1/cb"),
    claims=("HoVaTen",),
    loopback_any_port=True,
)
UPSTREAM_CLIENT = oidc.Client(
    client_id="identity-exchange",
    name="Nền tảng trao đổi danh tính",
    token_endpoint_auth_method="client_secret_basic",
    redirect_uris=(f"{EXCHANGE}/commonauth",),
    backchannel_logout_uri=f"{EXCHANGE}/commonauth/logout",
    post_logout_redirect_uris=(f"{EXCHANGE}/oidc/logout/done",),
    claims=("preferred_username", "name", "birthdate", "gender"),
)


def empty(database: db.Database) -> None:
    """Nobody is registered, logged in or known any more; the audit log, which only grows, stays."""
    with database.transaction() as conn:
        conn.execute(
            "DELETE FROM exchange.sessions; DELETE FROM exchange.uses; DELETE FROM exchange.consents; DELETE FROM exchange.consent_asks; DELETE FROM exchange.people; DELETE FROM exchange.logins; DELETE FROM exchange.logouts; DELETE FROM exchange.choices; DELETE FROM exchange.upstream_rules;"
            " DELETE FROM provider.clients; DELETE FROM provider.codes; DELETE FROM provider.tokens; DELETE FROM provider.pushed_requests;"
            " DELETE FROM provider.seen; DELETE FROM provider.parties; DELETE FROM provider.traces; DELETE FROM provider.logout_notices; DELETE FROM sandbox_eid.accounts; DELETE FROM sandbox_eid.attempts;"
            " DELETE FROM sandbox_eid.logins"
        )


def person(username: str, *, level: int = 2, name: str = "Trần Thị Thử", state: eid.AccountState = eid.AccountState.ACTIVE) -> eid.Account:
    return eid.Account(
        username=username,
        password=f"mat-khau-{username}",
        citizen_number=terms.CitizenNumber.parse(username),
        full_name=name,
        birth_date=terms.PartialDate(1990, 5, 2),
        sex=terms.Sex.FEMALE,
        account_level=level,
        state=state,
    )


LEVEL_2 = person("001190000001")
LEVEL_1 = person("001190000002", level=1, name="Lê Văn Một")
LOCKED = person("001190000003", state=eid.AccountState.LOCKED)


def new_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


EXCHANGE_KEY, PROVIDER_KEY = new_key(), new_key()


@dataclass(slots=True)
class StoppedClock:
    now: datetime = datetime(2026, 3, 2, 8, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class InProcess:
    """The exchange's way to the provider without sockets."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._client = TestClient(app, base_url=origin, follow_redirects=False)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        return _answer(self._client.get(url, headers=dict(headers or {})))

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        return _answer(self._client.post(url, data=dict(data), headers=dict(headers or {}), auth=auth or httpx2.USE_CLIENT_DEFAULT))


def _answer(response: httpx2.Response) -> http.Answer:
    return http.Answer(response.status_code, dict(response.headers), response.content)


class Browser:
    """Follows redirects between the origins it knows and stops at the first address that belongs to none of them."""

    def __init__(self, apps: Mapping[str, ASGIApp]) -> None:
        self.clients = {origin: TestClient(app, base_url=origin, follow_redirects=False) for origin, app in apps.items()}
        self.visited: list[str] = []

    def get(self, url: str) -> httpx2.Response:
        return self._go("GET", url, {})

    def post(self, url: str, data: Mapping[str, str]) -> httpx2.Response:
        return self._go("POST", url, dict(data))

    def cookie(self, origin: str, name: str) -> str | None:
        return self.clients[origin].cookies.get(name)

    def move(self, origin: str, app: ASGIApp) -> None:
        """From now on another process answers at this origin; the cookies stay."""
        self.clients[origin] = TestClient(app, base_url=origin, follow_redirects=False, cookies=self.clients[origin].cookies)

    def _go(self, method: str, url: str, data: dict[str, str]) -> httpx2.Response:
        while True:
            self.visited.append(url)
            client = self.clients[_origin(url)]
            response = client.get(url) if method == "GET" else client.post(url, data=data)
            if response.status_code not in {302, 303, 307}:
                return response
            url = urljoin(url, response.headers["location"])
            if _origin(url) not in self.clients:
                self.visited.append(url)
                return response
            method = "GET"


def police(http: oidc.Http, *, issuer: str = ISSUER, base_url: str = EXCHANGE) -> exchange.Upstream:
    """The provider as the exchange is registered with it."""
    registration = oidc.Registration(issuer, UPSTREAM_CLIENT.client_id, UPSTREAM_SECRET, f"{base_url}/commonauth")
    return exchange.mps_sso(registration=registration, http=http)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def query_of(response: httpx2.Response) -> dict[str, str]:
    """Parameters of the address a response sends the browser to."""
    return dict(parse_qsl(urlsplit(response.headers["location"]).query, keep_blank_values=True))


def hidden(page: httpx2.Response) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))


@dataclass(slots=True)
class World:
    database: db.Database
    clock: StoppedClock = field(default_factory=StoppedClock)
    upstream: oidc.Http | None = None
    upstreams: Sequence[exchange.Upstream] = ()
    provider: ASGIApp = field(init=False)
    exchange: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.provider = eid.build_app(database=self.database, base_url=PROVIDER, signing_keys=[PROVIDER_KEY], now=self.clock)
        with self.database.transaction() as conn:
            provider.register_client(conn, EXCHANGE, PORTAL_CLIENT, secret=SECRET, now=self.clock())
            provider.register_client(conn, EXCHANGE, OTHER_CLIENT, secret=OTHER_SECRET, now=self.clock())
            provider.register_client(conn, ISSUER, UPSTREAM_CLIENT, secret=UPSTREAM_SECRET, now=self.clock())
            eid.open_accounts(conn, [LEVEL_2, LEVEL_1, LOCKED])
        self.exchange = self.another_exchange()

    def another_exchange(self) -> ASGIApp:
        """A second process of the same exchange, as behind a load balancer."""
        return exchange.build_app(
            database=self.database,
            base_url=EXCHANGE,
            signing_keys=[EXCHANGE_KEY],
            upstreams=self.upstreams or [police(self.upstream or InProcess(self.provider, PROVIDER))],
            now=self.clock,
        )

    def browser(self) -> Browser:
        return Browser({EXCHANGE: self.exchange, PROVIDER: self.provider})

    def code_of(self, account: eid.Account) -> str:
        """What the person's telephone shows now."""
        with self.database.transaction() as conn:
            return eid.current_code(conn, account.username, now=self.clock())

    def log_in(
        self, browser: Browser, account: eid.Account = LEVEL_2, *, code: str | None = None, request: Mapping[str, str | None] | None = None
    ) -> httpx2.Response:
        """From the authorization request to the redirect back to the relying party, or to the page where it ended."""
        page = browser.get(authorization(**(request or {})))
        if page.status_code != 200:
            return page
        return self.submit(browser, page, account, code=code)

    def submit(
        self, browser: Browser, page: httpx2.Response, account: eid.Account, *, password: str | None = None, code: str | None = None
    ) -> httpx2.Response:
        """The login page, filled in."""
        form = hidden(page) | {"username": account.username, "password": password or account.password}
        return browser.post(f"{ISSUER}/login-actions/authenticate", form | ({"code": code} if code else {}))

    def redeem(self, code: str, **changes: str | None) -> httpx2.Response:
        """The portal's token request with some fields changed, or left out where None."""
        return token_request(self.exchange, changes={"code": code, **changes})

    def tokens(self, response: httpx2.Response) -> dict[str, Any]:
        """The tokens for the code in a redirect back to the portal."""
        answer = self.redeem(query_of(response)["code"])
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def userinfo(self, access_token: str) -> httpx2.Response:
        client = TestClient(self.exchange, base_url=EXCHANGE)
        return client.get("/oauth2/userinfo", headers={"authorization": f"Bearer {access_token}"})

    def refused_because(self) -> str:
        """Why the last login was refused, as the audit log has it."""
        with self.database.transaction() as conn:
            row = conn.execute("SELECT detail ->> 'reason' FROM audit.events WHERE kind = 'login.refused' ORDER BY seq DESC").fetchone()
            assert row is not None
            return str(row[0])

    def count(self, table: str, issuer: str | None = None) -> int:
        """Rows of a table; those of one issuer where the table holds several."""
        with self.database.transaction() as conn:
            where = "" if issuer is None else "WHERE issuer = %(issuer)s"
            row = conn.execute(f"SELECT count(*) FROM {table} {where}", {"issuer": issuer}).fetchone()  # noqa: S608 - names from tests
            assert row is not None
            return int(row[0])


def authorization(**changes: str | None) -> str:
    """A sound authorization request of the portal with some parameters changed, or left out where None."""
    params: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "vss-portal",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "state": "state-of-this-browser",
        "nonce": "nonce-of-this-login",
        "code_challenge": oidc.challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **changes,
    }
    return oidc.with_query(f"{EXCHANGE}/oauth2/authorize", params)


def provider_authorization(**changes: str | None) -> str:
    """A sound authorization request of the exchange to the provider."""
    params: dict[str, str | None] = {
        "response_type": "code",
        "client_id": UPSTREAM_CLIENT.client_id,
        "redirect_uri": f"{EXCHANGE}/commonauth",
        "scope": "openid",
        "code_challenge": oidc.challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **changes,
    }
    return oidc.with_query(f"{ISSUER}/protocol/openid-connect/auth", params)


def provider_tokens(world: "World", code: str) -> dict[str, str]:
    """The provider's tokens for the code of such a request."""
    form = oidc.token_form(code, redirect_uri=f"{EXCHANGE}/commonauth", verifier=VERIFIER)
    auth = (UPSTREAM_CLIENT.client_id, UPSTREAM_SECRET)
    answer = TestClient(world.provider).post(f"{ISSUER}/protocol/openid-connect/token", data=form, auth=auth)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def token_request(
    app: ASGIApp, *, changes: Mapping[str, str | None], auth: tuple[str, str] | None = ("vss-portal", SECRET), origin: str = EXCHANGE
) -> httpx2.Response:
    form: dict[str, str | None] = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **changes}
    client = TestClient(app, base_url=origin)
    return client.post(
        "/oauth2/token", data={name: value for name, value in form.items() if value is not None}, auth=auth or httpx2.USE_CLIENT_DEFAULT
    )


def claims_of(token: str) -> dict[str, Any]:
    """The claims of a token of the exchange, its signature checked."""
    return dict(oidc.read_signed(token, oidc.own_keys([oidc.SigningKey(EXCHANGE_KEY)])).claims)
