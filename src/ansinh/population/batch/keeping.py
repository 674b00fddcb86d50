"""The files of a unit between the stages: where they lie, written whole, mapped again.

work/repeats.npy             rows whose record_id came before
work/00012.records.arrow     record_id of each row that is verified
work/00012.settled.npy ...   see checking.Checked and residual.Found
work/00012.rejected.arrow    values and rows that were not used
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.population.batch.checking import Checked
from ansinh.population.index import Found, Residual, storing

Array = npt.NDArray[Any]


def path_of(work: Path, unit: int, part: str) -> Path:
    return work / f"{unit:05d}.{part}"


def write_table(path: Path, table: Any) -> None:
    partial = path.with_name(path.name + ".part")
    with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    storing.publish(partial, path)


def read_table(path: Path) -> Any:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def keep_checked(work: Path, unit: int, checked: Checked) -> None:
    for part, array in (
        ("settled", checked.settled),
        ("findings", checked.findings),
        ("rest", checked.residual.rest),
        ("starts", checked.residual.letter_offsets),
        ("letters", checked.residual.letters),
    ):
        storing.write_array(path_of(work, unit, part + ".npy"), array)


def settled_of(work: Path, unit: int) -> tuple[Array, Array]:
    """Checked.settled and Checked.findings."""
    return storing.mapped(path_of(work, unit, "settled.npy")), storing.mapped(path_of(work, unit, "findings.npy"))


def residual_of(work: Path, unit: int) -> Residual:
    return Residual(
        rest=storing.mapped(path_of(work, unit, "rest.npy")),
        letter_offsets=storing.mapped(path_of(work, unit, "starts.npy")),
        letters=storing.mapped(path_of(work, unit, "letters.npy")),
    )


def keep_found(work: Path, unit: int, found: Found) -> None:
    for part, array in (("found", found.found), ("shown_starts", found.candidate_offsets), ("shown", found.candidates)):
        storing.write_array(path_of(work, unit, part + ".npy"), array)


def found_of(work: Path, unit: int) -> Found:
    return Found(
        found=storing.mapped(path_of(work, unit, "found.npy")),
        candidate_offsets=np.asarray(storing.mapped(path_of(work, unit, "shown_starts.npy"))),
        candidates=storing.mapped(path_of(work, unit, "shown.npy")),
    )
