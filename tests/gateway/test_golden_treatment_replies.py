"""History, record and co-payments, byte for byte. A change here is a change that hospital software sees."""

from typing import Any

import pytest

from ansinh.kit import db
from ansinh.wire import claims
from tests.gateway.calling import Hospital
from tests.gateway.treated import NO_COPAYMENTS, copayments, details, history, record_numbers

RESERVED = '"duPhong1":"","duPhong2":"","duPhong3":"","duPhong4":"","duPhong5":""'


@pytest.fixture
def numbers(treated: db.Database) -> dict[str, int]:
    return record_numbers(treated)


def row(number: int, facility: str, entered: str, left: str, reason: str) -> str:
    return (
        f'{{"maHoSo":"{number}","maCSKCB":"{facility}","ngayVao":"{entered}","ngayRa":"{left}","tenBenh":"","tinhTrang":"1","kqDieuTri":"2",'
        f'"lyDoVV":"{reason}"}}'
    )


# the history


def test_the_history_of_2025(reception: Hospital, numbers: dict[str, int]) -> None:
    rows = [
        row(numbers["visit-1"], "01001", "202609010800", "202609051030", "1"),
        row(numbers["visit-3"], "01001", "202606021030", "202606091030", "3"),
        row(numbers["visit-2"], "79014", "202603021030", "202603031030", "2"),
    ]
    assert history(reception).body.decode() == (
        f'{{"maKetQua":"000","ghiChu":"Thẻ còn giá trị sử dụng.","dsLichSuKCB2025":[{",".join(rows)}]}}'
    )


def test_the_history_of_somebody_never_treated_is_null(reception: Hospital) -> None:
    assert history(reception, maThe="DN4010123456783").body.decode() == (
        '{"maKetQua":"010","ghiChu":"Thẻ hết giá trị sử dụng.","dsLichSuKCB2025":null}'
    )


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"maThe": "DN4010999999999"}, "050", "Không thấy thông tin thẻ BHYT."),
        ({"cccdCb": "001080000010"}, "054", "Số CCCD của cán bộ tra cứu không có trong danh sách người dùng cơ sở KCB đã đăng ký."),
        ({"hoTenCb": "Trần Văn Khác"}, "055", "Họ tên cán bộ tra cứu không khớp với số CCCD đã đăng ký."),
        ({"hoTen": "Lê Văn Khác"}, "060", "Thẻ sai họ tên."),
        ({"ngaySinh": "2020"}, "070", "Thẻ sai ngày sinh."),
        ({"hoTenCb": None}, "205", "Lỗi sai định dạng tham số. Null hoTenCb"),
        ({"query": ""}, "401", "Token không đúng. Vui lòng lấy token mới."),
    ],
)
def test_a_refused_history_holds_its_three_keys_and_nothing_about_anybody(
    reception: Hospital, changes: dict[str, Any], code: str, sentence: str
) -> None:
    answered = history(reception, **changes)
    assert answered.body.decode() == f'{{"maKetQua":"{code}","ghiChu":"{sentence}","dsLichSuKCB2025":null}}'
    assert answered.status == 200


# the record


def test_a_record_with_its_tables(reception: Hospital, numbers: dict[str, int]) -> None:
    answered = details(reception, numbers["visit-1"])
    reply = answered.json
    assert list(reply) == ["maKetQua", "hoSoKCB"]
    assert list(reply["hoSoKCB"]) == ["xml1", "dsXml2", "dsXml3", "dsXml4", "dsXml5"]
    assert answered.body.decode().startswith(
        '{"maKetQua":"200","hoSoKCB":{"xml1":{"MaLk":"visit-1","Stt":1,"MaBn":"","HoTen":"Nguyễn Thị Mẫu","SoCccd":"","NgaySinh":"","GioiTinh":null,'
    )
    assert '"TBncct":1200000,"TBhtt":4800000.5,"TNguonkhac":null' in answered.body.decode()
    assert answered.body.decode().endswith('"dsXml4":null,"dsXml5":null}}')


def test_every_field_of_a_table_is_there_in_its_order(reception: Hospital, numbers: dict[str, int]) -> None:
    reply = details(reception, numbers["visit-1"]).json["hoSoKCB"]
    for table, rows in {"XML1": [reply["xml1"]], "XML2": reply["dsXml2"], "XML3": reply["dsXml3"]}.items():
        for each in rows:
            assert list(each) == [claims.pascal(field.name) for field in claims.FIELDS[table]]
    assert (reply["dsXml2"][0]["SoLuong"], reply["dsXml2"][0]["ThanhTienBv"], reply["dsXml3"][1]["MaDichVu"]) == (20, 9600, "02.9003.0001")


@pytest.mark.parametrize(
    ("record", "code", "sentence"),
    [
        ("999999999", "204", "Không tìm thấy hồ sơ KCB."),
        ("", "205", "Lỗi sai định dạng tham số. Null maHoSo"),
        ("1x", "205", "Lỗi sai định dạng tham số. maHoSo: must be at most 18 digits"),
        ("9" * 19, "205", "Lỗi sai định dạng tham số. maHoSo: must be at most 18 digits"),
    ],
)
def test_a_record_that_is_not_there_or_was_asked_for_wrongly(reception: Hospital, record: str, code: str, sentence: str) -> None:
    answered = details(reception, record)
    assert (answered.status, answered.body.decode()) == (200, f'{{"maKetQua":"{code}","hoSoKCB":null,"ghiChu":"{sentence}"}}')


def test_a_record_asked_for_with_a_bad_token(reception: Hospital, numbers: dict[str, int]) -> None:
    assert details(reception, numbers["visit-1"], query="token=x").body.decode() == (
        '{"maKetQua":"401","hoSoKCB":null,"ghiChu":"Token không đúng. Vui lòng lấy token mới."}'
    )


# the co-payments


def test_the_copayments_of_this_year_the_latest_first_with_their_running_sum(reception: Hospital, numbers: dict[str, int]) -> None:
    latest = (
        f'{{"Id":{numbers["visit-1"]},"ngayTraCuu":"20/11/2026","maThe":"DN4010123456789","maCskcb":"01001","ngayVao":"01/09/2026",'
        f'"ngayRa":"05/09/2026","maDoiTuongKCB":"1.1","tBNCCTMCCT":1200000,"tBNCCTLuyKe":1500000,"ngayNhanCong":"06/09/2026",'
        f'"ngayNhan":"08/09/2026",{RESERVED}}}'
    )
    first = (
        f'{{"Id":{numbers["visit-2"]},"ngayTraCuu":"20/11/2026","maThe":"DN4010123456789","maCskcb":"79014","ngayVao":"02/03/2026",'
        f'"ngayRa":"03/03/2026","maDoiTuongKCB":"2","tBNCCTMCCT":300000,"tBNCCTLuyKe":300000,"ngayNhanCong":"04/03/2026",'
        f'"ngayNhan":"06/03/2026",{RESERVED}}}'
    )
    answered = copayments(reception)
    assert answered.body.decode() == (
        f'{{"MaKetQua":"200","GhiChu":"Tra cứu thành công.","DataCCT":[{latest},{first}],"ThongTinSoThe":{{"hoTen":"Nguyễn Thị Mẫu",'
        f'"ngaySinh":"09/03/1985","ngayKetThuc":"31/12/2026","maBhxh":"0123456789",{RESERVED}}}}}'
    )
    assert answered.status == 200


@pytest.mark.parametrize(
    "changes",
    [{"maThe": "DN4010999999999"}, {"maThe": "DN4010123456783"}, {"hoTen": "Lê Văn Khác"}, {"ngaySinh": "1999"}],
    ids=["no such card", "nothing paid", "another name", "another birth date"],
)
def test_no_card_no_match_and_no_copayment_are_one_answer(reception: Hospital, changes: dict[str, Any]) -> None:
    answered = copayments(reception, **changes)
    note = "Không tìm thấy thông tin thẻ hoặc không có dữ liệu cùng chi trả."
    assert (answered.status, answered.body.decode()) == (200, f'{{"MaKetQua":"204","GhiChu":"{note}",{NO_COPAYMENTS}}}')


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"without": "maThe"}, "Null maThe."),
        ({"without": "hoTen"}, "Null hoTen."),
        ({"without": "ngaySinh"}, "Null ngaySinh."),
        ({"without": "username"}, "Null username."),
        ({"maThe": "DN40101234"[:9]}, "maThe: must be 10, 12 or 15 characters long."),
        ({"ngaySinh": "31/02/1985"}, "ngaySinh: no such day in the calendar."),
    ],
)
def test_400_names_the_field(reception: Hospital, changes: dict[str, Any], note: str) -> None:
    answered = copayments(reception, **changes)
    assert (answered.status, answered.body.decode()) == (400, f'{{"MaKetQua":"400","GhiChu":"{note}",{NO_COPAYMENTS}}}')
