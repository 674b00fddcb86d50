"""From when until when a card is good, and which names of family stand in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from ansinh import sandbox
from ansinh.chip import lds
from ansinh.sandbox.cards import Factory
from ansinh.terms import Sex


@pytest.mark.parametrize(
    ("born", "expires_on"),
    [
        (date(2020, 5, 6), date(2034, 5, 6)),  # a child's card ends at 14
        (date(2012, 11, 24), date(2037, 11, 24)),  # turns 14 this year: already carries the card that ends at 25
        (date(2001, 12, 31), date(2041, 12, 31)),  # turns 25 on the last day of this year
        (date(2002, 1, 1), date(2027, 1, 1)),  # ... on the first of next year
        (date(1990, 5, 6), date(2030, 5, 6)),
        (date(1970, 5, 6), date(2030, 5, 6)),
        (date(1966, 5, 6), None),  # 60 this year: without end
        (date(1940, 5, 6), None),
        (date(2004, 2, 29), date(2029, 3, 1)),  # born on a day that its 25th year does not have
    ],
)
def test_a_card_ends_at_the_next_age_of_renewal_and_covers_this_year(
    factory: Factory, person: sandbox.Person, today: date, born: date, expires_on: date | None
) -> None:
    printed = factory.printed(replace(person, birth_date=born))
    assert printed.expires_on == expires_on
    assert date(2021, 3, 1) <= printed.issued_on < date(today.year, 1, 1)
    assert printed.issued_on >= born


def test_a_childs_card_is_not_older_than_the_law_that_gave_children_cards(factory: Factory, people: Sequence[sandbox.Person]) -> None:
    children = [each for each in people if each.birth_date.year >= 2013]
    assert children
    assert all(factory.printed(each).issued_on >= max(date(2024, 7, 1), each.birth_date) for each in children)


def test_a_card_without_end_says_so_in_words_and_in_its_printed_lines(factory: Factory, person: sandbox.Person) -> None:
    chip = factory.personalise(replace(person, birth_date=date(1950, 1, 2)))
    assert lds.read_dg13(chip.files[lds.File.DG13.fid]).expires_on == "Không thời hạn"
    assert lds.read_dg1(chip.files[lds.File.DG1.fid]).expiry_date == "991231"


def test_a_child_carries_both_parents_and_the_head_of_the_household_a_spouse(factory: Factory, people: Sequence[sandbox.Person]) -> None:
    child = next(each for each in people if each.relation == "child")
    head, spouse = (_in_household(people, child, relation) for relation in ("head", "spouse"))
    said = lds.read_dg13(factory.personalise(child, household=people).files[lds.File.DG13.fid])
    assert (said.father, said.mother, said.spouse) == (head.full_name, spouse.full_name, None)
    of_head = lds.read_dg13(factory.personalise(head, household=people).files[lds.File.DG13.fid])
    assert of_head.spouse == spouse.full_name
    assert of_head.father is None or of_head.father != head.full_name


def test_a_head_whose_mother_alone_lives_with_him_carries_one_parent(factory: Factory, people: Sequence[sandbox.Person]) -> None:
    mothers = [each for each in people if each.relation == "parent" and each.sex is Sex.FEMALE]
    widowed = next(each for each in mothers if not _fathers(people, each))
    head = _in_household(people, widowed, "head")
    said = lds.read_dg13(factory.personalise(head, household=people).files[lds.File.DG13.fid])
    assert (said.father, said.mother) == (None, widowed.full_name)


def test_without_a_household_nobody_of_the_family_is_named(factory: Factory, person: sandbox.Person) -> None:
    said = lds.read_dg13(factory.personalise(person).files[lds.File.DG13.fid])
    assert (said.father, said.mother, said.spouse) == (None, None, None)


def _in_household(people: Sequence[sandbox.Person], one: sandbox.Person, relation: str) -> sandbox.Person:
    return next(each for each in people if each.household_code == one.household_code and each.relation == relation)


def _fathers(people: Sequence[sandbox.Person], mother: sandbox.Person) -> list[sandbox.Person]:
    lived_with = [each for each in people if each.household_code == mother.household_code]
    return [each for each in lived_with if each.relation == "parent" and each.sex is Sex.MALE]
