"""Spark as whoever works on the units of a run: a wave of tasks at a time, each one unit, each tried again by Spark if its executor dies."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pyspark import SparkConf
from pyspark.sql import SparkSession

from ansinh.kit.errors import Refused
from ansinh.population import batch

LOCAL_CLUSTER = "local-cluster[2,1,2048]"
"""Two executors of one core and 2 GiB each on this machine, with everything that a cluster does: processes, pickling, scheduling."""

_WAVE = 2  # units under way for each core: what a crash of the driver loses, and how often progress is told


def run(
    plan: batch.Plan, *, progress: Callable[[batch.Progress], None] = lambda _: None, now: datetime, master: str | None = None
) -> batch.Summary:
    """As `batch.run`, its number check and search done by Spark.

    `master` is where the cluster is; None takes `spark.master` of Spark's own configuration (PYSPARK_SUBMIT_ARGS, spark-defaults.conf), and
    LOCAL_CLUSTER where that names none. Raises Refused("engine") where there is no Java, and what `batch.run` raises.
    """
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise Refused("engine", "--engine spark needs Java 17 (Debian: default-jre-headless) on the path or in JAVA_HOME", field="engine")
    with _session(master) as spark:
        return batch.run(plan, progress=progress, now=now, crew=Executors(spark))


@dataclass(frozen=True, slots=True)
class Executors:
    """A `batch.Crew` of Spark tasks."""

    spark: SparkSession

    def each(self, work: batch.Work, units: Sequence[Any]) -> Iterator[batch.Done]:
        """See batch.Crew. A wave is as many units as are told of together."""
        context = self.spark.sparkContext
        wave = max(1, context.defaultParallelism * _WAVE)
        for start in range(0, len(units), wave):
            some = list(units[start : start + wave])
            yield from context.parallelize(range(len(some)), len(some)).map(partial(_done, work, some)).collect()


def _done(work: batch.Work, units: Sequence[Any], at: int) -> batch.Done:
    return batch.timed(work, units[at])


@contextmanager
def _session(master: str | None) -> Iterator[SparkSession]:
    """A session for one run. Executors are told which Python to use; nothing listens but on loopback where the cluster is here."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    configured = SparkConf()
    if master is None and not configured.get("spark.master"):
        master = LOCAL_CLUSTER
    if master is not None:
        configured = configured.setMaster(master)
    if configured.get("spark.master", "").startswith("local"):
        configured = configured.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
        configured = configured.set("spark.ui.enabled", "false")
    configured = configured.setIfMissing("spark.app.name", "ansinh verify")
    spark = SparkSession.builder.config(conf=configured).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
