"""Exemption from co-payment after five continuous years, and how far a person is from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ansinh.register.rules.base_salary import base_salary, copayment_threshold
from ansinh.register.rules.dated import rule
from ansinh.terms import Dong

_BASE_SALARIES = 6


@dataclass(frozen=True, slots=True)
class Copayment:
    """What a person paid on the right route; other co-payments do not count."""

    day: date
    amount: Dong


@dataclass(frozen=True, slots=True)
class CopaymentStanding:
    """`paid` in the calendar year up to the day. The person is over the threshold if, and only if, `paid` is above `threshold`.

    `exempt_from` is the first day of the exemption, which then lasts until 31 December; None while there is none.
    """

    paid: Dong
    threshold: Dong
    exempt_from: date | None


@rule(
    "EXEMPT-01",
    law="Health Insurance Law art. 22(1)(c)",
    since=date(2015, 1, 1),
    assumed="from 2019-07-01, where the table of base salaries begins",
)
def exempt_until(copayments: Iterable[Copayment], *, five_years_on: date | None, day: date) -> date | None:
    """Five continuous years and co-payments of the calendar year above six base salaries: 100 percent until 31 December.

    It needs both, on `day`; returns that 31 December, or None. "Above" is strict.
    """
    if five_years_on is None or five_years_on > day:
        return None
    if _base_salaries_paid(copayments, day) <= _BASE_SALARIES:
        return None
    return date(day.year, 12, 31)


@rule("EXEMPT-02", law="Decree 188/2025 art. 18(2)", since=date(2025, 7, 1), assumed="read through a secondary source; first day in force")
def copayment_left(copayments: Iterable[Copayment], day: date) -> Dong:
    """When the base salary changes inside the year, what is left to pay is (6 - paid / old) x new.

    The sum still missing to six base salaries at `day`, rounded up to whole dong, never negative.
    """
    left = (_BASE_SALARIES - _base_salaries_paid(copayments, day)) * base_salary(day)
    return max(0, -(-left.numerator // left.denominator))


def _base_salaries_paid(copayments: Iterable[Copayment], day: date) -> Fraction:
    """Each payment measured in the base salary of its own day; only the calendar year of `day`, only up to it."""
    counted = (paid for paid in copayments if paid.day.year == day.year and paid.day <= day)
    return sum((Fraction(paid.amount, base_salary(paid.day)) for paid in counted), Fraction(0))


@rule(
    "EXEMPT-03",
    law="Health Insurance Law art. 22(1)(c); Decree 188/2025 art. 18(2)",
    since=date(2019, 7, 1),
    assumed="the exemption begins on the day of the payment that passes the threshold, not in the middle of that visit",
)
def copayment_standing(copayments: Iterable[Copayment], *, five_years_on: date | None, day: date) -> CopaymentStanding:
    """The exemption begins on the day on which co-payments of the year pass six base salaries, or five years are reached if that is later.

    The threshold is six base salaries; after a change inside the year it is what was paid before the change and what EXEMPT-02 leaves
    to pay after it, cut to whole dong. Once it is passed, later changes do not move it.
    """
    counted = sorted((paid for paid in copayments if paid.day.year == day.year and paid.day <= day), key=lambda paid: paid.day)
    passed_on = _passed_on(counted)
    exempt_from = None if passed_on is None or five_years_on is None else max(passed_on, five_years_on)
    return CopaymentStanding(
        paid=sum(paid.amount for paid in counted),
        threshold=_threshold(counted, passed_on or day),
        exempt_from=exempt_from if exempt_from is not None and exempt_from <= day else None,
    )


def _passed_on(counted: Iterable[Copayment]) -> date | None:
    """The day of the payment that passes six base salaries."""
    measured = Fraction(0)
    for paid in counted:
        measured += Fraction(paid.amount, base_salary(paid.day))
        if measured > _BASE_SALARIES:
            return paid.day
    return None


def _threshold(counted: Iterable[Copayment], day: date) -> Dong:
    """What the sum of the year up to `day` must exceed, in whole dong: a sum is above it just when it is above six base salaries."""
    until = [paid for paid in counted if paid.day <= day]
    if all(base_salary(paid.day) == base_salary(day) for paid in until):
        return copayment_threshold(day)
    left = (_BASE_SALARIES - _base_salaries_paid(until, day)) * base_salary(day)
    return sum(paid.amount for paid in until) + left.numerator // left.denominator
