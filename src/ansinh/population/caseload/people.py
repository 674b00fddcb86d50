"""The few people of a whole register that a load of cases is about, picked out of its pieces and kept as columns."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.population.canon import FEMALE, MALE, Batch
from ansinh.population.inputs import Source, Unit
from ansinh.population.review import Person
from ansinh.terms import CitizenNumber, PartialDate, Sex, TermError, names

_SEXES = {MALE: Sex.MALE, FEMALE: Sex.FEMALE}
_NUMBERS = ("number", "old", "birth", "sex", "province", "died")
_AT_ONCE = 2
_HASHED = 1 << 30  # from here on a province is the hash of a name nobody knows


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a register as columns, and where each key's row is: record ids of the insured side, citizen numbers of the population."""

    places: dict[Any, int]
    columns: dict[str, npt.NDArray[np.int64]]
    names: pa.BinaryArray

    def person(self, key: Any) -> Person | None:
        """Whom the register has under this key, None if nobody."""
        place = self.places.get(key)
        if place is None:
            return None
        number, old, birth, sex, died = (int(self.columns[name][place]) for name in ("number", "old", "birth", "sex", "died"))
        return Person(
            full_name=names.decode(self.names[place].as_py()),
            birth=_birth(birth),
            sex=_SEXES.get(sex, Sex.UNKNOWN),
            citizen_number=CitizenNumber(f"{number:012d}") if number else None,
            old_number=f"{old:09d}" if old else "",
            deceased_on=_day(died),
        )

    def province(self, key: Any) -> int:
        """Province code of the row, 0 for none."""
        place = self.places.get(key)
        code = 0 if place is None else int(self.columns["province"][place])
        return code if code < _HASHED else 0


def by_record(source: Source, wanted: pa.Array) -> Found:
    """The rows with these record ids; of a repeated one the first."""
    return _found(source, lambda batch: np.asarray(pc.is_in(batch.record_id, value_set=wanted.cast(batch.record_id.type))), is_insured=True)


def by_number(source: Source, wanted: npt.NDArray[np.int64]) -> Found:
    """The rows with these citizen numbers, which are in ascending order."""

    def is_wanted(batch: Batch) -> npt.NDArray[np.bool_]:
        places = np.searchsorted(wanted, batch.number)
        return np.asarray(wanted[np.minimum(places, len(wanted) - 1)] == batch.number)

    return _found(source, is_wanted, is_insured=False)


def _found(source: Source, is_wanted: Any, *, is_insured: bool) -> Found:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tables = list(pool.map(lambda unit: _rows(source, unit, is_wanted, is_insured=is_insured), source.units))
    table = pa.concat_tables(tables)
    places: dict[Any, int] = {}
    for place, key in enumerate(table.column("record_id" if is_insured else "number").to_pylist()):
        places.setdefault(key, place)
    return Found(places, {name: table.column(name).to_numpy() for name in _NUMBERS}, pa.concat_arrays(table.column("name").chunks))


def _rows(source: Source, unit: Unit, is_wanted: Any, *, is_insured: bool) -> pa.Table:
    batch = source.read(unit).batch
    rows = np.flatnonzero(is_wanted(batch)) if len(batch) else np.zeros(0, np.int64)
    nothing = np.zeros(len(batch), np.int32)
    columns = {name: pa.array((nothing if (held := getattr(batch, name)) is None else held)[rows]) for name in _NUMBERS}
    columns["name"] = pa.array(_names(batch, rows), pa.binary())
    if is_insured:
        columns["record_id"] = batch.record_id.take(pa.array(rows)).cast(pa.string())
    return pa.table(columns)


def _names(batch: Batch, rows: Iterable[int]) -> list[bytes]:
    return [batch.name_data[batch.name_offsets[row] : batch.name_offsets[row + 1]].tobytes() for row in rows]


def _birth(yyyymmdd: int) -> PartialDate | None:
    year, month, day = yyyymmdd // 10_000, yyyymmdd // 100 % 100, yyyymmdd % 100
    text = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    try:
        return PartialDate.from_iso(text) if year else None
    except TermError:
        return None


def _day(yyyymmdd: int) -> date | None:
    """A whole day; None for one that is not known, or not to the day."""
    try:
        return date(yyyymmdd // 10_000, yyyymmdd // 100 % 100, yyyymmdd % 100)
    except ValueError:
        return None
