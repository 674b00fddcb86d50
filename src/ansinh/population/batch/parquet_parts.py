"""One Parquet file out of parts that were encoded apart: several threads encode, the bytes are only put behind one another.

A row group is the same bytes wherever it lies; only the footer says where. So a part is a small Parquet file in memory, its row groups are
copied and its footer is rewritten (Apache Parquet format, parquet.thrift: FileMetaData 3 and 4, RowGroup 1 and 5 and 7, ColumnChunk 2 and
3, ColumnMetaData 9 to 11). Parts have the same schema and no page index.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.population.batch import thrift
from ansinh.population.batch.thrift import Items, Struct

MAGIC = b"PAR1"
GROUP_ROWS = 1 << 20
_NUM_ROWS, _ROW_GROUPS = 3, 4
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
_CHUNK_OFFSET, _CHUNK_META, _INDEXES = 2, 3, (4, 6)
_PAGE_OFFSETS = (9, 10, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The row groups of a part, and the footer that speaks of them as if they stood alone."""

    body: memoryview
    footer: bytes
    rows: int


def encode(table: Any, *, dictionary: list[str], encodings: Mapping[str, str]) -> Part:
    """The table as a part. `dictionary` are the columns with few values; `encodings` those of others, by name.

    Columns with an encoding of their own are identifiers, all different: compressing them as well would double what they cost for half of
    their size, so they are not.
    """
    packed = [path for path in (_path_of(field) for field in table.schema) if path not in encodings]
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink,
        table.schema,
        compression=dict.fromkeys(packed, "zstd"),
        compression_level=dict.fromkeys(packed, 1),
        use_dictionary=dictionary,
        column_encoding=dict(encodings) or None,
        write_statistics=dictionary or False,
    ) as writer:
        writer.write_table(table, row_group_size=GROUP_ROWS)
    whole = memoryview(sink.getvalue())
    (length,) = struct.unpack("<I", whole[-8:-4])
    return Part(body=whole[len(MAGIC) : -8 - length], footer=bytes(whole[-8 - length : -8]), rows=table.num_rows)


def _path_of(field: Any) -> str:
    """The column's name in Parquet; of a list that of its elements."""
    return f"{field.name}.list.element" if pa.types.is_list(field.type) else str(field.name)


def joined_footer(placed: Iterable[tuple[bytes, int]]) -> bytes:
    """What stands behind the last part: the footer over all parts, its length and the magic. `placed`: a part's footer and where its body lies."""
    whole: Struct | None = None
    groups: list[Any] = []
    rows = 0
    for footer, at in placed:
        read = thrift.read_struct(footer)
        shift = at - len(MAGIC)
        for group in read[_ROW_GROUPS].items:
            _move(group, shift, ordinal=len(groups))
            groups.append(group)
        rows += read[_NUM_ROWS]
        whole = whole or read
    if whole is None:
        raise ValueError("a file has at least one part")
    whole.set(_NUM_ROWS, rows)
    whole.set(_ROW_GROUPS, Items(thrift.STRUCT, groups))
    footer = thrift.write_struct(whole)
    return footer + struct.pack("<I", len(footer)) + MAGIC


def _move(group: Struct, shift: int, *, ordinal: int) -> None:
    if _GROUP_OFFSET in group:
        group.set(_GROUP_OFFSET, group[_GROUP_OFFSET] + shift)
    if _ORDINAL in group:
        group.set(_ORDINAL, ordinal)
    for chunk in group[_COLUMNS].items:
        if any(field in chunk for field in _INDEXES):
            raise ValueError("parts with a page index cannot be joined")
        if chunk[_CHUNK_OFFSET]:
            chunk.set(_CHUNK_OFFSET, chunk[_CHUNK_OFFSET] + shift)
        meta = chunk[_CHUNK_META]
        for field in _PAGE_OFFSETS:
            if field in meta:
                meta.set(field, meta[field] + shift)
