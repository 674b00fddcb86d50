"""Each trouble is there and is what its name says."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox, terms
from ansinh.sandbox import CardState, Custody, Trouble
from tests.sandbox.builders import TODAY, YEAR_END, YEAR_START, covers, crowd, records, with_trouble


@settings(deadline=None, max_examples=40)
@given(year=st.integers(2020, 2120))
def test_fifty_people_carry_every_trouble_once(year: int) -> None:
    found = [person.trouble for person in sandbox.people(50, today=date(year, 1, 1)) if person.trouble]
    assert sorted(each.value for each in found) == sorted(each.value for each in Trouble)


@pytest.mark.parametrize("trouble", Trouble)
def test_two_thousand_people_carry_each_trouble_several_times_and_most_carry_none(trouble: Trouble) -> None:
    assert 5 <= len(with_trouble(trouble)) <= 20
    assert sum(person.trouble is None for person in crowd()) > 1750


def test_the_first_people_carry_no_trouble_and_one_can_log_in() -> None:
    first = crowd()[:6]
    assert [person.trouble for person in first] == [None] * 6
    assert first[0].account is not None


def test_name_differs_is_another_name_in_the_insurance_register() -> None:
    for person in with_trouble(Trouble.NAME_DIFFERS):
        assert not terms.names.same(person.full_name, person.insured[0].full_name)


def test_name_differs_comes_with_the_same_and_with_another_family_name() -> None:
    alike = {terms.names.starts_alike(person.full_name, person.insured[0].full_name) for person in with_trouble(Trouble.NAME_DIFFERS)}
    assert alike == {True, False}


def test_birth_date_differs_is_another_day_in_the_insurance_register() -> None:
    for person in with_trouble(Trouble.BIRTH_DATE_DIFFERS):
        assert not person.insured[0].birth_date.agrees_with(terms.PartialDate.of(person.birth_date))


def test_deceased_died_last_year_and_nothing_is_covered_or_paid_after() -> None:
    for person in with_trouble(Trouble.DECEASED):
        (record,) = person.insured
        assert person.deceased_on is not None
        assert person.deceased_on == record.deceased_on
        assert person.deceased_on.year == TODAY.year - 1
        assert max(card.last_day for card in record.cards) == person.deceased_on
        assert all(paid.last_month <= person.deceased_on for paid in record.contributions)


def test_only_the_deceased_are_dead() -> None:
    assert all((person.deceased_on is not None) == (person.trouble is Trouble.DECEASED) for person in crowd())


STATES = {
    Trouble.CARD_REVOKED: CardState.REVOKED,
    Trouble.CARD_HELD: CardState.HELD,
    Trouble.CARD_LOCKED: CardState.LOCKED,
    Trouble.CARD_REDUCED: CardState.REDUCED,
    Trouble.CARD_REDUCED_MOVED_OUT: CardState.REDUCED_MOVED_OUT,
    Trouble.CARD_REDUCED_MOVED_WITHIN: CardState.REDUCED_MOVED_WITHIN,
    Trouble.CARD_REDUCED_READDED: CardState.REDUCED_READDED,
    Trouble.CARD_REDUCED_STOPPED: CardState.REDUCED_STOPPED,
}


@pytest.mark.parametrize("trouble", STATES)
def test_a_card_that_may_not_be_used_would_cover_the_year(trouble: Trouble) -> None:
    for person in with_trouble(trouble):
        (unusable,) = (card for card in person.insured[0].cards if card.state is not CardState.VALID)
        assert (unusable.number, unusable.state) == (person.carried_card, STATES[trouble])
        assert covers(unusable, YEAR_START)
        assert covers(unusable, YEAR_END)


def test_no_other_card_is_in_any_of_these_states() -> None:
    unusable = {
        (person.trouble, card.state)
        for person in crowd()
        for record in person.insured
        for card in record.cards
        if card.state is not CardState.VALID
    }
    assert unusable == set(STATES.items())


def test_an_expired_card_ended_before_the_year_and_there_is_no_other() -> None:
    for person in with_trouble(Trouble.CARD_EXPIRED):
        assert person.carried_card is not None
        assert all(card.last_day < YEAR_START for card in person.insured[0].cards)


@pytest.mark.parametrize("trouble", [Trouble.CARD_REISSUED_OLD_EXPIRED, Trouble.CARD_REISSUED_OLD_VALID])
def test_a_reissued_card_leaves_the_old_one_in_the_pocket(trouble: Trouble) -> None:
    for person in with_trouble(trouble):
        *_, old, new = person.insured[0].cards
        assert person.carried_card == old.number != new.number
        assert covers(new, YEAR_START)
        assert covers(new, YEAR_END)
        still_valid = trouble is Trouble.CARD_REISSUED_OLD_VALID
        assert (covers(old, YEAR_START), covers(old, YEAR_END)) == (still_valid, still_valid)
        assert old.spans[-1].first_day < new.spans[0].first_day
        assert old.number.benefit_digit == new.number.benefit_digit


def test_a_child_without_card_is_under_six_and_enrolled() -> None:
    for person in with_trouble(Trouble.CHILD_WITHOUT_CARD):
        assert TODAY.year - person.birth_date.year < 6
        assert [record.cards for record in person.insured] == [()]
        assert person.carried_card is None


@pytest.mark.parametrize(
    ("trouble", "custody", "code"), [(Trouble.ARMY_CARD, Custody.ARMY, "QN5"), (Trouble.POLICE_CARD, Custody.POLICE, "CA5")]
)
def test_army_and_police_cards_are_in_their_own_custody(trouble: Trouble, custody: Custody, code: str) -> None:
    for person in with_trouble(trouble):
        card = person.insured[0].cards[-1]
        assert (card.custody, card.number.value[:3]) == (custody, code)
    assert {person.trouble for person in crowd() for record in person.insured for card in record.cards if card.custody is custody} == {
        trouble
    }


def test_no_insurance_is_no_record() -> None:
    assert all(not person.insured and person.carried_card is None for person in with_trouble(Trouble.NO_INSURANCE))
    assert all(person.insured for person in crowd() if person.trouble is not Trouble.NO_INSURANCE)


def test_two_insurance_numbers_are_two_records_that_claim_the_same_person() -> None:
    for person in with_trouble(Trouble.TWO_INSURANCE_NUMBERS):
        one, other = person.insured
        assert one.social_insurance_number != other.social_insurance_number
        assert one.shares_number
        assert other.shares_number
        assert one.full_name == other.full_name == person.full_name
        assert covers(other.cards[-1], TODAY)
    assert not any(record.shares_number for record in records([person for person in crowd() if len(person.insured) == 1]))


def test_account_level_1_is_level_1_and_everybody_else_is_level_2() -> None:
    assert all((person.account.level == 1) == (person.trouble is Trouble.ACCOUNT_LEVEL_1) for person in crowd() if person.account)
    assert all(person.account for person in with_trouble(Trouble.ACCOUNT_LEVEL_1))


def test_everybody_in_trouble_can_log_in_except_the_child() -> None:
    assert {person.trouble for person in crowd() if person.trouble and person.account is None} == {Trouble.CHILD_WITHOUT_CARD}


def test_whoever_the_registers_do_not_agree_on_was_never_verified() -> None:
    never = {person.trouble for person in crowd() for record in person.insured if record.verified_on is None}
    assert never == {Trouble.NAME_DIFFERS, Trouble.BIRTH_DATE_DIFFERS, Trouble.TWO_INSURANCE_NUMBERS, Trouble.POPULATION_TIMEOUT}
