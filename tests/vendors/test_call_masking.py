"""Nothing that was sent is kept, whatever it was and wherever it stood."""

import itertools
from urllib.parse import quote, urlencode

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansinh import vendors
from ansinh.vendors import Form, Note
from ansinh.vendors.documents import read_document
from ansinh.wire import gateway
from tests.vendors.builders import ACCOUNT, KEY, LOOKUP, MD5, PERSON, TAKE, VISIT, credentials, finished, kept, token

FAMILY, MIDDLE, GIVEN = ["Nguyễn", "Trần", "Đặng", "Lê", "Hồ"], ["Thị", "Văn", "Hữu", "Ngọc"], ["Mẫu", "Thử", "Ảnh", "Ví", "Dụ"]
NAMES = st.builds(lambda *words: " ".join(words), *map(st.sampled_from, (FAMILY, MIDDLE, GIVEN)))
WRITTEN = st.one_of(NAMES, NAMES.map(str.upper), NAMES.map(str.lower))
NUMBERS = st.one_of(st.from_regex(r"[0-9]{12}", fullmatch=True), st.from_regex(r"[A-Z]{2}[1-5][0-9]{12}", fullmatch=True))
DATES = st.dates().map(lambda day: day.strftime("%d/%m/%Y"))
ADDRESSES = st.builds(lambda number, name: f"Số {number} đường {name}, phường Thử", st.integers(10, 99), NAMES)
MAILS = st.from_regex(r"[a-z]{6}@[a-z]{6}\.vn", fullmatch=True)
SECRETS = st.one_of(st.from_regex(r"[a-z]{4}-[a-z]{4}-[0-9]{4}", fullmatch=True), st.from_regex(r"[0-9a-f]{32}", fullmatch=True))
VALUES = st.one_of(WRITTEN, NUMBERS, DATES, ADDRESSES, MAILS, SECRETS)
KNOWN = st.sampled_from(sorted(set(gateway.NAMES.values()) - {"username", "maCSKCB"}))
FIELD_NAMES = st.one_of(KNOWN, KNOWN.map(str.upper), st.sampled_from(["diaChiNha", "so_dien_thoai", "Ghi chú thêm"]))
FIELDS = st.dictionaries(FIELD_NAMES, VALUES, min_size=1, max_size=8)
HEADERS = st.dictionaries(
    st.sampled_from(["x-patient", "cookie", "referer", "authorization", "user-agent", "passwordhash"]), VALUES, max_size=3
)


def assert_nothing_kept(call: vendors.Finished, values: list[str]) -> None:
    document = orjson.dumps(vendors.mask(call, key=KEY)).decode()
    lowered = document.lower()
    for value in values:
        for word in (value, quote(value), *value.split()):
            if len(word) >= 3 and word.lower() not in _OUR_OWN:
                assert word.lower() not in lowered, f"{word} is in {document}"


# what a document holds anyway: its keys, the forms and notes, and the names of fields
_OUR_OWN = {*map(str, Form), *map(str, Note), "the"}


@given(FIELDS, FIELDS, HEADERS, st.sampled_from(["json", "form", "raw form", "list", "text"]))
@settings(max_examples=150)
@example({"hoTen": "Nguyễn Thị Mẫu"}, {"maThe": "DN4010123456789"}, {}, "text")
def test_no_value_of_a_request_is_ever_kept(body: dict[str, str], query: dict[str, str], headers: dict[str, str], encoding: str) -> None:
    sent = {
        "json": orjson.dumps(body),
        "form": urlencode(body).encode(),
        "raw form": "&".join(f"{name}={value}" for name, value in body.items()).encode(),
        "list": orjson.dumps([body]),
        "text": " ".join(body.values()).encode(),
    }[encoding]
    call = finished(LOOKUP, sent, query=query, headers={name: quote(value) for name, value in headers.items()})
    assert_nothing_kept(call, [*body.values(), *query.values(), *headers.values()])


@given(VALUES, st.sampled_from(["/api/egw/{}", "/api/egw/KQNhanLichSuKCB2024/{}", "/api/{}/x"]))
@settings(max_examples=60)
def test_no_number_name_or_date_in_a_path_is_kept(value: str, path: str) -> None:
    assert_nothing_kept(finished(path.format(value)), [value] if not value.isalpha() else [])


@given(st.dictionaries(st.sampled_from(sorted(set(gateway.NAMES.values()))), VALUES, min_size=1, max_size=8))
@settings(max_examples=60)
def test_no_value_of_a_reply_is_kept(reply: dict[str, str]) -> None:
    assert_nothing_kept(finished(reply=reply), list(reply.values()))


@given(st.binary(max_size=300))
@settings(max_examples=150)
@example(b"\xff=\xfe&%zz=%")
@example(b'{"maThe": ["DN4010123456789", {"hoTen": "x"}]}')
@example(b'{"maKetQua": [1], "APIKey": {}}')
def test_whatever_bytes_arrive_a_call_can_be_kept(garbage: bytes) -> None:
    call = vendors.mask(finished(LOOKUP, garbage, query=garbage, reply=garbage, headers={"content-type": "x"}), key=KEY)
    assert call.body_length == len(garbage)


def test_a_known_field_keeps_its_name_and_the_shape_of_its_value() -> None:
    shapes = {part.name: part.shape for part in kept().body}
    assert shapes["maThe"] == vendors.Shape(Form.CARD, 15, (Note.UPPER,))
    assert shapes["hoTen"] == vendors.Shape(Form.WORDS, 14, (Note.DIACRITICS,))
    assert shapes["ngaySinh"] == vendors.Shape(Form.DAY, 10)
    assert shapes["cccdCb"] == vendors.Shape(Form.DIGITS, 12)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("09/03/1985", Form.DAY), ("03/1985", Form.MONTH), ("1985", Form.YEAR), ("09031985", Form.DAY_8), ("19850309", Form.DAY_8_REVERSED),
        ("1985-03-09", Form.ISO_DAY), ("9/3/1985", Form.OTHER_DAY), ("1985-03-09T00:00:00Z", Form.OTHER_DAY), ("0123456789", Form.DIGITS),
        ("202611200802", Form.MINUTE), ("DN4010123456789", Form.CARD), (MD5, Form.MD5_UPPER), (MD5.lower(), Form.MD5_LOWER),
        ("00000000-0000-4000-8000-000000000001", Form.GUID), (VISIT["fileHSBase64"], Form.BASE64_XML), ("ten@thu.vn", Form.EMAIL),
        ("Mẫu", Form.LETTERS), ("Nguyễn Mẫu", Form.WORDS), ("Số 7", Form.TEXT), ("", Form.EMPTY), ("  ", Form.TEXT),
    ],
)  # fmt: skip
def test_a_shape_says_what_a_value_is(text: str, form: Form) -> None:
    assert vendors.shape_of(text).form is form


def test_an_unknown_field_keeps_its_name_and_a_length() -> None:
    part = next(part for part in kept(body={**PERSON, "soDienThoai": "0900000000"}).body if not part.is_known)
    assert part == vendors.Part("soDienThoai", vendors.Shape(Form.TEXT, 10), is_known=False)


@pytest.mark.parametrize("name", ["Nguyễn Thị Mẫu", "DN4010123456789", "001080000009", "a b", "x" * 40, "<b>"])
def test_an_unknown_field_whose_name_may_be_a_value_keeps_no_name(name: str) -> None:
    assert [part.name for part in kept(body={**PERSON, name: "1"}).body if not part.is_known] == [""]


def test_text_that_only_happens_to_hold_an_equals_sign_is_described_and_not_taken_apart() -> None:
    call = kept(body="Nguyễn=Thị&Mẫu=1".encode())
    assert (call.body_form, call.body) == (vendors.BodyForm.UNREADABLE, ())


def test_of_a_password_nothing_is_kept_but_whether_it_is_an_md5() -> None:
    plain = kept(TAKE, {"username": ACCOUNT, "password": "lua-mai-1234"}).body[1]
    hashed = kept(TAKE, {"username": ACCOUNT, "password": MD5.lower()}).body[1]
    assert plain.shape == vendors.Shape(Form.NOT_AS_PUBLISHED)
    assert hashed.shape == vendors.Shape(Form.MD5_LOWER)


def test_of_a_token_nothing_is_kept_but_whether_it_has_the_published_form() -> None:
    shapes = {part.name: part.shape for part in kept(query=credentials(token=token()[:-4])).query}
    assert shapes["token"] == vendors.Shape(Form.NOT_AS_PUBLISHED)
    assert shapes["id_token"] == vendors.Shape(Form.GUID)
    assert {part.name: part.shape for part in kept().query}["token"] == vendors.Shape(Form.TOKEN)


def test_words_of_the_protocol_are_kept_as_they_are() -> None:
    call = kept(reply={"maKetQua": "205", "ghiChu": "Lỗi sai định dạng tham số. Null hoTenCb"})
    assert call.code == "205"
    assert [part.shape.word for part in call.reply] == ["205", "Lỗi sai định dạng tham số. Null hoTenCb"]


@pytest.mark.parametrize(
    "sentence", ["Null Mẫu", "Thẻ còn giá trị sử dụng! Họ tên : Nguyễn Thị Mẫu", "hoTen: Nguyễn", "Nguyễn: is missing"]
)
def test_a_sentence_that_may_speak_of_somebody_is_not_kept(sentence: str) -> None:
    note = kept(reply={"maKetQua": "000", "ghiChu": sentence}).reply[1]
    assert note.shape.word == ""


def test_a_facility_is_kept_as_own_or_another() -> None:
    own, another = kept(body={"maCSKCB": "99001"}).body[0], kept(body={"maCSKCB": "01001"}).body[0]
    assert (own.shape.form, another.shape.form) == (Form.OWN, Form.ANOTHER)


def test_the_marks_tell_the_same_person_by_card_and_by_number_and_another_account_nothing() -> None:
    by_card, by_number = kept(), kept(body={**PERSON, "maThe": "0123456789"})
    elsewhere = kept(account="99002_BV")
    assert by_card.person_mark == by_number.person_mark
    assert by_card.person_mark != elsewhere.person_mark
    assert "" not in {by_card.person_mark, by_card.token_mark, by_card.request_mark}


def test_the_marks_need_the_key() -> None:
    call = finished()
    marks = [vendors.mask(call, key=key) for key in (KEY, KEY[::-1])]
    assert len(set(itertools.chain.from_iterable((each.person_mark, each.token_mark, each.request_mark) for each in marks))) == 6


def test_a_body_that_is_too_long_is_described_by_its_length_alone() -> None:
    call = kept(body=orjson.dumps({**PERSON, "fileHSBase64": "A" * 70_000}))
    assert (call.body_form, call.body, call.body_length > 70_000) == (vendors.BodyForm.TOO_LONG, (), True)


def test_the_code_of_a_reply_that_is_too_long_to_read_is_kept() -> None:
    call = kept(reply=b'{"maKetQua":"200","hoSoKCB":{"xml1":{"HoTen":"Nguy')
    assert (call.code, call.reply) == ("200", ())


def test_what_is_kept_reads_back_as_it_was() -> None:
    call = kept(body={**PERSON, "MATHE": 5, "x": None, "soDienThoai": "1"}, headers={"authorization": "Bearer x"})
    assert read_document(orjson.loads(orjson.dumps(call)), number=call.number) == call
