"""PACE from the terminal's side: appendix G.1 of ICAO Doc 9303-11 byte by byte, each cipher and curve, and each way in which it must fail."""

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import access, curves, errors, groups
from ansinh.chip.apdu import Command, Response
from ansinh.chip.messaging import Cipher, Secured
from tests.chip.known_curve import generator_of, known
from tests.chip.pace_card import AGREEMENT, CHOICE, MAPPING, NONCE, TOKEN, PaceCard
from tests.chip.scripted_card import ScriptedCard, in_order

_HEX = bytes.fromhex
_AES_128 = "0.4.0.127.0.7.2.2.4.2.2"
_CAN = access.Can("271828")
_BP256 = known("brainpoolP256r1")
_SUITE = access.Suite(_AES_128, "ECDH-GM", Cipher.AES128)

# ICAO Doc 9303-11, appendix G.1: ECDH, generic mapping, AES-128, brainpoolP256r1, with the printed lines.
_LINES = access.MrzKey("T22000129", "640812", "101031")
_S = _HEX("3F00C4D39D153F2B2A214A078D899B22")
_Z = "95A3A016522EE98D01E76CB6B98B42C3"
_SK_MAP_IFD = "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99"
_PK_MAP_IFD = (
    "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"
)
_PK_MAP_IC = (
    "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
)
_SK_IFD = "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"
_PK_IFD = (
    "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462"
)
_PK_IC = (
    "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
)
_MAPPED = (
    "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E28C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"
)
_SHARED = "28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925"
_KS_ENC, _KS_MAC = _HEX("F5F0E35C0D7161EE6724EE513A0D9A7F"), _HEX("FE251C7858B356B24514B3BD5F4297D1")
_T_IFD, _T_IC = "C2B0BD78D94BA866", "3ABB9674BCE93C08"
_ANSWERS = (b"", _HEX(f"7C128010{_Z}"), _HEX(f"7C438241{_PK_MAP_IC}"), _HEX(f"7C438441{_PK_IC}"), _HEX(f"7C0A8608{_T_IC}"))
_ASKED = [
    "0022C1A412800A04007F0007020204020283010184010D",
    "10860000027C0000",
    f"10860000457C438141{_PK_MAP_IFD}00",
    f"10860000457C438341{_PK_IFD}00",
    f"008600000C7C0A8508{_T_IFD}00",
]


def _point(raw: str) -> curves.Point:
    return curves.decode_point(_BP256, _HEX(raw), "published")


def test_the_terminal_does_what_appendix_g_1_says() -> None:
    card = ScriptedCard(_ANSWERS)
    session = access.pace(card.send, oid=_AES_128, parameter_id=13, password=_LINES, random=in_order(_SK_MAP_IFD, _SK_IFD))
    assert card.asked == _ASKED
    assert session.cipher is Cipher.AES128
    assert (session._k_enc, session._k_mac, session.counter) == (_KS_ENC, _KS_MAC, 0)


def test_the_suite_of_appendix_g_1_has_its_name() -> None:
    assert access.suite(_AES_128) == _SUITE
    assert _SUITE.name == "id-PACE-ECDH-GM-AES-128"


def test_the_printed_lines_make_the_key_of_appendix_g_1() -> None:
    assert _LINES.information() == "T22000129364081251010318"
    assert _LINES.pace_secret() == _HEX("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD")
    assert access.password_key(_LINES, Cipher.AES128) == _HEX("89DED1B26624EC1E634C1989302849DD")


def test_the_nonce_of_appendix_g_1_is_encrypted_and_decrypted() -> None:
    key = access.password_key(_LINES, Cipher.AES128)
    assert access.decrypt_nonce(_HEX(_Z), key, Cipher.AES128) == _S
    assert access.encrypt_nonce(_S, key, Cipher.AES128) == _HEX(_Z)


def test_the_generator_of_appendix_g_1_is_mapped() -> None:
    private = int(_SK_MAP_IFD, 16)
    assert curves.public_key(_BP256, private) == _point(_PK_MAP_IFD)
    assert curves.multiply(_BP256, private, _point(_PK_MAP_IC)).x == int(
        "60332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD5", 16
    )
    assert access.map_generator(access.OnCurve(_BP256), _S, private, _point(_PK_MAP_IC)) == _point(_MAPPED)


def test_the_keys_and_tokens_of_appendix_g_1_follow() -> None:
    private = int(_SK_IFD, 16)
    assert curves.multiply(_BP256, private, _point(_MAPPED)) == _point(_PK_IFD)
    assert curves.shared_secret(_BP256, private, _point(_PK_IC)) == _HEX(_SHARED)
    assert access.session_keys(_HEX(_SHARED), Cipher.AES128) == (_KS_ENC, _KS_MAC)
    assert access.token(_SUITE, _KS_MAC, access.OnCurve(_BP256), _point(_PK_IC)) == _HEX(_T_IFD)
    assert access.token(_SUITE, _KS_MAC, access.OnCurve(_BP256), _point(_PK_IFD)) == _HEX(_T_IC)


def _card(**changes: object) -> PaceCard:
    return PaceCard(**({"suite": _SUITE, "domain": access.OnCurve(_BP256), "password": _CAN, "random": os.urandom} | changes))  # type: ignore[arg-type]


def _open(card: PaceCard, *, password: access.Password = _CAN) -> object:
    return access.pace(card.send, oid=_AES_128, parameter_id=13, password=password, random=os.urandom)


_CIPHERS = (1, 2, 3, 4)
_KINDS = (
    *((2, last, parameter) for last, parameter in ((1, 12), (2, 8), (2, 9), (2, 10), (2, 11), (2, 12), (2, 13), (2, 14))),
    *((2, last, parameter) for last, parameter in ((3, 15), (3, 16), (4, 17), (4, 18))),
    *((4, last, 13) for last in _CIPHERS),
    *((4, 2, parameter) for parameter in (8, 9, 11, 12, 14, 15, 16, 17, 18)),  # all but secp224r1
    *((kind, last, 0) for kind in (1, 3) for last in _CIPHERS),
    *((kind, 2, parameter) for kind in (1, 3) for parameter in (1, 2)),
)


@pytest.mark.parametrize(("kind", "last", "parameter_id"), _KINDS)
def test_both_ends_agree_with_each_mapping_each_cipher_and_each_domain(kind: int, last: int, parameter_id: int) -> None:
    suite = access.suite(f"0.4.0.127.0.7.2.2.4.{kind}.{last}")
    assert suite is not None
    domain = access.domain_of(suite.mapping, parameter_id)
    assert domain is not None
    card = PaceCard(suite=suite, domain=domain, password=_CAN, random=os.urandom)
    session = access.pace(card.send, oid=suite.oid, parameter_id=parameter_id, password=_CAN, random=os.urandom)
    theirs = card.session

    def send(command: Command) -> Response:
        return theirs.answer(Response(theirs.receive(command).data, 0x9000))

    assert Secured(send, session).send(Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1e")).data == b"\x01\x1e"


@pytest.mark.parametrize(
    ("status", "code", "detail"),
    [
        (0x6300, "wrong_password", "wrong"),
        (0x63C2, "wrong_password", "tries left: 2"),
        (0x63C1, "wrong_password", "tries left: 1"),
        (0x63C0, "locked_or_blocked", "no further try"),
        (0x6983, "locked_or_blocked", "no further try"),
        (0x6982, "wrong_password", "wrong"),
        (0x6988, "wrong_password", "wrong"),
    ],
)
def test_a_wrong_password_is_called_one(status: int, code: str, detail: str) -> None:
    with pytest.raises(errors.AccessDenied, match=detail) as denied:
        _open(_card(instead={TOKEN: status}), password=access.Can("314159"))
    assert denied.value.code == code
    assert "314159" not in denied.value.detail


def test_a_card_that_takes_any_password_does_not_prove_that_it_knows_it() -> None:
    card = _card(instead={TOKEN: access.template(0x86, bytes(8))})
    with pytest.raises(errors.AccessDenied) as denied:
        _open(card)
    assert denied.value.code == "wrong_token"


def test_a_card_that_sends_the_terminals_token_back_does_not_prove_anything() -> None:
    with pytest.raises(errors.AccessDenied) as denied:
        _open(_card(mirrors=TOKEN))
    assert denied.value.code == "wrong_token"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0x63C1, "locked_or_blocked"),
        (0x63C0, "locked_or_blocked"),
        (0x6983, "locked_or_blocked"),
        (0x6A80, "not_supported"),
        (0x6A88, "not_supported"),
    ],
)
def test_a_card_that_refuses_the_choice_says_why(status: int, code: str) -> None:
    card = _card(instead={CHOICE: status})
    with pytest.raises(errors.AccessDenied) as denied:
        _open(card)
    assert denied.value.code == code
    assert len(card.asked) == 1


def test_tries_that_are_left_are_a_warning_only() -> None:
    assert _open(_card(instead={CHOICE: 0x63C2}))


@pytest.mark.parametrize("step", range(5))
def test_any_other_refusal_names_its_step_and_ends_there(step: int) -> None:
    card = _card(instead={step: 0x6FFF})
    with pytest.raises(errors.CardRefused) as refused:
        _open(card)
    assert refused.value.status == 0x6FFF
    assert refused.value.step.startswith("PACE")
    assert len(card.asked) == step + 1


_POINT = curves.encode_point(_BP256, curves.public_key(_BP256, 4711))
_OFF = _POINT[:-1] + bytes((_POINT[-1] ^ 1,))
_RIGHT_TAGS = {NONCE: 0x80, MAPPING: 0x82, AGREEMENT: 0x84, TOKEN: 0x86}
_RIGHT_VALUES = {NONCE: bytes(16), MAPPING: _POINT, AGREEMENT: _POINT, TOKEN: bytes(8)}


@pytest.mark.parametrize("step", _RIGHT_TAGS)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda _tag, _value: b"",
        lambda _tag, _value: access.template(),
        lambda tag, value: access.template(tag + 0x10, value),  # 90 92 94 96
        lambda tag, value: access.template(tag + 1, value),
        lambda tag, value: access.template(tag, value)[:-1],
        lambda tag, value: access.template(tag, value) + b"\0",
        lambda tag, value: access.template(tag, value) * 2,
        lambda tag, value: b"\x7d" + access.template(tag, value)[1:],
        lambda tag, value: access.template(tag, value)[2:],
        lambda tag, value: b"\x7c" + bytes((2 * (len(value) + 2),)) + access.template(tag, value)[2:] * 2,
        lambda tag, value: b"\x7c" + bytes((len(value) + 5,)) + access.template(tag, value)[2:] + b"\x89\x01\0",
        lambda tag, value: access.template(tag, value[:-1]),
        lambda tag, value: access.template(tag, value + b"\0"),
        lambda tag, _value: access.template(tag, b""),
    ],
)
def test_answers_in_another_form_are_malformed(step: int, wrong: object) -> None:
    assert callable(wrong)
    card = _card(instead={step: wrong(_RIGHT_TAGS[step], _RIGHT_VALUES[step])})
    with pytest.raises(errors.Malformed):
        _open(card)
    assert len(card.asked) == step + 1


@pytest.mark.parametrize("step", [MAPPING, AGREEMENT])
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (_OFF, "is not on"),
        (b"\x04" + bytes(64), "is not on"),
        (b"\0", "65 bytes, not 1"),  # the point at infinity
        (b"\x02" + _POINT[1:33], "65 bytes, not 33"),
        (b"\x04" + b"\xff" * 64, "outside the field"),
        (b"\x05" + _POINT[1:], "uncompressed"),
    ],
)
def test_what_is_no_point_of_the_curve_ends_it(step: int, raw: bytes, reason: str) -> None:
    card = _card(instead={step: access.template(_RIGHT_TAGS[step], raw)})
    with pytest.raises(errors.Malformed, match=reason):
        _open(card)
    assert len(card.asked) == step + 1


@pytest.mark.parametrize("step", [MAPPING, AGREEMENT])
def test_the_terminals_own_key_sent_back_ends_it(step: int) -> None:
    card = _card(mirrors=step)
    with pytest.raises(errors.Malformed, match="own key"):
        _open(card)
    assert len(card.asked) == step + 1


def test_a_mapping_that_leads_to_infinity_ends_it() -> None:
    """A card that knows the nonce and the terminal's key to come could choose -s G / SK; here the numbers are chosen so that it does."""
    private = 5
    opposite = curves.multiply(_BP256, -int.from_bytes(_S, "big") * pow(private, -1, _BP256.n), generator_of(_BP256))
    with pytest.raises(errors.Malformed, match="infinity"):
        access.map_generator(access.OnCurve(_BP256), _S, private, opposite)


@pytest.mark.parametrize(
    ("oid", "parameter_id", "detail"),
    [
        ("0.4.0.127.0.7.2.2.4.1.2", 13, "not standardised"),  # a curve, where a group is wanted
        ("0.4.0.127.0.7.2.2.4.3.2", 3, "not standardised"),
        ("0.4.0.127.0.7.2.2.4.3.2", None, "not standardised"),
        ("0.4.0.127.0.7.2.2.4.4.2", 2, "not standardised"),
        ("0.4.0.127.0.7.2.2.4.4.2", 10, "no integrated mapping on secp224r1"),
        ("0.4.0.127.0.7.2.2.4.6.1", 13, "not known"),  # there is no CAM with 3DES
        ("0.4.0.127.0.7.2.2.4.5.2", 13, "not known"),
        ("0.4.0.127.0.7.2.2.4.2.5", 13, "not known"),
        ("0.4.0.127.0.7.2.2.3.2.2", 13, "not known"),
        ("", 13, "not known"),
        (_AES_128, None, "not standardised"),
        (_AES_128, 0, "not standardised"),
        (_AES_128, 19, "not standardised"),
    ],
)
def test_variants_that_are_not_built_are_refused_by_name_before_anything_is_sent(oid: str, parameter_id: int | None, detail: str) -> None:
    card = ScriptedCard([])
    with pytest.raises(errors.AccessDenied, match=detail) as denied:
        access.pace(card.send, oid=oid, parameter_id=parameter_id, password=_CAN, random=os.urandom)
    assert denied.value.code == "not_supported"
    assert card.asked == []


_G160 = groups.every()[0]
_OF_160 = groups.encode_element(groups.public_key(_G160, 4711))
_OUTSIDE = next(each for each in range(2, 99) if pow(each, _G160.q, _G160.p) != 1)


def _group_card(kind: int = 1, **changes: object) -> tuple[PaceCard, access.Suite]:
    suite = access.suite(f"0.4.0.127.0.7.2.2.4.{kind}.2")
    assert suite is not None
    return _card(suite=suite, domain=access.InGroup(_G160), **changes), suite


def _open_group(card: PaceCard, suite: access.Suite) -> object:
    return access.pace(card.send, oid=suite.oid, parameter_id=0, password=_CAN, random=os.urandom)


@pytest.mark.parametrize("step", [MAPPING, AGREEMENT])
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x01", "is outside"),
        (groups.encode_element(_G160.p - 1), "is outside"),
        (groups.encode_element(_G160.p), "is outside"),
        (groups.encode_element(_OUTSIDE), "is not in the subgroup"),
        (groups.encode_element(_G160.p - groups.public_key(_G160, 4711)), "is not in the subgroup"),
        (b"\0" + _OF_160[1:], "zero that it does not need"),
        (_OF_160 + b"\0", "has 1 to 128 bytes, not 129"),
        (b"", "has 1 to 128 bytes, not 0"),
    ],
)
def test_what_is_no_element_of_the_group_ends_it(step: int, raw: bytes, reason: str) -> None:
    card, suite = _group_card(instead={step: access.template(_RIGHT_TAGS[step], raw)})
    with pytest.raises(errors.Malformed, match=reason):
        _open_group(card, suite)
    assert len(card.asked) == step + 1


@pytest.mark.parametrize("step", [MAPPING, AGREEMENT])
def test_the_terminals_own_key_of_a_group_sent_back_ends_it(step: int) -> None:
    card, suite = _group_card(mirrors=step)
    with pytest.raises(errors.Malformed, match="own key"):
        _open_group(card, suite)
    assert len(card.asked) == step + 1


def test_a_mapping_that_leads_to_1_ends_it() -> None:
    """As with curves: a card that knew the terminal's key to come could choose g to the power -s / SK."""
    private = 5
    opposite = groups.public_key(_G160, -int.from_bytes(_S, "big") * pow(private, -1, _G160.q))
    with pytest.raises(errors.Malformed, match="neutral"):
        access.map_generator(access.InGroup(_G160), _S, private, opposite)


@pytest.mark.parametrize("kind", [3, 4])
@pytest.mark.parametrize("said", [b"\0", bytes(16), _POINT])
def test_a_card_that_answers_to_the_number_of_integrated_mapping_ends_it(kind: int, said: bytes) -> None:
    suite = access.suite(f"0.4.0.127.0.7.2.2.4.{kind}.2")
    assert suite is not None
    domain: access.Domain[Any] = access.InGroup(_G160) if kind == 3 else access.OnCurve(_BP256)
    card = _card(suite=suite, domain=domain, instead={MAPPING: access.template(0x82, said)})
    with pytest.raises(errors.Malformed, match="number of its own"):
        access.pace(card.send, oid=suite.oid, parameter_id=0 if kind == 3 else 13, password=_CAN, random=os.urandom)
    assert len(card.asked) == MAPPING + 1


def test_a_card_that_maps_otherwise_than_it_says_does_not_prove_that_it_knows_the_password() -> None:
    """It keeps the generator of the domain, whatever was mapped."""
    suite = access.suite("0.4.0.127.0.7.2.2.4.4.2")
    assert suite is not None

    class Lazy(PaceCard):
        def _map(self, data: bytes) -> bytes:
            answer = super()._map(data)
            self._generator = generator_of(_BP256)
            return answer

    card = Lazy(suite=suite, domain=access.OnCurve(_BP256), password=_CAN, random=os.urandom)
    with pytest.raises(errors.AccessDenied) as denied:
        access.pace(card.send, oid=suite.oid, parameter_id=13, password=_CAN, random=os.urandom)
    assert denied.value.code == "wrong_password"


def test_numbers_of_another_length_than_the_cipher_needs_are_malformed() -> None:
    for cipher in Cipher:
        size, key = access.nonce_bytes(cipher), cipher.key_bytes
        assert access.map_numbers(access.OnCurve(_BP256), bytes(size), bytes(key), cipher)
        for nonce, other in ((bytes(size), bytes(key - 1)), (bytes(size), b""), (bytes(size - 8), bytes(key)), (b"", bytes(key))):
            with pytest.raises(errors.Malformed):
                access.map_numbers(access.OnCurve(_BP256), nonce, other, cipher)


@pytest.mark.parametrize("parameter_id", [1, 2])
def test_keys_of_2048_bits_are_asked_for_with_extended_lengths(parameter_id: int) -> None:
    domain = access.domain_of("DH-GM", parameter_id)
    suite = access.suite("0.4.0.127.0.7.2.2.4.1.4")
    assert domain is not None
    assert suite is not None
    card = PaceCard(suite=suite, domain=domain, password=_CAN, random=os.urandom)
    access.pace(card.send, oid=suite.oid, parameter_id=parameter_id, password=_CAN, random=os.urandom)
    assert [Command.decode(bytes.fromhex(each)).le for each in card.asked[1:]] == [256, 65_536, 65_536, 256]


class _Naming(PaceCard):
    """Its last answer as it is made of these elements; `T` stands for the right token."""

    elements: tuple[bytes, ...] = ()

    def _prove(self, data: bytes) -> bytes:
        token = super()._prove(data)[2:]
        inside = b"".join(token if each == b"T" else each for each in self.elements)
        return b"\x7c" + bytes((len(inside),)) + inside


_ONE, _TWO = b"\x87\x0fDETESTCVCA00003", b"\x88\x0fDETESTCVCA00002"


def _naming(*elements: bytes) -> _Naming:
    card = _Naming(suite=_SUITE, domain=access.OnCurve(_BP256), password=_CAN, random=os.urandom)
    card.elements = elements
    return card


@pytest.mark.parametrize("elements", [(b"T", _ONE), (b"T", _ONE, _TWO)])
def test_authorities_named_behind_the_token_are_of_no_interest(elements: tuple[bytes, ...]) -> None:
    assert _open(_naming(*elements))


@pytest.mark.parametrize(
    "elements", [(_ONE, b"T"), (b"T", _TWO), (b"T", _TWO, _ONE), (b"T", _ONE, _ONE), (b"T", _ONE, _TWO, _TWO), (_ONE,), (b"T", _ONE, b"T")]
)
def test_authorities_named_anywhere_else_end_it(elements: tuple[bytes, ...]) -> None:
    with pytest.raises(errors.Malformed):
        _open(_naming(*elements))


@pytest.mark.parametrize(("cipher", "size"), [(Cipher.TDES, 16), (Cipher.AES128, 16), (Cipher.AES192, 32), (Cipher.AES256, 32)])
def test_the_nonce_has_as_many_blocks_as_the_key_needs(cipher: Cipher, size: int) -> None:
    assert access.nonce_bytes(cipher) == size
    with pytest.raises(errors.Malformed):
        access.decrypt_nonce(bytes(size + cipher.block), bytes(cipher.key_bytes), cipher)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(_RIGHT_TAGS)), st.binary(max_size=100))
def test_whatever_a_card_answers_ends_in_an_error_of_the_chip(step: int, data: bytes) -> None:
    with pytest.raises(errors.ChipError):
        _open(_card(instead={step: data}))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(_RIGHT_TAGS)), st.sampled_from([1, 3]), st.binary(max_size=140), st.booleans())
def test_whatever_a_card_of_a_group_answers_ends_in_an_error_of_the_chip(step: int, kind: int, data: bytes, wrapped: bool) -> None:
    said = access.template(_RIGHT_TAGS[step], data) if wrapped else data
    if kind == 3 and step == MAPPING and said == access.template(0x82):
        return  # that is what it has to say
    card, suite = _group_card(kind, instead={step: said})
    with pytest.raises(errors.ChipError):
        _open_group(card, suite)


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "12345a", "１２３４５６", "12345\n", "-12345"])
def test_what_has_not_six_digits_is_no_can(digits: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        access.Can(digits)
    assert not digits or digits not in refusal.value.detail


def test_a_can_keeps_its_digits_to_itself() -> None:
    assert "271828" not in f"{_CAN!r} {_CAN}"
