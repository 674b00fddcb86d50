"""What the name keys found out about names adds to what is told of a unit: legacy encodings, foreign signs, placeholders.

The keys are made where names are compared; here their flags become counts, examples and rejected values.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.population.inputs import reasons
from ansinh.population.inputs.assemble import rejected_table
from ansinh.population.inputs.model import EXAMPLES, Read, Rows, Tally
from ansinh.terms import names

_COLUMN = "full_name"
_TOLD = ((names.FROM_TCVN3, reasons.IN_TCVN3), (names.FROM_VNI, reasons.IN_VNI), (names.FOREIGN_SIGNS, reasons.FOREIGN))
_ANY = names.FROM_TCVN3 | names.FROM_VNI | names.FOREIGN_SIGNS | names.NO_NAME


def with_names_told(read: Read, flags: npt.NDArray[Any]) -> Read:
    """The same unit with what `flags` (of the name keys, one for each row of the batch) say of its names."""
    places = np.flatnonzero(flags & _ANY)
    if not len(places):
        return read
    tally = Tally()
    tally.add(read.tally)
    flagged = flags[places]
    for bit, code in _TOLD:
        _note(tally, read, places[flagged & bit != 0], code)
    stand_in = places[flagged & names.NO_NAME != 0]
    stand_in = stand_in[read.batch.name_offsets[stand_in + 1] > read.batch.name_offsets[stand_in]]
    _note(tally, read, stand_in, reasons.PLACEHOLDER)
    rejected = read.rejected
    if len(stand_in):
        ids = read.batch.record_id.take(pa.array(stand_in)) if read.batch.record_id is not None else pa.nulls(len(stand_in))
        codes = np.full(len(stand_in), reasons.PLACEHOLDER, np.uint8)
        rows = rejected_table(_rows(read, stand_in), ids, pa.array([_COLUMN] * len(stand_in)), codes)
        rejected = pa.concat_tables([rejected, rows]).sort_by("row")
    return Read(batch=read.batch, rejected=rejected, tally=tally, left_out=read.left_out, rows=read.rows)


def _note(tally: Tally, read: Read, places: Rows, code: int) -> None:
    """A name is no example to show: its row must do."""
    shown = [f"row {row:,}" for row in _rows(read, places[:EXAMPLES]).tolist()]
    tally.note(f"{_COLUMN}:{reasons.CODES[code]}", len(places), shown)


def _rows(read: Read, places: Rows) -> Rows:
    return read.rows[places] if read.rows is not None else places + read.batch.first_row
