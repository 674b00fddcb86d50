"""Composes households that make sense: who lives together, how far apart in age, who has whose name.

Nobody turns six in the year the people are made for, and nobody is born in it: so a child is either under six or of school
age on every day of that year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ansinh.sandbox import names
from ansinh.terms import Sex

OLDEST = 94  # on 1 January; they turn 95 in the year
_SHAPES = {"alone": 16, "couple": 14, "old_couple": 8, "children": 46, "three_generations": 16}
_AGES_OF_HEAD = {"young": (25, 34), "old_couple": (62, 88)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of a household, before any institution has given them a number."""

    relation: str
    full_name: str
    sex: Sex
    birth_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """`members` in the order of the household book, the head first; `people` is the ethnic group."""

    people: str
    members: tuple[Member, ...]


def compose(random: Random, *, year: int, province: str, shape: str = "") -> Family:
    """A household as of 1 January of `year`, of the given shape or of one as frequent as in life.

    Shapes: alone, couple, old_couple, children, three_generations, and young: a couple with at least one child under six.
    """
    peoples = names.peoples_of(province)
    people = random.choice(peoples) if peoples and random.random() < 0.45 else "Kinh"
    shape = shape or random.choices(list(_SHAPES), list(_SHAPES.values()))[0]
    return Family(people=people, members=tuple(_Composer(random, year, province, people).members(shape)))


class _Composer:
    def __init__(self, random: Random, year: int, province: str, people: str) -> None:
        self._random = random
        self._year = year
        self._province = province
        self._people = people

    def members(self, shape: str) -> Iterator[Member]:
        """The head first; parents before children before grandparents."""
        random = self._random
        if shape == "alone":
            sex = random.choice((Sex.MALE, Sex.FEMALE))
            yield self._member("head", sex, random.choice((random.randint(19, 34), random.randint(60, OLDEST))))
            return
        youngest, oldest = _AGES_OF_HEAD.get(shape, (25, 58))
        father = self._member("head", Sex.MALE, random.randint(youngest, oldest))
        mother = self._member("spouse", Sex.FEMALE, max(21, self._age(father) - random.randint(-2, 6)))
        yield father
        yield mother
        if shape in {"young", "children", "three_generations"}:
            yield from self._children(father, mother, young=shape == "young")
        if shape == "three_generations":
            yield from self._grandparents(father)

    def _children(self, father: Member, mother: Member, *, young: bool) -> Iterator[Member]:
        """One to three, born when the mother was 20 to 40, the eldest first; grown children have moved out by 24."""
        random = self._random
        eldest_possible = min(24, self._age(mother) - 20)
        youngest_possible = max(0, self._age(mother) - 40)
        ages = [random.randint(youngest_possible, eldest_possible) for _ in range(random.choice((1, 2, 2, 3)))]
        if young:
            ages.append(random.randint(0, min(4, eldest_possible)))
        clan = names.family_part(self._people, (mother if self._people == "Ê Đê" else father).full_name)  # the Ê Đê are matrilineal
        mothers_name = names.family_part(self._people, mother.full_name)
        taken = {father.full_name, mother.full_name}
        for age in sorted({_not_turning_six(age) for age in ages}, reverse=True):
            sex = random.choice((Sex.MALE, Sex.FEMALE))
            yield self._member("child", sex, age, clan=clan, mothers_name=mothers_name, taken=taken)

    def _grandparents(self, father: Member) -> Iterator[Member]:
        """The father's mother, and his father if he still lives."""
        random = self._random
        own_clan = names.family_part(self._people, father.full_name)
        age = self._age(father) + random.randint(21, 33)
        matrilineal = self._people == "Ê Đê"
        if random.random() < 0.6:
            yield self._member("parent", Sex.MALE, min(OLDEST, age + random.randint(0, 5)), clan="" if matrilineal else own_clan)
        yield self._member("parent", Sex.FEMALE, min(OLDEST, age), clan=own_clan if matrilineal else "")

    def _member(
        self, relation: str, sex: Sex, age: int, *, clan: str = "", mothers_name: str = "", taken: set[str] | None = None
    ) -> Member:
        born = self._birth_date(age)
        full_name = self._name(sex, born, clan, mothers_name)
        if taken is not None:
            while full_name in taken:  # nobody is called like a parent or another child
                full_name = self._name(sex, born, clan, mothers_name)
            taken.add(full_name)
        return Member(relation=relation, full_name=full_name, sex=sex, birth_date=born)

    def _name(self, sex: Sex, born: date, clan: str, mothers_name: str) -> str:
        random = self._random
        if self._people == "Kinh":
            family = clan or names.family_name(random, province=self._province)
            return f"{family} {names.middle_and_given(random, sex, birth_year=born.year, mothers_name=mothers_name)}"
        return names.minority_name(random, self._people, clan or names.clan_name(random, self._people), sex, birth_year=born.year)

    def _age(self, member: Member) -> int:
        return self._year - 1 - member.birth_date.year

    def _birth_date(self, age: int) -> date:
        """A day of the calendar year in which someone of `age` on 1 January was born."""
        return date(self._year - 1 - age, 1, 1) + timedelta(days=self._random.randint(0, 364))


def _not_turning_six(age: int) -> int:
    """Whoever is five on 1 January turns six in the year; they are made four."""
    return 4 if age == 5 else age
