"""Parquet as a source: one file, or many read as one after another; a unit is some row groups of one file.

Row groups are read in place by the thread that asks. A file that is damaged as a whole is refused before anything is read.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.kit.errors import Refused
from ansinh.population.inputs import assemble, buffers, columns, repeats
from ansinh.population.inputs.files import bytes_hashed, seal, stamped
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import Read, Rows, Side, Unit

MAGIC = b"PAR1"
_VOCABULARIES = ("sex", "province", "ward", "status")
_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Row groups of a file; `skip` rows of them belong to an earlier unit (a row group may be larger than a unit)."""

    path: Path
    groups: tuple[int, ...]
    skip: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetSource:
    side: Side
    rows: int
    units: tuple[Unit, ...]
    paths: tuple[Path, ...]
    names: dict[str, str]
    manner: assemble.Manner
    told: str

    @property
    def record_id_type(self) -> Any:
        return self.manner.record_id_type

    def fingerprint(self) -> str:
        return seal(self.told, (bytes_hashed(path) for path in self.paths))

    def stamp(self) -> str:
        return seal(self.told, (stamped(path) for path in self.paths))

    def repeats(self, *, threads: int = 2) -> Rows:
        return repeats.find(self.units, lambda unit: self._table(unit, ("record_id",)).column("record_id"), threads=threads)

    def read(self, unit: Unit, *, without: Rows | None = None) -> Read:
        return assemble.read_table(self._table(unit, tuple(self.names)), unit, self.manner, without=without)

    def _table(self, unit: Unit, wanted: tuple[str, ...]) -> Any:
        piece: Piece = unit.piece
        found = [self.names[name] for name in wanted]
        try:
            with _opened(piece.path, self.names) as file:
                if piece.whole:
                    table = file.read_row_groups(list(piece.groups), columns=found, use_threads=False)
                else:
                    table = _slice(file, piece, found, unit.rows)
        except (pa.ArrowException, OSError) as damaged:
            raise Refused("damaged_file", f"{piece.path.name} is damaged: {_first_line(damaged)}", field=self.side) from None
        table = table.select(found).rename_columns(list(wanted))
        if "record_id" in wanted and table.schema.field("record_id").type != self.manner.record_id_type:
            place = table.column_names.index("record_id")
            table = table.set_column(place, "record_id", buffers.flat(table.column(place)).cast(self.manner.record_id_type))
        return table


def open_parquet(paths: Sequence[Path], side: Side, mapping: Mapping, *, one_is_male: bool, unit_rows: int) -> ParquetSource:
    """Reads the footers only. Raises Refused for a file that is cut off or lacks a column, and for a source without rows."""
    units: list[Unit] = []
    row = 0
    names: dict[str, str] = {}
    kind = pa.null()
    for place, path in enumerate(paths):
        try:
            with pq.ParquetFile(path) as file:
                metadata, schema = file.metadata, file.schema_arrow
                sample = _sampler(file)
                matched = columns.match(schema.names, mapping.columns, side=side, what=path.name, sample=sample)
                assemble.check_sex_codes(
                    sample(matched["sex"]) if "sex" in matched else (), mapping.sex, one_is_male=one_is_male, side=side
                )
        except (pa.ArrowException, OSError) as damaged:
            raise Refused("damaged_file", _why(path, damaged), field=side) from None
        if place == 0:
            names = matched
            if side == "insured":
                kind = _id_type(schema.field(matched["record_id"]).type)
        elif matched != names:
            odd = sorted(set(names.items()) ^ set(matched.items()))
            raise Refused(
                "columns", f"{path.name} has other columns than {paths[0].name}: {', '.join(sorted({c for c, _ in odd}))}", field=side
            )
        for groups, skip, rows, whole in _cut([metadata.row_group(each).num_rows for each in range(metadata.num_row_groups)], unit_rows):
            units.append(Unit(index=len(units), rows=rows, first_row=row, piece=Piece(path, groups, skip, whole)))
            row += rows
    if row == 0:
        raise Refused("no_rows", f"{paths[0].name if len(paths) == 1 else paths[0].parent.name} has columns but no rows", field=side)
    manner = assemble.manner_of(side, mapping, one_is_male=one_is_male, record_id_type=kind)
    told = hashlib.sha256(repr((side, mapping, one_is_male, unit_rows, names, str(kind))).encode()).hexdigest()
    return ParquetSource(side=side, rows=row, units=tuple(units), paths=tuple(paths), names=names, manner=manner, told=told)


def _cut(sizes: Sequence[int], unit_rows: int) -> list[tuple[tuple[int, ...], int, int, bool]]:
    """(row groups, rows to skip, rows, whether they are taken whole): neighbouring groups together, very large ones in parts."""
    found: list[tuple[tuple[int, ...], int, int, bool]] = []
    held: list[int] = []
    rows = 0
    for group, size in enumerate(sizes):
        if held and rows + size > unit_rows * 3 // 2:
            found.append((tuple(held), 0, rows, True))
            held, rows = [], 0
        if size > 4 * unit_rows:
            found.extend(((group,), start, min(unit_rows, size - start), False) for start in range(0, size, unit_rows))
        elif size:
            held.append(group)
            rows += size
            if rows >= unit_rows:
                found.append((tuple(held), 0, rows, True))
                held, rows = [], 0
    if held:
        found.append((tuple(held), 0, rows, True))
    return found


def _opened(path: Path, names: dict[str, str]) -> Any:
    few = [names[column] for column in _VOCABULARIES if column in names]
    return pq.ParquetFile(path, memory_map=True, read_dictionary=few, pre_buffer=False)


def _slice(file: Any, piece: Piece, found: list[str], rows: int) -> Any:
    """A part of one large row group. What lies before it is decoded and dropped, for Parquet has no other way in."""
    taken, skip, left = [], piece.skip, rows
    for batch in file.iter_batches(batch_size=1 << 18, row_groups=list(piece.groups), columns=found, use_threads=False):
        if skip >= batch.num_rows:
            skip -= batch.num_rows
            continue
        part = batch.slice(skip, left)
        skip = 0
        left -= part.num_rows
        taken.append(part)
        if left == 0:
            break
    return pa.Table.from_batches(taken)


def _id_type(kind: Any) -> Any:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _sampler(file: Any) -> columns.Sample:
    def sample(name: str) -> list[str]:
        batch = next(file.iter_batches(batch_size=_SAMPLE_ROWS, columns=[name], use_threads=False), None)
        if batch is None or batch.num_columns == 0:
            return []
        return [
            "" if value is None else value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            for value in batch.column(0).to_pylist()
        ]

    return sample


def _why(path: Path, damaged: Exception) -> str:
    size = path.stat().st_size
    with path.open("rb") as file:
        begins = file.read(4) == MAGIC
        file.seek(max(size - 4, 0))
        ends = file.read(4) == MAGIC
    if begins and not ends:
        return f"{path.name} is cut off: it begins as Parquet, but its end is missing ({size:,} bytes are there); copy or write it again"
    if not begins:
        return f"{path.name} is not a Parquet file: it does not begin as one"
    return f"{path.name} is damaged: {_first_line(damaged)}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
