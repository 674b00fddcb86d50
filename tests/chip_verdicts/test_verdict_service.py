"""The verification service: here or elsewhere it says the same, signed, and of nothing but what it was asked."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ansinh.chip import lds
from ansinh.kit import crypto
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.sandbox.cards import CardTrouble
from ansinh.wire import chip_verdicts as wire
from ansinh.wire import presence
from tests.chip_verdicts.conftest import API_KEY, NOW, World

ASKED: dict[str, Any] = {"request_id": "0123456789abcdef", "nonce": b"n" * 32}
_RESULTS = {
    None: "not_proven",
    CardTrouble.COPY: "not_proven",  # a copy of the data is good data; only who holds the chip can tell
    CardTrouble.ALTERED_NAME: "altered",
    CardTrouble.FOREIGN_SIGNER: "foreign_signer",
    CardTrouble.REVOKED_SIGNER: "revoked_signer",
    CardTrouble.CLONE: "cloned",
    CardTrouble.EXPIRED: "expired",
    CardTrouble.INJECTED_GROUP: "injected",
}


@pytest.mark.parametrize("trouble", _RESULTS)
def test_here_and_elsewhere_the_verdict_is_the_same(world: World, trouble: CardTrouble | None) -> None:
    files = world.files(trouble)
    here, elsewhere = world.local.verify(files, **ASKED), world.remote().verify(files, **ASKED)
    assert here.verdict == elsewhere.verdict
    assert here.verdict.result == _RESULTS[trouble]
    assert here.data_are_genuine == (trouble in {None, CardTrouble.COPY})


@pytest.mark.parametrize("trouble", [None, CardTrouble.ALTERED_NAME, CardTrouble.EXPIRED, CardTrouble.CLONE])
def test_a_verdict_says_about_whom_to_those_who_know_and_nothing_of_data_that_are_not_genuine(
    world: World, trouble: CardTrouble | None
) -> None:
    number = lds.read_dg13(world.files()[lds.File.DG13]).citizen_number
    assert number is not None
    signed = world.remote().verify(world.files(trouble), **ASKED)
    expected = presence.subject_of(base64.urlsafe_b64encode(ASKED["nonce"]).rstrip(b"=").decode(), number)
    assert signed.verdict.subject == (expected if trouble is None else None)
    assert number not in base64.urlsafe_b64decode(signed.token.split(".")[1] + "==").decode()


def test_a_verdict_can_be_kept_and_shown_to_others(world: World) -> None:
    signed = world.remote().verify(world.files(), **ASKED)
    published = world.wire.get(wire.KEYS_PATH).json()
    assert wire.read_verdict(signed.token, published) == signed.verdict


def test_the_person_is_told_only_where_the_data_are_genuine_and_only_what_insurance_needs(world: World) -> None:
    told: list[dict[str, Any]] = []
    world.wire.change = lambda reply: told.append(reply) or reply  # type: ignore[func-returns-value]
    world.remote().verify(world.files(), **ASKED)
    world.remote().verify(world.files(CardTrouble.ALTERED_NAME), **ASKED)
    good, bad = told
    assert set(good["data"]) == set(wire.DATA.values())
    assert len(good["data"]["citizen_identify"]) == 12
    assert (good["code"], good["passiveAuthStatus"], good["chipAuthStatus"]) == ("000", True, None)
    assert bad["data"] == {}
    assert (bad["code"], bad["passiveAuthStatus"]) == ("PASSIVE_AUTH_ERR", False)


def _other(world: World, name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    files = world.files()
    other = {
        "request": lambda: world.local.verify(files, request_id="another-request", nonce=ASKED["nonce"]),
        "nonce": lambda: world.local.verify(files, request_id=ASKED["request_id"], nonce=b"m" * 32),
        "files": lambda: world.local.verify(world.files(CardTrouble.EXPIRED), **ASKED),
    }[name]()
    return lambda reply: {**reply, "verdict": other.token}


@pytest.mark.parametrize("name", ["request", "nonce", "files"])
def test_a_verdict_on_something_else_is_not_taken(world: World, name: str) -> None:
    world.wire.change = _other(world, name)
    with pytest.raises(CounterpartDown) as refused:
        world.remote().verify(world.files(), **ASKED)
    assert refused.value.code == "verdict_not_bound"


def test_an_old_verdict_is_not_taken(world: World) -> None:
    with pytest.raises(CounterpartDown) as refused:
        world.remote(now=NOW + timedelta(minutes=6)).verify(world.files(), **ASKED)
    assert refused.value.code == "verdict_not_now"


def test_a_verdict_that_another_key_signed_is_not_taken(world: World) -> None:
    with pytest.raises(CounterpartDown) as refused:
        world.remote(keys=wire.public_keys(crypto.new_ec_key())).verify(world.files(), **ASKED)
    assert refused.value.code == "verdict_unreadable"


def test_a_service_that_does_not_know_us_says_so(world: World) -> None:
    with pytest.raises(CounterpartDown, match="does not know us"):
        world.remote(api_key="another").verify(world.files(), **ASKED)


@pytest.mark.parametrize("missing", [lds.File.SOD, lds.File.DG13])
def test_a_file_that_was_not_read_is_named_before_anything_is_sent(world: World, missing: lds.File) -> None:
    files = {file: raw for file, raw in world.files().items() if file is not missing}
    for verifier in (world.local, world.remote()):
        with pytest.raises(Refused) as refused:
            verifier.verify(files, **ASKED)
        assert refused.value.field == missing.name.lower()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "body: is not JSON"),
        (b"[]", "body: is no JSON object"),
        (b'{"method": "C06"}', "requestId: must have"),
        (b"\xff", "body: is not JSON"),
    ],
)
def test_what_is_no_question_is_answered_with_what_is_wrong(world: World, body: bytes, message: str) -> None:
    answer = world.wire.client.post(wire.READ_PATH, content=body, headers={"authorization": f"Bearer {API_KEY}"})
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["code"]) == ("FAILED", "001")
    assert answer.json()["message"].startswith(message)


def test_files_that_are_no_files_of_a_chip_get_a_verdict_and_no_crash(world: World) -> None:
    body = {
        **wire.write_question(wire.Question("12345678", b"n" * 16, {})),
        **dict.fromkeys(wire.FILES.values(), base64.b64encode(b"\x61\x00").decode()),
    }
    answer = world.wire.client.post(wire.READ_PATH, content=json.dumps(body), headers={"authorization": f"Bearer {API_KEY}"})
    assert answer.json()["code"] != wire.OK
    assert answer.json()["data"] == {}


def test_more_than_a_chip_holds_is_not_read(world: World) -> None:
    answer = world.wire.client.post(wire.READ_PATH, content=b" " * (wire.LARGEST_BODY + 1), headers={"authorization": f"Bearer {API_KEY}"})
    assert answer.status_code == 413
