"""A share by file from a Parquet file instead of the database: what a verification run came to, or an agency's own extract.

The file has the columns of `wire.shares`, of which the two numbers are needed (`record_id` stands for the insurance number); the state
is "insured" where it has none, and "deceased" where a run's verdict says so. Rows without a citizen number are not shared, nor those of which
a run says that several records claim it: whose it is an officer decides first. Loaded by the command alone: it needs pyarrow.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from ansinh.kit.errors import NotFound, Refused
from ansinh.sharing.chunks import write_chunk, write_side_by_side
from ansinh.sharing.files import Made
from ansinh.wire import shares as wire

_DIGITS = {"social_insurance_number": 10, "citizen_number": 12}
_OTHER_NAMES = {"social_insurance_number": "record_id", "state": "verdict"}
_BATCH = 131_072  # rows written at a time


def write_chunks(
    source: Path, folder: Path, *, chunk_rows: int = 500_000, threads: int = 2, progress: Callable[[Made], None] = lambda _made: None
) -> list[wire.Chunk]:
    """Writes the file's records as chunks of one or more of its row groups, about `chunk_rows` each, in the file's order.

    Raises NotFound("no_file"), Refused naming the column that is missing or that holds a number of another length.
    """
    try:
        total = pq.read_metadata(source).num_rows
    except FileNotFoundError:
        raise NotFound("no_file", f"there is no file {source.name}") from None
    except (pa.ArrowInvalid, OSError):
        raise Refused("file_unreadable", f"{source.name} is not a whole Parquet file", field="from") from None
    names = _columns(source)
    writers = [partial(_write, pq.ParquetFile(source, memory_map=True), folder, names) for _ in range(threads)]
    return write_side_by_side(list(_parts(source, chunk_rows)), writers, lambda rows: progress(Made(rows, total)))


def _write(file: Any, folder: Path, names: dict[str, str], number: int, groups: Sequence[int]) -> wire.Chunk:
    return write_chunk(folder, number, partial(_fill, file, groups, names))


def _columns(source: Path) -> dict[str, str]:
    """Column of a share -> column of the file, where there is one."""
    there = set(pq.read_schema(source).names)
    names = {name: name if name in there else _OTHER_NAMES.get(name, "") for name in wire.COLUMNS}
    for needed in _DIGITS:
        if names[needed] not in there:
            raise Refused("column_missing", f"{source.name} has no column {needed}; it has {', '.join(sorted(there))}", field=needed)
    return {name: column for name, column in names.items() if column in there}


def _parts(source: Path, chunk_rows: int) -> Iterator[list[int]]:
    """Row groups that make a chunk together."""
    metadata = pq.read_metadata(source)
    part: list[int] = []
    rows = 0
    for group in range(metadata.num_row_groups):
        part.append(group)
        rows += metadata.row_group(group).num_rows
        if rows >= chunk_rows:
            yield part
            part, rows = [], 0
    if part or not metadata.num_row_groups:
        yield part


def _fill(file: Any, groups: Sequence[int], names: dict[str, str], write: Callable[[bytes], None]) -> int:
    write((",".join(wire.COLUMNS) + "\n").encode())
    options = pcsv.WriteOptions(include_header=False, quoting_style="none", batch_size=_BATCH)
    rows = 0
    if groups:
        for batch in file.iter_batches(_BATCH, row_groups=list(groups), columns=sorted(set(names.values())), use_threads=False):
            table = _records(batch, names)
            out = pa.BufferOutputStream()
            pcsv.write_csv(table, out, options)
            write(out.getvalue().to_pybytes())
            rows += table.num_rows
    return rows


def _records(batch: Any, names: dict[str, str]) -> Any:
    kept = batch.filter(pc.is_valid(batch.column(names["citizen_number"])))
    if names.get("state") == "verdict":
        kept = kept.filter(pc.not_equal(kept.column("verdict"), "several_numbers"))
    columns = [_column(kept, name, names.get(name)) for name in wire.COLUMNS]
    return pa.table(columns, names=list(wire.COLUMNS))


def _column(batch: Any, name: str, source: str | None) -> Any:
    if source is None:
        return pa.repeat("insured" if name == "state" else "", batch.num_rows)
    column = batch.column(source)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    text = pc.fill_null(pc.cast(column, pa.string()), "")
    if source == "verdict":  # of a verification run: what it says of a person beside the number
        return pc.if_else(pc.equal(text, "deceased"), "deceased", "insured")
    if name not in _DIGITS:
        return text
    padded = pc.utf8_lpad(text, _DIGITS[name], "0") if pa.types.is_integer(column.type) else text
    if not pc.all(pc.equal(pc.binary_length(padded), _DIGITS[name])).as_py() and batch.num_rows:
        raise Refused("number_length", f"{source} holds a number that has not {_DIGITS[name]} digits", field=name)
    return padded
