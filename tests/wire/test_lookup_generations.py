"""The generations as data: each is complete, and says the same as the list of published calls."""

from dataclasses import replace

import orjson
import pytest

from ansinh.terms import PartialDate, Sex
from ansinh.wire import gateway

BODY = {"maThe": "dn4010123456789", "hoTen": "nguyen thi mau", "ngaySinh": "1985"}
EACH = pytest.mark.parametrize("generation", gateway.GENERATIONS, ids=lambda each: each.name)
REPLY = gateway.LookupReply(
    code=gateway.ResultCode.CORRECT,
    full_name="Nguyễn Thị Mẫu",
    birth_date=PartialDate(1985),
    sex=Sex.FEMALE,
    address="Số 1 phố Thử",
    social_insurance_number="0123456789",
)


def test_every_published_look_up_is_a_generation_with_the_same_required_fields() -> None:
    published = {each.path: each for each in gateway.PUBLISHED if each.kind is gateway.CallKind.LOOKUP}
    ours = {path: (name, generation) for generation in gateway.GENERATIONS for name, path in generation.paths.items()}
    assert ours.keys() == published.keys()
    for path, (name, generation) in ours.items():
        assert (published[path].name, published[path].generation) == (name, generation.name)
        assert set(generation.required) <= set(published[path].needed)
        assert (published[path].off_since is not None) is generation.is_superseded


@EACH
@pytest.mark.parametrize("code", gateway.ResultCode)
def test_every_code_is_told_and_refused_with_the_same_keys_in_digits(generation: gateway.Generation, code: gateway.ResultCode) -> None:
    told, refused = generation.render(replace(REPLY, code=code)), generation.render_refusal(code, "")
    assert list(orjson.loads(told)) == list(orjson.loads(refused))
    for reply in (told, refused):
        digits = orjson.loads(reply)["maKetQua"]
        assert digits.isdigit()
        assert digits in (
            {*gateway.ResultCode} if generation.name != "2016" else {*["00", "01", "05", "06", "07", "08", "09", "10", "401"]}
        )
    assert orjson.loads(told)["maKetQua"] == orjson.loads(refused)["maKetQua"]


@EACH
def test_a_request_without_an_officer_is_enough_before_2024(generation: gateway.Generation) -> None:
    if generation.name == "2024":
        with pytest.raises(gateway.WireError) as refused:
            generation.read(orjson.dumps(BODY))
        assert refused.value.sentence == "Null hoTenCb"
    else:
        read = generation.read(orjson.dumps(BODY))
        assert (read.key, read.officer_name, read.officer_number, read.sex, read.facility_code) == ("DN4010123456789", "", "", None, "")


@pytest.mark.parametrize(
    ("sent", "read"),
    [(1, Sex.MALE), ("2", Sex.FEMALE), ("Nam", Sex.MALE), ("NỮ", Sex.FEMALE), ("0", None), ("3", None), ("", None), (None, None)],
)
def test_sex_is_read_as_digit_or_word_and_anything_else_is_not_compared(sent: object, read: Sex | None) -> None:
    [of_595] = [each for each in gateway.GENERATIONS if each.name == "595"]
    assert of_595.read(orjson.dumps({**BODY, "gioiTinh": sent})).sex is read


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("DN401012345678901001", "DN4010123456789"),
        ("dn401012345678901c51", "DN4010123456789"),
        ("DN4010123456789-1001", "DN4010123456789-1001"),
        ("DN40101234567890100", "DN40101234567890100"),
        ("DN4010123456789010011", "DN4010123456789010011"),
    ],
)
@EACH
def test_twenty_characters_are_a_card_and_a_facility(generation: gateway.Generation, sent: str, read: str) -> None:
    officer = {"hoTenCb": "Trần Văn Tiếp", "cccdCb": "001080000009"}
    assert generation.read(orjson.dumps({**BODY, **officer, "maThe": sent})).key == read


def test_messages_of_every_generation_hide_the_person_when_printed() -> None:
    printed = repr([each.read(orjson.dumps({**BODY, "hoTenCb": "Tiếp", "cccdCb": "001080000009"})) for each in gateway.GENERATIONS])
    assert not [part for part in ("nguyen", "Tiếp", "0123456789", "001080000009") if part in printed]
