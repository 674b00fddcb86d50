"""How hospital programs in use read and write the calls about treatment, re-made in a few lines each."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from ansinh.kit import db
from tests.gateway.calling import ASKED, Hospital
from tests.gateway.treated import COPAYMENT, DETAILS, HISTORY, copayments, details, history, key_of, record_numbers

PATHS = [HISTORY, DETAILS, COPAYMENT]
KEYS = {HISTORY: "maKetQua", DETAILS: "maKetQua", COPAYMENT: "MaKetQua"}
ENCODINGS = [
    ("application/json", orjson.dumps),
    ("application/x-www-form-urlencoded", lambda fields: urlencode(fields).encode()),
    ("application/x-www-form-urlencoded", orjson.dumps),
    ("application/json", lambda fields: urlencode(fields).encode()),
    ("", lambda fields: urlencode({name.upper(): value for name, value in fields.items()}).encode()),
]
IDS = ["json", "form", "json labelled form", "form labelled json", "unlabelled form in capitals"]


def split(text: str) -> list[str]:
    """Cuts the rows of the history at quotes, commas and colons and drops what is empty."""
    rows = text[text.index('"dsLichSuKCB2025":[') + len('"dsLichSuKCB2025":[') :]
    return [part for part in re.split(r'[",:{}\]]', rows) if part]


def test_a_client_that_splits_the_history_of_2025_at_punctuation_finds_its_values_by_position(reception: Hospital) -> None:
    parts = split(history(reception).body.decode())
    assert len(parts) == 3 * 15
    assert [parts[at] for at in (0, 2, 4, 6, 8, 9, 11, 13)] == [
        "maHoSo", "maCSKCB", "ngayVao", "ngayRa", "tenBenh", "tinhTrang", "kqDieuTri", "lyDoVV",
    ]  # fmt: skip
    assert (parts[10], parts[12], parts[15 + 10], parts[15 + 12]) == ("1", "2", "1", "2")


def test_a_client_that_parses_the_times_of_the_history_as_whole_numbers_can(reception: Hospital) -> None:
    for row in history(reception).json["dsLichSuKCB2025"]:
        assert len(row["ngayRa"]) == len(row["ngayVao"]) == 12
        assert int(row["ngayRa"] + "00") > int(row["ngayVao"] + "00")
        assert datetime.strptime(row["ngayVao"], "%Y%m%d%H%M").replace(tzinfo=UTC).year == 2026


def test_no_value_of_a_history_row_is_null_and_none_but_the_diagnosis_empty(reception: Hospital) -> None:
    for row in history(reception).json["dsLichSuKCB2025"]:
        assert all(isinstance(value, str) for value in row.values())
        assert [name for name, value in row.items() if not value] == ["tenBenh"]


def test_the_numbers_of_records_are_digits(reception: Hospital) -> None:
    assert all(row["maHoSo"].isdigit() for row in history(reception).json["dsLichSuKCB2025"])


def test_a_browser_client_that_reads_the_first_row_if_the_list_is_true_finds_null_where_there_is_none(reception: Hospital) -> None:
    rows = history(reception, maThe="DN4010123456783").json["dsLichSuKCB2025"]
    assert rows is None


def test_a_client_that_probes_for_who_looked_before_finds_no_such_key(reception: Hospital) -> None:
    assert list(history(reception).json) == ["maKetQua", "ghiChu", "dsLichSuKCB2025"]


@pytest.mark.parametrize("birth_date", ["09/03/1985", "03/1985", "1985", "09031985"])
def test_the_history_takes_the_four_forms_of_a_birth_date(reception: Hospital, birth_date: str) -> None:
    assert history(reception, ngaySinh=birth_date).json["maKetQua"] == "000"


@pytest.mark.parametrize(("label", "encode"), ENCODINGS, ids=IDS)
def test_history_and_co_payments_read_json_and_forms_whatever_the_label(reception: Hospital, label: str, encode: Any) -> None:
    headers = {"Content-Type": label} if label else {}
    looked = reception.call(HISTORY, encode(ASKED), query=reception.token().encode(), headers=headers)
    assert looked.json["maKetQua"] == "000"
    asked = {"username": "01001_BV", "maThe": ASKED["maThe"], "hoTen": ASKED["hoTen"], "ngaySinh": ASKED["ngaySinh"]}
    paid = reception.call(COPAYMENT, encode(asked), headers={**headers, **key_of(reception)})
    assert (paid.status, paid.json["MaKetQua"]) == (200, "200")


@pytest.mark.parametrize("path", [DETAILS.lower(), DETAILS.upper(), "/" + DETAILS, DETAILS.replace("/egw/", "//egw/"), DETAILS + "/"])
def test_the_path_of_a_record_is_found_in_any_case_and_with_stray_slashes(reception: Hospital, treated: db.Database, path: str) -> None:
    query = f"{reception.token()}&maHoSo={record_numbers(treated)['visit-1']}"
    assert reception.call(path, query=query.encode()).json["maKetQua"] == "200"


@pytest.mark.parametrize("name", ["mahoso", "MAHOSO", "MaHoSo", "%6DaHoSo"])
def test_the_record_is_named_in_the_query_in_any_case_and_before_or_after_the_token(
    reception: Hospital, treated: db.Database, name: str
) -> None:
    number = record_numbers(treated)["visit-1"]
    for query in (f"{name}={number}&{reception.token()}", f"{reception.token()}&{name}=%20{number}"):
        assert reception.call(DETAILS, query=query.encode()).json["maKetQua"] == "200"


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"\x00"])
def test_a_record_needs_no_body_and_no_content_length(reception: Hospital, treated: db.Database, body: bytes) -> None:
    query = f"{reception.token()}&maHoSo={record_numbers(treated)['visit-1']}".encode()
    assert reception.call(DETAILS, body, query=query, headers={"Content-Length": str(len(body))}).json["maKetQua"] == "200"
    assert reception.call(DETAILS, body, query=query).json["maKetQua"] == "200"


def test_empty_tables_of_a_record_are_null_and_none_is_left_out(reception: Hospital, treated: db.Database) -> None:
    numbers = record_numbers(treated)
    assert details(reception, numbers["visit-1"]).json["hoSoKCB"]["dsXml4"] is None
    bare = details(reception, numbers["visit-3"]).json["hoSoKCB"]
    assert [key for key, value in bare.items() if value is None] == ["dsXml2", "dsXml3", "dsXml4", "dsXml5"]


@pytest.mark.parametrize("names", [("AccessToken", "TokenId", "PasswordHash"), ("ACCESSTOKEN", "TOKENID", "PASSWORDHASH")])
def test_headers_of_a_co_payment_call_are_found_in_any_case(reception: Hospital, names: tuple[str, ...]) -> None:
    headers = dict(zip(names, key_of(reception).values(), strict=True))
    assert copayments(reception, headers=headers).json["MaKetQua"] == "200"


@pytest.mark.parametrize("headers", [{}, {"accessToken": "x", "tokenId": "y", "passwordHash": "z"}], ids=["none", "nonsense"])
@pytest.mark.parametrize("http_401", [False, True])
def test_a_bad_token_of_a_co_payment_call_is_401_without_a_body(treated: db.Database, headers: dict[str, str], http_401: bool) -> None:
    answered = copayments(Hospital(treated, http_401=http_401), headers=headers)
    assert (answered.status, answered.body, answered.headers["content-length"]) == (401, b"", "0")


def test_a_client_that_takes_a_new_token_on_401_and_asks_again_gets_its_answer(reception: Hospital) -> None:
    stale = key_of(reception)
    reception.now += timedelta(minutes=11)
    assert copayments(reception, headers=stale).status == 401
    assert copayments(reception).json["MaKetQua"] == "200"


def test_a_token_of_another_address_is_401_where_tokens_are_bound(treated: db.Database) -> None:
    hospital = Hospital(treated, bind_ip=True)
    headers = key_of(hospital)
    asked = orjson.dumps({"username": "01001_BV", "maThe": ASKED["maThe"], "hoTen": ASKED["hoTen"], "ngaySinh": ASKED["ngaySinh"]})
    assert hospital.call(COPAYMENT, asked, headers=headers).status == 200
    assert hospital.call(COPAYMENT, asked, headers=headers, caller="10.0.0.8").status == 401


def test_the_account_in_the_body_must_be_that_of_the_token(reception: Hospital) -> None:
    assert copayments(reception, username="79014_BV").status == 401


def test_reserved_fields_are_empty_and_days_are_dd_mm_yyyy(reception: Hospital) -> None:
    reply = copayments(reception).json
    for part in (*reply["DataCCT"], reply["ThongTinSoThe"]):
        assert [part[f"duPhong{number}"] for number in range(1, 6)] == [""] * 5
        assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", value) for name, value in part.items() if name.startswith("ngay"))


def test_the_newest_row_has_the_sum_of_the_year(reception: Hospital) -> None:
    rows = copayments(reception).json["DataCCT"]
    assert rows[0]["tBNCCTLuyKe"] == sum(row["tBNCCTMCCT"] for row in rows)


@pytest.mark.parametrize("key", ["0123456789", "001185000009", "DN4010123456789", "dn4010123456789"])
def test_co_payments_are_found_by_any_of_the_persons_numbers(reception: Hospital, key: str) -> None:
    assert copayments(reception, maThe=key).json["MaKetQua"] == "200"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_calls_about_treatment_are_posts(reception: Hospital, path: str, method: str) -> None:
    answered = reception.call(path, method=method)
    assert (answered.status, answered.headers["allow"]) == (405, "POST")
    assert KEYS[path] in answered.json


@pytest.mark.parametrize("path", PATHS)
def test_a_large_body_is_refused_in_the_shape_of_the_call(reception: Hospital, path: str) -> None:
    answered = reception.call(path, b"x" * 100_000, query=reception.token().encode())
    assert answered.status == 413
    assert KEYS[path] in answered.json


@pytest.mark.parametrize(("path", "code"), [(HISTORY, "101"), (DETAILS, "500"), (COPAYMENT, "500")])
def test_a_defect_is_told_in_the_shape_of_the_call(treated: db.Database, path: str, code: str) -> None:
    hospital = Hospital(treated)
    query, headers = f"{hospital.token()}&maHoSo=1".encode(), key_of(hospital)
    hospital._app._endpoints[path.lower()]._database = None  # type: ignore[attr-defined]
    answered = hospital.call(path, orjson.dumps({**ASKED, "username": "01001_BV"}), query=query, headers=headers)
    assert (answered.status, answered.json[KEYS[path]]) == (500 if path == COPAYMENT else 200, code)
