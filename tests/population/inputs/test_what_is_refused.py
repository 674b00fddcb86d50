from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.kit.errors import Refused
from ansinh.population import inputs
from tests.population.inputs.sources import csv, insured, parquet, population


def _refusal(path: Path, mapping: inputs.Mapping | None = None) -> str:
    with pytest.raises(Refused) as refused:
        insured(path, mapping)
    return refused.value.detail


def test_a_truncated_parquet_file_is_told_from_one_that_is_none(tmp_path: Path) -> None:
    whole = parquet(tmp_path, {"record_id": [str(row) for row in range(1_000)]}).read_bytes()
    cut, other = tmp_path / "cut.parquet", tmp_path / "other.parquet"
    cut.write_bytes(whole[:-100])
    other.write_bytes(b"record_id,citizen_number\n")
    assert "cut.parquet is cut off" in _refusal(cut)
    assert "other.parquet is not a Parquet file" in _refusal(other)


def test_a_page_that_is_damaged_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"record_id": [str(row * 7919) for row in range(20_000)]})
    bytes_ = bytearray(path.read_bytes())
    bytes_[200:20_000] = bytes(19_800)
    path.write_bytes(bytes_)
    assert "insured.parquet is damaged" in _refusal(path)


@pytest.mark.parametrize(
    ("head", "said"),
    [(b"", "is empty"), (b"PK\x03\x04..", "a spreadsheet"), (b"\x1f\x8b....", "gzip"), (b"\n\n\n", "nothing but empty lines")],
)
def test_a_file_that_is_no_table_is_told_what_it_is(tmp_path: Path, head: bytes, said: str) -> None:
    assert said in _refusal(csv(tmp_path, head))


def test_no_rows_are_told(tmp_path: Path) -> None:
    assert "has a header but no rows" in _refusal(csv(tmp_path, "record_id,citizen_number,full_name,birth_date\n"))
    assert "has columns but no rows" in _refusal(
        parquet(tmp_path, dict.fromkeys(("record_id", "citizen_number", "full_name", "birth_date"), pa.array([], pa.string())))
    )


def test_a_place_without_files_is_told(tmp_path: Path) -> None:
    assert "there is no file" in _refusal(tmp_path / "nothing.parquet")
    assert "holds no file" in _refusal(tmp_path)
    assert "no file fits" in _refusal(tmp_path / "*.parquet")


def test_a_missing_column_is_told_with_what_is_there_and_the_lines_to_write(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "ID,SO_CCCD,HO_TEN,NGAY\n0123456789,036089012345,Nguyễn Văn An,14/05/1989\n0123456790,036089012346,Lê Thị Bình,15/05/1989\n",
    )
    said = _refusal(path)
    assert "Its columns are: ID, SO_CCCD, HO_TEN, NGAY." in said
    for line in ('record_id = "ID"', 'citizen_number = "SO_CCCD"', 'full_name = "HO_TEN"', 'birth_date = "NGAY"'):
        assert line in said
    mapping = {"record_id": "ID", "citizen_number": "SO_CCCD", "full_name": "HO_TEN", "birth_date": "NGAY"}
    assert insured(path, inputs.Mapping(columns=mapping)).column("birth") == [19890514, 19890515]


def test_a_mapping_to_a_column_that_is_not_there_names_the_nearest(tmp_path: Path) -> None:
    path = csv(tmp_path, "record_id,citizen_number,full_name,ngay_sinh\n1,2,x,1989\n")
    assert "the nearest is ngay_sinh" in _refusal(path, inputs.Mapping(columns={"birth_date": "ngaysinh"}))


def test_names_of_columns_may_differ_in_case_and_joints(tmp_path: Path) -> None:
    read = insured(csv(tmp_path, "Record ID;CITIZEN-NUMBER;Full_Name;birthDate\nA1;036089012345;An;1989\n"))
    assert read.column("number") == [36_089_012_345]


def test_a_side_may_be_said_to_have_no_citizen_numbers(tmp_path: Path) -> None:
    path = csv(tmp_path, "record_id;full_name;birth_date;old_id_number\nA1;An;1989;012345678\n")
    assert insured(path, inputs.Mapping(columns={"citizen_number": ""})).column("number") == [0]


def test_files_of_one_folder_must_agree(tmp_path: Path) -> None:
    parquet(tmp_path, {"record_id": ["A1"]}, name="a.parquet")
    parquet(tmp_path, {"record_id": ["A2"], "sex": [0]}, name="b.parquet")
    with pytest.raises(Refused, match=r"b\.parquet has other columns than a\.parquet: sex"):
        insured(tmp_path)


def test_a_folder_is_read_in_the_order_of_its_files_without_what_others_left_there(tmp_path: Path) -> None:
    for name in ("b", "a"):
        parquet(tmp_path, {"record_id": [f"{name}1", f"{name}2"]}, name=f"{name}.parquet")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / "_temporary").mkdir()
    csv(tmp_path / "_temporary", "x", name="c.csv")
    assert insured(tmp_path).record_ids == ["a1", "a2", "b1", "b2"]
    assert insured(tmp_path / "[b]*.parquet").record_ids == ["b1", "b2"]


def test_a_row_group_larger_than_a_unit_is_read_in_parts(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"record_id": [f"A{row}" for row in range(1_000)]})
    read = insured(path, unit_rows=90)
    assert [unit.rows for unit in read.source.units] == [90] * 11 + [10]
    assert read.record_ids == [f"A{row}" for row in range(1_000)]


def test_the_fingerprint_knows_the_bytes_and_the_way_of_reading(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"sex": [0, 1]})
    before = inputs.open(str(path), "insured").fingerprint()
    assert before == inputs.open(str(path), "insured").fingerprint()
    assert before != inputs.open(str(path), "insured", inputs.Mapping(date_order="mdy")).fingerprint()
    table = pq.read_table(path)
    pq.write_table(table.set_column(table.column_names.index("sex"), "sex", pa.array([1, 1])), path)
    assert before != inputs.open(str(path), "insured").fingerprint()


def test_the_stamp_changes_with_the_file_and_not_with_looking_at_it(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"sex": [0, 1]})
    before = inputs.open(str(path), "insured").stamp()
    assert before == inputs.open(str(path), "insured").stamp()
    parquet(tmp_path, {"sex": [0, 1, 1]})
    assert before != inputs.open(str(path), "insured").stamp()


def test_the_population_needs_no_record_ids(tmp_path: Path) -> None:
    read = population(csv(tmp_path, "citizen_number,full_name,birth_date\n036089012345,An,1989\n"))
    assert read.reads[0].batch.record_id is None
    assert read.column("number") == [36_089_012_345]
