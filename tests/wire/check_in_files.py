"""XML0 files about invented people, as hospital programs write them."""

import base64
from typing import Any
from xml.sax.saxutils import escape

ROW: dict[str, str] = {
    "MA_LK": "HS-2026-0001",
    "STT": "1",
    "MA_BN": "BN-1",
    "HO_TEN": "Nguyễn Thị Mẫu",
    "SO_CCCD": "001185000009",
    "NGAY_SINH": "198503090000",
    "GIOI_TINH": "2",
    "MA_THE_BHYT": "DN4010123456789",
    "MA_DKBD": "01001",
    "GT_THE_TU": "20260101",
    "GT_THE_DEN": "20261231",
    "MA_DOITUONG_KCB": "1.1",
    "NGAY_VAO": "202611200730",
    "NGAY_VAO_NOI_TRU": "",
    "LY_DO_VNT": "",
    "MA_LY_DO_VNT": "",
    "MA_LOAI_KCB": "01",
    "MA_CSKCB": "01001",
    "MA_DICH_VU": "13.0000.1234",
    "TEN_DICH_VU": "Khám bệnh",
    "MA_THUOC": "",
    "TEN_THUOC": "",
    "MA_VAT_TU": "",
    "TEN_VAT_TU": "",
    "NGAY_YL": "202611200735",
    "DU_PHONG": "",
}


def row(**changes: str | None) -> dict[str, str]:
    """A row with some fields changed; None takes the tag out."""
    return {name: value for name, value in {**ROW, **changes}.items() if value is not None}


def element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"


def record(fields: dict[str, str]) -> str:
    return f"<TRANG_THAI_KCB>{''.join(element(name, value) for name, value in fields.items())}</TRANG_THAI_KCB>"


def document(*records: str, head: str = '<?xml version="1.0" encoding="utf-8"?>', tail: str = "<CHUKYDONVI></CHUKYDONVI>") -> bytes:
    inside = "".join(records)
    return (
        f"{head}<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>{inside}</DSACH_TRANG_THAI_KCB>{tail}</CHI_TIEU_TRANG_THAI_KCB>"
    ).encode()


def file_of(*rows: dict[str, str]) -> bytes:
    return document(*(record(each) for each in rows or (row(),)))


def body_of(file: bytes, **changes: Any) -> dict[str, Any]:
    fields = {
        "username": "01001_BV",
        "loaiHoSo": "0",
        "maTinh": "01",
        "maCSKCB": "01001",
        "fileHSBase64": base64.b64encode(file).decode(),
    }
    return {**fields, **changes}
