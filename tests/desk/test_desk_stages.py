"""The stages of a counter as pure steps: what a look at the reader changes, and what it never changes."""

from dataclasses import replace

import pytest

from ansinh.desk import Fault, Stage, Trouble, View, VisitAsked, stages
from ansinh.desk.model import Sight

NO_READER = Trouble(Fault.NO_READER)


def test_a_card_that_is_laid_down_is_asked_for_its_number() -> None:
    assert stages.looked(View(), Sight("reader", 1)) == View(stage=Stage.ASKING, reader="reader", card=1)


def test_a_card_that_stays_is_no_new_card() -> None:
    view = stages.broke_off(View(stage=Stage.READING, reader="reader", card=1), Trouble(Fault.WRONG_CAN, "9"))
    assert stages.looked(view, Sight("reader", 1)) == view


def test_a_card_that_is_taken_away_before_it_was_read_is_waited_for() -> None:
    assert stages.looked(View(stage=Stage.ASKING, reader="reader", card=1), Sight("reader")).stage is Stage.WAITING


@pytest.mark.parametrize("stage", [Stage.READING, Stage.SENDING])
def test_nothing_changes_by_itself_while_something_is_under_way(stage: Stage) -> None:
    view = View(stage=stage, reader="reader", card=1)
    assert stages.looked(view, Sight("reader", 2)) == view


def test_a_reader_that_is_unplugged_is_said_and_forgotten_when_it_is_back() -> None:
    gone = stages.looked(View(reader="reader"), Sight(trouble=NO_READER))
    assert gone.reader_trouble == NO_READER
    assert stages.looked(gone, Sight("reader")).reader_trouble is None


@pytest.mark.parametrize("stage", [Stage.VERIFIED, Stage.REJECTED, Stage.CHECKED_IN])
def test_a_result_stays_when_the_card_or_the_reader_is_gone(stage: Stage) -> None:
    view = View(stage=stage, reader="reader", card=1)
    assert stages.looked(view, Sight("reader")).stage is stage
    assert stages.looked(view, Sight(trouble=NO_READER)).stage is stage


def test_what_went_wrong_last_is_still_said_while_the_next_card_is_waited_for() -> None:
    view = stages.broke_off(View(stage=Stage.READING, reader="reader", card=1), Trouble(Fault.CARD_GONE))
    assert stages.looked(view, Sight("reader")).trouble == Trouble(Fault.CARD_GONE)


def test_the_next_person_begins_with_an_empty_view() -> None:
    asked = VisitAsked(visit_id="HS-1", category="1.1", care_kind="01")
    view = View(stage=Stage.CHECKED_IN, reader="reader", card=3, asked=asked, trouble=Trouble(Fault.GATEWAY_DOWN))
    assert stages.cleared(view) == View(reader="reader", card=3)


def test_a_card_that_is_done_with_is_not_asked_for_again_until_somebody_says_so() -> None:
    done = stages.cleared(View(stage=Stage.CHECKED_IN, reader="reader", card=3))
    assert stages.looked(done, Sight("reader", 3)).stage is Stage.WAITING
    assert stages.again(done).stage is Stage.ASKING
    assert stages.again(replace(done, card=None)).stage is Stage.WAITING


def test_progress_never_goes_back() -> None:
    view = stages.advanced(stages.advanced(View(stage=Stage.READING), "dg2", 60), "dg1", 40)
    assert view.progress is not None
    assert (view.progress.file, view.progress.percent) == ("dg1", 60)
