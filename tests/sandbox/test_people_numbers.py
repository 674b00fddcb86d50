"""Every number and name is well formed, given once, and agrees with the person who has it."""

import itertools
import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox, terms
from tests.sandbox.builders import TODAY, crowd

YEARS = st.integers(2020, 2120)


@settings(deadline=None, max_examples=30)
@given(year=YEARS, count=st.integers(0, 400), day=st.integers(1, 28), month=st.integers(1, 12))
def test_the_people_of_a_year_do_not_depend_on_the_day_nor_on_how_many_are_asked_for(year: int, count: int, day: int, month: int) -> None:
    all_of_them = sandbox.people(400, today=date(year, 1, 1))
    assert sandbox.people(count, today=date(year, month, day)) == all_of_them[:count]


def test_another_process_invents_the_same_people() -> None:
    program = (
        "import json; from datetime import date; from ansinh import sandbox;"
        "print(json.dumps(sandbox.listed_people(sandbox.people(80, today=date(2026, 5, 5)))))"
    )
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout
    assert json.loads(printed) == sandbox.listed_people(sandbox.people(80, today=TODAY))


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        sandbox.people(-1, today=TODAY)


@settings(deadline=None, max_examples=30)
@given(year=YEARS)
def test_a_citizen_number_says_the_sex_and_the_year_of_birth_of_its_owner(year: int) -> None:
    for person in sandbox.people(120, today=date(year, 6, 1)):
        number = terms.CitizenNumber.parse(person.citizen_number.value)
        assert (number.sex, number.birth_year) == (person.sex, person.birth_date.year)
        assert number.province is not None


@settings(deadline=None, max_examples=30)
@given(year=YEARS)
def test_nobody_is_born_in_the_year_or_older_than_95(year: int) -> None:
    for person in sandbox.people(300, today=date(year, 6, 1)):
        assert 1 <= year - person.birth_date.year <= 95
        assert year - person.birth_date.year != 6


def test_all_ages_are_there() -> None:
    ages = {TODAY.year - person.birth_date.year for person in crowd()}
    assert len(ages) > 80
    assert min(ages) <= 1
    assert max(ages) >= 92


@pytest.mark.parametrize(
    "numbers",
    [
        [each.citizen_number.value for each in crowd()],
        [record.social_insurance_number.value for each in crowd() for record in each.insured],
        [card.number.value for each in crowd() for record in each.insured for card in record.cards],
        [each.old_id_number for each in crowd() if each.old_id_number],
        [each.account.password for each in crowd() if each.account],
    ],
    ids=["citizen", "insurance", "card", "old id", "password"],
)
def test_a_number_is_given_once(numbers: list[str]) -> None:
    assert numbers
    assert len(set(numbers)) == len(numbers)


@settings(deadline=None, max_examples=20)
@given(year=YEARS, later=st.integers(1, 9))
def test_people_of_two_years_share_no_number(year: int, later: int) -> None:
    def numbers(of: int) -> set[str]:
        return {
            number
            for person in sandbox.people(200, today=date(of, 1, 1))
            for number in (person.citizen_number.value, *(record.social_insurance_number.value for record in person.insured))
        }

    assert numbers(year).isdisjoint(numbers(year + later))


def test_old_ids_have_nine_digits_and_belong_to_those_born_before_1996() -> None:
    for person in crowd():
        assert (person.old_id_number is not None) == (person.birth_date.year <= 1995)
        assert person.old_id_number is None or (len(person.old_id_number) == 9 and person.old_id_number.isdigit())


def test_four_in_ten_kinh_are_called_nguyen() -> None:
    kinh = [person.full_name.split()[0] for person in crowd() if person.ethnicity == "Kinh"]
    assert 0.34 < kinh.count("Nguyễn") / len(kinh) < 0.44


def test_names_are_tidy_and_of_two_words_or_more() -> None:
    for person in crowd():
        assert person.full_name == terms.names.tidy(person.full_name)
        assert len(person.full_name.split()) >= 2


def test_minority_peoples_are_there() -> None:
    assert {"Kinh", "Tày", "Thái", "Mông", "Mường", "Ê Đê", "Khmer"} == {person.ethnicity for person in crowd()}


def test_children_bear_the_family_name_of_the_father_and_among_e_de_the_clan_of_the_mother() -> None:
    seen = 0
    for members in households():
        parents = {person.relation: person.full_name.split() for person in members if person.relation in {"head", "spouse"}}
        for child in (person for person in members if person.relation == "child"):
            words = child.full_name.split()
            handed_down = words[-1] == parents["spouse"][-1] if child.ethnicity == "Ê Đê" else words[0] == parents["head"][0]
            assert handed_down
            seen += 1
    assert seen > 300


def test_parents_are_at_least_twenty_years_older_than_their_children() -> None:
    for members in households():
        births = {person.relation: person.birth_date.year for person in members if person.relation in {"head", "spouse"}}
        for person in members:
            if person.relation == "child":
                assert person.birth_date.year - births["spouse"] >= 20
            if person.relation == "parent":
                assert births["head"] - person.birth_date.year >= 20


def test_a_household_shares_address_and_province_and_its_places_run_from_one() -> None:
    for members in households():
        assert len({(person.address, person.province_code) for person in members}) == 1
        assert [person.position for person in members] == list(range(1, len(members) + 1))
        assert members[0].relation == "head"


def test_addresses_name_the_province_of_today() -> None:
    known = {"Hà Nam": "Ninh Bình", "Bình Dương": "Thành phố Hồ Chí Minh", "Nghệ An": "Nghệ An"}
    found = {terms.PROVINCES[person.province_code]: person.address.rsplit(", ", 1)[1] for person in crowd()}
    assert {old: found[old] for old in known} == known
    assert len(set(found.values())) <= 34


def test_accounts_are_for_those_of_fourteen_and_over_and_named_by_their_number() -> None:
    for person in crowd():
        assert (person.account is not None) == (person.birth_date < date(TODAY.year - 14, 1, 1))
        assert person.account is None or person.account.username == person.citizen_number.value


def test_printing_a_person_shows_no_name_number_or_password() -> None:
    person = crowd()[0]
    assert person.account is not None
    shown = repr(person)
    for secret in (person.full_name, person.citizen_number.value, person.account.password, person.address, person.birth_date.isoformat()):
        assert secret not in shown


def households() -> list[list[sandbox.Person]]:
    return [list(members) for _, members in itertools.groupby(crowd(), key=lambda person: person.household_code)]
