"""Arrow columns as numpy arrays: the buffers themselves wherever Arrow's layout allows it, a copy where it does not.

Knows types, not meanings.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.kit.errors import Refused
from ansinh.population.inputs import compiled_words

Texts = tuple[npt.NDArray[Any], npt.NDArray[np.uint8]]


def flat(column: Any) -> Any:
    """One Arrow array of a column that may come in chunks."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def plain(column: Any) -> Any:
    """The column without dictionaries, run lengths and extension types."""
    column = flat(column)
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    elif pa.types.is_run_end_encoded(column.type):
        column = pc.run_end_decode(column)
    return column


def is_text(kind: Any) -> bool:
    return any(
        of(kind)
        for of in (
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_binary,
            pa.types.is_large_binary,
            pa.types.is_string_view,
            pa.types.is_binary_view,
            pa.types.is_fixed_size_binary,
        )
    )


def texts(array: Any) -> Texts:
    """(offsets[n + 1], bytes) of a text array, in place: int32 or int64 offsets; nulls are empty."""
    kind = array.type
    if pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind) or pa.types.is_string_view(kind):
        array = pc.cast(array, pa.large_binary())
        kind = array.type
    if array.null_count:
        array = pc.fill_null(array, b"" if "binary" in str(kind) else "")
    wide = pa.types.is_large_string(kind) or pa.types.is_large_binary(kind)
    _, offsets, data = array.buffers()
    starts = (
        np.frombuffer(offsets, np.int64 if wide else np.int32)[array.offset : array.offset + len(array) + 1]
        if offsets is not None and offsets.size
        else np.zeros(1, np.int32)
    )
    signs = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    return starts, signs


def nulls(array: Any) -> npt.NDArray[np.bool_] | None:
    """Which values are null; None where none is."""
    return np.asarray(pc.is_null(array).to_numpy(zero_copy_only=False)) if array.null_count else None


def bitmap(array: Any) -> tuple[npt.NDArray[np.uint8], int]:
    """(Arrow's validity bitmap, bits before the first value); empty where no value is null."""
    held = array.buffers()[0] if array.null_count else None
    return (np.frombuffer(held, np.uint8) if held is not None else np.zeros(0, np.uint8)), array.offset


def numbers(array: Any) -> npt.NDArray[Any]:
    """The values of an array of fixed width, in place; what stands where one is null means nothing. Booleans are copied."""
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.uint8())
    held = array.buffers()[1]
    kind = np.dtype(f"{'u' if pa.types.is_unsigned_integer(array.type) else 'i'}{array.type.bit_width // 8}")
    return np.frombuffer(held, kind)[array.offset : array.offset + len(array)] if held is not None else np.zeros(len(array), kind)


def integers(array: Any) -> npt.NDArray[np.int64]:
    """An integer or boolean array as int64 of our own; nulls are 0, what does not fit is negative."""
    found = np.empty(len(array), np.int64)
    values = numbers(array)
    compiled_words.present(values.view(np.int64) if values.dtype == np.uint64 else values, *bitmap(array), found)
    return found


def whole(array: Any) -> npt.NDArray[np.int64]:
    """A floating-point array as int64: NaN and null are 0, what is no whole number of at most 15 digits is -1."""
    values = np.nan_to_num(array.to_numpy(zero_copy_only=False).astype(np.float64), nan=0.0, posinf=-1.0, neginf=-1.0)
    fits = (np.abs(values) < 1e15) & (values == np.floor(values))
    return np.where(fits, values, -1.0).astype(np.int64)


def as_text(array: Any, *, column: str) -> Any:
    """The array as text, for types that have a meaning only in their printed form. Raises Refused for nested types."""
    try:
        return pc.cast(array, pa.large_string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise Refused("column_type", f"{column} has the type {array.type}, which cannot be read as text", field=column) from None
