"""The look-ups of every generation as OpenAPI path items; what their bodies hold is read off the generations themselves."""

from typing import Any

import orjson

from ansinh.wire.gateway.codes import ResultCode
from ansinh.wire.gateway.generations import GENERATIONS, Generation
from ansinh.wire.gateway.openapi_operation import NULLABLE, TEXT, in_query, operation

_FIELDS: dict[str, str] = {
    "maThe": "Card number (15, or 20 with the facility behind it), social-insurance number (10) or citizen number (12).",
    "hoTen": "Name; case and diacritics do not count.",
    "ngaySinh": "dd/MM/yyyy, MM/yyyy, yyyy or ddMMyyyy.",
    "hoTenCb": "Name of the officer who asks.",
    "cccdCb": "Citizen number of the officer, registered by the facility.",
    "gioiTinh": "Sex: 1 male, 2 female. Compared if it is there (code 080).",
    "maCSKCB": "Facility with which the card is registered. Compared if it is there (code 090).",
}
_CODE = {"type": "string", "description": "See docs/wire/lookups.md."}
_CREDENTIALS = ("token", "id_token", "username", "password")
_CHECKS = ("userKT", "thoiGianKT", "thongBao", "maLoi")
_STAY = ("maCSKCB", "tenBenh", "tinhTrang", "kqDieuTri")
_STAY_2018 = ("maHoSo", *_STAY, "ngayVao", "ngayRa", "lyDoVV", "TEMP1", "TEMP2", "TEMP3", "TEMP4", "TEMP5")


def lookup_paths() -> dict[str, Any]:
    """Path items by path."""
    return {path: {"post": _look_up(generation, name)} for generation in GENERATIONS for name, path in generation.paths.items()}


def _look_up(generation: Generation, name: str) -> dict[str, Any]:
    fields = {each: {**TEXT, "description": _FIELDS[each]} for each in (*generation.required, *generation.optional)}
    if generation.credentials_in_body:
        fields |= {each: {**TEXT, "description": "Where the query has no token."} for each in _CREDENTIALS}
    reply = {key: _value(key, generation) for key in _keys(generation)}
    return operation(
        f"lookUpCoverage{name.removeprefix('lookup_').title().replace('_', '')}",
        f"Look up the insurance cover of a person, generation of {generation.name}{_off(generation)}; recorded, and shown to that person.",
        fields=fields,
        optional=fields.keys() - set(generation.required),
        reply=reply,
        required=list(reply),
        parameters=[in_query(each) for each in _CREDENTIALS],
        deprecated=generation.is_superseded,
    )


def _off(generation: Generation) -> str:
    if generation.is_retired:
        return " (officially off since 2024-08-01, answered here behind a switch)"
    return " (officially off since 2024-08-01)" if generation.is_superseded else ""


def _keys(generation: Generation) -> tuple[str, ...]:
    """Every key of the reply, in order, as the generation itself writes them."""
    return tuple(orjson.loads(generation.render_refusal(ResultCode.NO_SUCH_CARD, "")))


def _value(key: str, generation: Generation) -> dict[str, Any]:
    match key:
        case "maKetQua":
            return _CODE
        case "dsLichSuKT2018":
            return _rows({name: {"type": "string"} for name in _CHECKS})
        case "dsLichSuKCB2018":
            return _rows({name: {"type": "string"} for name in _STAY_2018}) if generation.carries_stays else {"type": "null"}
        case "dsLichSuKCB":
            return _rows({"maHoSo": {"type": "integer"}, **{name: {"type": "string"} for name in (*_STAY, "tuNgay", "denNgay")}})
        case _:
            return NULLABLE


def _rows(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": ["array", "null"],
        "minItems": 1,
        "items": {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False},
    }
