"""The name keys, the name ladder and the digit edits as functions of SQL, in DuckDB and in Spark: the very loops that the batch runs.

Both engines hand whole columns over as Arrow, so a function costs one call of compiled code for thousands of rows and its answer is the
batch's, bit for bit. Keys are signed here, as SQL has no other 64 bits. A NULL is a missing value, never a NULL in return.

| function | arguments | result |
| --- | --- | --- |
| `name_k1`, `name_k2`, `name_bag` | name | BIGINT: `NameKeys` |
| `name_flag`, `name_syllables` | name | INTEGER |
| `name_rung` | two names | INTEGER: `names.rung` |
| `number_edits` | two numbers, BIGINT | INTEGER: `terms.number_edits` |
| `number_doubts` | number, BIGINT; birth as yyyymmdd and sex, INTEGER | INTEGER: `terms.number_doubts` |

Needs numpy, numba and pyarrow; PySpark only where it is handed in. Spark's workers need this package in their Python.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.terms import names

if TYPE_CHECKING:
    import duckdb

Ints = npt.NDArray[np.int64]
_UNKNOWN_SEX = -1


def register_duckdb(connection: "duckdb.DuckDBPyConnection") -> None:
    """Makes the functions known to one connection of DuckDB."""
    for each in FUNCTIONS:
        connection.create_function(
            each.name,
            each.function,
            [_DUCKDB[kind] for kind in each.arguments],
            _DUCKDB[each.result],
            type="arrow",
            null_handling="special",
        )  # type: ignore[call-overload,unused-ignore]


def register_spark(session: Any) -> None:
    """Makes the functions known to the SQL of one Spark session (PySpark 4.1 or later, which has Arrow functions)."""
    from pyspark.sql.pandas.functions import arrow_udf  # noqa: PLC0415 - an extra, and it needs Java

    for each in FUNCTIONS:
        # The stubs know only functions of one column; the types are read from the function's own annotations.
        session.udf.register(each.name, arrow_udf(each.function, _SPARK[each.result]))  # type: ignore[call-overload]


def name_k1(name: pa.Array) -> pa.Array:
    return _signed(names.compiled.keys_of(*_text(name)).k1)


def name_k2(name: pa.Array) -> pa.Array:
    return _signed(names.compiled.keys_of(*_text(name)).k2)


def name_bag(name: pa.Array) -> pa.Array:
    return _signed(names.compiled.keys_of(*_text(name)).bag)


def name_flag(name: pa.Array) -> pa.Array:
    return _small(names.compiled.keys_of(*_text(name)).flag)


def name_syllables(name: pa.Array) -> pa.Array:
    return _small(names.compiled.keys_of(*_text(name)).syllables)


def name_rung(one: pa.Array, other: pa.Array) -> pa.Array:
    rows = np.arange(len(one))
    keys, letters = names.compiled.keys_and_letters(*_text(one))
    other_keys, other_letters = names.compiled.keys_and_letters(*_text(other))
    return _small(names.compiled.rung_of(keys, letters, rows, other_keys, other_letters, rows))


def number_edits(one: pa.Array, other: pa.Array) -> pa.Array:
    return _small(names.compiled.number_edits_of(_numbers(one), _numbers(other)))


def number_doubts(number: pa.Array, birth: pa.Array, sex: pa.Array) -> pa.Array:
    doubts = names.compiled.number_doubts_of(
        _numbers(number), _numbers(birth).astype(np.int32), _numbers(sex, _UNKNOWN_SEX).astype(np.int8)
    )
    return _small(doubts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function over Arrow columns, and what SQL needs to know of it."""

    function: Callable[..., Any]
    arguments: tuple[str, ...]
    result: str

    @property
    def name(self) -> str:
        return self.function.__name__


_DUCKDB = {"text": "VARCHAR", "long": "BIGINT", "int": "INTEGER"}
_SPARK = {"long": "bigint", "int": "int"}
FUNCTIONS = (
    *(Function(function=each, arguments=("text",), result="long") for each in (name_k1, name_k2, name_bag)),
    *(Function(function=each, arguments=("text",), result="int") for each in (name_flag, name_syllables)),
    Function(function=name_rung, arguments=("text", "text"), result="int"),
    Function(function=number_edits, arguments=("long", "long"), result="int"),
    Function(function=number_doubts, arguments=("long", "int", "int"), result="int"),
)


def _text(column: Any) -> tuple[Ints, npt.NDArray[np.uint8]]:
    """Offsets and bytes of a column of text or bytes; a NULL has no bytes."""
    array = pc.fill_null(_whole(column).cast(pa.large_binary()), b"")
    _, offsets, data = array.buffers()
    places = np.frombuffer(offsets, np.int64, len(array) + 1, array.offset * 8) if len(array) else np.zeros(1, np.int64)
    return places, np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)


def _numbers(column: Any, missing: int = 0) -> Ints:
    numbers: Ints = pc.fill_null(_whole(column).cast(pa.int64()), missing).to_numpy(zero_copy_only=False)
    return numbers


def _whole(column: Any) -> Any:
    if not isinstance(column, pa.ChunkedArray):
        return column
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else whole.chunk(0)


def _signed(keys: npt.NDArray[np.uint64]) -> Any:
    return pa.array(keys.view(np.int64))


def _small(values: npt.NDArray[np.uint8]) -> Any:
    return pa.array(values.astype(np.int32))
