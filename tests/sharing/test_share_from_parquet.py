"""A share by file out of a Parquet file: what a verification run came to, in the form the database gives."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.kit.errors import NotFound, Refused
from ansinh.sharing import parquet
from ansinh.wire import shares as wire

ROWS = 5_000


@pytest.fixture
def verdicts(tmp_path: Path) -> Path:
    path = tmp_path / "verdicts.parquet"
    numbers = [None if row % 10 == 0 else f"0011800{row:05d}" for row in range(ROWS)]
    columns = {"record_id": [f"{row:010d}" for row in range(ROWS)], "verdict": ["verified"] * ROWS, "citizen_number": numbers}
    pq.write_table(pa.table(columns), path, row_group_size=700)
    return path


def test_every_record_with_a_number_goes_out_once_in_order(verdicts: Path, tmp_path: Path) -> None:
    out = tmp_path / "share"
    out.mkdir()
    told: list[int] = []
    chunks = parquet.write_chunks(verdicts, out, chunk_rows=1_000, progress=lambda made: told.append(made.rows))
    lines = [line for chunk in chunks for line in (out / chunk.name).read_text().splitlines()[1:]]
    assert lines == [f"{row:010d},0011800{row:05d},,,,,insured" for row in range(ROWS) if row % 10]
    assert [chunk.rows for chunk in chunks] == [len((out / chunk.name).read_text().splitlines()) - 1 for chunk in chunks]
    assert told[-1] == len(lines)


def test_numbers_that_are_integers_get_their_zeros_back(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"social_insurance_number": [7], "citizen_number": [1180000001], "state": ["deceased"]}), tmp_path / "in.parquet"
    )
    [chunk] = parquet.write_chunks(tmp_path / "in.parquet", tmp_path)
    assert (tmp_path / chunk.name).read_text() == f"{','.join(wire.COLUMNS)}\n0000000007,001180000001,,,,,deceased\n"


def test_whom_a_run_found_dead_is_not_shared_as_insured(tmp_path: Path) -> None:
    columns = {"record_id": ["0000000001", "0000000002"], "citizen_number": ["001180000001", "001180000002"]}
    pq.write_table(pa.table({**columns, "verdict": ["deceased", "verified"]}), tmp_path / "in.parquet")
    [chunk] = parquet.write_chunks(tmp_path / "in.parquet", tmp_path)
    lines = (tmp_path / chunk.name).read_text().splitlines()[1:]
    assert [line.rsplit(",", 1)[1] for line in lines] == ["deceased", "insured"]


def test_a_number_that_several_records_claim_is_not_shared(tmp_path: Path) -> None:
    columns = {"record_id": ["0000000001", "0000000002", "0000000003"], "citizen_number": ["001180000001", "001180000001", "001180000003"]}
    pq.write_table(pa.table({**columns, "verdict": ["several_numbers", "several_numbers", "verified"]}), tmp_path / "in.parquet")
    [chunk] = parquet.write_chunks(tmp_path / "in.parquet", tmp_path)
    assert [line[:10] for line in (tmp_path / chunk.name).read_text().splitlines()[1:]] == ["0000000003"]


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"record_id": ["0000000001"], "verdict": ["x"]}, "citizen_number"),
        ({"citizen_number": ["001180000001"]}, "social_insurance_number"),
        ({"record_id": ["0000000001"], "citizen_number": ["00118000001"]}, "citizen_number"),
        ({"record_id": ["A-1"], "citizen_number": ["001180000001"]}, "social_insurance_number"),
    ],
)
def test_what_cannot_be_shared_is_named(tmp_path: Path, columns: dict[str, list[str]], field: str) -> None:
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    with pytest.raises(Refused) as refused:
        parquet.write_chunks(tmp_path / "in.parquet", tmp_path)
    assert refused.value.field == field


def test_a_file_that_is_not_there_or_not_whole_is_named(verdicts: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nothing\.parquet"):
        parquet.write_chunks(tmp_path / "nothing.parquet", tmp_path)
    verdicts.write_bytes(verdicts.read_bytes()[:2_000])
    with pytest.raises(Refused, match="not a whole Parquet file"):
        parquet.write_chunks(verdicts, tmp_path)


def test_a_file_with_no_rows_is_a_share_of_none(tmp_path: Path) -> None:
    empty = pa.table({"record_id": pa.array([], pa.string()), "citizen_number": pa.array([], pa.string())})
    pq.write_table(empty, tmp_path / "in.parquet")
    assert [chunk.rows for chunk in parquet.write_chunks(tmp_path / "in.parquet", tmp_path)] == [0]
