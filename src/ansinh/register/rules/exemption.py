"""Exemption from co-payment after five continuous years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ansinh.register.rules.base_salary import base_salary
from ansinh.register.rules.dated import rule
from ansinh.terms import Dong

_BASE_SALARIES = 6


@dataclass(frozen=True, slots=True)
class Copayment:
    """What a person paid on the right route; other co-payments do not count."""

    day: date
    amount: Dong


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
