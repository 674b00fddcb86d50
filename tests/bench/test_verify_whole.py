"""A small verification from the invented registers to its judgement: what the benches run at the size of a nation."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ansinh.cli.bench import online_checks, verify_accuracy, verify_sides
from ansinh.population import batch, inputs, search
from ansinh.sandbox import registers

SCALE = 0.0002


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verified")
    registers.write(registers.Plan(out=folder, scale=SCALE, threads=1))
    sources: Any = {name: inputs.open(str(folder / f"{name}.parquet"), name) for name in ("insured", "population")}
    plan = batch.Plan(**sources, out=folder / "out", index_dir=folder / "index", search=search.SearchStage(), threads=1)
    batch.run(plan, now=datetime(2026, 11, 23, tzinfo=UTC))
    return folder


def test_no_number_is_given_to_the_wrong_person_and_few_people_are_missed(folder: Path) -> None:
    judged = verify_accuracy.judge(folder / "out", folder / "truth.parquet")
    found = verify_accuracy.report(judged)
    assert found["records"] == registers.Plan(out=folder, scale=SCALE).insured
    assert found["numbers_given"]["hits"] == found["numbers_given"]["of"] > 8_000
    assert found["residual"]["recall_with_top_five"]["share"] > 0.97
    assert found["by_class_of_error"]["none"]["right"] == 1.0
    assert found["by_class_of_error"]["stranger"]["rightly_none"] == 1.0
    assert verify_accuracy.best_recall(judged.curve, precision=0.999, existing=found["residual"]["in_the_register"])


def test_one_person_asked_online_is_told_what_the_truth_says(folder: Path) -> None:
    asked = online_checks.ask(folder, folder / "index", 500)
    assert (asked.n, asked.wrongly_yes, asked.wrongly_no) == (500, 0, 0)
    assert asked.verified > 400


def test_it_can_be_asked_again_in_the_same_process(folder: Path) -> None:
    assert [online_checks.ask(folder, folder / "index", 20).n for _ in range(2)] == [20, 20]


def test_the_check_in_sql_and_the_scan_see_every_row(folder: Path) -> None:
    sizes = registers.Plan(out=folder, scale=SCALE)
    assert verify_sides.scan(folder) == sizes.insured + sizes.population
    counts = verify_sides.normalised_in_sql(folder, 1)
    assert sum(counts.values()) == sizes.insured
    assert counts["verified"] > 0.7 * sizes.insured
