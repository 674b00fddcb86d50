"""When a person has been insured for five continuous years."""

from collections.abc import Iterable
from datetime import date, timedelta

from ansinh.register.rules.dated import rule

_LONGEST_GAP_MONTHS = 3
_YEARS = 5


@rule(
    "FIVE-01",
    law="Health Insurance Law art. 22(1)(c); Decree 188/2025",
    since=date(2015, 1, 1),
    assumed="gaps of up to three months do not break continuity (kept from Decree 146/2018 art. 12(5))",
)
def five_years_on(spans: Iterable[tuple[date, date]]) -> date | None:
    """Five years after the first day of the latest run of coverage, where gaps of at most three months do not break a run.

    `spans` are (first day, last day) of any of the person's cards, in any order, overlapping or not. The day may lie in
    the future. None without a span.
    """
    run_start: date | None = None
    covered_to: date | None = None
    for first, last in sorted(spans):
        if covered_to is None or first > _months_after(covered_to + timedelta(days=1), _LONGEST_GAP_MONTHS):
            run_start = first
        covered_to = last if covered_to is None else max(covered_to, last)
    return None if run_start is None else _months_after(run_start, 12 * _YEARS)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month; a day that month does not have becomes the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return date(year, month + 1, 1)
