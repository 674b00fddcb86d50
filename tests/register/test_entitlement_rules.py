from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import register
from ansinh.kit.errors import NotFound
from ansinh.terms import CardNumber
from tests.register.builders import card, span

DAY = date(2026, 11, 20)
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


# BENEFIT


@pytest.mark.parametrize(("digit", "percent"), [(1, 100), (2, 100), (3, 95), (4, 80), (5, 100)])
def test_the_benefit_digit_gives_the_percent(digit: int, percent: int) -> None:
    assert register.benefit_percent(CardNumber.parse(f"XX{digit}010123456789"), DAY) == percent


@pytest.mark.parametrize("printed", ["CN3010123456789", "LH4010123456789"])
def test_near_poor_cards_count_as_digit_2_from_2026_on(printed: str) -> None:
    number = CardNumber.parse(printed)
    assert register.counted_digit(number, date(2025, 12, 31)) == number.benefit_digit
    assert register.counted_digit(number, date(2026, 1, 1)) == 2
    assert register.benefit_percent(number, date(2026, 1, 1)) == 100


@pytest.mark.parametrize("printed", ["CN4010123456789", "LH3010123456789", "DN4010123456789", "HT3010123456789"])
def test_other_cards_keep_their_printed_digit(printed: str) -> None:
    number = CardNumber.parse(printed)
    assert register.counted_digit(number, date(2026, 1, 1)) == number.benefit_digit


# CARD


def test_of_several_cards_the_one_with_the_highest_percent_counts() -> None:
    worker, veteran = card("DN4010123456789"), card("CC1010123456789")
    found = register.card_on([worker, veteran], DAY)
    assert found is not None
    assert found.card == veteran


def test_a_higher_percent_counts_from_its_own_first_day() -> None:
    worker, veteran = card("DN4010123456789"), card("CC1010123456789", span(date(2026, 11, 21), date(2026, 12, 31)))
    today, tomorrow = register.card_on([worker, veteran], DAY), register.card_on([worker, veteran], DAY + timedelta(days=1))
    assert (today and today.card, tomorrow and tomorrow.card) == (worker, veteran)


@pytest.mark.parametrize(
    ("day", "covered"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)]
)
def test_a_card_covers_its_first_and_last_day_and_no_other(day: date, covered: bool) -> None:
    assert (register.card_on([card()], day) is not None) is covered


def test_a_card_that_is_not_valid_covers_nothing() -> None:
    assert register.card_on([card(state=register.CardState.REVOKED)], DAY) is None


# EXPIRY


@pytest.mark.parametrize(
    ("discharged", "until"),
    [
        (date(2026, 3, 30), date(2026, 3, 30)),  # before the card ends
        (date(2026, 4, 15), date(2026, 4, 15)),  # the fifteenth day after
        (date(2026, 4, 16), date(2026, 4, 15)),  # the sixteenth
        (None, date(2026, 4, 15)),
    ],
)
def test_a_card_that_ends_during_a_stay_covers_it_to_the_discharge_at_most_fifteen_days(discharged: date | None, until: date) -> None:
    assert register.covered_until(date(2026, 3, 31), admitted_on=date(2026, 3, 20), discharged_on=discharged) == until


def test_a_stay_that_begins_on_the_last_day_is_covered_and_one_day_later_is_not() -> None:
    last = date(2026, 3, 31)
    assert register.covered_until(last, admitted_on=last) == date(2026, 4, 15)
    assert register.covered_until(last, admitted_on=date(2026, 4, 1)) is None


def test_a_discharge_before_the_admission_is_refused() -> None:
    with pytest.raises(ValueError, match="before the admission"):
        register.covered_until(date(2026, 3, 31), admitted_on=date(2026, 3, 20), discharged_on=date(2026, 3, 19))


# FIVE YEARS


def test_five_years_count_from_the_first_day_of_the_run() -> None:
    assert register.five_years_on([(date(2021, 4, 1), date(2026, 12, 31))]) == date(2026, 4, 1)


def test_nobody_without_a_span_has_a_five_year_date() -> None:
    assert register.five_years_on([]) is None


@pytest.mark.parametrize(
    ("again", "five_years"),
    [
        (date(2022, 7, 1), date(2026, 1, 1)),  # April, May, June missing: three months
        (date(2022, 7, 2), date(2027, 7, 2)),  # a day more
    ],
)
def test_a_gap_of_three_months_does_not_break_the_run_and_a_day_more_does(again: date, five_years: date) -> None:
    assert register.five_years_on([(date(2021, 1, 1), date(2022, 3, 31)), (again, date(2026, 12, 31))]) == five_years


def test_a_run_begun_on_29_february_is_five_years_old_on_1_march() -> None:
    assert register.five_years_on([(date(2020, 2, 29), date(2026, 12, 31))]) == date(2025, 3, 1)


@given(st.lists(st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_neither_order_nor_splitting_of_spans_changes_the_five_year_date(spans: list[tuple[date, date]], random: object) -> None:
    split = [part for first, last in spans for part in _halves(first, last)]
    random.shuffle(split)  # type: ignore[attr-defined]
    assert register.five_years_on(split) == register.five_years_on(spans)


def _halves(first: date, last: date) -> list[tuple[date, date]]:
    middle = first + (last - first) // 2
    return [(first, middle)] + ([(middle + timedelta(days=1), last)] if middle < last else [])


# BASE SALARY


@pytest.mark.parametrize(
    ("day", "amount", "small_bill", "copayment"),
    [
        (date(2019, 7, 1), 1_490_000, 223_500, 8_940_000),
        (date(2023, 7, 1), 1_800_000, 270_000, 10_800_000),
        (date(2026, 6, 30), 2_340_000, 351_000, 14_040_000),
        (date(2026, 7, 1), 2_530_000, 379_500, 15_180_000),
    ],
)
def test_base_salary_and_thresholds_are_those_in_force_on_the_day(day: date, amount: int, small_bill: int, copayment: int) -> None:
    assert (register.base_salary(day), register.small_bill_threshold(day), register.copayment_threshold(day)) == (
        amount,
        small_bill,
        copayment,
    )


def test_a_day_before_the_table_begins_has_no_base_salary() -> None:
    with pytest.raises(NotFound, match="2019-07-01"):
        register.base_salary(date(2019, 6, 30))


def test_a_bill_of_exactly_fifteen_percent_is_not_small() -> None:
    assert register.is_small_bill(379_499, DAY)
    assert not register.is_small_bill(379_500, DAY)


# EXEMPTION


def paid(amount: int, day: date = DAY) -> register.Copayment:
    return register.Copayment(day, amount)


def test_exemption_lasts_to_the_end_of_the_year() -> None:
    assert register.exempt_until([paid(15_180_001)], five_years_on=DAY, day=DAY) == date(2026, 12, 31)


def test_exactly_six_base_salaries_are_not_enough() -> None:
    assert register.exempt_until([paid(15_180_000)], five_years_on=DAY, day=DAY) is None


@pytest.mark.parametrize("five_years_on", [None, DAY + timedelta(days=1)])
def test_money_without_five_years_is_not_enough(five_years_on: date | None) -> None:
    assert register.exempt_until([paid(99_000_000)], five_years_on=five_years_on, day=DAY) is None


@pytest.mark.parametrize("day", [date(2025, 12, 31), DAY + timedelta(days=1)])
def test_payments_of_another_year_or_of_later_days_do_not_count(day: date) -> None:
    assert register.exempt_until([paid(99_000_000, day)], five_years_on=DAY, day=DAY) is None


def test_what_was_paid_under_the_old_base_salary_keeps_its_share() -> None:
    three_old = paid(3 * 2_340_000, date(2026, 2, 1))
    assert register.copayment_left([three_old], DAY) == 3 * 2_530_000


def test_nothing_is_left_once_six_are_paid() -> None:
    assert register.copayment_left([paid(20_000_000)], DAY) == 0


@given(st.lists(st.builds(register.Copayment, st.dates(date(2026, 1, 1), DAY), st.integers(1, 3_000_000)), max_size=20))
def test_paying_what_is_left_and_one_dong_more_exempts(copayments: list[register.Copayment]) -> None:
    left = register.copayment_left(copayments, DAY)
    assert register.exempt_until([*copayments, paid(left + 1)], five_years_on=DAY, day=DAY) == date(2026, 12, 31)


# THE RULES AS DATA


def test_every_rule_names_its_law_and_says_what_it_says() -> None:
    codes = {each.code for each in register.RULES}
    assert {"BENEFIT-01", "BENEFIT-02", "CARD-01", "EXPIRY-01", "FIVE-01", "BASE-01", "BASE-02", "EXEMPT-01", "EXEMPT-02"} <= codes
    assert [each.code for each in register.RULES if not each.law or not each.says] == []
