"""The people most tests look at, made once."""

from datetime import date
from functools import cache

from ansinh.sandbox import Card, Insured, Person, Trouble, people

TODAY = date(2026, 11, 22)
YEAR_START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)


@cache
def crowd() -> tuple[Person, ...]:
    return tuple(people(2000, today=TODAY))


def with_trouble(trouble: Trouble) -> list[Person]:
    return [each for each in crowd() if each.trouble is trouble]


def records(persons: list[Person]) -> list[Insured]:
    return [record for person in persons for record in person.insured]


def all_cards() -> list[tuple[Person, Card]]:
    return [(person, card) for person in crowd() for record in person.insured for card in record.cards]


def covers(card: Card, day: date) -> bool:
    return any(span.first_day <= day <= span.last_day for span in card.spans)
