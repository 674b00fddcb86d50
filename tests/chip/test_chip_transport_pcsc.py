"""Readers as PC/SC shows them, and what is said where it shows none. With a real service: tests/chip_pcsc."""

import subprocess
import sys
import time
from collections.abc import Sequence

import pytest

from ansinh.chip.errors import ReaderUnavailable
from ansinh.chip.transport import pcsc
from ansinh.chip.transport.pcsc import Slot

CARD = b"\x3b\x80\x80\x01\x01"
A, B = Slot("Alpha Reader 00 00", None), Slot("Beta Reader 01 00", None)
FULL_A, FULL_B = Slot(A.reader, CARD), Slot(B.reader, CARD)

# A service that takes connections and never says a word: a pcscd that hangs.
SILENT = """
import os, socket, sys, tempfile
folder = tempfile.mkdtemp()
os.environ["PCSCLITE_CSOCK_NAME"] = folder + "/pcscd.comm"
listening = socket.socket(socket.AF_UNIX)
if sys.argv[1] == "silent":
    listening.bind(os.environ["PCSCLITE_CSOCK_NAME"])
    listening.listen()
from ansinh.chip import errors
from ansinh.chip.transport import pcsc
try:
    pcsc.readers(patience_s=0.3)
except errors.ReaderUnavailable as wrong:
    print(wrong.code, "-", wrong.detail)
"""


def test_the_only_card_is_taken() -> None:
    assert pcsc._chosen([FULL_A, B], None) == FULL_A
    assert pcsc._chosen([A, B], None) is None


@pytest.mark.parametrize(("name", "slot"), [("beta", FULL_B), ("Beta Reader 01 00", FULL_B), ("ALPHA", FULL_A)])
def test_a_reader_goes_by_a_part_of_its_name(name: str, slot: Slot) -> None:
    assert pcsc._chosen([FULL_A, FULL_B], name) == slot


@pytest.mark.parametrize(
    ("slots", "name", "code", "words"),
    [
        ([], None, "no_reader", "plug one in"),
        ([FULL_A, FULL_B], None, "several_cards", "Alpha Reader 00 00; Beta Reader 01 00"),
        ([FULL_A, FULL_B], "reader", "several_readers", "more than one reader has 'reader'"),
        ([FULL_A, FULL_B], "gamma", "no_reader", "there are: Alpha Reader 00 00; Beta Reader 01 00"),
    ],
)
def test_what_cannot_be_chosen_is_said_with_the_names_to_choose_from(
    slots: Sequence[Slot], name: str | None, code: str, words: str
) -> None:
    with pytest.raises(ReaderUnavailable) as wrong:
        pcsc._chosen(slots, name)
    assert wrong.value.code == code
    assert words in wrong.value.detail


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    with pytest.raises(ReaderUnavailable, match="make reader") as wrong:
        pcsc.readers()
    assert wrong.value.code == "no_pcsc_package"


@pytest.mark.parametrize(
    ("service", "said"), [("none", "no_service - no PC/SC service"), ("silent", "service_silent - the PC/SC service does not")]
)
def test_a_service_that_is_dead_or_silent_is_said_and_not_waited_for(service: str, said: str) -> None:
    pytest.importorskip("smartcard.scard", reason="pyscard is not installed: make reader")
    began = time.monotonic()
    answer = subprocess.run([sys.executable, "-c", SILENT, service], capture_output=True, text=True, timeout=150, check=True)
    assert answer.stdout.startswith(said), answer
    assert time.monotonic() - began < 120
