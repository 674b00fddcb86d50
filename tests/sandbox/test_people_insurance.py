"""Cards, spans and contributions fit the person, the law's table of object codes, and each other, on every day of the year."""

import csv
import io
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox, terms
from ansinh.sandbox import CardState, Payer, Person, Trouble
from tests.sandbox.builders import TODAY, YEAR_END, YEAR_START, all_cards, covers, crowd

# Object codes printed with each benefit digit (Decision 1351/QD-BHXH of 2015, as seen in public client code).
PRINTED_WITH = """digit,codes
1,CC TE
2,CK CB KC HN DT DK XD BT TS AK CT
3,HT TC CN PV TG DS HK
4,DN HX CH NN TK HC XK TB NO XB TN CS XN MS HD TQ TA TY HG LS LH HS SV GB GD ND TH TV TD TU BA
5,QN CA CY
"""
DIGIT = {code: int(row["digit"]) for row in csv.DictReader(io.StringIO(PRINTED_WITH)) for code in row["codes"].split()}
FACILITIES = {each.code: each for each in sandbox.facilities()}
EMPLOYERS = {each.code for each in sandbox.employers()}
AGES = {
    "TE": (0, 6),
    "HS": (6, 18),
    "SV": (19, 22),
    "DN": (19, 60),
    "HT": (57, 95),
    "BT": (80, 95),
    "GD": (19, 95),
    "QN": (19, 61),
    "CA": (19, 61),
}


def test_the_benefit_digit_is_the_one_printed_with_the_object_code() -> None:
    for _, card in all_cards():
        number = terms.CardNumber.parse(card.number.value)
        assert number.benefit_digit == DIGIT[number.object_code]


def test_a_card_ends_in_the_insurance_number_of_its_record() -> None:
    for person in crowd():
        for record in person.insured:
            for card in record.cards:
                assert card.number.social_insurance_number == record.social_insurance_number
                assert card.number.province is not None


@settings(deadline=None, max_examples=20)
@given(year=st.integers(2020, 2120))
def test_object_codes_fit_the_age_in_every_year_they_were_held(year: int) -> None:
    for person in sandbox.people(290, today=date(year, 3, 3)):
        for record in person.insured:
            for card in record.cards:
                youngest, oldest = AGES.get(card.number.object_code, (6, 95))
                for span in card.spans:
                    assert youngest <= span.first_day.year - person.birth_date.year
                    assert span.last_day.year - person.birth_date.year <= max(oldest, 6)


@settings(deadline=None, max_examples=20)
@given(year=st.integers(2020, 2120), nth_day=st.integers(0, 364))
def test_on_every_day_of_the_year_children_under_six_hold_te1_and_nobody_else(year: int, nth_day: int) -> None:
    day = date(year, 1, 1) + timedelta(days=nth_day)
    for person in sandbox.people(290, today=day):
        under_six = day < _birthday(person, 6)
        held = {card.number.value[:3] for record in person.insured for card in record.cards if covers(card, day)}
        assert held <= {"TE1"} if under_six else "TE1" not in held


@settings(deadline=None, max_examples=20)
@given(year=st.integers(2020, 2120))
def test_spans_are_in_order_never_overlap_and_never_begin_before_birth(year: int) -> None:
    for person in sandbox.people(290, today=date(year, 3, 3)):
        for record in person.insured:
            for card in record.cards:
                assert card.spans
                assert all(span.first_day <= span.last_day for span in card.spans)
                assert all(one.last_day < next_.first_day for one, next_ in itertools.pairwise(card.spans))
                assert card.spans[0].first_day >= person.birth_date
                assert card.issued_on <= card.spans[0].first_day


def test_people_without_trouble_are_covered_on_every_day_of_the_year_by_the_card_they_carry() -> None:
    for person in crowd():
        if person.trouble is None:
            card = next(card for card in person.insured[0].cards if card.number == person.carried_card)
            assert covers(card, YEAR_START)
            assert covers(card, YEAR_END)
            assert card.state is CardState.VALID


def test_a_person_without_trouble_never_holds_two_cards_at_once() -> None:
    for person in crowd():
        if person.trouble is None:
            spans = sorted((span.first_day, span.last_day) for card in person.insured[0].cards for span in card.spans)
            assert all(one[1] < next_[0] for one, next_ in itertools.pairwise(spans))


def test_there_is_a_timeline_worth_drawing() -> None:
    employers_of = [
        {each.employer_code for each in person.insured[0].contributions if each.employer_code} for person in crowd() if person.insured
    ]
    assert sum(len(each) > 1 for each in employers_of) > 50
    assert sum(_gaps(person) > 0 for person in crowd()) > 50
    assert sum(len(person.insured[0].cards) > 1 for person in crowd() if person.insured) > 200
    assert all(person.insured[0].cards[0].spans[0].first_day >= date(2018, 1, 1) for person in crowd() if person.carried_card)


def test_the_facility_exists_and_is_in_the_persons_province_where_there_is_one() -> None:
    served = {facility.province_code for facility in sandbox.facilities()}
    at_home = 0
    for person, card in all_cards():
        for span in card.spans:
            facility = FACILITIES[span.facility_code]
            if person.province_code in served:
                assert facility.province_code == person.province_code
                at_home += 1
    assert at_home > 5000


def test_contributions_name_known_employers_and_do_not_overlap() -> None:
    for person in crowd():
        for record in person.insured:
            for paid in record.contributions:
                assert (paid.employer_code is not None) == (paid.payer is Payer.EMPLOYEE)
                assert paid.employer_code is None or paid.employer_code in EMPLOYERS
                assert paid.first_month.day == paid.last_month.day == 1
            assert all(one.last_month < next_.first_month for one, next_ in itertools.pairwise(record.contributions))


def test_every_covered_month_is_paid_for() -> None:
    for person in crowd():
        if person.trouble not in {None, Trouble.DECEASED, Trouble.CARD_EXPIRED}:
            continue
        record = person.insured[0]
        paid = {month for each in record.contributions for month in _months(each.first_month, each.last_month)}
        covered = {month for card in record.cards for span in card.spans for month in _months(span.first_day, span.last_day)}
        assert paid == covered


@pytest.mark.parametrize(
    ("month", "rank", "amount"),
    [(date(2026, 7, 1), 0, 113_850), (date(2026, 1, 1), 0, 105_300), (date(2026, 7, 1), 1, 79_695), (date(2026, 7, 1), 2, 68_310)],
)
def test_a_household_pays_four_and_a_half_percent_and_less_for_each_further_member(month: date, rank: int, amount: int) -> None:
    share = (100, 70, 60)[rank]
    found = {
        paid.amount
        for person in crowd()
        for record in person.insured
        for paid in record.contributions
        if paid.payer is Payer.HOUSEHOLD and paid.first_month == month and paid.amount * 100_000 == paid.base * 45 * share
    }
    assert found == {amount}


def test_an_employee_and_the_employer_pay_thirty_two_percent_of_the_wage() -> None:
    wages = [paid for person in crowd() for record in person.insured for paid in record.contributions if paid.payer is Payer.EMPLOYEE]
    assert len(wages) > 1000
    assert all(paid.amount * 100 == paid.base * 32 for paid in wages)


def test_the_two_registers_agree_on_people_without_trouble() -> None:
    for person in crowd():
        if person.trouble is None:
            (record,) = person.insured
            assert record.full_name == person.full_name
            assert record.birth_date.agrees_with(terms.PartialDate.of(person.birth_date))
            assert record.verified_on is not None
            assert record.enrolled_on <= record.verified_on < TODAY


def test_some_of_the_oldest_are_insured_by_their_year_of_birth_alone() -> None:
    by_year = [person for person in crowd() for record in person.insured if record.birth_date.month is None]
    assert 1 <= len(by_year) <= 60
    assert all(TODAY.year - person.birth_date.year > 70 for person in by_year)


def _birthday(person: Person, age: int) -> date:
    born = person.birth_date
    return date(born.year + age, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + age)


def _gaps(person: Person) -> int:
    spans = sorted((span.first_day, span.last_day) for record in person.insured[:1] for card in record.cards for span in card.spans)
    return sum(next_[0] - one[1] > timedelta(days=1) for one, next_ in itertools.pairwise(spans))


def _months(first: date, last: date) -> set[tuple[int, int]]:
    return {divmod(month, 12) for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)}
