"""One file of a share: written under another name, hashed and counted on the way, flushed, renamed. Half a file is never there."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ansinh.wire import shares as wire


def write_chunk(folder: Path, number: int, fill: Callable[[Callable[[bytes], None]], int]) -> wire.Chunk:
    """`fill` is given a function to write bytes with, and returns how many records they are."""
    name = f"part-{number:05d}.csv"
    draft = folder / f".{name}.draft"
    hashed = hashlib.sha256()
    with draft.open("wb", buffering=1 << 20) as file:

        def write(piece: bytes) -> None:
            hashed.update(piece)
            file.write(piece)

        rows = fill(write)
        size = _flushed(file)
    draft.rename(folder / name)
    return wire.Chunk(number=number, name=name, rows=rows, size=size, sha256=hashed.hexdigest())


def write_whole(path: Path, body: bytes) -> None:
    """A small file, whole or not there."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("wb") as file:
        file.write(body)
        _flushed(file)
    draft.rename(path)


def _flushed(file: IO[bytes]) -> int:
    file.flush()
    os.fsync(file.fileno())
    return file.tell()
