"""What stops a run, and that stopping it loses nothing: other inputs, a strange mix, a full disk, a second run in the same folder."""

import json
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ansinh.kit.errors import Refused
from ansinh.population import batch, inputs
from ansinh.population.batch import Ledger, drift
from tests.population.batch import registers
from tests.population.batch.conftest import Registers, Undisturbed, published
from tests.population.batch.test_killed_and_run_again import ended, in_a_child


class StopHere(Exception):  # noqa: N818 - what a test raises
    pass


def stop_at(stage: str) -> Callable[[batch.Progress], None]:
    def stop(progress: batch.Progress) -> None:
        if progress.stage == stage and progress.rows_done > registers.GROUP:
            raise StopHere

    return stop


def interrupt(small: Registers, out: Path, stage: str = "number") -> None:
    with pytest.raises(StopHere):
        small.run(out, progress=stop_at(stage))


def test_a_cut_off_line_of_the_ledger_is_taken_away_and_its_unit_done_again(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    interrupt(small, tmp_path)
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-30])

    small.run(tmp_path)

    assert published(tmp_path) == undisturbed.files()
    assert all(json.loads(line) for line in ledger.read_text().splitlines())


def test_other_contents_under_the_same_name_are_refused_with_the_way_out(small: Registers, tmp_path: Path) -> None:
    changed = Registers(*registers.write(tmp_path / "registers"), small.index_dir)
    interrupt(changed, tmp_path / "out")
    rows = registers.records(registers.people())
    rows[3] = (rows[3][0], replace(rows[3][1], name="Lê Thị Khác"))
    registers.write(tmp_path / "registers", insured=rows)

    with pytest.raises(Refused, match=r"INSURED has other contents.*--fresh") as refused:
        changed.run(tmp_path / "out")

    assert refused.value.code == "other_run"
    assert changed.run(tmp_path / "out", fresh=True).rows == len(rows)


def test_the_same_contents_copied_again_go_on(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    copied = Registers(*registers.write(tmp_path / "registers"), small.index_dir)
    with pytest.raises(StopHere):
        copied.run(tmp_path / "out", progress=stop_at("publish"))
    os.utime(copied.insured, (1, 1))

    copied.run(tmp_path / "out")

    assert published(tmp_path / "out") == undisturbed.files()


def test_a_run_without_the_search_is_another_run(small: Registers, tmp_path: Path) -> None:
    interrupt(small, tmp_path)

    with pytest.raises(Refused, match="the search is another version"):
        small.run(tmp_path, search=None)


def test_a_second_run_in_the_same_folder_is_refused(small: Registers, tmp_path: Path) -> None:
    def second(_: batch.Progress) -> None:
        with pytest.raises(Refused) as refused:
            small.run(tmp_path)
        assert refused.value.code == "run_in_progress"
        raise StopHere

    with pytest.raises(StopHere):
        small.run(tmp_path, progress=second)


def test_a_mix_unlike_the_last_run_stops_and_goes_on_when_accepted(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    expected = batch.expected_of(undisturbed.out / "ledger.jsonl")
    strange = expected | {"verified": expected["verified"] + 0.2}
    limits = batch.Drift(least_rows=registers.GROUP, expected=strange)

    with pytest.raises(Refused, match=r"verified [\d.]+% instead of [\d.]+%.*--accept-drift"):
        small.run(tmp_path, drift=limits)
    small.run(tmp_path, drift=limits, accept_drift=True)

    assert published(tmp_path) == undisturbed.files()


def test_the_mix_of_the_run_before_is_no_drift(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    expected = batch.expected_of(undisturbed.out / "ledger.jsonl")

    assert small.run(tmp_path, drift=batch.Drift(least_rows=registers.GROUP, expected=expected)).rows == undisturbed.summary.rows


def test_numbers_that_nobody_holds_stop_a_first_run() -> None:
    with pytest.raises(Refused, match=r"40\.0% of the claimed numbers are nobody's"):
        drift.check({"verified": 120_000, drift.UNKNOWN: 80_000, drift.WITHOUT: 10_000}, batch.Drift())


def test_a_few_records_are_no_mix() -> None:
    drift.check({drift.UNKNOWN: 99_999}, batch.Drift())


def test_an_unfinished_ledger_has_no_mix_to_expect(small: Registers, tmp_path: Path) -> None:
    interrupt(small, tmp_path)

    with pytest.raises(Refused, match="not the ledger of a finished run"):
        batch.expected_of(tmp_path / "ledger.jsonl")


@pytest.mark.parametrize("bytes_a_file", [2_000, 7_000, 11_000])
def test_a_disk_that_fills_up_is_said_and_the_rerun_writes_the_same(
    small: Registers, undisturbed: Undisturbed, tmp_path: Path, bytes_a_file: int
) -> None:
    """A limit on the size of files stands for the full disk: both end in an error of the same write."""
    said = tmp_path / "said"

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))
        try:
            small.run(tmp_path / "out")
        except Refused as refused:
            said.write_text(f"{refused.code}: {refused.detail}")

    assert ended(in_a_child(limited)) == 0
    small.run(tmp_path / "out")

    assert said.read_text().startswith("disk_full: there is no room left")
    assert published(tmp_path / "out") == undisturbed.files()


def test_little_memory_means_one_thread_and_the_same_answer(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    small.run(tmp_path, memory_bytes=1 << 16)

    assert published(tmp_path) == undisturbed.files()


def test_a_row_that_came_before_is_left_out_and_listed(small: Registers, tmp_path: Path) -> None:
    rows = registers.records(registers.people())
    rows.append(rows[0])
    doubled = Registers(*registers.write(tmp_path / "registers", insured=rows), small.index_dir)

    summary = doubled.run(tmp_path / "out", search=None)

    assert (summary.rows, summary.left_out) == (len(rows) - 1, 1)


def test_a_ledger_of_something_else_is_taken_for_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text('{"kind": "run"}\n[1, 2]\n{"kind": "unit"}\n')

    assert [line["kind"] for line in Ledger(tmp_path / "ledger.jsonl").lines] == ["run"]


def test_a_source_without_the_record_id_is_refused_before_anything_is_written(small: Registers, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="record_id"):
        small.run(tmp_path / "out", insured=inputs.open(str(small.population), "insured"))
    assert not (tmp_path / "out").exists()
