"""What a bench says, and how CPU time of process trees is taken."""

import os
import platform
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psutil

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Side:
    """Something measured the same way beside it; None where it could not be had, and `name` says why."""

    name: str
    cpu_ms_per_unit: float | None

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "cpu_ms_per_unit": None if self.cpu_ms_per_unit is None else round(self.cpu_ms_per_unit, 4)}


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement: `n` units took `wall_s` seconds and `cpu_ms_per_unit` milliseconds of CPU each."""

    name: str
    unit: str
    n: int
    wall_s: float
    cpu_ms_per_unit: float
    peer: Side
    limit: Side
    at: datetime
    details: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "n": self.n,
            "wall_s": round(self.wall_s, 3),
            "cpu_ms_per_unit": round(self.cpu_ms_per_unit, 4),
            "peer": self.peer.as_dict(),
            "limit": self.limit.as_dict(),
            **self.details,
            "machine": machine(),
            "at": self.at.isoformat(timespec="seconds"),
        }

    def lines(self) -> list[str]:
        return [
            f"{self.name}: {self.n} x {self.unit} in {self.wall_s:.1f} s, {self.cpu_ms_per_unit:.3f} ms CPU each",
            self._beside("peer", self.peer),
            self._beside("limit", self.limit),
            *(f"  {name}: {value}" for name, value in self.details.items()),
            f"  {machine()}, {self.at.isoformat(timespec='seconds')}",
        ]

    def _beside(self, what: str, side: Side) -> str:
        if side.cpu_ms_per_unit is None:
            return f"  {what:<6} {side.name}"
        return (
            f"  {what:<6} {side.name}: {side.cpu_ms_per_unit:.3f} ms (we take {self.cpu_ms_per_unit / side.cpu_ms_per_unit:.2f} times that)"
        )


def machine() -> str:
    """Processor, cores, memory, system and load, without any name of the machine."""
    model = next((line.split(":", 1)[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine())
    memory_gb = psutil.virtual_memory().total / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory_gb:.0f} GiB, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def _cpuinfo() -> list[str]:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 - a kernel file
            return file.read().splitlines()
    except OSError:
        return []


def cpu_s(pid: int) -> float:
    """CPU seconds (user and system) of a process and its living descendants, children that ended included."""
    total = 0.0
    root = psutil.Process(pid)
    for process in (root, *root.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def busy_s() -> float:
    """CPU seconds that anybody has used on this machine since it was started, and those that its host gave to others."""
    times = psutil.cpu_times()
    return float(times.user + times.system + getattr(times, "nice", 0.0) + getattr(times, "softirq", 0.0) + getattr(times, "steal", 0.0))


def share_of_machine(seconds_of_cpu: float, wall_s: float) -> float:
    """How much of all processors that is, 0 to 1: both are read one after the other, so a little more or less may come out and is cut off."""
    return min(1.0, max(0.0, seconds_of_cpu / wall_s / (os.cpu_count() or 1)))


def postmaster(dsn: str) -> int:
    """Process id of the PostgreSQL server behind a DSN on this machine: the parent of the back-end that answers us."""
    with db.connect(dsn) as conn:
        parent = psutil.Process(conn.info.backend_pid).parent()
    assert parent is not None
    return parent.pid
