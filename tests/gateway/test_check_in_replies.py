"""Check-in by file over the gateway: the whole reply, byte for byte, and what a repeat, a correction and a refusal look like."""

from typing import Any

import orjson
import pytest

from tests.gateway.calling import MD5, Answered, Hospital
from tests.wire.check_in_files import body_of, file_of

PATHS = ["/api/qd130/checkInKcbQd4750", "/api/qd130/checkInKcbQd3176"]
TIME = "20261120080203"


def headers_of(hospital: Hospital, username: str = "01001_BV") -> dict[str, str]:
    key = hospital.take(username).json["APIKey"]
    return {"accessToken": key["access_token"], "tokenId": key["id_token"], "passwordHash": MD5}


def send(hospital: Hospital, file: bytes, *, path: str = PATHS[0], headers: dict[str, str] | None = None, **changes: Any) -> Answered:
    return hospital.call(path, orjson.dumps(body_of(file, **changes)), headers=headers_of(hospital) if headers is None else headers)


def receipt(code: str, sentence: str, transaction: str = "") -> str:
    return f'{{"maKetQua":"{code}","maGiaoDich":"{transaction}","thoiGianTiepNhan":"{TIME}","thongDiep":"{sentence}"}}'


@pytest.mark.parametrize("path", PATHS)
def test_200_an_accepted_file_is_answered_with_exactly_this(hospital: Hospital, path: str) -> None:
    answered = send(hospital, file_of(), path=path)
    assert answered.status == 200
    assert answered.body.decode() == receipt("200", "Tiếp nhận thành công", "00000000-0000-4000-8000-000000000002")
    assert "idempotent-replay" not in answered.headers
    assert "corrected-visits" not in answered.headers
