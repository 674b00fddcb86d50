"""Every call of the gateway that is published or seen in several public clients: path, generation, style, fields, and since when it is off.

Sources: dispatches 1245/BHXH-CNTT (token, check-in), 1923/BHXH-CNTT annex 03 (look-ups), 2746/BHXH-CNTT (history),
1839/CNTT-PM (co-payment); the generations of 2016 to 2019 as public client programs send them. Paths that occur in public code
but belong to no version of the gateway stand apart, so that whoever wrote them can be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ansinh.wire.gateway.fields import Name

OFFICERS_SINCE = date(2024, 8, 1)
"""Day from which a look-up names the officer, and the generations before it are off (dispatch 1923/BHXH-CNTT)."""


class CallKind(StrEnum):
    """What a call is for."""

    TOKEN = "token"  # noqa: S105 - a word
    LOOKUP = "lookup"
    HISTORY = "history"
    VISIT_DETAILS = "visit_details"
    COPAYMENT = "copayment"
    CHECK_IN = "check_in"
    SUBMISSION = "submission"


class Style(StrEnum):
    """Where the credentials of a call travel."""

    NONE = "none"
    QUERY = "query"
    HEADERS = "headers"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCall:
    """One path. `needed` and `allowed` are names of body fields ("allowed" beside the needed ones); `off_since` None: live.

    `generation` is the word developers know it by, "" where there is only one.
    """

    name: str
    path: str
    kind: CallKind
    style: Style
    needed: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    in_query: tuple[str, ...] = ()
    generation: str = ""
    off_since: date | None = None


_PERSON = (Name.CARD, Name.FULL_NAME, Name.BIRTH_DATE)
_OFFICER = (Name.OFFICER_NAME, Name.OFFICER_NUMBER)
_STAY = (Name.SEX, Name.FACILITY, Name.FIRST_DAY, Name.LAST_DAY)
_CREDENTIALS = (Name.USERNAME, Name.PASSWORD, Name.TOKEN, Name.TOKEN_ID)
_FILE = (Name.USERNAME, Name.FILE_KIND, Name.PROVINCE, Name.FACILITY, Name.FILE)


def _lookup(name: str, path: str, generation: str, needed: tuple[str, ...], **more: tuple[str, ...]) -> PublishedCall:
    off_since = None if Name.OFFICER_NAME in needed else OFFICERS_SINCE
    kind = CallKind.HISTORY if generation == "2025" else CallKind.LOOKUP
    return PublishedCall(
        name=name,
        path=f"/api/egw/{path}",
        kind=kind,
        style=Style.QUERY,
        needed=needed,
        generation=generation,
        off_since=off_since,
        **more,
    )


def _file(name: str, path: str, kind: CallKind, generation: str) -> PublishedCall:
    return PublishedCall(
        name=name,
        path=f"/api/qd130/{path}",
        kind=kind,
        style=Style.HEADERS,
        needed=_FILE,
        allowed=("chukydonvi",),
        generation=generation,
    )


PUBLISHED: tuple[PublishedCall, ...] = (
    PublishedCall(
        name="token",
        path="/api/token/take",
        kind=CallKind.TOKEN,
        style=Style.NONE,
        needed=(Name.USERNAME, Name.PASSWORD),
        allowed=(Name.FACILITY,),
    ),
    _lookup("lookup_2016", "nhanLichSuKCB", "2016", _PERSON, allowed=(*_STAY, *_CREDENTIALS)),
    _lookup("lookup_595", "KQNhanLichSuKCB595", "595", _PERSON, allowed=_STAY),
    _lookup("lookup_2018", "NhanLichSuKCB2018", "2018", _PERSON),
    _lookup("lookup_2018_results", "KQNhanLichSuKCB2018", "2018", _PERSON),
    _lookup("lookup_2019", "KQNhanLichSuKCB2019", "2019", _PERSON),
    _lookup("lookup_2024", "KQNhanLichSuKCB2024", "2024", (*_PERSON, *_OFFICER)),
    _lookup("history_2025", "Lskcb2025", "2025", (*_PERSON, *_OFFICER)),
    PublishedCall(
        name="visit_details",
        path="/api/egw/nhanHoSoKCBChiTiet",
        kind=CallKind.VISIT_DETAILS,
        style=Style.QUERY,
        in_query=(Name.RECORD,),
    ),
    PublishedCall(
        name="copayment",
        path="/api/TraCuuCCT/TraCuuTienMCCT",
        kind=CallKind.COPAYMENT,
        style=Style.HEADERS,
        needed=(Name.USERNAME, *_PERSON),
    ),
    _file("check_in_4750", "checkInKcbQd4750", CallKind.CHECK_IN, "4750"),
    _file("check_in_3176", "checkInKcbQd3176", CallKind.CHECK_IN, "3176"),
    _file("claim_130", "guiHoSoXmlQD130", CallKind.SUBMISSION, "130"),
    _file("claim_4750", "guiHoSoXmlQD4750", CallKind.SUBMISSION, "4750"),
    _file("claim_3176", "guiHoSoXmlQD3176", CallKind.SUBMISSION, "3176"),
)
PUBLISHED_BY_PATH: Mapping[str, PublishedCall] = MappingProxyType({each.path.lower(): each for each in PUBLISHED})
"""By the path in small letters."""

_BELIEVED = ("nhanHoSo", "checkIn", "CheckInKCB", "GuiHoSoCheckIn", "sinhTracHoc", "XacThucSinhTrac", "gmaThe", "LichSuKTThe")
INVENTED_BY_PATH: Mapping[str, str] = MappingProxyType({f"/api/egw/{each}".lower(): f"/api/egw/{each}" for each in _BELIEVED})
"""Paths seen in public code or talked about that no version of the gateway has, by their small letters."""
