"""How hospital programs in use read and write the two calls, re-made in a few lines each: what they rely on must stay so.

Each client here stands for one seen in public code; where only one source shows it, the name says so no more loudly than the others.
"""

import base64
import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from tests.gateway.calling import ASKED, LOOKUP, MD5, TAKE, Hospital

TOP_LEVEL = [
    "maKetQua", "ghiChu", "maThe", "hoTen", "ngaySinh", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV",
    "ngayDu5Nam", "maSoBHXH", "maTheCu", "maTheMoi", "gtTheTuMoi", "gtTheDenMoi", "maDKBDMoi", "tenDKBDMoi",
]  # fmt: skip
USABLE = [{}, {"maThe": "HS4010123456781"}, {"maThe": "DN4010123456782"}, {"maThe": "QN5970123456786"}, {"maThe": "DN4010123456783"}]
REFUSED = [
    {"maThe": "DN4010999999999"},
    {"hoTen": "Lê"},
    {"ngaySinh": "2020"},
    {"cccdCb": "001080000010"},
    {"maThe": "?"},
    {"ngaySinh": "x"},
    {"query": ""},
]


# 1. the positional splitter


def split_by_keys(text: str) -> list[str]:
    """Cuts the reply at the literal text between two values."""
    values = []
    rest = text
    for key, following in pairwise(TOP_LEVEL):
        opening = f'"{key}":"'
        begin = rest.index(opening) + len(opening)
        end = rest.index(f'","{following}":"')
        values.append(rest[begin:end])
        rest = rest[end + 2 :]
    return values


@pytest.mark.parametrize("asked", USABLE)
def test_a_client_that_splits_the_reply_at_its_keys_reads_every_value(hospital: Hospital, asked: dict[str, str]) -> None:
    answered = hospital.look_up(**asked)
    assert split_by_keys(answered.body.decode()) == [answered.json[key] for key in TOP_LEVEL[:-1]]


def test_quotes_and_backslashes_in_names_and_addresses_do_not_break_the_splitting(hospital: Hospital) -> None:
    answered = hospital.look_up(maThe="DN4010123456787", hoTen='NGUYEN "MAU" \\ BAY')
    assert answered.json["hoTen"] == "Nguyễn 'Mẫu' / Bảy"
    assert answered.json["diaChi"] == "Số 7, ngõ 'Bảy': phố Thử"
    assert split_by_keys(answered.body.decode()) == [answered.json[key] for key in TOP_LEVEL[:-1]]


# 2. the history splitter


def split_history(text: str) -> list[str]:
    """Cuts the list of look-ups at quotes, commas and colons and drops what is empty."""
    rows = text[text.index('"dsLichSuKT2018":[') + len('"dsLichSuKT2018":[') :]
    return [part for part in re.split(r'[",:{}\]]', rows) if part]


def test_a_client_that_splits_the_history_at_punctuation_finds_its_values_by_position(hospital: Hospital) -> None:
    hospital.look_up()
    hospital.look_up(hoTen="Lê")
    parts = split_history(hospital.look_up().body.decode())
    assert len(parts) == 2 * 8
    assert [parts[at] for at in (0, 2, 4, 6)] == ["userKT", "thoiGianKT", "thongBao", "maLoi"]
    assert (parts[1], parts[3], parts[7], parts[15]) == ("01001_BV", "202611200802", "060", "000")


def test_times_in_the_history_are_twelve_digits_and_no_value_is_null_or_empty(hospital: Hospital) -> None:
    hospital.look_up()
    [row] = hospital.look_up().json["dsLichSuKT2018"]
    assert all(isinstance(value, str) and value for value in row.values())
    assert datetime.strptime(row["thoiGianKT"], "%Y%m%d%H%M").replace(tzinfo=UTC).year == 2026
    assert "BV" in row["userKT"]


@pytest.mark.parametrize("asked", USABLE)
def test_dates_are_read_as_dd_mm_yyyy(hospital: Hospital, asked: dict[str, str]) -> None:
    reply = hospital.look_up(**asked).json
    for key in ("gtTheTu", "gtTheDen", "ngayDu5Nam", "gtTheTuMoi", "gtTheDenMoi"):
        assert reply[key] == "" or re.fullmatch(r"\d\d/\d\d/\d{4}", reply[key])
    assert reply["gtTheTu"]


# 3. the token splitters


def test_a_client_that_splits_the_token_reply_at_commas_and_colons_finds_both_tokens(hospital: Hospital) -> None:
    reply = hospital.take()
    parts = reply.body.decode().replace("{", "").replace("}", "").replace('"', "").split(",")
    assert parts[0].split(":")[1] == "200"
    assert parts[1].split(":")[-1] == reply.json["APIKey"]["access_token"]
    assert parts[2].split(":")[1] == reply.json["APIKey"]["id_token"]


def test_a_client_that_cuts_the_token_reply_at_fixed_offsets_finds_both_tokens(hospital: Hospital) -> None:
    text = hospital.take().body.decode()
    key = orjson.loads(text)["APIKey"]

    def between(name: str, following: str) -> str:
        return text[text.index(f'"{name}"') + len(name) + 4 : text.index(f'"{following}"') - 2]

    assert text[text.index('"maKetQua"') + 12 : text.index('"APIKey"') - 2] == "200"
    assert between("access_token", "id_token") == key["access_token"]
    assert between("id_token", "token_type") == key["id_token"]


# 4. expires_in


def test_a_client_that_cuts_the_expiry_at_its_last_dot_reads_it_as_utc(hospital: Hospital) -> None:
    expires_in = hospital.take().json["APIKey"]["expires_in"]
    cut = expires_in[: expires_in.rindex(".")].replace("T", " ")
    assert datetime.strptime(cut, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) == datetime(2026, 11, 20, 1, 12, 3, tzinfo=UTC)


def test_issue_time_in_the_token_and_expiry_agree_to_the_last_digit(hospital: Hospital) -> None:
    key = hospital.take().json["APIKey"]
    _, _, ticks = base64.b64decode(key["access_token"]).decode().split(":")
    assert int(ticks) % 10_000_000 == int(key["expires_in"][-8:-1])


# 5. no null checks


@pytest.mark.parametrize("asked", USABLE)
def test_the_card_is_never_null_where_a_new_one_is_named(hospital: Hospital, asked: dict[str, str]) -> None:
    reply = hospital.look_up(**asked).json
    assert reply["maThe"]
    assert all(isinstance(reply[key], str) for key in TOP_LEVEL)


# 6. every key, always


@pytest.mark.parametrize("asked", [*USABLE, *REFUSED])
def test_a_client_that_reads_every_key_without_asking_finds_it(hospital: Hospital, asked: dict[str, str]) -> None:
    reply = hospital.look_up(**asked).json
    assert list(reply) == [*TOP_LEVEL, "dsLichSuKCB2018", "dsLichSuKT2018"]


@pytest.mark.parametrize("asked", [*USABLE, *REFUSED])
def test_an_empty_history_is_null_and_never_an_empty_list(hospital: Hospital, asked: dict[str, str]) -> None:
    reply = hospital.look_up(**asked).json
    assert reply["dsLichSuKCB2018"] is None
    assert reply["dsLichSuKT2018"] is None


# 7. codes


@pytest.mark.parametrize("asked", [*USABLE, *REFUSED])
def test_a_client_that_reads_the_code_as_a_number_can(hospital: Hospital, asked: dict[str, str]) -> None:
    code = hospital.look_up(**asked).json["maKetQua"]
    assert isinstance(code, str)
    assert code.isdigit()


@pytest.mark.parametrize("key", ["HS4010123456781", "DN4010123456782"])
def test_the_first_sentence_about_a_new_card_names_it(hospital: Hospital, key: str) -> None:
    reply = hospital.look_up(maThe=key).json
    first = reply["ghiChu"].split(".")[0]
    assert first.startswith("Đã cấp thẻ mới")
    assert reply["maTheMoi"] in first


# 8. paths and tokens as they are pasted together


@pytest.mark.parametrize(
    "path",
    [
        "/api/egw/KQnhanlichsukcb2024",
        "/API/EGW/KQNHANLICHSUKCB2024",
        "//api/egw/KQNhanLichSuKCB2024",
        "/api//egw///KQNhanLichSuKCB2024",
        "/%20/api/egw/KQNhanLichSuKCB2024",
        "/api/egw/KQNhanLichSuKCB2024/",
        "/api/egw/%20KQNhanLichSuKCB2024",
    ],
)
def test_paths_are_found_in_any_case_and_with_stray_slashes_and_spaces(hospital: Hospital, path: str) -> None:
    assert hospital.call(path, orjson.dumps(ASKED), query=hospital.token().encode()).json["maKetQua"] == "000"


@pytest.mark.parametrize("path", ["/", "/api/egw", "/api/egw/KQNhanLichSuKCB2024x", "/api/token", "/x/api/token/take"])
def test_other_paths_are_somebody_elses(hospital: Hospital, path: str) -> None:
    assert hospital.call(path).status == 418


def test_names_in_the_query_are_found_in_any_case(hospital: Hospital) -> None:
    query = hospital.token().replace("id_token=", "ID_Token=").replace("&username=", "&UserName=")
    assert hospital.look_up(query=query).json["maKetQua"] == "000"


@pytest.mark.parametrize(
    ("label", "encode"),
    [
        ("application/json", orjson.dumps),
        ("application/x-www-form-urlencoded", lambda fields: urlencode(fields).encode()),
        ("application/x-www-form-urlencoded", orjson.dumps),
        ("application/json", lambda fields: urlencode(fields).encode()),
        ("text/plain", lambda fields: orjson.dumps(fields, option=orjson.OPT_INDENT_2)),
        ("", lambda fields: urlencode({name.upper(): value for name, value in fields.items()}).encode()),
    ],
    ids=["json", "form", "json labelled form", "form labelled json", "pretty json labelled text", "unlabelled form in capitals"],
)
def test_both_calls_read_json_and_forms_whatever_the_label(hospital: Hospital, label: str, encode: Any) -> None:
    headers = {"Content-Type": label} if label else {}
    taken = hospital.call(TAKE, encode({"username": "01001_BV", "password": MD5, "maCSKCB": "01001"}), headers=headers)
    assert taken.json["maKetQua"] == "200"
    looked = hospital.call(LOOKUP, encode(ASKED), query=hospital.token().encode(), headers=headers)
    assert looked.json["maKetQua"] == "000"


@pytest.mark.parametrize("md5", [MD5, MD5.lower()])
def test_the_md5_may_come_in_either_case(hospital: Hospital, md5: str) -> None:
    assert hospital.take(password=md5).json["maKetQua"] == "200"


def test_whatever_password_travels_with_a_lookup_the_token_counts(hospital: Hospital) -> None:
    query = hospital.token().replace(MD5, "0" * 32)
    assert hospital.look_up(query=query).json["maKetQua"] == "000"


# 9. and 10. bodies and headers


@pytest.mark.parametrize(("path", "code"), [(TAKE, "205"), (LOOKUP, "205")])
def test_an_empty_body_is_answered_in_the_calls_own_shape(hospital: Hospital, path: str, code: str) -> None:
    answered = hospital.call(path, b"", query=hospital.token().encode())
    assert (answered.status, answered.json["maKetQua"]) == (200, code)


@pytest.mark.parametrize("path", [TAKE, LOOKUP])
def test_a_body_that_arrives_in_pieces_is_read_whole(hospital: Hospital, path: str) -> None:
    body = orjson.dumps({**ASKED, "username": "01001_BV", "password": MD5})
    answered = hospital.call(path, [body[at : at + 7] for at in range(0, len(body), 7)], query=hospital.token().encode())
    assert answered.json["maKetQua"] in {"000", "200"}


@pytest.mark.parametrize("path", [TAKE, LOOKUP])
@pytest.mark.parametrize("body", [b"x" * 10_000_000, [b"{" * 100_000] * 100], ids=["at once", "in pieces"])
def test_ten_megabytes_are_refused_in_the_calls_own_shape(hospital: Hospital, path: str, body: Any) -> None:
    answered = hospital.call(path, body, query=hospital.token().encode())
    assert answered.status == 413
    assert answered.json["maKetQua"] == "205"


@pytest.mark.parametrize("asked", [{}, {"maThe": "?"}, {"query": ""}])
def test_every_reply_says_its_length_and_that_it_is_json(hospital: Hospital, asked: dict[str, str]) -> None:
    answered = hospital.look_up(**asked)
    assert answered.headers["content-length"] == str(len(answered.body))
    assert answered.headers["content-type"] == "application/json; charset=utf-8"
    assert answered.headers["cache-control"] == "no-store"


# 11. browsers


def test_no_other_origin_may_read_a_reply_by_default(hospital: Hospital) -> None:
    answered = hospital.call(TAKE, headers={"Origin": "http://kiosk.example"})
    assert not [name for name in answered.headers if name.startswith("access-control")]
    assert hospital.call(TAKE, method="OPTIONS", headers={"Origin": "http://kiosk.example"}).status == 405


@pytest.mark.parametrize("origins", [("*",), ("http://kiosk.example",)])
def test_an_origin_that_is_switched_on_may_ask_first_and_read_the_reply(seeded: Any, origins: tuple[str, ...]) -> None:
    hospital = Hospital(seeded, cors_origins=origins)
    origin = {"Origin": "http://kiosk.example", "Access-Control-Request-Headers": "accesstoken"}
    first = hospital.call(LOOKUP, method="OPTIONS", headers=origin)
    assert first.status == 204
    assert {"accesstoken", "tokenid", "passwordhash"} <= set(first.headers["access-control-allow-headers"].split(", "))
    reply = hospital.call(TAKE, orjson.dumps({"username": "01001_BV", "password": MD5}), headers=origin)
    assert reply.headers["access-control-allow-origin"] == "http://kiosk.example"


def test_an_origin_that_is_not_among_those_switched_on_may_not(seeded: Any) -> None:
    answered = Hospital(seeded, cors_origins=("http://kiosk.example",)).call(TAKE, headers={"Origin": "http://other.example"})
    assert "access-control-allow-origin" not in answered.headers


# 12. HTTP statuses


@pytest.mark.parametrize("asked", [*USABLE, *REFUSED])
def test_every_answer_of_the_protocol_rides_on_200(hospital: Hospital, asked: dict[str, str]) -> None:
    assert hospital.look_up(**asked).status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
@pytest.mark.parametrize("path", [TAKE, LOOKUP])
def test_other_methods_are_refused(hospital: Hospital, path: str, method: str) -> None:
    answered = hospital.call(path, method=method)
    assert (answered.status, answered.headers["allow"]) == (405, "POST")
    assert bool(answered.body) is (method != "HEAD")
