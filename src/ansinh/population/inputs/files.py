"""Which files a path, a folder or a pattern means, what kind they are, and what identifies their bytes."""

import glob
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from ansinh.kit.errors import Refused
from ansinh.population.inputs.model import Side

Kind = Literal["parquet", "delimited"]

_KINDS: dict[str, Kind] = {".parquet": "parquet", ".pq": "parquet", ".csv": "delimited", ".tsv": "delimited", ".txt": "delimited"}
_OTHERS = (
    (b"PK\x03\x04", "a spreadsheet (xlsx) or a zip archive: save it as CSV UTF-8, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (xls): save it as CSV UTF-8"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it first"),
    (b"SQLite format 3", "a SQLite database: export the table as CSV"),
    (b"ARROW1", "an Arrow file: write it as Parquet"),
    (b"%PDF", "a PDF document"),
)


def find(where: str, side: Side) -> tuple[Path, ...]:
    """The files in the order of their paths. Raises Refused when there is none."""
    path = Path(where)
    if path.is_file():
        return (path,)
    if path.is_dir():
        found = [each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in _KINDS and not _hidden(each, path)]
        what = f"the folder {where} holds no file ending in {', '.join(_KINDS)}"
    elif glob.has_magic(where):
        found = [each for each in map(Path, glob.glob(where, recursive=True)) if each.is_file()]  # noqa: PTH207 - absolute patterns too
        what = f"no file fits the pattern {where}"
    else:
        found, what = [], f"there is no file {where}"
    if not found:
        raise Refused("no_file", what, field=side)
    return tuple(sorted(found, key=str))


def kind_of(paths: tuple[Path, ...], side: Side) -> Kind:
    """What the files are by their first bytes; all must be of one kind. Raises Refused with what to do about it."""
    kinds = {path: _kind(path, side) for path in paths}
    first = kinds[paths[0]]
    for path, kind in kinds.items():
        if kind != first:
            raise Refused("mixed_files", f"{paths[0].name} is {first} and {path.name} is {kind}: give one kind of files", field=side)
    return first


def bytes_hashed(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamped(path: Path) -> str:
    stat = path.stat()
    return f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"


def seal(told: str, parts: Iterable[str]) -> str:
    """One SHA-256 over how the source is read and what its files are."""
    return hashlib.sha256("\n".join((told, *parts)).encode()).hexdigest()


def _kind(path: Path, side: Side) -> Kind:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as closed:
        raise Refused("no_file", f"{path.name} cannot be read: {closed.strerror}", field=side) from None
    if not head:
        raise Refused("empty_file", f"{path.name} is empty (0 bytes)", field=side)
    if head.startswith(b"PAR1") or path.suffix.lower() in {".parquet", ".pq"}:
        return "parquet"
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise Refused("unknown_file", f"{path.name} is {what}", field=side)
    return "delimited"


def _hidden(path: Path, root: Path) -> bool:
    """Spark and others leave _SUCCESS, .crc and _temporary beside their data."""
    return any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
