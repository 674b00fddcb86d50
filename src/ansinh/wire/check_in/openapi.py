"""The check-in calls as OpenAPI path items."""

from typing import Any

from ansinh.wire.check_in.receipts import ReceiptCode
from ansinh.wire.gateway.openapi_operation import TEXT, operation

_HEADERS = ("accessToken", "tokenId", "passwordHash")


def openapi_paths() -> dict[str, Any]:
    """Path items of OpenAPI 3.1, by path."""
    return {f"/api/qd130/checkInKcbQd{decision}": {"post": _check_in(decision)} for decision in ("4750", "3176")}


def _check_in(decision: str) -> dict[str, Any]:
    fields = {
        "username": {**TEXT, "description": "Facility code and `_BV`; that of the token if it is left out."},
        "loaiHoSo": {**TEXT, "description": "0"},
        "maTinh": {**TEXT, "description": "First two characters of the facility code."},
        "maCSKCB": {**TEXT, "description": "Facility code."},
        "fileHSBase64": {"type": "string", "contentEncoding": "base64", "description": "XML0, at most 20 or 100 MB by the hour."},
    }
    text = {"type": "string"}
    reply = {
        "maKetQua": {"enum": [code.value for code in ReceiptCode], "description": "See docs/wire."},
        "maGiaoDich": {**text, "description": "Number of the transaction; empty if nothing was taken."},
        "thoiGianTiepNhan": {**text, "pattern": "^[0-9]{14}$", "description": "yyyyMMddHHmmss, Viet Nam."},
        "thongDiep": text,
    }
    described = operation(
        f"checkIn{decision}",
        "Check visits in by file: all of them or none; the same again is answered with the same bytes.",
        fields=fields,
        reply=reply,
        required=list(reply),
        parameters=[{"name": name, "in": "header", "required": False, "schema": text} for name in _HEADERS],
        optional=["username"],
    )
    responses = described["responses"]
    del responses["413"]  # a code of the protocol, on 200
    content = responses["200"]["content"]
    responses["200"]["headers"] = {
        "Idempotent-Replay": {"description": "`true`: the reply of the first time.", "schema": {"const": "true"}},
        "Corrected-Visits": {"description": "How many visits the file tells otherwise than before.", "schema": {"type": "integer"}},
    }
    responses["408"] = {"description": "The body did not arrive in time.", "content": content}
    responses["503"] = {"description": "Too many large files at once.", "content": content}
    return described
