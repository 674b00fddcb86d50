"""Generations of the index in one folder: which one is read now, opened and found again; a server notices when another takes over.

    DIR/CURRENT                the name of the generation that is read
    DIR/index-<fingerprint>/   one generation, whole when it holds meta.json

CURRENT is replaced by a rename. Whoever has a generation open keeps it: what is mapped outlives the names of its files.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ansinh.kit.errors import NotFound
from ansinh.population.index import layout, storing
from ansinh.population.index.layout import Index

POINTER = "CURRENT"
LOCK = ".lock"
KNOWN = "known.json"


def folder_of(index_dir: Path, fingerprint: str, made_by: str) -> Path:
    """Where the index of that source, built by that version of the code, stands or will stand."""
    return index_dir / ("index-" + hashlib.sha256(f"{fingerprint} {made_by}".encode()).hexdigest()[:16])


def open_index(folder: Path) -> Index:
    """The generation in this folder. Raises NotFound when there is none or it is not whole."""
    try:
        meta = json.loads((folder / layout.META_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound("no_index", f"there is no whole index in {folder.name}") from None
    return Index(
        folder=folder,
        people=storing.mapped(folder / layout.PEOPLE_FILE),
        lows=storing.mapped(folder / layout.LOWS_FILE),
        fences=storing.mapped(folder / layout.FENCES_FILE),
        names=storing.mapped(folder / layout.NAMES_FILE),
        letter_offsets=storing.mapped(folder / layout.LETTER_OFFSETS_FILE),
        letters=storing.mapped(folder / layout.LETTERS_FILE),
        provinces=storing.mapped(folder / layout.PROVINCES_FILE),
        fingerprint=meta["fingerprint"],
        population=meta["population"],
        meta=meta,
    )


@contextmanager
def one_at_a_time(index_dir: Path) -> Iterator[None]:
    """Waits until nobody else builds here; the lock ends with the process, however that ends."""
    handle = os.open(index_dir / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def take_over(index_dir: Path, folder: Path) -> None:
    """From now on this generation is the one that is read."""
    partial = index_dir / (POINTER + ".part")
    partial.write_text(folder.name + "\n", encoding="utf-8")
    storing.publish(partial, index_dir / POINTER)


def current(index_dir: Path) -> Path:
    """The folder of the generation that is read. Raises NotFound when none has been built."""
    try:
        return index_dir / (index_dir / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NotFound("no_index", "no index has been built here") from None


def before(index_dir: Path) -> Path | None:
    """The current generation before another takes over; None when there is none."""
    try:
        return current(index_dir)
    except NotFound:
        return None


def fingerprint_of(source: Any, index_dir: Path) -> str:
    """The source's fingerprint, from memory where its stamp is known: the same bytes are hashed once, not before each run."""
    path = index_dir / KNOWN
    try:
        known = dict(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        known = {}
    stamp = source.stamp()
    if stamp not in known:
        known = {stamp: source.fingerprint()}
        storing.write_json(path, known)
    return str(known[stamp])


def forget_others(index_dir: Path, *, keep: Path | None = None) -> None:
    """Removes every generation but the current one and `keep`, and what interrupted builds left."""
    kept = {before(index_dir), keep}
    for folder in index_dir.glob("index-*"):
        if folder not in kept:
            shutil.rmtree(folder)


class Live:
    """The current generation, opened again whenever CURRENT names another. Safe to ask from several threads."""

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._held: tuple[tuple[int, int], Index] | None = None

    def index(self) -> Index:
        """The index to look into now: one stat of CURRENT a call. Raises NotFound when none has been built."""
        try:
            stat = (self._index_dir / POINTER).stat()
        except FileNotFoundError:
            raise NotFound("no_index", "no index has been built here") from None
        mark = (stat.st_mtime_ns, stat.st_ino)
        held = self._held
        if held is None or held[0] != mark:
            held = (mark, open_index(current(self._index_dir)))
            self._held = held
        return held[1]
