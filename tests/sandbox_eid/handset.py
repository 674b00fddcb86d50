"""A person's telephone in the tests: the app's pages, in a browser of its own or in that of the computer."""

import re
from dataclasses import dataclass, field

import httpx2
from starlette.testclient import TestClient

from ansinh import oidc
from ansinh.sandbox import eid
from tests.exchange.world import (
    ISSUER,
    LEVEL_2,
    PROVIDER,
    PROVIDER_KEY,
    Browser,
    World,
    hidden,
    provider_authorization,
    provider_tokens,
    query_of,
)

APP = f"{ISSUER}/app"
WAIT = f"{ISSUER}/login-actions/wait"
ASK = f"{ISSUER}/login-actions/ask"
AUTHENTICATE = f"{ISSUER}/login-actions/authenticate"
AT_2 = "urn:ansinh:acr:2.2"


@dataclass(slots=True)
class Handset:
    """A telephone; `unlocked` and `allowed` bring it to where its owner can approve."""

    browser: Browser
    account: eid.Account = field(default_factory=lambda: LEVEL_2)

    def unlock(self, password: str | None = None) -> httpx2.Response:
        form = hidden(self.browser.get(APP)) | {"username": self.account.username, "password": password or self.account.password}
        return self.browser.post(f"{APP}/unlock", form)

    def allow(self, *, allowed: bool = True) -> httpx2.Response:
        return self.post("web-login", allowed="yes" if allowed else "no")

    def scan(self, code: str) -> httpx2.Response:
        return self.post("scan", c=code)

    def answer(self, number: int | str, approval: str | None = None) -> httpx2.Response:
        """Of the question that is shown first, unless another is named."""
        return self.post("answer", number=str(number), approval=approval or self.asked()[0])

    def post(self, what: str, **fields: str) -> httpx2.Response:
        shown = hidden(self.browser.get(APP))
        return self.browser.post(f"{APP}/{what}", {"csrf": shown["csrf"], **fields})

    def screen(self) -> httpx2.Response:
        return self.browser.get(APP)

    def asked(self) -> list[str]:
        """The questions on the screen."""
        return re.findall(r'name="approval" value="([^"]+)"', self.screen().text)

    def choices(self) -> list[int]:
        """The numbers on the screen."""
        return [int(number) for number in re.findall(r'<button type="submit" name="number" value="(\d\d)">', self.screen().text)]


def computer(world: World) -> Browser:
    """A browser that goes to the provider alone."""
    return Browser({PROVIDER: world.provider})


def handset(world: World, account: eid.Account = LEVEL_2, *, allowed: bool = True) -> Handset:
    """A telephone of this account, unlocked, on which logging in on the web is allowed."""
    telephone = Handset(Browser({PROVIDER: world.provider}), account)
    telephone.unlock()
    if allowed:
        telephone.allow()
    return telephone


def begun(browser: Browser, **changes: str | None) -> httpx2.Response:
    """The login page of the provider."""
    return browser.get(provider_authorization(**changes))


def login_of(page: httpx2.Response) -> str:
    return hidden(page)["login"]


def code_on(page: httpx2.Response) -> str:
    """The code to type, as the page shows it."""
    found = re.search(r'<strong class="typed">([^<]+)</strong>', page.text)
    assert found is not None
    return found[1]


def number_on(page: httpx2.Response) -> int:
    """The number the web page shows."""
    found = re.search(r"<output[^>]*>(\d\d)</output>", page.text)
    assert found is not None, page.text
    return int(found[1])


def wait(browser: Browser, login: str) -> httpx2.Response:
    """The page that waits, or what follows it."""
    return browser.get(f"{WAIT}?login={login}")


def mark(browser: Browser, login: str) -> str:
    """What the page's script is told."""
    return str(browser.clients[PROVIDER].get(f"{WAIT}/mark", params={"login": login}).json()["mark"])


def password_given(browser: Browser, world: World, **changes: str | None) -> httpx2.Response:
    """The page "one more step" of a login that needs two factors."""
    return world.submit(browser, begun(browser, acr_values=AT_2, **changes), LEVEL_2)


def client_of(browser: Browser) -> TestClient:
    return browser.clients[PROVIDER]


def told(world: World, back: httpx2.Response) -> tuple[str, tuple[str, ...]]:
    """Level and methods that the client of a finished login is told."""
    token = provider_tokens(world, query_of(back)["code"])["id_token"]
    claims = oidc.read_signed(token, oidc.own_keys([oidc.SigningKey(PROVIDER_KEY)])).claims
    return claims["acr"], tuple(claims["amr"])


def approved(browser: Browser, telephone: Handset, **changes: str | None) -> str:
    """A login of this browser that the telephone has approved and the browser has not noticed."""
    page = begun(browser, **changes)
    login = login_of(page)
    telephone.scan(code_on(page))
    telephone.answer(number_on(wait(browser, login)))
    assert mark(browser, login) == "approved-1"
    return login


def question_of(telephone: Handset, right: int) -> str:
    """The question on the screen that offers this number."""
    questions = telephone.screen().text.split('name="approval" value="')[1:]
    return next(each.partition('"')[0] for each in questions if f'value="{right}"' in each)
