"""Whatever a browser brings to the pages of the exchange and of the provider: an answer in bounds, never a fault, nothing said back raw.

Every route of both is asked, so a page that is added later is asked too.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, urlencode

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.exchange.world import EXCHANGE, ISSUER, PROVIDER, World, authorization, hidden, provider_authorization

_MOST_BYTES = 100_000
_IMAGE = '"><img src=x onerror=alert(1)>'
_SCRIPT = "</title><script>alert(1)</script>"
_RAW = re.compile(r"""<img src=x|<script>alert|(?:href|src|action)=["']?javascript:""", re.IGNORECASE)
_REFERENCE = re.compile(r"(Mã tham chiếu|Reference)\S* <code>[A-Za-z0-9_-]{4,}</code>")

NAMES = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "acr_values",
    "ui_locales",
    "claims",
    "request",
    "request_uri",
    "code_challenge",
    "code_challenge_method",
    "response_mode",
    "dpop_jkt",
    "login_hint",
    "id_token_hint",
    "post_logout_redirect_uri",
    "logout_token",
    "code",
    "iss",
    "error",
    "error_description",
    "csrf",
    "login",
    "username",
    "password",
    "choice",
    "upstream",
    "ask",
    "answer",
    "c",
    "number",
    "fidp",
    "session",
    "q",
    "lang",
    "page",
)
_TEXTS = st.one_of(
    st.sampled_from(
        [
            _IMAGE,
            _SCRIPT,
            "javascript:alert(1)",
            "a" * 5_000,
            "\x00",
            "a\r\nset-cookie: x=y",
            "\u202e\u2066ltr",
            "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
            "' OR 1=1 --",
            "{{7*7}}",
            "../../etc/passwd",
            "urn:ietf:params:oauth:request_uri:" + "A" * 43,
            "[" * 3_000,
            '{"userinfo":' * 500,
            "e30.e30.e30",
            "-1",
            "9" * 400,
            "",
        ]
    ),
    st.text(max_size=40),
)
_FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), _TEXTS), max_size=8)


def routes(app: object) -> Iterator[tuple[str, str]]:
    """(method, path) of everything the app answers, but for files."""
    assert isinstance(app, Starlette)
    for route in app.routes:
        if isinstance(route, Route):
            yield from ((method, route.path) for method in sorted(route.methods or ()) if method != "HEAD")


def encoded(fields: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={quote_plus(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields)


def holds(answer: httpx2.Response, at: str) -> None:
    """The answer is what a person may get whatever was sent."""
    assert answer.status_code < 500, f"{at}: {answer.status_code}"
    assert len(answer.content) <= _MOST_BYTES, at
    assert not _RAW.search(answer.text), at
    location = answer.headers.get("location", "")
    assert location.isascii(), at
    assert not set(location) & set("<>\"' \r\n"), at
    assert "x" not in answer.cookies, at
    if answer.status_code >= 400 and "text/html" in answer.headers.get("content-type", ""):
        assert _REFERENCE.search(answer.text), f"{at}: {answer.text[-400:]}"


@pytest.fixture(scope="module", params=["exchange", "provider"])
def asked(world: World, request: pytest.FixtureRequest) -> tuple[TestClient, list[tuple[str, str]]]:
    app, origin = (world.exchange, EXCHANGE) if request.param == "exchange" else (world.provider, PROVIDER)
    return TestClient(app, base_url=origin, follow_redirects=False, raise_server_exceptions=False), list(routes(app))


def ask(client: TestClient, method: str, path: str, body: str, cookies: str = "") -> httpx2.Response:
    headers = {"cookie": cookies} if cookies else {}
    if method == "GET":
        return client.get(f"{path}?{body}", headers=headers)
    return client.request(method, path, content=body, headers={"content-type": "application/x-www-form-urlencoded", **headers})


def test_there_are_routes_to_ask(asked: tuple[TestClient, list[tuple[str, str]]]) -> None:
    assert len(asked[1]) >= 15


@settings(max_examples=15)
@given(fields=_FIELDS)
def test_no_parameters_whatever_they_hold_break_a_page_or_come_back_raw(
    asked: tuple[TestClient, list[tuple[str, str]]], fields: list[tuple[str, str]]
) -> None:
    client, found = asked
    for method, path in found:
        holds(ask(client, method, path, encoded(fields)), f"{method} {path}")


@pytest.mark.parametrize(
    "body",
    [
        "&".join(f"p{number}=v" for number in range(5_000)),
        "client_id=" + "a" * 60_000,
        "client_id=vss-portal&client_id=vss-portal",
        "redirect_uri=https%3A%2F%2Fevil.example&redirect_uri=x",
        "%ff%fe=%00",
        "=&=&&&=",
        f"state={quote(_IMAGE)}&error={quote(_SCRIPT)}&error_description={quote(_SCRIPT)}",
        "a[b][c]=d&__proto__=x",
    ],
    ids=["5000 parameters", "60 kB", "two clients", "two addresses", "no UTF-8", "empty names", "HTML", "brackets"],
)
def test_no_shape_of_a_request_breaks_a_page(asked: tuple[TestClient, list[tuple[str, str]]], body: str) -> None:
    client, found = asked
    for method, path in found:
        holds(ask(client, method, path, body), f"{method} {path}")


@pytest.mark.parametrize("value", [_IMAGE, "a" * 4_000, "\x01\x02", "=;=;,", "ansinh_exchange"])
def test_no_cookie_breaks_a_page(asked: tuple[TestClient, list[tuple[str, str]]], value: str) -> None:
    client, found = asked
    cookies = "; ".join(f"{name}={quote(value)}" for name in ("ansinh_exchange", "ansinh_exchange_browser", "ansinh_eid", "ansinh_eid_app"))
    for method, path in found:
        holds(ask(client, method, path, "", cookies), f"{method} {path}")


@settings(max_examples=25)
@given(state=_TEXTS, nonce=_TEXTS, claims=_TEXTS, acr=_TEXTS, max_age=_TEXTS, locales=_TEXTS)
def test_a_sound_client_with_hostile_values_is_answered_with_an_error_or_a_login(
    world: World, state: str, nonce: str, claims: str, acr: str, max_age: str, locales: str
) -> None:
    for address in (authorization, provider_authorization):
        url = address(state=None, nonce=None)
        hostile = {"state": state, "nonce": nonce, "claims": claims, "acr_values": acr, "max_age": max_age, "ui_locales": locales}
        more = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in hostile.items() if value})
        app, origin = (world.exchange, EXCHANGE) if url.startswith(EXCHANGE) else (world.provider, PROVIDER)
        client = TestClient(app, base_url=origin, follow_redirects=False, raise_server_exceptions=False)
        holds(client.get(f"{url}&{more}"), url)


@settings(max_examples=15)
@given(username=_TEXTS, password=_TEXTS, code=_TEXTS)
def test_whatever_is_typed_into_the_login_page_is_shown_escaped_and_logs_nobody_in(
    world: World, username: str, password: str, code: str
) -> None:
    browser = world.browser()
    page = browser.get(authorization())
    typed = {"username": username, "password": password, "code": code}
    form = hidden(page) | {name: value for name, value in typed.items() if value}
    client = browser.clients[PROVIDER]
    answer = client.post(
        f"{ISSUER}/login-actions/authenticate",
        content=encoded(list(form.items())),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code < 500
    assert not answer.is_redirect
    assert len(answer.content) <= _MOST_BYTES
    assert not _RAW.search(answer.text)


@pytest.mark.parametrize(
    "path", ["/nothing", "/oauth2/<script>alert(1)</script>", "/%00", "/..%2f..%2fetc/passwd", "/static/../app.py", "/" + "a" * 5_000]
)
def test_an_address_that_is_nobodys_gets_a_page_with_a_reference(world: World, path: str) -> None:
    for app, origin in ((world.exchange, EXCHANGE), (world.provider, PROVIDER)):
        answer = TestClient(app, base_url=origin, raise_server_exceptions=False).get(path)
        assert answer.status_code == 404
        holds(answer, path)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_served_is_refused(world: World, method: str) -> None:
    for app, origin, path in (
        (world.exchange, EXCHANGE, "/oauth2/authorize"),
        (world.provider, PROVIDER, "/auth/realms/citizen/protocol/openid-connect/auth"),
    ):
        answer = TestClient(app, base_url=origin, raise_server_exceptions=False).request(method, path)
        assert answer.status_code == 405
        assert not _RAW.search(answer.text)
