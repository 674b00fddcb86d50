"""Commands and answers as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import errors
from ansinh.chip.apdu import Command, Response

_BYTE = st.integers(0, 255)


@given(_BYTE, _BYTE, _BYTE, _BYTE, st.binary(max_size=600), st.none() | st.integers(1, 65_536))
def test_a_command_arrives_as_it_was_sent(cla: int, ins: int, p1: int, p2: int, data: bytes, le: int | None) -> None:
    arrived = Command.decode(Command(cla, ins, p1, p2, data, le).encode())
    assert (arrived.cla, arrived.ins, arrived.p1, arrived.p2, arrived.data, arrived.le) == (cla, ins, p1, p2, data, le)


@pytest.mark.parametrize(
    ("command", "raw"),
    [
        (Command(0x00, 0xA4, 0x04, 0x0C, bytes.fromhex("A0000002471001")), "00A4040C07A0000002471001"),
        (Command(0x00, 0x84, 0, 0, le=8), "0084000008"),
        (Command(0x00, 0xB0, 0, 0, le=256), "00B0000000"),
        (Command(0x00, 0xB0, 0, 0, le=65_536), "00B00000000000"),
        (Command(0x00, 0xB0, 0, 4, le=4, extended=True), "00B00004000004"),
    ],
)
def test_a_command_is_written_as_the_standard_says(command: Command, raw: str) -> None:
    assert command.encode().hex().upper() == raw


@pytest.mark.parametrize("raw", ["", "00A404", "00A4040C07A0", "00A4040C0000", "00A4040C00000701"])
def test_a_command_that_is_cut_off_is_refused(raw: str) -> None:
    with pytest.raises(errors.Malformed):
        Command.decode(bytes.fromhex(raw))


def test_an_answer_has_a_status_word_or_is_none() -> None:
    assert Response.decode(bytes.fromhex("01029000")) == Response(b"\x01\x02", 0x9000)
    with pytest.raises(errors.Malformed):
        Response.decode(b"\x90")
    with pytest.raises(errors.CardRefused, match=r"read EF\.COM: the card answered 6982"):
        Response.decode(bytes.fromhex("6982")).require_ok("read EF.COM")
