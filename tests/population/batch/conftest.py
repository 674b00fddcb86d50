"""One pair of registers and one undisturbed run of it, which other runs are held against."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ansinh.population import batch, inputs, search
from tests.population.batch import registers

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Registers:
    insured: Path
    population: Path
    index_dir: Path

    def plan(self, out: Path, **changed: Any) -> batch.Plan:
        held: dict[str, Any] = {
            "insured": inputs.open(str(self.insured), "insured", unit_rows=registers.GROUP),
            "population": inputs.open(str(self.population), "population", unit_rows=registers.GROUP),
            "out": out,
            "index_dir": self.index_dir,
            "search": search.SearchStage(),
        }
        return batch.Plan(**(held | changed))

    def run(self, out: Path, progress: Callable[[batch.Progress], None] = lambda _: None, **changed: Any) -> batch.Summary:
        return batch.run(self.plan(out, **changed), progress=progress, now=NOW)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    folder = tmp_path_factory.mktemp("registers")
    return Registers(*registers.write(folder), folder / "index")


@dataclass(frozen=True, slots=True)
class Undisturbed:
    out: Path
    summary: batch.Summary

    def files(self) -> dict[str, bytes]:
        return published(self.out)


def published(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in (batch.VERDICTS_FILE, batch.CANDIDATES_FILE, batch.REJECTED_FILE)}


@pytest.fixture(scope="session")
def undisturbed(small: Registers, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    return Undisturbed(out, small.run(out))
