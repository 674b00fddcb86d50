"""PACE by appendices G.2, H.1 and H.2 of ICAO Doc 9303-11, byte by byte and from both sides: DH with generic mapping, integrated mapping on both."""

from collections.abc import Iterable
from typing import Any

import pytest

from ansinh.chip import access, lds
from ansinh.chip.access.pseudo_random import number_from, octets_from
from ansinh.chip.lds import File
from ansinh.chip.messaging import Cipher
from ansinh.sandbox.virtual_card import Chip, VirtualCard
from tests.chip.pace_examples import ALL, G_2, Example
from tests.chip.scripted_card import ScriptedCard, in_order

_HEX = bytes.fromhex
_NUMBER = int.from_bytes
_LINES = ("T22000129", "640812", "101031")
examples = pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
integrated = pytest.mark.parametrize("example", [each for each in ALL if each is not G_2], ids=lambda example: example.name)


def _domain(example: Example) -> access.Domain[Any]:
    suite = _suite(example)
    found = access.domain_of(suite.mapping, example.parameter_id)
    assert found is not None
    return found


def _suite(example: Example) -> access.Suite:
    found = access.suite(example.oid)
    assert found is not None
    return found


@examples
def test_the_terminal_does_what_the_appendix_says(example: Example) -> None:
    card = ScriptedCard(map(_HEX, [*example.answers[:-1], example.last]))
    session = access.pace(
        card.send, oid=example.oid, parameter_id=example.parameter_id, password=example.password, random=in_order(*example.terminal)
    )
    assert card.asked == example.asked
    assert session.cipher is Cipher.AES128
    assert (session._k_enc, session._k_mac, session.counter) == (_HEX(example.k_enc), _HEX(example.k_mac), 0)


@examples
def test_the_virtual_card_does_what_the_appendix_says(example: Example) -> None:
    offered = lds.write_card_access([lds.PaceInfo(example.oid, 2, example.parameter_id)])
    chip = Chip(files={File.CARD_ACCESS.fid: offered}, can="123456", bac_key=_LINES)
    card = VirtualCard(chip, random=in_order(example.s, *example.card))
    assert [card.transmit(_HEX(command)).hex().upper() for command in example.asked] == [f"{answer}9000" for answer in example.answers]


@examples
def test_the_password_makes_the_key_and_opens_the_nonce(example: Example) -> None:
    key = access.password_key(example.password, Cipher.AES128)
    assert key == _HEX(example.key)
    assert access.decrypt_nonce(_HEX(example.z), key, Cipher.AES128) == _HEX(example.s)


def test_the_generator_of_appendix_g_2_is_mapped() -> None:
    domain, private = _domain(G_2), _NUMBER(_HEX(G_2.terminal[0]), "big")
    other = domain.decode(_HEX(G_2.mapping[1]), "published")
    assert domain.encode(domain.public_key(private)) == _HEX(G_2.mapping[0])
    assert domain.encode(domain.apply(private, other)) == _HEX(G_2.agreed)
    assert domain.encode(access.map_generator(domain, _HEX(G_2.s), private, other)) == _HEX(G_2.mapped)


@integrated
def test_the_numbers_go_into_the_function_and_out_of_it_comes_the_generator(example: Example) -> None:
    domain, s, t = _domain(example), _HEX(example.s), _HEX(example.terminal[0])
    octets, remainder = example.function
    assert octets_from(s, t, Cipher.AES128, bits=domain.field_bits) == _HEX(octets)
    modulus = domain.curve.p if isinstance(domain, access.OnCurve) else domain.group.p  # type: ignore[attr-defined]
    assert number_from(s, t, Cipher.AES128, bits=domain.field_bits) % modulus == int(remainder, 16)
    assert domain.encode(domain.element_from(int(remainder, 16))) == _HEX(example.mapped)
    assert domain.encode(access.map_numbers(domain, s, t, Cipher.AES128)) == _HEX(example.mapped)


@examples
def test_keys_and_tokens_follow_from_both_sides(example: Example) -> None:
    domain, suite = _domain(example), _suite(example)
    generator = domain.decode(_HEX(example.mapped), "published")
    keys = [domain.decode(_HEX(each), "published") for each in example.public]
    k_enc, k_mac = _HEX(example.k_enc), _HEX(example.k_mac)
    for drawn, own, other in zip(_last((example.terminal, example.card)), keys, reversed(keys), strict=True):
        assert domain.apply(drawn, generator) == own
        assert domain.shared_secret(drawn, other) == _HEX(example.shared)
    assert access.session_keys(_HEX(example.shared), Cipher.AES128) == (k_enc, k_mac)
    assert [access.token(suite, k_mac, domain, key).hex().upper() for key in reversed(keys)] == list(example.tokens)


def _last(drawn: Iterable[tuple[str, ...]]) -> list[int]:
    return [int(each[-1], 16) for each in drawn]
