import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ansinh.chip import authenticate
from ansinh.chip.apdu import Command
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import CardRefused, SessionBroken
from ansinh.chip.messaging import Secured
from ansinh.sandbox.virtual_card import VirtualCard
from tests.virtual_card.cards import CHIP_KEY, card, chip, chip_key_info, open_by_bac, open_by_pace, read, say, select

CHALLENGE = bytes.fromhex("0102030405060708")
CIPHERS = [f"0.4.0.127.0.7.2.2.3.2.{arc}" for arc in (1, 2, 3, 4)]


def _agree(channel: Secured, *, oid: str = CHIP_KEY.oid, key_id: int | None = None, info: bytes = b"") -> Secured:
    session = authenticate.chip(channel.send, oid=oid, key_id=key_id, public_key_info=info or chip_key_info(), random=os.urandom)
    return Secured(channel._send, session)


@pytest.mark.parametrize("oid", CIPHERS)
@pytest.mark.parametrize("way_in", [open_by_pace, open_by_bac])
def test_new_keys_are_agreed_with_the_chips_own_and_only_they_count_afterwards(oid: str, way_in: Callable[[VirtualCard], Secured]) -> None:
    old = way_in(VirtualCard(chip(chip_key=replace(CHIP_KEY, oid=oid))))
    new = _agree(old, oid=oid)
    assert select(new, 0x0102).is_ok
    assert read(new, 0, 3).data == b"\x75\x82\x03"
    with pytest.raises(SessionBroken):
        select(old, 0x0102)


def test_a_chip_with_another_key_than_it_shows_agrees_on_nothing() -> None:
    channel = open_by_pace(VirtualCard(chip(chip_key=replace(CHIP_KEY, private=CHIP_KEY.private + 1))))
    with pytest.raises(SessionBroken):
        select(_agree(channel), 0x0102)


@pytest.mark.parametrize("key_id", [None, 5])
def test_the_key_is_named_as_the_chip_names_it(key_id: int | None) -> None:
    one = VirtualCard(chip(chip_key=replace(CHIP_KEY, key_id=5)))
    if key_id is None:
        with pytest.raises(CardRefused) as refused:
            _agree(open_by_pace(one), key_id=None)
        assert refused.value.status == 0x6A88
    else:
        assert select(_agree(open_by_pace(one), key_id=5), 0x0102).is_ok


def test_a_refused_agreement_leaves_the_old_keys_in_force() -> None:
    channel = open_by_pace(VirtualCard(chip(chip_key=None)))
    with pytest.raises(CardRefused):
        _agree(channel)
    assert select(channel, 0x0102).is_ok


@pytest.mark.parametrize("point", [b"\x04" + b"\x01" * 64, b"\0", b""])
def test_a_point_that_is_none_is_refused_and_leaves_the_old_keys_in_force(point: bytes) -> None:
    channel = open_by_pace(card())
    choice = bytes.fromhex("800A04007F00070202030202")
    assert channel.send(Command(0, 0x22, 0x41, 0xA4, choice)).is_ok
    data = bytes((0x7C, 2 + len(point), 0x80, len(point))) + point
    assert channel.send(Command(0, 0x86, 0, 0, data, le=256)).status == 0x6A80
    assert channel.send(Command(0, 0x86, 0, 0, data, le=256)).status == 0x6985
    assert select(channel, 0x0102).is_ok


def test_keys_are_agreed_in_one_command_under_3des_only() -> None:
    channel = open_by_pace(card())
    assert channel.send(Command(0, 0x22, 0x41, 0xA6, b"\x91\x01\x04")).status == 0x6A80


def test_a_closed_card_proves_nothing() -> None:
    one = card()
    say(one, "00A4040C07A0000002471001")
    assert say(one, "002241A40C800A04007F00070202030202") == "6982"
    assert say(one, "0088000008" + CHALLENGE.hex() + "00") == "6982"
    assert say(one, "00860000047C02800000") == "6982"


def _signing(key: "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey", hash_name: str) -> tuple[VirtualCard, bytes]:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return VirtualCard(chip(active_key=private, active_hash=hash_name)), public


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def test_a_chip_signs_on_a_curve() -> None:
    one, public = _signing(ec.generate_private_key(ec.BrainpoolP256R1()), "sha256")
    signature = authenticate.challenge(open_by_pace(one).send, CHALLENGE)
    assert len(signature) == 64
    check = authenticate.check_active(public, CHALLENGE, signature, signature_oid="0.4.0.127.0.7.1.1.4.1.3")
    assert check.outcome is Outcome.SUCCESSFUL


@pytest.mark.parametrize("hash_name", ["sha1", "sha256"])
def test_a_chip_signs_with_rsa_for_readers_with_room_for_the_answer(rsa_key: rsa.RSAPrivateKey, hash_name: str) -> None:
    one, public = _signing(rsa_key, hash_name)
    channel = open_by_pace(one)
    assert channel.send(Command(0, 0x88, 0, 0, CHALLENGE, le=256)).status == 0x6700
    signature = authenticate.challenge(channel.send, CHALLENGE, extended=True)
    assert authenticate.check_active(public, CHALLENGE, signature, signature_oid=None).outcome is Outcome.SUCCESSFUL


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (Command(0, 0x88, 0, 0, CHALLENGE[:7], le=256), 0x6700),
        (Command(0, 0x88, 0, 0, CHALLENGE), 0x6700),
        (Command(0, 0x88, 1, 0, CHALLENGE, le=256), 0x6A86),
    ],
)
def test_a_challenge_that_is_none_is_not_signed(command: Command, answer: int) -> None:
    one, _ = _signing(ec.generate_private_key(ec.SECP256R1()), "sha256")
    assert open_by_pace(one).send(command).status == answer


def test_a_chip_without_a_key_does_not_know_how_to_sign() -> None:
    assert open_by_pace(card()).send(Command(0, 0x88, 0, 0, CHALLENGE, le=256)).status == 0x6D00
