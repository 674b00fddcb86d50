import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from ansinh.chip.errors import ReaderUnavailable
from ansinh.sandbox.virtual_card import Insertion, inserted, serve
from tests.virtual_card.cards import CARD_ACCESS, card

SELECT = bytes.fromhex("00A4020C02011C")
READ = bytes.fromhex("00B0000000")


class Reader:
    """A reader as vpcd is one: it listens, and writes length and message apart."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._card: socket.socket | None = None

    def accept(self) -> None:
        self._listening.settimeout(60)
        self._card, _ = self._listening.accept()
        self._card.settimeout(60)

    def say(self, message: bytes) -> None:
        assert self._card is not None
        self._card.sendall(len(message).to_bytes(2, "big"))
        self._card.sendall(message)

    def hear(self) -> bytes:
        size = int.from_bytes(self._exactly(2), "big")
        return self._exactly(size)

    def ask(self, message: bytes) -> bytes:
        self.say(message)
        return self.hear()

    def has_card(self) -> bool:
        """False once the card was pulled."""
        assert self._card is not None
        return self._card.recv(1) != b""

    def close(self) -> None:
        for each in (self._card, self._listening):
            if each is not None:
                each.close()

    def _exactly(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            assert self._card is not None
            part = self._card.recv(size - len(taken))
            assert part, "the card went away"
            taken += part
        return taken


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def test_a_card_in_the_slot_tells_its_answer_to_reset_and_answers_commands(reader: Reader) -> None:
    with inserted(card(), port=reader.port):
        reader.accept()
        reader.say(b"\x01")
        assert reader.ask(b"\x04") == bytes.fromhex("3B80800101")
        assert reader.ask(SELECT) == b"\x90\0"
        assert reader.ask(READ) == CARD_ACCESS + b"\x90\0"


@pytest.mark.parametrize("control", [0, 1, 2])
def test_taking_the_power_away_or_a_reset_makes_the_card_forget_what_was_selected(reader: Reader, control: int) -> None:
    with inserted(card(), port=reader.port):
        reader.accept()
        assert reader.ask(SELECT) == b"\x90\0"
        reader.say(bytes((control,)))
        assert reader.ask(READ) == bytes.fromhex("6986")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="acknowledging at once is Linux's")
def test_commands_do_not_wait_for_delayed_acknowledgements(reader: Reader) -> None:
    with inserted(card(), port=reader.port):
        reader.accept()
        taken_s = []
        for _ in range(100):
            began = time.monotonic()
            reader.ask(SELECT)
            taken_s.append(time.monotonic() - began)
        assert sorted(taken_s)[50] < 0.02  # 40 ms and more each, otherwise; a busy machine lets some of them wait


def test_a_card_that_is_pulled_is_gone_for_the_reader_at_once(reader: Reader) -> None:
    with inserted(card(), port=reader.port) as insertion:
        reader.accept()
        assert reader.ask(SELECT) == b"\x90\0"
        insertion.pull()
        insertion.pull()
        assert not reader.has_card()


def test_serving_ends_by_itself_when_the_reader_goes_away(reader: Reader) -> None:
    insertion = Insertion(card(), port=reader.port)
    thread = threading.Thread(target=insertion.serve, daemon=True)
    thread.start()
    reader.accept()
    reader.close()
    thread.join(timeout=60)
    assert not thread.is_alive()


def test_serving_ends_when_it_is_told_to(reader: Reader) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=serve, args=(card(), "127.0.0.1", reader.port), kwargs={"stop": stop}, daemon=True)
    thread.start()
    reader.accept()
    stop.set()
    assert not reader.has_card()
    thread.join(timeout=60)
    assert not thread.is_alive()


def test_a_card_knows_whether_a_reader_asks_for_it(reader: Reader) -> None:
    insertion = Insertion(card(), port=reader.port)
    reader.accept()
    assert not insertion.is_noticed(within_s=0.05)
    reader.say(b"\x04")
    assert insertion.is_noticed(within_s=60)
    insertion.pull()


def test_a_card_that_was_closed_leaves_the_slot_at_the_next_command(reader: Reader) -> None:
    one = card()
    with inserted(one, port=reader.port):
        reader.accept()
        one.close()
        reader.say(SELECT)
        assert not reader.has_card()


def test_without_a_reader_it_is_said_how_to_start_one() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(ReaderUnavailable, match="pcscd") as none:
            Insertion(card(), port=nobody.getsockname()[1])
    assert none.value.code == "no_vpcd"
