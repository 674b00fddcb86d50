"""A file of records that survives a crash at any instruction, and in which a record can be erased.

Each record is a line with its own check sum, written and flushed to the disk before `append` returns; a line that a crash cut off is
no record. Erasing says first, in a record of its own, which line is to go, and then writes over it; if a crash comes between, or
in the middle, the next to open the file finishes it. The file belongs to its owner alone (0600). Several processes may use it:
each operation holds the file's lock. Over-writing removes a line from the file; what a drive or a file system keeps beneath is
theirs.
"""

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from ansinh.kit.errors import Refused

_ERASE = "erase"
_OVER = b"x"


@dataclass(frozen=True, slots=True)
class Line:
    """One record and where it stands: `offset` of its first byte, `length` without the line end."""

    offset: int
    length: int
    record: dict[str, Any]


class Journal:
    """A journal at a path; the file is made when it is first written to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, record: dict[str, Any]) -> None:
        """Written to the disk when this returns."""
        with self._open() as file:
            self._read(file)  # cuts off what a crash left at the end
            self._append(file, record)

    def lines(self) -> list[Line]:
        """Every record that was not erased, oldest first. Raises Refused("journal_damaged") where a line was changed by other hands."""
        if not self._path.exists():
            return []
        with self._open() as file:
            return self._read(file)

    def erase(self, chosen: list[Line]) -> None:
        """Over-write these lines; once nothing else is left, the file is emptied. Erasing twice does nothing."""
        with self._open() as file:
            there = {line.offset: line for line in self._read(file)}
            going = [line for line in chosen if there.get(line.offset) == line]
            for line in going:
                self._append(file, {"kind": _ERASE, "offset": line.offset, "length": line.length})
            for line in going:
                _overwrite(file, line.offset, line.length)
            os.fsync(file)
            if len(there) == len(going):
                os.ftruncate(file, 0)
                os.fsync(file)

    @contextmanager
    def _open(self) -> Iterator[int]:
        is_new = not self._path.exists()
        if is_new:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            os.fchmod(file, 0o600)
            if is_new:
                _sync_folder(self._path.parent)
            yield file
        finally:
            os.close(file)

    def _append(self, file: int, record: dict[str, Any]) -> None:
        text = orjson.dumps(record)
        line = b"%08x %s\n" % (zlib.crc32(text), text)
        os.lseek(file, 0, os.SEEK_END)
        while line:
            line = line[os.write(file, line) :]
        os.fsync(file)

    def _read(self, file: int) -> list[Line]:
        """What is there; on the way cuts off a torn end and finishes erasing that was begun."""
        content = _content(file)
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.ftruncate(file, whole)
            os.fsync(file)
        found: dict[int, Line] = {}
        spoilt: dict[int, int] = {}  # offset and number of lines without a good check sum
        offset = 0
        for number, line in enumerate(content[:whole].split(b"\n")[:-1], start=1):
            record = _record(line)
            if record is not None:
                found[offset] = Line(offset, len(line), record)
            elif line.strip(_OVER):
                spoilt[offset] = number
            offset += len(line) + 1
        for order in [each for each in found.values() if each.record.get("kind") == _ERASE]:
            del found[order.offset]
            at = order.record["offset"]
            if spoilt.pop(at, None) is not None or found.pop(at, None) is not None:
                _overwrite(file, at, order.record["length"])
                os.fsync(file)
        if spoilt:
            raise Refused("journal_damaged", f"{self._path}: line {min(spoilt.values())} was changed from outside; put the file aside")
        return list(found.values())


def _content(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    return b"".join(iter(lambda: os.read(file, 1 << 20), b""))


def _record(line: bytes) -> dict[str, Any] | None:
    check, _, text = line.partition(b" ")
    if check != b"%08x" % zlib.crc32(text):
        return None
    try:
        record = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None


def _overwrite(file: int, offset: int, length: int) -> None:
    os.pwrite(file, _OVER * length, offset)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
