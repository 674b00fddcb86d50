"""Files that are either whole or not there: written under another name, flushed to the disk, then renamed."""

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# numpy has Python parse the header of a file, and CPython before 3.11.8 raises SystemError where two threads do that at once (gh-106905).
_parsing = threading.Lock()


def write_array(path: Path, array: Array) -> None:
    """The array as an .npy file."""
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
        file.write(_bytes_of(array))
    publish(partial, path)


def write_json(path: Path, told: Mapping[str, Any]) -> None:
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    publish(partial, path)


def publish(partial: Path, path: Path) -> None:
    """What stands at `partial` now stands at `path`, and does so after a loss of power as well."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """The names in the folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def begin_array(path: Path, length: int, dtype: Any) -> int:
    """Writes the header of an .npy file of `length` entries, gives the file its size, and returns where its first entry goes."""
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": np.lib.format.dtype_to_descr(np.dtype(dtype)), "fortran_order": False, "shape": (length,)}
        )
        start = file.tell()
        file.truncate(start + length * np.dtype(dtype).itemsize)
    return start


def write_at(handle: int, array: Array, at: int) -> None:
    """The array's bytes at this place of the file, all of them."""
    left = _bytes_of(array)
    while left:
        written = os.pwrite(handle, left, at)
        at += written
        left = left[written:]


def mapped(path: Path) -> Array:
    """The array of an .npy file, mapped read-only, as a plain ndarray."""
    if path.stat().st_size == 0:
        raise ValueError(f"{path.name} is empty")
    with _parsing:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.asarray(array).view(np.ndarray)


def _bytes_of(array: Array) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
