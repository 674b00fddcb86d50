"""How far a person is from the exemption of the year, and which visits count for it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import register

DAY = date(2026, 11, 20)
LONG_AGO = date(2020, 1, 1)
YEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
COPAYMENTS = st.lists(st.builds(register.Copayment, YEAR, st.integers(0, 6_000_000)), max_size=12)


def paid(amount: int, day: date = DAY) -> register.Copayment:
    return register.Copayment(day, amount)


def standing(*copayments: register.Copayment, five_years_on: date | None = LONG_AGO, day: date = DAY) -> register.CopaymentStanding:
    return register.copayment_standing(copayments, five_years_on=five_years_on, day=day)


def test_who_paid_nothing_stands_at_zero() -> None:
    assert standing() == register.CopaymentStanding(paid=0, threshold=15_180_000, exempt_from=None)


def test_exactly_six_base_salaries_are_not_above_the_threshold() -> None:
    assert standing(paid(15_180_000)).exempt_from is None
    assert standing(paid(15_180_001)).exempt_from == DAY


def test_the_exemption_begins_with_the_payment_that_passes_the_threshold() -> None:
    july, august, september = (paid(8_000_000, date(2026, month, 5)) for month in (7, 8, 9))
    found = standing(september, july, august)
    assert found == register.CopaymentStanding(paid=24_000_000, threshold=15_180_000, exempt_from=date(2026, 8, 5))


@pytest.mark.parametrize(
    ("five_years_on", "exempt_from"),
    [
        (date(2026, 8, 5), date(2026, 8, 5)),
        (date(2026, 10, 1), date(2026, 10, 1)),
        (DAY, DAY),
        (DAY + timedelta(days=1), None),
        (None, None),
    ],
)
def test_it_needs_the_five_years_too_and_begins_with_the_later_of_both(five_years_on: date | None, exempt_from: date | None) -> None:
    assert standing(paid(16_000_000, date(2026, 8, 5)), five_years_on=five_years_on).exempt_from == exempt_from


@pytest.mark.parametrize("day", [date(2025, 12, 31), DAY + timedelta(days=1)])
def test_payments_of_another_year_and_of_later_days_do_not_stand_in_the_sum(day: date) -> None:
    assert standing(paid(99_000_000, day)).paid == 0


def test_after_a_change_of_the_base_salary_the_threshold_is_what_was_paid_and_what_is_left() -> None:
    half = paid(3 * 2_340_000, date(2026, 2, 1))
    assert standing(half, day=date(2026, 6, 30)).threshold == 14_040_000
    assert standing(half).threshold == 3 * 2_340_000 + 3 * 2_530_000
    assert standing(half, paid(3 * 2_530_000)).exempt_from is None
    assert standing(half, paid(3 * 2_530_000 + 1)).exempt_from == DAY


def test_who_passed_the_old_threshold_stays_exempt_after_the_change() -> None:
    before = paid(14_040_001, date(2026, 6, 30))
    assert standing(before) == register.CopaymentStanding(paid=14_040_001, threshold=14_040_000, exempt_from=date(2026, 6, 30))


@given(COPAYMENTS, YEAR)
def test_the_sum_is_above_the_threshold_just_when_the_exemption_rule_says_so(copayments: list[register.Copayment], day: date) -> None:
    found = standing(*copayments, day=day)
    is_exempt = register.exempt_until(copayments, five_years_on=LONG_AGO, day=day) is not None
    assert (found.paid > found.threshold) is is_exempt
    assert (found.exempt_from is not None) is is_exempt


@given(COPAYMENTS, YEAR, YEAR)
def test_an_exemption_never_moves_once_it_has_begun(copayments: list[register.Copayment], one: date, other: date) -> None:
    earlier, later = (standing(*copayments, day=day).exempt_from for day in sorted((one, other)))
    assert earlier in {None, later}


@given(COPAYMENTS, YEAR)
def test_what_is_left_and_the_threshold_agree(copayments: list[register.Copayment], day: date) -> None:
    found = standing(*copayments, day=day)
    left = register.copayment_left(copayments, day)
    assert left == 0 or left - 1 <= found.threshold - found.paid <= left


@pytest.mark.parametrize("category", ["1.1", "1.2", "1.11", "1.18", "2", "7", "7.4"])
def test_visits_on_the_right_route_in_an_emergency_or_for_drugs_count(category: str) -> None:
    assert register.is_own_route(category)


@pytest.mark.parametrize("category", ["3.1", "3.2", "3.6", "8", "9", "10", "", "11"])
def test_visits_by_own_choice_or_outside_the_insurance_do_not(category: str) -> None:
    assert not register.is_own_route(category)
