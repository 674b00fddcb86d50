"""The ledger of a run: one line of JSON for what the run is about, then one for each unit that a stage has finished.

A unit's line is written when its files are whole on the disk, so that a rerun may skip what the ledger names. A line that a crash cut off
is taken away again. The ledger holds counts and hashes, never a record.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansinh.kit.errors import Refused

FILE = "ledger.jsonl"
_ABOUT = {
    "insured": "INSURED has other contents",
    "population": "POPULATION has other contents",
    "index": "the index is built by another version",
    "rules": "the rules are another version",
    "code": "the program is another version",
    "search": "the search is another version",
    "units": "INSURED is cut into other units",
}


class Ledger:
    """The lines of one run, in memory and on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lines: list[dict[str, Any]] = list(_whole_lines(path))

    @property
    def about(self) -> dict[str, Any] | None:
        """What the run is about; None where there has been none."""
        return next((line for line in self.lines if line["kind"] == "run"), None)

    def begin(self, about: Mapping[str, Any]) -> None:
        """Notes what the run is about, or holds it against what the interrupted one was about. Raises Refused `other_run` when they differ."""
        held = self.about
        if held is None:
            self.note({"kind": "run", **about})
            return
        differing = [said for key, said in _ABOUT.items() if key in about and held.get(key) != about[key]]
        if differing:
            raise Refused(
                "other_run",
                f"{self._path.parent} holds a run that cannot be gone on with: since then {'; '.join(differing)}. "
                "Say --fresh to start over, or name another folder.",
                field="out",
            )

    def note(self, line: Mapping[str, Any]) -> None:
        """Appends a line and has it on the disk before it returns."""
        written = json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            left = written.encode()
            while left:  # a disk that is almost full takes a part
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        self.lines.append(dict(line))

    def units(self, stage: str) -> dict[int, dict[str, Any]]:
        """The finished units of a stage, by number."""
        return {line["unit"]: line for line in self.lines if line["kind"] == "unit" and line["stage"] == stage}

    def done(self, kind: str) -> dict[str, Any] | None:
        """The last line of that kind, None where there is none."""
        return next((line for line in reversed(self.lines) if line["kind"] == kind), None)


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; what stands behind the last of them is cut off the file."""
    if not path.exists():
        return
    data = path.read_bytes()
    whole = 0
    for line in data.splitlines(keepends=True):
        try:
            told = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            told = None
        if not isinstance(told, dict) or "kind" not in told:
            break
        whole += len(line)
        yield told
    if whole < len(data):
        os.truncate(path, whole)
