"""What is done with one unit of work, and who does it: threads here, or whoever else can reach the same folders.

Work on a unit reads its rows from the source, or what the stage before has kept, and keeps what came out beside it; what it returns is
for the ledger. It holds no arrays of its own, so that it can be sent to another process, which maps the index when it first needs it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from ansinh.population import inputs
from ansinh.population.batch import checking, drift, keeping
from ansinh.population.batch.costs import peak_rss_bytes
from ansinh.population.index import VERDICTS, open_index, storing, workers

CLAIMS = (drift.WITHOUT, drift.UNKNOWN, "doubted", "someone_elses")  # of what is left to the search, by residual.claim

Work = Callable[[Any], dict[str, Any]]
"""A unit in, what the ledger says of it out."""

_here: dict[tuple[str, Path], Any] = {}  # what this process has mapped: an index and what was made over it, for one run at a time
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Done:
    """A unit that is finished and kept. `seconds` and `cpu_seconds` are its own."""

    unit: Any
    told: dict[str, Any]
    seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


class Crew(Protocol):
    """Whoever works on units, several at once; results come in the order of the units."""

    def each(self, work: Work, units: Sequence[Any]) -> Iterator[Done]:
        """The units done, in their order; the first failure is raised in its turn."""
        ...


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads of this process."""

    count: int

    def each(self, work: Work, units: Sequence[Any]) -> Iterator[Done]:
        """See Crew."""
        return workers.in_order(lambda unit: timed(work, unit), units, threads=self.count)


def timed(work: Work, unit: Any) -> Done:
    """The unit done by the calling thread."""
    began, cpu = time.monotonic(), time.thread_time()
    told = work(unit)
    return Done(unit, told, time.monotonic() - began, time.thread_time() - cpu, peak_rss_bytes())


@dataclass(frozen=True, slots=True)
class CheckNumbers:
    """Reads the unit's rows and checks them against the holders of their numbers. `index` is the folder of the index's generation."""

    insured: Any
    repeats: Path
    work: Path
    index: Path

    def __call__(self, unit: Any) -> dict[str, Any]:
        """See Work."""
        reference = _once("reference", self.index, lambda: checking.reference_of(_index(self.index)))
        read = self.insured.read(unit, without=storing.mapped(self.repeats))
        checked = checking.check(read.batch, reference)
        read = inputs.with_names_told(read, checked.name_flags)
        outcomes = _outcomes(checked)
        if len(checked.settled) + read.left_out != unit.rows or sum(outcomes.values()) != len(checked.settled):
            raise RuntimeError(f"unit {unit.index}: {unit.rows} rows came in, {sum(outcomes.values())} and {read.left_out} went out")
        keeping.write_table(keeping.path_of(self.work, unit.index, "records.arrow"), pa.table({"record_id": read.batch.record_id}))
        keeping.write_table(keeping.path_of(self.work, unit.index, "rejected.arrow"), read.rejected)
        keeping.keep_checked(self.work, unit.index, checked)
        return {
            "rows": len(checked.settled), "left_out": read.left_out, "outcomes": outcomes,
            "rejected": read.rejected.num_rows, "tally": read.tally.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchRest:
    """Searches for what the number check left of the unit."""

    search: Any
    work: Path
    index: Path

    def __call__(self, unit: Any) -> dict[str, Any]:
        """See Work."""
        opened = _once(f"search {self.search.name}", self.index, lambda: self.search.open(_index(self.index)))
        rest = keeping.residual_of(self.work, unit.index)
        found = self.search.find(rest, _index(self.index), opened)
        if len(found) != len(rest) or len(found.candidate_offsets) != len(rest) + 1:
            raise RuntimeError(f"unit {unit.index}: {len(rest)} records went to the search, {len(found)} came back")
        keeping.keep_found(self.work, unit.index, found)
        counts = np.bincount(found.found["verdict"], minlength=len(VERDICTS))
        return {"rows": len(rest), "outcomes": {word: int(counts[code]) for code, word in enumerate(VERDICTS) if counts[code]}}


def forget() -> None:
    """Lets go of what this process has mapped."""
    with _lock:
        _here.clear()


def _index(folder: Path) -> Any:
    return _once("index", folder, lambda: open_index(folder))


def _once(what: str, folder: Path, make: Callable[[], Any]) -> Any:
    """What was made for this folder, by whichever thread came first; of another folder nothing is kept."""
    if (what, folder) not in _here:
        made = make()
        with _lock:
            for other in [key for key in _here if key[1] != folder]:
                del _here[other]
            _here.setdefault((what, folder), made)
    return _here[what, folder]


def _outcomes(checked: checking.Checked) -> dict[str, int]:
    verdicts = np.bincount(checked.settled["verdict"], minlength=256)
    claims = np.bincount(checked.residual.rest["claim"], minlength=len(CLAIMS))
    told = {word: int(verdicts[code]) for code, word in enumerate(VERDICTS) if verdicts[code]}
    return told | {word: int(claims[code]) for code, word in enumerate(CLAIMS) if claims[code]}
