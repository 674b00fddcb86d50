"""The replies to card look-ups of 2016 and 2017, as public client programs of those years read them (several sources, replies quoted in two).

2016: `{"maKetQua":"00","dsLichSuKCB":[...]}`, codes of two digits. 2017 (Decision 595/QD-BHXH): the same with the card between the two,
codes of three. Neither has a sentence for the clerk.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import orjson

from ansinh.wire.gateway.codes import ResultCode
from ansinh.wire.gateway.lookups import SEXES, LookupReply, Stay, Term, unquoted, vietnamese_day

_VIETNAM = timezone(timedelta(hours=7))
_NOTHING_595: dict[str, None] = dict.fromkeys(
    ("maKetQua", "hoTen", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV", "ngayDu5Nam", "dsLichSuKCB")
)

CODES_2016: Mapping[ResultCode, str] = MappingProxyType(
    {
        ResultCode.CORRECT: "00",
        ResultCode.MANAGED_BY_ARMY: "00",
        ResultCode.MANAGED_BY_POLICE: "00",
        ResultCode.VALID_NEW_ISSUED: "00",
        ResultCode.EXPIRED: "01",
        ResultCode.EXPIRED_NEW_ISSUED: "01",
        ResultCode.REVOKED: "01",
        ResultCode.REDUCED: "01",
        ResultCode.REDUCED_MOVED_OUT: "01",
        ResultCode.REDUCED_MOVED_WITHIN: "01",
        ResultCode.REDUCED_READDED: "01",
        ResultCode.REDUCED_STOPPED: "01",
        ResultCode.NO_SUCH_CARD: "05",
        ResultCode.CARD_NUMBER_WRONG: "05",
        ResultCode.PROVINCE_WRONG: "05",
        ResultCode.BENEFIT_DIGIT_WRONG: "05",
        ResultCode.CHILD_WITHOUT_CARD: "05",
        ResultCode.NAME_WRONG: "06",
        ResultCode.NAME_WRONG_BEGINS_RIGHT: "06",
        ResultCode.BIRTH_DATE_WRONG: "07",
        ResultCode.SEX_WRONG: "08",
        ResultCode.FACILITY_WRONG: "09",
        ResultCode.OFFICER_NOT_REGISTERED: "10",  # this and the next cannot happen: no officer is named
        ResultCode.OFFICER_NAME_WRONG: "10",
        ResultCode.CARD_DATA_ERROR: "10",
        ResultCode.SERVER_ERROR: "10",
        ResultCode.PARAMETER_WRONG: "10",
        # not a code of this generation, but the one by which every client seen knows that it needs a new token (assumed)
        ResultCode.NOT_AUTHENTICATED: "401",
    }
)
"""What a code of 2024 was in 2016 (the meanings of the two digits are known, the pairs are assumed).

02 is a card that has not begun. 03 and 04 (ends before, or holds through, the discharge) are never given: the question names no stay.
"""
_NOT_BEGUN_2016 = "02"

CODES_595: Mapping[ResultCode, str] = MappingProxyType(
    {ResultCode.EXPIRED_NEW_ISSUED: ResultCode.EXPIRED.value, ResultCode.VALID_NEW_ISSUED: ResultCode.CORRECT.value}
)
"""The two codes of 2024 that the lists of 2017 do not have, and what a client of that year is told instead; the others are the same."""


def render_lookup_2016(reply: LookupReply) -> bytes:
    """Code and visit history."""
    code = _NOT_BEGUN_2016 if reply.begins_later else CODES_2016[reply.code]
    return orjson.dumps({"maKetQua": code, "dsLichSuKCB": _stays(reply)})


def render_refusal_2016(code: ResultCode, reason: str = "") -> bytes:  # noqa: ARG001 - this generation has no place for the reason
    """Code, and null where the history would be."""
    return orjson.dumps({"maKetQua": CODES_2016[code], "dsLichSuKCB": None})


def render_lookup_595(reply: LookupReply) -> bytes:
    """Code, person, card and visit history; "" for what there is none of, null for an empty history."""
    first_day, last_day, facility = _term(reply.term)
    return orjson.dumps(
        {
            "maKetQua": CODES_595.get(reply.code, reply.code.value),
            "hoTen": unquoted(reply.full_name),
            "gioiTinh": SEXES[reply.sex],
            "diaChi": unquoted(reply.address),
            "maDKBD": facility,
            "cqBHXH": unquoted(reply.issued_by),
            "gtTheTu": first_day,
            "gtTheDen": last_day,
            "maKV": reply.living_area,
            "ngayDu5Nam": _day(reply.five_years_on),
            "dsLichSuKCB": _stays(reply),
        }
    )


def render_refusal_595(code: ResultCode, reason: str = "") -> bytes:  # noqa: ARG001 - this generation has no place for the reason
    """Every key, null but for the code."""
    return orjson.dumps({**_NOTHING_595, "maKetQua": CODES_595.get(code, code.value)})


def _stays(reply: LookupReply) -> list[dict[str, Any]] | None:
    return [_stay(each) for each in reply.stays] or None


def _stay(each: Stay) -> dict[str, Any]:
    return {
        "maHoSo": each.record_no,
        "maCSKCB": each.facility_code,
        "tuNgay": _day_of(each.admitted_at),
        "denNgay": _day_of(each.discharged_at),
        "tenBenh": "",
        "tinhTrang": str(each.outcome),
        "kqDieuTri": str(each.result),
    }


def _term(term: Term | None) -> tuple[str, str, str]:
    return ("", "", "") if term is None else (_day(term.first_day), _day(term.last_day), term.facility_code)


def _day(day: date | None) -> str:
    return "" if day is None else vietnamese_day(day)


def _day_of(instant: datetime) -> str:
    return vietnamese_day(instant.astimezone(_VIETNAM).date())
