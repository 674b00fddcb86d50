"""XML0: what is read, whatever it looks like, and what is refused, by the name of the field and never with its value."""

import base64
from datetime import UTC, datetime
from urllib.parse import urlencode

import orjson
import pytest

from ansinh.terms import PartialDate
from ansinh.wire import check_in
from ansinh.wire.check_in import CheckedIn, NotReceivedError, ReceiptCode
from ansinh.wire.gateway import WireError
from tests.wire.check_in_files import ROW, body_of, document, element, file_of, record, row

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
BOM = b"\xef\xbb\xbf"


def read(file: bytes, *, most_records: int = 100) -> tuple[CheckedIn, ...]:
    return check_in.read_check_in(file, facility_code="01001", most_records=most_records, now=NOW)


def refusal(file: bytes, **options: int) -> tuple[str, str]:
    with pytest.raises(NotReceivedError) as refused:
        read(file, **options)
    return refused.value.code.value, refused.value.sentence


def test_a_file_is_read_as_visits() -> None:
    (visit,) = read(file_of())
    assert (visit.visit_id, visit.full_name, visit.birth_date) == ("HS-2026-0001", "Nguyễn Thị Mẫu", PartialDate(1985, 3, 9))
    assert (visit.card_number, visit.identity_number, visit.category, visit.care_kind) == ("DN4010123456789", "001185000009", "1.1", "01")
    assert (visit.arrived_at, visit.admitted_at) == (datetime(2026, 11, 20, 0, 30, tzinfo=UTC), None)
    assert visit.rows == ({name: value for name, value in ROW.items() if value},)


@pytest.mark.parametrize(
    "file",
    [
        BOM + file_of(),
        document(record(row()), head=""),
        document(record(row()), head='\r\n<?xml version="1.0"?>\r\n'),
        document(record(row()), head='<?xml version="1.0" encoding="utf-16"?>'),  # as .NET strings declare themselves
        BOM + document(record(row()), head='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'),
        file_of().decode().encode("utf-16"),
        document(record(row()), tail=""),
        document(record(row()), tail="<CHUKYDONVI/>"),
        document(record(row()), tail="<CHUKYDONVI><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><a/></Signature></CHUKYDONVI>"),
        document(record(row(DU_PHONG=None))),
        document(record({**row(), "TRUONG_MOI": "1"})),
        document(record(dict(reversed(row().items())))),
        document(record(row()).replace("<DU_PHONG></DU_PHONG>", "<DU_PHONG/>")),
        document(record(row()).replace("Nguyễn Thị Mẫu", "<![CDATA[Nguyễn Thị Mẫu]]>")),
        document(record(row()).replace("Nguyễn Thị Mẫu", "\r\n  Nguyễn Thị Mẫu \n")),
        document(record(row()).replace("><", ">\r\n\t<").replace("<MA_LK>", "<!-- x --><MA_LK>")),
        file_of().replace(b"<CHI_TIEU_TRANG_THAI_KCB>", b"<CHI_TIEU_TRANG_THAI_KCB xmlns='urn:a' xmlns:xsi='urn:b'>", 1),
    ],
)
def test_a_file_is_read_whatever_it_looks_like(file: bytes) -> None:
    assert read(file) == read(file_of())


def test_rows_of_one_visit_are_one_visit() -> None:
    second = row(STT="2", MA_DICH_VU="", TEN_DICH_VU="", MA_THUOC="40.17", TEN_THUOC="Oxy", NGAY_YL="202611200740")
    visits = read(file_of(row(), row(MA_LK="HS-2", STT="3"), second))
    assert [(visit.visit_id, len(visit.rows)) for visit in visits] == [("HS-2026-0001", 2), ("HS-2", 1)]


def test_rows_of_one_visit_must_agree_on_the_visit() -> None:
    assert refusal(file_of(row(), row(STT="2", NGAY_VAO="202611200731"))) == (
        "124",
        "TRANG_THAI_KCB[2].NGAY_VAO: khác với dòng trước của cùng MA_LK",
    )


@pytest.mark.parametrize("name", [name for name, value in ROW.items() if value and name not in {
    "SO_CCCD", "MA_THE_BHYT", "MA_DKBD", "GT_THE_TU", "GT_THE_DEN", "MA_DICH_VU", "TEN_DICH_VU"}])  # fmt: skip
def test_a_required_tag_that_is_missing_or_empty_is_123_by_its_name(name: str) -> None:
    assert refusal(file_of(row(**{name: None}))) == ("123", f"TRANG_THAI_KCB[1].{name}: thiếu thẻ")
    assert refusal(file_of(row(**{name: ""}))) == ("123", f"TRANG_THAI_KCB[1].{name}: không được để trống")


@pytest.mark.parametrize("name", ["SO_CCCD", "MA_THE_BHYT", "MA_DKBD", "GT_THE_TU", "GT_THE_DEN", "DU_PHONG", "MA_LY_DO_VNT"])
def test_a_tag_that_is_not_required_may_be_missing_or_empty(name: str) -> None:
    assert read(file_of(row(**{name: None}))) == read(file_of(row(**{name: ""})))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"STT": "một"}, "STT: phải là số"),
        ({"STT": "12345678901"}, "STT: dài hơn 10 ký tự"),
        ({"MA_LK": "x" * 101}, "MA_LK: dài hơn 100 ký tự"),
        ({"HO_TEN": "Ă" * 256}, "HO_TEN: dài hơn 255 ký tự"),
        ({"SO_CCCD": "0011850000091"}, "SO_CCCD: phải là 12 hoặc 9 chữ số, hoặc số hộ chiếu"),
        ({"NGAY_SINH": "198513090000"}, "NGAY_SINH: phải là ngày giờ sinh dạng yyyyMMddHHmm (không rõ giờ, ngày hoặc tháng thì ghi 00)"),
        ({"NGAY_SINH": "198500090000"}, "NGAY_SINH: phải là ngày giờ sinh dạng yyyyMMddHHmm (không rõ giờ, ngày hoặc tháng thì ghi 00)"),
        ({"NGAY_VAO": "2026112007"}, "NGAY_VAO: phải là thời điểm dạng yyyyMMddHHmm"),
        ({"NGAY_VAO": "202611202460"}, "NGAY_VAO: phải là thời điểm dạng yyyyMMddHHmm"),
        ({"NGAY_VAO": "００２６１１２００７３０"}, "NGAY_VAO: phải là thời điểm dạng yyyyMMddHHmm"),
        ({"NGAY_YL": "20261120"}, "NGAY_YL: phải là thời điểm dạng yyyyMMddHHmm"),
        ({"GT_THE_TU": "20260230"}, "GT_THE_TU: phải là ngày dạng yyyyMMdd"),
        ({"MA_THE_BHYT": "DN40101234567890"}, "MA_THE_BHYT: dài hơn 15 ký tự"),
        ({"DU_PHONG": "x" * 4001}, "DU_PHONG: dài hơn 4000 ký tự"),
    ],
)
def test_a_value_that_is_too_long_or_not_of_its_kind_is_202_by_its_name(changes: dict[str, str], told: str) -> None:
    assert refusal(file_of(row(**changes))) == ("202", f"TRANG_THAI_KCB[1].{told}")


@pytest.mark.parametrize("birth", ["198503090815", "198503000000", "198500000000"])
def test_a_birth_date_may_lack_its_time_day_and_month(birth: str) -> None:
    (visit,) = read(file_of(row(NGAY_SINH=birth)))
    assert visit.birth_date.agrees_with(PartialDate(1985, 3, 9))


@pytest.mark.parametrize("number", ["012345678", "B1234567", "AB1234567", ""])
def test_an_older_identity_number_a_passport_or_none_will_do(number: str) -> None:
    assert read(file_of(row(SO_CCCD=number)))[0].identity_number == number


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"MA_DICH_VU": "", "TEN_DICH_VU": ""}, ("MA_DICH_VU: bắt buộc khi MA_THUOC và MA_VAT_TU đều trống; "
            "TRANG_THAI_KCB[1].MA_THUOC: bắt buộc khi MA_DICH_VU và MA_VAT_TU đều trống; "
            "TRANG_THAI_KCB[1].MA_VAT_TU: bắt buộc khi MA_DICH_VU và MA_THUOC đều trống")),
        ({"TEN_DICH_VU": ""}, "TEN_DICH_VU: bắt buộc khi có MA_DICH_VU"),
        ({"MA_THUOC": "40.17"}, "TEN_THUOC: bắt buộc khi có MA_THUOC"),
        ({"MA_VAT_TU": "N01"}, "TEN_VAT_TU: bắt buộc khi có MA_VAT_TU"),
        ({"NGAY_VAO_NOI_TRU": "202611200800"}, "LY_DO_VNT: bắt buộc khi có NGAY_VAO_NOI_TRU"),
        ({"NGAY_VAO_NOI_TRU": "202611200700", "LY_DO_VNT": "Mổ"}, "NGAY_VAO_NOI_TRU: trước NGAY_VAO"),
        ({"NGAY_VAO": "202611221000"}, "NGAY_VAO: sau thời điểm gửi hơn một ngày"),
        ({"GIOI_TINH": "4"}, "GIOI_TINH: phải là 1, 2 hoặc 3"),
        ({"MA_DOITUONG_KCB": "5"}, "MA_DOITUONG_KCB: không có trong danh mục"),
        ({"MA_LOAI_KCB": "1"}, "MA_LOAI_KCB: không có trong danh mục"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_the_lists_is_124_by_its_name(changes: dict[str, str], told: str) -> None:
    assert refusal(file_of(row(**changes))) == ("124", f"TRANG_THAI_KCB[1].{told}")


def test_another_facility_in_the_file_is_402() -> None:
    assert refusal(file_of(row(), row(STT="2", MA_LK="HS-2", MA_CSKCB="79014"))) == (
        "402",
        "TRANG_THAI_KCB[2].MA_CSKCB: không phải mã cơ sở KCB của tài khoản",
    )


def test_the_worst_fault_gives_the_code_and_ten_faults_are_told() -> None:
    code, sentence = refusal(file_of(*(row(MA_LK=None, STT="x", TEN_DICH_VU="") for _ in range(4))))
    assert code == "123"
    assert sentence.count("TRANG_THAI_KCB[") == 10
    assert sentence.endswith("; và 2 lỗi khác")


def test_no_refusal_repeats_a_value() -> None:
    for name, value in ROW.items():
        if value:
            with pytest.raises(NotReceivedError) as refused:
                read(file_of(row(**{name: f"{value} Bí Mật {'x' * 5000}"})))
            assert "Bí Mật" not in str(refused.value)


@pytest.mark.parametrize(
    ("file", "code", "told"),
    [
        (b"", "204", "XML0: tệp rỗng"),
        (BOM + b" \r\n", "204", "XML0: tệp rỗng"),
        (b"PK\x03\x04", "204", "XML0: không đúng cú pháp XML (dòng 1)"),
        (file_of()[:-5], "204", "XML0: không đúng cú pháp XML (dòng 1)"),
        (file_of() + b"<x/>", "204", "XML0: không đúng cú pháp XML (dòng 1)"),
        (file_of().replace("Mẫu".encode(), b"M\xff"), "204", "XML0: không đúng cú pháp XML (dòng 1)"),
        (b"<GIAMDINHHS/>", "123", "CHI_TIEU_TRANG_THAI_KCB: thẻ gốc phải có tên này"),
        (b"<CHI_TIEU_TRANG_THAI_KCB/>", "123", "DSACH_TRANG_THAI_KCB: thiếu thẻ"),
        (document(), "123", "TRANG_THAI_KCB: thiếu thẻ"),
        (document(record(row()) .replace("<STT>", "<STT><b/>")), "123", "STT: phải là văn bản, không chứa thẻ con"),
        (document(record(row()).replace("<STT>1</STT>", element("STT", "1") * 2)), "123", "TRANG_THAI_KCB[1].STT: thẻ xuất hiện hai lần"),
        (document(record(row()), tail="<a>" * 70 + "</a>" * 70), "123", "XML0: lồng nhau quá 64 cấp"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_this_table_says_so(file: bytes, code: str, told: str) -> None:
    assert refusal(file) == (code, told)


def test_more_elements_than_any_file_needs_are_not_passed_over() -> None:
    assert refusal(document(record(row()) + "<a/>" * 500_000)) == ("123", "XML0: nhiều hơn 500000 thẻ")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "Nguyễn">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        '<!DOCTYPE a [<!ENTITY c "x"><!ENTITY b "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>',
    ],
)
def test_a_document_type_is_refused_where_it_begins(declared: str) -> None:
    file = document(record(row()).replace("Nguyễn", "&b;"), head=f'<?xml version="1.0"?>{declared}')
    assert refusal(file) == ("123", "XML0: không được chứa DOCTYPE")


def test_an_entity_nobody_declared_is_not_opened() -> None:
    assert refusal(document(record(row()).replace("Nguyễn", "&b;")))[0] == "204"


def test_more_records_than_one_file_may_hold_are_too_large() -> None:
    rows = [row(MA_LK=f"HS-{number}", STT=str(number)) for number in range(1, 4)]
    assert len(read(file_of(*rows), most_records=3)) == 3
    assert refusal(file_of(*rows), most_records=2) == ("1001", "TRANG_THAI_KCB: tối đa 2 trong một tệp")


# The body around it


@pytest.mark.parametrize("file_name", ["fileHSBase64", "fileHsBase64", "FILEHSBASE64", "fileBase64Str"])
@pytest.mark.parametrize("kind_name", ["loaiHoSo", "LOAIHOSO", "loaiHs"])
@pytest.mark.parametrize("facility_name", ["maCSKCB", "maCskcb", "maCsKCB"])
def test_the_body_is_read_under_any_spelling(file_name: str, kind_name: str, facility_name: str) -> None:
    fields = body_of(file_of())
    sent = {"username": "01001_bv", "maTinh": "01", kind_name: 0, facility_name: "01001", file_name: fields["fileHSBase64"]}
    for body in (orjson.dumps({**sent, "chukydonvi": ""}), urlencode(sent).encode()):
        request = check_in.read_file_request(body)
        assert (request.username, request.file_kind, request.province, request.facility_code) == ("01001_BV", "0", "01", "01001")
        assert request.file == file_of()


def test_base64_may_be_wrapped_and_its_signs_left_unencoded_in_a_form() -> None:
    file = file_of() + b"<!-- \xc3\xbe\xc3\xbf\xc3\xbf -->" * 3
    wrapped = base64.encodebytes(file).decode().replace("\n", "\r\n")
    assert "+" in wrapped or "/" in wrapped
    fields = body_of(file)
    plain = "&".join(f"{name}={value}" for name, value in {**fields, "fileHSBase64": base64.b64encode(file).decode()}.items())
    for body in (
        orjson.dumps({**fields, "fileHSBase64": wrapped}),
        urlencode({**fields, "fileHSBase64": wrapped}).encode(),
        plain.encode(),
    ):
        assert check_in.read_file_request(body).file == file


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"loaiHoSo": None}, "Null loaiHoSo"),
        ({"maTinh": ""}, "Null maTinh"),
        ({"maCSKCB": None}, "Null maCSKCB"),
        ({"fileHSBase64": "không phải base64"}, "fileHSBase64: is not base64"),
        ({"fileHSBase64": "QUJ"}, "fileHSBase64: is not base64"),
        ({"fileHSBase64": ["QUJD"]}, "fileHSBase64: must be text"),
        ({"username": {"a": 1}}, "username: must be text"),
        ({"maCSKCB": "0" * 300}, "maCSKCB: must not be longer than 200 characters"),
        ({"extra": [[]] * 2000}, "body: must be a few fields and a file"),
    ],
)
def test_a_body_that_cannot_be_read_is_named_by_its_field(changes: dict[str, object], told: str) -> None:
    with pytest.raises(WireError) as wrong:
        check_in.read_file_request(orjson.dumps(body_of(file_of(), **changes)))
    assert wrong.value.sentence == told


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"loaiHoSo": "130"}, "205", "loaiHoSo: phải là 0"),
        ({"maCSKCB": "79014"}, "402", "maCSKCB: không phải mã cơ sở KCB của tài khoản"),
        ({"maTinh": "79"}, "402", "maTinh: phải là 2 ký tự đầu của maCSKCB"),
        ({"fileHSBase64": ""}, "204", "fileHSBase64: tệp rỗng"),
        ({"fileHSBase64": "QUFB" * 3334}, "1001", "fileHSBase64: tệp tối đa 10000 byte vào giờ này"),
    ],
)
def test_a_request_that_is_no_check_in_of_this_facility_is_refused(changes: dict[str, str], code: str, told: str) -> None:
    request = check_in.read_file_request(orjson.dumps(body_of(file_of(), **changes)))
    with pytest.raises(NotReceivedError) as refused:
        check_in.check_request(request, facility_code="01001", most_bytes=10_000)
    assert (refused.value.code.value, refused.value.sentence) == (code, told)


def test_the_reply_has_its_keys_in_order_and_the_time_of_viet_nam() -> None:
    assert check_in.render_receipt(ReceiptCode.ACCEPTED, check_in.ACCEPTED, transaction_id="a-1", received_at=NOW).decode() == (
        '{"maKetQua":"200","maGiaoDich":"a-1","thoiGianTiepNhan":"20261120080203","thongDiep":"Tiếp nhận thành công"}'
    )
