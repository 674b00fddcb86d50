"""Attacks on encrypted answers: sent back, cut, and with other words around the ones that count."""

from collections.abc import Callable

import pytest

from ansinh.chip import messaging
from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import SessionBroken


def pair(cipher: messaging.Cipher = messaging.Cipher.AES128) -> tuple[messaging.Session, messaging.Session]:
    keys = bytes(range(cipher.key_bytes)), bytes(range(1, cipher.key_bytes + 1))
    return messaging.Session(cipher, *keys), messaging.Session(cipher, *keys)


def test_a_command_that_is_sent_back_is_no_answer() -> None:
    for command in (Command(0, 0xB0, 0, 0, le=8), Command(0, 0xA4, 2, 0x0C, b"\x01\x01"), Command(0, 0xB1, 0, 0, b"\x54\x01\x00", le=8)):
        terminal, _ = pair()
        sent = terminal.protect(command)
        with pytest.raises(SessionBroken):
            terminal.unprotect(Response(sent.data, 0x9000))


@pytest.mark.parametrize("status", [0x6100, 0x6C10, 0x6282, 0x6A82])
def test_a_status_word_inside_the_protection_is_what_counts_and_one_outside_adds_nothing(status: int) -> None:
    for outside in (status, 0x9000):
        terminal, card = pair()
        card.receive(terminal.protect(Command(0, 0xB0, 0, 0, le=8)))
        answered = card.answer(Response(b"some data", status))
        assert terminal.unprotect(Response(answered.data, outside)) == Response(b"some data", status)
    terminal, card = pair()
    card.receive(terminal.protect(Command(0, 0xB0, 0, 0, le=8)))
    with pytest.raises(SessionBroken):
        terminal.unprotect(Response(card.answer(Response(b"", 0x9000)).data, status))


@pytest.mark.parametrize("spoil", [lambda mac: mac[:-1], lambda _: b"", lambda mac: mac[:4], lambda mac: mac + b"\x00"])
def test_a_check_value_that_is_cut_or_longer_is_none(spoil: Callable[[bytes], bytes]) -> None:
    terminal, card = pair()
    card.receive(terminal.protect(Command(0, 0xB0, 0, 0, le=8)))
    data = card.answer(Response(b"", 0x9000)).data
    mac = spoil(data[-8:])
    with pytest.raises(SessionBroken):
        terminal.unprotect(Response(data[:-9] + bytes((len(mac),)) + mac, 0x9000))
