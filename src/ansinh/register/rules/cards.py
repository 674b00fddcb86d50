"""Which of a person's cards counts on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ansinh.register.model import Card, CardState, CoverageSpan
from ansinh.register.rules.benefit import benefit_percent
from ansinh.register.rules.dated import rule


@dataclass(frozen=True, slots=True)
class Held:
    """A card during one of its spans."""

    card: Card
    span: CoverageSpan

    def covers(self, day: date) -> bool:
        return self.span.first_day <= day <= self.span.last_day

    @property
    def is_valid(self) -> bool:
        return self.card.state is CardState.VALID


def held(cards: Iterable[Card]) -> list[Held]:
    """Every span of every card, earliest first day first."""
    return sorted((Held(card, span) for card in cards for span in card.spans), key=lambda each: (each.span.first_day, each.span.last_day))


@rule("CARD-01", law="Decree 188/2025 art. 21", since=date(2025, 7, 1), assumed="read through a secondary source; first day in force")
def card_on(cards: Iterable[Card], day: date) -> Held | None:
    """Of several valid cards the one with the highest percent counts, each from its own first day.

    Of equals the one that began last. None if no valid card covers the day.
    """
    return in_force(held(cards), day)


def in_force(held_cards: Iterable[Held], day: date) -> Held | None:
    """The same for cards that are already laid out by their spans."""
    covering = [each for each in held_cards if each.is_valid and each.covers(day)]
    if len(covering) < 2:
        return covering[0] if covering else None
    return max(covering, key=lambda each: (benefit_percent(each.card.number, day), each.span.first_day))
