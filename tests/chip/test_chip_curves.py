"""Curves and points: the published table, arithmetic, and what is no point."""

import hashlib
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import curves, errors
from ansinh.chip.curves.signatures import verify_slowly
from tests.chip.known_curve import generator_of, known, sign

_TABLE = {
    8: "secp192r1",
    9: "brainpoolP192r1",
    10: "secp224r1",
    11: "brainpoolP224r1",
    12: "secp256r1",
    13: "brainpoolP256r1",
    14: "brainpoolP320r1",
    15: "secp384r1",
    16: "brainpoolP384r1",
    17: "brainpoolP512r1",
    18: "secp521r1",
}
_PEERS: dict[str, ec.EllipticCurve] = {
    "secp256r1": ec.SECP256R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "secp384r1": ec.SECP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
    "secp521r1": ec.SECP521R1(),
}
_BITS = {"secp192r1": 192, "brainpoolP320r1": 320, "brainpoolP512r1": 512, "secp521r1": 521}


_BP256 = known("brainpoolP256r1")
_G = generator_of(_BP256)


@pytest.mark.parametrize(("parameter_id", "name"), _TABLE.items())
def test_each_standardised_parameter_is_the_curve_of_the_table(parameter_id: int, name: str) -> None:
    curve = curves.by_pace_parameter(parameter_id)
    assert curve is not None
    assert curve.name == name
    assert curves.by_oid(curve.oid) is curve
    assert curve.n.bit_length() == _BITS.get(name, curve.p.bit_length())


@pytest.mark.parametrize("parameter_id", [-1, 0, 1, 2, 3, 7, 19, 31, 32, 255])
def test_other_parameters_are_no_curve(parameter_id: int) -> None:
    assert curves.by_pace_parameter(parameter_id) is None


@pytest.mark.parametrize("name", _TABLE.values())
def test_a_generator_lies_on_its_curve_and_comes_back_after_its_order(name: str) -> None:
    curve = known(name)
    generator = curves.Point(curve.g_x, curve.g_y)
    assert curves.decode_point(curve, curves.encode_point(curve, generator), "generator") == generator
    assert curves.multiply(curve, curve.n + 1, generator) == generator
    assert curves.public_key(curve, curve.n + 1) == generator


@pytest.mark.parametrize("name", _PEERS)
def test_keys_and_shared_secrets_are_those_of_another_library(name: str) -> None:
    curve = known(name)
    peer = _PEERS[name]
    one, other = (ec.derive_private_key(curves.new_private(curve, os.urandom), peer) for _ in range(2))
    numbers = other.public_key().public_numbers()
    point = curves.public_key(curve, other.private_numbers().private_value)
    assert (point.x, point.y) == (numbers.x, numbers.y)
    assert curves.shared_secret(curve, one.private_numbers().private_value, point) == one.exchange(ec.ECDH(), other.public_key())


@settings(max_examples=20, deadline=None)
@given(st.integers(1, _BP256.n - 1), st.integers(1, _BP256.n - 1))
def test_points_add_up_as_their_numbers_do(one: int, other: int) -> None:
    if (one + other) % _BP256.n:
        both = curves.add(_BP256, curves.multiply(_BP256, one, _G), curves.public_key(_BP256, other))
        assert both == curves.public_key(_BP256, one + other)


def test_a_point_is_doubled_by_adding_it_to_itself() -> None:
    assert curves.add(_BP256, _G, _G) == curves.public_key(_BP256, 2)


def test_the_point_at_infinity_is_never_a_result() -> None:
    opposite = curves.Point(_G.x, _BP256.p - _G.y)
    for reach in (
        lambda: curves.add(_BP256, _G, opposite),
        lambda: curves.multiply(_BP256, _BP256.n, _G),
        lambda: curves.multiply(_BP256, 0, _G),
        lambda: curves.public_key(_BP256, 0),
        lambda: curves.public_key(_BP256, 2 * _BP256.n),
        lambda: curves.shared_secret(_BP256, _BP256.n, _G),
    ):
        with pytest.raises(errors.Malformed, match="infinity"):
            reach()


_ENCODED = curves.encode_point(_BP256, _G)
_TOO_LARGE = b"\x04" + (_G.x + _BP256.p).to_bytes(33, "big")[-32:] + _ENCODED[33:]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "has 65 bytes, not 0"),
        (b"\0", "has 65 bytes, not 1"),  # the point at infinity, encoded
        (_ENCODED[:-1], "has 65 bytes, not 64"),
        (_ENCODED + b"\0", "has 65 bytes, not 66"),
        (bytes((2 + _G.y % 2,)) + _ENCODED[1:33], "has 65 bytes, not 33"),
        (b"\x06" + _ENCODED[1:], "uncompressed"),
        (b"\x04" + b"\xff" * 32 + _ENCODED[33:], "outside the field"),
        (_ENCODED[:33] + b"\xff" * 32, "outside the field"),
        (b"\x04" + bytes(64), "is not on"),
        (_ENCODED[:-1] + bytes((_ENCODED[-1] ^ 1,)), "is not on"),
    ],
)
def test_what_is_no_point_of_the_curve_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(errors.Malformed, match=reason):
        curves.decode_point(_BP256, raw, "key")


@given(st.binary(max_size=140))
def test_no_bytes_get_past_a_point_but_as_a_point_or_as_malformed(raw: bytes) -> None:
    try:
        point = curves.decode_point(_BP256, raw, "key")
    except errors.Malformed:
        return
    assert curves.encode_point(_BP256, point) == raw


def test_private_keys_are_drawn_again_until_they_fit() -> None:
    drawn = iter([b"\xff" * 32, bytes(32), _BP256.n.to_bytes(32, "big"), (7).to_bytes(32, "big")])
    assert curves.new_private(_BP256, lambda _: next(drawn)) == 7


def test_private_keys_of_521_bits_are_cut_from_528() -> None:
    curve = known("secp521r1")
    assert curves.new_private(curve, lambda size: bytes(size - 2) + b"\x01\x00") == 2


def test_randomness_that_never_fits_is_no_endless_loop() -> None:
    with pytest.raises(ValueError, match="randomness"):
        curves.new_private(_BP256, lambda size: b"\xff" * size)


@pytest.mark.parametrize("name", ["secp256r1", "brainpoolP384r1", "secp521r1"])
@pytest.mark.parametrize("hash_name", ["sha1", "sha256", "sha512"])
def test_both_ways_of_verifying_a_signature_agree(name: str, hash_name: str) -> None:
    curve = known(name)
    private = curves.new_private(curve, os.urandom)
    public = curves.public_key(curve, private)
    digest = hashlib.new(hash_name, b"what is signed").digest()
    r, s = sign(curve, private, digest)
    for verify in (curves.verify_digest, verify_slowly):
        assert verify(curve, public, digest, r=r, s=s)
        assert not verify(curve, public, digest[::-1], r=r, s=s)
        assert not verify(curve, public, digest, r=r, s=s ^ 1)


def test_signatures_are_verified_on_curves_that_only_the_slow_way_has() -> None:
    curve = known("brainpoolP320r1")
    private = curves.new_private(curve, os.urandom)
    digest = hashlib.sha512(b"what is signed").digest()  # longer than n: only its first 320 bits count
    r, s = sign(curve, private, digest)
    assert curves.verify_digest(curve, curves.public_key(curve, private), digest, r=r, s=s)
    assert not curves.verify_digest(curve, curves.public_key(curve, private + 1), digest, r=r, s=s)


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (_BP256.n, 1), (1, _BP256.n), (-1, 1)])
def test_signatures_outside_their_range_are_none(r: int, s: int) -> None:
    assert not curves.verify_digest(_BP256, _G, bytes(32), r=r, s=s)


def test_a_point_keeps_its_coordinates_to_itself() -> None:
    assert str(_G.x) not in repr(_G)
