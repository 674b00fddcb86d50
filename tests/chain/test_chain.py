"""The whole chain as a newcomer starts it: `ansinh dev` in a process of its own, everything over real HTTP."""

import hashlib
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import psutil
import pytest

from ansinh.kit import clock, db, embedded
from ansinh.settings import Settings
from ansinh.wiring import crowd, dev, partners
from tests.exchange.test_independent_client import Client
from tests.exchange.world import hidden, person

PEOPLE = 60
TODAY = clock.vietnam_day(clock.utc_now())


@dataclass
class Running:
    home: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return _environment(self.home, self.port)

    def ansinh(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ansinh", *arguments]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, timeout=600, check=False)


def _environment(home: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSINH_")}
    return {**kept, "ANSINH_HOME": str(home), "ANSINH_PORT": str(port), "ANSINH_PEOPLE": str(PEOPLE)}


def _start(home: Path, port: int) -> Running:
    command = [sys.executable, "-m", "ansinh", "dev"]
    process = subprocess.Popen(command, env=_environment(home, port), stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Stop " in line:
            threading.Thread(target=process.stdout.read, daemon=True).start()  # keep the pipe from filling up
            return Running(home, port, process)
    raise AssertionError("".join(said))


def _stop(running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(timeout=600)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ansinh-chain-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def system(home: Path) -> Iterator[Running]:
    running = _start(home, dev.free_port())
    yield running
    _stop(running)


def _login(url: str) -> dict[str, str]:
    facility = crowd.facilities()[0]
    password = hashlib.md5(facility["password"].encode()).hexdigest().upper()  # noqa: S324 - what the protocol carries
    answer = httpx2.post(
        f"{url}/api/token/take", json={"username": facility["username"], "password": password}, timeout=120, trust_env=False
    )
    key = answer.json()["APIKey"]
    return {"token": key["access_token"], "id_token": key["id_token"], "username": facility["username"], "password": password}


def _look_up(client: httpx2.Client, url: str, token: dict[str, str], person: dict[str, Any]) -> Any:
    officer = crowd.facilities()[0]["officers"][0]
    year, month, day = person["birth_date"].split("-")
    body = {
        "maThe": person["card_number"],
        "hoTen": person["name"],
        "ngaySinh": f"{day}/{month}/{year}",
        "hoTenCb": officer["name"],
        "cccdCb": officer["citizen_number"],
    }
    return client.post(f"{url}/api/egw/KQNhanLichSuKCB2024", params=token, json=body).json()


def test_the_journey_walks_every_step(system: Running) -> None:
    done = system.ansinh("journey", "--url", system.url, "--people", str(PEOPLE))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The whole chain works." in done.stdout


def test_a_journey_to_nowhere_fails_at_the_first_step(system: Running) -> None:
    done = system.ansinh("journey", "--url", "http://127.0.0.1:1", "--people", str(PEOPLE))
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("FAIL 1.")


@pytest.mark.parametrize("offset", [0, 1, 2])
def test_each_origin_is_healthy_ready_measured_and_documented(system: Running, offset: int) -> None:
    base = f"http://127.0.0.1:{system.port + offset}"
    with httpx2.Client(base_url=base, timeout=120, trust_env=False) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").status_code == 200
        assert "ansinh_http_requests_total" in client.get("/metrics").text
        assert "swagger" in client.get("/docs").text.lower()
        assert client.get("/openapi.json").json()["paths"]


def test_the_sandbox_lists_people_and_facilities_as_json_and_nothing_else(system: Running) -> None:
    people = json.loads(system.ansinh("sandbox", "people", "--json").stdout)
    facilities = json.loads(system.ansinh("sandbox", "facilities", "--json").stdout)
    assert len(people) == PEOPLE
    assert len(facilities) == 40
    assert set(people[0]) == {
        "citizen_number", "name", "birth_date", "sex", "card_number", "social_insurance_number", "registered_facility",
        "account_level", "username", "password", "trouble", "course", "lookup_code", "lookup_code_by_citizen_number",
    }  # fmt: skip
    assert set(facilities[0]) == {"facility_code", "name", "username", "password", "officers"}


def test_49_a_service_that_must_ask_is_told_exactly_what_the_page_named_and_the_person_sees_it(system: Running) -> None:
    people = json.loads(system.ansinh("sandbox", "people", "--json").stdout)
    who = next(each for each in people if each["trouble"] is None and each["account_level"] == 2)
    clients = json.loads(system.ansinh("sandbox", "clients", "--json").stdout)
    known = next(each for each in clients if each["client_id"] == "sandbox-consent")
    service = Client(known["issuer"], known["client_id"], known["client_secret"], "http://127.0.0.1:49152/callback")
    service.discover()
    address, secret, verifier = service.authorize(scope="openid profile")
    page = service.follow(service.browser.get(address), service.redirect_uri)
    assert isinstance(page, httpx2.Response)
    asked = service.follow(service.fill_in(page, replace(person(who["username"]), password=who["password"])), service.redirect_uri)
    assert isinstance(asked, httpx2.Response)
    back = service.follow(
        service.browser.post(f"{service.issuer}/oauth2/consent", data=hidden(asked) | {"answer": "agree"}), service.redirect_uri
    )
    assert isinstance(back, str)
    told = service.redeem(dict(parse_qsl(urlsplit(back).query))["code"], verifier, secret.split("|")[1])["person"]
    assert set(told) == set(re.findall(r"<code>([^<]+)</code>", asked.text))
    own = service.browser.get(f"{service.issuer}/my").text
    assert known["client_id"] in own
    assert who["citizen_number"] not in own


def test_what_was_read_of_a_card_is_judged_by_the_service_and_its_verdict_kept(system: Running, tmp_path: Path) -> None:
    listed = json.loads(system.ansinh("sandbox", "people", "--json").stdout)
    number, folder = listed[0]["citizen_number"], tmp_path / "card"
    assert system.ansinh("card", "make", number, "--out", str(folder)).returncode == 0

    judged = system.ansinh("card", "verify", str(folder), "--service")

    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "c06-sandbox says" in judged.stdout
    assert (folder / "verdict.jws").stat().st_mode & 0o777 == 0o600
    altered = system.ansinh("card", "make", number, "--out", str(folder), "--trouble", "altered_name")
    assert altered.returncode == 0
    assert json.loads(system.ansinh("card", "verify", str(folder), "--service", "--json").stdout)["verdict"] == "altered"


def test_a_second_run_on_the_same_ports_says_which_port_and_what_to_do(system: Running, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ansinh", "dev"]
    tmp_path.chmod(0o755)
    done = subprocess.run(command, env=_environment(system.home, system.port), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 1
    assert f"port {system.port}" in done.stderr
    assert "make run PORT=" in done.stderr


def test_the_doctor_finds_nothing_bad(system: Running) -> None:
    done = system.ansinh("doctor")
    assert done.returncode == 0, done.stdout
    assert "BAD" not in done.stdout


@pytest.mark.parametrize("offset", [0, 1, 2])
def test_no_documented_endpoint_answers_500_whatever_it_is_sent(system: Running, offset: int, tmp_path: Path) -> None:
    # after the other tests of this system: the gateway rightly brakes an address that sends so much nonsense
    key = partners.secret(Settings(home=system.home), partners.AGENCY)
    token = _login(system.url)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"http://127.0.0.1:{system.port + offset}/openapi.json",
        "--checks", "not_a_server_error", "--max-examples", "25", "--phases", "examples,coverage,fuzzing", "--seed", "1",
        "--request-timeout", "30", "--no-color", "--header", f"Authorization: Bearer {key}",
        "--header", f"accessToken: {token['token']}", "--header", f"tokenId: {token['id_token']}",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_journey_is_walked_again_where_its_citizen_has_another_number(system: Running) -> None:
    first = crowd.without_trouble(crowd.people(PEOPLE, today=TODAY))[0]
    for arguments in (("sandbox", "happen", "number_replaced", first["citizen_number"]), ("population", "sync", "--once")):
        happened = system.ansinh(*arguments)
        assert happened.returncode == 0, happened.stderr
    done = system.ansinh("journey", "--url", system.url, "--people", str(PEOPLE))
    assert done.returncode == 0, done.stdout + done.stderr


class _Caller(threading.Thread):
    """Looks people up, one after another and again, until the server is gone; counts what was answered."""

    def __init__(self, url: str, token: dict[str, str], people: list[dict[str, Any]]) -> None:
        super().__init__(daemon=True)
        self._arguments = (url, token)
        self._people = people
        self.answered = 0

    def run(self) -> None:
        with httpx2.Client(timeout=120, trust_env=False) as client:
            for person in itertools.cycle(self._people):
                try:
                    answer = _look_up(client, *self._arguments, person)
                except (httpx2.HTTPError, ValueError):
                    return
                if answer["maKetQua"] != "000":
                    return  # the server is going down and says so
                self.answered += 1


def _kill_tree(pid: int) -> None:
    root = psutil.Process(pid)
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it may have ended with the one before
            process.kill()


@pytest.mark.parametrize("killed", ["server", "server and PostgreSQL"])
def test_a_kill_in_the_middle_of_look_ups_loses_none_that_was_answered(killed: str) -> None:
    with tempfile.TemporaryDirectory(prefix="ansinh-killed-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        running = _start(home, dev.free_port())
        people = [each for each in crowd.people(PEOPLE, today=TODAY) if each["lookup_code"] == "000" and each["birth_date"].count("-") == 2]
        token = _login(running.url)
        callers = [_Caller(running.url, token, people[start:] + people[:start]) for start in range(4)]
        for caller in callers:
            caller.start()
        deadline = time.monotonic() + 600
        while sum(caller.answered for caller in callers) < 200 and time.monotonic() < deadline:
            time.sleep(0.01)
        _kill_tree(running.process.pid)
        if killed == "server and PostgreSQL":
            _kill_tree(int((home / "postgres" / "postmaster.pid").read_text().split("\n")[0]))
        for caller in callers:
            caller.join(timeout=150)
        answered = sum(caller.answered for caller in callers)
        running.process.wait(timeout=600)

        again = _start(home, running.port)
        with httpx2.Client(timeout=120, trust_env=False) as client:
            assert _look_up(client, again.url, _login(again.url), people[0])["maKetQua"] == "000"
        time.sleep(1.5)  # the sealer's next round
        verified = again.ansinh("audit", "verify")
        _stop(again)
        with embedded.running(home) as dsn, db.connect(dsn) as conn:
            kept = conn.execute("SELECT count(*) FROM audit.events WHERE kind = 'coverage.looked_up'").fetchone()
        assert answered >= 200
        assert kept is not None
        assert kept[0] >= answered + 1
        assert verified.returncode == 0, verified.stdout
        assert "Clean" in verified.stdout
