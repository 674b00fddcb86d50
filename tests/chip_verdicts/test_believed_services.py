"""Which verification services a gateway believes and a counter asks: the sandbox's by itself, any other by what the settings name."""

import json
from pathlib import Path
from typing import Any

import pytest

from ansinh.kit import crypto
from ansinh.kit.errors import Refused
from ansinh.sandbox import c06
from ansinh.settings import Settings
from ansinh.wire import chip_verdicts as wire
from ansinh.wiring import verdicts as wiring
from tests.wire.test_chip_verdicts import VERDICT

ELSEWHERE = "https://eid.example/realms/citizen"
SERVICE = "https://service.example/"
KEY = crypto.new_ec_key()
PUBLIC = wire.public_keys(KEY)["keys"][0]
_PRIVATE = {**PUBLIC, "d": "AAAA"}


def settings_with(folder: Path, document: Any, **changes: Any) -> Settings:
    path = folder / "services.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return Settings(home=folder, eid_issuer=ELSEWHERE, verdict_keys_file=path, **changes)


def test_a_sandbox_believes_its_own_service_and_nothing_else_does(tmp_path: Path) -> None:
    assert set(wiring.believed(Settings(home=tmp_path))) == {c06.ISSUER}
    assert wiring.believed(Settings(home=tmp_path, eid_issuer=ELSEWHERE)) == {}


@pytest.mark.parametrize("without_name", [False, True])
def test_the_services_of_the_file_are_believed_by_their_keys(tmp_path: Path, *, without_name: bool) -> None:
    key = {name: value for name, value in PUBLIC.items() if not (without_name and name == "kid")}
    found = wiring.believed(settings_with(tmp_path, [{"issuer": "police", "keys": [key]}, {"issuer": "chain", "keys": [key]}]))
    assert set(found) == {"police", "chain"}
    assert wire.read_verdict(wire.sign_verdict(VERDICT, KEY), found["police"]) == VERDICT
    assert set(wiring.believed(settings_with(tmp_path, {"issuer": "police", "keys": [key]}))) == {"police"}


@pytest.mark.parametrize(
    "document",
    [
        "{",
        "[]",
        "[" * 5000,
        {"keys": [PUBLIC]},
        {"issuer": "", "keys": [PUBLIC]},
        {"issuer": "police", "keys": []},
        {"issuer": "police", "keys": [_PRIVATE]},
        {"issuer": "police", "keys": [{"kty": "oct", "k": "AAAA"}]},
        {"issuer": "police", "keys": [5]},
        [{"issuer": "police", "keys": [PUBLIC]}, {"issuer": "police", "keys": [PUBLIC]}],
    ],
)
def test_a_file_that_names_no_service_or_no_public_key_is_refused_by_its_setting(tmp_path: Path, document: Any) -> None:
    with pytest.raises(Refused, match="ANSINH_VERDICT_KEYS_FILE") as refused:
        wiring.believed(settings_with(tmp_path, document))
    assert "AAAA" not in refused.value.detail


def test_a_counter_asks_no_service_that_is_half_set(tmp_path: Path) -> None:
    for settings, missing in (
        (Settings(home=tmp_path, eid_issuer=ELSEWHERE), "ANSINH_VERDICT_URL"),
        (Settings(home=tmp_path, verdict_url=SERVICE), "ANSINH_VERDICT_KEYS_FILE"),
        (settings_with(tmp_path, {"issuer": "police", "keys": [PUBLIC]}, verdict_url=SERVICE), "ANSINH_VERDICT_API_KEY_FILE"),
    ):
        with pytest.raises(Refused, match=missing):
            wiring.service(settings)


def test_the_key_at_the_service_comes_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "api").write_text("mot-khoa-bia\n")
    settings = settings_with(tmp_path, {"issuer": "police", "keys": [PUBLIC]}, verdict_url=SERVICE, verdict_api_key_file=tmp_path / "api")
    assert "mot-khoa-bia" not in repr(wiring.service(settings))
    assert "mot-khoa-bia" not in repr(settings)
