"""Small sources on disk, and what was read from all of one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.population import inputs

PERSON = {"record_id": "A1", "citizen_number": "036089012345", "full_name": "Nguyễn Văn An", "birth_date": "1989-05-14"}


@dataclass
class All:
    """Every unit of a source, one after another."""

    source: inputs.Source
    reads: list[inputs.Read]

    def column(self, name: str) -> list[Any]:
        return [value for read in self.reads for value in getattr(read.batch, name).tolist()]

    @property
    def record_ids(self) -> list[Any]:
        return [value for read in self.reads for value in read.batch.record_id.to_pylist()]

    @property
    def names(self) -> list[bytes]:
        return [
            bytes(read.batch.name_data[read.batch.name_offsets[row] : read.batch.name_offsets[row + 1]])
            for read in self.reads
            for row in range(len(read.batch))
        ]

    @property
    def rejected(self) -> list[dict[str, Any]]:
        return [row for read in self.reads for row in read.rejected.to_pylist()]

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        return [(row["row"], row["column"], row["reason"]) for row in self.rejected]

    @property
    def tally(self) -> inputs.Tally:
        total = inputs.Tally()
        for read in self.reads:
            total.add(read.tally)
        return total


def read_all(source: inputs.Source) -> All:
    without = source.repeats() if source.side == "insured" else np.zeros(0, np.int64)
    reads = [source.read(unit, without=without) for unit in source.units]
    for unit, read in zip(source.units, reads, strict=True):
        assert len(read.batch) + read.left_out == unit.rows
    return All(source, reads)


def parquet(folder: Path, columns: dict[str, Any], *, name: str = "insured.parquet", row_group_size: int | None = None) -> Path:
    """A Parquet file of these columns; the ones a side must have are filled with one person's where they are not given."""
    count = max((len(values) for values in columns.values()), default=1)
    filled = {key: [f"A{row}" for row in range(count)] if key == "record_id" else [value] * count for key, value in PERSON.items()}
    path = folder / name
    pq.write_table(pa.table(filled | columns), path, row_group_size=row_group_size)
    return path


def csv(folder: Path, text: str | bytes, *, name: str = "insured.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def insured(where: Path, mapping: inputs.Mapping | None = None, **how: Any) -> All:
    return read_all(inputs.open(str(where), "insured", mapping, **how))


def population(where: Path, mapping: inputs.Mapping | None = None, **how: Any) -> All:
    return read_all(inputs.open(str(where), "population", mapping, **how))
