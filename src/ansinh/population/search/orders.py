"""Builds the orders over an index and opens them again. Decides nothing: `layout` says what stands in them.

Every array is written through a mapping of its file, so that what is held in memory is what the system chooses to keep. A
folder half written is the index's matter: it calls `build` with an empty one and counts the index as whole afterwards.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.kit import errors
from ansinh.population.index import Index, storing
from ansinh.population.search import layout, orders_compiled, packing_compiled
from ansinh.population.search.layout import Order, Orders

_PEOPLE_AT_A_TIME = 1 << 21
_BYTES_READ, _BYTES_BUILT = 32, 24  # a person, mapped: the index's people; one order while it is built
_META_FILE = "search.json"


def build(index: Index, folder: Path, *, memory_bytes: int) -> None:
    """Writes the four orders of `index` into `folder`; two at a time where `memory_bytes` allows it."""
    steps: tuple[Callable[[Index, Path], None], ...] = (_by_birth, _by_name, _by_place, _by_number)
    at_once = 2 if (_BYTES_READ + 2 * _BYTES_BUILT) * len(index) <= memory_bytes else 1
    with ThreadPoolExecutor(at_once) as threads:
        for done in [threads.submit(step, index, folder) for step in steps]:
            done.result()
    meta = {"version": layout.VERSION, "people": len(index), "row_bits": layout.row_bits(len(index))}
    (folder / _META_FILE).write_text(json.dumps(meta) + "\n")


def open_orders(index: Index, folder: Path) -> Orders:
    """The orders in `folder`, mapped for reading. Raises Refused `search_orders_stale` if another version or another index's wrote them."""
    meta = json.loads((folder / _META_FILE).read_text())
    if (meta["version"], meta["people"]) != (layout.VERSION, len(index)):
        raise errors.Refused(
            "search_orders_stale", f"{folder.name} was built by another version or for another index: build the index again"
        )
    return Orders(
        by_birth=_open(folder, "birth"),
        by_name=_open(folder, "name"),
        by_place=_open(folder, "place"),
        by_number=_open(folder, "number"),
        groups=_read(folder / "groups.npy"),
        row_bits=meta["row_bits"],
        folder=folder,
    )


def _by_birth(index: Index, folder: Path) -> None:
    bits, rows = layout.name_bits(len(index)), layout.row_bits(len(index))
    heads = packing_compiled.name_heads(np.ascontiguousarray(index.names["bag"]), bits)
    entries = _create(folder / "birth.entries.npy", len(index), np.uint64)
    for start, people in _chunks(index):
        codes = packing_compiled.birth_codes(np.ascontiguousarray(people["birth"]))
        orders_compiled.pack(codes, _of_names(people, heads), entries, start, bits, rows)
    entries.sort()
    _starts(folder / "birth.starts.npy", entries, layout.BIRTH_BITS)
    _hints(index, folder / "birth.hints.npy", entries, packing_compiled.syllable_hints(index.letter_offsets, index.letters))
    _groups(index, folder / "groups.npy")


def _by_name(index: Index, folder: Path) -> None:
    bits, rows = layout.name_bits(len(index)), layout.row_bits(len(index))
    bags = np.ascontiguousarray(index.names["bag"])
    heads = packing_compiled.name_heads(bags, bits)
    entries = _create(folder / "name.entries.npy", len(index), np.uint64)
    for start, people in _chunks(index):
        codes = packing_compiled.birth_codes(np.ascontiguousarray(people["birth"]))
        orders_compiled.pack(_of_names(people, heads), codes, entries, start, layout.BIRTH_BITS, rows)
    entries.sort()
    _starts(folder / "name.starts.npy", entries, bits)
    _hints(index, folder / "name.hints.npy", entries, packing_compiled.name_hints(bags))


def _by_place(index: Index, folder: Path) -> None:
    bits, rows = layout.name_bits(len(index)), layout.row_bits(len(index))
    entries = _create(folder / "place.entries.npy", len(index), np.uint64)
    for start, people in _chunks(index):
        codes = packing_compiled.birth_codes(np.ascontiguousarray(people["birth"]))
        wards = packing_compiled.ward_heads(np.ascontiguousarray(people["ward"]), bits)
        orders_compiled.pack(wards, codes, entries, start, layout.BIRTH_BITS, rows)
    entries.sort()
    _starts(folder / "place.starts.npy", entries, bits)
    _hints(index, folder / "place.hints.npy", entries, packing_compiled.syllable_hints(index.letter_offsets, index.letters))


def _by_number(index: Index, folder: Path) -> None:
    rows = layout.row_bits(len(index))
    packed = np.empty(_PEOPLE_AT_A_TIME, np.uint64)
    entries = _create(folder / "number.entries.npy", int(np.count_nonzero(index.people["old"])), np.uint64)
    written = 0
    for start, people in _chunks(index):
        many = orders_compiled.pack_numbers(np.ascontiguousarray(people["old"]), start, rows, packed)
        entries[written : written + many] = packed[:many]
        written += many
    entries.sort()
    _starts(folder / "number.starts.npy", entries, layout.DIRECTORY_BITS)
    _create(folder / "number.hints.npy", 0, np.uint32)


def _chunks(index: Index) -> list[tuple[int, Any]]:
    return [(start, index.people[start : start + _PEOPLE_AT_A_TIME]) for start in range(0, len(index), _PEOPLE_AT_A_TIME)]


def _of_names(people: Any, of_name: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    out = np.empty(len(people), np.uint64)
    orders_compiled.gather_names(people, of_name, out)
    return out


def _hints(index: Index, path: Path, entries: npt.NDArray[np.uint64], of_name: npt.NDArray[np.uint32]) -> None:
    of_person = np.empty(len(index), np.uint32)
    for start, people in _chunks(index):
        provinces = index.provinces[people["province"]]
        place = packing_compiled.place_hints(np.ascontiguousarray(people["sex"]), provinces, np.ascontiguousarray(people["ward"]))
        of_person[start : start + len(people)] = place | of_name[people["name"]]
    orders_compiled.gather_hints(entries, layout.row_bits(len(index)), of_person, _create(path, len(entries), np.uint32))


def _starts(path: Path, entries: npt.NDArray[np.uint64], bits: int) -> None:
    orders_compiled.find_starts(entries, 64 - bits, _create(path, (1 << bits) + 1, np.uint32))


def _groups(index: Index, path: Path) -> None:
    orders_compiled.find_groups(index.people, _create(path, layout.GROUPS + 1, np.uint32))


def _open(folder: Path, name: str) -> Order:
    return Order(
        entries=_read(folder / f"{name}.entries.npy"),
        hints=_read(folder / f"{name}.hints.npy"),
        starts=_read(folder / f"{name}.starts.npy"),
    )


def _create(path: Path, length: int, dtype: Any) -> npt.NDArray[Any]:
    return np.asarray(np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=(length,)))


def _read(path: Path) -> npt.NDArray[Any]:
    return np.asarray(storing.mapped(path))
