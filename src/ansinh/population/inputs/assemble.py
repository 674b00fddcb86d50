"""A table of the columns that matched, as they came, becomes a Batch, and every value that was not used becomes a row of the rejected."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.kit.errors import Refused
from ansinh.population.canon import DECEASED, LIVING, UNKNOWN_SEX, Batch
from ansinh.population.inputs import buffers, compiled_words, fields, reasons
from ansinh.population.inputs.mapping import Mapping
from ansinh.population.inputs.model import EXAMPLES, Read, Rows, Side, Tally, Unit

_NUMBERS = ("record_id", "citizen_number", "old_id_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the values of a source are read."""

    side: Side
    sex: Callable[[str], fields.Meaning]
    status: Callable[[str], fields.Meaning]
    month_first: bool
    record_id_type: Any


def manner_of(side: Side, mapping: Mapping, *, one_is_male: bool, record_id_type: Any) -> Manner:
    return Manner(
        side=side,
        sex=fields.sex_of(mapping.sex, one_is_male=one_is_male),
        status=fields.status_of(mapping.status),
        month_first=mapping.date_order == "mdy",
        record_id_type=record_id_type,
    )


def check_sex_codes(values: Sequence[str], told: dict[str, str], *, one_is_male: bool, side: Side) -> None:
    """Raises Refused when the first rows hold the codes of the other convention: read in the wrong one, 1 would be the wrong sex silently."""
    held = {value.strip().removesuffix(".0") for value in values}
    given, other, odd, needed = ("1-2", "0-1", "0", "2") if one_is_male else ("0-1", "1-2", "2", "0")
    if not any(key.strip().isdigit() for key in told) and odd in held and needed not in held:
        raise Refused(
            "sex_codes",
            f"the column sex holds {' and '.join(sorted(held & {'0', '1', '2'}))}, which are not codes of {given}: say --sex-codes {other}, or what the codes mean in the mapping file",
            field=side,
        )


def read_table(table: Any, unit: Unit, manner: Manner, *, rows: Rows | None = None, without: Rows | None = None) -> Read:
    """`table` has canonical column names. `rows` are the numbers of its rows in the source, where they are not simply consecutive."""
    count = table.num_rows
    columns = {name: table.column(name) for name in table.column_names}
    codes: dict[str, fields.Codes] = {}
    old = fields.digits(columns["old_id_number"], name="old_id_number") if "old_id_number" in columns else None
    number = (
        fields.digits(columns["citizen_number"], name="citizen_number")
        if "citizen_number" in columns
        else (np.zeros(count, np.int64), np.zeros(count, np.uint8))
    )
    numbers, number_codes, olds, old_codes = fields.settle(number, old)
    codes |= {name: each for name, each in (("citizen_number", number_codes), ("old_id_number", old_codes)) if name in columns}
    births = np.zeros(count, np.int32)
    if "birth_date" in columns:
        births, codes["birth_date"] = fields.births(columns["birth_date"], name="birth_date", month_first=manner.month_first)
    sexes = np.full(count, UNKNOWN_SEX, np.int8)
    if "sex" in columns:
        sexes, codes["sex"] = fields.meanings(columns["sex"], manner.sex, name="sex", kind=np.int8)
    places = dict.fromkeys(("province", "ward"), np.zeros(count, np.int32))
    for name, meaning in (("province", fields.province_of), ("ward", fields.place_of)):
        if name in columns:
            places[name], codes[name] = fields.places(columns[name], meaning, name=name)
    name_offsets, name_data = _names(columns["full_name"])
    status, died = _status(columns, manner, codes, count)
    record_id = buffers.plain(columns["record_id"]) if manner.side == "insured" else None
    batch = Batch(
        record_id=record_id,
        number=numbers,
        old=olds,
        name_offsets=name_offsets,
        name_data=name_data,
        birth=births,
        sex=sexes,
        province=places["province"],
        ward=places["ward"],
        status=status,
        first_row=unit.first_row,
        died=died,
    )
    dropped = _dropped(batch, codes, manner, rows=rows, without=without)
    rejected, tally = _Telling(columns, record_id, rows, unit.first_row).of(codes, dropped)
    tally.absent["full_name"] = int(compiled_words.count_empty(name_offsets))
    if dropped is None:
        return Read(batch=batch, rejected=rejected, tally=tally, left_out=0, rows=rows)
    at = (rows if rows is not None else np.arange(unit.first_row, unit.first_row + count))[dropped == 0]
    return Read(batch=_without(batch, dropped != 0), rejected=rejected, tally=tally, left_out=count - len(at), rows=at)


def rejected_table(rows: Any, record_ids: Any, columns: Any, codes: fields.Codes) -> Any:
    """The rejected in the shape described at `Read`: `columns` are the names, `codes` the reasons."""
    used, which = np.unique(codes, return_inverse=True)
    reason = pa.DictionaryArray.from_arrays(
        pa.array(which.astype(np.int32)), pa.array([reasons.CODES[int(each)] for each in used], pa.string())
    )
    sentence = pa.DictionaryArray.from_arrays(
        pa.array(which.astype(np.int32)), pa.array([reasons.SENTENCES[int(each)] for each in used], pa.string())
    )
    return pa.table(
        {
            "row": pa.array(rows, pa.int64()),
            "record_id": record_ids,
            "column": pc.cast(columns, pa.string()),
            "reason": pc.cast(reason, pa.string()),
            "sentence": pc.cast(sentence, pa.string()),
            "kept": pa.array(codes < reasons.LEFT_OUT),
        }
    )


def masked(column: str, text: str) -> str:
    """What an example may show: the length and ends of a number, the day and month of a date that is none, a code as it stands."""
    text = text.strip()
    if column in _NUMBERS:
        hidden = text if len(text) <= 4 else f"{text[:2]}{'*' * (len(text) - 4)}{text[-2:]}"
        return f"{hidden} ({len(text)} characters)"
    if column in {"birth_date", "death_date"}:
        return re.sub(r"([12][0-9])[0-9]{2}", r"\1**", text)[:30]
    return text[:20]


def _names(column: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    array = buffers.plain(column)
    if not buffers.is_text(array.type):
        array = buffers.as_text(array, column="full_name")
    offsets, data = buffers.texts(array)
    return offsets.astype(np.int64, copy=False), data


def _status(
    columns: dict[str, Any], manner: Manner, codes: dict[str, fields.Codes], count: int
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32] | None]:
    status, died = np.full(count, LIVING, np.uint8), None
    if manner.side == "population":
        if "status" in columns:
            status, codes["status"] = fields.meanings(columns["status"], manner.status, name="status", kind=np.uint8)
        if "death_date" in columns:
            died, died_codes = fields.births(columns["death_date"], name="death_date", month_first=manner.month_first)
            # Something that is no date still says that the person has died.
            status[(died > 0) | (died_codes >= reasons.REJECT)] = DECEASED
            codes["death_date"] = np.where(died_codes >= reasons.REJECT, died_codes, reasons.OK).astype(np.uint8)
    return status, died


def _dropped(
    batch: Batch, codes: dict[str, fields.Codes], manner: Manner, *, rows: Rows | None, without: Rows | None
) -> fields.Codes | None:
    """For each row why it is left out, 0 where it is not; None where no row is."""
    count = len(batch)
    if manner.side == "population":
        if count == 0 or int(batch.number.min()) > 0:
            return None
        return np.where(
            batch.number == 0, np.where(codes["citizen_number"] >= reasons.REJECT, codes["citizen_number"], reasons.NO_NUMBER), 0
        ).astype(np.uint8)
    empty = _empty_ids(batch.record_id)
    if empty is None and (without is None or not len(without)):
        return None
    dropped = np.zeros(count, np.uint8)
    if empty is not None:
        dropped[empty] = reasons.NO_RECORD_ID
    if without is not None and len(without):
        numbers = rows if rows is not None else np.arange(batch.first_row, batch.first_row + count)
        dropped[np.isin(numbers, without, assume_unique=True)] = reasons.REPEATED
    return dropped if dropped.any() else None


def _empty_ids(record_id: Any) -> npt.NDArray[np.bool_] | None:
    empty = buffers.nulls(record_id)
    if buffers.is_text(record_id.type):
        offsets, _ = buffers.texts(record_id)
        if compiled_words.count_empty(offsets):
            blank: npt.NDArray[np.bool_] = np.diff(offsets) == 0
            return blank if empty is None else blank | empty
    return empty


def _without(batch: Batch, dropped: npt.NDArray[np.bool_]) -> Batch:
    kept = ~dropped
    ends = batch.name_offsets
    all_names = pa.Array.from_buffers(
        pa.large_binary(), len(batch), [None, pa.py_buffer(np.ascontiguousarray(ends)), pa.py_buffer(batch.name_data)]
    )
    offsets, data = buffers.texts(all_names.filter(pa.array(kept)))
    return Batch(
        record_id=None if batch.record_id is None else batch.record_id.filter(pa.array(kept)),
        number=batch.number[kept],
        old=batch.old[kept],
        name_offsets=offsets.astype(np.int64, copy=False),
        name_data=data,
        birth=batch.birth[kept],
        sex=batch.sex[kept],
        province=batch.province[kept],
        ward=batch.ward[kept],
        status=batch.status[kept],
        first_row=batch.first_row,
        died=None if batch.died is None else batch.died[kept],
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who a value belongs to and what it looked like."""

    columns: dict[str, Any]
    record_id: Any
    rows: Rows | None
    first_row: int

    def of(self, codes: dict[str, fields.Codes], dropped: fields.Codes | None) -> tuple[Any, Tally]:
        tally = Tally()
        found: list[tuple[str, npt.NDArray[np.int64], fields.Codes]] = []
        for column, each in codes.items():
            if dropped is not None:
                each = np.where(dropped != 0, reasons.OK, each).astype(np.uint8)  # noqa: PLW2901 - a row left out is told once
            absent, told = compiled_words.telling(each)
            if absent:
                tally.absent[column] = absent
            if not told:
                continue
            places = np.flatnonzero(each > reasons.ABSENT)
            why = each[places]
            self._note(tally, column, places, why)
            rejected = why >= reasons.REJECT
            if rejected.any():
                found.append((column, places[rejected], why[rejected]))
        if dropped is not None:
            column = "record_id" if self.record_id is not None else "citizen_number"
            places = np.flatnonzero(dropped)
            why = dropped[places]
            self._note(tally, column, places, why)
            found.append((column, places, why))
        return self._table(found, dropped), tally

    def _note(self, tally: Tally, column: str, places: Rows, why: fields.Codes) -> None:
        for code, count in enumerate(np.bincount(why).tolist()):
            if count:
                first = places[np.flatnonzero(why == code)[:EXAMPLES]].tolist()
                shown = [f"row {self._row(place):,}: {masked(column, self._text(column, place))}" for place in first]
                tally.note(f"{column}:{reasons.CODES[code]}", count, shown)

    def _row(self, place: int) -> int:
        return int(self.rows[place]) if self.rows is not None else self.first_row + place

    def _text(self, column: str, place: int) -> str:
        value = self.columns[column][place].as_py()
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)

    def _table(self, found: Sequence[tuple[str, npt.NDArray[np.int64], fields.Codes]], dropped: fields.Codes | None) -> Any:
        places = np.concatenate([each for _, each, _ in found]) if found else np.zeros(0, np.int64)
        codes = np.concatenate([each for _, _, each in found]) if found else np.zeros(0, np.uint8)
        names = [name for name, _, _ in found]
        which = np.repeat(np.arange(len(found), dtype=np.int32), [len(each) for _, each, _ in found])
        order = np.lexsort((which, places))
        places, codes, which = places[order], codes[order], which[order]
        rows = self.rows[places] if self.rows is not None else places + self.first_row
        ids = self.record_id.take(pa.array(places)) if self.record_id is not None else pa.nulls(len(places))
        columns = pa.DictionaryArray.from_arrays(pa.array(which), pa.array(names, pa.string()))
        table = rejected_table(rows, ids, columns, codes)
        if dropped is not None and len(places):
            table = table.set_column(table.column_names.index("kept"), "kept", pa.array(dropped[places] == 0))
        return table
