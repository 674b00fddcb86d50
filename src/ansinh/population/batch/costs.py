"""What a piece of work cost this process: wall time, CPU time, the most memory it has held so far."""

import resource
import sys
import time
from dataclasses import dataclass, field

from ansinh.population.batch.model import StageCost


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_rss_bytes() -> int:
    """Of the process since it began; kilobytes on Linux, bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@dataclass(slots=True)
class Meter:
    """Runs from its making on."""

    _began: float = field(default_factory=time.monotonic)
    _cpu: float = field(default_factory=cpu_seconds)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def read(self) -> StageCost:
        return StageCost(seconds=self.seconds, cpu_seconds=cpu_seconds() - self._cpu, peak_rss_bytes=peak_rss_bytes())
