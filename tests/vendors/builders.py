"""Calls as a vendor's client makes them, about invented people."""

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson

from ansinh import vendors
from ansinh.wire import gateway

NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)
ACCOUNT = "99001_BV"
KEY = b"an invented key of 32 bytes....."
MD5 = hashlib.md5(b"an invented password", usedforsecurity=False).hexdigest().upper()
PERSON = {
    "maThe": "DN4010123456789",
    "hoTen": "Nguyễn Thị Mẫu",
    "ngaySinh": "09/03/1985",
    "hoTenCb": "Trần Văn Tiếp",
    "cccdCb": "001080000009",
}
LOOKUP, TAKE = "/api/egw/KQNhanLichSuKCB2024", "/api/token/take"
CHECK_IN, COPAYMENT = "/api/qd130/checkInKcbQd3176", "/api/TraCuuCCT/TraCuuTienMCCT"
VISIT = {
    "username": ACCOUNT,
    "loaiHoSo": "0",
    "maTinh": "99",
    "maCSKCB": "99001",
    "fileHSBase64": "PD94bWwgdmVyc2lvbj0iMS4wIj8+PENISV9USUVVX1RSQU5HX1RIQUlfS0NCLz4=",
}
_numbers = itertools.count(1)


def token(issued: datetime = NOW) -> str:
    return gateway.AccessToken(b"\x07" * 32, ACCOUNT, gateway.filetime(issued)).render()


def credentials(issued: datetime = NOW, **changes: str) -> dict[str, str]:
    given = {"token": token(issued), "id_token": "00000000-0000-4000-8000-000000000001", "username": ACCOUNT, "password": MD5}
    return {**given, **changes}


def finished(
    path: str = LOOKUP,
    body: object = None,
    *,
    query: dict[str, str] | bytes | None = None,
    headers: dict[str, str] | None = None,
    after_s: float = 0.0,
    reply: object = None,
    **changes: Any,
) -> vendors.Finished:
    """A call as it should be; a look-up that is answered with 000 unless said otherwise. A header "" is left out."""
    sent = _encoded(PERSON if body is None else body)
    about = {
        "content-type": "application/json" if sent[:1] in {b"{", b"[", b'"'} else "application/x-www-form-urlencoded",
        "content-length": str(len(sent)),
        "user-agent": "okhttp/4.12.0",
        **(headers or {}),
    }
    asked = credentials() if query is None else query
    answer = _encoded({"maKetQua": "000", "ghiChu": "Thẻ còn giá trị sử dụng! Họ tên : Nguyễn Thị Mẫu"} if reply is None else reply)
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "is_proven": True,
        "at": NOW + timedelta(seconds=after_s),
        "duration_s": 0.0042,
        "method": "POST",
        "path": path,
        "http_version": "1.1",
        "query": asked if isinstance(asked, bytes) else urlencode(asked).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in about.items() if value],
        "body": sent,
        "body_length": len(sent),
        "status": 200,
        "reply": answer,
    }
    return vendors.Finished(**{**given, **changes})


def kept(path: str = LOOKUP, body: object = None, **changes: Any) -> vendors.KeptCall:
    """The call masked, with a number as the database gives them."""
    call = vendors.mask(finished(path, body, **changes), key=KEY)
    return _numbered(call)


def took_token(*, after_s: float = 0.0, password: str = MD5, code: str = "200", **changes: Any) -> vendors.KeptCall:
    body = {"username": ACCOUNT, "password": password}
    return kept(TAKE, body, query=b"", after_s=after_s, reply={"maKetQua": code, "APIKey": None}, **changes)


def checked_in(*, after_s: float = 0.0, headers: dict[str, str] | None = None, **changes: Any) -> vendors.KeptCall:
    carried = {"accesstoken": token(), "tokenid": "00000000-0000-4000-8000-000000000001", "passwordhash": MD5, **(headers or {})}
    reply = {"maKetQua": "200", "maGiaoDich": "1", "thoiGianTiepNhan": "20261120080203", "thongDiep": "Tiếp nhận thành công"}
    return kept(CHECK_IN, {**VISIT, **changes}, query=b"", headers=carried, after_s=after_s, reply=reply)


def broken(*calls: vendors.KeptCall) -> set[str]:
    """The names of the checks that these calls break."""
    return {finding.check.name for finding in vendors.judge(calls, {}).findings}


def _encoded(body: object) -> bytes:
    return body if isinstance(body, bytes) else orjson.dumps(body)


def _numbered(call: vendors.KeptCall) -> vendors.KeptCall:
    return vendors.KeptCall(**{**{name: getattr(call, name) for name in vendors.KeptCall.__slots__}, "number": next(_numbers)})
