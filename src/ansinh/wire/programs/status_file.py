"""The status file XML0 as a hospital program writes it (decisions 4750/QĐ-BYT and 3176/QĐ-BYT): every tag, in order, empty ones too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_TAGS = (
    "MA_LK", "STT", "MA_BN", "HO_TEN", "SO_CCCD", "NGAY_SINH", "GIOI_TINH", "MA_THE_BHYT", "MA_DKBD", "GT_THE_TU", "GT_THE_DEN",
    "MA_DOITUONG_KCB", "NGAY_VAO", "NGAY_VAO_NOI_TRU", "LY_DO_VNT", "MA_LY_DO_VNT", "MA_LOAI_KCB", "MA_CSKCB", "MA_DICH_VU",
    "TEN_DICH_VU", "MA_THUOC", "TEN_THUOC", "MA_VAT_TU", "TEN_VAT_TU", "NGAY_YL", "DU_PHONG",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One cost of one visit. Minutes are yyyyMMddHHmm, Viet Nam's time; `birth` has 0000 for an unknown day and month; "" is unknown."""

    visit_id: str
    patient_id: str
    full_name: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str
    arrived: str
    category: str
    care_kind: str
    facility_code: str
    service_code: str
    service_name: str
    ordered: str
    identity_number: str = field(default="", repr=False)
    card_number: str = field(default="", repr=False)


def render_status_file(rows: tuple[StatusRow, ...]) -> bytes:
    """One file of these rows, numbered from 1, unsigned."""
    records = "".join(_record(_values(row, number)) for number, row in enumerate(rows, start=1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>'
        f"{records}</DSACH_TRANG_THAI_KCB><CHUKYDONVI></CHUKYDONVI></CHI_TIEU_TRANG_THAI_KCB>"
    ).encode()


def _values(row: StatusRow, number: int) -> Mapping[str, str]:
    return {
        "MA_LK": row.visit_id,
        "STT": str(number),
        "MA_BN": row.patient_id,
        "HO_TEN": row.full_name,
        "SO_CCCD": row.identity_number,
        "NGAY_SINH": row.birth,
        "GIOI_TINH": row.sex,
        "MA_THE_BHYT": row.card_number,
        "MA_DOITUONG_KCB": row.category,
        "NGAY_VAO": row.arrived,
        "MA_LOAI_KCB": row.care_kind,
        "MA_CSKCB": row.facility_code,
        "MA_DICH_VU": row.service_code,
        "TEN_DICH_VU": row.service_name,
        "NGAY_YL": row.ordered,
    }


def _record(values: Mapping[str, str]) -> str:
    inside = "".join(f"<{tag}>{escape(values.get(tag, ''))}</{tag}>" for tag in _TAGS)
    return f"<TRANG_THAI_KCB>{inside}</TRANG_THAI_KCB>"
