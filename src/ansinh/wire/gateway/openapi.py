"""The two calls as OpenAPI path items, for the page where developers look first."""

from typing import Any

_TEXT = {"type": "string", "maxLength": 200}
_NULLABLE = {"type": ["string", "null"]}


def openapi_paths() -> dict[str, Any]:
    """Path items of OpenAPI 3.1, by path."""
    return {"/api/token/take": {"post": _take_token()}, "/api/egw/KQNhanLichSuKCB2024": {"post": _look_up()}}


def _take_token() -> dict[str, Any]:
    fields = {
        "username": {**_TEXT, "description": "Facility code and `_BV`.", "examples": ["01001_BV"]},
        "password": {**_TEXT, "description": "MD5 of the password in hex, either case."},
    }
    key = {name: {"type": "string"} for name in ("access_token", "id_token", "token_type", "username", "expires_in")}
    reply = {
        "maKetQua": {
            "type": "string",
            "description": "200 issued; 401 account or password; 402 facility code; 403 locked; 205 format; 500 error.",
        },
        "APIKey": {"type": ["object", "null"], "properties": key},
    }
    return _operation(
        "takeToken", "Take a token: good for ten minutes, several may be good at once.", fields=fields, reply=reply, required=["maKetQua"]
    )


def _look_up() -> dict[str, Any]:
    fields = {
        "maThe": {**_TEXT, "description": "Card number (15), social-insurance number (10) or citizen number (12)."},
        "hoTen": {**_TEXT, "description": "Name; case and diacritics do not count."},
        "ngaySinh": {**_TEXT, "description": "dd/MM/yyyy, MM/yyyy, yyyy or ddMMyyyy."},
        "hoTenCb": {**_TEXT, "description": "Name of the officer who asks."},
        "cccdCb": {**_TEXT, "description": "Citizen number of the officer, registered by the facility."},
    }
    checks = {name: {"type": "string"} for name in ("userKT", "thoiGianKT", "thongBao", "maLoi")}
    reply: dict[str, Any] = dict.fromkeys(_REPLY_KEYS, _NULLABLE)
    reply["maKetQua"] = {"type": "string", "description": "Three digits; see docs/wire."}
    reply["dsLichSuKCB2018"] = {"type": "null"}
    reply["dsLichSuKT2018"] = {"type": ["array", "null"], "items": {"type": "object", "properties": checks}}
    return _operation(
        "lookUpCoverage",
        "Look up the insurance cover of a person; recorded, and shown to that person.",
        fields=fields,
        reply=reply,
        required=list(reply),
        parameters=[_query(name) for name in ("token", "id_token", "username", "password")],
    )


_REPLY_KEYS = (
    "maKetQua",
    "ghiChu",
    "maThe",
    "hoTen",
    "ngaySinh",
    "gioiTinh",
    "diaChi",
    "maDKBD",
    "cqBHXH",
    "gtTheTu",
    "gtTheDen",
    "maKV",
    "ngayDu5Nam",
    "maSoBHXH",
    "maTheCu",
    "maTheMoi",
    "gtTheTuMoi",
    "gtTheDenMoi",
    "maDKBDMoi",
    "tenDKBDMoi",
)


def _query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}


def _operation(
    name: str,
    summary: str,
    *,
    fields: dict[str, Any],
    reply: dict[str, Any],
    required: list[str],
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    request = {"schema": {"type": "object", "properties": fields, "required": list(fields)}}
    answer = {"application/json": {"schema": {"type": "object", "properties": reply, "required": required}}}
    statuses = {
        "200": "Every answer of the protocol itself, refusals too.",
        "401": "A bad token, if the installation is set so.",
        "405": "Not a POST.",
        "413": "The body is too large.",
        "429": "Too many failures, or too many calls.",
    }
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["gateway"],
        "parameters": parameters or [],
        "requestBody": {"required": True, "content": {"application/json": request, "application/x-www-form-urlencoded": request}},
        "responses": {status: {"description": text, "content": answer} for status, text in statuses.items()},
    }
