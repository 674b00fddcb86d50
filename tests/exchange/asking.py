"""A relying party that has to ask: its registration, its requests, and what a person does at the page that asks."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx2
from starlette.testclient import TestClient

from ansinh import oidc, provider
from ansinh.sandbox import eid
from tests.exchange.world import EXCHANGE, LEVEL_2, VERIFIER, Browser, World, authorization, hidden, query_of

BANK_CALLBACK = "https://bank.example/cb"
BANK_SECRET = "a-secret-of-the-bank-made-of-random-characters"
BANK = oidc.Client(
    client_id="bank",
    name="Ngân hàng Thử",
    token_endpoint_auth_method="client_secret_basic",
    redirect_uris=(BANK_CALLBACK,),
    scopes=("openid", "profile", "offline_access"),
    claims=("HoVaTen", "SoDinhDanh", "NgayThangNamSinh", "name"),
    backchannel_logout_uri="https://bank.example/logout",
    consent_days=30,
    purpose="Mở tài khoản",
    purpose_en="To open an account",
)
CONSENT = f"{EXCHANGE}/oauth2/consent"


def register(world: World, **changes: Any) -> None:
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, replace(BANK, **changes), secret=BANK_SECRET, now=world.clock())


def asking(**changes: str | None) -> str:
    """The bank's request."""
    return authorization(**{"client_id": "bank", "redirect_uri": BANK_CALLBACK, **changes})


def at_the_page(world: World, browser: Browser, account: eid.Account = LEVEL_2, **request: str | None) -> httpx2.Response:
    """A login as far as the page that asks, or wherever it led."""
    page = browser.get(asking(**request))
    if page.status_code == 200 and "authenticate" in page.text:
        page = world.submit(browser, page, account)
    return page


def say(browser: Browser, page: httpx2.Response, answer: str = "agree", **changes: str) -> httpx2.Response:
    return browser.post(CONSENT, hidden(page) | {"answer": answer} | changes)


def agreed(world: World, browser: Browser, account: eid.Account = LEVEL_2, **request: str | None) -> dict[str, Any]:
    """The bank's tokens after a login at which the person agrees."""
    return tokens(world, say(browser, at_the_page(world, browser, account, **request)))


def tokens(world: World, back: httpx2.Response) -> dict[str, Any]:
    answer = bank_asks(world, "token", oidc.token_form(query_of(back)["code"], redirect_uri=BANK_CALLBACK, verifier=VERIFIER))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def bank_asks(world: World, endpoint: str, form: Mapping[str, str]) -> httpx2.Response:
    client = TestClient(world.exchange, base_url=EXCHANGE)
    return client.post(f"/oauth2/{endpoint}", data=dict(form), auth=("bank", BANK_SECRET))


def withdraw(browser: Browser, client_id: str = "bank") -> httpx2.Response:
    """The person takes their consent back on their own page."""
    page = browser.get(f"{EXCHANGE}/my")
    csrf = re.search(rf'name="client_id" value="{client_id}">\s*<input type="hidden" name="csrf" value="([^"]+)"', page.text)
    assert csrf is not None
    return browser.post(f"{EXCHANGE}/my/withdraw", {"client_id": client_id, "csrf": csrf[1]})


def refresh(world: World, refresh_token: str) -> httpx2.Response:
    return bank_asks(world, "token", {"grant_type": "refresh_token", "refresh_token": refresh_token})


def is_active(world: World, access_token: str) -> bool:
    return bool(bank_asks(world, "introspect", {"token": access_token}).json()["active"])
