"""The periods of cover as a drawing: positions in percent of its width, so that it fits every screen without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ansinh.register import Card, CardState
from ansinh.terms import CardNumber

_MOST_TICKS = 6
_MOST_LANES = 4
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of cover; `start` and `width` in percent."""

    start: float
    width: float
    first: date
    last: date
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One card with its unbroken stretches, oldest first."""

    number: CardNumber
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    year: int
    at: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes with the newest card first; `five_years` is None where the day lies outside the drawing."""

    first_year: int
    last_year: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: float
    five_years: float | None


def timeline_of(cards: Sequence[Card], *, today: date, five_years_on: date | None) -> Timeline | None:
    """The drawing of the cards' spans; None where there is nothing to draw. At most four cards are drawn, the newest."""
    drawn = [card for card in cards if card.spans][:_MOST_LANES]
    if not drawn:
        return None
    spans = [span for card in drawn for span in card.spans]
    first_year = min(*(span.first_day.year for span in spans), today.year)
    last_year = max(*(span.last_day.year for span in spans), today.year)
    if five_years_on is not None and five_years_on.year == last_year + 1:
        last_year += 1  # near enough to be worth showing
    scale = _Scale(date(first_year, 1, 1), date(last_year + 1, 1, 1))
    return Timeline(
        first_year=first_year,
        last_year=last_year,
        lanes=tuple(Lane(card.number, tuple(_bars(card, scale))) for card in drawn),
        ticks=tuple(_ticks(first_year, last_year, scale)),
        today=scale.at(today),
        five_years=scale.at(five_years_on) if five_years_on is not None and scale.holds(five_years_on) else None,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    after: date

    def at(self, day: date) -> float:
        return round(100 * (day - self.first).days / (self.after - self.first).days, 2)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.after


def _bars(card: Card, scale: _Scale) -> list[Bar]:
    """Spans that follow each other without a gap are one bar: a change of facility interrupts nothing."""
    stretches: list[tuple[date, date]] = []
    for span in sorted(card.spans, key=lambda each: each.first_day):
        if stretches and span.first_day <= stretches[-1][1] + _ONE_DAY:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], span.last_day))
        else:
            stretches.append((span.first_day, span.last_day))
    return [
        Bar(
            start=scale.at(first),
            width=round(scale.at(last + _ONE_DAY) - scale.at(first), 2),
            first=first,
            last=last,
            is_valid=card.state is CardState.VALID,
        )
        for first, last in stretches
    ]


def _ticks(first_year: int, last_year: int, scale: _Scale) -> list[Tick]:
    """At most six, so that the years do not run into each other on a phone."""
    step = -(-(last_year - first_year + 1) // _MOST_TICKS)
    return [Tick(year, scale.at(date(year, 1, 1))) for year in range(first_year, last_year + 1, step)]
