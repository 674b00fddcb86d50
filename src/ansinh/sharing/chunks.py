"""The files of a share: each written under another name, hashed and counted on the way, flushed, renamed. Half a file is never there."""

import hashlib
import os
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TypeVar

from ansinh.wire import shares as wire

_Part = TypeVar("_Part")


def write_side_by_side(
    parts: Sequence[_Part], writers: Sequence[Callable[[int, _Part], wire.Chunk]], tell: Callable[[int], None]
) -> list[wire.Chunk]:
    """Each part becomes a chunk, numbered from 1, by whichever writer is free; each writer runs in a thread of its own.

    `tell` is given the records written so far. The first failure of a writer stops the others and is raised.
    """
    todo: queue.SimpleQueue[tuple[int, _Part]] = queue.SimpleQueue()
    for number, part in enumerate(parts, start=1):
        todo.put((number, part))
    chunks: list[wire.Chunk] = []
    failures: list[BaseException] = []
    lock = threading.Lock()

    def work(write: Callable[[int, _Part], wire.Chunk]) -> None:
        try:
            while not failures:
                chunk = write(*todo.get_nowait())
                with lock:
                    chunks.append(chunk)
                    tell(sum(each.rows for each in chunks))
        except queue.Empty:
            pass
        except BaseException as failure:  # noqa: BLE001 - raised below
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sorted(chunks, key=lambda each: each.number)


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
