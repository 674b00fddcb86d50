"""What a source of records is to those who read it: pieces that can be read independently, and what was found wrong in each.

Nothing is read or decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from ansinh.population.canon import Batch

Side = Literal["insured", "population"]
Rows = npt.NDArray[np.int64]

EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A piece of a source, of `rows` rows from `first_row` (counted from 0); `piece` is the source's own business."""

    index: int
    rows: int
    first_row: int
    piece: Any


@dataclass(slots=True)
class Tally:
    """How many values met which fate, and the first of them, masked.

    `counts` and `examples` go by "column:reason" with the codes of `reasons`; `absent` counts empty values by column.
    """

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    absent: dict[str, int] = field(default_factory=dict)

    def note(self, key: str, count: int, examples: list[str]) -> None:
        if count:
            self.counts[key] = self.counts.get(key, 0) + count
            held = self.examples.setdefault(key, [])
            held.extend(examples[: EXAMPLES - len(held)])

    def add(self, other: "Tally") -> None:
        """Adds what a later unit counted; the first examples stay."""
        for key, count in other.counts.items():
            self.note(key, count, other.examples.get(key, []))
        for column, count in other.absent.items():
            self.absent[column] = self.absent.get(column, 0) + count

    def as_json(self) -> dict[str, Any]:
        return {"counts": self.counts, "examples": self.examples, "absent": self.absent}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Tally":
        return cls(
            counts=dict(told["counts"]), examples={key: list(each) for key, each in told["examples"].items()}, absent=dict(told["absent"])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A unit as it was read: `len(batch) + left_out == unit.rows`.

    rejected  pyarrow table (row int64, record_id in its own type, column, reason, sentence: text, kept bool), by row; `kept` says
              that the row went on without the value. The population's table has nulls for record_id.
    rows      int64[len(batch)] numbers of the batch's rows in the source; None where they are consecutive from its first_row
    left_out  rows that are not in the batch: no usable record_id or one that came before (insured), no usable number (population),
              or a line that is no row
    """

    batch: Batch
    rejected: Any
    tally: Tally
    left_out: int
    rows: Rows | None = None


class Source(Protocol):
    """Records of one side, wherever they lie. Units may be read from several threads at once."""

    @property
    def side(self) -> Side: ...
    @property
    def rows(self) -> int: ...
    @property
    def units(self) -> tuple[Unit, ...]: ...
    @property
    def names(self) -> Mapping[str, str]:
        """Canonical column -> what it is called in the source, of those that are there."""

    @property
    def record_id_type(self) -> Any:
        """The pyarrow type of record_id; null on the population's side."""

    def fingerprint(self) -> str:
        """SHA-256 over everything that determines what is read: the bytes of the files, the mapping, the way of cutting units."""

    def stamp(self) -> str:
        """A cheap stand-in for the fingerprint: names, sizes and times of change of the files. Equal stamps, equal bytes, unless somebody cheats."""

    def repeats(self, *, threads: int = 2) -> Rows:
        """Rows whose record_id an earlier row has, ascending; one pass over that column alone."""

    def read(self, unit: Unit, *, without: Rows | None = None) -> Read:
        """The unit in canonical form; `without` are rows of the whole source to leave out as repeats, ascending.

        Raises Refused when the file turns out to be damaged.
        """
