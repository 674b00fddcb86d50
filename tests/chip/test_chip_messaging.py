"""Secure messaging: the published example byte by byte, keys, and both ends against each other."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip.apdu import Command, Response
from ansinh.chip.messaging import Cipher, Secured, Session, derive_key, mac, pad, unpad

_HEX = bytes.fromhex
_BYTE = st.integers(0, 255)


def _published() -> Session:
    """The session of ICAO Doc 9303-11, appendix D.3."""
    return Session(
        Cipher.TDES, _HEX("979EC13B1CBFE9DCD01AB0FED307EAE5"), _HEX("F1CB1F1FB5ADF208806B89DC579DC1F8"), int("887022120C06C226", 16)
    )


# ICAO Doc 9303-11, appendix D.4: command, as it is sent, its answer, what that says.
_EXCHANGE = [
    (
        Command(0x00, 0xA4, 0x02, 0x0C, _HEX("011E")),
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
        "990290008E08FA855A5D4C50A8ED9000",
        "",
    ),
    (
        Command(0x00, 0xB0, 0x00, 0x00, le=4),
        "0CB000000D9701048E08ED6705417E96BA5500",
        "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
        "60145F01",
    ),
    (
        Command(0x00, 0xB0, 0x00, 0x04, le=18),
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
        "04303130365F36063034303030305C026175",
    ),
]


def _both(cipher: Cipher) -> tuple[Session, Session]:
    k_enc, k_mac = os.urandom(cipher.key_bytes), os.urandom(cipher.key_bytes)
    return Session(cipher, k_enc, k_mac), Session(cipher, k_enc, k_mac)


def test_the_terminal_says_and_hears_what_appendix_d_4_says() -> None:
    session = _published()
    for command, sent, answered, said in _EXCHANGE:
        assert session.protect(command).encode().hex().upper() == sent
        assert session.unprotect(Response.decode(_HEX(answered))) == Response(_HEX(said), 0x9000)
    assert session.counter == int("887022120C06C22C", 16)


def test_the_card_hears_and_says_what_appendix_d_4_says() -> None:
    session = _published()
    for command, sent, answered, said in _EXCHANGE:
        assert session.receive(Command.decode(_HEX(sent))) == command
        assert session.answer(Response(_HEX(said), 0x9000)).encode().hex().upper() == answered
    assert session.counter == int("887022120C06C22C", 16)


@pytest.mark.parametrize(
    ("secret", "counter", "cipher", "key"),
    [
        ("239AB9CB282DAF66231DC5A4DF6BFBAE", 1, Cipher.TDES, "AB94FDECF2674FDFB9B391F85D7F76F2"),  # appendix D.2
        ("239AB9CB282DAF66231DC5A4DF6BFBAE", 2, Cipher.TDES, "7962D9ECE03D1ACD4C76089DCE131543"),
        ("0036D272F5C350ACAC50C3F572D23600", 1, Cipher.TDES, "979EC13B1CBFE9DCD01AB0FED307EAE5"),  # appendix D.3
        ("0036D272F5C350ACAC50C3F572D23600", 2, Cipher.TDES, "F1CB1F1FB5ADF208806B89DC579DC1F8"),
        ("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD", 3, Cipher.AES128, "89DED1B26624EC1E634C1989302849DD"),  # appendix G.1
        ("28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925", 1, Cipher.AES128, "F5F0E35C0D7161EE6724EE513A0D9A7F"),
        ("28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925", 2, Cipher.AES128, "FE251C7858B356B24514B3BD5F4297D1"),
    ],
)
def test_keys_are_derived_as_published(secret: str, counter: int, cipher: Cipher, key: str) -> None:
    assert derive_key(_HEX(secret), counter, cipher) == _HEX(key)


@pytest.mark.parametrize(("cipher", "size"), [(Cipher.AES192, 24), (Cipher.AES256, 32)])
def test_longer_keys_are_the_beginning_of_the_same_hash(cipher: Cipher, size: int) -> None:
    assert len(derive_key(b"secret", 1, cipher)) == size
    assert derive_key(b"secret", 1, Cipher.AES256).startswith(derive_key(b"secret", 1, cipher))


def test_keys_of_3des_have_odd_parity() -> None:
    assert all(octet.bit_count() % 2 for octet in derive_key(os.urandom(16), 1, Cipher.TDES))


@pytest.mark.parametrize(
    ("message", "value"),
    [  # RFC 4493, section 4, cut to eight bytes
        ("", "BB1D6929E9593728"),
        ("6BC1BEE22E409F96E93D7E117393172A", "070A16B46B4D4144"),
        ("6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411", "DFA66747DE9AE630"),
    ],
)
def test_check_values_of_aes_are_those_of_rfc_4493(message: str, value: str) -> None:
    assert mac(Cipher.AES128, _HEX("2B7E151628AED2A6ABF7158809CF4F3C"), _HEX(message)) == _HEX(value)


@given(st.binary(max_size=64), st.sampled_from([8, 16]))
def test_padding_comes_off_as_it_went_on(data: bytes, block: int) -> None:
    padded = pad(data, block)
    assert len(padded) % block == 0
    assert len(data) < len(padded) <= len(data) + block
    assert unpad(padded) == data


@pytest.mark.parametrize("data", [b"", bytes(16), b"\x80" + bytes(15) + b"\x01", b"\x81"])
def test_what_does_not_end_in_padding_is_not_unpadded(data: bytes) -> None:
    assert unpad(data) is None


@given(
    cipher=st.sampled_from(list(Cipher)),
    chained=st.booleans(),
    ins=_BYTE,
    data=st.binary(max_size=400),
    le=st.none() | st.integers(1, 65_536),
    extended=st.booleans(),
    said=st.binary(max_size=400),
    status=st.sampled_from([0x9000, 0x6282, 0x6982, 0x6A82, 0x63C2]),
)
def test_what_one_end_protects_the_other_opens(
    *, cipher: Cipher, chained: bool, ins: int, data: bytes, le: int | None, extended: bool, said: bytes, status: int
) -> None:
    terminal, card = _both(cipher)
    command = Command(0x10 if chained else 0x00, ins, 0x01, 0x02, data, le, extended)
    for _ in range(2):
        arrived = card.receive(Command.decode(terminal.protect(command).encode()))
        assert (arrived.cla, arrived.ins, arrived.data, arrived.le) == (command.cla, ins, data, le)
        answer = Response.decode(card.answer(Response(said, status)).encode())
        assert terminal.unprotect(answer) == Response(said, status)


@pytest.mark.parametrize(
    ("command", "objects"),
    [
        (Command(0x00, 0x84, 0, 0, le=8), "970108"),
        (Command(0x00, 0xB0, 0, 0, le=256), "970100"),
        (Command(0x00, 0xB0, 0, 0, le=257), "97020101"),
        (Command(0x00, 0xB0, 0, 0, le=65_536), "97020000"),
        (Command(0x00, 0xB0, 0, 0, le=4, extended=True), "97020004"),
    ],
)
def test_the_expected_length_travels_in_its_own_element(command: Command, objects: str) -> None:
    terminal, _ = _both(Cipher.AES128)
    assert terminal.protect(command).data.hex().upper().startswith(objects + "8E08")


def test_a_command_without_data_or_expected_length_has_a_check_value_only() -> None:
    terminal, _ = _both(Cipher.AES128)
    sent = terminal.protect(Command(0x00, 0xA4, 0, 0))
    assert sent.data.startswith(b"\x8e\x08")
    assert len(sent.data) == 10
    assert sent.encode().endswith(b"\0")


def test_data_of_odd_instructions_travel_without_a_mark_of_padding() -> None:
    terminal, card = _both(Cipher.AES128)
    offset = _HEX("5404000080")
    sent = terminal.protect(Command(0x00, 0xB1, 0, 0, offset, le=256))
    assert sent.data.startswith(b"\x85\x10")
    assert card.receive(sent).data == offset
    answer = card.answer(Response(b"\x53\x01\x00", 0x9000))
    assert answer.data.startswith(b"\x85\x10")
    assert terminal.unprotect(answer).data == b"\x53\x01\x00"


def test_an_odd_instruction_may_be_answered_with_either_element() -> None:
    terminal, card = _both(Cipher.AES128)
    terminal.protect(Command(0x00, 0xB1, 0, 0, b"\x54\x01\0", le=256))
    card.receive(_both_sent(card))
    assert terminal.unprotect(card.answer(Response(b"\x53\x01\x00", 0x9000))).data == b"\x53\x01\x00"


def _both_sent(card: Session) -> Command:
    """A command for an even instruction that the card takes now, so that it answers with 87."""
    twin = Session(card.cipher, card._k_enc, card._k_mac, card.counter)
    return twin.protect(Command(0x00, 0xB0, 0, 0, le=256))


def test_long_data_travel_in_an_extended_command() -> None:
    terminal, card = _both(Cipher.AES256)
    sent = terminal.protect(Command(0x00, 0x88, 0, 0, bytes(250), le=256))
    assert sent.extended
    assert sent.le == 65_536
    assert card.receive(Command.decode(sent.encode())).data == bytes(250)


def test_the_same_command_never_looks_the_same_twice() -> None:
    terminal, _ = _both(Cipher.AES128)
    command = Command(0x00, 0xA4, 0x02, 0x0C, _HEX("011E"))
    assert terminal.protect(command).data != terminal.protect(command).data


def test_the_counter_begins_again_after_its_last_number() -> None:
    session = Session(Cipher.TDES, bytes(16), bytes(16), 2**64 - 1)
    session.protect(Command(0x00, 0x84, 0, 0, le=8))
    assert session.counter == 0


def test_a_secured_channel_sends_over_another() -> None:
    terminal, card = _both(Cipher.AES128)

    def send(command: Command) -> Response:
        assert card.receive(command).ins == 0xB0
        return card.answer(Response(b"said", 0x9000))

    channel = Secured(send, terminal)
    assert [channel.send(Command(0x00, 0xB0, 0, 0, le=4)).data for _ in range(3)] == [b"said"] * 3
    assert not channel.is_broken


def test_a_session_keeps_its_keys_to_itself() -> None:
    assert repr(_published()) == "Session(TDES)"
