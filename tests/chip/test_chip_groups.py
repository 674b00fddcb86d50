"""The groups of RFC 5114: that their numbers fit each other, and what is refused as an element of them."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric import dh
from ecdsa import numbertheory
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import groups
from ansinh.chip.errors import Malformed
from ansinh.chip.groups import Group

_ALL = pytest.mark.parametrize("group", groups.every(), ids=lambda group: group.name)
_G160 = groups.every()[0]


@_ALL
def test_the_generator_has_prime_order_modulo_a_prime(group: Group) -> None:
    assert numbertheory.is_prime(group.p)
    assert numbertheory.is_prime(group.q)
    assert (group.p - 1) % group.q == 0
    assert 1 < group.g < group.p
    assert pow(group.g, group.q, group.p) == 1


def test_the_groups_have_the_sizes_and_numbers_that_the_standard_gives_them() -> None:
    found = [groups.by_parameter(number) for number in range(9)]
    assert [(each.p.bit_length(), each.q.bit_length()) for each in found if each] == [(1024, 160), (2048, 224), (2048, 256)]
    assert found[3:] == [None] * 6
    assert groups.by_parameter(-1) is None


@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")
@_ALL
def test_two_keys_agree_and_agree_with_another_implementation(group: Group) -> None:
    one, other = groups.new_private(group, os.urandom), groups.new_private(group, os.urandom)
    theirs = groups.public_key(group, other)
    shared = groups.shared_secret(group, one, theirs)
    assert shared == groups.shared_secret(group, other, groups.public_key(group, one))
    assert len(shared) == group.element_bytes
    numbers = dh.DHParameterNumbers(group.p, group.g, group.q)
    own = dh.DHPrivateNumbers(one, dh.DHPublicNumbers(groups.public_key(group, one), numbers)).private_key()
    assert own.exchange(dh.DHPublicNumbers(theirs, numbers).public_key()) == shared


def _small_order(group: Group) -> int:
    """An element whose order is a small prime: what is agreed on with it tells the private key modulo that prime."""
    small = next(each for each in range(3, 100_000, 2) if (group.p - 1) % each == 0 and numbertheory.is_prime(each))
    return next(found for found in (pow(base, (group.p - 1) // small, group.p) for base in range(2, 100)) if found != 1)


@_ALL
def test_what_is_no_element_is_malformed(group: Group) -> None:
    outside = next(each for each in range(2, 100) if pow(each, group.q, group.p) != 1)
    for number, reason in (
        (1, "is outside"),
        (group.p - 1, "is outside"),
        (group.p, "is outside"),
        (group.p + group.g, "is outside|not"),
        (outside, "is not in the subgroup"),
        (_small_order(group), "is not in the subgroup"),
        (group.p - group.g, "is not in the subgroup"),  # of order 2q
    ):
        with pytest.raises(Malformed, match=reason):
            groups.decode_element(group, groups.encode_element(number), "key")


@_ALL
@pytest.mark.parametrize("raw", [b"", b"\0", b"\0\2"])
def test_what_is_not_written_as_a_number_must_be_is_malformed(group: Group, raw: bytes) -> None:
    with pytest.raises(Malformed):
        groups.decode_element(group, raw, "key")
    with pytest.raises(Malformed, match="zero"):
        groups.decode_element(group, (b"\0" + groups.encode_element(group.g))[: group.element_bytes], "key")
    with pytest.raises(Malformed, match="bytes"):
        groups.decode_element(group, b"\1" * (group.element_bytes + 1), "key")


def test_an_element_that_is_shorter_than_the_prime_is_written_short_and_shared_long() -> None:
    group = _G160
    k = next(k for k in range(1, 5000) if groups.public_key(group, k) < 1 << 8 * (group.element_bytes - 1))
    raw = groups.encode_element(groups.public_key(group, k))
    assert len(raw) == group.element_bytes - 1
    assert groups.decode_element(group, raw, "key") == groups.public_key(group, k)
    assert groups.shared_secret(group, 1, groups.public_key(group, k)) == b"\0" + raw


@_ALL
def test_nothing_leads_to_the_neutral_element(group: Group) -> None:
    inverse = pow(group.g, -1, group.p)
    for leads_to_one in (
        lambda: groups.power(group, group.g, group.q),
        lambda: groups.public_key(group, 0),
        lambda: groups.product(group, group.g, inverse),
        lambda: groups.shared_secret(group, group.q, group.g),
        lambda: groups.element_from(group, 0),
        lambda: groups.element_from(group, group.p),
        lambda: groups.element_from(group, 1),
        lambda: groups.element_from(group, group.p - 1),
    ):
        with pytest.raises(Malformed, match="neutral"):
            leads_to_one()


@_ALL
@settings(max_examples=5, deadline=None)
@given(number=st.integers(2, 1 << 2200))
def test_any_number_is_moved_into_the_subgroup(group: Group, number: int) -> None:
    element = groups.element_from(group, number)
    assert groups.decode_element(group, groups.encode_element(element), "moved") == element


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=140))
def test_any_bytes_are_an_element_or_malformed(raw: bytes) -> None:
    try:
        element = groups.decode_element(_G160, raw, "key")
    except Malformed:
        return
    assert pow(element, _G160.q, _G160.p) == 1


def test_a_private_key_is_drawn_again_until_it_fits() -> None:
    drawn = iter([bytes(20), b"\xff" * 20, _G160.q.to_bytes(20, "big"), b"\0" * 19 + b"\7"])
    assert groups.new_private(_G160, lambda _: next(drawn)) == 7
    with pytest.raises(ValueError, match="randomness"):
        groups.new_private(_G160, bytes)
