"""The whole reply of every generation before 2024, byte for byte: answered, refused, and to a bad token."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import orjson
import pytest

from ansinh.kit import db
from tests.gateway.calling import MD5, Hospital
from tests.gateway.older import ALL, EXPIRED, OF_22_KEYS, ON_THE_CARD, PATH_595, PATH_2016, PATH_2019, PERSON, ask

CARD_22 = (
    '{"maKetQua":"000","ghiChu":"Thẻ còn giá trị sử dụng! Họ tên : Nguyễn Thị Mẫu, Ngày sinh: 09/03/1985, Giới tính : Nữ! '
    "(ĐC: Số 1 phố Thử, phường Mẫu, Hà Nội; Nơi KCBBĐ: 01001; Hạn thẻ: 01/01/2026 - 31/12/2026; "
    'Thời điểm đủ 5 năm liên tục: 01/01/2031).","maThe":"DN4010123456789","hoTen":"Nguyễn Thị Mẫu","ngaySinh":"09/03/1985","gioiTinh":"Nữ",'
    '"diaChi":"Số 1 phố Thử, phường Mẫu, Hà Nội","maDKBD":"01001","cqBHXH":"Bảo hiểm xã hội quận Ba Đình","gtTheTu":"01/01/2026",'
    '"gtTheDen":"31/12/2026","maKV":"K1","ngayDu5Nam":"01/01/2031","maSoBHXH":"0123456789","maTheCu":"","maTheMoi":"","gtTheTuMoi":"",'
    '"gtTheDenMoi":"","maDKBDMoi":"","tenDKBDMoi":""'
)
STAY_22 = (
    '{"maHoSo":"RECORD","maCSKCB":"01001","ngayVao":"202609010800","ngayRa":"202609051030","tenBenh":"","tinhTrang":"1","kqDieuTri":"2",'
    '"lyDoVV":"1","TEMP1":"","TEMP2":"","TEMP3":"","TEMP4":"","TEMP5":""}'
)
CARD_595 = (
    '"hoTen":"Nguyễn Thị Mẫu","gioiTinh":"Nữ","diaChi":"Số 1 phố Thử, phường Mẫu, Hà Nội","maDKBD":"01001",'
    '"cqBHXH":"Bảo hiểm xã hội quận Ba Đình","gtTheTu":"01/01/2026","gtTheDen":"31/12/2026","maKV":"K1","ngayDu5Nam":"01/01/2031"'
)
STAY_OLD = '{"maHoSo":RECORD,"maCSKCB":"01001","tuNgay":"01/09/2026","denNgay":"05/09/2026","tenBenh":"","tinhTrang":"1","kqDieuTri":"2"}'
NOTHING_595 = (
    '"hoTen":null,"gioiTinh":null,"diaChi":null,"maDKBD":null,"cqBHXH":null,"gtTheTu":null,"gtTheDen":null,"maKV":null,"ngayDu5Nam":null,'
    '"dsLichSuKCB":null'
)
NOTHING_22 = (
    '"maThe":null,"hoTen":null,"ngaySinh":null,"gioiTinh":null,"diaChi":null,"maDKBD":null,"cqBHXH":null,"gtTheTu":null,"gtTheDen":null,'
    '"maKV":null,"ngayDu5Nam":null,"maSoBHXH":null,"maTheCu":null,"maTheMoi":null,"gtTheTuMoi":null,"gtTheDenMoi":null,"maDKBDMoi":null,'
    '"tenDKBDMoi":null,"dsLichSuKCB2018":null,"dsLichSuKT2018":null'
)


# answered


@pytest.mark.parametrize("path", OF_22_KEYS)
def test_2018_and_2019_answer_with_22_keys_and_the_visit_history(older: Hospital, record: str, path: str) -> None:
    stays = STAY_22.replace("RECORD", record)
    assert ask(older, path).body.decode() == f'{CARD_22},"dsLichSuKCB2018":[{stays}],"dsLichSuKT2018":null}}'
    check = '{"userKT":"01001_BV","thoiGianKT":"202611200802","thongBao":"Thẻ còn giá trị sử dụng","maLoi":"000"}'
    assert ask(older, path).body.decode() == f'{CARD_22},"dsLichSuKCB2018":[{stays}],"dsLichSuKT2018":[{check}]}}'


def test_595_answers_with_the_card_and_the_visit_history_in_days(older: Hospital, record: str) -> None:
    expected = f'{{"maKetQua":"000",{CARD_595},"dsLichSuKCB":[{STAY_OLD.replace("RECORD", record)}]}}'
    assert ask(older, PATH_595, **ON_THE_CARD).body.decode() == expected


def test_595_says_090_with_the_card_where_the_facility_is_another(older: Hospital, record: str) -> None:
    expected = f'{{"maKetQua":"090",{CARD_595},"dsLichSuKCB":[{STAY_OLD.replace("RECORD", record)}]}}'
    assert ask(older, PATH_595, maCSKCB="79014").body.decode() == expected


def test_595_without_a_history_answers_null(older: Hospital) -> None:
    body = ask(older, PATH_595, maThe=EXPIRED).body.decode()
    assert body.startswith('{"maKetQua":"010","hoTen":"Nguyễn Thị Mẫu"')
    assert body.endswith('"gtTheTu":"01/01/2025","gtTheDen":"31/12/2025","maKV":"","ngayDu5Nam":"01/01/2030","dsLichSuKCB":null}')


def test_2016_answers_with_two_digits_and_the_visit_history(older: Hospital, record: str) -> None:
    expected = f'{{"maKetQua":"00","dsLichSuKCB":[{STAY_OLD.replace("RECORD", record)}]}}'
    assert ask(older, PATH_2016, **ON_THE_CARD).body.decode() == expected
    assert ask(older, PATH_2016, maThe=EXPIRED).body.decode() == '{"maKetQua":"01","dsLichSuKCB":null}'


@pytest.mark.parametrize(
    ("changes", "of_2016", "of_595"),
    [
        ({}, "00", "000"),
        ({"maThe": "QN5970123456786"}, "00", "001"),
        ({"maThe": "CA5970000000000"}, "00", "002"),
        ({"maThe": "HS4010123456781"}, "01", "010"),  # 003
        ({"maThe": "DN4010123456782"}, "00", "000"),  # 004
        ({"maThe": EXPIRED}, "01", "010"),
        ({"maThe": "DN4010999999999"}, "05", "050"),
        ({"maThe": "?"}, "05", "051"),
        ({"maThe": "DN4790123456789"}, "05", "052"),
        ({"maThe": "DN3010123456789"}, "05", "053"),
        ({"hoTen": "Lê Văn Khác"}, "06", "060"),
        ({"hoTen": "Nguyễn Thị"}, "06", "061"),
        ({"ngaySinh": "10/03/1985"}, "07", "070"),
        ({"ngaySinh": "1985"}, "00", "000"),  # what one client asks after 07
        ({"gioiTinh": 1}, "08", "080"),
        ({"gioiTinh": "Nam"}, "08", "080"),
        ({"gioiTinh": 2}, "00", "000"),
        ({"maCSKCB": "79014"}, "09", "090"),
        ({"maCSKCB": "01 - 001"}, "00", "000"),
        ({"maThe": "DN4010123456784"}, "01", "110"),
        ({"maThe": "001185000005", "ngaySinh": "01/05/2024"}, "05", "130"),
        ({"ngaySinh": "30/02/1985"}, "10", "205"),
        ({"hoTen": None}, "10", "205"),
    ],
)
def test_the_codes_of_2016_and_of_595(older: Hospital, changes: dict[str, object], of_2016: str, of_595: str) -> None:
    assert ask(older, PATH_2016, **changes).json["maKetQua"] == of_2016
    assert ask(older, PATH_595, **changes).json["maKetQua"] == of_595


def test_2016_tells_a_card_that_has_not_begun_from_one_that_has_ended(older: Hospital) -> None:
    older.now = datetime(2024, 6, 1, 1, 0, tzinfo=UTC)
    query = older.token().encode()
    assert older.call(PATH_2016, orjson.dumps(PERSON), query=query).json["maKetQua"] == "02"
    assert older.call(PATH_2019, orjson.dumps(PERSON), query=query).json["maKetQua"] == "010"


# refused


@pytest.mark.parametrize("path", OF_22_KEYS)
@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [({"hoTen": "Lê Văn Khác"}, "060", "Thẻ sai họ tên."), ({"ngaySinh": None}, "205", "Lỗi sai định dạng tham số. Null ngaySinh")],
)
def test_2018_and_2019_refuse_with_every_key(older: Hospital, path: str, changes: dict[str, object], code: str, sentence: str) -> None:
    assert ask(older, path, **changes).body.decode() == f'{{"maKetQua":"{code}","ghiChu":"{sentence}",{NOTHING_22}}}'


def test_595_and_2016_refuse_in_their_own_shape(older: Hospital) -> None:
    assert ask(older, PATH_595, hoTen="Lê Văn Khác").body.decode() == f'{{"maKetQua":"060",{NOTHING_595}}}'
    assert ask(older, PATH_2016, hoTen="Lê Văn Khác").body.decode() == '{"maKetQua":"06","dsLichSuKCB":null}'


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PATH_2016, '{"maKetQua":"401","dsLichSuKCB":null}'),
        (PATH_595, f'{{"maKetQua":"401",{NOTHING_595}}}'),
        *[(path, f'{{"maKetQua":"401","ghiChu":"Token không đúng. Vui lòng lấy token mới.",{NOTHING_22}}}') for path in OF_22_KEYS],
    ],
)
def test_every_generation_answers_a_bad_token_with_401_in_its_own_shape(older: Hospital, path: str, body: str) -> None:
    answered = older.call(path, orjson.dumps(PERSON), query=b"token=x")
    assert (answered.status, answered.body.decode()) == (200, body)


# what differs between them, and what does not


@pytest.mark.parametrize("path", ALL)
def test_generations_before_2024_ask_for_no_officer(older: Hospital, path: str) -> None:
    assert int(ask(older, path).json["maKetQua"]) == 0
    assert int(ask(older, path, hoTenCb="Trần Văn Khác", cccdCb="?").json["maKetQua"]) == 0


@pytest.mark.parametrize("path", OF_22_KEYS)
def test_sex_and_facility_are_ignored_where_the_generation_does_not_ask(older: Hospital, path: str) -> None:
    assert ask(older, path, gioiTinh="1", maCSKCB="79014").json["maKetQua"] == "000"


@pytest.mark.parametrize("path", ALL)
def test_superseded_generations_name_their_successor_in_a_header(older: Hospital, path: str) -> None:
    for answered in (ask(older, path), ask(older, path, hoTen="Lê"), older.call(path), older.call(path, method="GET")):
        assert answered.headers["sunset"] == "Wed, 31 Jul 2024 17:00:00 GMT"
        assert answered.headers["link"] == '</api/egw/KQNhanLichSuKCB2024>; rel="successor-version"'
    assert "sunset" not in older.look_up().headers


@pytest.mark.parametrize("encode", [orjson.dumps, lambda fields: urlencode(fields).encode()], ids=["json", "form"])
@pytest.mark.parametrize("query", [b"", b"username=01001_BV"])
def test_2016_takes_the_credentials_from_the_body_where_the_query_has_no_token(older: Hospital, encode: object, query: bytes) -> None:
    key = older.take().json["APIKey"]
    credentials = {"username": "01001_BV", "password": MD5, "token": key["access_token"], "id_token": key["id_token"]}
    assert callable(encode)
    assert older.call(PATH_2016, encode({**PERSON, **credentials}), query=query).json["maKetQua"] == "00"
    assert older.call(PATH_2016, encode({**PERSON, **credentials, "token": "x"}), query=query).json["maKetQua"] == "401"
    assert older.call(PATH_595, encode({**PERSON, **credentials}), query=query).json["maKetQua"] == "401"


@pytest.mark.parametrize(("path", "body"), [
    (PATH_2016, '{"maKetQua":"10","dsLichSuKCB":null}'), (PATH_595, f'{{"maKetQua":"101",{NOTHING_595}}}'),
])  # fmt: skip
def test_generations_that_are_not_switched_on_say_so_in_their_own_words(seeded_once: db.Database, path: str, body: str) -> None:
    older = Hospital(seeded_once)
    for answered in (ask(older, path), older.call(path)):
        assert (answered.status, answered.body.decode()) == (200, body)
        assert "successor-version" in answered.headers["link"]


@pytest.mark.parametrize("path", OF_22_KEYS)
def test_2018_and_2019_are_answered_without_the_switch(seeded_once: db.Database, path: str) -> None:
    assert ask(Hospital(seeded_once), path).json["maKetQua"] == "000"


def test_every_generation_is_kept_and_audited_by_the_name_it_was_called_by(older: Hospital, seeded_once: db.Database) -> None:
    for path in ALL:
        ask(older, path.upper())
    with seeded_once.transaction() as conn:
        asked = conn.execute(
            """
            SELECT detail ->> 'interface', detail ->> 'code' FROM audit.events
            WHERE kind = 'coverage.card_and_history_looked_up' ORDER BY seq DESC LIMIT 5
            """
        ).fetchall()
    assert asked == [(path.removeprefix("/api/egw/"), "000") for path in reversed(ALL)]
