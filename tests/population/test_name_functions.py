"""DuckDB and Spark give what Python gives, bit for bit: the same compiled loops run in all three."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from ansinh import terms
from ansinh.population import name_functions
from ansinh.terms import names

SPELLED = [
    "Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ", "Nguyen Thi Hoa", "NguyÔn ThÞ Hoµ", "Nguyeãn Thò Hoøa", "Hòa Nguyễn Thị", "Nguyễn Thị Thu Hòa", "Lý Quý",
    "Lí Quí", "H'Hen Niê", "HHen Niê", "KHÔNG TÊN", "", None, "王明", "Nguyễn Thị Hoa", "Ðào Văn Ðức", "Đào Văn Đức", "Nguyễn Thịnh Hòa",
]  # fmt: skip
NUMBERS = [1199012345, 1199012346, 1199012354, 79088054321, 0, None, 3399012345]
BIRTHS = [19990704, 19990000, 0, None, 20010101, 19880101, 19990101]
SEXES = [1, 0, None, -1, 1, 0, 1]

NAME_QUERY = (
    "SELECT one, other, name_k1(one) AS k1, name_k2(one) AS k2, name_bag(one) AS bag, name_flag(one) AS flag, "
    "name_syllables(one) AS syllables, name_rung(one, other) AS rung FROM named"
)
NUMBER_QUERY = "SELECT one, other, birth, sex, number_edits(one, other) AS edits, number_doubts(one, birth, sex) AS doubts FROM numbered"


@pytest.fixture(scope="module")
def named() -> Any:
    pairs = [(one, other) for one in SPELLED for other in SPELLED]
    return pa.table(
        {"one": pa.array([each[0] for each in pairs], pa.string()), "other": pa.array([each[1] for each in pairs], pa.string())}
    )


@pytest.fixture(scope="module")
def numbered() -> Any:
    rows = [(one, other, birth, sex) for one in NUMBERS for other, birth, sex in zip(NUMBERS, BIRTHS, SEXES, strict=True)]
    kinds = (pa.int64(), pa.int64(), pa.int32(), pa.int32())
    columns = zip(("one", "other", "birth", "sex"), kinds, zip(*rows, strict=True), strict=True)
    return pa.table({name: pa.array(values, kind) for name, kind, values in columns})


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed here")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    yield session
    session.stop()


def _as_python_has_it(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_of_name(row) if "rung" in row else _of_number(row) for row in rows]


def _of_name(row: dict[str, Any]) -> dict[str, Any]:
    keys = names.keys(row["one"])
    signed = {name: value - (value >> 63 << 64) for name, value in (("k1", keys.k1), ("k2", keys.k2), ("bag", keys.bag))}
    return {**row, **signed, "flag": keys.flag, "syllables": keys.syllables, "rung": names.rung(row["one"], row["other"])}


def _of_number(row: dict[str, Any]) -> dict[str, Any]:
    one, other, birth = (row[name] or 0 for name in ("one", "other", "birth"))
    sex = -1 if row["sex"] is None else row["sex"]
    return {**row, "edits": terms.number_edits(one, other), "doubts": terms.number_doubts(one, birth, sex)}


def test_duckdb_gives_what_python_gives(named: Any, numbered: Any) -> None:
    with duckdb.connect() as connection:
        name_functions.register_duckdb(connection)
        connection.register("named", named)
        connection.register("numbered", numbered)
        for query in (NAME_QUERY, NUMBER_QUERY):
            found = connection.sql(query).to_arrow_table().to_pylist()
            assert found == _as_python_has_it(found)
            assert len(found) in {len(named), len(numbered)}


def test_spark_gives_what_python_gives(spark: Any, named: Any, numbered: Any) -> None:
    name_functions.register_spark(spark)
    spark.createDataFrame(named).createOrReplaceTempView("named")
    spark.createDataFrame(numbered).createOrReplaceTempView("numbered")
    for query in (NAME_QUERY, NUMBER_QUERY):
        found = [row.asDict() for row in spark.sql(query).collect()]
        assert found == _as_python_has_it(found)
        assert len(found) in {len(named), len(numbered)}


def test_columns_of_any_arrow_kind_are_read_alike() -> None:
    text = pa.array(["Lê Hòa", None, "Trần Thị Bé", "Nguyễn Văn An"])
    expected = name_functions.name_k1(text).to_pylist()
    assert expected[1] == 0
    for other in (text.cast(pa.large_string()), text.cast(pa.binary()), pa.chunked_array([text[:1], text[1:]]), text.dictionary_encode()):
        assert name_functions.name_k1(other).to_pylist() == expected
    assert name_functions.name_k1(text[2:]).to_pylist() == expected[2:]
    assert name_functions.name_k1(text[:0]).to_pylist() == []
