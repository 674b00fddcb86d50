"""The verification bench: the whole command over invented registers whose truth is known, beside a peer, a baseline and a limit.

Each side runs in a process of its own, one after the other. Accuracy is measured at the size asked for, because a small register
flatters: among a hundred times as many people there are a hundred times as many who share a name and a birthday. The peer and the baseline
run among a million people, and so does our command a second time, to be compared with them.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from ansinh.cli.bench import apart, verify_accuracy, verify_sides, verify_splink
from ansinh.cli.bench.apart import Cost
from ansinh.cli.bench.result import Result, Side
from ansinh.kit import clock
from ansinh.sandbox import registers

A_MILLION = 1_000_000 / registers.POPULATION  # the scale of a million people
_SMALL_ENOUGH = 1.5 * A_MILLION
_A_FEW = 0.0001
INDEX, NUMBER, SEARCH = "index", "number", "search"  # stages of a run


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be measured. `data`: a folder that `ansinh sandbox registers` wrote, of that scale; None writes one and removes it."""

    scale: float
    data: Path | None = None
    keep: Path | None = None
    index: Path | None = None
    threads: int = 2
    peer: bool = True


@dataclass(frozen=True, slots=True)
class _Ours:
    """One run of the command."""

    folder: Path  # the registers
    out: Path
    cost: Cost
    summary: Mapping[str, Any]
    judged: verify_accuracy.Judged

    @property
    def records(self) -> int:
        return sum(each.count for each in self.judged.groups)

    @property
    def verdicts(self) -> Path:
        return self.out / "verdicts.parquet"

    def stage_cpu_s(self, stage: str) -> float | None:
        """None where the run did not name such a stage."""
        cost = self.summary["costs"].get(stage)
        return None if cost is None else float(cost["cpu_seconds"])


def measure(plan: Plan) -> Result:
    """Verify, judge every verdict by the truth, then the sides."""
    with _room(plan) as room:
        _warm_up(room / "warming")
        whole = _verified(_registers(plan.data, plan.scale, room / "data"), room / "out", index=plan.index)
        _say("the limit: reading the columns")
        rows, scan = apart.call(verify_sides.scan, whole.folder)
        small = whole
        if plan.scale > _SMALL_ENOUGH and plan.peer:
            small = _verified(_registers(None, A_MILLION, room / "million"), room / "million-out", index=None)
        beside = _beside(plan, small) if plan.peer else {}
    linked = beside.get("splink", {})
    return Result(
        name="verify",
        unit="1,000 insurance records verified, everything included",
        n=round(whole.records / 1000),
        wall_s=whole.cost.wall_s,
        cpu_ms_per_unit=_a_thousand(whole.cost.cpu_s, whole),
        peer=Side(
            f"Splink {linked['version']}, the residual of {small.records} records alone, spread over them" if linked else "not run",
            _a_thousand(linked["cpu_s"], small) if linked else None,
        ),
        limit=Side("both registers' columns read from Parquet, nothing compared", _a_thousand(scan.cpu_s, whole)),
        at=clock.utc_now(),
        details={
            "whole_run": whole.cost.as_dict(),
            "without_building_the_index": _without_index(whole),
            "population": whole.summary["population"],
            "stages": _stages(whole),
            "scan": {**scan.as_dict(), "rows": rows},
            "accuracy": verify_accuracy.report(whole.judged),
            **({"at_a_million": {"accuracy": verify_accuracy.report(small.judged)["residual"], **beside}} if beside else {}),
        },
    )


def _registers(data: Path | None, scale: float, folder: Path) -> Path:
    if data is not None:
        return data
    _say(f"inventing registers of scale {scale:.4g}")
    apart.call(registers.write, registers.Plan(out=folder, scale=scale))
    return folder


def _warm_up(room: Path) -> None:
    """A run over a few thousand people, so that no side pays for compiling what an installed system has compiled."""
    folder = _registers(None, _A_FEW, room / "data")
    apart.command(
        "verify", str(folder / "insured.parquet"), str(folder / "population.parquet"), "--out", str(room / "out"), "--fresh", "--json"
    )


def _verified(folder: Path, out: Path, *, index: Path | None) -> _Ours:
    _say("ansinh verify")
    words = ["verify", str(folder / "insured.parquet"), str(folder / "population.parquet"), "--out", str(out), "--fresh"]
    cost = apart.command(*words, *(["--index", str(index)] if index else []))
    _say("judging every verdict by the truth")
    judged, _ = apart.call(verify_accuracy.judge, out, folder / "truth.parquet")
    return _Ours(folder, out, cost, orjson.loads((out / "summary.json").read_bytes()), judged)


def _a_thousand(cpu_s: float, ours: _Ours) -> float:
    """CPU milliseconds for a thousand of the records."""
    return cpu_s * 1_000_000 / ours.records


def _stages(ours: _Ours) -> dict[str, dict[str, float]]:
    return {
        stage: {
            "wall_s": round(cost["seconds"], 2),
            "cpu_s": round(cost["cpu_seconds"], 2),
            "cpu_ms_per_1000_records": round(_a_thousand(cost["cpu_seconds"], ours), 4),
            "peak_rss_gib": round(cost["peak_rss_bytes"] / 2**30, 2),
        }
        for stage, cost in ours.summary["costs"].items()
    }


def _without_index(ours: _Ours) -> dict[str, float]:
    """What a run costs when the index stands, which is built once for a register: all other stages together."""
    costs = [cost for stage, cost in ours.summary["costs"].items() if stage != INDEX]
    return {"wall_s": round(sum(cost["seconds"] for cost in costs), 2), "cpu_s": round(sum(cost["cpu_seconds"] for cost in costs), 2)}


def _beside(plan: Plan, ours: _Ours) -> dict[str, Any]:
    """Splink on the same residual, and the number check with names normalised in SQL."""
    _say("Splink on the same residual")
    linked, cost = apart.call(verify_splink.link, ours.folder, ours.verdicts, plan.threads)
    _say("the number check with names normalised in SQL")
    counts, sql = apart.call(verify_sides.normalised_in_sql, ours.folder, plan.threads)
    return {
        "people": ours.summary["population"],
        "records": ours.records,
        "ours": {**ours.cost.as_dict(), "stages": _stages(ours)},
        "splink": _compared(linked, cost, ours),
        "normalised_in_sql": {
            **sql.as_dict(),
            **_times(sql.cpu_s, ours.stage_cpu_s(NUMBER)),
            "times_ours_with_the_index_built": _times(sql.cpu_s, (ours.stage_cpu_s(NUMBER) or 0) + (ours.stage_cpu_s(INDEX) or 0))[
                "times_ours"
            ],
            "verdicts": counts,
        },
    }


def _compared(linked: verify_splink.Linked, cost: Cost, ours: _Ours) -> dict[str, Any]:
    """Recall of both at the precision that Splink has at each of its cuts."""
    return {
        "version": linked.version,
        "wall_s": linked.wall_s,
        "cpu_s": linked.cpu_s,
        "peak_rss_gib": cost.as_dict()["peak_rss_gib"],
        "steps": linked.steps,
        "residual": linked.residual,
        "cpu_ms_per_record_of_the_residual": round(linked.cpu_s * 1000 / linked.residual, 4),
        "pairs": linked.pairs,
        **_times(linked.cpu_s, ours.stage_cpu_s(SEARCH)),
        "recall_of_the_best_candidate": round(linked.top_right / linked.existing, 5),
        "at": [
            {
                "probability": point.cut,
                "precision": round(point.right / point.count, 6),
                "recall": round(point.right / linked.existing, 5),
                "our_recall_at_that_precision": _rounded(
                    verify_accuracy.best_recall(ours.judged.curve, precision=point.right / point.count, existing=linked.existing)
                ),
            }
            for point in linked.cuts
            if point.count
        ],
        "recall_at_precision": {
            str(precision): {
                "splink": _rounded(verify_accuracy.best_recall(linked.curve, precision=precision, existing=linked.existing)),
                "ours": _rounded(verify_accuracy.best_recall(ours.judged.curve, precision=precision, existing=linked.existing)),
            }
            for precision in (0.999, 0.9992, 0.9999)
        },
    }


def _times(theirs_s: float, ours_s: float | None) -> dict[str, float | None]:
    """How many times our CPU another side took for the same work."""
    return {"our_cpu_s": ours_s, "times_ours": round(theirs_s / ours_s, 1) if ours_s else None}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 5)


@contextmanager
def _room(plan: Plan) -> Iterator[Path]:
    """Where everything is written: the folder to keep, or one that goes again."""
    if plan.keep is not None:
        plan.keep.mkdir(parents=True, exist_ok=True)
        yield plan.keep
        return
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-") as folder:
        yield Path(folder)


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr)
