"""The reply to a card look-up of 2018 and later, 22 keys (dispatch 1923/BHXH-CNTT of 2024-06-20, annex 03)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

import orjson

from ansinh.terms import PartialDate, Sex
from ansinh.wire.gateway.codes import SENTENCES, WITHHELD, ResultCode, Withheld

SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ", Sex.UNKNOWN: "Chưa xác định"}
_VIETNAM = timezone(timedelta(hours=7))
_SENTENCES_BY_TEXT = {code.value: sentence for code, sentence in SENTENCES.items()}


@dataclass(frozen=True, slots=True)
class Term:
    """A card during one of its spans, as it is shown."""

    card_number: str = field(repr=False)
    first_day: date
    last_day: date
    facility_code: str


@dataclass(frozen=True, slots=True)
class Check:
    """An earlier look-up of the same person. `account` is NNNNN_BV."""

    account: str
    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Stay:
    """An earlier stay or visit; `outcome`, `result` and `reason` as the claim tells them."""

    record_no: int
    facility_code: str
    admitted_at: datetime
    discharged_at: datetime
    outcome: int
    result: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupReply:
    """The answer about a person who was found and matched. `card_number` is "" and `term` None where there is no card.

    `withheld` says which of the three states of a card that share code 110 it is, None for the one that gave the code its name.
    `begins_later`: the card of code 010 has not begun. `stays` is empty in generations without a history of visits.
    """

    code: ResultCode
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    address: str = field(repr=False)
    social_insurance_number: str = field(repr=False)
    card_number: str = field(default="", repr=False)
    issued_by: str = ""
    living_area: str = ""
    term: Term | None = None
    five_years_on: date | None = None
    old_card_number: str = field(default="", repr=False)
    new_term: Term | None = None
    new_facility_name: str = ""
    checks: tuple[Check, ...] = ()
    withheld: Withheld | None = None
    begins_later: bool = False
    stays: tuple[Stay, ...] = ()


def render_lookup(reply: LookupReply) -> bytes:
    """Compact JSON, every key in the order of the annex, "" for what there is none of, null for empty lists.

    `dsLichSuKCB2018` has been null in the call of 2024 since the visit history moved to a call of its own in 2025 (one source).
    """
    term, new = reply.term, reply.new_term
    name = unquoted(reply.full_name)
    address = unquoted(reply.address)
    birth_date = reply.birth_date.vietnamese()
    five_years = "" if reply.five_years_on is None else vietnamese_day(reply.five_years_on)
    first_day, last_day, facility = (
        ("", "", "") if term is None else (vietnamese_day(term.first_day), vietnamese_day(term.last_day), term.facility_code)
    )
    new_first_day, new_last_day = ("", "") if new is None else (vietnamese_day(new.first_day), vietnamese_day(new.last_day))
    notice = ""
    if new is not None and reply.code in {ResultCode.EXPIRED_NEW_ISSUED, ResultCode.VALID_NEW_ISSUED}:
        # one client shows the first sentence of these two to the clerk, and nothing else
        notice = f"Đã cấp thẻ mới {new.card_number} có giá trị từ {new_first_day} đến {new_last_day} tại nơi KCBBĐ {new.facility_code}. "
    sentence = SENTENCES[reply.code] if reply.withheld is None else WITHHELD[reply.withheld]
    note = (
        f"{notice}{sentence}! Họ tên : {name}, Ngày sinh: {birth_date}, Giới tính : {SEXES[reply.sex]}! "
        f"(ĐC: {address}; Nơi KCBBĐ: {facility}; Hạn thẻ: {first_day} - {last_day}; Thời điểm đủ 5 năm liên tục: {five_years})."
    )
    return orjson.dumps(
        {
            "maKetQua": reply.code.value,
            "ghiChu": note,
            "maThe": reply.card_number,
            "hoTen": name,
            "ngaySinh": birth_date,
            "gioiTinh": SEXES[reply.sex],
            "diaChi": address,
            "maDKBD": facility,
            "cqBHXH": unquoted(reply.issued_by),
            "gtTheTu": first_day,
            "gtTheDen": last_day,
            "maKV": reply.living_area,
            "ngayDu5Nam": five_years,
            "maSoBHXH": reply.social_insurance_number,
            "maTheCu": reply.old_card_number,
            "maTheMoi": "" if new is None else new.card_number,
            "gtTheTuMoi": new_first_day,
            "gtTheDenMoi": new_last_day,
            "maDKBDMoi": "" if new is None else new.facility_code,
            "tenDKBDMoi": unquoted(reply.new_facility_name),
            "dsLichSuKCB2018": [_stay(each) for each in reply.stays] if reply.stays else None,
            "dsLichSuKT2018": [_check(each) for each in reply.checks] if reply.checks else None,
        }
    )


def render_lookup_refusal(code: ResultCode, reason: str = "") -> bytes:
    """An answer that says nothing about anybody: every key is there (one client reads them all unasked), and null.

    `reason`, which must hold no personal data, follows the sentence of the code; for 401 the sentence begins "Token không đúng",
    by which clients know that they need a new token.
    """
    sentence = "Token không đúng" if code is ResultCode.NOT_AUTHENTICATED else SENTENCES[code]
    note = f"{sentence}. {reason}" if reason else f"{sentence}."
    return orjson.dumps({**_NOTHING, "maKetQua": code.value, "ghiChu": note})


def _check(each: Check) -> dict[str, str]:
    return {
        "userKT": each.account,
        "thoiGianKT": _minute(each.at),
        "thongBao": _SENTENCES_BY_TEXT[each.code],
        "maLoi": each.code,
    }


def _stay(each: Stay) -> dict[str, str]:
    """A row that clients find their way in by position: no diagnosis and nothing in the reserved fields, so that both drop out alike.

    `tenBenh` is "" in the sample of the annex; TEMP1 and TEMP2, unit and name of the employer, are not kept with a stay (assumed "").
    """
    return {
        "maHoSo": str(each.record_no),
        "maCSKCB": each.facility_code,
        "ngayVao": _minute(each.admitted_at),
        "ngayRa": _minute(each.discharged_at),
        "tenBenh": "",
        "tinhTrang": str(each.outcome),
        "kqDieuTri": str(each.result),
        "lyDoVV": each.reason,
        "TEMP1": "",
        "TEMP2": "",
        "TEMP3": "",
        "TEMP4": "",
        "TEMP5": "",
    }


def unquoted(text: str) -> str:
    """Without double quotes and backslashes: clients that split the reply as text end a value at the next quote, escaped or not."""
    if '"' in text or "\\" in text:
        return text.replace('"', "'").replace("\\", "/")
    return text


def vietnamese_day(day: date) -> str:
    """dd/MM/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _minute(instant: datetime) -> str:
    at = instant.astimezone(_VIETNAM)
    return f"{at.year:04d}{at.month:02d}{at.day:02d}{at.hour:02d}{at.minute:02d}"


_NOBODY = LookupReply(
    code=ResultCode.NO_SUCH_CARD,
    full_name="",
    birth_date=PartialDate(1900),
    sex=Sex.UNKNOWN,
    address="",
    social_insurance_number="",
)
REPLY_KEYS: tuple[str, ...] = tuple(orjson.loads(render_lookup(_NOBODY)))
"""Every key of the reply, in order, as the renderer writes them."""
_NOTHING: dict[str, None] = dict.fromkeys(REPLY_KEYS)
