"""Contributions counted by year, for the bars and their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ansinh.register import ContributionRow

_RECENT_YEARS = 8


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year: for each of its twelve months whether it is paid for."""

    year: int
    paid: tuple[bool, ...]

    @property
    def months(self) -> int:
        return sum(self.paid)


@dataclass(frozen=True, slots=True)
class Paid:
    """`recent` newest first, the years between the first and the last paid one without a gap; `earlier_months` in those before."""

    recent: tuple[Year, ...]
    earlier_months: int
    total_months: int


def paid_months(rows: Iterable[ContributionRow]) -> Paid | None:
    """A month counts once however many contributions it has; None without any."""
    months = {month for row in rows for month in _months(row.first_month, row.last_month)}
    if not months:
        return None
    first, last = min(months)[0], max(months)[0]
    years = [Year(year, tuple((year, month) in months for month in range(1, 13))) for year in range(last, first - 1, -1)]
    recent = tuple(years[:_RECENT_YEARS])
    return Paid(recent, len(months) - sum(year.months for year in recent), len(months))


def _months(first: date, last: date) -> Iterable[tuple[int, int]]:
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield index // 12, index % 12 + 1
