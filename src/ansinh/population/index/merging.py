"""The third pass of the build: the runs become one array of people, a range of numbers at a time.

Ranges are cut so that each holds about as many people, never between two with the same number, and are written to their own place in
the file, so that threads need not wait for each other.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index import layout, runs, sorting_compiled, storing, workers
from ansinh.population.index.naming import Tables

RANGE_PEOPLE = 1 << 20
_SAMPLE_EVERY = 512


@dataclass(frozen=True, slots=True)
class Range:
    """People people[at : at + count] of the index are the runs' people between these rows, run by run."""

    at: int
    count: int
    froms: npt.NDArray[np.int64]
    tos: npt.NDArray[np.int64]


def merge(folder: Path, units: Sequence[int], tables: Tables, *, threads: int, done: Callable[[int], None]) -> int:
    """Writes people, lows and fences into the folder and returns how many people there are; `done` is told people merged so far."""
    held = [runs.open_run(folder, unit).people for unit in units]
    ranges = cut(held)
    total = ranges[-1].at + ranges[-1].count if ranges else 0
    fences = np.empty((total + layout.FENCE_EVERY - 1) // layout.FENCE_EVERY, np.int64)
    handles: list[int] = []
    partials = [(folder / (name + ".part"), folder / name) for name in (layout.PEOPLE_FILE, layout.LOWS_FILE)]
    starts = [storing.begin_array(partials[0][0], total, layout.PERSON), storing.begin_array(partials[1][0], total, np.uint32)]
    try:
        handles.extend(os.open(partial, os.O_WRONLY) for partial, _ in partials)

        def write(each: Range) -> int:
            people = _gathered(each, held, tables)
            storing.write_at(handles[0], people, starts[0] + each.at * layout.PERSON.itemsize)
            storing.write_at(handles[1], sorting_compiled.halves(people), starts[1] + each.at * 4)
            first = -each.at % layout.FENCE_EVERY
            numbers = people["number"][first :: layout.FENCE_EVERY]
            fence = (each.at + first) // layout.FENCE_EVERY
            fences[fence : fence + len(numbers)] = numbers
            return each.count

        merged = 0
        for count in workers.in_order(write, ranges, threads=threads):
            merged += count
            done(merged)
    finally:
        for handle in handles:
            os.close(handle)
    for partial, path in partials:
        storing.publish(partial, path)
    storing.write_array(folder / layout.FENCES_FILE, fences)
    return total


def cut(held: Sequence[npt.NDArray[Any]]) -> list[Range]:
    """Ranges of about RANGE_PEOPLE people in ascending order; a number is in one range only."""
    total = sum(len(people) for people in held)
    sample = np.sort(np.concatenate([np.zeros(0, np.int64), *[people["number"][::_SAMPLE_EVERY] for people in held]]))
    parts = max(1, total // RANGE_PEOPLE)
    cuts = np.unique(sample[np.arange(1, parts) * len(sample) // parts]) if parts > 1 else np.zeros(0, np.int64)
    bounds = [np.concatenate([[0], np.searchsorted(people["number"], cuts), [len(people)]]).astype(np.int64) for people in held]
    found: list[Range] = []
    at = 0
    for i in range(len(cuts) + 1):
        froms = np.array([each[i] for each in bounds], np.int64)
        tos = np.array([each[i + 1] for each in bounds], np.int64)
        count = int((tos - froms).sum())
        if count:
            found.append(Range(at, count, froms, tos))
            at += count
    return found


def _gathered(each: Range, held: Sequence[npt.NDArray[Any]], tables: Tables) -> npt.NDArray[Any]:
    people = np.empty(each.count, layout.PERSON)
    at = 0
    for run, start, stop, of_names, of_provinces in zip(held, each.froms, each.tos, tables.of_names, tables.of_provinces, strict=True):
        sorting_compiled.take_over(people, at, run[start:stop], of_names, of_provinces)
        at += int(stop - start)
    if sorting_compiled.is_ascending(people):
        return people
    packed = sorting_compiled.packed_people(people)
    packed.sort()
    return np.asarray(sorting_compiled.reordered(people, packed, np.empty(each.count, layout.PERSON)))
