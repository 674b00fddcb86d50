"""What a run writes: one verdict for every record, in the order of the input, and the counts that say so."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from ansinh.population import batch, index
from tests.population.batch import registers
from tests.population.batch.conftest import Registers, Undisturbed


@pytest.fixture(scope="module")
def verdicts(undisturbed: Undisturbed) -> list[dict[str, Any]]:
    return list(pq.read_table(undisturbed.out / batch.VERDICTS_FILE).to_pylist())


def of_kind(verdicts: list[dict[str, Any]], kind: int) -> list[dict[str, Any]]:
    """The records of that kind but the first, who is insured twice."""
    return [line for line in verdicts if 1_000_001 <= line["record_id"] < 2_000_000 and (line["record_id"] - 1_000_000) % 12 == kind]


def test_records_come_out_in_the_order_they_came_in(verdicts: list[dict[str, Any]]) -> None:
    assert [line["record_id"] for line in verdicts] == [record_id for record_id, _ in registers.records(registers.people())]


def test_a_record_like_its_person_is_verified_with_its_number(verdicts: list[dict[str, Any]]) -> None:
    numbers = {1_000_000 + i: row.number for i, (_, row) in enumerate(registers.records(registers.people())[:-1])}
    living = [line for line in of_kind(verdicts, 7) if (line["record_id"] - 1_000_000) % 50 != 49]

    assert {line["verdict"] for line in living} == {"verified"}
    assert all(line["citizen_number"] == numbers[line["record_id"]] and line["stage"] == "number" for line in living)
    assert all(line["differs"] == [] and line["candidates"] == [] for line in living)


def test_capital_letters_change_nothing(verdicts: list[dict[str, Any]]) -> None:
    assert {line["verdict"] for line in of_kind(verdicts, 5)} <= {"verified", "deceased"}


def test_another_birth_differs_and_shows_the_holder_of_the_number(verdicts: list[dict[str, Any]]) -> None:
    people = registers.people()
    for line in of_kind(verdicts, 1):
        assert line["verdict"] == "differs"
        assert "birth_date" in line["differs"]
        assert line["citizen_number"] is None
        assert line["candidates"] == [people[line["record_id"] - 1_000_000].number]


def test_a_number_is_found_only_where_a_second_identifier_confirms_it(verdicts: list[dict[str, Any]]) -> None:
    people = registers.people()
    without = [line for line in of_kind(verdicts, 2) if line["verdict"] == "assigned"]

    assert without
    assert all(line["citizen_number"] == people[line["record_id"] - 1_000_000].number and line["stage"] == "old_number" for line in without)


def test_nobody_is_nobody(verdicts: list[dict[str, Any]]) -> None:
    assert {(line["verdict"], line["citizen_number"]) for line in of_kind(verdicts, 4)} == {("not_found", None)}


def test_one_person_insured_twice_is_said_on_both_records(verdicts: list[dict[str, Any]]) -> None:
    twice = [line for line in verdicts if line["record_id"] in {1_000_000, 2_000_000}]

    assert [line["verdict"] for line in twice] == ["several_numbers", "several_numbers"]
    assert twice[0]["citizen_number"] == twice[1]["citizen_number"] == registers.people()[0].number


def test_of_two_people_with_one_number_the_one_that_fits_is_compared(verdicts: list[dict[str, Any]]) -> None:
    assert verdicts[32]["record_id"] == 1_000_032
    assert verdicts[32]["verdict"] == "verified"


def test_the_counts_of_the_summary_are_those_of_the_file(undisturbed: Undisturbed, verdicts: list[dict[str, Any]]) -> None:
    told = json.loads((undisturbed.out / "summary.json").read_text())

    for verdict in {line["verdict"] for line in verdicts}:
        assert told["verdicts"][verdict] == sum(line["verdict"] == verdict for line in verdicts)
    assert told["rows"] == undisturbed.summary.rows == len(verdicts)


def test_the_ledger_holds_a_line_for_each_unit_and_stage_and_no_record(undisturbed: Undisturbed) -> None:
    ledger = (undisturbed.out / "ledger.jsonl").read_text()
    lines = [json.loads(line) for line in ledger.splitlines()]

    assert {(line["stage"], line["unit"]) for line in lines if line["kind"] == "unit"} == {
        (stage, unit) for stage in ("number", "search", "publish") for unit in range(7)
    }
    assert lines[-1]["kind"] == "done"
    assert (registers.people()[20].number or "") not in ledger


def test_what_lay_between_the_stages_is_removed(undisturbed: Undisturbed) -> None:
    assert not (undisturbed.out / "work").exists()


def test_without_a_search_the_rest_is_not_found(small: Registers, tmp_path: Path) -> None:
    summary = small.run(tmp_path / "out", search=None)

    assert summary.verdicts["assigned"] == 0
    assert summary.verdicts["not_found"] > 0


def test_units_and_threads_change_nothing(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    from ansinh.population import inputs

    small.run(tmp_path / "out", insured=inputs.open(str(small.insured), "insured", unit_rows=3 * registers.GROUP), threads=1)

    one, other = (pq.read_table(out / batch.VERDICTS_FILE).to_pylist() for out in (undisturbed.out, tmp_path / "out"))
    assert one == other


def test_a_finished_run_is_told_again_without_work(small: Registers, undisturbed: Undisturbed) -> None:
    stages: list[str] = []

    again = small.run(undisturbed.out, progress=lambda each: stages.append(each.stage))

    assert again.verdicts == undisturbed.summary.verdicts
    assert stages == []


def test_a_number_that_two_people_hold_is_held_by_both(small: Registers) -> None:
    held = index.open_index(index.current(small.index_dir))
    number = int(registers.people()[31].number or 0)

    assert len(index.holders_of(held, number)) == 2
    assert np.all(held.people["number"][:-1] <= held.people["number"][1:])
