from pathlib import Path

import numpy as np
import pyarrow as pa

from ansinh.population import inputs
from ansinh.terms import names
from tests.population.inputs.sources import insured, parquet


def _told(folder: Path, written: list[bytes | None], **columns: list[str | None]) -> inputs.Read:
    read = insured(parquet(folder, {"full_name": pa.array(written, pa.binary()), **columns})).reads[0]
    offsets, data = read.batch.name_offsets, read.batch.name_data
    found = [names.keys(bytes(data[start:end])) for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
    return inputs.with_names_told(read, np.array([each.flag for each in found], np.uint8))


def test_mixed_encodings_in_one_column_are_counted_with_their_first_rows(tmp_path: Path) -> None:
    read = _told(tmp_path, ["Nguyễn Văn An".encode(), b"Nguy\xd4n V\xa8n An", "Trần Bình".encode(), b"Nguy\xd4n V\xa8n B"])
    assert read.tally.counts == {"full_name:written_in_tcvn3": 2}
    assert read.tally.examples == {"full_name:written_in_tcvn3": ["row 1", "row 3"]}
    assert read.rejected.num_rows == 0


def test_a_name_that_stands_for_none_is_rejected_at_its_row(tmp_path: Path) -> None:
    read = _told(tmp_path, [b"An", b"Binh", "Không tên".encode(), None], record_id=["A", None, "C", "D"])
    told = [(row["row"], row["record_id"], row["column"], row["reason"], row["kept"]) for row in read.rejected.to_pylist()]
    assert told == [(1, None, "record_id", "no_record_id", False), (2, "C", "full_name", "placeholder", True)]
    assert read.tally.absent["full_name"] == 1
