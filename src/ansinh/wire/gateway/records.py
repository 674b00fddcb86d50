"""`POST /api/egw/nhanHoSoKCBChiTiet`: one stay with the rows of its claim (shape seen in three public clients; codes of refusals assumed)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

import orjson

from ansinh.wire import claims
from ansinh.wire.gateway.reading import MISSING, WireError

_RECORD = "maHoSo"
_LONGEST = 18  # digits; what a signed 64-bit number holds whatever they are
_LISTS = {"dsXml2": "XML2", "dsXml3": "XML3", "dsXml4": "XML4", "dsXml5": "XML5"}


class RecordCode(StrEnum):
    """`maKetQua` of this call."""

    FOUND = "200"
    NOT_FOUND = "204"
    PARAMETER_WRONG = "205"
    NOT_AUTHENTICATED = "401"
    SYSTEM_ERROR = "500"


_SENTENCES = {
    RecordCode.NOT_FOUND: "Không tìm thấy hồ sơ KCB",
    RecordCode.PARAMETER_WRONG: "Lỗi sai định dạng tham số",
    RecordCode.NOT_AUTHENTICATED: "Token không đúng",
    RecordCode.SYSTEM_ERROR: "Lỗi hệ thống",
}


def read_record_number(query: bytes) -> int:
    """The record asked for, from the query; its name in any case, of repeated ones the first. Raises WireError for anything but digits."""
    found: dict[str, str] = {}
    for pair in query.decode("latin-1").split("&"):
        name, _, value = pair.partition("=")
        found.setdefault(unquote(name[:40]).strip().lower(), value[:200])
    text = unquote(found.get(_RECORD.lower(), ""), errors="replace").strip()
    if not text:
        raise WireError(_RECORD, MISSING)
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise WireError(_RECORD, f"must be at most {_LONGEST} digits")
    return int(text)


def render_record(tables: Mapping[str, Any]) -> bytes:
    """The rows of a claim, given by table and official field name: every field of each table, in its order, spelled in capitals and small letters.

    Empty tables are null. Numbers are numbers, all else is text; a number that is not there is null, a text "" (all three assumed).
    """
    summary = tables.get("XML1")
    stay: dict[str, Any] = {"xml1": None if not summary else _row("XML1", summary)}
    for key, table in _LISTS.items():
        stay[key] = [_row(table, row) for row in tables.get(table, ())] or None
    return orjson.dumps({"maKetQua": RecordCode.FOUND.value, "hoSoKCB": stay})


def render_record_refusal(code: RecordCode, reason: str = "") -> bytes:
    """An answer without a stay; `ghiChu` behind the two keys is ours, for the developer."""
    note = f"{_SENTENCES[code]}. {reason}" if reason else f"{_SENTENCES[code]}."
    return orjson.dumps({"maKetQua": code.value, "hoSoKCB": None, "ghiChu": note})


def _row(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(row.get(field), is_number=is_number) for field, name, is_number in _SPELLED[table]}


_SPELLED: dict[str, tuple[tuple[str, str, bool], ...]] = {
    table: tuple((field.name, claims.pascal(field.name), field.kind is claims.Kind.NUMBER) for field in claims.FIELDS[table])
    for table in ("XML1", *_LISTS.values())
}


def _value(kept: Any, *, is_number: bool) -> str | int | float | None:
    text = "" if kept is None else str(kept).strip()
    if not is_number:
        return text
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return text  # a claim is kept as it was accepted, and told so
    if number is None or not number.is_finite():
        return None
    return int(number) if number == number.to_integral_value() else float(number)
