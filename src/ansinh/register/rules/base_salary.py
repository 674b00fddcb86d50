"""The base salary ("reference level") and the thresholds that follow from it. Whole dong."""

from dataclasses import dataclass
from datetime import date

from ansinh.kit.errors import NotFound
from ansinh.register.rules.dated import rule
from ansinh.terms import Dong


@dataclass(frozen=True, slots=True)
class BaseSalary:
    """`since` is the first day in force; it ends the day before the next begins."""

    since: date
    amount: Dong
    law: str
    verified: bool


BASE_SALARIES: tuple[BaseSalary, ...] = (
    BaseSalary(date(2019, 7, 1), 1_490_000, "Decree 38/2019", verified=False),
    BaseSalary(date(2023, 7, 1), 1_800_000, "Decree 24/2023", verified=False),
    BaseSalary(date(2024, 7, 1), 2_340_000, "Decree 73/2024", verified=True),
    BaseSalary(date(2026, 7, 1), 2_530_000, "Decree 161/2026", verified=True),
)


@rule("BASE-01", law="Decrees 38/2019, 24/2023, 73/2024, 161/2026", since=BASE_SALARIES[0].since, assumed="amounts before 2024-07-01")
def base_salary(day: date) -> Dong:
    """The base salary is the one in force on the day.

    Raises NotFound("base_salary_unknown") for days before the table begins.
    """
    for row in reversed(BASE_SALARIES):
        if row.since <= day:
            return row.amount
    raise NotFound("base_salary_unknown", f"the table of base salaries begins on {BASE_SALARIES[0].since}", field="day")


@rule("BASE-02", law="Health Insurance Law art. 22(1)(b)", since=BASE_SALARIES[0].since)
def is_small_bill(total_in_scope: Dong, day: date) -> bool:
    """A visit whose total in scope is strictly below 15 percent of the base salary is free of co-payment."""
    return total_in_scope < small_bill_threshold(day)


def small_bill_threshold(day: date) -> Dong:
    """15 percent of the base salary; all base salaries are multiples of 10,000, so it is whole."""
    return base_salary(day) * 15 // 100


def copayment_threshold(day: date) -> Dong:
    """Six base salaries."""
    return 6 * base_salary(day)
