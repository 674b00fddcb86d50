"""The witness: every block head once more, in a file outside the database, one JSON object a line, flushed to disk.

Who owns the database can cut off its newest blocks, and who also holds the sealing key can write the whole chain anew; neither
changes this file, nor the copies of it that lie elsewhere. Keep it on another disk, or better, ship its lines to another machine.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson

from ansinh.audit.model import Block
from ansinh.audit.store import blocks
from ansinh.kit import db
from ansinh.kit.errors import Conflict

_TAIL_BYTES = 4096  # a line has about 700
_HASHES = ("root", "marks_hash", "previous", "hash", "signature")


class DamagedError(ValueError):
    """A complete line of the witness that is not a block head; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the witness is not a block head")
        self.line = line


def write_heads(conn: db.Connection, path: Path) -> int:
    """Append the heads of all blocks the file does not hold yet, flush them, and return how many they were.

    `conn` must not have sealed in the same transaction: a head may only be witnessed once its block is committed. A torn last line,
    left by a crash, is taken away first. A new file begins with the first block. Raises Conflict("audit_witness_differs") when the
    file's last head is not in the database as written: somebody rewrote one of the two, or an older backup was restored.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last_head(file)
        written = 0
        for block in _unwitnessed(conn, path, last):
            file.write(line_of(block))
            written += 1
        if written:
            file.flush()
            os.fsync(file.fileno())
    if fresh:
        _fsync_folder(path.parent)
    return written


def heads(file: IO[bytes], size: int) -> Iterator[Block]:
    """The heads in the first `size` bytes of the file, in the file's order; an incomplete last line is left out.

    Raises DamagedError at the first line that is not a head.
    """
    read, number = 0, 0
    for line in file:
        read, number = read + len(line), number + 1
        if read > size or not line.endswith(b"\n"):
            return
        try:
            yield head_of(line)
        except (ValueError, KeyError, TypeError):
            raise DamagedError(number) from None


def line_of(block: Block) -> bytes:
    """A head as one line of the file: all that its signature covers, and the signature; hashes in hexadecimal."""
    fields = {name: getattr(block, name) for name in Block.__slots__}
    return orjson.dumps({name: value.hex() if name in _HASHES else value for name, value in fields.items()}) + b"\n"


def head_of(line: bytes) -> Block:
    """The head a line holds. Raises ValueError, KeyError or TypeError for a line that holds none."""
    fields = orjson.loads(line)
    for name in Block.__slots__:
        if name in _HASHES:
            fields[name] = bytes.fromhex(fields[name])
        elif type(fields[name]) is not (str if name == "key_id" else int):
            raise TypeError(name)
    return Block(**{name: fields[name] for name in Block.__slots__})


def _last_head(file: IO[bytes]) -> Block | None:
    """The last complete line; what stands after it is cut off."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read()
    complete = tail[: tail.rfind(b"\n") + 1]
    file.truncate(size - len(tail) + len(complete))
    lines = complete.splitlines()
    if not lines:
        return None
    try:
        return head_of(lines[-1])
    except (ValueError, KeyError, TypeError):
        raise Conflict(
            "audit_witness_differs", "the last line of the witness is not a block head; keep the file as it is and begin a new one"
        ) from None


def _unwitnessed(conn: db.Connection, path: Path, last: Block | None) -> Iterator[Block]:
    if last is None:
        yield from blocks.stream(conn)
        return
    following = blocks.stream(conn, after=last.number - 1)
    held = next(following, None)
    if held is None or held.hash != last.hash or held.number != last.number:
        raise Conflict(
            "audit_witness_differs",
            f"the witness {path.name} ends with block {last.number}, which the database does not hold as it was witnessed. Run `ansinh audit"
            " verify`. If an older backup was restored on purpose, keep this file as evidence and let the sealer begin a new one.",
        )
    yield from following


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
