"""Cards and readers that mean harm, or are broken: a clear end, in bounded time, and nothing of the card in the words for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox
from ansinh.chip import access, reading
from ansinh.chip.errors import AccessDenied, BudgetExceeded, CardGone, CardRefused, ChipError, Malformed, SessionBroken
from ansinh.chip.lds import File
from ansinh.chip.transport import faulty
from ansinh.sandbox.cards import Factory
from ansinh.sandbox.virtual_card import Chip, Quirks, VirtualCard
from tests.chip.read_cards import keys_of, read_card, read_chip

KEYS = reading.Keys(can=access.Can("123456"), mrz=access.MrzKey("190000018", "900101", "400101"))
OPEN = 12  # commands after which the card is open and secure messaging is in use
PROVES = 15  # after which chip authentication begins


class Says:
    """A card that answers whatever it is told to."""

    atr, name = b"\x3b\x80\x80\x01\x01", "hostile"

    def __init__(self, answer: Callable[[int], bytes]) -> None:
        self._answer = answer
        self.asked = count()

    def transmit(self, _command: bytes) -> bytes:
        return self._answer(next(self.asked))

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def chip(card_factory: Factory, holders: Sequence[sandbox.Person]) -> Chip:
    return card_factory.personalise(holders[0])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("9000", Malformed),  # every file is empty
        ("6C08", AccessDenied),  # "ask for eight", again and again
        ("6C00", AccessDenied),
        ("6282", AccessDenied),
        ("6F00", AccessDenied),
        ("319000", Malformed),
        ("3184FFFFFFFF00009000", Malformed),
        ("90", Malformed),
        ("", Malformed),
        ("00" * 300 + "9000", Malformed),
    ],
)
def test_a_card_that_says_the_same_to_everything_is_given_up_at_once(answer: str, error: type[ChipError]) -> None:
    card = Says(lambda _: bytes.fromhex(answer))
    with pytest.raises(error):
        read_card(card, keys=reading.Keys(can=KEYS.can))
    assert next(card.asked) < 60


def test_pieces_of_one_byte_without_end_run_into_the_budget(chip: Chip) -> None:
    trickling = replace(chip, quirks=Quirks(max_read=1))
    with pytest.raises(BudgetExceeded) as over:
        read_chip(trickling, budget=reading.Budget(commands=500))
    assert over.value.code == "too_many_commands"


def test_more_bytes_than_a_card_has_run_into_the_budget(chip: Chip) -> None:
    with pytest.raises(BudgetExceeded) as over:
        read_chip(chip, budget=reading.Budget(bytes=5_000))
    assert over.value.code == "too_many_bytes"


def test_a_card_that_takes_its_time_runs_into_the_budget_after_the_command_that_was_too_long(chip: Chip) -> None:
    hands = count(step=3)
    card = VirtualCard(chip)
    with pytest.raises(BudgetExceeded) as over:
        read_card(card, keys=keys_of(chip), clock=lambda: float(next(hands)), budget=reading.Budget(seconds=30))
    assert over.value.code == "too_slow"


@pytest.mark.parametrize("after", [0, 1, 5, OPEN, 30, 45])
def test_a_card_that_is_taken_away_is_gone_whenever_that_was(chip: Chip, after: int) -> None:
    with pytest.raises(CardGone):
        read_chip(chip, wrap=lambda card: faulty.Faulty(card, faulty.gone_after(after)))


@pytest.mark.parametrize("tag", [0x99, 0x8E, 0x87])
def test_answers_that_lose_their_protection_end_the_reading(chip: Chip, tag: int) -> None:
    with pytest.raises(SessionBroken):
        read_chip(chip, groups=(1,), wrap=lambda card: faulty.Faulty(card, faulty.stripped(tag, since=OPEN)))


@pytest.mark.parametrize("plain", ["9000", "6982", "6A82", "6F00", "6C10"])
def test_a_plain_answer_inside_the_channel_ends_the_reading(chip: Chip, plain: str) -> None:
    with pytest.raises(SessionBroken):
        read_chip(chip, groups=(1,), wrap=lambda card: faulty.Faulty(card, faulty.answering(OPEN, bytes.fromhex(plain))))


@pytest.mark.parametrize("at", [0, 5, -3, -8])
def test_a_bit_that_turned_round_on_its_way_ends_the_reading(chip: Chip, at: int) -> None:
    with pytest.raises(SessionBroken):
        read_chip(chip, groups=(1,), wrap=lambda card: faulty.Faulty(card, faulty.garbled(OPEN, at=at)))


def test_a_status_word_that_was_changed_outside_the_protection_changes_nothing_inside(chip: Chip) -> None:
    with pytest.raises((SessionBroken, CardRefused)):
        read_chip(chip, groups=(1,), wrap=lambda card: faulty.Faulty(card, faulty.garbled(OPEN, at=-1)))


def test_a_card_that_opens_once_only_loses_its_check_and_keeps_what_was_read(chip: Chip) -> None:
    """A proof that fails breaks the channel; where the card does not open again, the rest is named as closed."""
    refused = faulty.always(b"\x69\x82", since=PROVES)
    read = read_chip(chip, wrap=lambda card: faulty.Faulty(card, refused))
    assert (read.chip_authentication.outcome.value, set(read.unreadable.values())) == ("failed", {"closed"})
    assert {File.COM, File.DG14} <= set(read.files)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=60))
def test_whatever_a_card_answers_nothing_but_our_own_errors_come_of_it(answers: list[bytes]) -> None:
    card = Says(lambda at: answers[at % len(answers)])
    with pytest.raises(ChipError):
        read_card(card, keys=KEYS, policy=reading.AccessPolicy(after_pace_failure=True), budget=reading.Budget(commands=300))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([File.COM, File.DG14, File.SOD, File.DG1, File.DG13, File.DG15]), st.binary(max_size=80))
def test_a_file_of_any_bytes_is_read_or_named(chip: Chip, file: File, raw: bytes) -> None:
    read = read_chip(replace(chip, files={**chip.files, file.fid: raw}), groups=(1, 13, 14, 15))
    assert (file in read.files) != (file in read.unreadable)


@pytest.mark.parametrize("number", range(OPEN, 40, 3))
def test_no_error_tells_what_was_read(chip: Chip, number: int) -> None:
    with pytest.raises(ChipError) as wrong:
        read_chip(chip, wrap=lambda card: faulty.Faulty(card, faulty.garbled(number), faulty.gone_after(45)))
    said = f"{wrong.value} {wrong.value!r} {wrong.value.__cause__!r}"
    assert chip.can not in said
    assert all(part not in said for part in chip.bac_key)
