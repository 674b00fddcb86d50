"""Runs one side of a comparison in a process of its own, so that its CPU time and its memory are its alone."""

import multiprocessing
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter, process_time
from typing import Any, TypeVar

from ansinh.kit.errors import CounterpartDown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds by the clock, of CPU in all its threads, and the most memory it held at once."""

    wall_s: float
    cpu_s: float
    peak_rss_bytes: int

    def as_dict(self) -> dict[str, float]:
        return {"wall_s": round(self.wall_s, 2), "cpu_s": round(self.cpu_s, 2), "peak_rss_gib": round(self.peak_rss_bytes / 2**30, 2)}


def call(function: Callable[..., T], *arguments: Any) -> tuple[T, Cost]:
    """What a function of a module answers when called in a new process, and its cost without the process's start.

    Raises CounterpartDown, with its last words, where it fails.
    """
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(its, function, arguments))
    process.start()
    its.close()
    try:
        answer = mine.recv()
    except EOFError as gone:
        raise CounterpartDown("bench_failed", f"{function.__name__} ended without an answer (out of memory?)") from gone
    finally:
        process.join()
    if isinstance(answer, str):
        raise CounterpartDown("bench_failed", f"{function.__name__}: {answer}")
    return answer  # type: ignore[no-any-return]


def _run(answer: Connection, function: Callable[..., Any], arguments: Sequence[Any]) -> None:
    wall, cpu = perf_counter(), process_time()
    try:
        result = function(*arguments)
    except Exception as failed:  # noqa: BLE001 - told to who asked, whatever it was
        answer.send(f"{type(failed).__name__}: {failed}")
        return
    cost = Cost(perf_counter() - wall, process_time() - cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    answer.send((result, cost))


def command(*words: str) -> Cost:
    """The cost of a whole `ansinh` command, its start included. Its progress goes to standard error. Raises CounterpartDown where it fails."""
    began = perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "ansinh", *words], stdout=sys.stderr)  # noqa: S603 - our own command
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise CounterpartDown("bench_failed", f"ansinh {words[0]} ended with {process.returncode}")
    return Cost(perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
