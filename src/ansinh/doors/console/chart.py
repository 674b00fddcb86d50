"""Counts by day as a drawing, and counts by kind as bars: positions in percent of the width, so that they fit every screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HEIGHT = 190  # pixels, of which the lowest hold the days
_TOP, _BOTTOM = 18, 24
_GAP = 0.24  # of a day's width
_LINES = 3  # at most, above the ground
_MOST_LABELS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One day; `x` and `width` in percent, `y` and `height` in pixels."""

    day: date
    count: int
    x: float
    width: float
    y: float
    height: float
    is_last: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A level across the drawing."""

    count: int
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A day written below; `at` in percent."""

    day: date
    at: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Every day of the period, those without anything too. `ground` is where the bars stand."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    ground: float
    height: int
    total: int

    @property
    def busiest(self) -> Bar:
        return max(self.bars, key=lambda bar: (bar.count, bar.day))


@dataclass(frozen=True, slots=True)
class Share:
    """One kind among several: `key` names its word, `percent` is of the largest for the bar, `share` of all for the reader."""

    key: str
    count: int
    percent: float
    share: float


def by_day(counts: Mapping[date, int], *, first_day: date, last_day: date) -> Chart:
    """A bar for each day from `first_day` to `last_day`, both included."""
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    step = _step(max(counts.get(day, 0) for day in days))
    top = step * max(1, -(-max(counts.get(day, 0) for day in days) // step))
    ground = HEIGHT - _BOTTOM
    slot = 100 / len(days)

    def y_of(count: int) -> float:
        return round(ground - (ground - _TOP) * count / top, 1)

    return Chart(
        bars=tuple(
            Bar(
                day=day,
                count=counts.get(day, 0),
                x=round(slot * (n + _GAP / 2), 3),
                width=round(slot * (1 - _GAP), 3),
                y=y_of(counts.get(day, 0)),
                height=round(ground - y_of(counts.get(day, 0)), 1),
                is_last=day == last_day,
            )
            for n, day in enumerate(days)
        ),
        lines=tuple(Line(count, y_of(count)) for count in range(step, top + 1, step)),
        labels=tuple(Label(days[n], round(slot * (n + 0.5), 2)) for n in _labelled(len(days))),
        ground=ground,
        height=HEIGHT,
        total=sum(counts.get(day, 0) for day in days),
    )


def shares(counts: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
    """The kinds in the order given, each beside the largest."""
    listed: Sequence[tuple[str, int]] = list(counts)
    largest, total = max((count for _, count in listed), default=0), sum(count for _, count in listed)
    return tuple(
        Share(key, count, round(100 * count / largest, 1) if largest else 0.0, round(100 * count / total, 1) if total else 0.0)
        for key, count in listed
    )


def _step(largest: int) -> int:
    """A round number of which at most three reach the largest: 1, 2 or 5 and zeros."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * _LINES >= largest:
                return step * factor
        step *= 10


def _labelled(days: int) -> list[int]:
    """Which days are written below, counted back from the last: at most five, so that they do not run into each other."""
    every = -(-days // _MOST_LABELS)
    return list(range(days - 1 - every // 2, -1, -every))[::-1]
