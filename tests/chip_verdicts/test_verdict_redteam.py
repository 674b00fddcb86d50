"""Attacks on the verification service and on whoever believes it: odd questions, verdicts that are bent on their way."""

import base64
import json
from typing import Any

import pytest
from fastapi import FastAPI
from joserfc import jws
from joserfc.jwk import ECKey, OctKey
from starlette.testclient import TestClient

from ansinh.chip import lds, verdicts, verification
from ansinh.chip.tlv import encode
from ansinh.kit import crypto
from ansinh.kit.errors import CounterpartDown
from ansinh.sandbox import c06
from ansinh.wire import chip_verdicts as wire
from tests.chip import pki
from tests.chip.sod_defects import believed, good
from tests.chip_verdicts.conftest import API_KEY, World

ASKED: dict[str, Any] = {"request_id": "0123456789abcdef", "nonce": b"n" * 32}


def answer(client: TestClient, question: dict[str, Any]) -> dict[str, Any]:
    told = client.post(wire.READ_PATH, content=json.dumps(question), headers={"authorization": f"Bearer {API_KEY}"})
    assert told.status_code == 200
    return dict(told.json())


@pytest.mark.parametrize("nonce", ["A" * 21, "A" * 25, "A" * 89, "A" * 22 + "\n", "A" * 20, 5, None, ["A" * 22]])
def test_a_nonce_that_is_none_is_named(world: World, nonce: object) -> None:
    question = wire.write_question(wire.Question("12345678", b"n" * 16, dict.fromkeys(wire.REQUIRED, b"a\x00")))
    assert answer(world.wire.client, {**question, "nonce": nonce})["message"].startswith("nonce:")


def test_genuine_data_of_a_layout_that_is_not_known_are_genuine_and_say_nothing(world: World) -> None:
    """The layout of DG13 is not published: a card may have another one than is read here."""
    files = world.files()
    groups = {file.group: raw for file, raw in files.items() if file.group is not None}
    groups[13] = encode(lds.File.DG13.tag, b"another layout")
    key = crypto.new_ec_key()
    service = verdicts.LocalVerifier(
        believed(), policy=verification.Policy.hospital(), private_key_pem=key, issuer=c06.ISSUER, now=lambda: pki.NOW
    )
    app = FastAPI()
    app.include_router(c06.build_router(service, clients={"agency": crypto.sha256_hex(API_KEY)}, keys=wire.public_keys(key)))
    sent = {f"dg{number}": groups[number] for number in (1, 2, 13, 14)} | {"sod": pki.sod(good(groups))}
    told = answer(TestClient(app), dict(wire.write_question(wire.Question("12345678", b"n" * 16, sent))))
    assert (told["code"], told["message"], told["data"]) == ("000", "not_proven", {})


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _bent(token: str, how: str, public: dict[str, Any]) -> str:
    head, payload, signature = token.split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    mine = crypto.new_ec_key()
    match how:
        case "no signature":
            return f"{_part({**header, 'alg': 'none'})}.{payload}."
        case "the public key as a secret":
            secret = OctKey.import_key(json.dumps(public))
            return jws.serialize_compact({**header, "alg": "HS256"}, json.dumps(claims), secret, algorithms=["HS256"])
        case "a key that comes along":
            own = wire.public_keys(mine)["keys"][0]
            return jws.serialize_compact({**header, "jwk": own}, json.dumps(claims), ECKey.import_key(mine))
        case "another result":
            return f"{head}.{_part({**claims, 'result': 'genuine'})}.{signature}"
        case "another type":
            return jws.serialize_compact({**header, "typ": "JWT"}, json.dumps(claims), ECKey.import_key(mine))
        case _:
            return how


@pytest.mark.parametrize(
    "how",
    ["no signature", "the public key as a secret", "a key that comes along", "another result", "another type", "", "..", "a.b.c", "é" * 40],
)
def test_a_verdict_that_the_service_did_not_sign_so_is_not_taken(world: World, how: str) -> None:
    world.wire.change = lambda reply: {**reply, "verdict": _bent(reply["verdict"], how, world.keys["keys"][0])}
    with pytest.raises(CounterpartDown) as refused:
        world.remote().verify(world.files(), **ASKED)
    assert refused.value.code == "verdict_unreadable"


def test_what_stands_beside_the_verdict_is_not_believed(world: World) -> None:
    """Only what is signed counts: not the code, not the flags, not the data."""
    altered = {**world.files(), lds.File.DG13: encode(lds.File.DG13.tag, b"altered")}
    world.wire.change = lambda reply: {**reply, "status": "SUCCESS", "code": "000", "message": "genuine", "passiveAuthStatus": True}
    signed = world.remote().verify(altered, **ASKED)
    assert (signed.data_are_genuine, signed.verdict.result) == (False, "altered")


@pytest.mark.parametrize("iat", [2**62, 2**40, -1, 1e300, True, "1790000000", [1], None])
def test_a_time_that_is_none_is_no_defect_of_whoever_reads_the_verdict(world: World, iat: object) -> None:
    """Also a service that we believe may sign anything: a gateway must not fail over it."""
    signed = world.remote().verify(world.files(), **ASKED)
    header, payload, _ = (
        json.loads(base64.urlsafe_b64decode(part + "==")) if at < 2 else {} for at, part in enumerate(signed.token.split("."))
    )
    key = ECKey.import_key(crypto.new_ec_key())
    token = jws.serialize_compact({**header, "kid": key.thumbprint()}, json.dumps({**payload, "iat": iat}), key, algorithms=["ES256"])
    with pytest.raises(wire.Unreadable, match=r"^verdict\.iat: "):
        wire.read_verdict(token, {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint()}]})
