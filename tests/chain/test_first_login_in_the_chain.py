"""Somebody who was never at the counter logs in through the real exchange and provider, confirms with two factors, and sees the record."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansinh.cli.browser import Browser
from ansinh.cli.pages import text_of
from ansinh.kit import clock
from ansinh.wiring import crowd, installation

PEOPLE = 50


@pytest.fixture
def system() -> Iterator[installation.Running]:
    with tempfile.TemporaryDirectory(prefix="ansinh-first-") as folder:
        Path(folder).chmod(0o755)
        with installation.kept(Path(folder), people=PEOPLE, say=lambda _line: None) as running:
            yield running


def _people() -> list[dict[str, Any]]:
    return crowd.people(PEOPLE, today=clock.vietnam_day(clock.utc_now()))


def _log_in(web: Browser, url: str, who: dict[str, Any]) -> str:
    web.open(f"{url}/login")
    return web.send(web.form(field="password"), username=who["username"], password=who["password"]).text


def _code(telephone: Browser, institutions: str, who: dict[str, Any]) -> str:
    telephone.open(f"{institutions}/auth/realms/citizen/app")
    page = telephone.send(telephone.form(field="password"), username=who["username"], password=who["password"])
    found = re.search(r"<output[^>]*>\s*([0-9 ]{6,7})\s*</output>", page.text)
    assert found is not None
    return found[1].replace(" ", "")


def test_a_first_login_is_confirmed_once_and_not_asked_for_again(system: installation.Running) -> None:
    url = system.settings.vss_url
    who = next(each for each in _people() if each["trouble"] == "first_login")
    with Browser() as web, Browser() as telephone:
        assert "Còn một bước nữa" in _log_in(web, url, who)
        code = _code(telephone, system.settings.institutions_url, who)
        web.send(web.form(ending="/record/link"))
        page = web.send(web.form(field="password"), username=who["username"], password=who["password"], code=code)
        assert web.place == f"{url}/record"
        assert who["card_number"][5:] in "".join(text_of(page.text).split())
    with Browser() as later:
        _log_in(later, url, who)
        assert later.place == f"{url}/record"
        assert later.page is not None
        assert "Còn một bước nữa" not in later.page.text
