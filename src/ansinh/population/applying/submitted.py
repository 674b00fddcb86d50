"""What the run was given of each record, read again in the order of its verdicts, as the register writes names, dates and sexes.

With it a record counts as verified only if it says the same; without it only the register's history tells what changed.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.kit.errors import Refused
from ansinh.population.canon import FEMALE, MALE, Batch
from ansinh.population.inputs import Source
from ansinh.terms import PartialDate, names

_MOST_NAMES = 1 << 20  # kept from unit to unit, a few hundred MB; most records bear one of them
_SEXES = {MALE: "male", FEMALE: "female"}
_ESCAPES = str.maketrans(
    {"\\": "\\\\", "\t": " ", "\n": " ", "\r": " ", "\0": "\N{REPLACEMENT CHARACTER}"}
)  # what COPY would take for its own


class Submitted:
    """The rows of the insured records behind one another, as text for COPY: record_id, full_name, birth_date, sex and claimed_number.

    Null is what is not known; a claimed number is never null, but empty.
    """

    def __init__(self, source: Source) -> None:
        self._tables = _tables(source)
        self._held: Any = None

    def take(self, record_ids: Any) -> Any:
        """The rows of these records, which are the next ones. Raises Refused("other_run") if other records come next."""
        rows = len(record_ids)
        while self._held is None or self._held.num_rows < rows:
            following = next(self._tables, None)
            if following is None:
                raise _other()
            self._held = following if self._held is None else pa.concat_tables([self._held, following])
        taken, self._held = self._held.slice(0, rows).combine_chunks(), self._held.slice(rows)
        if not taken.column("record_id").combine_chunks().equals(record_ids):
            raise _other()
        return taken

    def skip(self, rows: int) -> None:
        """Passes over what was brought in before."""
        while rows and (following := next(self._tables, None)) is not None:
            passed = min(rows, following.num_rows)
            rows -= passed
            self._held = following.slice(passed)


def _tables(source: Source) -> Iterator[Any]:
    repeats = np.asarray(source.repeats(), np.int64)
    for unit in source.units:
        yield _table(source.read(unit, without=repeats).batch)


def _table(batch: Batch) -> Any:
    births, born_at = np.unique(batch.birth, return_inverse=True)
    sexes = pa.array([_SEXES.get(int(code)) for code in range(-1, 2)], pa.string())
    return pa.table(
        {
            "record_id": pa.chunked_array([batch.record_id]).cast(pa.string()),
            "full_name": _names(batch),
            "birth_date": pa.array([_iso(int(each)) for each in births], pa.string()).take(pa.array(born_at)),
            "claimed_number": _numbers(batch),
            "sex": sexes.take(pa.array(batch.sex.astype(np.int64) + 1)),
        }
    )


def _numbers(batch: Batch) -> Any:
    padded = pc.utf8_lpad(pa.array(batch.number).cast(pa.string()), 12, "0")
    return pc.if_else(pa.array(batch.number > 0), padded, "")


def _names(batch: Batch) -> Any:
    """Each distinct name is read once."""
    buffers = [None, pa.py_buffer(np.ascontiguousarray(batch.name_offsets, np.int64)), pa.py_buffer(np.ascontiguousarray(batch.name_data))]
    encoded = pa.Array.from_buffers(pa.large_binary(), len(batch), buffers).dictionary_encode()
    return pa.array([_name(each) for each in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


@lru_cache(maxsize=_MOST_NAMES)
def _name(raw: bytes) -> str | None:
    return names.decode(raw).encode(errors="replace").decode().translate(_ESCAPES) or None


def _iso(birth: int) -> str | None:
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100
    return PartialDate(year, month or None, day or None).iso() if birth else None


def _other() -> Refused:
    return Refused("other_run", "these are not the records that the run verified, or not in the same order", field="insured")
