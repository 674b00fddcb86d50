"""One factory for all tests here, two invented households, and openssl as the judge."""

import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from ansinh import sandbox
from ansinh.sandbox.cards import Factory

TODAY = date(2026, 11, 23)
Judge = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory.open(tmp_path_factory.mktemp("cards"), today=TODAY)


@pytest.fixture(scope="session")
def people() -> Sequence[sandbox.Person]:
    return sandbox.people(290, today=TODAY)


@pytest.fixture(scope="session")
def person(people: Sequence[sandbox.Person]) -> sandbox.Person:
    return people[0]


@pytest.fixture(scope="session")
def openssl() -> Judge:
    """Runs the system's openssl, which is not ours and does not know us."""

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(["openssl", *map(str, arguments)], check=False, capture_output=True, timeout=150)

    return run


@pytest.fixture(scope="session")
def anchor(factory: Factory, openssl: Judge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority's certificate as openssl wants a trusted one: PEM."""
    file = tmp_path_factory.mktemp("anchor") / "csca.pem"
    assert openssl("x509", "-inform", "DER", "-in", factory.trust / "csca.cer", "-out", file).returncode == 0
    return file
