"""How programs in use read and write the look-ups of every generation, re-made in a few lines each: what they rely on must stay so."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from ansinh.kit import db
from tests.gateway.calling import ASKED, Hospital
from tests.gateway.older import EVERY, KEYS, KEYS_22, OF_22_KEYS, PATH_595, PATH_2016, PERSON, ask

ANSWERED: tuple[dict[str, Any], ...] = ({}, {"maThe": "HS4010123456781"}, {"maThe": "DN4010123456783"})
REFUSED: tuple[dict[str, Any], ...] = ({"hoTen": "Lê"}, {"maThe": "?"}, {"ngaySinh": "x"}, {"maThe": None})


# history by position


@pytest.mark.parametrize("path", OF_22_KEYS)
def test_a_client_that_splits_the_visit_history_finds_outcome_at_10_and_result_at_12(older: Hospital, path: str) -> None:
    text = ask(older, path).body.decode()
    rows = text[text.index('"dsLichSuKCB2018":[') + len('"dsLichSuKCB2018":[') : text.index(',"dsLichSuKT2018"')]
    parts = [part for part in re.split(r'[",:{}\]]', rows) if part]
    assert (parts[9], parts[10], parts[11], parts[12]) == ("tinhTrang", "1", "kqDieuTri", "2")
    assert (parts[3], parts[5], parts[7]) == ("01001", "202609010800", "202609051030")


@pytest.mark.parametrize("path", OF_22_KEYS)
def test_a_client_that_reads_the_visit_history_without_null_checks_can(older: Hospital, path: str) -> None:
    [row] = ask(older, path).json["dsLichSuKCB2018"]
    assert all(isinstance(value, str) for value in row.values())
    assert int(row["ngayRa"] + "00") == 20260905103000
    assert (row["ngayVao"][:4], row["ngayVao"][4:6], row["ngayVao"][6:8], row["ngayVao"][8:]) == ("2026", "09", "01", "0800")
    assert all(row[name] for name in ("maHoSo", "maCSKCB", "ngayVao", "ngayRa", "tinhTrang", "kqDieuTri", "lyDoVV"))


@pytest.mark.parametrize("path", [PATH_2016, PATH_595])
def test_a_client_of_2017_that_splits_the_reply_at_its_literals_finds_code_and_days(older: Hospital, path: str) -> None:
    text = ask(older, path).body.decode()
    code, history = (
        text.split('{"maKetQua":')[1].split(',"dsLichSuKCB":') if path == PATH_2016 else re.split(r',"hoTen".*"dsLichSuKCB":', text[12:])
    )
    assert int(code.strip('"')) == 0
    [row] = history.split('{"maHoSo":')[1:]
    record_no, rest = row.split(',"maCSKCB":"')
    assert record_no.isdigit()
    first, last = rest.split('"tuNgay":"')[1][:10], rest.split(',"denNgay":"')[1][:10]
    assert [datetime.strptime(day, "%d/%m/%Y").date().isoformat() for day in (first, last)] == ["2026-09-01", "2026-09-05"]  # noqa: DTZ007


# keys


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("changes", [*ANSWERED, *REFUSED])
def test_every_generation_has_all_its_keys_in_order_whatever_the_answer(older: Hospital, path: str, changes: dict[str, Any]) -> None:
    officer = {name: ASKED[name] for name in ("hoTenCb", "cccdCb")}
    answered = ask(older, path, **officer, **changes)
    assert list(answered.json) == KEYS[path]
    assert answered.status == 200
    assert int(answered.json["maKetQua"]) >= 0
    assert b"[]" not in answered.body
    assert orjson.dumps(answered.json) == answered.body


@pytest.mark.parametrize("path", OF_22_KEYS)
@pytest.mark.parametrize("changes", ANSWERED)
def test_texts_are_never_null_where_something_is_told(older: Hospital, path: str, changes: dict[str, Any]) -> None:
    reply = ask(older, path, **changes).json
    assert all(isinstance(reply[key], str) for key in KEYS_22[:20])


@pytest.mark.parametrize("changes", ANSWERED)
def test_a_browser_that_tests_the_history_for_truth_and_reads_its_first_row_can(older: Hospital, changes: dict[str, Any]) -> None:
    for path in OF_22_KEYS:
        history = ask(older, path, **changes).json["dsLichSuKCB2018"]
        assert history is None or history[0]["maCSKCB"] == "01001"


# paths, encodings, bodies, headers


@pytest.mark.parametrize(
    "path",
    [
        "/api/egw/KQnhanLichSuKCB2019",
        "/api/egw/KQnhanLichSuKCB595",
        "/api/egw/nhanLichSuKCB2018",
        "/API/EGW/NHANLICHSUKCB",
        "//api/egw//KQNhanLichSuKCB2018",
        "/%20/api/egw/kqnhanlichsukcb2019/",
    ],
)
def test_paths_of_every_generation_are_found_in_any_case_and_with_stray_slashes(older: Hospital, path: str) -> None:
    assert int(ask(older, path).json["maKetQua"]) == 0


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("label", ["application/json", "application/x-www-form-urlencoded; charset=UTF-8", ""])
def test_every_generation_reads_json_and_forms_whatever_the_label(older: Hospital, path: str, label: str) -> None:
    query = older.token().encode()
    for body in (orjson.dumps(ASKED), urlencode(ASKED).encode(), urlencode({name.upper(): each for name, each in ASKED.items()}).encode()):
        assert int(older.call(path, body, query=query, headers={"Content-Type": label}).json["maKetQua"]) == 0


@pytest.mark.parametrize("path", EVERY)
def test_every_generation_answers_an_empty_body_and_says_the_length_of_its_reply(older: Hospital, path: str) -> None:
    answered = older.call(path, b"", query=older.token().encode(), headers={"Content-Length": "0"})
    assert int(answered.json["maKetQua"]) in {10, 205}
    assert answered.headers["content-length"] == str(len(answered.body))
    assert older.call(path, b"x" * 100_000, query=older.token().encode()).status == 413


@pytest.mark.parametrize("path", EVERY)
def test_a_browser_may_call_every_generation_where_its_origin_is_switched_on(seeded_once: db.Database, path: str) -> None:
    browser = Hospital(seeded_once, old_generations=True, cors_origins=("http://kiosk.example",))
    origin = {"Origin": "http://kiosk.example"}
    assert browser.call(path, method="OPTIONS", headers=origin).status == 204
    reply = browser.call(path, orjson.dumps(ASKED), query=browser.token().encode(), headers=origin)
    assert (int(reply.json["maKetQua"]), reply.headers["access-control-allow-origin"]) == (0, "http://kiosk.example")


# numbers


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("facility", ["01001", "79014", "01C51"])
def test_a_card_read_with_its_facility_is_found_whatever_the_facility(older: Hospital, path: str, facility: str) -> None:
    officer = {name: ASKED[name] for name in ("hoTenCb", "cccdCb")}
    assert int(ask(older, path, **officer, maThe=PERSON["maThe"] + facility).json["maKetQua"]) == 0


@pytest.mark.parametrize("path", OF_22_KEYS)
@pytest.mark.parametrize("key", ["DN4010123456789x1001", "DN401012345678901-01", "DN40101234567890100", "DN4010123456789010011"])
def test_a_card_with_something_else_behind_it_is_no_card_number(older: Hospital, path: str, key: str) -> None:
    assert ask(older, path, maThe=key).json["maKetQua"] == "051"


@pytest.mark.parametrize("path", OF_22_KEYS)
@pytest.mark.parametrize("key", ["DN4010123456789", " dn4010123456789 ", "0123456789", "001185000009"])
@pytest.mark.parametrize("birth", ["09/03/1985", "09031985", "03/1985", "1985"])
def test_every_number_and_every_form_of_a_birth_date_leads_to_the_same_person(older: Hospital, path: str, key: str, birth: str) -> None:
    reply = ask(older, path, maThe=key, ngaySinh=birth).json
    assert (reply["maKetQua"], reply["maThe"], reply["ngaySinh"]) == ("000", "DN4010123456789", "09/03/1985")


@pytest.mark.parametrize("path", OF_22_KEYS)
def test_the_year_that_one_vendor_sends_for_an_unknown_birth_date_is_a_year_like_any_other(older: Hospital, path: str) -> None:
    assert ask(older, path, ngaySinh="2020").json["maKetQua"] == "070"
    assert ask(older, path, maThe="001185000005", ngaySinh="2024").json["maKetQua"] == "130"
