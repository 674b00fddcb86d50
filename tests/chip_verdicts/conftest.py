"""An invented card, the service in this process, and the same service behind HTTP with a wire that can lie."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh import sandbox
from ansinh.chip import lds, trust, verdicts, verification
from ansinh.kit import crypto
from ansinh.sandbox import c06
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.wire import chip_verdicts as wire

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
API_KEY = "an invented API key"
Files = Mapping[lds.File, bytes]


@dataclass
class Heard:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """What `RemoteVerifier` needs of an HTTP client; `change` falsifies an answer on its way."""

    client: TestClient
    change: Callable[[dict[str, Any]], dict[str, Any]] = lambda reply: reply

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Heard:
        answer = self.client.get(url, headers=dict(headers or {}))
        return Heard(answer.status_code, answer.content)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Heard:
        answer = self.client.post(url, content=body, headers=dict(headers or {}))
        if answer.status_code != 200:
            return Heard(answer.status_code, answer.content)
        return Heard(200, json.dumps(self.change(answer.json())).encode())


@dataclass
class World:
    """`files(trouble)` is what a reader reads of the card of one invented person."""

    local: verdicts.LocalVerifier
    wire: Wire
    keys: dict[str, Any]
    files: Callable[..., Files]

    def remote(self, *, api_key: str = API_KEY, keys: dict[str, Any] | None = None, now: datetime = NOW) -> verdicts.RemoteVerifier:
        return verdicts.RemoteVerifier(
            "http://testserver", self.wire, keys or self.keys, api_key=api_key, issuer=c06.ISSUER, now=lambda: now
        )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Factory, sandbox.Person]:
    return Factory.open(tmp_path_factory.mktemp("cards"), today=NOW.date()), sandbox.people(60, today=NOW.date())[0]


@pytest.fixture
def world(made: tuple[Factory, sandbox.Person]) -> World:
    factory, person = made
    key = crypto.new_ec_key()
    local = verdicts.LocalVerifier(
        trust.load_folder(factory.trust),
        policy=verification.Policy.hospital(),
        private_key_pem=key,
        issuer=c06.ISSUER,
        now=lambda: NOW,
    )
    keys = wire.public_keys(key)
    app = FastAPI()
    app.include_router(c06.build_router(local, clients={"agency": crypto.sha256_hex(API_KEY)}, keys=keys))

    def files(trouble: CardTrouble | None = None) -> Files:
        chip = factory.personalise(person, trouble=trouble)
        return {file: chip.files[file.fid] for file in lds.File if file.fid in chip.files}

    return World(local, Wire(TestClient(app)), keys, files)
