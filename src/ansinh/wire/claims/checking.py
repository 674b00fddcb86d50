"""What is wrong with the values of a record by its table: required, length, kind, condition. Says which field and why, never the value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ansinh.terms import PartialDate, TermError
from ansinh.wire.claims.tables import Condition, Field, Kind, Table

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", re.ASCII)
_MINUTE = re.compile(r"[0-9]{12}", re.ASCII)
# citizen number, former identity number, passport or account of an electronic identity
_IDENTITY = re.compile(r"[0-9]{12}|[0-9]{9}|(?=[^A-Za-z]*[A-Za-z])[0-9A-Za-z]{4,15}", re.ASCII)


class Wrong(Enum):
    """In the order in which they are told."""

    MISSING = "missing"
    FORMAT = "format"  # too long, or not of its kind
    CONDITION = "condition"  # must be filled because of another field


@dataclass(frozen=True, slots=True)
class Fault:
    """`reason` is a sentence for the reply."""

    field: str
    wrong: Wrong
    reason: str


def faults(record: Mapping[str, str], table: Table) -> Iterator[Fault]:
    """Every fault of the record, in the order of the fields, one for a field."""
    for field in table.fields:
        value = record.get(field.name, "")
        if value:
            reason = _format(field, value)
            if reason:
                yield Fault(field.name, Wrong.FORMAT, reason)
        elif field.required:
            yield Fault(field.name, Wrong.MISSING, "không được để trống" if field.name in record else "thiếu thẻ")
        elif field.condition is not None and field.condition.holds(record):
            yield Fault(field.name, Wrong.CONDITION, f"bắt buộc khi {_when(field.condition)}")


def read_minute(text: str) -> datetime:
    """A text yyyyMMddHHmm, without a zone: Viet Nam's time. Raises ValueError for anything else."""
    if not _MINUTE.fullmatch(text):
        raise ValueError("not yyyyMMddHHmm")
    return datetime(int(text[:4]), int(text[4:6]), int(text[6:8]), int(text[8:10]), int(text[10:]))  # noqa: DTZ001 - the caller knows the zone


def read_birth(text: str) -> PartialDate:
    """A text yyyyMMddHHmm with 00 for what is not known; the time is not kept. Raises ValueError for anything else."""
    if not _MINUTE.fullmatch(text) or int(text[8:10]) > 23 or int(text[10:]) > 59:
        raise ValueError("not yyyyMMddHHmm")
    year, month, day = text[:4], text[4:6], text[6:8]
    if month == "00":
        if day != "00":
            raise ValueError("a day without its month")
        return PartialDate.from_iso(year)
    return PartialDate.from_iso(f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}")


def _format(field: Field, value: str) -> str:
    if field.max_length is not None and len(value) > field.max_length:
        return f"dài hơn {field.max_length} ký tự"
    return _KINDS[field.kind](value)


def _number(value: str) -> str:
    return "" if _NUMBER.fullmatch(value) else "phải là số"


def _day(value: str) -> str:
    found = _DAY.fullmatch(value)
    try:
        PartialDate.from_iso("" if found is None else "-".join(found.groups()))
    except TermError:
        return "phải là ngày dạng yyyyMMdd"
    return ""


def _minute(value: str) -> str:
    try:
        read_minute(value)
    except ValueError:
        return "phải là thời điểm dạng yyyyMMddHHmm"
    return "" if 1850 <= int(value[:4]) <= 2200 else "năm phải từ 1850 đến 2200"


def _birth(value: str) -> str:
    try:
        read_birth(value)
    except ValueError:
        return "phải là ngày giờ sinh dạng yyyyMMddHHmm (không rõ giờ, ngày hoặc tháng thì ghi 00)"
    return ""


def _identity(value: str) -> str:
    return "" if _IDENTITY.fullmatch(value) else "phải là 12 hoặc 9 chữ số, hoặc số hộ chiếu"


_KINDS = {
    Kind.TEXT: lambda _value: "",
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MINUTE: _minute,
    Kind.BIRTH: _birth,
    Kind.IDENTITY: _identity,
}


def _when(condition: Condition) -> str:
    names = " và ".join(condition.fields)
    values = ", ".join(condition.values)
    return {
        "any": f"có {names}",
        "none": f"{names} đều trống" if len(condition.fields) > 1 else f"{names} trống",
        "is": f"{names} là {values}",
        "not": f"{names} khác {values}",
    }[condition.rule]
