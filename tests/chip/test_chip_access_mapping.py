"""PACE with chip authentication mapping: appendix I of ICAO Doc 9303-11 byte by byte, each cipher and curve, and what a card must not claim."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import access, curves, errors, tlv
from ansinh.chip.access import chip_mapping
from ansinh.chip.messaging import Cipher, encrypt, pad
from tests.chip.known_curve import known
from tests.chip.scripted_card import ScriptedCard, in_order

_HEX = bytes.fromhex
_CAM_128 = "0.4.0.127.0.7.2.2.4.6.2"
_BP256 = known("brainpoolP256r1")

# ICAO Doc 9303-11, appendix I: ECDH, chip authentication mapping, AES-128, brainpoolP256r1, with the printed lines.
_LINES = access.MrzKey("C11T002JM", "960812", "231031")
_Z, _S = "CB60E8E0D85B76A9BD304747C2AD42E2", "658B860BC94DF6F044FCE6D5C82CF8E5"
_SK_MAP_IFD = "5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC"
_PK_MAP_IFD = (
    "047F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C1"
)
_SK_MAP_IC = "9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA"
_PK_MAP_IC = (
    "04A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B304F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23"
)
_SK_IFD = "76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120"
_PK_IFD = (
    "04446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F955483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC"
)
_PK_IC = (
    "0402AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA993333111C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E1"
)
_SHARED = "67950559D0C06B4D4B86972D14460837461087F8419FDBC36AAF6CEAAC462832"
_KS_ENC, _KS_MAC = _HEX("0A9DA4DB03BDDE39FC5202BC44B2E89E"), _HEX("4B1C06491ED5140CA2B537D344C6C0B1")
_T_IFD, _T_IC = "E86BD06018A1CD3B", "8596CF055C67C1A3"
_STATIC = (
    "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
)
_FACTOR = "85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3"
_VECTOR = "F6A3B75A1E933941DD7A13E2520779DF"
_DATA = "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92"
_ANSWERS = (b"", _HEX(f"7C128010{_Z}"), _HEX(f"7C438241{_PK_MAP_IC}"), _HEX(f"7C438441{_PK_IC}"), _HEX(f"7C3C8608{_T_IC}8A30{_DATA}"))
_ASKED = [
    "0022C1A412800A04007F0007020204060283010184010D",
    "10860000027C0000",
    f"10860000457C438141{_PK_MAP_IFD}00",
    f"10860000457C438341{_PK_IFD}00",
    f"008600000C7C0A8508{_T_IFD}00",
]


def _point(raw: str) -> curves.Point:
    return curves.decode_point(_BP256, _HEX(raw), "published")


def _run(answers: tuple[bytes, ...] = _ANSWERS) -> access.Opening:
    card = ScriptedCard(answers)
    opening = access.pace_and_claim(card.send, oid=_CAM_128, parameter_id=13, password=_LINES, random=in_order(_SK_MAP_IFD, _SK_IFD))
    assert card.asked == _ASKED
    return opening


def test_the_terminal_does_what_appendix_i_says_and_the_claim_is_of_its_key_alone() -> None:
    opening = _run()
    assert (opening.session._k_enc, opening.session._k_mac, opening.session.counter) == (_KS_ENC, _KS_MAC, 0)
    assert opening.claim == access.Claim(_BP256, _point(_PK_MAP_IC), int(_FACTOR, 16))
    assert opening.claim.is_of(_point(_STATIC))
    assert not any(opening.claim.is_of(_point(other)) for other in (_PK_MAP_IC, _PK_IC, _PK_IFD))


def test_the_keys_and_the_first_vector_of_appendix_i_follow() -> None:
    assert access.session_keys(_HEX(_SHARED), Cipher.AES128) == (_KS_ENC, _KS_MAC)
    assert encrypt(Cipher.AES128, _KS_ENC, b"\xff" * 16) == _HEX(_VECTOR)
    assert access.decrypt_nonce(_HEX(_Z), access.password_key(_LINES, Cipher.AES128), Cipher.AES128) == _HEX(_S)


def test_a_card_with_the_keys_of_appendix_i_sends_its_data() -> None:
    mapped_with = int(_SK_MAP_IC, 16)
    static = pow(int(_FACTOR, 16), -1, _BP256.n) * mapped_with % _BP256.n
    assert curves.public_key(_BP256, mapped_with) == _point(_PK_MAP_IC)
    assert curves.public_key(_BP256, static) == _point(_STATIC)
    sent = access.encrypted_claim(Cipher.AES128, _KS_ENC, _BP256, static=static, mapped_with=mapped_with)
    assert sent == _HEX(_DATA)
    assert access.answer(_HEX(_T_IC), sent) == _ANSWERS[4]


@pytest.mark.parametrize("name", ["secp192r1", "secp256r1", "brainpoolP320r1", "brainpoolP512r1", "secp521r1"])
@pytest.mark.parametrize("cipher", [Cipher.AES128, Cipher.AES192, Cipher.AES256])
def test_what_a_card_claims_on_any_curve_is_of_its_own_key(name: str, cipher: Cipher) -> None:
    curve, key = known(name), os.urandom(cipher.key_bytes)
    static, mapped_with = 0x1234567, curve.n - 3
    sent = access.encrypted_claim(cipher, key, curve, static=static, mapped_with=mapped_with)
    claim = chip_mapping.claim_of(cipher, key, sent, access.OnCurve(curve), curves.public_key(curve, mapped_with))
    assert claim.is_of(curves.public_key(curve, static))
    assert not claim.is_of(curves.public_key(curve, static + 1))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (f"7C0A8608{_T_IC}", "has not exactly the token and the chip authentication data"),
        (f"7C328A30{_DATA}", "has not exactly the token and the chip authentication data"),
        (f"7C3C8A30{_DATA}8608{_T_IC}", "has not exactly the token and the chip authentication data"),
        (f"7C6E8608{_T_IC}8A30{_DATA}8A30{_DATA}", "has not exactly the token and the chip authentication data"),
        (f"7C3C8608{_T_IC}8B30{_DATA}", "has not exactly the token and the chip authentication data"),
        (f"7C3B8608{_T_IC}8A2F{_DATA[:-2]}", "is not whole blocks"),
        (f"7C0C8608{_T_IC}8A00", "is not whole blocks"),
        (f"7C2C8608{_T_IC}8A20{_DATA[:64]}", "is wrongly padded"),
    ],
)
def test_chip_authentication_data_that_are_missing_or_bent_end_pace(answer: str, why: str) -> None:
    with pytest.raises(errors.Malformed, match=why):
        _run((*_ANSWERS[:4], _HEX(answer)))


def test_a_wrong_token_is_said_before_anything_is_made_of_the_claim() -> None:
    with pytest.raises(errors.AccessDenied) as denied:
        _run((*_ANSWERS[:4], _HEX(f"7C3C8608{'00' * 8}8A30{_DATA}")))
    assert denied.value.code == "wrong_token"


@pytest.mark.parametrize("number", [bytes(32), _BP256.n.to_bytes(32, "big"), b"\xff" * 32, b"\x01" * 33, b""])
def test_a_number_that_is_none_of_the_curve_is_refused(number: bytes) -> None:
    sent = encrypt(Cipher.AES128, _KS_ENC, pad(number, 16), iv=_HEX(_VECTOR))
    with pytest.raises(errors.Malformed, match="PACE chip authentication data"):
        chip_mapping.claim_of(Cipher.AES128, _KS_ENC, sent, access.OnCurve(_BP256), _point(_PK_MAP_IC))


def test_a_number_without_its_leading_zeros_is_read_as_well() -> None:
    sent = encrypt(Cipher.AES128, _KS_ENC, pad(b"\x07", 16), iv=_HEX(_VECTOR))
    claim = chip_mapping.claim_of(Cipher.AES128, _KS_ENC, sent, access.OnCurve(_BP256), curves.public_key(_BP256, 21))
    assert claim.is_of(curves.public_key(_BP256, 3))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_whatever_stands_in_the_last_answer_is_a_claim_or_is_refused(inside: bytes) -> None:
    answer = tlv.encode(0x7C, _HEX(f"8608{_T_IC}"), tlv.encode(0x8A, inside))
    try:
        claim = _run((*_ANSWERS[:4], answer)).claim
    except errors.ChipError:
        return
    assert claim is not None
    assert not claim.is_of(_point(_STATIC))
