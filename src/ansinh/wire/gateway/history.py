"""`POST /api/egw/Lskcb2025`: the visit history alone (dispatch 2746/BHXH-CNTT; request as in annex 03 of dispatch 1923, reply by one source).

The client that is known to read this reply finds three keys. Another one also looks for `dsLichSuKT2025`, which nobody has shown:
it is not sent (assumed), and who looked before stays in the reply of the look-up of 2024.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import orjson

from ansinh.wire.gateway.codes import SENTENCES, ResultCode
from ansinh.wire.gateway.lookups import Stay

_VIETNAM = timezone(timedelta(hours=7))


def render_history(code: ResultCode, stays: Sequence[Stay]) -> bytes:
    """Code, sentence and the stays in the order given; null where there are none, never an empty list.

    The sentence says nothing about the person: unlike the look-up, this reply has no other field that would.
    """
    return _reply(code, f"{SENTENCES[code]}.", [_stay(each) for each in stays] or None)


def render_history_refusal(code: ResultCode, reason: str = "") -> bytes:
    """An answer without history; sentence and reason as in the refusals of the look-up."""
    sentence = "Token không đúng" if code is ResultCode.NOT_AUTHENTICATED else SENTENCES[code]
    return _reply(code, f"{sentence}. {reason}" if reason else f"{sentence}.", None)


def _reply(code: ResultCode, note: str, stays: list[dict[str, str]] | None) -> bytes:
    return orjson.dumps({"maKetQua": code.value, "ghiChu": note, "dsLichSuKCB2025": stays})


def _stay(each: Stay) -> dict[str, str]:
    """Clients cut the times by position and find values by counting: all text, no null, nothing empty but the diagnosis, which is not told."""
    return {
        "maHoSo": str(each.record_no),
        "maCSKCB": each.facility_code,
        "ngayVao": _minute(each.admitted_at),
        "ngayRa": _minute(each.discharged_at),
        "tenBenh": "",
        "tinhTrang": str(each.outcome),
        "kqDieuTri": str(each.result),
        "lyDoVV": each.reason,
    }


def _minute(instant: datetime) -> str:
    at = instant.astimezone(_VIETNAM)
    return f"{at.year:04d}{at.month:02d}{at.day:02d}{at.hour:02d}{at.minute:02d}"
