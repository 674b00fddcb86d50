"""The stages of a run, each over the units that the ledger does not name yet. `run` calls them one after the other."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.population import inputs
from ansinh.population.batch import appending, checking, drift, keeping, publishing, sharing_compiled
from ansinh.population.batch.costs import Meter, peak_rss_bytes
from ansinh.population.batch.ledger import Ledger
from ansinh.population.batch.model import Plan, Progress, StageCost
from ansinh.population.index import VERDICTS, Index, storing, workers

REPEATS, NUMBER, SEARCH, DUPLICATES, PUBLISH = "repeats", "number", "search", "duplicates", "publish"
CLAIMS = (drift.WITHOUT, drift.UNKNOWN, "doubted", "someone_elses")  # of what is left to the search, by residual.claim


@dataclass(slots=True, kw_only=True)
class Run:
    """A run under way: what the stages share."""

    plan: Plan
    ledger: Ledger
    work: Path
    index: Index
    threads: int
    progress: Callable[[Progress], None]
    costs: dict[str, StageCost]

    def each_unit(self, stage: str, work: Callable[[Any], Any], keep: Callable[[Any, Any], dict[str, Any]]) -> None:
        """Works on the units that are left with a few threads; `keep` writes what came out, in order, and says it for the ledger."""
        meter = Meter()
        units = self.plan.insured.units
        finished = self.ledger.units(stage)
        counted: Counter[str] = Counter()
        rows = 0
        for line in finished.values():
            counted.update(line.get("outcomes", {}))
            rows += units[line["unit"]].rows
        resumed = rows
        left = [unit for unit in units if unit.index not in finished]

        def timed(unit: Any) -> tuple[Any, Any, float, float]:
            began, cpu = time.monotonic(), time.thread_time()
            result = work(unit)
            return unit, result, time.monotonic() - began, time.thread_time() - cpu

        for unit, result, seconds, cpu_seconds in workers.in_order(timed, left, threads=self.threads):
            told = keep(unit, result)
            counted.update(told.get("outcomes", {}))
            self.ledger.note(
                {
                    "kind": "unit", "stage": stage, "unit": unit.index, **told,
                    "seconds": round(seconds, 3), "cpu_seconds": round(cpu_seconds, 3), "peak_rss_bytes": peak_rss_bytes(),
                }
            )  # fmt: skip
            rows += unit.rows
            self.tell(stage, rows, meter.seconds, resumed, counted)
            if stage == NUMBER and not self.plan.accept_drift:
                drift.check(counted, self.plan.drift)
        self.finish(stage, meter)

    def tell(self, stage: str, rows: int, seconds: float, resumed: int = 0, outcomes: Mapping[str, int] | None = None) -> None:
        self.progress(
            Progress(
                stage=stage,
                rows_done=rows,
                rows_total=self.plan.insured.rows,
                seconds=seconds,
                rows_resumed=resumed,
                outcomes=dict(outcomes or {}),
            )
        )

    def finish(self, stage: str, meter: Meter) -> None:
        """Notes what the stage cost this process."""
        cost = meter.read()
        self.costs[stage] = cost
        self.ledger.note(
            {
                "kind": "stage",
                "stage": stage,
                "seconds": round(cost.seconds, 3),
                "cpu_seconds": round(cost.cpu_seconds, 3),
                "peak_rss_bytes": cost.peak_rss_bytes,
            }
        )


def find_repeats(run: Run) -> npt.NDArray[np.int64]:
    """Rows of the insured whose record_id came before; kept, so that they are looked for once."""
    path = run.work / "repeats.npy"
    if not path.exists():
        meter = Meter()
        storing.write_array(path, np.asarray(run.plan.insured.repeats(threads=run.threads), np.int64))
        run.finish(REPEATS, meter)
        run.tell(REPEATS, run.plan.insured.rows, meter.seconds)
    return np.asarray(storing.mapped(path))


def check_numbers(run: Run, repeats: npt.NDArray[np.int64]) -> None:
    """Every unit read and checked against the holders of its numbers."""
    reference = checking.reference_of(run.index)

    def work(unit: Any) -> tuple[Any, checking.Checked]:
        read = run.plan.insured.read(unit, without=repeats)
        checked = checking.check(read.batch, reference)
        return inputs.with_names_told(read, checked.name_flags), checked

    def keep(unit: Any, result: tuple[Any, checking.Checked]) -> dict[str, Any]:
        read, checked = result
        outcomes = _outcomes(checked)
        if len(checked.settled) + read.left_out != unit.rows or sum(outcomes.values()) != len(checked.settled):
            raise RuntimeError(f"unit {unit.index}: {unit.rows} rows came in, {sum(outcomes.values())} and {read.left_out} went out")
        keeping.write_table(keeping.path_of(run.work, unit.index, "records.arrow"), pa.table({"record_id": read.batch.record_id}))
        keeping.write_table(keeping.path_of(run.work, unit.index, "rejected.arrow"), read.rejected)
        keeping.keep_checked(run.work, unit.index, checked)
        return {
            "rows": len(checked.settled), "left_out": read.left_out, "outcomes": outcomes,
            "rejected": read.rejected.num_rows, "tally": read.tally.as_json(),
        }  # fmt: skip

    run.each_unit(NUMBER, work, keep)


def search_rest(run: Run) -> None:
    """What the number check left, looked for by the search."""
    search = run.plan.search
    if search is None:
        return
    opened = search.open(run.index)

    def work(unit: Any) -> Any:
        return search.find(keeping.residual_of(run.work, unit.index), run.index, opened)

    def keep(unit: Any, found: Any) -> dict[str, Any]:
        rest = keeping.residual_of(run.work, unit.index)
        if len(found) != len(rest) or len(found.candidate_offsets) != len(rest) + 1:
            raise RuntimeError(f"unit {unit.index}: {len(rest)} records went to the search, {len(found)} came back")
        keeping.keep_found(run.work, unit.index, found)
        counts = np.bincount(found.found["verdict"], minlength=len(VERDICTS))
        return {"rows": len(rest), "outcomes": {word: int(counts[code]) for code, word in enumerate(VERDICTS) if counts[code]}}

    run.each_unit(SEARCH, work, keep)


def find_shared(run: Run) -> npt.NDArray[np.int64]:
    """People that several records ended with, as rows of the index; kept, for all units have their say in it."""
    path = run.work / "shared.npy"
    if not path.exists():
        meter = Meter()
        met, again = (np.zeros(len(run.index) // 64 + 1, np.uint64) for _ in range(2))
        for unit in run.plan.insured.units:
            sharing_compiled.meet(met, again, keeping.settled_of(run.work, unit.index)[0])
            if run.plan.search is not None:
                sharing_compiled.meet(met, again, keeping.found_of(run.work, unit.index).found)
        storing.write_array(path, sharing_compiled.people_met_again(again))
        run.finish(DUPLICATES, meter)
        run.tell(DUPLICATES, run.plan.insured.rows, meter.seconds)
    return np.asarray(storing.mapped(path))


def publish(run: Run, shared: npt.NDArray[np.int64]) -> None:
    """The files for the world, their parts encoded by several threads and put behind one another in the order of the input."""
    bits = sharing_compiled.bits_of(shared, len(run.index))
    lines = run.ledger.units(PUBLISH)
    growing = {name: appending.Growing(run.plan.out / name, run.work, appending.placed_in(lines, name)) for name in publishing.FILES}

    def work(unit: Any) -> publishing.Published:
        return publishing.publish(run.work, unit.index, run.index, bits, searched=run.plan.search is not None)

    def keep(unit: Any, published: publishing.Published) -> dict[str, Any]:
        rows = sum(published.verdicts.values())
        if not rows == sum(published.stages.values()) == published.parts[publishing.VERDICTS_FILE].rows:
            raise RuntimeError(f"unit {unit.index}: {rows} verdicts for {published.parts[publishing.VERDICTS_FILE].rows} records")
        parts = {name: growing[name].append(part, unit.index) for name, part in published.parts.items()}
        return {"rows": rows, "outcomes": published.verdicts, "stages": published.stages, "parts": parts}

    run.each_unit(PUBLISH, work, keep)
    for each in growing.values():
        each.finish()


def _outcomes(checked: checking.Checked) -> dict[str, int]:
    verdicts = np.bincount(checked.settled["verdict"], minlength=256)
    claims = np.bincount(checked.residual.rest["claim"], minlength=len(CLAIMS))
    told = {word: int(verdicts[code]) for code, word in enumerate(VERDICTS) if verdicts[code]}
    return told | {word: int(claims[code]) for code, word in enumerate(CLAIMS) if claims[code]}
