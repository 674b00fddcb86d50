"""Which people have something special about their earlier treatment: in each window of people, each course once where somebody fits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from ansinh.sandbox.model import Course, Custody, Person

_DAY = timedelta(days=1)
_GROWN_UP = 25


def with_courses(people: Sequence[Person], *, year: int, beyond: int) -> list[Person]:
    """The same people, of whom the first that fits, after the first `beyond`, carries each course. Draws no lots: nobody else changes."""
    found = list(people)
    for course, fits in _FITTING.items():
        for place, person in enumerate(found):
            if place >= beyond and person.trouble is None and person.course is None and fits(person, year):
                found[place] = replace(person, course=course)
                break
    return found


def insured_since(person: Person) -> date | None:
    """The first day of the time without a gap, up to the end of the last card; None without a card of the agency's own."""
    cards = person.insured[0].cards if person.insured else ()
    spans = sorted(((span.first_day, span.last_day) for card in cards for span in card.spans), reverse=True)
    if not spans or cards[-1].custody is not Custody.AGENCY:
        return None
    since = spans[0][0]
    for first, last in spans[1:]:
        if last + _DAY < since:
            break
        since = min(since, first)
    return since


def _pays_a_fifth_for_six_years(person: Person, year: int) -> bool:
    since = insured_since(person)
    card = person.carried_card
    return since is not None and since.year <= year - 6 and card is not None and card.benefit_digit == 4 and _is_grown_up(person, year)


def _insured_for_two_years(person: Person, year: int) -> bool:
    since = insured_since(person)
    return since is not None and since.year <= year - 2 and _is_grown_up(person, year)


def _is_grown_up(person: Person, year: int) -> bool:
    return person.birth_date.year <= year - _GROWN_UP


_FITTING: Mapping[Course, Callable[[Person, int], bool]] = MappingProxyType(
    {
        Course.OVER_THRESHOLD: _pays_a_fifth_for_six_years,
        Course.OVERLAPPING: _insured_for_two_years,
        Course.IN_PROGRESS: _insured_for_two_years,
    }
)
