import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlencode

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.terms import PartialDate, Sex
from ansinh.wire import gateway
from ansinh.wire.gateway.reading import read_fields

AT = datetime(2026, 1, 15, 8, 20, 6, 707408, tzinfo=UTC)
ASKED = {
    "maThe": "dn4010123456789",
    "hoTen": "nguyen thi mau",
    "ngaySinh": "09/03/1985",
    "hoTenCb": "Trần Văn Tiếp",
    "cccdCb": "001080000009",
}
READ = gateway.LookupRequest("DN4010123456789", "nguyen thi mau", PartialDate(1985, 3, 9), "Trần Văn Tiếp", "001080000009")


# reading


@pytest.mark.parametrize(
    "body",
    [
        orjson.dumps(ASKED),
        b"\xef\xbb\xbf  " + orjson.dumps(ASKED),
        urlencode(ASKED).encode(),
        orjson.dumps({name.upper(): value for name, value in ASKED.items()}),
        urlencode({name.lower(): f" {value} " for name, value in ASKED.items()}).encode(),
        orjson.dumps({**ASKED, "username": 7, "gioiTinh": None, "ngayBD": ["x"]}),
        orjson.dumps({**ASKED, "cccdCb": "001080000009", "CCCDCB": "999999999999"}),
    ],
    ids=["json", "json with mark and spaces", "form", "names in capitals", "names in small letters", "extra fields", "name twice"],
)
def test_a_lookup_is_read_from_either_encoding_whatever_the_case_of_its_names(body: bytes) -> None:
    assert gateway.read_lookup_request(body) == READ


@pytest.mark.parametrize(
    ("sent", "read"), [("09031985", PartialDate(1985, 3, 9)), ("3/1985", PartialDate(1985, 3)), (1985, PartialDate(1985))]
)
def test_the_four_forms_of_a_birth_date_are_read(sent: object, read: PartialDate) -> None:
    assert gateway.read_lookup_request(orjson.dumps({**ASKED, "ngaySinh": sent})).birth_date == read


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "maThe"),
        (b"{}", "maThe"),
        (b'{"maThe":', "body"),
        (b"[1]", "body"),
        (b'"text"', "body"),
        (b"[" * 100_000, "body"),
        (b'{"a":' * 100_000, "body"),
        (b"maThe=%ff", "maThe"),
        (b"%ff=1", "body"),
        (b'{"maThe":"\xff"}', "body"),
        (orjson.dumps({**ASKED, "hoTen": True}), "hoTen"),
        (orjson.dumps({**ASKED, "hoTen": 1.5}), "hoTen"),
        (orjson.dumps({**ASKED, "hoTen": ["x"]}), "hoTen"),
        (orjson.dumps({**ASKED, "hoTen": {"a": 1}}), "hoTen"),
        (orjson.dumps({**ASKED, "hoTen": "a\x00b"}), "hoTen"),
        (urlencode({**ASKED, "hoTenCb": "a\x00b"}).encode(), "hoTenCb"),
        (orjson.dumps({**ASKED, "hoTen": "x" * 201}), "hoTen"),
        (orjson.dumps({**ASKED, "ngaySinh": "31/02/1985"}), "ngaySinh"),
        (orjson.dumps({**ASKED, "ngaySinh": "yesterday"}), "ngaySinh"),
        (orjson.dumps({**ASKED, "cccdCb": None}), "cccdCb"),
        (orjson.dumps({**ASKED, "cccdCb": "  "}), "cccdCb"),
    ],
)
def test_what_cannot_be_read_is_refused_by_the_name_of_the_field(body: bytes, field: str) -> None:
    with pytest.raises(gateway.WireError) as refused:
        gateway.read_lookup_request(body)
    assert refused.value.field == field


def test_a_refusal_never_repeats_what_was_sent() -> None:
    with pytest.raises(gateway.WireError) as refused:
        gateway.read_lookup_request(orjson.dumps({**ASKED, "ngaySinh": "Nguyễn Thị Mẫu"}))
    assert "Mẫu" not in str(refused.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(gateway.WireError):
        gateway.read_lookup_request(body)
    with suppress(gateway.WireError):
        gateway.read_token_request(body)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40)))
def test_form_and_json_of_the_same_fields_read_the_same(fields: dict[str, str]) -> None:
    as_json, as_form = orjson.dumps(fields), urlencode(fields).encode()
    assert read_fields(as_json, fields) == read_fields(as_form, fields) == fields


@pytest.mark.parametrize(
    "query",
    [
        b"token=abc&id_token=def&username=01001_BV&password=0F",
        b"TOKEN=abc&Id_Token=def&UserName=01001_BV&PASSWORD=0F",
        b"token=abc&id_token=def&username=01001%5FBV&password=0F&token=xyz&other=1",
    ],
)
def test_credentials_are_read_from_the_query_whatever_the_case_of_their_names(query: bytes) -> None:
    assert gateway.read_credentials(query) == gateway.Credentials("abc", "def", "01001_BV", "0F")


@pytest.mark.parametrize("pasted", [b"a+b/c==", b"a%2Bb%2Fc%3D%3D", b"a%20b/c=="])
def test_a_token_survives_being_pasted_in_raw_encoded_or_with_its_plus_decoded(pasted: bytes) -> None:
    assert gateway.read_credentials(b"token=" + pasted).token == "a+b/c=="


@given(st.binary(max_size=300))
def test_any_query_is_read(query: bytes) -> None:
    assert len(gateway.read_credentials(query).token) <= 300


@pytest.mark.parametrize("password", ["5f4dcc3b5aa765d61d8327deb882cf99", "5F4DCC3B5AA765D61D8327DEB882CF99"])
def test_an_md5_is_read_in_either_case(password: str) -> None:
    request = gateway.read_token_request(orjson.dumps({"UserName": "01c51_bv", "Password": password, "maCSKCB": "01C51"}))
    assert request == gateway.TokenRequest("01C51_BV", "5F4DCC3B5AA765D61D8327DEB882CF99")


def test_a_password_that_is_no_md5_is_none() -> None:
    assert gateway.read_token_request(b"username=01001_BV&password=secret").password_md5 is None


# the token


def test_the_token_reply_is_byte_for_byte_that_of_the_dispatch() -> None:
    reply = gateway.render_token(access_token="QUJD", id_token="0e8a", username="99999_BV", expires_at=AT + timedelta(minutes=10))
    assert reply == (
        b'{"maKetQua":"200","APIKey":{"access_token":"QUJD","id_token":"0e8a","token_type":"Bearer","username":"99999_BV",'
        b'"expires_in":"2026-01-15T08:30:06.7074080Z"}}'
    )


@given(
    st.binary(min_size=32, max_size=32),
    st.from_regex(r"[0-9]{2}[0-9A-Z]{3}_BV", fullmatch=True),
    st.integers(0, 10**9),
)
def test_a_token_has_96_characters_and_never_one_that_a_url_would_change(mac: bytes, username: str, seconds: int) -> None:
    token = gateway.AccessToken(mac, username, gateway.filetime(AT + timedelta(seconds=seconds)))
    text = token.render()
    assert re.fullmatch(r"[A-Za-z0-9]{96}", text)
    assert quote(text, safe="") == text
    assert gateway.read_access_token(text) == token


@given(st.text(max_size=120))
def test_any_text_is_a_token_or_none(text: str) -> None:
    assert gateway.read_access_token(text) is None


def test_a_filetime_counts_100_nanoseconds_since_1601() -> None:
    assert gateway.filetime(datetime(1970, 1, 1, tzinfo=UTC)) == 116_444_736_000_000_000
    assert gateway.instant_of(gateway.filetime(AT)) == AT


# the look-up reply

KEYS = [
    "maKetQua",
    "ghiChu",
    "maThe",
    "hoTen",
    "ngaySinh",
    "gioiTinh",
    "diaChi",
    "maDKBD",
    "cqBHXH",
    "gtTheTu",
    "gtTheDen",
    "maKV",
    "ngayDu5Nam",
    "maSoBHXH",
    "maTheCu",
    "maTheMoi",
    "gtTheTuMoi",
    "gtTheDenMoi",
    "maDKBDMoi",
    "tenDKBDMoi",
    "dsLichSuKCB2018",
    "dsLichSuKT2018",
]
TERM = gateway.Term("DN4010123456789", date(2026, 1, 1), date(2026, 12, 31), "01001")
PLAIN = gateway.LookupReply(
    code=gateway.ResultCode.CORRECT,
    full_name="Nguyễn Thị Mẫu",
    birth_date=PartialDate(1985, 3, 9),
    sex=Sex.FEMALE,
    address="Số 1 phố Thử",
    social_insurance_number="0123456789",
    card_number="DN4010123456789",
    term=TERM,
    five_years_on=date(2025, 1, 1),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXT, TEXT, TEXT)
def test_every_reply_is_compact_holds_every_key_in_order_and_no_null_text(name: str, address: str, office: str) -> None:
    reply = gateway.LookupReply(
        code=gateway.ResultCode.CORRECT, full_name=name, birth_date=PartialDate(1985), sex=Sex.UNKNOWN, address=address,
        social_insurance_number="", issued_by=office,
    )  # fmt: skip
    body = gateway.render_lookup(reply)
    parsed = orjson.loads(body)
    assert list(parsed) == KEYS
    assert orjson.dumps(parsed) == body
    assert [key for key, value in parsed.items() if value is None] == ["dsLichSuKCB2018", "dsLichSuKT2018"]
    assert body.count(b'\\"') == 0


@pytest.mark.parametrize("code", list(gateway.ResultCode))
def test_every_refusal_holds_every_key_in_order_and_nothing_about_anybody(code: gateway.ResultCode) -> None:
    parsed = orjson.loads(gateway.render_lookup_refusal(code))
    assert list(parsed) == KEYS
    assert {key for key, value in parsed.items() if value is not None} == {"maKetQua", "ghiChu"}
    assert parsed["maKetQua"] == code


def test_earlier_lookups_stand_in_the_reply_with_vietnamese_time() -> None:
    check = gateway.Check("79014_BV", datetime(2026, 1, 14, 17, 5, tzinfo=UTC), "000")
    parsed = orjson.loads(gateway.render_lookup(replace(PLAIN, checks=(check,))))
    assert parsed["dsLichSuKT2018"] == [
        {"userKT": "79014_BV", "thoiGianKT": "202601150005", "thongBao": "Thẻ còn giá trị sử dụng", "maLoi": "000"}
    ]


@pytest.mark.parametrize("code", list(gateway.ResultCode))
def test_no_sentence_holds_a_character_at_which_clients_split(code: gateway.ResultCode) -> None:
    assert not set(gateway.SENTENCES[code]) & set(',:".')


def test_the_sentences_of_a_card_held_or_locked_hold_none_either() -> None:
    for withheld in gateway.Withheld:
        note: str = orjson.loads(gateway.render_lookup(replace(PLAIN, code=gateway.ResultCode.REVOKED, withheld=withheld)))["ghiChu"]
        sentence, _ = note.split("!", 1)
        assert sentence not in {text for code, text in gateway.SENTENCES.items() if code != "110"}
        assert not set(sentence) & set(',:".')


def test_the_codes_are_those_of_the_annex_and_two_of_2017() -> None:
    annex = "000 001 002 003 004 010 050 051 052 053 054 055 060 061 070 100 101 110 120 121 122 123 124 130 205 401"
    assert [code for code in gateway.ResultCode if code not in {"080", "090"}] == annex.split()
    assert {"080", "090"} <= set(gateway.ResultCode)


def test_messages_hide_the_person_when_printed() -> None:
    printed = f"{READ!r} {PLAIN!r}"
    assert not [part for part in ("Nguyễn", "nguyen", "Tiếp", "0123456789", "001080000009", "phố Thử") if part in printed]
