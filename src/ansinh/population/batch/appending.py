"""The published files while they grow: parts are put behind one another, and a part that the ledger does not name is cut off again."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ansinh.kit.errors import Refused
from ansinh.population.batch import parquet_parts
from ansinh.population.batch.parquet_parts import MAGIC, Part
from ansinh.population.index import storing


class Growing:
    """One published file. `placed` is what the ledger holds of it: for each unit in order, where its part begins and how long it is.

    Raises Refused `part_missing` when the ledger names parts and the file that held them is gone.
    """

    def __init__(self, path: Path, work: Path, placed: Sequence[Mapping[str, int]]) -> None:
        self._path, self._work = path, work
        self._partial = path.with_name(path.name + ".part")
        self._placed = list(placed)
        self._finished = False
        if not placed:
            self._partial.write_bytes(MAGIC)
        elif self._partial.exists():
            os.truncate(self._partial, self._end())
        elif path.exists():  # an earlier call ended after this file got its name, before the run was noted as done
            self._finished = True
        else:
            raise Refused(
                "part_missing", f"{self._partial} is gone, which the ledger names parts of: say --fresh to start over", field="out"
            )

    def append(self, part: Part, unit: int) -> dict[str, int]:
        """Puts the part on the disk and says where, for the ledger."""
        at = self._end()
        handle = os.open(self._partial, os.O_WRONLY)
        try:
            left = part.body
            place = at
            while left:
                written = os.pwrite(handle, left, place)
                place += written
                left = left[written:]
            os.fsync(handle)
        finally:
            os.close(handle)
        footer = self._footer(unit)
        partial = footer.with_name(footer.name + ".part")
        partial.write_bytes(part.footer)
        storing.publish(partial, footer)
        told = {"unit": unit, "at": at, "bytes": len(part.body), "rows": part.rows}
        self._placed.append(told)
        return told

    def finish(self) -> None:
        """Writes the footer over all parts and gives the file its name, unless it has that already."""
        if self._finished:
            return
        end = self._end()
        os.truncate(self._partial, end)
        with self._partial.open("r+b") as file:
            file.seek(end)
            file.write(parquet_parts.joined_footer((self._footer(told["unit"]).read_bytes(), told["at"]) for told in self._placed))
        storing.publish(self._partial, self._path)

    def _end(self) -> int:
        return self._placed[-1]["at"] + self._placed[-1]["bytes"] if self._placed else len(MAGIC)

    def _footer(self, unit: int) -> Path:
        return self._work / f"{unit:05d}.{self._path.name}.footer"


def placed_in(lines: Mapping[int, Mapping[str, Any]], name: str) -> list[Mapping[str, int]]:
    """Where the ledger says the parts of that file lie, in the order of their units."""
    return [lines[unit]["parts"][name] for unit in sorted(lines)]
