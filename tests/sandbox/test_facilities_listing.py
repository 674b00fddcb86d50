"""Facilities, employers, and the JSON that the command line prints."""

import json
from datetime import timedelta
from itertools import pairwise

from ansinh import sandbox, terms
from tests.sandbox.builders import crowd

PERSON_KEYS = [
    "citizen_number",
    "name",
    "birth_date",
    "sex",
    "card_number",
    "social_insurance_number",
    "registered_facility",
    "account_level",
    "username",
    "password",
    "trouble",
    "lookup_code",
    "lookup_code_by_citizen_number",
    "course",
]


def test_there_are_forty_facilities_with_codes_of_their_province_and_accounts_of_their_code() -> None:
    facilities = sandbox.facilities()
    assert len({facility.code for facility in facilities}) == 40
    for facility in facilities:
        assert terms.FacilityCode.parse(facility.code.value).value[:2] == facility.province_code[1:]
        assert facility.username == f"{facility.code.value}_BV"
        assert facility.code.value.isdigit()


def test_facility_names_and_passwords_are_unlike_each_other() -> None:
    facilities = sandbox.facilities()
    assert len({facility.name for facility in facilities}) == len({facility.password for facility in facilities}) == 40


def test_every_level_of_care_and_every_former_tier_is_there() -> None:
    current = [facility.ranks[-1] for facility in sandbox.facilities()]
    assert {rank.level for rank in current} == {"primary", "basic", "specialised"}
    assert {rank.tier for rank in current} == {"central", "province", "district", "commune"}


def test_ranks_follow_each_other_without_gap_and_the_last_goes_on() -> None:
    for facility in sandbox.facilities():
        assert facility.ranks[-1].last_day is None
        for one, following in pairwise(facility.ranks):
            assert one.last_day is not None
            assert one.last_day + timedelta(days=1) == following.first_day
        assert all(rank.score is None or 0 <= rank.score <= 100 for rank in facility.ranks)


def test_each_facility_has_three_to_five_officers_who_are_none_of_the_people() -> None:
    people = {person.citizen_number for person in crowd()}
    officers = [officer.citizen_number for facility in sandbox.facilities() for officer in facility.officers]
    assert len(set(officers)) == len(officers)
    assert people.isdisjoint(officers)
    assert all(3 <= len(facility.officers) <= 5 for facility in sandbox.facilities())


def test_employers_have_codes_and_names_of_their_own_in_every_province() -> None:
    employers = sandbox.employers()
    assert len({employer.code for employer in employers}) == len({employer.name for employer in employers}) == len(employers) == 80
    assert {employer.province_code for employer in employers} == set(terms.PROVINCES)


def test_people_are_listed_with_exactly_these_keys() -> None:
    for row in sandbox.listed_people(crowd()):
        assert list(row) == PERSON_KEYS


def test_a_listed_person_says_what_the_population_register_says() -> None:
    for person, row in zip(crowd(), sandbox.listed_people(crowd()), strict=True):
        assert (row["citizen_number"], row["name"]) == (person.citizen_number.value, person.full_name)
        assert row["birth_date"] == person.birth_date.isoformat()
        assert row["sex"] in {"male", "female"}


def test_what_a_person_does_not_have_is_null() -> None:
    rows = {row["trouble"]: row for row in sandbox.listed_people(crowd())}
    assert (rows["no_insurance"]["card_number"], rows["no_insurance"]["social_insurance_number"]) == (None, None)
    assert rows["no_insurance"]["registered_facility"] is None
    assert rows["child_without_card"]["card_number"] is None
    assert rows["child_without_card"]["social_insurance_number"] is not None
    assert [rows["child_without_card"][key] for key in ("account_level", "username", "password")] == [None] * 3


def test_a_listed_card_belongs_to_the_listed_number_and_facility() -> None:
    known = {facility.code.value for facility in sandbox.facilities()}
    for row in sandbox.listed_people(crowd()):
        if row["card_number"] is not None:
            assert str(row["card_number"]).endswith(str(row["social_insurance_number"]))
            assert row["registered_facility"] in known


def test_facilities_are_listed_with_exactly_these_keys() -> None:
    for row in sandbox.listed_facilities(sandbox.facilities()):
        assert list(row) == ["facility_code", "name", "username", "password", "officers"]
        assert all(list(officer) == ["name", "citizen_number"] for officer in row["officers"] if isinstance(officer, dict))


def test_both_lists_are_json() -> None:
    assert json.loads(json.dumps(sandbox.listed_people(crowd()))) == sandbox.listed_people(crowd())
    assert json.loads(json.dumps(sandbox.listed_facilities(sandbox.facilities()))) == sandbox.listed_facilities(sandbox.facilities())
