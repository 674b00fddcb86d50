import dataclasses
from pathlib import Path

import pytest

from ansinh.population.search import Record
from ansinh.population.search.sources import gather
from tests.population.search.conftest import HOA, Register
from tests.population.search.register_of import index_of, record_of, residual_of


def found(register: Register, record: Record) -> list[int]:
    pool = gather(residual_of([record]), register.index, register.orders)
    return [int(register.index.people[row]["number"]) for row in pool.rows[0, : pool.filled[0]]]


def test_the_old_number_finds_a_person_of_whom_nothing_else_is_right(register: Register) -> None:
    assert found(register, Record(name="Lê Văn Tám", birth=19500101, sex=0, old=HOA.old)) == [HOA.number]


def test_the_old_number_written_as_the_citizen_number_finds_its_person(register: Register) -> None:
    assert found(register, Record(name="Lê Văn Tám", birth=19500102, sex=0, number=HOA.old)) == [HOA.number]


def test_name_and_birth_find_a_person_who_moved(register: Register) -> None:
    assert HOA.number in found(register, record_of(HOA, province=79, ward=7901))


@pytest.mark.parametrize("name", ["ĐẶNG THỊ HÒA", "dang thi hoa", "Hoà Đặng Thị"])
def test_a_name_is_found_however_it_is_written(register: Register, name: str) -> None:
    assert HOA.number in found(register, record_of(HOA, name=name))


def test_day_and_month_changed_about_are_found(register: Register) -> None:
    assert HOA.number in found(register, record_of(HOA, birth=19850709, province=79, ward=7901))


@pytest.mark.parametrize("claimed", [1_185_123_457, 1_185_123_546, 1_185_132_456, 9_185_123_456, 10_185_123_456])
def test_one_slip_in_the_number_is_repaired_when_name_and_birth_are_wrong(register: Register, claimed: int) -> None:
    assert HOA.number in found(register, Record(name="Lê Văn Tám", number=claimed))


def test_two_slips_in_the_number_find_nobody_by_themselves(register: Register) -> None:
    assert HOA.number not in found(register, Record(name="Lê Văn Tám", number=1_185_123_499))


@pytest.mark.parametrize("birth", [19850000, 19850917, 19860907, 19580907, 0])
def test_the_name_finds_a_person_whose_birth_is_partial_wrong_or_missing(register: Register, birth: int) -> None:
    assert HOA.number in found(register, record_of(HOA, birth=birth))


def test_a_year_in_the_register_is_found_from_a_full_date(tmp_path: Path) -> None:
    year_only = dataclasses.replace(HOA, birth=19850000)
    known = Register([year_only], *index_of([year_only], tmp_path))
    assert found(known, record_of(HOA, province=79, ward=7901)) == [HOA.number]


@pytest.mark.parametrize("name", ["Đặng Thị Hào", "Đặng Hoà", "Nguyễn Thị Hoà", "Trần Văn Mười"])
def test_the_day_of_birth_and_the_ward_find_a_person_of_another_name(register: Register, name: str) -> None:
    assert HOA.number in found(register, record_of(HOA, name=name))


def test_the_day_of_birth_and_most_of_the_name_find_a_person_who_moved(register: Register) -> None:
    assert HOA.number in found(register, record_of(HOA, name="Đặng Thị Ngọc Hoà", province=79, ward=7901))


@pytest.mark.parametrize("birth", [19850000, 19850908, 19850709])
def test_the_ward_finds_a_person_whose_name_and_birth_are_both_a_little_wrong(register: Register, birth: int) -> None:
    assert HOA.number in found(register, record_of(HOA, name="Đặng Thị Hào", birth=birth))


def test_nobody_is_found_for_a_record_that_says_nothing(register: Register) -> None:
    assert found(register, Record(name=None)) == []


def test_an_entry_that_only_shares_a_hash_is_not_taken_for_the_old_number(register: Register) -> None:
    assert found(register, Record(name=None, old=HOA.old + 1)) == []
