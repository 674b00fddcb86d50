"""Chip authentication from the terminal's side: with each cipher, named and explicit keys, and a chip without the key of its DG14."""

import os

import pytest

from ansinh.chip import authenticate, curves, errors, tlv
from ansinh.chip.apdu import Command, Response
from ansinh.chip.messaging import Cipher, Secured, Session
from tests.chip.known_curve import explicit_info, generator_of, known
from tests.chip.scripted_card import ScriptedCard, in_order

_STEM = "0.4.0.127.0.7.2.2.3.2"
_READ = Command(0x00, 0xB0, 0, 0, le=4)
_BP256 = known("brainpoolP256r1")
_STATIC = curves.new_private(_BP256, os.urandom)
_INFO = curves.write_public_key(_BP256, curves.public_key(_BP256, _STATIC))
_DONE = b"\x7c\0"


class _Chip:
    """Agrees with `private`, whatever DG14 says, and then answers under the new keys only."""

    def __init__(self, curve: curves.Curve, private: int, cipher: Cipher) -> None:
        self._curve, self._private, self._cipher = curve, private, cipher
        self.asked: list[Command] = []
        self.session: Session | None = None

    def send(self, command: Command) -> Response:
        self.asked.append(command)
        if command.ins == 0x22 and command.p2 == 0xA4:
            return Response(b"", 0x9000)
        at_once = command.ins == 0x22
        inside = tlv.parse(command.data, "sent") if at_once else tlv.one(command.data, 0x7C, "sent").children("sent")
        assert inside[0].tag == (0x91 if at_once else 0x80)
        ephemeral = curves.decode_point(self._curve, inside[0].value, "sent")
        self.session = authenticate.agreed(self._cipher, curves.shared_secret(self._curve, self._private, ephemeral))
        return Response(b"" if at_once else _DONE, 0x9000)

    def send_secured(self, command: Command) -> Response:
        assert self.session is not None
        self.session.receive(command)
        return self.session.answer(Response(b"read", 0x9000))


@pytest.mark.parametrize("last", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["brainpoolP256r1", "secp224r1", "secp521r1"])
@pytest.mark.parametrize("key_id", [None, 2])
def test_both_ends_go_on_under_the_keys_they_agreed_on(last: int, name: str, key_id: int | None) -> None:
    curve, cipher = known(name), authenticate.cipher_of(f"{_STEM}.{last}")
    assert cipher is not None
    private = curves.new_private(curve, os.urandom)
    chip = _Chip(curve, private, cipher)
    info = curves.write_public_key(curve, curves.public_key(curve, private))
    session = authenticate.chip(chip.send, oid=f"{_STEM}.{last}", key_id=key_id, public_key_info=info, random=os.urandom)
    assert session.cipher is cipher
    assert session.counter == 0
    assert Secured(chip.send_secured, session).send(_READ).data == b"read"


def test_the_commands_for_aes_name_the_protocol_and_the_key_and_then_bring_the_point() -> None:
    card = ScriptedCard([b"", _DONE])
    authenticate.chip(card.send, oid=f"{_STEM}.2", key_id=1, public_key_info=_INFO, random=in_order("00" * 31 + "01"))
    generator = curves.encode_point(_BP256, curves.public_key(_BP256, 1)).hex().upper()
    assert card.asked == ["002241A40F800A04007F00070202030202840101", f"00860000457C438041{generator}00"]


def test_the_command_for_3des_brings_the_point_at_once() -> None:
    card = ScriptedCard([b""])
    authenticate.chip(card.send, oid=f"{_STEM}.1", key_id=None, public_key_info=_INFO, random=in_order("00" * 31 + "01"))
    generator = curves.encode_point(_BP256, curves.public_key(_BP256, 1)).hex().upper()
    assert card.asked == [f"002241A6439141{generator}"]


def test_a_chip_without_the_key_of_its_dg14_cannot_go_on() -> None:
    chip = _Chip(_BP256, _STATIC + 1, Cipher.AES128)
    session = authenticate.chip(chip.send, oid=f"{_STEM}.2", key_id=None, public_key_info=_INFO, random=os.urandom)
    theirs = chip.session
    assert theirs is not None

    def send(_: Command) -> Response:
        theirs.answer(Response(b"", 0x9000))  # so that both have counted alike
        return theirs.answer(Response(b"read", 0x9000))

    with pytest.raises(errors.SessionBroken) as broken:
        Secured(send, session).send(_READ)
    assert broken.value.code == "wrong_mac"


def test_a_key_with_explicit_parameters_works_like_one_that_names_its_curve() -> None:
    chip = _Chip(_BP256, _STATIC, Cipher.AES128)
    info = explicit_info(_BP256, curves.public_key(_BP256, _STATIC), generator=generator_of(_BP256))
    session = authenticate.chip(chip.send, oid=f"{_STEM}.2", key_id=None, public_key_info=info, random=os.urandom)
    assert Secured(chip.send_secured, session).send(_READ).data == b"read"


def test_a_key_with_its_own_generator_is_not_agreed_with() -> None:
    card = ScriptedCard([])
    info = explicit_info(_BP256, curves.public_key(_BP256, _STATIC), generator=curves.public_key(_BP256, 2))
    with pytest.raises(authenticate.NotSupported) as refusal:
        authenticate.chip(card.send, oid=f"{_STEM}.2", key_id=None, public_key_info=info, random=os.urandom)
    assert refusal.value.code == "explicit_parameters_unknown"
    assert card.asked == []


@pytest.mark.parametrize("oid", ["0.4.0.127.0.7.2.2.3.1.2", f"{_STEM}.5", "0.4.0.127.0.7.2.2.4.2.2", ""])
def test_other_protocols_are_refused_before_anything_is_sent(oid: str) -> None:
    card = ScriptedCard([])
    with pytest.raises(authenticate.NotSupported) as refusal:
        authenticate.chip(card.send, oid=oid, key_id=None, public_key_info=_INFO, random=os.urandom)
    assert refusal.value.code == "not_supported"
    assert card.asked == []


@pytest.mark.parametrize("info", [b"", b"\x30\x00", _INFO[:-1], _INFO[:-1] + bytes((_INFO[-1] ^ 1,))])
def test_a_key_that_is_none_is_malformed(info: bytes) -> None:
    with pytest.raises(errors.Malformed):
        authenticate.chip(ScriptedCard([]).send, oid=f"{_STEM}.2", key_id=None, public_key_info=info, random=os.urandom)


@pytest.mark.parametrize("key_id", [-1, 1 << 64, 1 << 4000])
def test_a_number_that_no_key_has_is_malformed(key_id: int) -> None:
    with pytest.raises(errors.Malformed):
        authenticate.chip(ScriptedCard([]).send, oid=f"{_STEM}.2", key_id=key_id, public_key_info=_INFO, random=os.urandom)


@pytest.mark.parametrize(
    ("answers", "step"),
    [((0x6A88,), "chip authentication choice"), ((b"", 0x6300), "chip authentication"), ((b"", 0x6A80), "chip authentication")],
)
def test_a_chip_that_refuses_names_its_step(answers: tuple[bytes | int, ...], step: str) -> None:
    with pytest.raises(errors.CardRefused) as refused:
        authenticate.chip(ScriptedCard(answers).send, oid=f"{_STEM}.2", key_id=9, public_key_info=_INFO, random=os.urandom)
    assert refused.value.step == step


@pytest.mark.parametrize("answer", [b"", b"\x7c\x02\x81\x00", b"\x7c\x00\x00", b"\x7d\x00"])
def test_an_answer_that_is_not_an_empty_template_is_malformed(answer: bytes) -> None:
    with pytest.raises(errors.Malformed):
        authenticate.chip(ScriptedCard([b"", answer]).send, oid=f"{_STEM}.2", key_id=None, public_key_info=_INFO, random=os.urandom)
