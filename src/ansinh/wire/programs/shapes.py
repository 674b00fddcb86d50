"""What every reply of a call must look like, refusals and failures too: the keys, in order, and the kinds of their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson

_CARD = (
    "maKetQua", "ghiChu", "maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV",
    "ngayDu5Nam", "maSoBHXH", "maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi", "dsLichSuKCB2018",
    "dsLichSuKT2018",
)  # fmt: skip
_CARD_595 = (
    "maKetQua", "hoTen", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV", "ngayDu5Nam", "dsLichSuKCB",
)  # fmt: skip
_RECEIPT = ("maKetQua", "maGiaoDich", "thoiGianTiepNhan", "thongDiep")
_PROBLEM = frozenset({"type", "title", "status", "detail"})
_STATUSES = frozenset({200, 401, 405, 408, 413, 429})


@dataclass(frozen=True, slots=True)
class Shape:
    """`keys` are those of every reply, `may_follow` stand behind them in some; `lists` are null or rows that hold texts alone."""

    keys: tuple[str, ...]
    may_follow: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    statuses: frozenset[int] = _STATUSES
    empty_on: frozenset[int] = frozenset()


_LOOKUP = Shape(_CARD, lists=frozenset({"dsLichSuKCB2018", "dsLichSuKT2018"}))
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "token": Shape(("maKetQua", "APIKey"), ("ghiChu",), objects=frozenset({"APIKey"})),
        "lookup_2016": Shape(("maKetQua", "dsLichSuKCB"), lists=frozenset({"dsLichSuKCB"})),
        "lookup_595": Shape(_CARD_595, lists=frozenset({"dsLichSuKCB"})),
        "lookup_2018": _LOOKUP,
        "lookup_2018_results": _LOOKUP,
        "lookup_2019": _LOOKUP,
        "lookup_2024": _LOOKUP,
        "history_2025": Shape(("maKetQua", "ghiChu", "dsLichSuKCB2025"), lists=frozenset({"dsLichSuKCB2025"})),
        "visit_details": Shape(("maKetQua", "hoSoKCB"), ("ghiChu",), objects=frozenset({"hoSoKCB"})),
        "copayment": Shape(
            ("MaKetQua", "GhiChu", "DataCCT", "ThongTinSoThe"),
            lists=frozenset({"DataCCT"}),
            objects=frozenset({"ThongTinSoThe"}),
            statuses=_STATUSES | {400},
            empty_on=frozenset({401}),
        ),
        "check_in_4750": Shape(_RECEIPT),
        "check_in_3176": Shape(_RECEIPT),
    }
)
"""By the name of the call."""


def fault(name: str, method: str, status: int, headers: Mapping[str, str], body: bytes) -> str:
    """What is wrong with the reply to a call; "" if nothing is. Says nothing of what the reply held. Header names in small letters."""
    if status >= 500:
        return f"status {status}"
    if name == "visits":
        return _problem(method, status, headers, body)
    shape = SHAPES[name]
    if status == 204 and method == "OPTIONS":
        return ""
    if status not in shape.statuses:
        return f"status {status} is not one of this call"
    if method == "HEAD" or status in shape.empty_on:
        return "" if body == b"" else "a body where there must be none"
    if (status == 405) is (method == "POST"):
        return f"status {status} for {method}"
    if headers.get("content-length") != str(len(body)):
        return "no content-length, or another one"
    if not headers.get("content-type", "").startswith("application/json"):
        return "not labelled as JSON"
    try:
        reply = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "not JSON"
    return _shape_fault(shape, reply, body)


def _shape_fault(shape: Shape, reply: Any, body: bytes) -> str:
    if not isinstance(reply, dict):
        return "not a JSON object"
    keys = tuple(reply)
    if keys[: len(shape.keys)] != shape.keys or any(key not in shape.may_follow for key in keys[len(shape.keys) :]):
        return "other keys, or another order"
    if orjson.dumps(reply) != body:
        return "not compact"
    code = reply[shape.keys[0]]
    if not isinstance(code, str) or not code.isdigit():
        return "a code that is no text of digits"
    return next((f"{key} is of another kind" for key, value in reply.items() if value is not None and not _fits(shape, key, value)), "")


def _fits(shape: Shape, key: str, value: Any) -> bool:
    """A list that is there has rows: an empty one is null."""
    if key in shape.lists:
        return isinstance(value, list) and value != [] and all(_is_row(row) for row in value)
    return isinstance(value, dict if key in shape.objects else str)


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and all(value is not None and not isinstance(value, list | dict) for value in row.values())


def _problem(method: str, status: int, headers: Mapping[str, str], body: bytes) -> str:
    """Our own interface: JSON on success, a problem document (RFC 9457) otherwise."""
    if method == "HEAD" or status in {204, 405}:
        return ""
    try:
        reply = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "not JSON"
    if status < 400:
        return "" if isinstance(reply, dict) else "not a JSON object"
    if not headers.get("content-type", "").startswith("application/problem+json"):
        return f"status {status} without a problem document"
    return "" if isinstance(reply, dict) and set(reply) >= _PROBLEM else "not a problem document"
