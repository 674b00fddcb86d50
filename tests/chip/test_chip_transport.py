"""Conversations kept and played again, and transports that misbehave."""

import os
import stat
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox
from ansinh.chip import access, reading
from ansinh.chip.errors import CardGone, Malformed
from ansinh.chip.transport import faulty, recorded
from ansinh.chip.transport.patience import Worker
from ansinh.sandbox.cards import Factory
from ansinh.sandbox.virtual_card import Chip, VirtualCard
from tests.chip.read_cards import keys_of, read_card


class Echo:
    """A card that gives back what it is told."""

    atr, name = b"\x3b\x00", "echo"

    def transmit(self, command: bytes) -> bytes:
        return command + b"\x90\x00"

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def chip(card_factory: Factory, holders: Sequence[sandbox.Person]) -> Chip:
    return card_factory.personalise(holders[0])


@pytest.fixture(scope="module")
def kept(chip: Chip) -> tuple[reading.Reading, recorded.Transcript]:
    recorder = recorded.Recorder(VirtualCard(chip), os.urandom)
    read = read_card(recorder, keys=keys_of(chip), random=recorder.random)
    return read, recorder.transcript()


def test_a_transcript_played_again_gives_the_same_reading(
    chip: Chip, kept: tuple[reading.Reading, recorded.Transcript], tmp_path: Path
) -> None:
    read, transcript = kept
    recorded.save(transcript, tmp_path / "card.txt")
    replay = recorded.Replay(recorded.load(tmp_path / "card.txt"))
    again = read_card(replay, keys=keys_of(chip), random=replay.random)
    assert (again.files, again.active, again.commands) == (read.files, read.active, read.commands)
    assert replay.atr == chip.quirks.atr


def test_a_transcript_is_its_owners_alone_and_is_never_written_over(
    kept: tuple[reading.Reading, recorded.Transcript], tmp_path: Path
) -> None:
    recorded.save(kept[1], tmp_path / "card.txt")
    assert stat.S_IMODE((tmp_path / "card.txt").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        recorded.save(kept[1], tmp_path / "card.txt")


def test_a_transcript_opens_with_no_other_number_than_the_cards(kept: tuple[reading.Reading, recorded.Transcript]) -> None:
    replay = recorded.Replay(kept[1])
    with pytest.raises(CardGone, match="another access number"):
        read_card(replay, keys=reading.Keys(can=access.Can("000001")), random=replay.random)


def test_a_transcript_ends_where_the_card_was_taken_away(chip: Chip) -> None:
    recorder = recorded.Recorder(faulty.Faulty(VirtualCard(chip), faulty.gone_after(20)), os.urandom)
    with pytest.raises(CardGone):
        read_card(recorder, keys=keys_of(chip), random=recorder.random)
    transcript = recorder.transcript()
    assert [answer is None for _, answer in transcript.exchanges] == [False] * 20 + [True]
    replay = recorded.Replay(transcript)
    with pytest.raises(CardGone):
        read_card(replay, keys=keys_of(chip), random=replay.random)


def test_a_transcript_that_is_printed_shows_nothing_of_the_card(kept: tuple[reading.Reading, recorded.Transcript]) -> None:
    assert repr(kept[1]) == f"Transcript(atr={kept[1].atr!r}, name='virtual card')"


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_a_file_that_is_no_transcript_is_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("t") / "card.txt"
    path.write_bytes(content)
    with pytest.raises(Malformed, match="transcript: is not one"):
        recorded.load(path)


def test_faults_do_what_they_are_called() -> None:
    waited: list[float] = []
    card = faulty.Faulty(
        Echo(),
        faulty.answering(1, b"\x6a\x82"),
        faulty.garbled(2, at=0),
        faulty.slow(0.5, sleep=waited.append),
        faulty.always(b"\x6f\x00", since=4),
        faulty.gone_after(5),
    )
    said = [card.transmit(b"\x00\x01") for _ in range(5)]
    assert said == [b"\x00\x01\x90\x00", b"\x6a\x82", b"\x01\x01\x90\x00", b"\x00\x01\x90\x00", b"\x6f\x00"]
    assert waited == [0.5] * 5
    with pytest.raises(CardGone):
        card.transmit(b"")


def test_an_element_is_taken_out_of_answers_that_have_elements_and_others_stay() -> None:
    card = faulty.Faulty(Echo(), faulty.stripped(0x8E, since=1))
    whole = bytes.fromhex("990290008E021122")
    assert card.transmit(whole) == whole + b"\x90\x00"
    assert card.transmit(whole) == bytes.fromhex("990290009000")
    assert card.transmit(b"\x99\x08\x01") == b"\x99\x08\x01\x90\x00"


def test_a_call_that_does_not_come_back_is_waited_for_no_longer_than_was_said() -> None:
    worker = Worker("test")
    assert worker.call(lambda: 2 + 2, timeout_s=60) == 4
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0, timeout_s=60)
    over = threading.Event()
    with pytest.raises(TimeoutError):
        worker.call(over.wait, timeout_s=0.05)  # comes back when the test is over
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        worker.call(lambda: 4, timeout_s=3600)
    assert worker.is_lost
    assert time.monotonic() - began < 60
    over.set()
