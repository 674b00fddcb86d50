"""Chip authentication from the terminal's side: with each cipher, named and explicit keys, and a chip without the key of its DG14."""

import os
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import access, authenticate, curves, errors, groups, lds, tlv
from ansinh.chip.apdu import Command, Response
from ansinh.chip.messaging import Cipher, Secured, Session
from ansinh.chip.reading.proving import offered_key
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

    def __init__(self, domain: access.Domain[Any], private: int, cipher: Cipher) -> None:
        self._domain, self._private, self._cipher = domain, private, cipher
        self.asked: list[Command] = []
        self.session: Session | None = None

    def send(self, command: Command) -> Response:
        self.asked.append(command)
        if command.ins == 0x22 and command.p2 == 0xA4:
            return Response(b"", 0x9000)
        at_once = command.ins == 0x22
        inside = tlv.parse(command.data, "sent") if at_once else tlv.one(command.data, 0x7C, "sent").children("sent")
        assert inside[0].tag == (0x91 if at_once else 0x80)
        ephemeral = self._domain.decode(inside[0].value, "sent")
        self.session = authenticate.agreed(self._cipher, self._domain.shared_secret(self._private, ephemeral))
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
    chip = _Chip(access.OnCurve(curve), private, cipher)
    info = curves.write_public_key(curve, curves.public_key(curve, private))
    session = authenticate.chip(chip.send, oid=f"{_STEM}.{last}", key_id=key_id, public_key_info=info, random=os.urandom)
    assert session.cipher is cipher
    assert session.counter == 0
    assert Secured(chip.send_secured, session).send(_READ).data == b"read"


_DH = "0.4.0.127.0.7.2.2.3.1"
_G160, _G224, _G256 = groups.every()


@pytest.mark.parametrize("last", [1, 2, 3, 4])
@pytest.mark.parametrize("group", [_G160, _G256], ids=lambda group: group.name)
@pytest.mark.parametrize("form", ["pkcs3", "x942", "standardised"])
def test_both_ends_go_on_without_a_curve_however_the_group_is_told(last: int, group: groups.Group, form: str) -> None:
    cipher = authenticate.cipher_of(f"{_DH}.{last}")
    assert cipher is not None
    private = groups.new_private(group, os.urandom)
    chip = _Chip(access.InGroup(group), private, cipher)
    info = groups.write_public_key(group, groups.public_key(group, private), form=form)
    session = authenticate.chip(chip.send, oid=f"{_DH}.{last}", key_id=None, public_key_info=info, random=os.urandom)
    assert Secured(chip.send_secured, session).send(_READ).data == b"read"


_STATIC_OF_160 = groups.public_key(_G160, 4711)
_OWN_GROUPS = (
    replace(_G160, g=groups.public_key(_G160, 2)),
    replace(_G160, g=1),
    replace(_G160, p=_G160.p + 2),
    replace(_G160, g=_G224.g),
    replace(_G160, p=_G256.p),
)


@pytest.mark.parametrize(
    ("form", "other"), [*((form, each) for form in ("pkcs3", "x942") for each in _OWN_GROUPS), ("x942", replace(_G160, q=_G224.q))]
)
def test_a_group_of_the_cards_own_is_not_calculated_with(form: str, other: groups.Group) -> None:
    info = groups.write_public_key(other, _STATIC_OF_160, form=form)
    with pytest.raises(authenticate.NotSupported) as refusal:
        authenticate.chip(ScriptedCard([]).send, oid=f"{_DH}.2", key_id=None, public_key_info=info, random=os.urandom)
    assert refusal.value.code == "explicit_parameters_unknown"
    assert authenticate.rank(f"{_DH}.2", info) is None


def test_a_number_that_stands_for_no_group_is_not_calculated_with() -> None:
    info = bytearray(groups.write_public_key(_G160, _STATIC_OF_160, form="standardised"))
    at = info.index(bytes.fromhex("04007F00070102020100")) + 9
    info[at] = 3
    with pytest.raises(authenticate.NotSupported) as refusal:
        authenticate.chip(ScriptedCard([]).send, oid=f"{_DH}.2", key_id=None, public_key_info=bytes(info), random=os.urandom)
    assert refusal.value.code == "unknown_group"


@pytest.mark.parametrize("element", [0, 1, _G160.p - 1, _G160.p, _G160.p - 4711, _G160.p + _G160.g])
@pytest.mark.parametrize("form", ["pkcs3", "x942", "standardised"])
def test_a_static_key_outside_its_group_is_malformed(element: int, form: str) -> None:
    info = groups.write_public_key(_G160, element, form=form)
    with pytest.raises(errors.Malformed):
        authenticate.chip(ScriptedCard([]).send, oid=f"{_DH}.2", key_id=None, public_key_info=info, random=os.urandom)


def test_a_key_of_the_other_kind_is_malformed() -> None:
    of_group = groups.write_public_key(_G160, _STATIC_OF_160)
    for oid, info in ((f"{_DH}.2", _INFO), (f"{_STEM}.2", of_group)):
        with pytest.raises(errors.Malformed):
            authenticate.chip(ScriptedCard([]).send, oid=oid, key_id=None, public_key_info=info, random=os.urandom)


@settings(max_examples=80, deadline=None)
@given(form=st.sampled_from(["pkcs3", "x942", "standardised"]), at=st.integers(0, 500), change=st.integers(0, 255), cut=st.integers(0, 3))
def test_any_bent_key_of_a_group_is_a_key_or_is_refused(form: str, at: int, change: int, cut: int) -> None:
    info = bytearray(groups.write_public_key(_G160, _STATIC_OF_160, form=form))
    info[at % len(info)] ^= change
    try:
        group, element = groups.read_public_key(bytes(info[: len(info) - cut]), "key")
    except errors.ChipError:
        return
    assert group is _G160
    assert pow(element, group.q, group.p) == 1


def _offered(*pairs: tuple[str, int, bytes]) -> object:
    """What a reader takes of a DG14 with these protocols and keys, by the number that names both."""
    protocols = [lds.ChipAuthentication(oid, 1, key_id) for oid, key_id, _ in pairs]
    keys = [lds.ChipPublicKey(f"0.4.0.127.0.7.2.2.1.{oid[-3]}", info, key_id) for oid, key_id, info in pairs]
    found = offered_key(lds.write_dg14([*protocols, *keys]))
    return found[0].key_id if isinstance(found, tuple) else found.reason


def test_of_several_keys_the_strongest_is_taken_and_a_group_of_the_cards_own_passed_over() -> None:
    weak = groups.write_public_key(_G160, _STATIC_OF_160)
    own = groups.write_public_key(replace(_G256, g=4), 16)
    pairs = [(f"{_DH}.4", 1, weak), (f"{_STEM}.1", 2, _INFO), (f"{_STEM}.2", 3, _INFO), (f"{_DH}.4", 4, own)]
    for listed in permutations(pairs):
        assert _offered(*listed) == 3
    assert _offered((f"{_DH}.2", 1, own), (f"{_DH}.4", 2, own)) == 1  # so that its refusal is told by name
    assert (
        _offered((f"{_STEM}.2", 1, _INFO), (f"{_STEM}.3", 2, _INFO), (f"{_STEM}.4", 3, _INFO[:-1] + bytes((_INFO[-1] ^ 1,)))) == 3
    )  # what is no key is seen


def test_a_protocol_goes_with_keys_of_its_own_kind() -> None:
    assert authenticate.belongs(f"{_DH}.2", "0.4.0.127.0.7.2.2.1.1")
    assert authenticate.belongs(f"{_STEM}.2", "0.4.0.127.0.7.2.2.1.2")
    assert not authenticate.belongs(f"{_DH}.2", "0.4.0.127.0.7.2.2.1.2")
    assert not authenticate.belongs("0.4.0.127.0.7.2.2.3.3.2", "0.4.0.127.0.7.2.2.1.3")
    found = offered_key(lds.write_dg14([lds.ChipAuthentication(f"{_DH}.2", 1), lds.ChipPublicKey("0.4.0.127.0.7.2.2.1.2", _INFO)]))
    assert getattr(found, "reason", "") == "no_key"


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
    chip = _Chip(access.OnCurve(_BP256), _STATIC + 1, Cipher.AES128)
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
    chip = _Chip(access.OnCurve(_BP256), _STATIC, Cipher.AES128)
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


@pytest.mark.parametrize("oid", ["0.4.0.127.0.7.2.2.3.3.2", "0.4.0.127.0.7.2.2.3.1.5", f"{_STEM}.5", "0.4.0.127.0.7.2.2.4.2.2", ""])
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
