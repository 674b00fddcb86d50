"""What a client can get wrong about a request: each rule with a call that breaks it and one that does not."""

import unicodedata
from urllib.parse import quote, urlencode

import pytest

from ansinh import vendors
from tests.vendors.builders import COPAYMENT, LOOKUP, PERSON, broken, checked_in, credentials, finished, kept, took_token

FORM = urlencode(PERSON).encode()


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in PERSON.items() if name not in names}


def test_every_field_that_is_needed_is_there_and_holds_something() -> None:
    assert "FIELD-01" in broken(kept(body=without("ngaySinh")))
    assert "FIELD-01" in broken(kept(body={**PERSON, "hoTen": ""}))
    assert "FIELD-01" in broken(kept("/api/egw/nhanHoSoKCBChiTiet", b""))
    assert "FIELD-01" not in broken(kept(), checked_in(), took_token())
    assert "FIELD-01" not in broken(kept("/api/egw/nhanHoSoKCBChiTiet", b"", query=credentials(maHoSo="12345")))


def test_a_lookup_names_the_officer_since_2024() -> None:
    assert "FIELD-02" in broken(kept(body=without("cccdCb")))
    assert "FIELD-02" in broken(kept("/api/egw/Lskcb2025", without("hoTenCb", "cccdCb")))
    assert "FIELD-02" not in broken(kept())
    assert "FIELD-02" not in broken(kept("/api/egw/KQNhanLichSuKCB2019", without("hoTenCb", "cccdCb")))


def test_a_field_that_is_not_asked_for_is_a_hint() -> None:
    assert "FIELD-03" in broken(kept(body={**PERSON, "gioiTinh": "1"}))
    assert "FIELD-03" in broken(kept(body={**PERSON, "soDienThoai": "0900000000"}))
    assert "FIELD-03" not in broken(kept(), checked_in())
    assert "FIELD-03" not in broken(checked_in(chukydonvi=""))


def test_the_published_spelling_of_a_name_is_one() -> None:
    assert "FIELD-04" in broken(kept(body={**without("maThe"), "MATHE": "DN4010123456789"}))
    assert "FIELD-04" not in broken(kept())


def test_values_have_no_white_space_around_them() -> None:
    assert "FIELD-05" in broken(kept(body={**PERSON, "maThe": " DN4010123456789"}))
    assert "FIELD-05" in broken(kept(body={**PERSON, "hoTen": "Nguyễn  Thị Mẫu"}))
    assert "FIELD-05" not in broken(kept())


def test_every_field_is_text() -> None:
    assert "FIELD-06" in broken(kept(body={**PERSON, "maThe": 123456789}))
    assert "FIELD-06" not in broken(kept(body=FORM))


def test_vietnamese_letters_come_composed() -> None:
    assert "FIELD-07" in broken(kept(body={**PERSON, "hoTen": unicodedata.normalize("NFD", "Nguyễn Thị Mẫu")}))
    assert "FIELD-07" not in broken(kept(body={**PERSON, "hoTen": "NGUYEN THI MAU"}), kept())


def test_a_value_is_encoded_once() -> None:
    assert "FIELD-08" in broken(kept(body=urlencode({**PERSON, "hoTen": quote("Nguyễn Thị Mẫu")}).encode()))
    assert "FIELD-08" in broken(kept(body=FORM + b"&ghiChu=100%"))
    assert "FIELD-08" not in broken(kept(body=FORM))


def test_letters_outside_ascii_and_spaces_are_encoded_in_forms_and_queries() -> None:
    raw = "&".join(f"{name}={value}" for name, value in PERSON.items()).encode()
    assert "FIELD-09" in broken(kept(body=raw))
    assert "FIELD-09" not in broken(kept(body=FORM), kept())


def test_a_birth_date_of_eight_digits_is_not_read_everywhere() -> None:
    assert "DATE-01" in broken(kept(body={**PERSON, "ngaySinh": "09031985"}))
    assert "DATE-01" not in broken(kept())


@pytest.mark.parametrize("written", ["1985-03-09", "9/3/1985", "19850309", "03/09/85", "09/13/1985"])
def test_a_birth_date_is_written_as_published(written: str) -> None:
    assert "DATE-02" in broken(kept(body={**PERSON, "ngaySinh": written}))


@pytest.mark.parametrize("written", ["09/03/1985", "03/1985", "1985"])
def test_a_birth_date_may_be_less_precise(written: str) -> None:
    assert "DATE-02" not in broken(kept(body={**PERSON, "ngaySinh": written}))


def test_what_is_looked_up_has_10_12_or_15_characters() -> None:
    assert "CARD-01" in broken(kept(body={**PERSON, "maThe": "DN401012345678"}))
    for number in ("0123456789", "001185000009", "DN4010123456789", "DN401012345678901001"):
        assert "CARD-01" not in broken(kept(body={**PERSON, "maThe": number}))


def test_a_facility_speaks_for_itself_alone() -> None:
    assert "FACILITY-01" in broken(checked_in(maCSKCB="01001"))
    assert "FACILITY-01" in broken(checked_in(username="01001_BV"))
    assert "FACILITY-01" not in broken(checked_in())


def test_every_call_is_a_post() -> None:
    assert "HTTP-01" in broken(kept(method="GET", body=b""))
    assert "HTTP-01" not in broken(kept())


def test_a_body_says_what_it_is() -> None:
    assert "HTTP-02" in broken(kept(headers={"content-type": ""}))
    assert "HTTP-02" not in broken(kept(), kept("/api/egw/nhanHoSoKCBChiTiet", b"", headers={"content-type": ""}))


def test_a_form_is_not_labelled_json() -> None:
    assert "HTTP-03" in broken(kept(body=FORM, headers={"content-type": "application/json"}))
    assert "HTTP-03" in broken(kept(headers={"content-type": "text/plain"}))
    assert "HTTP-03" not in broken(kept(), kept(body=FORM))


@pytest.mark.parametrize("body", [b"<CHI_TIEU/>", b"[1,2]", b'"text"', b"{broken"])
def test_a_request_is_a_json_object_or_a_form(body: bytes) -> None:
    assert "HTTP-04" in broken(kept(body=body))
    assert "HTTP-04" not in broken(kept(), kept(body=FORM))


def test_a_post_says_its_length() -> None:
    assert "HTTP-05" in broken(kept(headers={"content-length": "", "transfer-encoding": "chunked"}))
    assert "HTTP-05" not in broken(kept())


def test_http_1_0_is_a_hint() -> None:
    assert "HTTP-06" in broken(kept(http_version="1.0"))
    assert "HTTP-06" not in broken(kept())


@pytest.mark.parametrize("path", [f"/{LOOKUP}", f"{LOOKUP}/", LOOKUP.replace("/egw", "/egw ")])
def test_a_path_has_no_double_slash_no_space_and_no_slash_at_the_end(path: str) -> None:
    assert "HTTP-07" in broken(kept(path))
    assert "HTTP-07" not in broken(kept())


def test_the_published_spelling_of_a_path_is_one() -> None:
    assert "HTTP-08" in broken(kept(LOOKUP.lower()))
    assert "HTTP-08" not in broken(kept(), kept(COPAYMENT))


@pytest.mark.parametrize("path", ["/api/egw/nhanHoSo", "/api/egw/checkIn", "/API/egw//checkin"])
def test_a_path_that_only_public_code_knows_is_no_part_of_the_gateway(path: str) -> None:
    assert "PATH-01" in broken(kept(path, status=404, reply=b""))
    assert "PATH-01" not in broken(kept())


def test_a_path_that_is_not_published_leads_nowhere() -> None:
    assert "PATH-02" in broken(kept("/api/egw/KQNhanLichSuKCB2023", status=404, reply=b""))
    assert "PATH-02" not in broken(kept(), kept("/api/egw/checkIn", status=404, reply=b""))


@pytest.mark.parametrize("path", ["NhanLichSuKCB2018", "KQNhanLichSuKCB2019", "KQNhanLichSuKCB595", "nhanLichSuKCB"])
def test_the_generations_before_2024_are_off(path: str) -> None:
    assert "PATH-03" in broken(kept(f"/api/egw/{path}"))
    assert "PATH-03" not in broken(kept(), kept("/api/egw/Lskcb2025"))


def test_code_205_is_a_finding() -> None:
    assert "FLOW-06" in broken(kept(reply={"maKetQua": "205", "ghiChu": "Lỗi sai định dạng tham số. Null hoTenCb"}))
    assert "FLOW-06" not in broken(kept(reply={"maKetQua": "060"}))


def test_a_call_that_came_too_fast_is_a_finding() -> None:
    assert "FLOW-05" in broken(kept(status=429))
    assert "FLOW-05" not in broken(kept())


def test_calls_from_the_consoles_own_page_are_not_judged() -> None:
    call = vendors.mask(finished("/api/egw/checkIn", headers={"user-agent": vendors.CONSOLE_AGENT}), key=b"k")
    assert vendors.judge([call], {}).calls == 0
