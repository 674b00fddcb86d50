from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.population.inputs.sources import csv, insured, parquet, population


@pytest.mark.parametrize("ids", [["A", "B", "A", "C", "B", "A"], [1, 2, 1, 3, 2, 1], [1.0, 2.0, 1.0, 3.0, 2.0, 1.0]], ids=str)
def test_of_rows_with_one_record_id_the_first_counts(tmp_path: Path, ids: list[Any]) -> None:
    read = insured(parquet(tmp_path, {"record_id": ids}, row_group_size=2), unit_rows=2)
    assert read.record_ids == [ids[0], ids[1], ids[3]]
    assert read.reasons == [(row, "record_id", "record_id_repeated") for row in (2, 4, 5)]
    assert not any(row["kept"] for row in read.rejected)


def test_a_million_identical_rows_are_one_record(tmp_path: Path) -> None:
    line = "A1,036089012345,Nguyễn Văn An,1989-05-14\n"
    read = insured(csv(tmp_path, "record_id,citizen_number,full_name,birth_date\n" + line * 1_000_000), unit_rows=400_000)
    assert read.record_ids == ["A1"]
    assert read.tally.counts == {"record_id:record_id_repeated": 999_999}
    assert sum(each.left_out for each in read.reads) == 999_999


def test_ids_that_only_share_a_hash_bit_are_not_repeats(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"record_id": pa.array(range(30_000))}), unit_rows=7_000)
    assert len(read.record_ids) == 30_000


def test_a_row_without_record_id_is_left_out_and_told(tmp_path: Path) -> None:
    read = insured(parquet(tmp_path, {"record_id": ["A", None, "", "B"], "full_name": ["Một", "Hai", "Ba", "Bốn"]}))
    assert read.record_ids == ["A", "B"]
    assert read.names == ["Một".encode(), "Bốn".encode()]
    assert [(row["row"], row["reason"], row["kept"]) for row in read.rejected] == [(1, "no_record_id", False), (2, "no_record_id", False)]


def test_a_person_without_a_usable_number_cannot_be_looked_up_by_it(tmp_path: Path) -> None:
    read = population(parquet(tmp_path, {"citizen_number": ["036089012345", None, "0360890X2345"]}))
    assert read.column("number") == [36_089_012_345]
    assert [(row["row"], row["reason"], row["kept"]) for row in read.rejected] == [
        (1, "no_citizen_number", False),
        (2, "not_digits", False),
    ]


def test_every_fault_of_a_row_is_told_in_the_order_of_rows(tmp_path: Path) -> None:
    columns = {"citizen_number": ["036089012345", "12345", "x"], "birth_date": ["31/02/1990", "14/05/1989", "x"]}
    read = insured(parquet(tmp_path, columns))
    assert read.reasons == [
        (0, "birth_date", "no_such_day"),
        (1, "citizen_number", "wrong_length"),
        (2, "citizen_number", "not_digits"),
        (2, "birth_date", "not_a_date"),
    ]
    assert [row["record_id"] for row in read.rejected] == ["A0", "A1", "A2", "A2"]
    assert all(row["kept"] and row["sentence"].endswith(".") for row in read.rejected)
    assert read.column("number") == [36_089_012_345, 0, 0]
