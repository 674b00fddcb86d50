"""Anything may arrive at a check-in; what goes out is its four keys in order on HTTP 200, never a 5xx, and nothing that was sent."""

import base64
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.kit import db
from tests.gateway.calling import Hospital, seed
from tests.wire.check_in_files import ROW, body_of, document, element, file_of, row

PATH = "/api/qd130/checkInKcbQd3176"
KEYS = ["maKetQua", "maGiaoDich", "thoiGianTiepNhan", "thongDiep"]
CODES = {"200", "123", "124", "202", "204", "205", "402", "1001"}
BOUNDED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
VALUE = XML_TEXT | st.sampled_from(
    ["", " ", "0", "202611200730", "99991231235959", "000000000000", "x" * 5000, "ĐĐĐ", "1.1", "2", "\u202e"]
)
FIELD = st.sampled_from(list(ROW))


@pytest.fixture
def caller(database: db.Database) -> tuple[Hospital, dict[str, str]]:
    seed(database)
    hospital = Hospital(database)
    key = hospital.take().json["APIKey"]
    return hospital, {"accessToken": key["access_token"], "tokenId": key["id_token"]}


def answered(caller: tuple[Hospital, dict[str, str]], body: bytes) -> str:
    hospital, headers = caller
    reply = hospital.call(PATH, body, headers={**headers, "Content-Length": str(len(body))})
    assert reply.status == 200
    assert list(reply.json) == KEYS
    assert all(isinstance(value, str) for value in reply.json.values())
    assert (reply.json["maGiaoDich"] != "") == (reply.json["maKetQua"] == "200")
    return str(reply.json["maKetQua"])


def sent(file: bytes) -> bytes:
    return orjson.dumps(body_of(file))


@BOUNDED
@given(st.binary(max_size=400))
def test_any_body_is_answered_in_shape(caller: tuple[Hospital, dict[str, str]], body: bytes) -> None:
    assert answered(caller, body) == "205"


@BOUNDED
@given(st.binary(max_size=400))
def test_any_file_is_answered_in_shape(caller: tuple[Hospital, dict[str, str]], file: bytes) -> None:
    assert answered(caller, sent(file)) in {"123", "204"}


@BOUNDED
@given(st.dictionaries(FIELD, VALUE | st.none(), min_size=1, max_size=6))
def test_any_values_in_a_record_are_answered_in_shape(caller: tuple[Hospital, dict[str, str]], changes: dict[str, str | None]) -> None:
    assert answered(caller, sent(file_of(row(**changes)))) in CODES


@BOUNDED
@given(st.integers(min_value=0, max_value=len(file_of())), st.integers(min_value=0, max_value=40), st.binary(max_size=8))
def test_any_cut_or_overwritten_file_is_answered_in_shape(caller: tuple[Hospital, dict[str, str]], at: int, gone: int, put: bytes) -> None:
    file = file_of()
    assert answered(caller, sent(file[:at] + put + file[at + gone :])) in CODES


@BOUNDED
@given(st.lists(st.tuples(st.sampled_from([*ROW, "X", "CHUKYDONVI", "TRANG_THAI_KCB", "a:b"]), VALUE), max_size=12))
def test_any_elements_in_any_order_are_answered_in_shape(caller: tuple[Hospital, dict[str, str]], elements: list[tuple[str, str]]) -> None:
    inside = "".join(element(name, value) for name, value in elements)
    assert answered(caller, sent(document(f"<TRANG_THAI_KCB>{inside}</TRANG_THAI_KCB>"))) in CODES - {"200"}


@BOUNDED
@given(
    st.dictionaries(
        st.sampled_from(["username", "loaiHoSo", "maTinh", "maCSKCB", "fileHSBase64"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["x" * 5000, "%00", "79014_BV"]),
        min_size=1,
    ),
    st.booleans(),
)
def test_any_fields_around_the_file_are_answered_in_shape(
    caller: tuple[Hospital, dict[str, str]], changes: dict[str, Any], as_form: bool
) -> None:
    import json

    fields = body_of(file_of(), **changes)
    body = urlencode(fields, errors="surrogatepass").encode() if as_form else json.dumps(fields).encode()
    assert answered(caller, body) in CODES | {"401"}


@BOUNDED
@given(st.text(alphabet="ABab01+/=% \r\n-_", max_size=60))
def test_any_base64_is_answered_in_shape(caller: tuple[Hospital, dict[str, str]], text: str) -> None:
    for body in (
        orjson.dumps({**body_of(b""), "fileHSBase64": text}),
        f"username=01001_BV&loaiHoSo=0&maTinh=01&maCSKCB=01001&fileHSBase64={text}".encode(),
    ):
        assert answered(caller, body) in {"123", "204", "205"}


def test_a_file_that_was_fuzzed_is_good_when_it_is_left_alone(caller: tuple[Hospital, dict[str, str]]) -> None:
    assert answered(caller, sent(file_of())) == "200"
    assert base64.b64decode(body_of(file_of())["fileHSBase64"]) == file_of()
