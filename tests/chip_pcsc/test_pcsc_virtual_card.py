"""Virtual cards seen through a real pcscd: by pyscard, by a program that is not ours, and by our own reader."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import which

import pytest

from ansinh import sandbox
from ansinh.chip import access, reading, trust, verification
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import AccessDenied, CardGone, ReaderUnavailable
from ansinh.chip.lds import File
from ansinh.chip.transport import pcsc
from ansinh.kit import clock
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip, Insertion, VirtualCard
from tests.chip_pcsc.daemon import Daemon, put

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory.open(tmp_path_factory.mktemp("cards"), today=TODAY)


@pytest.fixture(scope="module")
def people() -> Sequence[sandbox.Person]:
    return sandbox.people(50, today=TODAY)


@pytest.fixture(scope="module")
def chips(factory: Factory, people: Sequence[sandbox.Person]) -> tuple[Chip, Chip]:
    """The chips of two invented people."""
    return factory.personalise(people[0]), factory.personalise(people[1])


@pytest.fixture
def chip(chips: tuple[Chip, Chip]) -> Chip:
    return chips[0]


@pytest.fixture
def in_reader(pcscd: Daemon, chip: Chip) -> Iterator[pcsc.Card]:
    """The chip's card, put into the first slot and connected to."""
    with put(VirtualCard(chip), pcscd):
        card = pcsc.connect(pcscd.readers[0], timeout_s=60)
        yield card
        card.close()


def _read(card: pcsc.Card, chip: Chip, *, long_reads: bool = True, progress: reading.Progress = lambda *_: None) -> reading.Reading:
    return reading.read(
        card,
        reading.Keys(can=access.Can(chip.can)),
        random=os.urandom,
        clock=time.process_time,  # reader and card; what else the machine does is no concern of theirs
        policy=reading.AccessPolicy(long_reads=long_reads),
        progress=progress,
    )


def test_pyscard_sees_the_answer_to_reset_and_reads_the_free_file(pcscd: Daemon, chip: Chip) -> None:
    from smartcard.System import readers

    with put(VirtualCard(chip), pcscd):
        connection = next(each for each in readers() if str(each) == pcscd.readers[0]).createConnection()
        connection.connect()
        assert bytes(connection.getATR()) == bytes.fromhex("3B80800101")
        assert connection.transmit(list(bytes.fromhex("00A4020C02011C"))) == ([], 0x90, 0)
        data, *status = connection.transmit(list(bytes.fromhex("00B0000036")))
        connection.disconnect()
        connection.release()
    assert (bytes(data), status) == (chip.files[0x011C], [0x90, 0])


@pytest.mark.skipif(which("opensc-tool") is None, reason="opensc is not installed (apt install opensc)")
def test_a_program_that_is_not_ours_sees_a_card(pcscd: Daemon, chip: Chip) -> None:
    with put(VirtualCard(chip), pcscd):
        command = ["opensc-tool", "--reader", "0", "--atr", "--send-apdu", "00A4020C02011C"]
        said = subprocess.run(command, check=False, capture_output=True, text=True, timeout=150).stdout
    assert "3b:80:80:01:01" in said
    assert "SW1=0x90, SW2=0x00" in said


@pytest.mark.parametrize("long_reads", [True, False])
def test_a_whole_card_is_read_as_it_is_in_a_second_of_the_processor(in_reader: pcsc.Card, chip: Chip, long_reads: bool) -> None:
    found = _read(in_reader, chip, long_reads=long_reads)
    assert {file.fid: raw for file, raw in found.files.items()} == chip.files
    assert found.chip_authentication.outcome is Outcome.SUCCESSFUL
    assert found.active is not None
    assert found.seconds < 1.0


def test_keys_of_2048_bits_pass_through_a_reader(pcscd: Daemon, factory: Factory, people: Sequence[sandbox.Person]) -> None:
    chip = factory.personalise(people[0], pace="dh_gm")
    with put(VirtualCard(chip), pcscd):
        card = pcsc.connect(timeout_s=60)
        found = _read(card, chip)
        card.close()
    assert found.access == "pace_can"
    assert {file.fid: raw for file, raw in found.files.items()} == chip.files


@pytest.mark.parametrize(("trouble", "verdict"), [(None, "genuine"), (CardTrouble.COPY, "copied"), (CardTrouble.DOWNGRADE, "downgraded")])
def test_a_card_gets_the_name_that_it_deserves(
    pcscd: Daemon, factory: Factory, people: Sequence[sandbox.Person], trouble: CardTrouble | None, verdict: str
) -> None:
    chip = factory.personalise(people[0], trouble=trouble)
    with put(VirtualCard(chip), pcscd):
        card = pcsc.connect(timeout_s=60)
        keys = reading.Keys(can=access.Can(chip.can), mrz=access.MrzKey(*chip.bac_key))
        policy = reading.AccessPolicy(after_pace_failure=True)
        found = reading.read(card, keys, random=os.urandom, clock=time.monotonic, policy=policy)
        card.close()
    store = trust.load_folder(factory.trust)
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert verification.verify(found, store, policy=verification.Policy.hospital(), now=now).verdict.value == verdict


def test_a_wrong_access_number_is_said_with_the_tries_that_are_left(in_reader: pcsc.Card) -> None:
    with pytest.raises(AccessDenied, match=r"tries left: 9$"):
        reading.read(in_reader, reading.Keys(can=access.Can("999999")), random=os.urandom, clock=time.monotonic)


def test_a_card_that_is_pulled_in_the_middle_is_gone_at_once_and_is_read_when_it_is_back(pcscd: Daemon, chip: Chip) -> None:
    with put(VirtualCard(chip), pcscd) as insertion:
        card = pcsc.connect(pcscd.readers[0], timeout_s=60)

        def pull(file: File, done: int, _total: int) -> None:
            if file is File.DG2 and done > 2_000:
                insertion.pull()

        began = time.monotonic()
        with pytest.raises(CardGone):
            _read(card, chip, progress=pull)
        card.close()
    with pytest.raises(ReaderUnavailable) as none:
        pcsc.connect(timeout_s=0.6)
    assert none.value.code == "no_card"
    assert time.monotonic() - began < 60
    with put(VirtualCard(chip), pcscd):
        card = pcsc.connect(timeout_s=60)
        assert _read(card, chip).files.keys() >= {File.DG1, File.DG2}
        card.close()


def test_two_cards_are_not_mixed_up(pcscd: Daemon, chips: tuple[Chip, Chip]) -> None:
    with put(VirtualCard(chips[0]), pcscd), put(VirtualCard(chips[1]), pcscd, slot=1):
        with pytest.raises(ReaderUnavailable) as both:
            pcsc.connect(timeout_s=1)
        assert both.value.code == "several_cards"
        assert all(name in both.value.detail for name in pcscd.readers)
        for reader, chip in zip(pcscd.readers, chips, strict=True):
            card = pcsc.connect(reader, timeout_s=60)
            assert _read(card, chip).files[File.DG1] == chip.files[0x0101]
            card.close()


def test_a_second_card_for_the_same_slot_waits_unnoticed_until_the_first_is_out(pcscd: Daemon, chips: tuple[Chip, Chip]) -> None:
    with put(VirtualCard(chips[0]), pcscd) as first:
        second = Insertion(VirtualCard(chips[1]), port=pcscd.ports[0])
        assert not second.is_noticed(within_s=0.6)
        first.pull()
        assert second.is_noticed(within_s=60)
        second.pull()


def test_nobody_finds_a_card_open_that_another_program_opened(pcscd: Daemon, chip: Chip) -> None:
    with put(VirtualCard(chip), pcscd):
        card = pcsc.connect(pcscd.readers[0], timeout_s=60)
        _read(card, chip)
        card.close()
        card = pcsc.connect(pcscd.readers[0], timeout_s=60)
        assert card.transmit(bytes.fromhex("00B0810001")) == bytes.fromhex("6A82")  # in the application it would be 6982
        card.close()


def test_the_command_line_puts_a_persons_card_into_the_reader_and_says_first_what_is_printed_on_it(pcscd: Daemon, tmp_path: Path) -> None:
    number = sandbox.people(50, today=clock.vietnam_day(clock.utc_now()))[0].citizen_number.value
    command = [
        str(Path(sys.executable).with_name("ansinh")),
        "card",
        "serve",
        number,
        "--vpcd",
        f"127.0.0.1:{pcscd.ports[1]}",
        "--active",
        "none",
    ]
    serving = subprocess.Popen(
        command, env={**os.environ, "ANSINH_HOME": str(tmp_path), "ANSINH_PEOPLE": "50"}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        lines = [serving.stdout.readline().rstrip() for _ in range(4)]
        assert [len(line) for line in lines] == [30, 30, 30, 10]
        assert lines[3] == f"CAN {number[-6:]}"
        card = pcsc.connect(pcscd.readers[1], timeout_s=60)
        found = reading.read(card, reading.Keys(can=access.Can(lines[3][4:])), random=os.urandom, clock=time.monotonic)
        card.close()
        assert found.files[File.DG1][5:].decode() == "".join(lines[:3])
    finally:
        serving.terminate()
        rest, _ = serving.communicate(timeout=150)
    assert rest.endswith("The card is taken out.\n")
    assert serving.returncode == 0


def test_waiting_for_a_card_ends_when_one_is_put_in(pcscd: Daemon, chip: Chip) -> None:
    found: list[pcsc.Card] = []
    waiting = threading.Thread(target=lambda: found.append(pcsc.connect(timeout_s=60)))
    waiting.start()
    time.sleep(0.1)
    with put(VirtualCard(chip), pcscd, slot=1):
        waiting.join(timeout=60)
        assert [card.name for card in found] == [pcscd.readers[1]]
        found[0].close()
