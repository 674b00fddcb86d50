"""The field lists of XML0 to XML5, from the CSV file of each table in `fields`.

Names and order are those of decision 4750/QĐ-BYT, which decision 3176/QĐ-BYT keeps for these tables. Kinds and requirements are
those of the gateway's validation sheet for 4750, with the field's own format where the sheets give one; of the lengths in the
decisions and in the sheet the larger one stands, because they differ in places. Where a sheet says "as in 4210", whose conditions
are not public, a field is not required: assumed.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from types import MappingProxyType


class Kind(Enum):
    """What a field may hold."""

    TEXT = "text"
    NUMBER = "number"  # digits, with a decimal point at most
    DAY = "day"  # yyyyMMdd
    MINUTE = "minute"  # yyyyMMddHHmm, Viet Nam's time
    BIRTH = "birth"  # yyyyMMddHHmm; 0000 for an unknown time, and for an unknown day and month
    IDENTITY = "identity"  # 12 or 9 digits, or the number of a passport


@dataclass(frozen=True, slots=True)
class Condition:
    """When a field must be filled: if `any` of the fields is filled, if `none` is, if a field `is` one of the values or is `not`."""

    rule: str
    fields: tuple[str, ...]
    values: tuple[str, ...] = ()

    def holds(self, record: Mapping[str, str]) -> bool:
        """Whether it is met in a record of trimmed values, "" for the empty ones."""
        if self.rule == "any":
            return any(record.get(name) for name in self.fields)
        if self.rule == "none":
            return not any(record.get(name) for name in self.fields)
        is_one = record.get(self.fields[0], "") in self.values
        return is_one if self.rule == "is" else not is_one


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `max_length` in characters, None for one without a limit; `condition` says when one that is not required is."""

    name: str
    kind: Kind
    max_length: int | None
    required: bool
    condition: Condition | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `list_tag` is "" where records are not inside a list; the tags of a table with one record are the same."""

    name: str
    root_tag: str
    list_tag: str
    record_tag: str
    fields: tuple[Field, ...]


_TAGS = {
    "XML0": ("CHI_TIEU_TRANG_THAI_KCB", "DSACH_TRANG_THAI_KCB", "TRANG_THAI_KCB"),
    "XML1": ("TONG_HOP", "", "TONG_HOP"),
    "XML2": ("CHITIEU_CHITIET_THUOC", "DSACH_CHI_TIET_THUOC", "CHI_TIET_THUOC"),
    "XML3": ("CHITIEU_CHITIET_DVKT_VTYT", "DSACH_CHI_TIET_DVKT", "CHI_TIET_DVKT"),
    "XML4": ("CHITIEU_CHITIET_DICHVUCANLAMSANG", "DSACH_CHI_TIET_CLS", "CHI_TIET_CLS"),
    "XML5": ("CHITIEU_CHITIET_DIENBIENLAMSANG", "DSACH_CHI_TIET_DIEN_BIEN_BENH", "CHI_TIET_DIEN_BIEN_BENH"),
}


def _fields(table: str) -> tuple[Field, ...]:
    text = resources.files(__package__).joinpath("fields", f"{table}.csv").read_text(encoding="utf-8")
    return tuple(_field(row) for row in csv.DictReader(text.splitlines()))


def _field(row: Mapping[str, str]) -> Field:
    required = row["required"]
    return Field(
        name=row["name"],
        kind=Kind(row["kind"]),
        max_length=int(row["max_length"]) if row["max_length"] else None,
        required=required == "always",
        condition=_condition(required.split()) if required not in {"", "always"} else None,
        meaning=row["meaning"],
    )


def _condition(words: list[str]) -> Condition:
    rule, *names = words
    if rule in {"is", "not"}:
        return Condition(rule, (names[0],), tuple(names[1:]))
    return Condition(rule, tuple(names))


TABLES: Mapping[str, Table] = MappingProxyType({name: Table(name, *tags, _fields(name)) for name, tags in _TAGS.items()})
FIELDS: Mapping[str, tuple[Field, ...]] = MappingProxyType({name: table.fields for name, table in TABLES.items()})
