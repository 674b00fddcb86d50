"""Waiting at a real pcscd: cards that come and go, that are in use, two at once; and the command that reads them."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ansinh import sandbox
from ansinh.chip.errors import ReaderUnavailable
from ansinh.chip.transport import pcsc
from ansinh.cli.card import card as commands
from ansinh.kit import clock
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip, VirtualCard
from tests.chip_pcsc.daemon import Daemon, put
from tests.virtual_card.cards import chip as small_chip


@pytest.fixture(scope="module")
def chip() -> Chip:
    return small_chip()


def test_a_watch_sees_a_card_come_and_go_at_once(pcscd: Daemon, chip: Chip) -> None:
    watch = pcsc.Watch()
    try:
        assert [slot.has_card for slot in watch.look(timeout_s=0)] == [False, False]
        with put(VirtualCard(chip), pcscd, slot=1):
            assert [slot.has_card for slot in watch.look(timeout_s=60)] == [False, True]
            began = time.monotonic()
            assert watch.look(timeout_s=0.3)[1].atr == chip.quirks.atr
            assert 0.25 < time.monotonic() - began < 60
        assert [slot.has_card for slot in watch.look(timeout_s=60)] == [False, False]
    finally:
        watch.close()


def test_a_card_in_use_is_said_to_be_and_is_free_again_when_it_is_let_go(pcscd: Daemon, chip: Chip) -> None:
    with put(VirtualCard(chip), pcscd):
        first = pcsc.connect(timeout_s=60)
        with pytest.raises(ReaderUnavailable) as taken:
            pcsc.connect(timeout_s=0)
        assert taken.value.code == "in_use"
        first.close()
        pcsc.connect(timeout_s=0).close()


def test_of_two_cards_none_is_taken_until_it_is_said_which(pcscd: Daemon, chip: Chip) -> None:
    with put(VirtualCard(chip), pcscd), put(VirtualCard(chip), pcscd, slot=1):
        with pytest.raises(ReaderUnavailable) as several:
            pcsc.connect(timeout_s=0)
        assert several.value.code == "several_cards"
        assert all(name in several.value.detail for name in pcscd.readers)
        card = pcsc.connect("00 01", timeout_s=0)
        assert card.name == pcscd.readers[1]
        card.close()


def test_where_no_card_comes_the_wait_ends(pcscd: Daemon) -> None:
    assert pcscd
    began = time.monotonic()
    with pytest.raises(ReaderUnavailable) as none:
        pcsc.connect(timeout_s=0.3)
    assert none.value.code == "no_card"
    assert time.monotonic() - began < 60


def test_the_command_reads_the_card_in_the_reader_and_names_a_copy(pcscd: Daemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path))
    monkeypatch.delenv("ANSINH_TRUST_DIR", raising=False)
    today = clock.vietnam_day(datetime.now(UTC))
    factory, person = Factory.open(tmp_path / "cards", today=today), sandbox.people(50, today=today)[0]
    verdicts = []
    for trouble in (None, CardTrouble.COPY):
        chip = factory.personalise(person, trouble=trouble)
        with put(VirtualCard(chip), pcscd):
            read = CliRunner().invoke(commands, ["read", "--json", "--wait", "60"], input=f"{chip.can}\n")
        verdicts.append((json.loads(read.stdout)["verdict"], read.exit_code))
    assert verdicts == [("genuine", 0), ("copied", 1)]
