"""What two values are to each other, and what the holder of the claimed number means for the record."""

import pytest

from ansinh.population import rules
from ansinh.population.rules import tables

AGREE = {"number": "equal", "old": "missing", "name": "exact", "birth": "equal", "sex": "equal", "province": "missing", "ward": "missing"}


def pair(**features: int) -> int:
    """Levels of a pair that agrees in everything, but for `features`."""
    same = {
        "number": 0, "old_a": 0, "old_b": 0, "name": 0, "single_syllable": 0, "birth_a": 19600715, "birth_b": 19600715, "sex_a": 1, "sex_b": 1,
        "province_a": 1, "province_b": 1, "ward_a": 4, "ward_b": 4, "status": 0,
    }  # fmt: skip
    return rules.levels(**{**same, **features})


def level_of(field: str, **features: int) -> str:
    return tables.unpack(rules.current(), pair(**features))[field].id


def at_number(**chosen: str) -> str:
    return rules.RESULTS[rules.at_number(tables.pack(rules.current(), {**AGREE, "status": "living", **chosen}))]


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (19600715, 19600715, "equal"),
        (19600000, 19600715, "year"),
        (19600715, 19600000, "year"),
        (19600000, 19600000, "year"),
        (19600700, 19600715, "month"),
        (19600700, 19600700, "month"),
        (19600700, 19600000, "year"),
        (19600800, 19600715, "same_year"),
        (19610000, 19600715, "different"),
        (19600101, 19600101, "january"),
        (19600101, 19600715, "new_year"),
        (19600715, 19600101, "new_year"),
        (19600101, 19600000, "year"),
        (19600705, 19600507, "swapped"),
        (19600708, 19600807, "swapped"),
        (19600716, 19600715, "off_by_one"),
        (19600815, 19600715, "off_by_one"),
        (19610715, 19600715, "off_by_one"),
        (19600725, 19600715, "one_part"),
        (19601215, 19600715, "one_part"),
        (19690715, 19600715, "one_part"),
        (19600802, 19600715, "same_year"),
        (19610716, 19600715, "different"),
        (0, 19600715, "missing"),
        (19600715, 0, "missing"),
    ],
)
def test_two_births_compare(a: int, b: int, level: str) -> None:
    assert level_of("birth", birth_a=a, birth_b=b) == level


@pytest.mark.parametrize(
    ("rung", "single", "level"),
    [
        (0, 0, "exact"), (1, 0, "same"), (3, 0, "bare"), (4, 0, "conflict"), (5, 0, "order"), (6, 0, "part"), (7, 0, "alike"),
        (8, 0, "different"), (9, 0, "missing"), (0, 1, "one_word"), (1, 1, "one_word"), (3, 1, "one_word"), (4, 1, "conflict"),
        (8, 1, "different"), (9, 1, "missing"),
    ],
)  # fmt: skip
def test_a_rung_is_a_level_of_the_name(rung: int, single: int, level: str) -> None:
    assert level_of("name", name=rung, single_syllable=single) == level


def test_a_ward_of_the_same_name_in_another_province_says_nothing() -> None:
    assert level_of("ward", province_b=79) == "elsewhere"
    assert level_of("ward", province_b=0) == "equal"


def test_a_province_counts_for_little_beside_a_similar_number() -> None:
    assert level_of("province", number=1) == "with_number"
    assert level_of("province", number=3) == "equal"


@pytest.mark.parametrize("name", ["exact", "same"])
@pytest.mark.parametrize("birth", ["equal", "january", "month", "year"])
def test_the_same_name_verifies_with_a_birth_that_agrees_as_far_as_it_is_known(name: str, birth: str) -> None:
    assert at_number(name=name, birth=birth) == "verified"


def test_a_full_birth_makes_up_for_a_missing_sex_and_a_year_does_not() -> None:
    assert at_number(sex="missing") == "verified"
    assert at_number(sex="missing", birth="year") == "differs"


def test_a_name_without_diacritics_verifies_only_with_full_birth_and_sex() -> None:
    assert at_number(name="bare") == "verified"
    assert at_number(name="bare", sex="missing") == "differs"
    assert at_number(name="bare", birth="year") == "differs"
    assert at_number(name="bare", birth="january") == "differs"


@pytest.mark.parametrize("name", ["conflict", "order", "part", "alike", "different", "missing"])
def test_a_name_that_is_only_similar_never_verifies(name: str) -> None:
    assert at_number(name=name) == "differs"


@pytest.mark.parametrize("birth", ["swapped", "off_by_one", "one_part", "new_year", "same_year", "different", "missing"])
def test_a_birth_that_differs_never_verifies(birth: str) -> None:
    assert at_number(birth=birth) == "differs"


def test_another_sex_differs() -> None:
    assert at_number(sex="different") == "differs"


def test_a_death_is_told_only_of_a_person_who_would_verify() -> None:
    assert at_number(status="deceased") == "deceased"
    assert at_number(status="deceased", birth="one_part") == "differs"
    assert at_number(status="deceased", name="different", birth="different") == "someone_else"


def test_a_withdrawn_number_is_left_to_the_search() -> None:
    assert at_number(status="gone") == "doubt"


@pytest.mark.parametrize("birth", ["different", "same_year", "year", "missing", "new_year"])
def test_another_name_and_no_more_than_the_year_is_somebody_else(birth: str) -> None:
    assert at_number(name="different", birth=birth) == "someone_else"


@pytest.mark.parametrize("birth", ["swapped", "off_by_one", "one_part"])
def test_another_name_and_nearly_the_birth_is_a_doubt(birth: str) -> None:
    assert at_number(name="different", birth=birth) == "doubt"


def test_a_verified_record_may_live_elsewhere_and_have_had_another_old_number() -> None:
    assert at_number(province="different", ward="different", old="different") == "verified"


def differing(**chosen: str) -> list[str]:
    read = rules.current()
    mask = rules.differs(tables.pack(read, {**AGREE, "status": "living", **chosen}))
    return [field.column for field in read.fields if mask >> field.place & 1]


def test_what_differs_is_listed_by_its_column() -> None:
    assert differing() == []
    assert differing(birth="swapped", sex="different") == ["birth_date", "sex"]
    assert differing(name="alike", birth="year") == ["full_name"]
    assert differing(number="one_digit") == ["citizen_number"]


def test_where_nothing_differs_what_is_not_confirmed_is_listed() -> None:
    assert differing(name="bare", birth="year") == ["full_name", "birth_date"]
    assert differing(birth="year", sex="missing") == ["birth_date", "sex"]


def test_a_move_and_a_new_card_are_no_differences() -> None:
    assert differing(province="different", ward="different", old="different") == []


def test_every_record_that_differs_says_in_what() -> None:
    read = rules.current()
    for name in (level.id for level in read.field("name").levels):
        for birth in (level.id for level in read.field("birth").levels):
            for sex in ("missing", "equal", "different"):
                if at_number(name=name, birth=birth, sex=sex) == "differs":
                    assert differing(name=name, birth=birth, sex=sex) != []
