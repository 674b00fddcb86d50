"""A counter with cards good and bad: what it is at, what it says of them, and that it goes on after everything that can happen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ansinh import desk
from ansinh.chip import errors, transport, trust, verification
from ansinh.chip.verification import Verdict
from ansinh.desk import Fault, Stage
from ansinh.sandbox.cards import CardTrouble
from tests.card_names import NAMES
from tests.desk.at_the_counter import CAN, NUMBER, Place
from tests.desk.conftest import CardOf

QR = f"{NUMBER}||Nguyễn Thị Mẫu|09031985|Nữ|Số 1 phố Thử|01012022"


class Interrupted(transport.Through):
    """A card that does something else than answer at its nth command."""

    def __init__(self, card: transport.Transport, at: int, do: Callable[[], None]) -> None:
        super().__init__(card)
        self._left = at
        self._do = do

    def transmit(self, command: bytes) -> bytes:
        self._left -= 1
        if self._left == 0:
            self._do()
        return self._card.transmit(command)


def test_a_counter_waits_then_asks_then_reads_and_says_what_the_card_is(place: Place, card_of: CardOf) -> None:
    assert place.counter.view.stage is Stage.WAITING
    view = place.read(card_of())
    assert view.stage is Stage.VERIFIED
    assert view.found is not None
    assert (view.found.verified.verdict, view.found.verified.level.value) == (Verdict.GENUINE, "chip_authenticated")
    assert view.found.verified.person is not None
    assert view.found.verified.person.full_name == "Nguyễn Thị Mẫu"
    assert view.found.picture is not None
    assert view.found.picture.startswith(b"\x89PNG")


@pytest.mark.parametrize("record", ["030", "39794", "both"])
def test_a_portrait_is_shown_whatever_record_it_stands_in(place: Place, card_of: CardOf, record: str) -> None:
    usual, view = place.read(card_of()).found, place.read(card_of(portrait_record=record)).found
    assert usual is not None
    assert view is not None
    assert view.number != usual.number
    assert view.verified.verdict is Verdict.GENUINE
    assert view.picture is not None
    assert view.picture == usual.picture


@pytest.mark.parametrize("text", [f" {CAN} ", "000 009", NUMBER, QR, QR.replace("|", "\\")])
def test_a_card_opens_by_its_last_digits_its_number_or_its_qr_code(place: Place, card_of: CardOf, text: str) -> None:
    assert place.read(card_of(), text).stage is Stage.VERIFIED


@pytest.mark.parametrize("trouble", list(CardTrouble))
def test_each_trouble_card_is_rejected_by_its_own_name(place: Place, card_of: CardOf, trouble: CardTrouble) -> None:
    view = place.read(card_of(trouble))
    assert view.found is not None
    assert (view.stage, view.found.verified.verdict) == (Stage.REJECTED, NAMES[trouble])
    assert view.found.picture is None


def test_a_qr_code_of_another_card_with_the_same_last_digits_is_noticed(place: Place, card_of: CardOf) -> None:
    view = place.read(card_of(), "079090000009")
    assert view.found is not None
    assert (view.stage, view.found.verified.verdict) == (Stage.REJECTED, Verdict.OTHER_PERSON)


def test_wrong_digits_are_said_with_the_tries_that_are_left_and_the_right_ones_open_it(place: Place, card_of: CardOf) -> None:
    view = place.read(card_of(), "123456")
    assert (view.stage, view.trouble) == (Stage.ASKING, desk.Trouble(Fault.WRONG_CAN, "9"))
    place.counter.give(CAN)
    assert place.until(lambda view: view.stage is not Stage.READING).stage is Stage.VERIFIED


@pytest.mark.parametrize("text", ["", "12345", "không phải số", "DN4010123456789", "1234567", "x" * 5_000])
def test_what_is_no_access_number_is_refused_before_the_card_is_touched(place: Place, card_of: CardOf, text: str) -> None:
    place.lay(card_of(), around=lambda card: Interrupted(card, 1, lambda: pytest.fail("the card was asked")))
    place.counter.give(text)
    assert (place.counter.view.stage, place.counter.view.trouble) == (Stage.ASKING, desk.Trouble(Fault.NOT_A_CAN))


@pytest.mark.parametrize("at", [1, 2, 9, 20, 30])
def test_a_card_that_is_pulled_in_the_middle_is_said_and_read_when_it_comes_back(place: Place, card_of: CardOf, at: int) -> None:
    place.lay(card_of(), around=lambda card: Interrupted(card, at, place.slot.take))
    place.counter.give(CAN)
    view = place.until(lambda view: view.stage is Stage.WAITING)
    assert view.trouble == desk.Trouble(Fault.CARD_GONE)
    assert view.found is None
    assert place.read(card_of()).stage is Stage.VERIFIED


def test_a_card_that_is_no_citizen_card_is_said(place: Place, card_of: CardOf) -> None:
    chip = card_of()
    view = place.read(replace(chip, files={fid: raw for fid, raw in chip.files.items() if fid != 0x011C}))
    assert view.stage is Stage.ASKING
    assert view.trouble is not None
    assert view.trouble.fault in {Fault.NO_WAY_IN, Fault.NOT_A_CITIZEN_CARD}


def test_taking_the_card_away_keeps_what_was_found_and_the_next_card_begins_anew(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    place.slot.take()
    assert place.until(lambda view: view.card is None).stage is Stage.VERIFIED
    place.lay(card_of(CardTrouble.CLONE))
    assert place.counter.view.found is None


def test_the_next_person_leaves_nothing_of_the_last_and_the_card_may_be_read_again(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    place.counter.clear()
    assert (place.counter.view.stage, place.counter.view.found) == (Stage.WAITING, None)
    place.counter.again()
    assert place.counter.view.stage is Stage.ASKING
    place.counter.give(CAN)
    assert place.until(lambda view: view.stage is not Stage.READING).stage is Stage.VERIFIED


def test_what_was_read_is_forgotten_after_ten_minutes(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    place.now += timedelta(minutes=9, seconds=59)
    assert place.counter.view.found is not None
    place.now += timedelta(seconds=2)
    view = place.until(lambda view: view.found is None)
    assert (view.stage, view.trouble) == (Stage.WAITING, desk.Trouble(Fault.FORGOTTEN))


def test_progress_only_grows_and_names_the_file(place: Place, card_of: CardOf) -> None:
    seen: list[desk.Progress] = []
    show = place.counter._show

    def shown(view: desk.View) -> None:
        if view.progress is not None:
            seen.append(view.progress)
        show(view)

    place.counter._show = shown  # type: ignore[method-assign]
    place.read(card_of())
    assert [each.percent for each in seen] == sorted(each.percent for each in seen)
    assert {"dg2", "dg13", "sod"} <= {each.file for each in seen}
    assert seen[-1].percent > 80


def test_whoever_listens_hears_of_each_card_once(place: Place, card_of: CardOf) -> None:
    place.read(card_of(), "123456")
    place.counter.give(CAN)
    place.until(lambda view: view.stage is Stage.VERIFIED)
    assert [type(each) for each in place.news] == [desk.Laid, desk.NotRead, desk.WasRead]


def test_a_listener_that_fails_does_not_stop_the_counter(place_of: Callable[..., Place], card_of: CardOf) -> None:
    place = place_of()

    def fails(_news: desk.News) -> None:
        raise RuntimeError

    place.counter.hear(fails)
    assert place.read(card_of()).stage is Stage.VERIFIED


def test_a_defect_of_ours_while_reading_is_shown_and_the_counter_goes_on(place_of: Callable[..., Place], card_of: CardOf) -> None:
    place = place_of()
    good, place.trust = place.trust, None  # type: ignore[assignment]
    assert place.read(card_of()).trouble == desk.Trouble(Fault.FAILED)
    place.trust = good
    place.counter.give(CAN)
    assert place.until(lambda view: view.stage is Stage.VERIFIED).found is not None


def test_where_nobody_is_trusted_no_card_is_accepted(place_of: Callable[..., Place], card_of: CardOf) -> None:
    view = place_of(trust=trust.TrustStore(())).read(card_of())
    assert view.found is not None
    assert (view.stage, view.found.verified.level) == (Stage.REJECTED, verification.Level.NONE)


def test_without_a_gateway_no_visit_is_opened_and_that_is_said(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    place.counter.check_in(desk.VisitAsked(visit_id="HS-1", category="1.1", care_kind="01"))
    assert (place.counter.view.stage, place.counter.view.trouble) == (Stage.VERIFIED, desk.Trouble(Fault.NOT_CONFIGURED))


def test_giving_digits_when_no_card_is_there_changes_nothing_but_says_so(place: Place) -> None:
    place.counter.give(CAN)
    assert (place.counter.view.stage, place.counter.view.trouble) == (Stage.WAITING, desk.Trouble(Fault.NO_LONGER_POSSIBLE))


def test_a_slot_that_is_empty_has_no_card_to_connect_to() -> None:
    with pytest.raises(errors.CardGone):
        desk.Slot("empty").connect()


def test_nothing_of_a_card_or_its_holder_stands_in_a_view_s_repr(place: Place, card_of: CardOf) -> None:
    place.read(card_of())
    said = repr(place.counter.view) + repr(place.news)
    assert NUMBER not in said
    assert "Mẫu" not in said
    assert CAN not in said
