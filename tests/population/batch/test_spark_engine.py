"""Beyond one machine: a cluster of two executors, in processes of their own, comes to the same bytes as one process."""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansinh.kit.errors import Refused
from ansinh.population import batch
from tests.population.batch.conftest import NOW, Registers, Undisturbed, published


@pytest.fixture
def spark() -> Any:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, which is not installed here (Debian: default-jre-headless)")
    return pytest.importorskip("ansinh.population.spark", reason="Spark needs the extra ansinh[spark]")


def test_a_cluster_comes_to_the_same_bytes(small: Registers, undisturbed: Undisturbed, tmp_path: Path, spark: Any) -> None:
    told: list[str] = []
    summary = spark.run(small.plan(tmp_path / "out"), progress=lambda each: told.append(each.stage), now=NOW)
    assert published(tmp_path / "out") == undisturbed.files()
    assert summary.verdicts == undisturbed.summary.verdicts
    assert told.count("number") == told.count("search") > 2, "the units were worked on one by one"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A crew that fails after some units, and then says which it was given."""

    most: int
    given: list[int]

    def each(self, work: batch.Work, units: Sequence[Any]) -> Iterator[batch.Done]:
        for unit in units:
            if len(self.given) == self.most:
                raise ConnectionError("the cluster has gone")
            self.given.append(unit.index)
            yield batch.timed(work, unit)


def test_a_cluster_that_goes_leaves_what_it_finished(small: Registers, undisturbed: Undisturbed, tmp_path: Path) -> None:
    first = Elsewhere(2, [])
    with pytest.raises(ConnectionError):
        batch.run(small.plan(tmp_path / "out"), now=NOW, crew=first)
    second = Elsewhere(10**6, [])
    batch.run(small.plan(tmp_path / "out"), now=NOW, crew=second)
    assert first.given == [0, 1]
    assert 0 not in second.given[: second.given.index(max(second.given)) + 1], "what the first crew finished is not done again"
    assert published(tmp_path / "out") == undisturbed.files()


def test_without_java_it_says_what_is_missing(small: Registers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spark = pytest.importorskip("ansinh.population.spark", reason="Spark needs the extra ansinh[spark]")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Refused, match="default-jre-headless"):
        spark.run(small.plan(tmp_path / "out"), now=NOW)
    assert os.environ["PATH"] == str(tmp_path)
