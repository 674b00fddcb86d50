"""The whole chain served by name, `ansinh dev --host localhost`: what browsers do at a name alone, and what happens to accounts outside."""

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from ansinh import oidc
from ansinh.kit import clock
from ansinh.wiring import crowd, dev
from tests.chain.test_chain import PEOPLE, TODAY, _environment

pytestmark = pytest.mark.browser
VERIFIER = "a-verifier-of-at-least-forty-three-characters-long"


@dataclass
class Named:
    home: Path
    port: int

    def origin(self, offset: int) -> str:
        return f"http://localhost:{self.port + offset}"

    @property
    def realm(self) -> str:
        return f"{self.origin(2)}/auth/realms/citizen"

    def ansinh(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = _environment(self.home, self.port) | {"ANSINH_HOST": "localhost"}
        command = [sys.executable, "-m", "ansinh", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def named() -> Iterator[Named]:
    with tempfile.TemporaryDirectory(prefix="ansinh-named-") as folder:
        Path(folder).chmod(0o755)
        port = dev.free_port()
        command = [sys.executable, "-m", "ansinh", "dev", "--host", "localhost"]
        process = subprocess.Popen(command, env=_environment(Path(folder), port), stdout=subprocess.PIPE, text=True, start_new_session=True)
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Stop " in line:
                threading.Thread(target=process.stdout.read, daemon=True).start()  # keep the pipe from filling up
                break
        else:
            raise AssertionError("".join(said))
        yield Named(Path(folder), port)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=600)


@pytest.fixture(scope="module")
def citizens() -> list[dict[str, Any]]:
    """People for whom everything goes well."""
    rows = crowd.people(PEOPLE, today=TODAY)
    return [row for row in rows if row["trouble"] is None and row["account_level"] == 2 and row["card_number"]]


def device(chromium: Any) -> Any:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN").new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True, "automaticPresenceSimulation": True}})
    return page


@pytest.fixture(scope="module")
def back() -> Iterator[str]:
    """Where a relying party wants its answers: a page that says nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"back")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://localhost:{server.server_port}/callback"
    server.shutdown()
    server.server_close()


def authorization(named: Named, back: str, **more: str) -> str:
    request = {
        "response_type": "code",
        "client_id": "sandbox-basic",
        "redirect_uri": back,
        "scope": "openid",
        "state": "s",
        "nonce": "n",
        "code_challenge": oidc.challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **more,
    }
    return oidc.with_query(f"{named.origin(1)}/oauth2/authorize", dict(request))


def give_password(page: Any, person: dict[str, Any]) -> None:
    page.get_by_label("Số định danh cá nhân").fill(person["username"])
    page.get_by_label("Mật khẩu").fill(person["password"])
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def make_passkey(page: Any, named: Named, person: dict[str, Any]) -> None:
    page.goto(f"{named.realm}/app")
    page.get_by_label("Số định danh cá nhân").fill(person["username"])
    page.get_by_label("Mật khẩu").fill(person["password"])
    page.get_by_role("button", name="Mở ứng dụng").click()
    page.get_by_role("link", name="Khóa truy cập (passkey) của tôi").click()
    page.get_by_label("Tên của khóa").fill("Máy tính ở nhà")
    page.get_by_label("Mật khẩu").fill(person["password"])
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_text("Đã thêm khóa truy cập").wait_for()


def claims_of(named: Named, page: Any, back: str) -> dict[str, Any]:
    """What the exchange tells the relying party this browser came back to."""
    clients = json.loads(named.ansinh("sandbox", "clients", "--json").stdout)
    secret = next(each["client_secret"] for each in clients if each["client_id"] == "sandbox-basic")
    code = dict(parse_qsl(urlsplit(page.url).query))["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": VERIFIER}
    api = page.context.request
    answer = api.post(f"{named.origin(1)}/oauth2/token", form=form, headers={"authorization": _basic("sandbox-basic", secret)})
    assert answer.status == 200, answer.text()
    payload = answer.json()["id_token"].split(".")[1]
    return dict(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


def _basic(user: str, secret: str) -> str:
    return "Basic " + b64encode(f"{user}:{secret}".encode()).decode()


def test_a_person_steps_up_from_authentication_level_1_to_2_with_a_passkey_through_the_exchange(
    named: Named, chromium: Any, citizens: list[dict[str, Any]], back: str
) -> None:
    page, person = device(chromium), citizens[0]
    make_passkey(page, named, person)
    page.goto(authorization(named, back))
    give_password(page, person)
    page.wait_for_url(f"{back}**")
    first = claims_of(named, page, back)
    page.goto(authorization(named, back, acr_values="urn:ansinh:acr:2.2"))
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(f"{back}**")
    second = claims_of(named, page, back)
    assert (first["acr"], second["acr"]) == ("urn:ansinh:acr:2.1", "urn:ansinh:acr:2.2")
    assert (first["sub"], first["sid"]) == (second["sub"], second["sid"])
    assert {"swk", "mfa"} <= set(second["amr"])


def open_portal(page: Any, named: Named, person: dict[str, Any]) -> None:
    page.goto(f"{named.origin(0)}/login")
    give_password(page, person)
    page.wait_for_url("**/record**")
    assert shows_record(page, named, person)


def shows_record(page: Any, named: Named, person: dict[str, Any]) -> bool:
    page.goto(f"{named.origin(0)}/record")
    return person["social_insurance_number"] in page.content()


def wait_until_closed(page: Any, named: Named, person: dict[str, Any]) -> None:
    """The worker delivers sign-outs every second or so, in two hops."""
    deadline = clock.utc_now().timestamp() + 300
    while shows_record(page, named, person):
        assert clock.utc_now().timestamp() < deadline, "the portal's session did not end"
        time.sleep(0.5)


@pytest.mark.parametrize(("event", "which"), [("lock", 1), ("death", 2)])
def test_43_a_lock_and_a_death_end_the_portals_session_and_nobody_logs_in_any_more(
    named: Named, chromium: Any, citizens: list[dict[str, Any]], event: str, which: int
) -> None:
    page, person = device(chromium), citizens[which]
    open_portal(page, named, person)
    done = named.ansinh("sandbox", "account", person["username"], event)
    assert done.returncode == 0, done.stderr
    wait_until_closed(page, named, person)
    page.goto(f"{named.origin(0)}/login")
    give_password(page, person)
    page.get_by_role("alert").wait_for()
    assert not shows_record(page, named, person)


def test_43_a_number_issued_again_ends_the_session_and_the_next_login_does_not_reach_the_record(
    named: Named, chromium: Any, citizens: list[dict[str, Any]]
) -> None:
    page, person = device(chromium), citizens[3]
    open_portal(page, named, person)
    done = named.ansinh("sandbox", "account", person["username"], "reissue")
    assert done.returncode == 0, done.stderr
    wait_until_closed(page, named, person)
    page.goto(f"{named.origin(0)}/login")
    give_password(page, person)
    page.wait_for_url(f"{named.origin(0)}/**")
    page.wait_for_load_state()
    assert person["social_insurance_number"] not in page.content()
    assert not shows_record(page, named, person)
    assert "number_changed" in named.ansinh("cases").stdout  # an officer decides


def test_an_account_nobody_has_and_a_number_that_is_none_are_said(named: Named, citizens: list[dict[str, Any]]) -> None:
    assert named.ansinh("sandbox", "account", "nobody", "lock").returncode != 0
    unsound = named.ansinh("sandbox", "account", citizens[4]["username"], "reissue", "--number", "12")
    assert unsound.returncode != 0
    assert "citizen number" in unsound.stderr
