"""`POST /api/TraCuuCCT/TraCuuTienMCCT`: the co-payments of this year and their sum (dispatch 1839/CNTT-PM of 2026-08-18, one source)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import orjson

from ansinh.terms import Dong, PartialDate
from ansinh.wire.gateway.lookup_requests import PERSON, LookupRequest, read_lookup_request
from ansinh.wire.gateway.lookups import unquoted, vietnamese_day
from ansinh.wire.gateway.reading import WireError, read_fields

_VIETNAM = timezone(timedelta(hours=7))
_USERNAME, _CARD = "username", PERSON[0]
_KEY_LENGTHS = (10, 12, 15)
_RESERVED = dict.fromkeys((f"duPhong{number}" for number in range(1, 6)), "")


class CopaymentCode(StrEnum):
    """`MaKetQua`; here the HTTP status is the same, but for 204, which rides on 200."""

    FOUND = "200"
    NOTHING = "204"
    REQUEST_WRONG = "400"
    REFUSED = "500"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopaidStay:
    """One stay with a co-payment. `cumulative` is the sum of the year up to and with it."""

    record_no: int
    card_number: str = field(repr=False)
    facility_code: str
    admitted_at: datetime
    discharged_at: datetime
    visit_category: str
    copayment: Dong
    cumulative: Dong
    received_at: datetime
    accepted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Cardholder:
    """Whom the card is for. `last_day` is the card's, None for a person without one; the number is "" for none."""

    full_name: str = field(repr=False)
    birth_date: PartialDate
    last_day: date | None
    social_insurance_number: str = field(repr=False)


def read_copayment_username(body: bytes) -> str:
    """The account the body names, "" for none or for a body that cannot be read: then the token's own counts."""
    try:
        return read_fields(body, (_USERNAME,))[_USERNAME]
    except WireError:
        return ""


def read_copayment_request(body: bytes) -> LookupRequest:
    """Raises WireError, naming the field, as the look-up does, and for a key that is neither 10, 12 nor 15 characters long."""
    request = read_lookup_request(body, required=(_USERNAME, *PERSON))
    if len(request.key) not in _KEY_LENGTHS:
        raise WireError(_CARD, "must be 10, 12 or 15 characters long")
    return request


def render_copayments(stays: Sequence[CopaidStay], holder: Cardholder, *, asked_on: date) -> bytes:
    """The stays in the order given (the latest discharge first) and the person. Top keys in capitals, the others not; days or ""."""
    return _reply(
        CopaymentCode.FOUND,
        "Tra cứu thành công.",
        [_stay(each, asked_on) for each in stays],
        {
            "hoTen": unquoted(holder.full_name),
            "ngaySinh": holder.birth_date.vietnamese(),
            "ngayKetThuc": "" if holder.last_day is None else vietnamese_day(holder.last_day),
            "maBhxh": holder.social_insurance_number,
            **_RESERVED,
        },
    )


def render_copayments_refusal(code: CopaymentCode, note: str) -> bytes:
    """An answer with both objects null. What the two meanings of code 500 differ in is the note alone."""
    return _reply(code, note, None, None)


def _reply(code: CopaymentCode, note: str, stays: list[dict[str, Any]] | None, holder: dict[str, str] | None) -> bytes:
    return orjson.dumps({"MaKetQua": code.value, "GhiChu": note, "DataCCT": stays, "ThongTinSoThe": holder})


def _stay(each: CopaidStay, asked_on: date) -> dict[str, Any]:
    """Amounts are numbers, whole dong (assumed)."""
    return {
        "Id": each.record_no,
        "ngayTraCuu": vietnamese_day(asked_on),
        "maThe": each.card_number,
        "maCskcb": each.facility_code,
        "ngayVao": _day_of(each.admitted_at),
        "ngayRa": _day_of(each.discharged_at),
        "maDoiTuongKCB": each.visit_category,
        "tBNCCTMCCT": each.copayment,
        "tBNCCTLuyKe": each.cumulative,
        "ngayNhanCong": _day_of(each.received_at),
        "ngayNhan": vietnamese_day(each.accepted_on),
        **_RESERVED,
    }


def _day_of(instant: datetime) -> str:
    return vietnamese_day(instant.astimezone(_VIETNAM).date())
