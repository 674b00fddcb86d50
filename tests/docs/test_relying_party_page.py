"""The service on the page for relying parties is run as it stands there, in both profiles, against an exchange on this machine."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from starlette.applications import Starlette

from ansinh import exchange, oidc, provider
from ansinh.kit import clock, db, http
from tests.exchange.served import Served, listening_socket, running, serve
from tests.exchange.world import EXCHANGE_KEY, LEVEL_2, empty

PAGE = Path(__file__).parents[2] / "docs" / "relying-parties.md"
SECRET = "a-secret-of-the-example-of-random-characters"


@pytest.fixture
def served(database: db.Database) -> Iterator[Served]:
    with serve(database) as both:
        yield both


def _client(url: str, *, secure: bool, made: exchange.registrations.NewKey) -> oidc.Client:
    return oidc.Client(
        client_id="example",
        name="Dịch vụ mẫu",
        profile=oidc.SECURE if secure else oidc.BASIC,
        token_endpoint_auth_method="private_key_jwt" if secure else "client_secret_basic",
        jwks={"keys": [made.public]} if secure else None,
        redirect_uris=(f"{url}/callback",),
        post_logout_redirect_uris=(f"{url}/signed-out",),
        backchannel_logout_uri=f"{url}/told",
        scopes=("openid", "profile"),
        claims=("name",),
    )


def _service() -> Starlette:
    """The first Python block of the page, as a module of its own."""
    [source] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, Any] = {"__name__": "service"}
    exec(compile(source, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    app = names["app"]
    assert isinstance(app, Starlette)
    return app


def _log_in(browser: httpx2.Client, url: str, served: Served) -> httpx2.Response:
    page = browser.get(f"{url}/")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    form = hidden | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    return browser.post(f"{served.provider}/auth/realms/citizen/login-actions/authenticate", data=form)


@pytest.mark.parametrize("secure", [False, True], ids=["basic", "secure"])
def test_the_service_of_this_page_logs_in_hears_of_sign_outs_and_signs_out(
    served: Served, database: db.Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, secure: bool
) -> None:
    made, key_file = exchange.registrations.new_key(), tmp_path / "key.pem"
    key_file.write_text(made.private_pem)
    with listening_socket() as listening, httpx2.Client(follow_redirects=True, trust_env=False) as browser:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = {"SERVICE_URL": url, "ISSUER": served.exchange, "CLIENT_ID": "example"}
        for name, value in (settings | ({"CLIENT_KEY": str(key_file)} if secure else {"CLIENT_SECRET": SECRET})).items():
            monkeypatch.setenv(name, value)
        with database.transaction() as conn:
            client = _client(url, secure=secure, made=made)
            provider.register_client(conn, served.exchange, client, secret=None if secure else SECRET, now=clock.utc_now())
        with running(_service(), listening):
            assert _log_in(browser, url, served).text == "Trần Thị Thử: log in with a second factor to sign"

            with database.transaction() as conn:
                row = conn.execute("SELECT session_id FROM exchange.sessions").fetchone()
                assert row is not None
                provider.end_sessions(conn, [UUID(str(row[0]))], now=clock.utc_now())
            key, outbound = oidc.SigningKey(EXCHANGE_KEY), http.Client()
            assert provider.deliver_logouts(database, served.exchange, key=key, http=outbound, now=clock.utc_now()) == 1
            assert browser.get(f"{url}/", follow_redirects=False).headers["location"] == "/login?next=/"

            assert browser.get(f"{url}/login").text.startswith("Trần Thị Thử")  # the session at the exchange goes on
            assert browser.post(f"{url}/sign-out").text == "signed out"
            assert "csrf" in browser.get(f"{url}/").text  # the provider asks again


@pytest.fixture
def database(exchange_database: db.Database) -> db.Database:
    empty(exchange_database)
    return exchange_database
