"""The second pass of the build: the names and provinces of all runs become one table each, and each run gets a translation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index import naming_compiled, runs
from ansinh.population.index.layout import NAME

MOST_PROVINCES = 65_535  # a row of the table fits in 16 bits; what is rarer than that many is none
_ORDER = ("k2", "k1", "bag", "flag", "spelling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """names NAME[m] with their letters, provinces int32[p], and for each run the rows that its own rows became."""

    names: npt.NDArray[Any]
    letter_offsets: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]
    provinces: npt.NDArray[np.int32]
    of_names: list[npt.NDArray[np.uint32]]
    of_provinces: list[npt.NDArray[np.uint16]]


def join(folder: Path, units: Sequence[int]) -> Tables:
    """Reads the tables of all runs in the order of their units, so that the same runs give the same tables."""
    table, held, known = np.zeros(2 << 16, np.uint64), np.zeros(1 << 15, NAME), 1
    places: list[npt.NDArray[np.uint32]] = []
    chosen: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]] = [(np.zeros(2, np.int64), np.empty(0, np.uint8))]
    for unit in units:
        run = runs.open_run(folder, unit)
        before = known
        table, held, known, of_run = naming_compiled.enter_names(table, held, known, run.names)
        places.append(of_run)
        new = _firsts(of_run, before, known)
        chosen.append(naming_compiled.chosen_names(run.starts, run.letters, new))
    held = held[:known]
    held[0] = np.zeros((), NAME)
    order = np.concatenate([[0], 1 + np.lexsort([held[1:][key] for key in reversed(_ORDER)])])
    of_held = np.empty(known, np.uint32)
    of_held[order] = np.arange(known, dtype=np.uint32)
    names = held[order]
    names["count"] = _bearers(names)
    starts, letters = _letters(chosen)
    letter_offsets, letters = naming_compiled.chosen_names(starts, letters, order)
    provinces, of_provinces = _provinces(folder, units)
    return Tables(
        names=names,
        letter_offsets=letter_offsets,
        letters=letters,
        provinces=provinces,
        of_names=[of_held[each] for each in places],
        of_provinces=of_provinces,
    )


def _firsts(places: npt.NDArray[np.uint32], before: int, known: int) -> npt.NDArray[np.int64]:
    """For each name held since `before`, the run's first row that has it."""
    firsts = np.full(known - before, len(places), np.int64)
    rows = np.flatnonzero(places >= before)
    np.minimum.at(firsts, places[rows] - before, rows)
    return firsts


def _bearers(names: npt.NDArray[Any]) -> npt.NDArray[np.uint32]:
    """For each name, how many people share its k2; names are in the order of k2, and nobody bears the absent one."""
    k2 = names["k2"]
    begins = np.flatnonzero(np.concatenate([[True], k2[1:] != k2[:-1]]))
    sums = np.add.reduceat(names["count"].astype(np.int64), begins)
    counts = np.repeat(sums, np.diff(np.append(begins, len(names))))
    counts[k2 == 0] = 0
    return np.asarray(np.minimum(counts, 2**32 - 1), np.uint32)


def _letters(chosen: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    lengths = np.concatenate([np.diff(offsets) for offsets, _ in chosen])
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), np.concatenate([letters for _, letters in chosen])


def _provinces(folder: Path, units: Sequence[int]) -> tuple[npt.NDArray[np.int32], list[npt.NDArray[np.uint16]]]:
    held = [runs.open_run(folder, unit) for unit in units]
    values, inverse = np.unique(np.concatenate([np.zeros(1, np.int32), *[run.provinces for run in held]]), return_inverse=True)
    counts = np.bincount(inverse, weights=np.concatenate([[0], *[run.province_counts for run in held]]))
    counts[values == 0] = np.inf
    often = np.sort(np.argsort(-counts, kind="stable")[: MOST_PROVINCES + 1])
    table = np.concatenate([np.zeros(1, np.int32), values[often][values[often] != 0]]).astype(np.int32)
    rows = {int(value): row for row, value in enumerate(table)}
    return table, [np.array([rows.get(int(value), 0) for value in run.provinces], np.uint16) for run in held]
