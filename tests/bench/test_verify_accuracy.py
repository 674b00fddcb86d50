"""Verdicts beside the truth: what counts as right, wrong, offered or missed, and how sure a share is."""

import multiprocessing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.cli.bench import apart
from ansinh.cli.bench.verify_accuracy import Judged, Point, best_recall, judge, report, wilson
from ansinh.sandbox.registers import Error
from ansinh.terms import names

# record: truth, errors, verdict, number given, stage, score, candidates
RECORDS: dict[int, tuple[int | None, Error, str, int | None, str, float | None, list[int]]] = {
    1: (11, Error(0), "verified", 11, "number", None, []),
    2: (12, Error.NAME_TYPO, "differs", None, "number", None, [12]),
    3: (13, Error.NO_NUMBER, "assigned", 13, "old_number", 30.0, [13]),
    4: (14, Error.NO_NUMBER, "assigned", 99, "repair", 12.0, [99]),
    5: (15, Error.NO_NUMBER, "candidates", None, "scored", 10.0, [98, 15]),
    6: (16, Error.NO_NUMBER, "candidates", None, "scored", 8.0, [91, 92, 93, 94, 95, 16]),
    7: (None, Error.STRANGER | Error.NO_NUMBER, "not_found", None, "none", None, []),
    8: (18, Error.NUMBER_OF_ANOTHER, "someone_else", None, "scored", 20.0, [18]),
    9: (None, Error.STRANGER, "candidates", None, "scored", 9.0, [97]),
    10: (20, Error.DECEASED, "deceased", 20, "number", None, []),
}


def text(number: int | None) -> str | None:
    return None if number is None else f"{number:012d}"


def judged(folder: Path, records: dict[int, Any]) -> Judged:
    truth = {
        "record_id": list(RECORDS),
        "citizen_number": [each[0] for each in RECORDS.values()],
        "errors": [int(each[1]) for each in RECORDS.values()],
    }
    pq.write_table(pa.table(truth), folder / "truth.parquet")
    verdicts = {
        "record_id": list(records),
        "verdict": [each[2] for each in records.values()],
        "citizen_number": pa.array([text(each[3]) for each in records.values()], pa.string()),
        "stage": [each[4] for each in records.values()],
        "score": pa.array([each[5] for each in records.values()], pa.float32()),
        "differs": pa.array([[] for _ in records], pa.list_(pa.string())),
        "candidates": pa.array([[text(number) for number in each[6]] for each in records.values()], pa.list_(pa.string())),
    }
    pq.write_table(pa.table(verdicts), folder / "verdicts.parquet")
    ranked = [(record, rank, text(number), each[5]) for record, each in records.items() for rank, number in enumerate(each[6], start=1)]
    columns = zip(("record_id", "rank", "citizen_number", "score"), zip(*[*ranked, (8, 0, text(77), 25.0)], strict=True), strict=True)
    pq.write_table(pa.table({name: list(values) for name, values in columns}), folder / "candidates.parquet")
    return judge(folder, folder / "truth.parquet")


def test_every_record_is_right_wrong_offered_rightly_none_or_missed(tmp_path: Path) -> None:
    found = report(judged(tmp_path, RECORDS))
    assert found["records"] == 10
    assert found["numbers_given"]["hits"] == 3
    assert found["numbers_given"]["of"] == 4
    assert found["by_stage"]["scored"] == {
        "n": 4, "right": 0.0, "offered": 0.5, "rightly_none": 0.25, "missed": 0.25,
        "wrong": {"share": 0.0, "low": 0.0, "high": pytest.approx(0.4899, abs=1e-4), "hits": 0, "of": 4},
    }  # fmt: skip


def test_the_residual_counts_what_was_assigned_and_what_five_candidates_offer(tmp_path: Path) -> None:
    rest = report(judged(tmp_path, RECORDS))["residual"]
    assert (rest["records"], rest["in_the_register"], rest["assigned"]) == (7, 5, 2)
    assert rest["assignment_precision"]["share"] == 0.5
    assert rest["assignment_recall"]["share"] == 0.2
    assert rest["recall_with_top_five"]["share"] == 0.6
    assert rest["strangers_left_alone"]["share"] == 1.0


def test_a_verdict_is_true_when_what_it_says_is(tmp_path: Path) -> None:
    by_verdict = report(judged(tmp_path, RECORDS))["by_verdict"]
    true = {verdict: (each["precision"]["hits"], each["n"]) for verdict, each in by_verdict.items()}
    assert true == {
        "verified": (1, 1),
        "differs": (1, 1),
        "assigned": (1, 2),
        "candidates": (1, 3),
        "not_found": (1, 1),
        "someone_else": (1, 1),
        "deceased": (1, 1),
    }


def test_each_class_of_error_has_its_own_line(tmp_path: Path) -> None:
    classes = report(judged(tmp_path, RECORDS))["by_class_of_error"]
    assert classes["no_number"]["n"] == 5
    assert classes["no_number"]["wrong"]["hits"] == 1
    assert classes["none"]["n"] == 1
    assert classes["moved"]["n"] == 0


def test_the_curve_goes_down_by_score_and_tells_the_recall_at_a_precision(tmp_path: Path) -> None:
    curve = judged(tmp_path, RECORDS).curve
    assert [(point.cut, point.count, point.right) for point in curve] == [
        (30.0, 1, 1),
        (20.0, 2, 2),
        (12.0, 3, 2),
        (10.0, 4, 2),
        (9.0, 5, 2),
        (8.0, 6, 2),
    ]
    assert best_recall(curve, precision=1.0, existing=5) == 0.4
    assert best_recall([Point(1.0, 2, 1)], precision=0.9, existing=5) is None


def test_a_record_without_a_verdict_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not match"):
        judged(tmp_path, {record: each for record, each in RECORDS.items() if record != 3})


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"), [(0, 0, 0, 1), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (81, 263, 0.2553, 0.3662)]
)
def test_wilson_s_interval_is_the_published_one(hits: int, trials: int, low: float, high: float) -> None:
    assert list(wilson(hits, trials)) == pytest.approx([low, high], abs=1e-4)


def test_a_side_runs_in_a_process_of_its_own() -> None:
    answer, cost = apart.call(names.fold, "Đỗ Ánh")
    assert answer == "DO ANH"
    assert cost.wall_s >= 0
    assert cost.peak_rss_bytes > 1_000_000


def test_a_side_that_fails_says_why() -> None:
    mine, its = multiprocessing.Pipe()
    apart._run(its, names.fold, ())
    assert "TypeError" in mine.recv()
