"""CSV and its kin as a source: rows are found in one pass over the bytes, so that pieces can be read independently.

Every column is taken as bytes: nothing is guessed, and names stay in the encoding they came in.
"""

import hashlib
import mmap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ansinh.kit.errors import Refused
from ansinh.population.inputs import assemble, buffers, columns, compiled_lines, reasons, repeats
from ansinh.population.inputs.dialect import Dialect, encoding_of, look_at, transcode
from ansinh.population.inputs.files import bytes_hashed, seal, stamped
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import EXAMPLES, Read, Rows, Side, Tally, Unit

_BLOCK_BYTES = 1 << 24
_LINE = "line"  # in the place of a column's name, where a whole line is at fault


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes start to end of a file; `quoted` if a quote stands anywhere in the file."""

    path: Path
    start: int
    end: int
    quoted: bool
    dialect: Dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class DelimitedSource:
    side: Side
    rows: int
    units: tuple[Unit, ...]
    originals: tuple[Path, ...]
    names: dict[str, str]
    manner: assemble.Manner
    told: str

    @property
    def record_id_type(self) -> Any:
        return self.manner.record_id_type

    def fingerprint(self) -> str:
        return seal(self.told, (bytes_hashed(path) for path in self.originals))

    def stamp(self) -> str:
        return seal(self.told, (stamped(path) for path in self.originals))

    def repeats(self, *, threads: int = 2) -> Rows:
        return repeats.find(self.units, self._record_ids, threads=threads)

    def read(self, unit: Unit, *, without: Rows | None = None) -> Read:
        table, bad = self._table(unit, tuple(self.names))
        rows = _good(unit, bad) if len(bad) else None
        read = assemble.read_table(table, unit, self.manner, rows=rows, without=without)
        return _with_bad_lines(read, bad, unit, self.record_id_type) if len(bad) else read

    def _record_ids(self, unit: Unit) -> Any:
        table, bad = self._table(unit, ("record_id",))
        ids = buffers.flat(table.column("record_id"))
        if not len(bad):
            return ids
        places = np.full(unit.rows, -1, np.int64)  # a line that is no row has no id
        places[_good(unit, bad) - unit.first_row] = np.arange(len(ids))
        return ids.take(pa.array(places, mask=places < 0))

    def _table(self, unit: Unit, wanted: tuple[str, ...]) -> tuple[Any, Rows]:
        """The columns as bytes, and the places in the unit of lines that are no rows."""
        piece: Piece = unit.piece
        found = [self.names[name] for name in wanted]
        try:
            with pa.memory_map(str(piece.path)) as mapped:
                mapped.seek(piece.start)
                table, bad = _rows_of(mapped.read_buffer(piece.end - piece.start), piece, found, unit.rows)
        except (pa.ArrowInvalid, OSError) as wrong:
            raise Refused("damaged_file", f"{piece.path.name}, rows from {unit.first_row:,}: {_told(wrong)}", field=self.side) from None
        if table.num_rows + len(bad) != unit.rows:
            raise Refused(
                "damaged_file",
                f"{piece.path.name} changed while it was read, or its quotes are not as in CSV (rows from {unit.first_row:,})",
                field=self.side,
            )
        table = table.select(found).rename_columns(list(wanted))
        if "record_id" in wanted:
            place = table.column_names.index("record_id")
            table = table.set_column(place, "record_id", _as_ids(table.column(place)))
        return table, bad


def open_delimited(
    paths: Sequence[Path], side: Side, mapping: Mapping, *, one_is_male: bool, unit_rows: int, spool: Callable[[], Path]
) -> DelimitedSource:
    """Looks at every byte once to find the rows. Raises Refused when a column or all rows are missing, or a quote is never closed.

    A file in another encoding is copied in UTF-8 into the folder `spool` gives.
    """
    units: list[Unit] = []
    row = 0
    names: dict[str, str] = {}
    for place, original in enumerate(paths):
        encoding = encoding_of(original, mapping, side)
        path = original if encoding == "utf-8" else transcode(original, encoding, spool() / f"{side}-{place}.csv")
        dialect = look_at(path, mapping, side)
        matched = columns.match(dialect.names, mapping.columns, side=side, what=original.name, sample=dialect.sample)
        assemble.check_sex_codes(
            dialect.sample(matched["sex"]) if "sex" in matched else (), mapping.sex, one_is_male=one_is_male, side=side
        )
        if place and matched != names:
            raise Refused("columns", f"{original.name} has other columns than {paths[0].name}", field=side)
        names = matched
        for start, end, rows, quoted in _cut(path, original.name, dialect, unit_rows, side):
            units.append(Unit(index=len(units), rows=rows, first_row=row, piece=Piece(path, start, end, quoted, dialect)))
            row += rows
    if row == 0:
        raise Refused("no_rows", f"{paths[0].name if len(paths) == 1 else paths[0].parent.name} has a header but no rows", field=side)
    manner = assemble.manner_of(side, mapping, one_is_male=one_is_male, record_id_type=pa.string() if side == "insured" else pa.null())
    told = hashlib.sha256(repr((side, mapping, one_is_male, unit_rows, names)).encode()).hexdigest()
    return DelimitedSource(side=side, rows=row, units=tuple(units), originals=tuple(paths), names=names, manner=manner, told=told)


def _cut(path: Path, called: str, dialect: Dialect, unit_rows: int, side: Side) -> list[tuple[int, int, int, bool]]:
    """(first byte, last byte, rows, whether quotes occur in the file) of each unit."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        quoted = bool(dialect.quote) and mapped.find(dialect.quote.encode()) >= 0
        data = np.frombuffer(mapped, np.uint8)
        most = len(data) // unit_rows + 2
        ends, counts = np.empty(most, np.int64), np.empty(most, np.int64)
        if quoted:
            held, never_closed = compiled_lines.cut_quoted(
                data, dialect.start, unit_rows, ends, counts, ord(dialect.delimiter), ord(dialect.quote)
            )
        else:
            held, never_closed = compiled_lines.cut_plain(data, dialect.start, unit_rows, ends, counts), -1
        del data
    if never_closed >= 0:
        raise Refused(
            "quotes",
            f'{called}: a quote is opened in row {never_closed:,} and never closed. Where quotes are ordinary signs, say quote = "" in the mapping file',
            field=side,
        )
    starts = [dialect.start, *ends[: held - 1].tolist()] if held else []
    return [(start, end, rows, quoted) for start, end, rows in zip(starts, ends[:held].tolist(), counts[:held].tolist(), strict=True)]


def _rows_of(held: Any, piece: Piece, found: list[str], rows: int) -> tuple[Any, Rows]:
    """(table, places of lines that are no rows). The lines are looked for only when Arrow stumbles over one."""
    try:
        return _parsed(held, piece, found), np.zeros(0, np.int64)
    except pa.ArrowInvalid:
        data = np.frombuffer(held, np.uint8)
        taken, bad = np.empty(len(data) + 1, np.uint8), np.empty(rows + 1, np.int64)
        quote = ord(piece.dialect.quote) if piece.quoted else -1
        length, count = compiled_lines.take_rows(data, len(piece.dialect.names), ord(piece.dialect.delimiter), quote, taken, bad)
        if count == 0:
            raise
        return _parsed(pa.py_buffer(taken[:length]), piece, found), bad[:count].copy()


def _parsed(held: Any, piece: Piece, found: list[str]) -> Any:
    dialect = piece.dialect
    if held.size == 0:
        return pa.table({name: pa.array([], pa.binary()) for name in found})
    return pyarrow.csv.read_csv(
        pa.BufferReader(held),
        read_options=pyarrow.csv.ReadOptions(column_names=list(dialect.names), use_threads=False, block_size=_BLOCK_BYTES),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=dialect.delimiter, quote_char=dialect.quote or False, newlines_in_values=piece.quoted
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=found, column_types=dict.fromkeys(found, pa.binary()), strings_can_be_null=False, check_utf8=False
        ),
    )


def _as_ids(column: Any) -> Any:
    """Record ids as text; ones that are not UTF-8 are null, as if they were missing."""
    array = buffers.flat(column)
    try:
        return array.cast(pa.string())
    except pa.ArrowInvalid:
        valid = np.empty(len(array), np.bool_)
        compiled_lines.utf8(*buffers.texts(array), valid)
        return pc.if_else(pa.array(valid), array, pa.scalar(None, pa.binary())).cast(pa.string())


def _good(unit: Unit, bad: Rows) -> Rows:
    good = np.ones(unit.rows, np.bool_)
    good[bad] = False
    return np.flatnonzero(good) + unit.first_row


def _with_bad_lines(read: Read, bad: Rows, unit: Unit, kind: Any) -> Read:
    rows = bad + unit.first_row
    lines = assemble.rejected_table(
        rows, pa.nulls(len(bad), kind), pa.array([_LINE] * len(bad)), np.full(len(bad), reasons.FIELDS, np.uint8)
    )
    tally = Tally()
    tally.add(read.tally)
    tally.note(f"{_LINE}:{reasons.CODES[reasons.FIELDS]}", len(bad), [f"row {row:,}" for row in rows[:EXAMPLES].tolist()])
    rejected = pa.concat_tables([read.rejected, lines]).sort_by("row")
    return Read(batch=read.batch, rejected=rejected, tally=tally, left_out=read.left_out + len(bad), rows=read.rows)


def _told(error: Exception) -> str:
    """Arrow's reason without what it quotes of the file."""
    return str(error).split(":", maxsplit=1)[0].splitlines()[0][:120]
