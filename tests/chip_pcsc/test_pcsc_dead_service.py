"""What happens to a card and to its reader when the service between them dies."""

import os
import signal
import time
from pathlib import Path

import pytest

from ansinh.chip.errors import CardGone, ReaderUnavailable
from ansinh.chip.transport import pcsc
from ansinh.sandbox.virtual_card import VirtualCard, inserted
from tests.chip_pcsc import daemon
from tests.virtual_card.cards import chip

SELECT = bytes.fromhex("00A4020C02011C")


def test_a_service_that_dies_in_the_middle_is_an_error_in_words_and_no_hang(tmp_path: Path) -> None:
    with daemon.running(tmp_path) as pcscd, inserted(VirtualCard(chip()), port=pcscd.ports[0]):
        card = pcsc.connect(timeout_s=60)
        assert card.transmit(SELECT) == b"\x90\0"
        os.kill(pcscd.pid, signal.SIGKILL)
        began = time.monotonic()
        with pytest.raises(CardGone):
            card.transmit(SELECT)
        card.close()
        with pytest.raises(ReaderUnavailable) as none:
            pcsc.readers()
        assert none.value.code == "no_service"
        assert time.monotonic() - began < 60


def test_a_service_that_is_started_again_is_found_again(tmp_path: Path) -> None:
    with daemon.running(tmp_path):
        assert len(pcsc.readers()) == 2
    with pytest.raises(ReaderUnavailable):
        pcsc.readers()
    with daemon.running(tmp_path) as pcscd, inserted(VirtualCard(chip()), port=pcscd.ports[1]):
        card = pcsc.connect(timeout_s=60)
        assert card.name == pcscd.readers[1]
        card.close()
