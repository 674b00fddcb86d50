from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip.apdu import Command
from tests.virtual_card.cards import card, open_by_bac

HEADERS = [
    bytes.fromhex(each)
    for each in ("00A4020C", "00B00000", "00B10000", "00840000", "00820000", "0022C1A4", "002241A4", "10860000", "0CB08100")
]
COMMANDS = st.lists(
    st.builds(lambda head, body: head + bytes((len(body),)) + body, st.sampled_from(HEADERS), st.binary(max_size=60))
    | st.binary(max_size=300),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(COMMANDS)
def test_whatever_the_bytes_there_is_an_answer_with_a_status_word(commands: list[bytes]) -> None:
    one = card()
    for command in commands:
        answer = one.transmit(command)
        assert len(answer) >= 2
        assert answer[-2] in {0x61, 0x62, 0x63, *range(0x67, 0x70), 0x90}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 3), st.sampled_from([0xA4, 0xB0, 0xB1, 0x22, 0x86, 0x88, 0x84, 0x82]), st.integers(0, 0xFFFF), st.binary(max_size=40))
def test_whatever_is_said_under_protection_is_answered_under_protection(chained: int, ins: int, parameters: int, data: bytes) -> None:

    channel = open_by_bac(card())
    for _ in range(2):
        command = Command(0x10 if chained == 1 else 0, ins, parameters >> 8, parameters & 0xFF, data, le=256)
        channel.send(command)
    assert not channel.is_broken
