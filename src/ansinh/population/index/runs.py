"""The first pass of the build: each unit of the source becomes a run, sorted by number, with its own table of names and provinces.

A run that is there is whole and is not made again: its name carries the unit, its folder the source.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.canon import Batch
from ansinh.population.index import naming_compiled, sorting_compiled, storing
from ansinh.population.index.layout import NAME, PERSON
from ansinh.population.index.probing_compiled import packed_numbers
from ansinh.terms import names

Array = npt.NDArray[Any]
_EXAMPLES = 3
PARTS = ("people", "names", "starts", "letters", "provinces", "province_counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """people PERSON[n] whose `name` and `province` are rows of this run's own tables; names NAME[m] as they are written in this unit."""

    people: Array
    names: Array
    starts: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]
    provinces: npt.NDArray[np.int32]
    province_counts: npt.NDArray[np.int64]


def path_of(folder: Path, unit: int, part: str) -> Path:
    return folder / f"run-{unit:05d}.{part}.npy"


def is_there(folder: Path, unit: int) -> bool:
    return path_of(folder, unit, PARTS[0]).exists()  # written last


def open_run(folder: Path, unit: int) -> Run:
    return Run(**{part: storing.mapped(path_of(folder, unit, part)) for part in PARTS})


def make_run(batch: Batch) -> Run:
    """The batch as a run."""
    ids, firsts = naming_compiled.distinct_names(batch.name_offsets, batch.name_data)
    offsets, data = naming_compiled.chosen_names(batch.name_offsets, batch.name_data, firsts)
    keys, (starts, letters) = names.compiled.keys_and_letters(offsets, data)
    table = np.zeros(len(firsts), NAME)
    for key in ("k1", "k2", "bag", "flag", "syllables", "spelling"):
        table[key] = getattr(keys, key)
    table["count"] = naming_compiled.count_ids(ids, len(firsts))
    provinces, province_ids, counts = np.unique(batch.province, return_inverse=True, return_counts=True)
    packed = packed_numbers(batch.number)
    packed.sort()
    people = sorting_compiled.people_in_order(
        packed,
        np.empty(len(packed), PERSON),
        batch.old,
        ids,
        batch.birth,
        batch.ward,
        province_ids.astype(np.uint16),
        batch.sex,
        batch.status,
    )
    return Run(people=people, names=table, starts=starts, letters=letters, provinces=provinces, province_counts=counts)


def write_run(folder: Path, unit: int, run: Run, tally: Mapping[str, Any]) -> None:
    """`tally` is what inputs.Tally tells of the unit."""
    storing.write_json(folder / f"run-{unit:05d}.tally.json", tally)
    for part in reversed(PARTS):
        storing.write_array(path_of(folder, unit, part), getattr(run, part))


def tally_of(folder: Path, units: Sequence[int]) -> dict[str, Any]:
    """The tallies of all runs as one, the first examples first."""
    counts: Counter[str] = Counter()
    absent: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for unit in units:
        told = json.loads((folder / f"run-{unit:05d}.tally.json").read_text(encoding="utf-8"))
        counts.update(told["counts"])
        absent.update(told["absent"])
        for key, some in told["examples"].items():
            held = examples.setdefault(key, [])
            held.extend(some[: _EXAMPLES - len(held)])
    return {"counts": dict(counts), "examples": examples, "absent": dict(absent)}


def remove_runs(folder: Path) -> None:
    for path in folder.glob("run-*"):
        path.unlink()
