"""The door: one run from two sources to the published files, gone on with where an earlier call was interrupted."""

import fcntl
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ansinh.kit.errors import Refused
from ansinh.population import index as indexes
from ansinh.population import inputs, rules
from ansinh.population.batch import drift, ledger, publishing, space, stages, versions
from ansinh.population.batch.costs import Meter
from ansinh.population.batch.ledger import Ledger
from ansinh.population.batch.model import Plan, Progress, StageCost, Summary
from ansinh.population.batch.units import Crew, Threads
from ansinh.population.index import storing

WORK, SUMMARY, LOCK, INDEX = "work", "summary.json", ".lock", "index"
_BYTES_A_ROW = 400  # of a unit under way, generously


def run(plan: Plan, *, progress: Callable[[Progress], None] = lambda _: None, now: datetime, crew: Crew | None = None) -> Summary:
    """Verifies INSURED against POPULATION and writes verdicts, candidates, rejected values and the summary to `plan.out`.

    `crew` works on the units; threads of this process if it is None.

    A call that finds an interrupted run of the same inputs, rules and code goes on with it and writes the same bytes as one that was never
    interrupted. Raises Refused: `other_run` when something has changed since, `run_in_progress`, `outcome_drift`, `disk_full`, and what
    the sources refuse.
    """
    plan.out.mkdir(parents=True, exist_ok=True)
    with space.said_plainly(plan.out), _alone(plan.out):
        if plan.fresh or Ledger(plan.out / ledger.FILE).about is None:
            _forget(plan.out)
        return _run(plan, progress, now, crew)


def _run(plan: Plan, progress: Callable[[Progress], None], now: datetime, crew: Crew | None) -> Summary:
    costs: dict[str, StageCost] = {}
    index = _index(plan, progress, costs)
    book = Ledger(plan.out / ledger.FILE)
    with ThreadPoolExecutor(1) as aside:
        fingerprint = _begin(plan, book, index, now, aside)
        work = plan.out / WORK
        if book.done("done") is not None and (plan.out / SUMMARY).exists():
            shutil.rmtree(work, ignore_errors=True)  # there only if the run was stopped after its last line
            return _told(plan.out)
        work.mkdir(exist_ok=True)
        threads = max(1, min(plan.threads, plan.memory_bytes // (_BYTES_A_ROW * max(unit.rows for unit in plan.insured.units)) - 1))
        under_way = stages.Run(plan=plan, ledger=book, work=work, index=index, threads=threads, progress=progress, costs=costs)
        crew = crew or Threads(threads)
        stages.check_numbers(under_way, crew, stages.find_repeats(under_way))
        stages.search_rest(under_way, crew)
        shared = stages.find_shared(under_way)
        if book.done("insured") is None:
            book.note({"kind": "insured", "fingerprint": fingerprint()})
        stages.publish(under_way, shared)
    summary = _summary(under_way, len(shared))
    storing.write_json(plan.out / SUMMARY, _as_json(summary, book))
    mix = drift.mix_of(_counted(book, stages.NUMBER, "outcomes"))
    book.note({"kind": "done", "rows": summary.rows, "verdicts": dict(summary.verdicts), "mix": mix})
    shutil.rmtree(work)
    return summary


def _index(plan: Plan, progress: Callable[[Progress], None], costs: dict[str, StageCost]) -> indexes.Index:
    meter = Meter()
    plan.index_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def told(step: str, done: int, whole: int) -> None:
        progress(Progress(stage=f"{INDEX}:{step}", rows_done=done, rows_total=whole, seconds=meter.seconds, rows_resumed=0, outcomes={}))

    built = indexes.build(
        plan.population,
        plan.index_dir,
        fingerprint=indexes.fingerprint_of(plan.population, plan.index_dir),
        extras=[] if plan.search is None else [plan.search.beside],
        threads=plan.threads,
        memory_bytes=plan.memory_bytes,
        told=told,
    )
    costs[INDEX] = meter.read()
    return built


def _begin(plan: Plan, book: Ledger, index: indexes.Index, now: datetime, aside: ThreadPoolExecutor) -> Callable[[], str]:
    """Opens the ledger for this run and returns how to get the fingerprint of INSURED, which another thread reads meanwhile."""
    stamp = plan.insured.stamp()
    held = book.about
    if held is not None and held["stamp"] != stamp:  # other names or times: are the bytes the same?
        known = book.done("insured")
        if known is None or known["fingerprint"] != plan.insured.fingerprint():
            book.begin({**held, "insured": "other"})
        stamp = held["stamp"]
    book.begin(
        {
            "insured": "as stamped",
            "stamp": stamp,
            "population": index.fingerprint,
            "index": index.meta["made_by"],
            "rules": rules.STAMP,
            "code": versions.code_version(),
            "search": None if plan.search is None else plan.search.version,
            "units": [unit.rows for unit in plan.insured.units],
            "started": now.isoformat() if held is None else held["started"],
        }
    )
    if book.done("insured") is not None:
        return lambda: str((book.done("insured") or {})["fingerprint"])
    return aside.submit(plan.insured.fingerprint).result


def _summary(under_way: stages.Run, shared: int) -> Summary:
    plan, book = under_way.plan, under_way.ledger
    verdicts = _counted(book, stages.PUBLISH, "outcomes")
    rows = sum(verdicts.values())
    left_out = sum(line["left_out"] for line in book.units(stages.NUMBER).values())
    written = pq.read_metadata(plan.out / publishing.VERDICTS_FILE).num_rows
    if rows + left_out != plan.insured.rows or written != rows:
        raise RuntimeError(f"{plan.insured.rows} rows came in, {rows} got a verdict, {left_out} were left out, {written} were written")
    return Summary(
        rows=rows,
        left_out=left_out,
        verdicts=verdicts,
        stages=_counted(book, stages.PUBLISH, "stages"),
        shared_numbers=shared,
        population=under_way.index.population,
        index_rows=len(under_way.index),
        rules_version=rules.STAMP,
        costs=under_way.costs,
        files={name: plan.out / name for name in (*publishing.FILES, SUMMARY, ledger.FILE)},
    )


def _counted(book: Ledger, stage: str, what: str) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for line in book.units(stage).values():
        counted.update(line[what])
    return dict(sorted(counted.items()))


def _as_json(summary: Summary, book: Ledger) -> dict[str, Any]:
    tally = inputs.Tally()
    for line in book.units(stages.NUMBER).values():
        tally.add(inputs.Tally.from_json(line["tally"]))
    costs = {
        stage: {"seconds": round(cost.seconds, 3), "cpu_seconds": round(cost.cpu_seconds, 3), "peak_rss_bytes": cost.peak_rss_bytes}
        for stage, cost in summary.costs.items()
    }
    return {
        "rows": summary.rows,
        "left_out": summary.left_out,
        "verdicts": summary.verdicts,
        "stages": summary.stages,
        "shared_numbers": summary.shared_numbers,
        "population": summary.population,
        "index_rows": summary.index_rows,
        "rules": summary.rules_version,
        "values": tally.as_json(),
        "costs": costs,
        "files": sorted(summary.files),
    }


def _told(out: Path) -> Summary:
    """The summary of a run that is finished."""
    told = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    return Summary(
        rows=told["rows"],
        left_out=told["left_out"],
        verdicts=told["verdicts"],
        stages=told["stages"],
        shared_numbers=told["shared_numbers"],
        population=told["population"],
        index_rows=told["index_rows"],
        rules_version=told["rules"],
        costs={stage: StageCost(**cost) for stage, cost in told["costs"].items()},
        files={name: out / name for name in told["files"]},
    )


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else runs in this folder. Raises Refused `run_in_progress`; the lock ends with the process, however that ends."""
    handle = os.open(out / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("run_in_progress", f"another run writes to {out}: wait for it or name another folder", field="out") from None
        yield
    finally:
        os.close(handle)


def _forget(out: Path) -> None:
    """Takes away what an earlier run left in this folder, and nothing else.

    The ledger goes first: killed in the middle, nothing is left that a run would go on with, and the next takes away the rest.
    """
    for name in (ledger.FILE, SUMMARY, *publishing.FILES, *(name + ".part" for name in publishing.FILES)):
        (out / name).unlink(missing_ok=True)
    if (out / WORK).exists():
        shutil.rmtree(out / WORK)
