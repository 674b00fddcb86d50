"""Parts encoded apart read as one file, by other readers than the one that wrote them, and footers survive being read and written."""

import random
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.population.batch import parquet_parts, thrift
from ansinh.population.batch.parquet_parts import MAGIC, Part


def table_of(rows: int, seed: int) -> pa.Table:
    chance = random.Random(seed)
    return pa.table(
        {
            "number": pa.array(
                [f"{chance.randint(0, 10**12 - 1):012d}" if chance.random() < 0.8 else None for _ in range(rows)], pa.string()
            ),
            "word": pa.array([chance.choice(("verified", "differs")) for _ in range(rows)], pa.string()),
            "score": pa.array([chance.randint(0, 50) / 10 for _ in range(rows)], pa.float32()),
            "shown": pa.array([["x"] * chance.randint(0, 3) for _ in range(rows)], pa.list_(pa.string())),
        }
    )


def part_of(table: pa.Table) -> Part:
    return parquet_parts.encode(table, dictionary=["word", "score", "shown.list.element"], encodings={"number": "DELTA_LENGTH_BYTE_ARRAY"})


@pytest.mark.parametrize("sizes", [(5,), (0,), (0, 7, 0), tuple(range(1, 20))])
def test_parts_read_as_the_tables_they_were(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    tables = [table_of(size, seed) for seed, size in enumerate(sizes)]
    whole, placed = bytearray(MAGIC), []
    for table in tables:
        part = part_of(table)
        placed.append((part.footer, len(whole)))
        whole += part.body
    path = tmp_path / "whole.parquet"
    path.write_bytes(whole + parquet_parts.joined_footer(placed))

    expected = pa.concat_tables(tables).to_pylist()
    assert pq.read_table(path).to_pylist() == expected
    columns = ["number", "word", "score", "shown"]
    rows = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    assert [dict(zip(columns, row, strict=True)) for row in rows] == expected


def test_a_footer_read_and_written_is_the_same_bytes() -> None:
    footer = part_of(table_of(300, 1)).footer

    assert thrift.write_struct(thrift.read_struct(footer)) == footer


def test_long_lists_wide_numbers_and_far_fields_survive() -> None:
    struct = thrift.Struct(
        {
            1: (thrift.FALSE, False),
            2: (thrift.TRUE, True),
            3: (thrift.I64, -(2**63)),
            40: (thrift.BINARY, b"x" * 300),
            41: (thrift.LIST, thrift.Items(thrift.I32, list(range(-20, 20)))),
            42: (thrift.DOUBLE, b"12345678"),
        }
    )

    assert thrift.read_struct(thrift.write_struct(struct)) == struct
