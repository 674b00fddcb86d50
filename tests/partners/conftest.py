"""The registration console beside its exchange, and developers who are logged in to it through that exchange."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh import exchange, oidc, provider
from ansinh.doors import partners
from ansinh.kit import db, errors, http
from tests.exchange.conftest import exchange_database
from tests.exchange.world import EXCHANGE, EXCHANGE_KEY, LEVEL_2, PROVIDER, Browser, InProcess, World, empty, person

__all__ = ["exchange_database"]

HOME = f"{EXCHANGE}/partners"
OFFICER = person("001190000009", name="Phạm Thị Duyệt")


def either(desk: ASGIApp, broker: ASGIApp) -> ASGIApp:
    """Both on one origin."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await (desk if partners.claims(scope.get("path", "")) else broker)(scope, receive, send)

    return app


class Outside(InProcess):
    """The exchange in the same process, and other addresses that answer with `documents`; `asked` are those that were."""

    def __init__(self, app: ASGIApp, documents: Mapping[str, Any]) -> None:
        super().__init__(app, EXCHANGE)
        self._documents = documents
        self.asked: list[str] = []

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        if url.startswith(EXCHANGE):
            return super().get(url, headers=headers)
        self.asked.append(url)
        if url not in self._documents:
            raise errors.CounterpartDown("unreachable", "nobody answers there")
        return http.Answer(200, {}, orjson.dumps(self._documents[url]))


@dataclass
class Desk:
    """The exchange with its console. `documents` are what addresses elsewhere answer with."""

    world: World
    documents: dict[str, Any] = field(default_factory=dict)
    is_sandbox: bool = True
    outside: Outside = field(init=False)

    def __post_init__(self) -> None:
        self.outside = Outside(self.world.exchange, self.documents)
        self.console = partners.app(
            database=self.world.database,
            exchange_url=EXCHANGE,
            client_id="partner-console",
            private_key=EXCHANGE_KEY,
            http_client=self.outside,
            now=self.world.clock,
            is_sandbox=self.is_sandbox,
            sign_out_passes=(PROVIDER,),
        )
        self.app = either(self.console, self.world.exchange)
        with self.world.database.transaction() as conn:
            provider.register_client(conn, EXCHANGE, console_client(EXCHANGE), secret=None, now=self.world.clock())

    def browser(self) -> Browser:
        return Browser({EXCHANGE: self.app, PROVIDER: self.world.provider})

    def developer(self, account: Any = LEVEL_2, *, code: str | None = None, level: str = "") -> Browser:
        """The browser of a developer who has logged in."""
        browser = self.browser()
        page = browser.get(f"{HOME}/login{level}")
        if page.status_code == 200 and "csrf" in page.text:
            page = self.world.submit(browser, page, account, code=code)
        assert page.status_code == 200, page.text
        return browser


def console_client(origin: str) -> oidc.Client:
    return oidc.Client(
        client_id="partner-console",
        name="Đăng ký dịch vụ",
        profile=oidc.SECURE,
        token_endpoint_auth_method="private_key_jwt",
        jwks={"keys": [oidc.PartyKey(EXCHANGE_KEY).public()]},
        redirect_uris=(f"{origin}{partners.CALLBACK_PATH}",),
        post_logout_redirect_uris=(f"{origin}{partners.SIGNED_OUT_PATH}",),
        scopes=("openid", "profile"),
        claims=("name",),
        backchannel_logout_uri=f"{origin}{partners.BACKCHANNEL_LOGOUT_PATH}",
    )


def csrf_of(page: httpx2.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def hidden(page: httpx2.Response, name: str) -> str:
    found = re.findall(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return str(found[-1])


SOUND = {
    "name": "Thư viện thành phố",
    "purpose": "Cho mượn sách theo thẻ bạn đọc",
    "purpose_en": "To lend books to readers",
    "profile": "basic",
    "auth_method": "client_secret_basic",
    "redirect_uris": "http://127.0.0.1/callback",
    "claim_HoVaTen": "1",
    "reason_HoVaTen": "In tên lên thẻ bạn đọc",
    "consent_days": "90",
    "subject_type": "public",
}


def send_form(browser: Browser, *, environment: str = "sandbox", **changes: str) -> httpx2.Response:
    """The form for a new client, filled in and sent."""
    page = browser.get(f"{HOME}/new?environment={environment}")
    fields = {**SOUND, **changes, "environment": environment, "client_id": hidden(page, "client_id"), "csrf_token": csrf_of(page)}
    return browser.post(f"{HOME}/new", {name: value for name, value in fields.items() if value})


def client_id_of(page: httpx2.Response) -> str:
    found = re.search(r"(sb|rp)-[0-9a-f]{12}", page.text)
    assert found is not None, page.text
    return found[0]


@pytest.fixture
def database(exchange_database: db.Database) -> db.Database:
    empty(exchange_database)
    with exchange_database.transaction() as conn:
        conn.execute(
            "DELETE FROM exchange.registrations; DELETE FROM exchange.registration_officers; DELETE FROM exchange.console_logins;"
            " DELETE FROM exchange.console_sessions"
        )
    return exchange_database


@pytest.fixture
def desk(database: db.Database) -> Desk:
    return Desk(World(database))


def appoint(desk: Desk, page: httpx2.Response) -> None:
    """The developer whose list of clients this is becomes an officer."""
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", page.text)
    assert found is not None
    with desk.world.database.transaction() as conn:
        exchange.registrations.appoint_officer(conn, UUID(found[0]), by="test", now=desk.world.clock())
