"""`POST /api/egw/KQNhanLichSuKCB2024`: request and reply (dispatch 1923/BHXH-CNTT of 2024-06-20, annex 03)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

import orjson

from ansinh.terms import PartialDate, Sex, TermError
from ansinh.wire.gateway.codes import SENTENCES, ResultCode
from ansinh.wire.gateway.reading import MISSING, WireError, read_fields

_CARD, _NAME, _BIRTH, _OFFICER_NAME, _OFFICER_NUMBER = "maThe", "hoTen", "ngaySinh", "hoTenCb", "cccdCb"
_FIELDS = (_CARD, _NAME, _BIRTH, _OFFICER_NAME, _OFFICER_NUMBER)
_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ", Sex.UNKNOWN: "Chưa xác định"}
_VIETNAM = timezone(timedelta(hours=7))
_SENTENCES_BY_TEXT = {code.value: sentence for code, sentence in SENTENCES.items()}


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """`key` in upper case, as sent otherwise: whether it can be a number at all is not decided here."""

    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: PartialDate
    officer_name: str = field(repr=False)
    officer_number: str = field(repr=False)


def read_lookup_request(body: bytes) -> LookupRequest:
    """Raises WireError, naming the field, for a body that cannot be read, a missing field and a birth date that is none.

    Birth dates are dd/MM/yyyy, MM/yyyy, yyyy or, as in the sample of the annex, ddMMyyyy.
    """
    fields = read_fields(body, _FIELDS)
    for name, value in fields.items():
        if not value:
            raise WireError(name, MISSING)
    try:
        birth_date = PartialDate.parse(fields[_BIRTH])
    except TermError as wrong:
        raise WireError(_BIRTH, wrong.reason) from None
    return LookupRequest(fields[_CARD].upper(), fields[_NAME], birth_date, fields[_OFFICER_NAME], fields[_OFFICER_NUMBER])


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupReply:
    """The answer about a person who was found and matched. `card_number` is "" and `term` None where there is no card."""

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


def render_lookup(reply: LookupReply) -> bytes:
    """Compact JSON, every key in the order of the annex, "" for what there is none of, null for empty lists.

    `dsLichSuKCB2018` has been null since the visit history moved to a call of its own in 2025 (one source).
    """
    term, new = reply.term, reply.new_term
    name = _unquoted(reply.full_name)
    address = _unquoted(reply.address)
    birth_date = reply.birth_date.vietnamese()
    five_years = "" if reply.five_years_on is None else _day(reply.five_years_on)
    first_day, last_day, facility = ("", "", "") if term is None else (_day(term.first_day), _day(term.last_day), term.facility_code)
    new_first_day, new_last_day = ("", "") if new is None else (_day(new.first_day), _day(new.last_day))
    notice = ""
    if new is not None and reply.code in {ResultCode.EXPIRED_NEW_ISSUED, ResultCode.VALID_NEW_ISSUED}:
        # one client shows the first sentence of these two to the clerk, and nothing else
        notice = f"Đã cấp thẻ mới {new.card_number} có giá trị từ {new_first_day} đến {new_last_day} tại nơi KCBBĐ {new.facility_code}. "
    note = (
        f"{notice}{SENTENCES[reply.code]}! Họ tên : {name}, Ngày sinh: {birth_date}, Giới tính : {_SEXES[reply.sex]}! "
        f"(ĐC: {address}; Nơi KCBBĐ: {facility}; Hạn thẻ: {first_day} - {last_day}; Thời điểm đủ 5 năm liên tục: {five_years})."
    )
    return orjson.dumps(
        {
            "maKetQua": reply.code.value,
            "ghiChu": note,
            "maThe": reply.card_number,
            "hoTen": name,
            "ngaySinh": birth_date,
            "gioiTinh": _SEXES[reply.sex],
            "diaChi": address,
            "maDKBD": facility,
            "cqBHXH": _unquoted(reply.issued_by),
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
            "tenDKBDMoi": _unquoted(reply.new_facility_name),
            "dsLichSuKCB2018": None,
            "dsLichSuKT2018": [_check(each) for each in reply.checks] or None,
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


_NOTHING: dict[str, None] = dict.fromkeys(
    (
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
        "dsLichSuKCB2018",
        "dsLichSuKT2018",
    )
)


def _check(each: Check) -> dict[str, str]:
    at = each.at.astimezone(_VIETNAM)
    when = f"{at.year:04d}{at.month:02d}{at.day:02d}{at.hour:02d}{at.minute:02d}"
    return {"userKT": each.account, "thoiGianKT": when, "thongBao": _SENTENCES_BY_TEXT[each.code], "maLoi": each.code}


def _unquoted(text: str) -> str:
    """Without double quotes and backslashes: clients that split the reply as text end a value at the next quote, escaped or not."""
    if '"' in text or "\\" in text:
        return text.replace('"', "'").replace("\\", "/")
    return text


def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
