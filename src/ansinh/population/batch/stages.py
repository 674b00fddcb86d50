"""The stages of a run, each over the units that the ledger does not name yet. `run` calls them one after the other."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.batch import appending, drift, keeping, publishing, sharing_compiled
from ansinh.population.batch.costs import Meter
from ansinh.population.batch.ledger import Ledger
from ansinh.population.batch.model import Plan, Progress, StageCost
from ansinh.population.batch.units import CheckNumbers, Crew, Done, SearchRest, Threads, Work
from ansinh.population.index import Index, storing

REPEATS, NUMBER, SEARCH, DUPLICATES, PUBLISH = "repeats", "number", "search", "duplicates", "publish"


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

    def each_unit(self, stage: str, crew: Crew, work: Work, *, then: Callable[[Done], dict[str, Any]] = lambda done: done.told) -> None:
        """Has the units that are left worked on by the crew, in their order; `then` finishes one here and says what the ledger is told."""
        meter = Meter()
        units = self.plan.insured.units
        finished = self.ledger.units(stage)
        counted: Counter[str] = Counter()
        rows = 0
        for line in finished.values():
            counted.update(line.get("outcomes", {}))
            rows += units[line["unit"]].rows
        resumed = rows
        for done in crew.each(work, [unit for unit in units if unit.index not in finished]):
            told = then(done)
            counted.update(told.get("outcomes", {}))
            self.ledger.note(
                {
                    "kind": "unit", "stage": stage, "unit": done.unit.index, **told,
                    "seconds": round(done.seconds, 3), "cpu_seconds": round(done.cpu_seconds, 3), "peak_rss_bytes": done.peak_rss_bytes,
                }
            )  # fmt: skip
            rows += done.unit.rows
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


def find_repeats(run: Run) -> Path:
    """Rows of the insured whose record_id came before; kept in the file returned, so that they are looked for once."""
    path = run.work / "repeats.npy"
    if not path.exists():
        meter = Meter()
        storing.write_array(path, np.asarray(run.plan.insured.repeats(threads=run.threads), np.int64))
        run.finish(REPEATS, meter)
        run.tell(REPEATS, run.plan.insured.rows, meter.seconds)
    return path


def check_numbers(run: Run, crew: Crew, repeats: Path) -> None:
    """Every unit read and checked against the holders of its numbers."""
    run.each_unit(NUMBER, crew, CheckNumbers(run.plan.insured, repeats, run.work, run.index.folder))


def search_rest(run: Run, crew: Crew) -> None:
    """What the number check left, looked for by the search."""
    if run.plan.search is not None:
        run.each_unit(SEARCH, crew, SearchRest(run.plan.search, run.work, run.index.folder))


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

    def work(unit: Any) -> dict[str, Any]:
        return {"published": publishing.publish(run.work, unit.index, run.index, bits, searched=run.plan.search is not None)}

    def then(done: Done) -> dict[str, Any]:
        published: publishing.Published = done.told["published"]
        rows = sum(published.verdicts.values())
        if not rows == sum(published.stages.values()) == published.parts[publishing.VERDICTS_FILE].rows:
            raise RuntimeError(f"unit {done.unit.index}: {rows} verdicts for {published.parts[publishing.VERDICTS_FILE].rows} records")
        parts = {name: growing[name].append(part, done.unit.index) for name, part in published.parts.items()}
        return {"rows": rows, "outcomes": published.verdicts, "stages": published.stages, "parts": parts}

    run.each_unit(PUBLISH, Threads(run.threads), work, then=then)
    for each in growing.values():
        each.finish()
