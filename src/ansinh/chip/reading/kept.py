"""A reading kept in a folder: each file of the card as it came, and how the card was opened. Everything in it is personal data (0600, 0700).

A folder proves less than a card: what the chip did in front of the reader cannot be seen again in it.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from ansinh.chip.checks import Check, Outcome
from ansinh.chip.errors import Malformed
from ansinh.chip.lds import File
from ansinh.chip.reading.model import CHIP_AUTHENTICATION, CHIP_MAPPING, Active, Reading, Way, no_longer, of_files

HOW = "reading.json"
_MAX_HOW_BYTES = 100_000
_NEVER = [Outcome.NOT_PERFORMED.value, "not_offered"]
"""Of a folder from before there was such a check."""


def save(reading: Reading, folder: Path) -> None:
    """Writes the files into a new folder. Raises FileExistsError if there is one, and OSError."""
    folder.mkdir(mode=0o700, parents=True)
    for file, raw in reading.files.items():
        _write(folder / f"{file.name}.bin", raw)
    how = {
        "access": reading.access,
        "asked": list(reading.asked),
        "missing": sorted(file.name for file in reading.missing),
        "locked": sorted(file.name for file in reading.locked),
        "unreadable": {file.name: code for file, code in reading.unreadable.items()},
        "pace_failed": reading.pace_failed,
        "chip_authentication": [reading.chip_authentication.outcome.value, reading.chip_authentication.reason],
        "chip_mapping": [reading.chip_mapping.outcome.value, reading.chip_mapping.reason],
        "notes": list(reading.notes),
        "active": None if reading.active is None else [reading.active.challenge.hex(), reading.active.signature.hex()],
        "active_refused": reading.active_refused,
    }
    _write(folder / HOW, json.dumps(how, indent=2).encode())


def load(folder: Path) -> Reading:
    """The reading in a folder; one with nothing but files is that of somebody else. Raises Malformed, and FileNotFoundError for no card's files."""
    files = {file: _bounded(folder / f"{file.name}.bin", file) for file in File if (folder / f"{file.name}.bin").is_file()}
    if not files:
        raise FileNotFoundError(folder)
    how = folder / HOW
    if not how.is_file():
        return of_files(files)
    if how.stat().st_size > _MAX_HOW_BYTES:
        raise Malformed(HOW, f"has more than {_MAX_HOW_BYTES} bytes")
    try:
        return _told(files, json.loads(how.read_bytes()))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise Malformed(HOW, "is not what a reading left") from None


def _told(files: dict[File, bytes], how: dict[str, Any]) -> Reading:
    if how["access"] not in get_args(Way):
        raise ValueError
    active = how["active"]
    return replace(
        of_files(files),
        access=how["access"],
        asked=tuple(int(each) for each in how["asked"]),
        missing=frozenset(File[name] for name in how["missing"]),
        locked=frozenset(File[name] for name in how["locked"]),
        unreadable={File[name]: str(code) for name, code in how["unreadable"].items()},
        pace_failed=bool(how["pace_failed"]),
        chip_authentication=_ended(CHIP_AUTHENTICATION, how["chip_authentication"]),
        chip_mapping=_ended(CHIP_MAPPING, how.get("chip_mapping", _NEVER)),
        notes=tuple(str(each) for each in how.get("notes", ())),
        active=None if active is None else Active(bytes.fromhex(active[0]), bytes.fromhex(active[1])),
        active_refused=None if how["active_refused"] is None else int(how["active_refused"]),
    )


def _ended(name: str, told: list[str]) -> Check:
    return no_longer(Check(name, Outcome(told[0]), str(told[1])))


def _bounded(path: Path, file: File) -> bytes:
    if path.stat().st_size > file.max_bytes:
        raise Malformed(file.name, f"has more than {file.max_bytes} bytes")
    return path.read_bytes()


def _write(path: Path, raw: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
