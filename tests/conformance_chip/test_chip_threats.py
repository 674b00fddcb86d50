"""Threats of the table that no other test holds."""

from dataclasses import fields, replace

import pytest

from ansinh.chip.verification import Level, Person
from tests.conformance_chip.card import DETAILS, good_card, groups, signed, with_group
from tests.conformance_chip.stand import Bent, run
from tests.conformance_chip.units import every


@pytest.mark.parametrize("left", [(), (14,), (15,), (14, 15)])
def test_a_card_without_the_keys_that_were_signed_is_never_worth_the_proof(left: tuple[int, ...]) -> None:
    """A copy in every shape: with the groups that tell of the keys or without them, never with the keys."""
    there = {number: raw for number, raw in groups().items() if number in {1, 2, 13} or number in left}
    copy = replace(signed(good_card(), groups(), on_card=there), chip_key=None, active_key=None)
    seen = run(Bent(chip=copy))
    assert seen.judged is not None
    assert seen.judged.level is Level.NONE


def test_of_the_person_only_what_insurance_needs_leaves_verification() -> None:
    judged = run(Bent(chip=good_card())).judged
    assert judged is not None
    assert judged.person is not None
    assert {each.name for each in fields(Person)} == {"citizen_number", "full_name", "name_has_marks", "birth_date", "sex", "residence"}
    kept = " ".join(str(getattr(judged.person, each.name)) for each in fields(Person))
    assert DETAILS.full_name in kept  # type: ignore[operator]
    assert not any(value in kept for value in (DETAILS.religion, DETAILS.ethnicity, DETAILS.nationality) if value)


def test_reading_and_judging_cards_good_and_bad_logs_and_prints_nothing(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(0):
        run(Bent(chip=good_card()))
        run(Bent(chip=with_group(13, groups()[1])))
        for _, case in list(every())[::12]:
            if case.card is not None:
                run(case.card())
    assert caplog.records == []
    assert "".join(capfd.readouterr()) == ""
