"""Builds a generation of the index from a source, in passes that each leave whole files: an interrupted build goes on where it was."""

import hashlib
import inspect
import json
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


def made_by() -> str:
    """What an index is made by besides its source: the layout, the code of its passes, the name keys."""
    modules = (layout, merging, naming, naming_compiled, runs, sorting_compiled)
    code = hashlib.sha256("".join(inspect.getsource(each) for each in modules).encode()).hexdigest()[:12]
    return f"{layout.LAYOUT_VERSION}.{code} names.{names.compiled.VERSION:x}"


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

    The one before stays, older ones go once the new one is whole. One build at a time: another waits for it. Raises Refused for a damaged source and OSError when the disk is full; what was written
    until then is used by the next call.
    """
    index_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and numbers of everybody
    fingerprint = fingerprint or source.fingerprint()
    maker = made_by()
    folder = generations.folder_of(index_dir, fingerprint, maker)
    with generations.one_at_a_time(index_dir):
        if not (folder / layout.META_FILE).exists():
            folder.mkdir(exist_ok=True)
            _build(source, folder, {"fingerprint": fingerprint, "made_by": maker}, threads=threads, told=told)
        runs.remove_runs(folder)
        for extra in extras:
            _add(extra, folder, memory_bytes=memory_bytes, told=told)
        if generations.before(index_dir) != folder:  # older ones go first: killed in between, the next call takes over and lets them go
            generations.forget_others(index_dir, keep=folder)
        generations.take_over(index_dir, folder)
    return generations.open_index(folder)


def _build(source: Any, folder: Path, about: dict[str, str], *, threads: int, told: Told) -> None:
    def run(unit: Any) -> tuple[int, int]:
        if not runs.is_there(folder, unit.index):
            read = source.read(unit)
            runs.write_run(folder, unit.index, runs.make_run(read.batch), read.tally.as_json())
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
        **about,
        "population": source.rows,
        "people": people,
        "without_number": source.rows - people,
        "names": len(tables.names) - 1,
        "provinces": len(tables.provinces) - 1,
        "values": runs.tally_of(folder, units),
    }
    storing.write_json(folder / layout.META_FILE, meta)


def _add(extra: Extra, folder: Path, *, memory_bytes: int, told: Told) -> None:
    """Builds what another package keeps beside the arrays, unless it stands there in this version: its mark is written last."""
    at, mark = folder / extra.name, folder / f"{extra.name}.json"
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == {"version": extra.version}:
        return
    index = generations.open_index(folder)
    mark.unlink(missing_ok=True)
    if at.exists():  # another version's, or what an interrupted build left
        shutil.rmtree(at)
    at.mkdir()
    extra.build(index, at, memory_bytes=memory_bytes)
    storing.write_json(mark, {"version": extra.version})
    told(extra.name, len(index), len(index))
