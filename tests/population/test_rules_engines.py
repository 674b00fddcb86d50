"""The rules give the same integers whichever engine runs them."""

import shutil
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pytest

from ansinh.population import rules
from ansinh.population.rules import compiled, expressions, generated, sql, tables
from tests.population import rules_pairs

POPULATION = 98_000_000
N = 100_000
SMALL = 3_000
ANSWERS = ("levels", "score", "differs", "at_number", "at_search")

Table = dict[str, npt.NDArray[np.int64]]


@pytest.fixture(scope="module")
def pairs() -> Table:
    return {**rules_pairs.features(N), **rules_pairs.context(N)}


@pytest.fixture(scope="module")
def in_python(pairs: Table) -> Table:
    columns = [pairs[name].tolist() for name in rules.current().features]
    rest = [pairs[name].tolist() for name in ("name_count", "margin", "candidates", "claimed")]
    found = []
    for features, (name_count, margin, candidates, claimed) in zip(zip(*columns, strict=True), zip(*rest, strict=True), strict=True):
        levels = rules.levels(*features)
        score = rules.score(levels, name_count, POPULATION)
        search = rules.at_search(levels, score, margin, candidates, claimed)
        found.append((levels, score, rules.differs(levels), rules.at_number(levels), search))
    return dict(zip(ANSWERS, np.array(found, dtype=np.int64).T, strict=True))


@compiled.kernel
def _run(f: npt.NDArray[np.int64], c: npt.NDArray[np.int64], population: int, out: npt.NDArray[np.int64]) -> None:
    for i in range(f.shape[1]):
        levels = compiled.levels(
            f[0, i], f[1, i], f[2, i], f[3, i], f[4, i], f[5, i], f[6, i], f[7, i], f[8, i], f[9, i], f[10, i], f[11, i], f[12, i], f[13, i]
        )  # fmt: skip
        score = compiled.score(levels, c[0, i], population)
        out[0, i] = levels
        out[1, i] = score
        out[2, i] = compiled.differs(levels)
        out[3, i] = compiled.at_number(levels)
        out[4, i] = compiled.at_search(levels, score, c[1, i], c[2, i], c[3, i])


def _query(dialect: expressions.Dialect) -> str:
    read = rules.current()
    levels = sql.levels(read, dialect, {name: name for name in read.features})
    score = sql.score(read, dialect, levels="levels", name_count="name_count", population=POPULATION)
    search = sql.at_search(read, dialect, levels="levels", score="score", margin="margin", candidates="candidates", claimed="claimed")
    return (
        f"SELECT i, levels, score, {sql.differs(read, dialect, levels='levels')} AS differs,"  # noqa: S608 - made of the rules and nothing else
        f" {sql.at_number(read, dialect, levels='levels')} AS at_number, {search} AS at_search"
        f" FROM (SELECT *, {score} AS score FROM (SELECT *, {levels} AS levels FROM pairs) AS a) AS b ORDER BY i"
    )


def test_every_level_of_every_field_is_among_the_pairs(in_python: Table) -> None:
    for field in rules.current().fields:
        codes = set(np.unique(in_python["levels"] >> 4 * field.place & 15).tolist())
        assert codes == set(range(len(field.levels))), field.id


def test_every_answer_of_both_tables_is_among_the_pairs(in_python: Table) -> None:
    read = rules.current()
    assert set(in_python["at_number"].tolist()) == {rules.RESULTS.index(row.result) for row in read.at_number}
    assert set(in_python["at_search"].tolist()) == {rules.RESULTS.index(row.result) for row in read.at_search}


def test_numba_gives_what_python_gives(pairs: Table, in_python: Table) -> None:
    features = np.stack([pairs[name] for name in rules.current().features])
    context = np.stack([pairs[name] for name in ("name_count", "margin", "candidates", "claimed")])
    out = np.zeros((len(ANSWERS), N), dtype=np.int64)
    _run(features, context, POPULATION, out)
    for name, found in zip(ANSWERS, out, strict=True):
        np.testing.assert_array_equal(found, in_python[name], err_msg=name)


def test_duckdb_gives_what_python_gives(pairs: Table, in_python: Table) -> None:
    with duckdb.connect() as connection:
        connection.register("pairs", _arrow(pairs))
        found = connection.execute(_query(sql.DUCKDB)).fetchnumpy()
    for name in ANSWERS:
        np.testing.assert_array_equal(found[name], in_python[name], err_msg=name)


def test_narrow_columns_in_duckdb_change_nothing(pairs: Table, in_python: Table) -> None:
    narrow = {
        "sex_a": np.int8,
        "sex_b": np.int8,
        "status": np.uint8,
        "birth_a": np.int32,
        "birth_b": np.int32,
        "name": np.uint8,
        "number": np.uint8,
    }
    with duckdb.connect() as connection:
        connection.register("pairs", _arrow({name: values[:SMALL].astype(narrow.get(name, np.int64)) for name, values in pairs.items()}))
        found = connection.execute(_query(sql.DUCKDB)).fetchnumpy()
    for name in ANSWERS:
        np.testing.assert_array_equal(found[name], in_python[name][:SMALL], err_msg=name)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed here")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.codegen.wholeStage", "false")  # compiling the long expression takes longer than running it
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_gives_what_python_gives(spark: Any, pairs: Table, in_python: Table) -> None:
    table = _arrow({name: values[:SMALL] for name, values in pairs.items()})
    spark.createDataFrame(table).createOrReplaceTempView("pairs")
    found = spark.sql(_query(sql.SPARK)).toArrow()
    for name in ANSWERS:
        np.testing.assert_array_equal(found[name].to_numpy(), in_python[name][:SMALL], err_msg=name)


def test_the_tables_read_as_data_decide_alike(pairs: Table, in_python: Table) -> None:
    read = rules.current()
    for i in range(0, N, 50):
        levels, score = int(in_python["levels"][i]), int(in_python["score"][i])
        margin, candidates, claimed = (int(pairs[name][i]) for name in ("margin", "candidates", "claimed"))
        assert rules.RESULTS.index(tables.row_at_number(read, levels).result) == in_python["at_number"][i]
        row = tables.row_at_search(read, levels, score, margin, candidates, claimed)
        assert rules.RESULTS.index(row.result) == in_python["at_search"][i]


def test_a_loop_over_the_rules_is_compiled_anew_when_they_change() -> None:
    stamp = _run._cache._cache_file._source_stamp  # type: ignore[attr-defined]  # what numba compares before it takes a kept loop
    assert compiled._WRITTEN in stamp
    assert rules.current().sha256 == generated.SHA256


def _arrow(table: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.table({"i": np.arange(len(next(iter(table.values())))), **table})
