"""Basic access control from both ends: appendix D of ICAO Doc 9303-11 byte by byte, and each way in which it must fail."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import access, errors
from ansinh.chip.messaging import Cipher
from tests.chip.scripted_card import ScriptedCard, in_order

_HEX = bytes.fromhex
# ICAO Doc 9303-11, appendix D.2 and D.3.
_LINES = access.MrzKey("L898902C", "690806", "940623")
_RND_IC, _RND_IFD = "4608F91988702212", "781723860C06C226"
_K_IFD, _K_IC = "0B795240CB7049B01C19B33E32804F0B", "0B4F80323EB3191CB04970CB4052790B"
_E_IFD, _M_IFD = "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2", "5F1448EEA8AD90A7"
_TERMINAL = access.Cryptogram(_HEX(_RND_IFD), _HEX(_RND_IC), _HEX(_K_IFD))
_CARD = access.Cryptogram(_HEX(_RND_IC), _HEX(_RND_IFD), _HEX(_K_IC))
_KEYS = access.bac_keys(_LINES)


def _answered(card: access.Cryptogram = _CARD, *, keys: access.KeyPair = _KEYS) -> bytes:
    return access.seal_cryptogram(keys, card)


def _open(*answers: bytes | int) -> ScriptedCard:
    card = ScriptedCard(answers)
    access.bac(card.send, key=_LINES, random=in_order(_RND_IFD, _K_IFD))
    return card


def test_the_printed_lines_make_the_keys_of_appendix_d_2() -> None:
    assert _LINES.information() == "L898902C<369080619406236"
    assert _LINES.seed() == _HEX("239AB9CB282DAF66231DC5A4DF6BFBAE")
    assert _KEYS.enc == _HEX("AB94FDECF2674FDFB9B391F85D7F76F2")
    assert _KEYS.mac == _HEX("7962D9ECE03D1ACD4C76089DCE131543")


def test_the_terminal_does_what_appendix_d_3_says() -> None:
    card = ScriptedCard([_HEX(_RND_IC), _answered()])
    session = access.bac(card.send, key=_LINES, random=in_order(_RND_IFD, _K_IFD))
    assert card.asked == ["0084000008", f"0082000028{_E_IFD}{_M_IFD}28"]
    assert session.cipher is Cipher.TDES
    assert (session._k_enc, session._k_mac) == (_HEX("979EC13B1CBFE9DCD01AB0FED307EAE5"), _HEX("F1CB1F1FB5ADF208806B89DC579DC1F8"))
    assert session.counter == int("887022120C06C226", 16)


def test_the_card_understands_what_appendix_d_3_sends() -> None:
    assert access.open_cryptogram(_KEYS, _HEX(_E_IFD + _M_IFD)) == _TERMINAL


def test_both_ends_come_to_the_same_session() -> None:
    one, other = (access.bac_session(terminal=_TERMINAL, card=_CARD) for _ in range(2))
    assert (one._k_enc, one._k_mac, one.counter) == (other._k_enc, other._k_mac, other.counter)


@pytest.mark.parametrize(
    ("status", "code", "detail"),
    [
        (0x6300, "wrong_password", "not those"),
        (0x6988, "wrong_password", "not those"),
        (0x6982, "wrong_password", "not those"),
        (0x63C4, "wrong_password", "tries left: 4"),
        (0x63C0, "locked_or_blocked", "no further"),
        (0x6983, "locked_or_blocked", "no further"),
    ],
)
def test_wrong_printed_lines_are_called_so(status: int, code: str, detail: str) -> None:
    with pytest.raises(errors.AccessDenied, match=detail) as denied:
        _open(_HEX(_RND_IC), status)
    assert denied.value.code == code


@pytest.mark.parametrize("status", [0x6D00, 0x6E00, 0x6A81])
def test_a_card_without_bac_says_so(status: int) -> None:
    with pytest.raises(errors.AccessDenied) as denied:
        _open(status)
    assert denied.value.code == "not_supported"


@pytest.mark.parametrize("answers", [(0x6FFF,), (_HEX(_RND_IC), 0x6FFF)])
def test_any_other_refusal_names_its_step(answers: tuple[bytes | int, ...]) -> None:
    with pytest.raises(errors.CardRefused, match=r"^BAC .*6FFF$"):
        _open(*answers)


_OTHER_KEYS = access.bac_keys(access.MrzKey("L898902C", "690806", "940624"))
_SEALED = _answered()


@pytest.mark.parametrize(
    "answer",
    [
        _SEALED[:-1] + bytes((_SEALED[-1] ^ 1,)),
        bytes((_SEALED[0] ^ 1,)) + _SEALED[1:],
        _answered(keys=_OTHER_KEYS),
        _answered(keys=access.KeyPair(_OTHER_KEYS.enc, _KEYS.mac)),
        _answered(access.Cryptogram(os.urandom(8), _CARD.other, _CARD.keying)),  # another challenge than it gave
        _answered(access.Cryptogram(_CARD.own, os.urandom(8), _CARD.keying)),  # said to another terminal before
        _HEX(_E_IFD + _M_IFD),  # the terminal's own, sent back
    ],
)
def test_a_card_that_does_not_prove_the_printed_lines_is_not_opened(answer: bytes) -> None:
    with pytest.raises(errors.AccessDenied) as denied:
        _open(_HEX(_RND_IC), answer)
    assert denied.value.code == "wrong_token"


@pytest.mark.parametrize(
    "answers", [(b"",), (bytes(7),), (bytes(9),), (bytes(8), b""), (bytes(8), _SEALED[:-1]), (bytes(8), _SEALED + b"\0")]
)
def test_answers_of_another_length_are_malformed(answers: tuple[bytes, ...]) -> None:
    with pytest.raises(errors.Malformed):
        _open(*answers)


@given(st.binary(max_size=12), st.binary(max_size=50) | st.binary(min_size=40, max_size=40))
def test_whatever_a_card_answers_ends_in_an_error_of_the_chip(challenge: bytes, answer: bytes) -> None:
    with pytest.raises(errors.ChipError):
        _open(challenge, answer)


@pytest.mark.parametrize(
    ("key", "information"),
    [
        (("T22000129", "640812", "101031"), "T22000129364081251010318"),
        (("190000018", "900101", "400101"), "190000018590010114001016"),
        (("D23145890734", "340712", "950712"), "D23145890734934071279507122"),  # ICAO Doc 9303-11, appendix D.2: longer than nine signs
    ],
)
def test_the_information_has_a_check_digit_after_each_part(key: tuple[str, str, str], information: str) -> None:
    assert access.MrzKey(*key).information() == information


@pytest.mark.parametrize(
    "key",
    [
        ("", "690806", "940623"),
        ("l898902c", "690806", "940623"),
        ("L898902C ", "690806", "940623"),
        ("L" * 23, "690806", "940623"),
        ("L898902C", "69080", "940623"),
        ("L898902C", "690806", "1994-06-23"),
    ],
)
def test_what_no_printed_line_says_is_no_key(key: tuple[str, str, str]) -> None:
    with pytest.raises(errors.Malformed):
        access.MrzKey(*key)


def test_a_key_keeps_the_printed_lines_to_itself() -> None:
    shown = f"{_LINES!r} {_LINES} {_TERMINAL!r} {_KEYS!r}"
    assert not any(part in shown for part in ("L898902C", "690806", "940623", "x17"))
