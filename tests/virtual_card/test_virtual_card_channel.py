from collections.abc import Callable
from dataclasses import replace

import pytest

from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import CardGone, SessionBroken
from ansinh.chip.messaging import Cipher, Session
from ansinh.chip.transport import Channel
from ansinh.sandbox.virtual_card import VirtualCard
from ansinh.sandbox.virtual_card.channel import room_inside
from tests.virtual_card.cards import DG2, SELECT_APPLICATION, card, chip, open_by_bac, open_by_pace, read, say, select

PLAIN_READ = "00B0810001"


def _opened() -> tuple[VirtualCard, Command]:
    """An open card, and a protected command that it has not been sent yet."""
    one = card()
    session = open_by_pace(one)._session
    assert session is not None
    return one, session.protect(Command(0, 0xA4, 2, 0x0C, b"\x01\x01"))


def test_a_command_in_clear_closes_the_card() -> None:
    one = card()
    channel = open_by_pace(one)
    assert select(channel, 0x0101).is_ok
    assert say(one, PLAIN_READ) == "6982"
    with pytest.raises(SessionBroken, match="without protection"):
        select(channel, 0x0101)


def test_selecting_the_free_file_in_clear_works_and_closes_the_card() -> None:
    one = card()
    channel = open_by_pace(one)
    assert say(one, "00A4020C02011C") == "9000"
    with pytest.raises(SessionBroken):
        select(channel, 0x0101)


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        (lambda data: data[:-1] + bytes((data[-1] ^ 1,)), "6988"),  # the check value
        (lambda data: data[:3] + bytes((data[3] ^ 1,)) + data[4:], "6988"),  # the encrypted data
        (lambda data: data[:-10], "6987"),  # no check value
        (lambda data: data[:-5], "6988"),  # cut off
        (lambda data: b"\x85" + data[1:], "6988"),  # for odd instructions only
        (lambda data: data[-10:], "6988"),
        (lambda _: b"", "6987"),
    ],
)
def test_protection_that_is_wrong_closes_the_card(spoil: Callable[[bytes], bytes], answer: str) -> None:
    one, sent = _opened()
    wrong = Command(sent.cla, sent.ins, sent.p1, sent.p2, spoil(sent.data), sent.le)
    assert say(one, wrong.encode().hex()) == answer
    assert say(one, sent.encode().hex()) == "6882"
    assert say(one, PLAIN_READ) == "6982"


def test_a_command_said_twice_is_not_taken_twice() -> None:
    one, sent = _opened()
    assert len(one.transmit(sent.encode())) > 2
    assert say(one, sent.encode().hex()) == "6988"


def test_protection_without_keys_is_refused() -> None:
    assert say(card(), "0CB081000A8E08000000000000000000") == "6882"


def test_taking_the_power_away_closes_the_card() -> None:
    one = card()
    channel = open_by_pace(one)
    one.reset()
    with pytest.raises(SessionBroken):
        select(channel, 0x0101)
    assert say(one, "00B0000001") == "6986"


def test_a_short_answer_holds_what_fits_beside_its_protection() -> None:
    by_pace, by_bac = open_by_pace(card()), open_by_bac(card())
    for channel, most in ((by_pace, 223), (by_bac, 231)):
        select(channel, 0x0102)
        assert read(channel, 0, 256).data == DG2[:most]


@pytest.mark.parametrize("block", [8, 16])
@pytest.mark.parametrize("outer", [0, 13, 30, 140, 256, 300, 65_533])
def test_what_is_said_to_fit_does(block: int, outer: int) -> None:
    cipher = Cipher.TDES if block == 8 else Cipher.AES128
    most = room_inside(block, outer)

    def size(inside: int) -> int:
        return len(Session(cipher, bytes(16), b"\1" * 16).answer(Response(bytes(inside), 0x9000)).data)

    assert not most or size(most) <= outer
    assert size(most + 1) > outer


def test_offsets_beyond_32_767_are_read_with_the_odd_instruction() -> None:
    large = b"\x75\x83\x01\x00\x00" + bytes(range(256)) * 256
    one = chip()
    channel = open_by_pace(VirtualCard(replace(one, files={**one.files, 0x0102: large})))
    select(channel, 0x0102)
    answer = channel.send(Command(0, 0xB1, 0, 0, b"\x54\x03" + (40_000).to_bytes(3, "big"), le=256))
    assert answer.is_ok
    assert answer.data[0] == 0x53
    assert answer.data[3:] == large[40_000 : 40_000 + len(answer.data) - 3]
    assert len(answer.data) == 223


def test_a_command_in_several_parts_is_put_together() -> None:
    channel = open_by_pace(card())
    assert channel.send(Command(0x10, 0xA4, 2, 0x0C, b"\x01")).is_ok
    assert channel.send(Command(0x00, 0xA4, 2, 0x0C, b"\x01")).is_ok
    assert read(channel, 0, 3).data == b"\x61\x03o"


def test_another_command_between_the_parts_breaks_the_chain() -> None:
    channel = open_by_pace(card())
    assert channel.send(Command(0x10, 0xA4, 2, 0x0C, b"\x01")).is_ok
    assert read(channel, 0, 3).status == 0x6883
    assert select(channel, 0x0101).is_ok


def test_parts_of_a_command_are_forgotten_with_the_keys_they_came_under() -> None:
    one = card()
    channel = open_by_pace(one)
    assert channel.send(Command(0x10, 0xA4, 2, 0x0C, b"\x01")).is_ok
    assert say(one, "00A4020C021C00") == "6982"
    assert say(one, "00A4020C02011C") == "9000"


def test_parts_in_clear_are_not_collected() -> None:
    assert say(card(), "10A4020C0101") == "6985"


def test_a_card_that_is_gone_answers_nothing_until_it_is_put_back() -> None:
    one = card()
    channel = Channel(one)
    one.close()
    one.close()
    with pytest.raises(CardGone):
        channel.send(SELECT_APPLICATION)
    one.reset()
    assert channel.send(SELECT_APPLICATION).is_ok


def test_a_card_that_does_not_understand_extended_lengths_says_so() -> None:
    one = card(takes_extended=False)
    assert say(one, "00A4020C02011C") == "9000"
    assert say(one, "00B00000000000") == "6700"
    assert say(one, "00B0000001") == "319000"
