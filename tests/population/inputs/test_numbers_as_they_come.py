from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.population.inputs.sources import insured, parquet

NUMBER = 36_089_012_345


def _numbers(folder: Path, values: Any, **more: Any) -> tuple[list[int], list[int], list[tuple[int, str, str]]]:
    read = insured(parquet(folder, {"citizen_number": values} | more))
    return read.column("number"), read.column("old"), read.reasons


@pytest.mark.parametrize(
    "text",
    [
        "036089012345",
        " 036089012345 ",
        "036 089 012 345",
        "036.089.012.345",
        "036-089012345",
        "'036089012345",
        "36089012345",
        "36089012345.0",
    ],
)
def test_a_number_is_read_however_it_is_written(tmp_path: Path, text: str) -> None:
    numbers, _, rejected = _numbers(tmp_path, [text])
    assert numbers == [NUMBER]
    assert rejected == []


@pytest.mark.parametrize(
    "values",
    [
        pa.array([NUMBER, None], pa.int64()),
        pa.array([NUMBER, None], pa.uint64()),
        pa.array([float(NUMBER), None]),
        pa.array([Decimal(NUMBER), None], pa.decimal128(12, 0)),
        pa.array(["036089012345", None], pa.large_string()),
        pa.array(["036089012345", None]).dictionary_encode(),
    ],
    ids=lambda values: str(values.type),
)
def test_a_number_is_read_from_any_type(tmp_path: Path, values: Any) -> None:
    numbers, _, rejected = _numbers(tmp_path, values)
    assert numbers == [NUMBER, 0]
    assert rejected == []


def test_zeros_that_a_spreadsheet_took_are_put_back_and_counted(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"citizen_number": ["36089012345", "1089012345"]}))
    assert read.column("number") == [36_089_012_345, 1_089_012_345]
    assert read.tally.counts == {"citizen_number:leading_zeros_restored": 2}
    assert read.tally.examples["citizen_number:leading_zeros_restored"] == [
        "row 0: 36*******45 (11 characters)",
        "row 1: 10******45 (10 characters)",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03608901234", "wrong_length"),  # eleven digits, the zero is there: another is missing
        ("97089012345", "wrong_length"),  # no province 097
        ("0360890123456", "wrong_length"),
        ("0123456789", "wrong_length"),  # ten digits are the number of a social-insurance book
        ("03608901234X", "not_digits"),
        ("3.6089E+10", "rounded_by_spreadsheet"),
        ("111111111111", "placeholder"),
        ("123456789012", "placeholder"),
    ],
)
def test_a_number_that_cannot_be_one_is_told_and_its_row_goes_on(tmp_path: Path, text: str, reason: str) -> None:
    numbers, _, rejected = _numbers(tmp_path, [text, "036089012345"])
    assert numbers == [0, NUMBER]
    assert rejected == [(0, "citizen_number", reason)]


@pytest.mark.parametrize("text", ["", "   ", "NULL", "n/a", "-", "0", "000000000000", None])
def test_a_word_for_nothing_is_no_fault(tmp_path: Path, text: str | None) -> None:
    numbers, _, rejected = _numbers(tmp_path, pa.array([text], pa.string()))
    assert (numbers, rejected) == ([0], [])


def test_nine_digits_among_the_citizen_numbers_are_an_old_number(tmp_path: Path) -> None:
    numbers, old, rejected = _numbers(tmp_path, ["012345678", "12345670"])
    assert (numbers, old, rejected) == ([0, 0], [12_345_678, 12_345_670], [])


def test_nine_digits_do_not_overwrite_another_old_number(tmp_path: Path) -> None:
    numbers, old, rejected = _numbers(tmp_path, ["012345678", "012345678"], old_id_number=["198765432", "012345678"])
    assert (numbers, old) == ([0, 0], [198_765_432, 12_345_678])
    assert rejected == [(0, "citizen_number", "wrong_length")]


def test_twelve_digits_among_the_old_numbers_stand_in_for_a_missing_citizen_number(tmp_path: Path) -> None:
    numbers, old, rejected = _numbers(tmp_path, [None, "001089012345"], old_id_number=["036089012345", "036089012345"])
    assert (numbers, old, rejected) == ([NUMBER, 1_089_012_345], [0, NUMBER], [])


def test_an_integer_cannot_show_its_zeros_so_nothing_is_told(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"citizen_number": pa.array([NUMBER, -5, 10**13])}))
    assert read.column("number") == [NUMBER, 0, 0]
    assert read.tally.counts == {"citizen_number:not_digits": 1, "citizen_number:wrong_length": 1}


def test_an_old_number_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"old_id_number": ["012345678", "B1234567", "1234", "111111111"]}))
    assert read.column("old") == [12_345_678, 0, 0, 0]
    assert read.reasons == [(1, "old_id_number", "not_digits"), (2, "old_id_number", "wrong_length"), (3, "old_id_number", "wrong_length")]
