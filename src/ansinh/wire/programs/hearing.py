"""Replies of the gateway as hospital programs read them: by JSON, or by cutting the text at what stands between two values.

Each reader is made after programs in use (public code), with their shortcuts; none of them knows more than such a program knows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import orjson

_TOP = (
    "maKetQua", "ghiChu", "maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV",
    "ngayDu5Nam", "maSoBHXH", "maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi",
)  # fmt: skip
_STALE_CODES = frozenset({"401", "403", "501", "999"})
_HISTORIES = ("dsLichSuKCB2018", "dsLichSuKCB2025", "dsLichSuKCB")
_CHECKS = ("dsLichSuKT2018", "dsLichSuKT2025", "dsLichSuKT")


class NotHeard(ValueError):  # noqa: N818 - an outcome
    """The reply is not what the program expects: an error page, another shape. Says nothing of what it held."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The reply to a login. Both tokens are "" unless `code` is 200."""

    code: str
    access_token: str = field(default="", repr=False)
    token_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a program keeps of a look-up. `checks` are (account, yyyyMMddHHmm) of earlier look-ups, `records` the numbers of earlier stays."""

    code: str
    note: str = field(default="", repr=False)
    card_number: str = field(default="", repr=False)
    full_name: str = field(default="", repr=False)
    facility_code: str = ""
    valid_from: str = ""
    valid_to: str = ""
    five_years_on: str = ""
    new_card_number: str = field(default="", repr=False)
    checks: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copayment:
    """`total` is the co-payment of the year so far in dong, None where there are no rows."""

    code: str
    note: str = field(default="", repr=False)
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The reply to a file. Accepted is code 200 with the one sentence that means it, or none."""

    code: str
    transaction_id: str
    sentence: str

    @property
    def is_accepted(self) -> bool:
        return self.code == "200" and self.sentence in {"", "Tiếp nhận thành công"}


def session_by_json(body: bytes) -> Taken:
    reply = _object(body)
    key = reply.get("APIKey")
    if not isinstance(key, dict):
        return Taken(_text(reply, "maKetQua"))
    return Taken(_text(reply, "maKetQua"), _text(key, "access_token"), _text(key, "id_token"))


def session_by_commas(body: bytes) -> Taken:
    """Split at commas, then at colons: the first part is the code, the next two are the tokens."""
    parts = body.decode().replace("{", "").replace("}", "").replace('"', "").split(",")
    code = parts[0].split(":")[-1]
    return Taken(code, parts[1].split(":")[-1], parts[2].split(":")[-1]) if code == "200" and len(parts) > 2 else Taken(code)


def lookup_by_json(body: bytes) -> Heard:
    reply = _object(body)
    checks: list[Any] = next((rows for name in _CHECKS if (rows := reply.get(name))), [])
    stays: list[Any] = next((rows for name in _HISTORIES if (rows := reply.get(name))), [])
    return Heard(
        code=_text(reply, "maKetQua") or _text(reply, "MaKetQua"),
        note=_text(reply, "ghiChu"),
        card_number=_text(reply, "maThe"),
        full_name=_text(reply, "hoTen"),
        facility_code=_text(reply, "maDKBD"),
        valid_from=_text(reply, "gtTheTu"),
        valid_to=_text(reply, "gtTheDen"),
        five_years_on=_text(reply, "ngayDu5Nam"),
        new_card_number=_text(reply, "maTheMoi"),
        checks=tuple((_text(row, "userKT"), _text(row, "thoiGianKT")) for row in checks),
        records=tuple(_text(row, "maHoSo") for row in stays),
    )


def lookup_by_splitting(body: bytes) -> Heard:
    """Cut at the literal text between two values, in the one order it knows; of a refusal only code and note are there."""
    text = body.decode()
    opening = '{"maKetQua":"'
    if not text.startswith(opening):
        raise NotHeard("not a reply to a look-up")
    code = text[len(opening) : text.index('"', len(opening))]
    if '"maThe":"' not in text:
        return Heard(code=code, note=_between(text, '"ghiChu":"', '","'))
    values = {}
    rest = text
    for name, following in pairwise(_TOP):
        begin = rest.index(f'"{name}":"') + len(name) + 4
        end = rest.index(f'","{following}":"')
        values[name] = rest[begin:end]
        rest = rest[end + 2 :]
    return Heard(
        code=code,
        note=values["ghiChu"],
        card_number=values["maThe"],
        full_name=values["hoTen"],
        facility_code=values["maDKBD"],
        valid_from=values["gtTheTu"],
        valid_to=values["gtTheDen"],
        five_years_on=values["ngayDu5Nam"],
        new_card_number=values["maTheMoi"],
        checks=_split_checks(text),
        records=_split_records(text),
    )


def copayment_by_json(body: bytes) -> Copayment:
    reply = _object(body)
    rows = reply.get("DataCCT") or []
    # rows come newest first, and each carries the sum of the year up to it
    total = rows[0].get("tBNCCTLuyKe") if rows and isinstance(rows[0], dict) else None
    return Copayment(_text(reply, "MaKetQua"), _text(reply, "GhiChu"), None if total in {None, ""} else int(float(str(total))))


def receipt_by_json(body: bytes) -> Receipt:
    reply = _object(body)
    code = _text(reply, "maKetQua") or _text(reply, "MaKetQua")
    return Receipt(code, _text(reply, "maGiaoDich"), _text(reply, "thongDiep"))


def is_stale(status: int, body: bytes) -> bool:
    """Whether a program takes a new token after this: by HTTP status, by code, or by the words."""
    if status == 401:
        return True
    if b"token kh\xc3\xb4ng \xc4\x91\xc3\xbang" in body.lower():
        return True
    try:
        reply = _object(body)
    except NotHeard:
        return False
    return (_text(reply, "maKetQua") or _text(reply, "MaKetQua")) in _STALE_CODES


def _split_checks(text: str) -> tuple[tuple[str, str], ...]:
    """Cut at quotes, commas and colons, empties dropped: every eighth part begins a row."""
    begin = text.find('"dsLichSuKT2018":[')
    if begin < 0:
        return ()
    parts = [part for part in re.split(r'[",:{}\]]', text[begin + 18 :]) if part]
    return tuple((parts[at + 1], parts[at + 3]) for at in range(0, len(parts) - 7, 8))


def _split_records(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r'"maHoSo":"?(\d+)', text))


def _between(text: str, opening: str, closing: str) -> str:
    begin = text.find(opening)
    end = text.find(closing, begin + len(opening))
    return text[begin + len(opening) : end] if begin >= 0 and end >= 0 else ""


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        reply = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotHeard("not JSON") from None
    if not isinstance(reply, dict):
        raise NotHeard("not a JSON object")
    return reply


def _text(reply: Mapping[str, Any], name: str) -> str:
    value = reply.get(name)
    return "" if value is None else str(value)
