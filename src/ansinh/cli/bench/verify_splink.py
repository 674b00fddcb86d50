"""The peer: Splink (Ministry of Justice, UK) trained on the same residual against the same register, with names normalised by our keys.

It gets every advantage we have ourselves: names decoded and without diacritics, places and dates parsed, term frequencies of names. What
it has to learn is what Fellegi and Sunter ask for: how often each level of agreement happens among matches and among others.
"""

# ruff: noqa: S608 - queries over files and tables of its own
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from ansinh.cli.bench.verify_accuracy import AT_NUMBER, Point
from ansinh.terms import names

CUTS = (0.5, 0.9, 0.99, 0.999)
_U_PAIRS = 1e7
_SEED = 1


@dataclass(frozen=True, slots=True)
class Linked:
    """What Splink found: the best candidate of each record by falling probability, how many pairs it scored, and each step's cost."""

    version: str
    residual: int
    existing: int
    pairs: int
    top_right: int
    cuts: tuple[Point, ...]
    curve: tuple[Point, ...]
    steps: dict[str, dict[str, float]]

    @property
    def cpu_s(self) -> float:
        """Of all steps; loading libraries is none."""
        return round(sum(step["cpu_s"] for step in self.steps.values()), 2)

    @property
    def wall_s(self) -> float:
        return round(sum(step["wall_s"] for step in self.steps.values()), 2)


def link(folder: Path, verdicts: Path, threads: int) -> Linked:
    """Prepare, train and predict. The residual is what the number check of `verdicts` left."""
    import splink  # noqa: PLC0415 - an extra

    assert names.compiled.VERSION  # loaded, and compiled, before the clock runs
    steps = _Steps()
    connection = duckdb.connect(config={"threads": threads, "memory_limit": "6GB"})
    connection.sql("SET enable_progress_bar = false")
    rest = f"SELECT record_id FROM '{verdicts}' WHERE stage <> '{AT_NUMBER}'"
    _load(
        connection, "residual", f"SELECT record_id AS id, * EXCLUDE (record_id) FROM '{folder}/insured.parquet' WHERE record_id IN ({rest})"
    )
    _load(connection, "register", f"SELECT citizen_number AS id, * EXCLUDE (status) FROM '{folder}/population.parquet'")
    steps.done("prepare")
    api = splink.DuckDBAPI(connection)
    tables = [api.register(table, dataset_display_name=table) for table in ("register", "residual")]
    linker = splink.Linker(tables, _settings(splink), log_level=None, validate_settings=False)
    training = linker.training
    training.estimate_probability_two_random_records_match([splink.block_on("bare", "birth", "sex")], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=_U_PAIRS, seed=_SEED)
    for rule in (splink.block_on("bare", "birth"), splink.block_on("old")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    steps.done("train")
    predicted = linker.inference.predict(threshold_match_probability=0.001).physical_name
    steps.done("predict")
    return _judged(connection, predicted, folder / "truth.parquet", splink.__version__, steps.costs)


class _Steps:
    def __init__(self) -> None:
        self.costs: dict[str, dict[str, float]] = {}
        self._wall, self._cpu = perf_counter(), process_time()

    def done(self, step: str) -> None:
        wall, cpu = perf_counter(), process_time()
        self.costs[step] = {"wall_s": round(wall - self._wall, 2), "cpu_s": round(cpu - self._cpu, 2)}
        self._wall, self._cpu = wall, cpu


def _load(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """A table with names as Splink is to compare them: `k1` with tones, `bare` without diacritics."""
    rows = connection.sql(query).to_arrow_table()
    text = pa.concat_arrays(rows["full_name"].chunks).cast(pa.large_string())
    offsets = np.frombuffer(text.buffers()[1], dtype=np.int64)[: len(text) + 1]
    keys, (starts, letters) = names.compiled.keys_and_letters(offsets, np.frombuffer(text.buffers()[2], dtype=np.uint8))
    letters[letters > 127] = ord("?")  # a foreign letter
    bare = pa.LargeStringArray.from_buffers(len(text), pa.py_buffer(starts), pa.py_buffer(letters))
    with_keys = rows.append_column("k1", pa.array(keys.k1.view(np.int64)))
    keyed = with_keys.append_column("bare", bare.cast(pa.string()))
    connection.register("keyed", keyed)
    connection.sql(f"CREATE TABLE {table} AS {_COLUMNS}")
    connection.unregister("keyed")


_COLUMNS = """
SELECT id AS unique_id, nullif(k1, 0) AS k1, nullif(bare, '') AS bare, split_part(bare, ' ', -1) AS given,
       nullif(birth_date, 0)::varchar AS birth, birth_date // 10000 AS birth_year, sex, province, ward,
       lpad(citizen_number::varchar, 12, '0') AS number, right(lpad(citizen_number::varchar, 12, '0'), 6) AS serial, old_id_number AS old
FROM keyed
"""


def _settings(splink: Any) -> Any:
    """Six comparisons and five blocking rules."""
    block_on = splink.block_on
    return splink.SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("old"),
            block_on("bare", "birth"),
            block_on("bare", "birth_year", "province"),
            block_on("birth", "ward", "sex"),
            block_on("serial", "birth_year"),
        ],
        comparisons=[_name(), _birth(), _exact("sex"), _number(), _exact("old"), _place()],
        retain_matching_columns=False,
    )


def _levels(column: str, *conditions: str, null: str) -> list[Any]:
    levels: list[Any] = [{"sql_condition": null, "label_for_charts": f"{column} missing", "is_null_level": True}]
    levels += [{"sql_condition": condition, "label_for_charts": f"{column} {nth}"} for nth, condition in enumerate(conditions)]
    return [*levels, {"sql_condition": "ELSE", "label_for_charts": f"{column} differs"}]


def _comparison(column: str, levels: list[Any]) -> Any:
    from splink.comparison_library import CustomComparison  # noqa: PLC0415 - an extra

    return CustomComparison(comparison_levels=levels, output_column_name=column, comparison_description=column)


def _exact(column: str) -> Any:
    return _comparison(column, _levels(column, f"{column}_l = {column}_r", null=f"{column}_l IS NULL OR {column}_r IS NULL"))


def _name() -> Any:
    similar = "jaro_winkler_similarity(bare_l, bare_r)"
    levels = _levels(
        "name", "k1_l = k1_r", "bare_l = bare_r", f"{similar} >= 0.94", f"{similar} >= 0.88", "given_l = given_r",
        null="bare_l IS NULL OR bare_r IS NULL",
    )  # fmt: skip
    for level in levels[1:3]:
        level["tf_adjustment_column"] = "bare"
        level["tf_adjustment_weight"] = 1.0
    return _comparison("bare", levels)


def _birth() -> Any:
    swapped = (
        "birth_year_l = birth_year_r AND substr(birth_l, 5, 2) = substr(birth_r, 7, 2) AND substr(birth_l, 7, 2) = substr(birth_r, 5, 2)"
    )
    year_only = "birth_year_l = birth_year_r AND (right(birth_l, 4) = '0000' OR right(birth_r, 4) = '0000')"
    levels = _levels(
        "birth", "birth_l = birth_r", year_only, swapped, "levenshtein(birth_l, birth_r) <= 1", "birth_year_l = birth_year_r",
        null="birth_l IS NULL OR birth_r IS NULL",
    )  # fmt: skip
    return _comparison("birth", levels)


def _number() -> Any:
    edits = "damerau_levenshtein(number_l, number_r)"
    null = "number_l IS NULL OR number_r IS NULL"
    levels = _levels("number", f"{edits} <= 1", f"{edits} <= 2", null=null)
    for level, u in zip(levels[1:3], (1e-8, 3e-7), strict=True):  # too rare among random pairs to be sampled
        level |= {"u_probability": u, "fix_u_probability": True}
    return _comparison("number", levels)


def _place() -> Any:
    return _comparison("ward", _levels("ward", "ward_l = ward_r", "province_l = province_r", null="ward_l IS NULL AND province_l IS NULL"))


def _judged(connection: duckdb.DuckDBPyConnection, predicted: str, truth: Path, version: str, steps: dict[str, dict[str, float]]) -> Linked:
    """The best candidate of each record of the residual, beside the truth."""
    connection.sql(
        f"CREATE TABLE best AS SELECT record_id, arg_max(found, match_weight) AS found, max(match_probability) AS p FROM"
        f" (SELECT CASE WHEN source_dataset_l = 'residual' THEN unique_id_l ELSE unique_id_r END AS record_id,"
        f"         CASE WHEN source_dataset_l = 'residual' THEN unique_id_r ELSE unique_id_l END AS found, match_weight, match_probability"
        f"  FROM {predicted}) GROUP BY record_id"
    )
    connection.sql(
        "CREATE TABLE judged AS SELECT p, coalesce(found = t.citizen_number, false) AS is_right, found IS NOT NULL AS is_found,"
        " t.citizen_number IS NOT NULL AS existing"
        f" FROM residual r JOIN '{truth}' t ON t.record_id = r.unique_id LEFT JOIN best b ON b.record_id = r.unique_id"
    )
    rows, existing, right = _row(connection, "SELECT count(*), sum(existing::int), sum(is_right::int) FROM judged")
    (pairs,) = _row(connection, f"SELECT count(*) FROM {predicted}")
    at = "SELECT count(*), coalesce(sum(is_right::int), 0) FROM judged WHERE is_found AND p >= ?"
    cuts = tuple(Point(cut, *(int(each) for each in _row(connection, at, cut))) for cut in CUTS)
    falling = "SELECT p, count(*) OVER up, sum(is_right::int) OVER up FROM judged WHERE is_found WINDOW up AS (ORDER BY p DESC)"
    curve = connection.sql(f"SELECT min(p), n, max(r) FROM ({falling}) q(p, n, r) WHERE n % 50 = 0 GROUP BY n ORDER BY n").fetchall()
    return Linked(
        version, int(rows), int(existing), int(pairs), int(right), cuts, tuple(Point(float(p), int(n), int(r)) for p, n, r in curve), steps
    )


def _row(connection: duckdb.DuckDBPyConnection, question: str, *values: Any) -> tuple[Any, ...]:
    row: tuple[Any, ...] = connection.sql(question, params=list(values)).fetchall()[0]
    return row
