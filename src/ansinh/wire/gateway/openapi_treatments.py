"""The calls about earlier treatment as OpenAPI path items."""

from typing import Any

from ansinh.wire import claims

_TEXT = {"type": "string", "maxLength": 200}
_PERSON = {
    "maThe": {**_TEXT, "description": "Card number (15), social-insurance number (10) or citizen number (12)."},
    "hoTen": {**_TEXT, "description": "Name; case and diacritics do not count."},
    "ngaySinh": {**_TEXT, "description": "dd/MM/yyyy, MM/yyyy, yyyy or ddMMyyyy."},
}
_OFFICER = {
    "hoTenCb": {**_TEXT, "description": "Name of the officer who asks."},
    "cccdCb": {**_TEXT, "description": "Citizen number of the officer, registered by the facility."},
}
_STAY = ("maHoSo", "maCSKCB", "ngayVao", "ngayRa", "tenBenh", "tinhTrang", "kqDieuTri", "lyDoVV")
_RESERVED = tuple(f"duPhong{number}" for number in range(1, 6))
_COPAID_TEXTS = ("ngayTraCuu", "maThe", "maCskcb", "ngayVao", "ngayRa", "maDoiTuongKCB", "ngayNhanCong", "ngayNhan", *_RESERVED)
_COPAID_NUMBERS = ("Id", "tBNCCTMCCT", "tBNCCTLuyKe")
_HOLDER = ("hoTen", "ngaySinh", "ngayKetThuc", "maBhxh", *_RESERVED)
_LISTS = {"dsXml2": "XML2", "dsXml3": "XML3", "dsXml4": "XML4", "dsXml5": "XML5"}
_STATUSES = {
    "200": "Every answer of the protocol itself, refusals too.",
    "401": "A bad token, if the installation is set so.",
    "405": "Not a POST.",
    "413": "The body is too large.",
    "429": "Too many failures, or too many calls.",
}


def treatment_paths() -> dict[str, Any]:
    """Path items of OpenAPI 3.1, by path."""
    return {
        "/api/egw/Lskcb2025": {"post": _history()},
        "/api/egw/nhanHoSoKCBChiTiet": {"post": _record()},
        "/api/TraCuuCCT/TraCuuTienMCCT": {"post": _copayments()},
    }


def _history() -> dict[str, Any]:
    reply = {"maKetQua": _code("Three digits; see docs/wire."), "ghiChu": {"type": "string"}, "dsLichSuKCB2025": _rows(_all(_STAY))}
    return {
        **_operation("lookUpHistory", "Earlier stays of a person, by the same rules as the look-up; recorded, and shown to that person."),
        "parameters": [_in("query", name) for name in ("token", "id_token", "username", "password")],
        "requestBody": _body({**_PERSON, **_OFFICER}),
        "responses": _responses(_STATUSES, _object(reply)),
    }


def _record() -> dict[str, Any]:
    stay = {"xml1": _table("XML1"), **{key: _rows(_fields(table)) for key, table in _LISTS.items()}}
    reply = {
        "maKetQua": _code("200 found; 204 no such record, or not to be seen; 205 format; 401 token; 500 error."),
        "hoSoKCB": {**_object(stay), "type": ["object", "null"]},
    }
    schema = {**_object(reply), "properties": {**reply, "ghiChu": {"type": "string"}}}
    return {
        **_operation("openRecord", "One stay with the rows of its claim; recorded, and shown to the person. The body is empty."),
        "parameters": [_in("query", name) for name in ("token", "id_token", "username", "password", "maHoSo")],
        "responses": _responses(_STATUSES, schema),
    }


def _copayments() -> dict[str, Any]:
    row = {**_all(_COPAID_TEXTS), **{name: {"type": "integer"} for name in _COPAID_NUMBERS}}
    reply = {
        "MaKetQua": _code("200 found; 204 nothing known; 400 a field is missing or wrong; 500 account restricted, or error."),
        "GhiChu": {"type": "string"},
        "DataCCT": _rows(row),
        "ThongTinSoThe": {**_object(_all(_HOLDER)), "type": ["object", "null"]},
    }
    statuses = {
        **_STATUSES,
        "400": "A field is missing or wrong; the sentence names it.",
        "500": "The account is restricted, or an error of ours.",
    }
    del statuses["401"]
    responses = _responses(statuses, _object(reply))
    responses["401"] = {"description": "A bad token: no body at all."}
    responses["429"] = {"description": "Too many calls; no body at all after too many bad tokens."}
    return {
        **_operation("lookUpCopayments", "Co-payments of a person in this calendar year; recorded, and shown to that person."),
        "parameters": [_in("header", name) for name in ("accessToken", "tokenId", "passwordHash")],
        "requestBody": _body({"username": {**_TEXT, "description": "Facility code and `_BV`."}, **_PERSON}),
        "responses": responses,
    }


def _operation(name: str, summary: str) -> dict[str, Any]:
    return {"operationId": name, "summary": summary, "tags": ["gateway"]}


def _in(place: str, name: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": False, "schema": {"type": "string"}}


def _body(fields: dict[str, Any]) -> dict[str, Any]:
    request = {"schema": _object(fields)}
    return {"required": True, "content": {"application/json": request, "application/x-www-form-urlencoded": request}}


def _responses(statuses: dict[str, str], schema: dict[str, Any]) -> dict[str, Any]:
    return {status: {"description": text, "content": {"application/json": {"schema": schema}}} for status, text in statuses.items()}


def _code(text: str) -> dict[str, Any]:
    return {"type": "string", "description": text}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _rows(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": _object(properties), "minItems": 1}


def _all(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"type": "string"} for name in names}


def _table(table: str) -> dict[str, Any]:
    return {**_object(_fields(table)), "type": ["object", "null"]}


def _fields(table: str) -> dict[str, Any]:
    number = {"type": ["number", "string", "null"]}  # text where a claim was accepted with something else
    return {
        claims.pascal(field.name): {**(number if field.kind is claims.Kind.NUMBER else {"type": "string"}), "description": field.meaning}
        for field in claims.FIELDS[table]
    }
