"""Thrift's compact protocol, as far as the footer of a Parquet file needs it: any struct read without knowing its schema, and written back.

Source: "Thrift compact protocol" in the Apache Thrift documentation. What is read and written unchanged gives the same bytes.
"""

from dataclasses import dataclass
from typing import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


@dataclass(frozen=True, slots=True)
class Items:
    """A list or set: the type of its items and the items."""

    kind: int
    items: list[Any]


@dataclass(slots=True)
class Struct:
    """Fields by number, in the order of their numbers: (type, value)."""

    fields: dict[int, tuple[int, Any]]

    def __getitem__(self, field: int) -> Any:
        return self.fields[field][1]

    def __contains__(self, field: int) -> bool:
        return field in self.fields

    def set(self, field: int, value: Any) -> None:
        """Replaces the value of a field that is there."""
        self.fields[field] = (self.fields[field][0], value)


def read_struct(data: bytes) -> Struct:
    return _struct(data, 0)[0]


def write_struct(struct: Struct) -> bytes:
    out = bytearray()
    _put_struct(out, struct)
    return bytes(out)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _zigzag(data: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(data, at)
    return (value >> 1) ^ -(value & 1), at


def _struct(data: bytes, at: int) -> tuple[Struct, int]:
    fields: dict[int, tuple[int, Any]] = {}
    number = 0
    while data[at]:
        kind, step = data[at] & 15, data[at] >> 4
        at += 1
        if step:
            number += step
        else:
            number, at = _zigzag(data, at)
        value, at = (kind == TRUE, at) if kind in {TRUE, FALSE} else _value(data, at, kind)
        fields[number] = (kind, value)
    return Struct(fields), at + 1


def _value(data: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind in {TRUE, FALSE, BYTE}:
        return data[at], at + 1
    if kind in {I16, I32, I64}:
        return _zigzag(data, at)
    if kind == DOUBLE:
        return data[at : at + 8], at + 8
    if kind == BINARY:
        length, at = _varint(data, at)
        return data[at : at + length], at + length
    if kind in {LIST, SET}:
        return _items(data, at)
    if kind == STRUCT:
        return _struct(data, at)
    raise ValueError(f"a footer has no type {kind}")


def _items(data: bytes, at: int) -> tuple[Items, int]:
    kind, length = data[at] & 15, data[at] >> 4
    at += 1
    if length == 15:
        length, at = _varint(data, at)
    items = []
    for _ in range(length):
        item, at = _value(data, at, kind)
        items.append(item)
    return Items(kind, items), at


def _put_varint(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _put_zigzag(out: bytearray, value: int) -> None:
    _put_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)


def _put_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for number, (held, value) in struct.fields.items():
        kind = held if held not in {TRUE, FALSE} else TRUE if value else FALSE
        if 0 < number - before < 16:
            out.append((number - before) << 4 | kind)
        else:
            out.append(kind)
            _put_zigzag(out, number)
        before = number
        if held not in {TRUE, FALSE}:
            _put(out, kind, value)
    out.append(0)


def _put(out: bytearray, kind: int, value: Any) -> None:
    if kind in {TRUE, FALSE, BYTE}:
        out.append(value)
    elif kind in {I16, I32, I64}:
        _put_zigzag(out, value)
    elif kind == DOUBLE:
        out += value
    elif kind == BINARY:
        _put_varint(out, len(value))
        out += value
    elif kind in {LIST, SET}:
        length = len(value.items)
        out.append(min(length, 15) << 4 | value.kind)
        if length >= 15:
            _put_varint(out, length)
        for item in value.items:
            _put(out, value.kind, item)
    else:
        _put_struct(out, value)
