"""What a run is asked to do, what it says while it runs, what it says at the end, and how another package's stage plugs in.

number check  per unit   index, rules                 -> every row's verdict so far, and a Residual
search        per unit   `Search.search`              -> a Found for the Residual
duplicates    once       all units                    -> citizen numbers that several records ended with
publish       per unit   the three above              -> verdicts.parquet, candidates.parquet
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ansinh.population.index import Extra, Found, Index, Residual


class Search(Protocol):
    """The stage between the number check and the duplicates. `find` is called from several threads at once, once for each unit."""

    @property
    def version(self) -> str:
        """Anything that changes its answers changes this."""

    @property
    def beside(self) -> Extra:
        """What it keeps beside the index's arrays; built at the end of the index's build."""

    def open(self, index: Index) -> Any:
        """What `find` needs of what it keeps beside the index, mapped; opened once for a run."""

    def find(self, residual: Residual, index: Index, opened: Any) -> Found:
        """The same answer for the same arguments, whatever ran before and whichever thread asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How far the outcome mix may lie from the last run's before the run stops."""

    share: float = 0.05  # of the records, absolute, for each verdict
    least_rows: int = 100_000  # below that many rows nothing is said
    expected: Mapping[str, float] | None = None  # verdict -> share; None: the default limits only
    most_unknown: float = 0.25  # default limit: claimed numbers that nobody holds, of all claimed numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run: INSURED against POPULATION into a folder.

    Sources are `inputs.Source`. `index_dir` holds generations of the index, reused when the population's fingerprint is the same.
    """

    insured: Any
    population: Any
    out: Path
    index_dir: Path
    search: Search | None = None  # None: the number check alone, the rest is not_found
    threads: int = 2
    memory_bytes: int = 6 << 30
    fresh: bool = False  # start over, whatever an interrupted run left
    drift: Drift = field(default_factory=Drift)
    accept_drift: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a stage is. `outcomes` is what the finished units came to, by verdict (number check, search) or empty."""

    stage: str
    rows_done: int
    rows_total: int
    seconds: float  # since the stage began in this process
    rows_resumed: int  # of rows_done, those a run before this one had done
    outcomes: Mapping[str, int]

    @property
    def rows_per_s(self) -> float:
        return (self.rows_done - self.rows_resumed) / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        return (self.rows_total - self.rows_done) / self.rows_per_s if self.rows_per_s > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCost:
    """What one stage cost this process: 0 where a run before had done it."""

    seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a finished run came to; `summary.json` holds the same."""

    rows: int  # records with a verdict
    left_out: int  # rows of the input without a record_id or with a repeated one
    verdicts: Mapping[str, int]
    stages: Mapping[str, int]  # stage that settled a record -> records
    shared_numbers: int  # citizen numbers that several records ended with
    population: int
    index_rows: int
    rules_version: str
    costs: Mapping[str, StageCost]
    files: Mapping[str, Path]
