"""Public keys with a named curve and with explicit parameters: only a known curve, whole, is one."""

import os
from dataclasses import replace

import pytest
from asn1crypto import keys
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import curves, errors
from tests.chip.known_curve import explicit_info, generator_of, known

# Made by `openssl ec -param_enc explicit -pubout` with a key that was thrown away: brainpoolP256r1 written in full.
_EXPLICIT = bytes.fromhex(
    "308201333081ec06072a8648ce3d02013081e0020101302c06072a8648ce3d0101022100a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377"
    "304404207d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9042026dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c"
    "07b60441048bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f0469"
    "97022100a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7020101034200048336d9a0467abba7d14aa109571cf8196eaca8ab452cfad763"
    "29221f256c4fe61df2681284c940cba7c0898bcff8fb188fd354ba7c51f49765c4243d0858772d"
)
# The same way with `-conv_form compressed`: generator and key in their short form.
_COMPRESSED = bytes.fromhex(
    "3081f33081cc06072a8648ce3d02013081c0020101302c06072a8648ce3d0101022100a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e537730"
    "4404207d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9042026dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07"
    "b60421038bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262022100a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e8297"
    "4856a70201010322000365dd3acd64aed1cc68cece13f6cff970f2b5539bc0144c45302bf67d877edbaf"
)
_BP256 = known("brainpoolP256r1")
_G = curves.encode_point(_BP256, generator_of(_BP256))
_SHORT_G = bytes((2 + _BP256.g_y % 2,)) + _G[1:33]


def _matching(curve: curves.Curve, *, g: bytes = _G, h: int | None = 1) -> curves.Curve | None:
    return curves.matching(p=curve.p, a=curve.a, b=curve.b, g=g, n=curve.n, h=h)


@pytest.mark.parametrize("g", [_G, _SHORT_G])
@pytest.mark.parametrize("h", [1, None])
def test_parameters_that_are_all_those_of_a_curve_are_that_curve(g: bytes, h: int | None) -> None:
    assert _matching(_BP256, g=g, h=h) is _BP256


@pytest.mark.parametrize("part", ["p", "a", "b", "n"])
def test_one_parameter_that_differs_makes_an_unknown_curve(part: str) -> None:
    assert _matching(replace(_BP256, **{part: getattr(_BP256, part) + 2})) is None


@pytest.mark.parametrize(
    "g",
    [
        curves.encode_point(_BP256, curves.public_key(_BP256, 2)),  # CVE-2020-0601: a generator of the forger's own
        b"\x06" + _G[1:],
        bytes((5 - _SHORT_G[0],)) + _SHORT_G[1:],
        _G[:-1],
        _G + b"\0",
        b"",
    ],
)
def test_another_generator_makes_an_unknown_curve(g: bytes) -> None:
    assert _matching(_BP256, g=g) is None


@pytest.mark.parametrize("h", [0, 2, 8])
def test_another_cofactor_makes_an_unknown_curve(h: int) -> None:
    assert _matching(_BP256, h=h) is None


def test_a_key_with_explicit_parameters_is_on_the_curve_that_has_them() -> None:
    curve, point = curves.read_public_key(_EXPLICIT, "key")
    assert curve is _BP256
    assert _EXPLICIT.endswith(curves.encode_point(curve, point))


def test_a_key_in_compressed_form_is_refused() -> None:
    with pytest.raises(errors.Malformed, match="65 bytes, not 33"):
        curves.read_public_key(_COMPRESSED, "key")


def test_a_key_that_brings_its_own_generator_is_on_no_known_curve() -> None:
    forged = _EXPLICIT.replace(_G, curves.encode_point(_BP256, curves.public_key(_BP256, 2)))
    assert forged != _EXPLICIT
    with pytest.raises(curves.UnknownCurve) as refusal:
        curves.read_public_key(forged, "key")
    assert refusal.value.code == "explicit_parameters_unknown"


@pytest.mark.parametrize("name", ["secp224r1", "brainpoolP320r1", "brainpoolP512r1", "secp521r1"])
def test_explicit_parameters_of_each_curve_are_that_curve(name: str) -> None:
    curve = known(name)
    public = curves.public_key(curve, 4711)
    assert curves.read_public_key(explicit_info(curve, public, generator=generator_of(curve)), "key") == (curve, public)


@pytest.mark.parametrize("name", ["secp192r1", "secp256r1", "brainpoolP320r1", "secp521r1"])
def test_a_key_that_names_its_curve_is_read_as_it_was_written(name: str) -> None:
    curve = known(name)
    public = curves.public_key(curve, curves.new_private(curve, os.urandom))
    assert curves.read_public_key(curves.write_public_key(curve, public), "key") == (curve, public)


def test_a_key_on_a_curve_with_another_name_says_so() -> None:
    domain = keys.ECDomainParameters(name="named", value="1.3.132.0.10")  # secp256k1
    info = keys.PublicKeyInfo({"algorithm": {"algorithm": "ec", "parameters": domain}, "public_key": keys.ECPointBitString(_G)})
    with pytest.raises(curves.UnknownCurve) as refusal:
        curves.read_public_key(info.dump(), "key")
    assert refusal.value.code == "unknown_curve"


def test_a_key_with_something_behind_it_is_refused() -> None:
    with pytest.raises(errors.Malformed):
        curves.read_public_key(_EXPLICIT + b"\0", "key")


def test_a_key_off_its_curve_is_refused() -> None:
    with pytest.raises(errors.Malformed, match="is not on"):
        curves.read_public_key(_EXPLICIT[:-1] + bytes((_EXPLICIT[-1] ^ 1,)), "key")


def test_a_key_for_rsa_is_no_key_on_a_curve() -> None:
    rsa = keys.PublicKeyInfo.wrap(keys.RSAPublicKey({"modulus": 3233, "public_exponent": 17}), "rsa")
    with pytest.raises(errors.Malformed, match="no key on an elliptic curve"):
        curves.read_public_key(rsa.dump(), "key")


@given(st.integers(0, len(_EXPLICIT) - 1), st.integers(0, 255), st.integers(0, 40))
def test_a_damaged_key_is_read_or_refused_and_nothing_else(at: int, octet: int, cut: int) -> None:
    damaged = bytearray(_EXPLICIT)
    damaged[at] = octet
    try:
        curve, point = curves.read_public_key(bytes(damaged[: len(damaged) - cut]), "key")
    except errors.ChipError:
        return
    assert curve is _BP256
    assert curves.decode_point(curve, curves.encode_point(curve, point), "key") == point


@given(st.binary(max_size=200))
def test_any_bytes_are_a_key_or_refused(raw: bytes) -> None:
    with pytest.raises(errors.ChipError):
        curves.read_public_key(raw, "key")


def test_the_key_of_appendix_i_names_its_curve_by_a_number() -> None:
    point = (
        "1872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
    )
    info = bytes.fromhex(f"3052300C060704007F0007010202010D03420004{point}")  # ICAO Doc 9303-11, appendix I
    curve, key = curves.read_public_key(info, "key")
    assert (curve.name, f"{key.x:064X}{key.y:064X}") == ("brainpoolP256r1", point)
    with pytest.raises(curves.UnknownCurve):
        curves.read_public_key(info.replace(bytes.fromhex("02010D"), bytes.fromhex("020101")), "key")


@pytest.mark.parametrize(
    "info",
    [
        "300C300A060704007F0007010202",
        "3014300C060704007F0007010202010D0404010203FF",
        "3012300A060704007F000701020500030400010203",
        "3013300C060704007F0007010202010D030301FF",
        "3014300C060704007F0007010202010D030400010203",
        "3016300D060704007F000701020202000D0305000102030405",
    ],
)
def test_a_key_that_names_its_curve_by_a_number_and_is_none_is_refused(info: str) -> None:
    with pytest.raises(errors.Malformed):
        curves.read_public_key(bytes.fromhex(info), "key")
