"""Check-in by file over the gateway: the whole reply, byte for byte, and what a repeat, a correction and a refusal look like."""

import asyncio
import base64
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
import orjson
import pytest
from starlette.types import Message

from ansinh import checkin
from ansinh.checkin import FileLimit
from ansinh.doors import gateway
from ansinh.kit import db
from tests.gateway.calling import MD5, Answered, Hospital
from tests.wire.check_in_files import body_of, file_of, row

PATHS = ["/api/qd130/checkInKcbQd4750", "/api/qd130/checkInKcbQd3176"]
TIME = "20261120080203"
FIRST = "00000000-0000-4000-8000-000000000002"


def headers_of(hospital: Hospital, username: str = "01001_BV") -> dict[str, str]:
    key = hospital.take(username).json["APIKey"]
    return {"accessToken": key["access_token"], "tokenId": key["id_token"], "passwordHash": MD5}


def send(hospital: Hospital, file: bytes, *, path: str = PATHS[0], headers: dict[str, str] | None = None, **changes: Any) -> Answered:
    return post(hospital, orjson.dumps(body_of(file, **changes)), path=path, headers=headers)


def post(hospital: Hospital, body: bytes, *, path: str = PATHS[0], headers: dict[str, str] | None = None) -> Answered:
    sent = {"Content-Length": str(len(body)), **(headers_of(hospital) if headers is None else headers)}
    return hospital.call(path, body, headers=sent)


def receipt(code: str, sentence: str, transaction: str = "") -> str:
    return f'{{"maKetQua":"{code}","maGiaoDich":"{transaction}","thoiGianTiepNhan":"{TIME}","thongDiep":"{sentence}"}}'


def kept(database: db.Database, visit_id: str = "HS-2026-0001", facility_code: str = "01001") -> checkin.Visit:
    with database.transaction() as conn:
        return checkin.visit_of(conn, visit_id, facility_code=facility_code)


def visits(database: db.Database) -> int:
    with database.transaction() as conn:
        counted = conn.execute("SELECT count(*) FROM checkin.visits").fetchone()
        assert counted is not None
        return int(counted[0])


# Taken


@pytest.mark.parametrize("path", PATHS)
def test_200_an_accepted_file_is_answered_with_exactly_this(hospital: Hospital, path: str) -> None:
    answered = send(hospital, file_of(), path=path)
    assert answered.status == 200
    assert answered.body.decode() == receipt("200", "Tiếp nhận thành công", FIRST)
    assert "idempotent-replay" not in answered.headers
    assert "corrected-visits" not in answered.headers


def test_an_accepted_visit_is_kept_before_it_is_answered(seeded: db.Database) -> None:
    hospital = Hospital(seeded)
    headers, body = headers_of(hospital), orjson.dumps(body_of(file_of()))
    seen: list[tuple[str, bool]] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def on_reply(message: Message) -> None:
        seen.append((message["type"], kept(seeded).participant_id is not None))  # read over a connection of its own

    scope = {
        "type": "http",
        "method": "POST",
        "path": PATHS[0],
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in {**headers, "content-length": str(len(body))}.items()],
        "client": ("10.0.0.7", 1),
    }
    asyncio.run(hospital._app(scope, receive, on_reply))  # type: ignore[arg-type] # an ASGI app is awaitable
    assert seen == [("http.response.start", True), ("http.response.body", True)]


def test_a_file_that_cannot_be_audited_is_not_accepted_and_nothing_of_it_is_kept(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        conn.execute("ALTER TABLE audit.events ADD CONSTRAINT broken CHECK (kind <> 'visit.opened') NOT VALID")
    answered = send(Hospital(seeded), file_of())
    assert (answered.status, answered.body.decode()) == (200, receipt("500", "Lỗi hệ thống, vui lòng gửi lại."))
    assert visits(seeded) == 0


def test_a_repeat_is_answered_byte_for_byte_like_the_first_and_says_so(hospital: Hospital) -> None:
    first = send(hospital, file_of())
    again = send(hospital, b"\xef\xbb\xbf" + file_of().replace(b"><", b">\n<"), path=PATHS[1])
    assert again.body == first.body
    assert again.headers["idempotent-replay"] == "true"


def test_a_correction_has_a_number_of_its_own_and_says_how_many_visits_it_corrects(seeded: db.Database, hospital: Hospital) -> None:
    first = send(hospital, file_of())
    second = send(hospital, file_of(row(MA_DOITUONG_KCB="1.5"), row(MA_LK="HS-2", STT="2")))
    assert second.json["maKetQua"] == "200"
    assert second.json["maGiaoDich"] != first.json["maGiaoDich"]
    assert second.headers["corrected-visits"] == "1"
    assert kept(seeded).category == "1.5"


def test_a_second_check_in_after_admission_is_taken(seeded: db.Database, hospital: Hospital) -> None:
    send(hospital, file_of())
    admitted = row(NGAY_VAO_NOI_TRU="202611200800", LY_DO_VNT="Theo dõi", MA_LOAI_KCB="03", MA_DOITUONG_KCB="1.15")
    assert send(hospital, file_of(admitted)).json["maKetQua"] == "200"
    assert (kept(seeded).care_kind, kept(seeded).admitted_at is not None) == ("03", True)


def test_an_emergency_may_be_checked_in_though_it_need_not_be(hospital: Hospital) -> None:
    assert send(hospital, file_of(row(MA_DOITUONG_KCB="2", MA_THE_BHYT="", SO_CCCD=""))).json["maKetQua"] == "200"


def test_a_file_with_one_wrong_record_is_refused_whole(seeded: db.Database, hospital: Hospital) -> None:
    answered = send(hospital, file_of(row(), row(MA_LK="HS-2", STT="2", NGAY_VAO="20261120")))
    assert answered.body.decode() == receipt("202", "TRANG_THAI_KCB[2].NGAY_VAO: phải là thời điểm dạng yyyyMMddHHmm")
    assert visits(seeded) == 0


def test_the_same_visit_sent_eight_times_at_once_is_one_visit_with_one_answer(seeded: db.Database, hospital: Hospital) -> None:
    headers, start = headers_of(hospital), threading.Barrier(8)

    def send_at_once(_number: int) -> Answered:
        start.wait()
        return send(hospital, file_of(row(), row(MA_LK="HS-2", STT="2")), headers=headers)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send_at_once, range(8)))
    assert len({answer.body for answer in answers}) == 1
    assert sorted(answer.headers.get("idempotent-replay", "") for answer in answers) == ["", *["true"] * 7]
    assert visits(seeded) == 2


def test_two_files_that_share_visits_in_another_order_never_wait_for_each_other(seeded: db.Database, hospital: Hospital) -> None:
    headers, start = headers_of(hospital), threading.Barrier(4)
    rows = [row(MA_LK=f"HS-{number}", STT=str(number)) for number in range(1, 30)]

    def send_at_once(number: int) -> Answered:
        start.wait()
        return send(hospital, file_of(*(rows if number % 2 else reversed(rows))), headers=headers)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send_at_once, range(4)))
    assert {answer.json["maKetQua"] for answer in answers} == {"200"}
    assert visits(seeded) == 29


# However it is sent


def test_a_form_and_json_are_read_whatever_the_label(hospital: Hospital) -> None:
    headers = headers_of(hospital)
    bodies = [urlencode(body_of(file_of())).encode(), orjson.dumps(body_of(file_of(), chukydonvi=""))]
    answers = [
        post(hospital, body, headers={**headers, "Content-Type": label})
        for body in bodies
        for label in ("application/json", "application/x-www-form-urlencoded", "text/plain")
    ]
    assert len({answer.body for answer in answers}) == 1


@pytest.mark.parametrize("path", ["/API/QD130/CHECKINKCBQD4750", "//api//qd130/checkInKcbQd4750/", "/api/qd130/ checkInKcbQd4750"])
def test_the_path_is_found_in_any_case_and_with_stray_slashes(hospital: Hospital, path: str) -> None:
    assert send(hospital, file_of(), path=path).json["maKetQua"] == "200"


def test_header_names_are_found_in_any_case(hospital: Hospital) -> None:
    headers = {name.upper(): value for name, value in headers_of(hospital).items()}
    assert send(hospital, file_of(), headers=headers).json["maKetQua"] == "200"


def test_a_body_without_a_username_is_that_of_the_tokens_account(hospital: Hospital) -> None:
    fields = body_of(file_of())
    del fields["username"]
    assert post(hospital, orjson.dumps(fields)).json["maKetQua"] == "200"


def test_a_large_file_in_pieces_without_a_length_is_read(hospital: Hospital) -> None:
    body = orjson.dumps(body_of(file_of() + b"<!--" + b"x" * 300_000 + b"-->"))
    pieces = [body[at : at + 50_000] for at in range(0, len(body), 50_000)]
    assert hospital.call(PATHS[0], pieces, headers=headers_of(hospital)).json["maKetQua"] == "200"


# Refused


@pytest.mark.parametrize("headers", [{}, {"accessToken": "x"}, {"tokenId": "00000000-0000-4000-8000-000000000009"}])
def test_401_a_bad_token_rides_on_200_in_the_calls_own_shape(hospital: Hospital, headers: dict[str, str]) -> None:
    sent = {**headers_of(hospital), **headers} if headers else {}
    answered = send(hospital, file_of(), headers=sent)
    assert (answered.status, answered.body.decode()) == (200, receipt("401", "Token không đúng. Vui lòng lấy token mới."))


def test_401_a_stale_token_says_so(hospital: Hospital) -> None:
    headers = headers_of(hospital)
    hospital.now += checkin.LIFETIME
    assert send(hospital, file_of(), headers=headers).json["thongDiep"].startswith("Token không đúng. Token đã hết hạn")


def test_401_a_switch_gives_it_its_own_http_status(seeded: db.Database) -> None:
    assert send(Hospital(seeded, http_401=True), file_of(), headers={}).status == 401


def test_401_a_token_of_one_account_does_not_serve_another(hospital: Hospital) -> None:
    answered = send(hospital, file_of(), headers=headers_of(hospital, "79014_BV"))
    assert answered.json["maKetQua"] == "401"


def test_402_a_token_never_serves_another_facility(seeded: db.Database, hospital: Hospital) -> None:
    theirs = headers_of(hospital, "79014_BV")
    for changes in ({}, {"maCSKCB": "79014", "maTinh": "79"}):  # neither by the body nor by the file
        answered = send(hospital, file_of(), headers=theirs, **{"username": "79014_BV", **changes})
        assert answered.json["maKetQua"] == "402"
    assert visits(seeded) == 0


def test_a_facility_may_use_a_visit_id_of_another_and_neither_sees_the_others(seeded: db.Database, hospital: Hospital) -> None:
    ours = send(hospital, file_of())
    theirs = send(
        hospital,
        file_of(row(MA_CSKCB="79014", MA_DOITUONG_KCB="1.5")),
        headers=headers_of(hospital, "79014_BV"),
        username="79014_BV",
        maCSKCB="79014",
        maTinh="79",
    )
    assert theirs.json["maKetQua"] == "200"
    assert theirs.json["maGiaoDich"] != ours.json["maGiaoDich"]
    assert {"idempotent-replay", "corrected-visits"}.isdisjoint(theirs.headers)
    assert (kept(seeded).category, kept(seeded, facility_code="79014").category) == ("1.1", "1.5")


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"loaiHoSo": "130"}, "205", "loaiHoSo: phải là 0"),
        ({"maTinh": ""}, "205", "Null maTinh"),
        ({"fileHSBase64": "%%%"}, "205", "fileHSBase64: is not base64"),
        ({"fileHSBase64": ""}, "204", "fileHSBase64: tệp rỗng"),
        ({"fileHSBase64": base64.b64encode(b"hello").decode()}, "204", "XML0: không đúng cú pháp XML (dòng 1)"),
        ({"fileHSBase64": base64.b64encode(b"<a/>").decode()}, "123", "CHI_TIEU_TRANG_THAI_KCB: thẻ gốc phải có tên này"),
        ({"fileHSBase64": base64.b64encode(file_of(row(MA_LK=None))).decode()}, "123", "TRANG_THAI_KCB[1].MA_LK: thiếu thẻ"),
        (
            {"fileHSBase64": base64.b64encode(file_of(row(GIOI_TINH="9"))).decode()},
            "124",
            "TRANG_THAI_KCB[1].GIOI_TINH: phải là 1, 2 hoặc 3",
        ),
        ({"fileHSBase64": base64.b64encode(file_of(row(STT="x"))).decode()}, "202", "TRANG_THAI_KCB[1].STT: phải là số"),
        ({"maCSKCB": "79014"}, "402", "maCSKCB: không phải mã cơ sở KCB của tài khoản"),
    ],
)
def test_a_refusal_rides_on_200_and_names_the_field(hospital: Hospital, changes: dict[str, Any], code: str, sentence: str) -> None:
    answered = send(hospital, file_of(), **changes)
    assert (answered.status, answered.body.decode()) == (200, receipt(code, sentence))


def test_other_methods_are_refused_in_the_calls_own_shape(hospital: Hospital) -> None:
    answered = hospital.call(PATHS[0], method="GET")
    assert (answered.status, answered.json["maKetQua"], answered.headers["allow"]) == (405, "205", "POST")


def test_1001_a_file_larger_than_the_hour_allows_is_refused(seeded: db.Database) -> None:
    hospital = Hospital(seeded, file_limit=FileLimit(in_busy_hours=2_000, otherwise=5_000))  # the clock says Friday, two past eight
    padded = file_of() + b" " * 3_000
    assert send(hospital, padded).body.decode() == receipt("1001", "fileHSBase64: tệp tối đa 2000 byte vào giờ này")
    hospital.now = hospital.now.replace(hour=5)  # noon in Viet Nam
    assert send(hospital, padded).json["maKetQua"] == "200"


@pytest.mark.parametrize("is_declared", [True, False])
def test_1001_a_body_larger_than_any_file_is_refused_however_it_comes(seeded: db.Database, *, is_declared: bool) -> None:
    hospital = Hospital(seeded, file_limit=FileLimit(in_busy_hours=1_000, otherwise=1_000))
    body = orjson.dumps(body_of(b"x" * 200_000))
    headers = {**headers_of(hospital), **({"Content-Length": str(len(body))} if is_declared else {})}
    answered = hospital.call(PATHS[0], body, headers=headers)
    assert (answered.status, answered.json["maKetQua"]) == (200, "1001")


def test_a_large_body_is_not_read_for_a_caller_nobody_knows(seeded: db.Database) -> None:
    hospital = Hospital(seeded, large_bodies=1)
    body = orjson.dumps(body_of(b"x" * 200_000))
    answered = post(hospital, body, headers={"accessToken": "x"})
    assert (answered.status, answered.json["maKetQua"]) == (200, "401")


def test_a_runaway_caller_with_bad_tokens_is_slowed_down(seeded: db.Database) -> None:
    hospital = Hospital(seeded, token_failures_per_minute=2)
    assert [send(hospital, file_of(), headers={}).status for _ in range(4)][-1] == 429


def test_no_refusal_is_logged_with_what_was_sent(hospital: Hospital, capsys: pytest.CaptureFixture[str]) -> None:
    send(hospital, file_of(row(NGAY_SINH="hôm qua")))
    said = capsys.readouterr()
    for secret in ("hôm qua", "Nguyễn", "DN4010123456789", "001185000009"):
        assert secret not in said.out + said.err


def test_every_answer_is_as_described(hospital: Hospital) -> None:
    described = gateway.openapi_paths()
    for path in PATHS:
        content = described[path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        jsonschema_rs.validate(content, body_of(file_of()))
        schema = described[path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        for answered in (
            send(hospital, file_of(), path=path),
            send(hospital, b"", path=path),
            send(hospital, file_of(), path=path, headers={}),
        ):
            jsonschema_rs.validate(schema, answered.json)
            assert list(schema["properties"]) == list(answered.json)
