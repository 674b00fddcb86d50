"""The conformance suite of the reader, after BSI TR-03105 Part 5.1: each case of the table is run on a whole card."""

import re

import pytest

from tests.conformance_chip.card import good_card
from tests.conformance_chip.page import PAGE, page
from tests.conformance_chip.stand import Accepted, Bent, Seen, run
from tests.conformance_chip.table import Case
from tests.conformance_chip.threats import THREATS
from tests.conformance_chip.units import APPLICABLE, UNITS, every, share

_RUN = [
    pytest.param(case, id=number, marks=[pytest.mark.xfail(reason=case.defect, strict=True)] if case.defect else [])
    for number, case in every()
    if case.card is not None
]


@pytest.fixture(scope="module")
def good() -> Seen:
    """What comes of the card that nothing is wrong with."""
    return run(Bent(chip=good_card(), groups=(1, 2, 13, 14, 15)))


@pytest.mark.parametrize("case", _RUN)
def test_a_card_of_the_table_comes_to_what_is_expected_of_it(case: Case) -> None:
    assert case.card is not None
    assert case.expect is not None
    bent = case.card()
    seen = run(bent)
    case.expect.hold(seen)
    assert seen.bends or (bent.inside is None and bent.wire is None), "the card never did what the case is about"


def test_nothing_is_wrong_with_the_card_that_is_bent(good: Seen) -> None:
    Accepted(portrait="shown").hold(good)


def test_no_case_about_something_wrong_would_pass_with_the_good_card(good: Seen) -> None:
    others = [case.expect for _, case in every() if case.expect is not None and not isinstance(case.expect, Accepted)]
    assert len(others) > 200
    for expect in others:
        with pytest.raises(AssertionError):
            expect.hold(good)


def test_every_card_of_the_table_differs_from_the_good_one_where_something_is_wrong() -> None:
    usual = Bent(chip=good_card())
    for _, case in every():
        if case.card is not None and not isinstance(case.expect, Accepted):
            bent = case.card()
            assert (bent.chip, bent.inside, bent.wire, bent.keys, bent.policy, bent.store) != (
                usual.chip,
                None,
                None,
                None,
                usual.policy,
                usual.store,
            )


def test_all_units_of_the_plan_are_there_and_each_without_cases_says_why() -> None:
    assert [unit.name for unit in UNITS] == [f"ISO7816_{each}" for each in "ABCDEFG"] + [f"LDS_{each}" for each in "ABCDEFGHIJK"]
    assert all(unit.cases or unit.dropped for unit in UNITS)


def test_numbers_and_titles_stand_once_in_their_unit() -> None:
    numbers = [number for number, _ in every()]
    assert len(set(numbers)) == len(numbers)
    for unit in APPLICABLE:
        titles = [case.title for case in unit.cases]
        assert sorted(set(titles)) == sorted(titles)


def test_a_number_of_the_plan_lies_inside_its_unit() -> None:
    for unit in APPLICABLE:
        for case in unit.cases:
            known = re.findall(r"(\w+)_(\d\d)", case.plan)
            assert all(name == unit.name and int(number) <= unit.highest for name, number in known)


def test_what_is_not_supported_and_what_fails_counts_against_us() -> None:
    passing, of = share()
    assert of - passing == sum(bool(case.unsupported or case.defect) for _, case in every())


def test_every_case_a_threat_names_is_in_the_table_and_says_where() -> None:
    titles = {case.title for _, case in every()}
    assert {title for threat in THREATS for title in threat.cases} - titles == set()
    assert all(threat.tests for threat in THREATS)


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text() == page()
