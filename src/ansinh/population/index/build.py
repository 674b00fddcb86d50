"""Builds a generation of the index from a source, in passes that each leave whole files: an interrupted build goes on where it was."""

import hashlib
import inspect
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from ansinh.population.index import generations, layout, merging, naming, naming_compiled, runs, sorting_compiled, storing, workers
from ansinh.population.index.layout import Index
from ansinh.terms import names


class Extra(Protocol):
    """What another package keeps beside the index's arrays; `version` changes when its files would."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def build(self, index: Index, folder: Path, *, memory_bytes: int) -> None: ...


Told = Callable[[str, int, int], None]  # pass, rows done, rows in all


def made_by(extras: Sequence[Extra] = ()) -> str:
    """What an index is made by besides its source: the layout, the code of its passes, the name keys, the extras."""
    modules = (layout, merging, naming, naming_compiled, runs, sorting_compiled)
    code = hashlib.sha256("".join(inspect.getsource(each) for each in modules).encode()).hexdigest()[:12]
    return " ".join(
        [f"{layout.LAYOUT_VERSION}.{code}", f"names.{names.compiled.VERSION:x}", *(f"{each.name}.{each.version}" for each in extras)]
    )


def build(
    source: Any,
    index_dir: Path,
    *,
    fingerprint: str | None = None,
    extras: Sequence[Extra] = (),
    threads: int = 2,
    memory_bytes: int = 6 << 30,
    told: Told = lambda _pass, _done, _all: None,
) -> Index:
    """The index of `source` (an inputs.Source of the population's side), built unless it stands already, and made the current one.

    Raises Refused for a damaged source and OSError when the disk is full; what was written until then is used by the next call.
    """
    fingerprint = fingerprint or source.fingerprint()
    maker = made_by(extras)
    folder = generations.folder_of(index_dir, fingerprint, maker)
    if not (folder / layout.META_FILE).exists():
        folder.mkdir(parents=True, exist_ok=True)
        _build(source, folder, fingerprint, maker, extras=extras, threads=threads, memory_bytes=memory_bytes, told=told)
    generations.take_over(index_dir, folder)
    return generations.open_index(folder)


def _build(
    source: Any, folder: Path, fingerprint: str, maker: str, *, extras: Sequence[Extra], threads: int, memory_bytes: int, told: Told
) -> None:
    def run(unit: Any) -> tuple[int, int]:
        if not runs.is_there(folder, unit.index):
            read = source.read(unit)
            runs.write_run(folder, unit.index, runs.make_run(read.batch))
        return unit.rows, len(runs.open_run(folder, unit.index).people)

    done = people = 0
    for rows, found in workers.in_order(run, source.units, threads=threads):
        done, people = done + rows, people + found
        told("read", done, source.rows)
    units = [unit.index for unit in source.units]
    tables = naming.join(folder, units)
    for name, array in (
        (layout.NAMES_FILE, tables.names),
        (layout.LETTER_OFFSETS_FILE, tables.letter_offsets),
        (layout.LETTERS_FILE, tables.letters),
        (layout.PROVINCES_FILE, tables.provinces),
    ):
        storing.write_array(folder / name, array)
    merged = merging.merge(folder, units, tables, threads=threads, done=lambda count: told("merge", count, people))
    if merged != people:
        raise RuntimeError(f"{people} people were read and {merged} merged")
    meta = {
        "made_by": maker,
        "fingerprint": fingerprint,
        "population": source.rows,
        "people": people,
        "without_number": source.rows - people,
        "names": len(tables.names) - 1,
        "provinces": len(tables.provinces) - 1,
    }
    for extra in extras:
        _add(extra, folder, meta, memory_bytes)
    storing.write_json(folder / layout.META_FILE, meta)
    runs.remove_runs(folder)


def _add(extra: Extra, folder: Path, meta: dict[str, Any], memory_bytes: int) -> None:
    """Lets the extra build over the finished arrays; meta.json is still to come, so that nobody else sees them."""
    at = folder / extra.name
    if at.exists():  # what an interrupted build left of it
        shutil.rmtree(at)
    at.mkdir()
    extra.build(generations.open_with(folder, meta), at, memory_bytes=memory_bytes)
