"""The invented people: households settled in windows, a few of whose members carry trouble. The same for a year every time.

The people of a smaller count are the first of a larger one, and a year's people do not depend on the day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from random import Random

from ansinh.sandbox import courses, families, places, troubles
from ansinh.sandbox.families import Family
from ansinh.sandbox.households import Household
from ansinh.sandbox.model import Person, Trouble
from ansinh.sandbox.numbers import Mint

_FIRST_WINDOW, _WINDOW = 50, 240  # each window holds every trouble once
_UNTROUBLED = 6  # the first few of a window, so that whoever takes the first person gets a plain one
_FULL_ACCOUNT = 2  # level of an electronic identity account
_FIRST_SHAPES = ("young", "couple", "children", "couple", "three_generations", "old_couple", "alone")


def people(count: int = 2000, *, today: date) -> list[Person]:
    """The first `count` invented people of the calendar year of `today`; raises ValueError for a negative count."""
    if count < 0:
        raise ValueError("count must not be negative")
    found: list[Person] = []
    windows = _windows(today.year)
    while len(found) < count:
        found.extend(next(windows))
    return found[:count]


def _windows(year: int) -> Iterator[list[Person]]:
    random = Random(f"ansinh people {year}")
    later = Random(f"ansinh people {year}, troubles added later")
    mint = Mint(random, series=year)
    yield _window(random, later, mint, year, size=_FIRST_WINDOW, shapes=_FIRST_SHAPES)
    while True:
        yield _window(random, later, mint, year, size=_WINDOW, shapes=("", "young", "old_couple"))


def _window(random: Random, later: Random, mint: Mint, year: int, *, size: int, shapes: tuple[str, ...]) -> list[Person]:
    """Whole households until `size` is passed, the last one cut; `shapes` go round in the first window and stand in front of others."""
    settled: list[tuple[str, Family]] = []
    while sum(len(family.members) for _, family in settled) < size:
        turn = len(settled)
        shape = shapes[turn % len(shapes)] if size == _FIRST_WINDOW or turn < len(shapes) else ""
        province = places.settle(random)
        settled.append((province, families.compose(random, year=year, province=province, shape=shape)))
    ages = [year - 1 - member.birth_date.year for _, family in settled for member in family.members][:size]
    at_first = [each for each in Trouble if each not in troubles.ADDED_LATER and each is not Trouble.FIRST_LOGIN]
    troubled = _assign(random, ages, at_first, taken={})
    troubled = _assign(later, ages, troubles.ADDED_LATER, taken=troubled)
    found: list[Person] = []
    for province, family in settled:
        household = Household(random, mint, year=year, province=province, family=family)
        for position in range(len(family.members)):
            if len(found) == size:
                break
            found.append(household.person(position, troubled.get(len(found))))
    return _with_first_login(courses.with_courses(found, year=year, beyond=_UNTROUBLED))


def _with_first_login(people: list[Person]) -> list[Person]:
    """The same people, of whom the last that has nothing else to tell was never at the counter. Draws no lots: nobody else changes."""
    found = list(people)
    for place in range(len(found) - 1, _UNTROUBLED - 1, -1):
        person = found[place]
        has_all = person.account is not None and person.account.level == _FULL_ACCOUNT and person.carried_card is not None
        if has_all and person.trouble is None and person.course is None:
            found[place] = replace(person, trouble=Trouble.FIRST_LOGIN)
            break
    return found


def _assign(random: Random, ages: list[int], given_out: Iterable[Trouble], *, taken: Mapping[int, Trouble]) -> dict[int, Trouble]:
    """Position in the window -> trouble, each trouble once where somebody can carry it who has none yet."""
    assigned = dict(taken)
    for trouble in given_out:
        fitting = [
            place
            for place, age in enumerate(ages)
            if place >= _UNTROUBLED and place not in assigned and troubles.can_carry(trouble, age=age)
        ]
        if fitting:
            assigned[random.choice(fitting)] = trouble
    return assigned
