"""Claims about a person, and assurance in two dimensions."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import terms
from ansinh.wire import eid


@dataclass(frozen=True)
class Login:
    issuer: str = "https://op.example"
    subject: str = "8a1f"
    acr: str | None = "urn:ansinh:acr:2.2"
    amr: tuple[str, ...] = ("pwd", "otp")
    auth_time: datetime | None = datetime(2026, 3, 2, tzinfo=UTC)


PERSON = eid.EidClaims(
    issuer="https://op.example",
    subject="8a1f",
    citizen_number=terms.CitizenNumber.parse("001190000001"),
    full_name="Trần Thị Thử",
    birth_date=terms.PartialDate(1990, 5, 2),
    sex=terms.Sex.FEMALE,
    assurance=eid.Assurance(2, 2),
    auth_time=Login().auth_time,
    amr=("pwd", "otp"),
)


def from_provider(told: dict[str, Any]) -> eid.EidClaims:
    return eid.parse(Login(), told, eid.OF_PROVIDER, assurance=eid.read_reached(Login().acr))


levels = st.builds(eid.Assurance, st.integers(0, 2), st.integers(0, 4))


def test_a_person_survives_the_way_from_the_provider_to_the_exchange() -> None:
    assert from_provider(eid.format_for_exchange(PERSON)) == PERSON


def test_a_person_survives_the_way_from_the_exchange_to_a_relying_party() -> None:
    found = eid.parse_from_exchange(Login(), eid.format_for_relying_party(PERSON))
    assert (found.citizen_number, found.full_name, found.birth_date, found.sex) == (
        PERSON.citizen_number,
        PERSON.full_name,
        PERSON.birth_date,
        PERSON.sex,
    )
    assert (found.account_level, found.authentication_level, found.login_idp) == (2, 2, "BCA")


def test_the_names_of_the_exchange_are_those_relying_parties_know() -> None:
    assert eid.format_for_relying_party(PERSON) == {
        "sub": "8a1f",
        "TechID": "8a1f",
        "LoaiTaiKhoan": "1",
        "HoVaTen": "Trần Thị Thử",
        "SoDinhDanh": "001190000001",
        "NgayThangNamSinh": "19900502",
        "GioiTinh": 2,
        "loginIdp": "BCA",
        "name": "Trần Thị Thử",
        "birthdate": "1990-05-02",
        "gender": "female",
    }


@pytest.mark.parametrize(("partial", "told"), [(terms.PartialDate(1950), "1950"), (terms.PartialDate(1950, 7), "1950")])
def test_a_standard_birth_date_is_a_whole_date_or_a_year(partial: terms.PartialDate, told: str) -> None:
    assert eid.format_for_relying_party(replace(PERSON, birth_date=partial))["birthdate"] == told


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"phone_number": "+84912345678"}, ("+84912345678", "", "")),
        ({"email": "thu@example.vn"}, ("", "thu@example.vn", "")),
        ({"address": {"formatted": "12/3 Phố Thử, Hà Nội"}}, ("", "", "12/3 Phố Thử, Hà Nội")),
        ({"phone_number": "09 12"}, ("", "", "")),
        ({"phone_number": 84912345678}, ("", "", "")),
        ({"email": "<b>@x"}, ("", "", "")),
        ({"address": "Phố <b>Thử</b>"}, ("", "", "")),
        ({"address": "Phố \u202eửhT"}, ("", "", "")),
        ({"address": "a" * 201}, ("", "", "")),
    ],
)
def test_34_what_a_provider_tells_of_phone_mail_and_address_is_kept_if_it_is_usable(
    told: dict[str, Any], kept: tuple[str, str, str]
) -> None:
    found = from_provider(eid.format_for_exchange(PERSON) | told)
    assert (found.phone, found.email, found.address) == kept


def test_a_claim_without_a_name_is_no_claim_of_an_issuer_that_has_none_of_that_kind() -> None:
    names = eid.ClaimsMap("preferred_username", "name", "birthdate")
    told = eid.format_for_exchange(PERSON) | {"": "female"}
    found = eid.parse(Login(), told, names, assurance=eid.UNKNOWN)
    assert (found.sex, found.tech_id, found.login_idp, found.address) == (terms.Sex.UNKNOWN, None, None, "")


def test_what_was_not_told_is_not_passed_on_as_empty() -> None:
    assert not {*eid.CLAIMS_OF_CONTACT} & eid.format_for_relying_party(PERSON).keys()


def test_every_claim_that_can_be_told_has_a_meaning_for_pages() -> None:
    person = replace(PERSON, phone="0912345678", email="a@b.vn", address="Hà Nội")
    assert {*eid.format_for_relying_party(person), "acr", "amr", "auth_time"} == {*eid.MEANINGS}


@pytest.mark.parametrize("partial", [terms.PartialDate(1950), terms.PartialDate(1950, 7)])
def test_a_partial_birth_date_survives_both_dialects(partial: terms.PartialDate) -> None:
    person = replace(PERSON, birth_date=partial)
    assert from_provider(eid.format_for_exchange(person)).birth_date == partial
    assert eid.parse_from_exchange(Login(), eid.format_for_relying_party(person)).birth_date == partial


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"HoVaTen": "a" * 101}, "HoVaTen"),
        ({"HoVaTen": "a" * 10_000}, "HoVaTen"),
        ({"HoVaTen": ""}, "HoVaTen"),
        ({"HoVaTen": "   "}, "HoVaTen"),
        ({"HoVaTen": None}, "HoVaTen"),
        ({"HoVaTen": ["Trần"]}, "HoVaTen"),
        ({"HoVaTen": "Trần\x00Thử"}, "HoVaTen"),
        ({"HoVaTen": "Trần\nThử"}, "HoVaTen"),
        ({"HoVaTen": "Trần \u202eửhT"}, "HoVaTen"),
        ({"HoVaTen": "Trần\u200bThử"}, "HoVaTen"),
        ({"HoVaTen": "<script>alert(1)</script>"}, "HoVaTen"),
        ({"HoVaTen": "Trần & Thử"}, "HoVaTen"),
        ({"HoVaTen": "Trần 007"}, "HoVaTen"),
        ({"HoVaTen": "Trần \ud800"}, "HoVaTen"),
        ({"SoDinhDanh": "00119000000"}, "SoDinhDanh"),
        ({"SoDinhDanh": "0011900000011"}, "SoDinhDanh"),
        ({"SoDinhDanh": "00119000000a"}, "SoDinhDanh"),
        ({"SoDinhDanh": "٠٠١١٩٠٠٠٠٠٠١"}, "SoDinhDanh"),
        ({"SoDinhDanh": 1190000001}, "SoDinhDanh"),
        ({"NgayThangNamSinh": "19901332"}, "NgayThangNamSinh"),
        ({"NgayThangNamSinh": "19900230"}, "NgayThangNamSinh"),
        ({"NgayThangNamSinh": "1990-05-02"}, "NgayThangNamSinh"),
        ({"NgayThangNamSinh": "02051990"}, "NgayThangNamSinh"),
        ({"NgayThangNamSinh": "00000000"}, "NgayThangNamSinh"),
        ({"NgayThangNamSinh": 19900502}, "NgayThangNamSinh"),
        ({"LoaiTaiKhoan": "2"}, "LoaiTaiKhoan"),
        ({"TechID": "x" * 65}, "TechID"),
        ({"loginIdp": "BCA\n"}, "loginIdp"),
        ({"sub": "somebody-else"}, "sub"),
        ({"sub": None}, "sub"),
    ],
)
def test_34_a_value_that_cannot_be_believed_is_refused_by_name(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(terms.TermError) as refused:
        eid.parse_from_exchange(Login(), eid.format_for_relying_party(PERSON) | changes)
    assert refused.value.field in {field, "citizen_number"}


@pytest.mark.parametrize("name", ["H'Hen Niê", "Trần Thị-Thử", "Nguyễn Văn A (B)", "Y Moan Ênuôl", "Đặng"])
def test_names_that_people_have_are_accepted(name: str) -> None:
    assert eid.parse_from_exchange(Login(), eid.format_for_relying_party(PERSON) | {"HoVaTen": name}).full_name == name


@pytest.mark.parametrize("sent", [None, 0, 9, "nữ", [1], {"a": 1}, True])
def test_a_sex_that_is_not_understood_is_unknown(sent: object) -> None:
    assert eid.parse_from_exchange(Login(), eid.format_for_relying_party(PERSON) | {"GioiTinh": sent}).sex is terms.Sex.UNKNOWN


@given(levels)
def test_a_level_survives_being_written(level: eid.Assurance) -> None:
    assert eid.read_reached(level.acr) == level == eid.read_demand(level.acr)


@pytest.mark.parametrize(
    "acr",
    [None, "", "1", "LoA2", "urn:ansinh:acr:3.1", "urn:ansinh:acr:2.5", "urn:ansinh:acr:22", "URN:ansinh:acr:2.2", "urn:ansinh:acr:2.2 "],
)
def test_32_an_absent_or_unknown_level_is_level_zero(acr: str | None) -> None:
    assert eid.read_reached(acr) == eid.UNKNOWN


@pytest.mark.parametrize("value", ["", "LoA3", "loa1", "1", "urn:ansinh:acr:3.1", "gold"])
def test_12_a_demand_that_is_not_understood_is_refused(value: str) -> None:
    with pytest.raises(terms.TermError):
        eid.read_demand(value)


def test_the_legacy_levels_demand_an_account_and_no_kind_of_login() -> None:
    assert eid.Assurance(1, 1).meets(eid.read_demand("LoA1"))
    assert not eid.Assurance(1, 4).meets(eid.read_demand("LoA2"))


@given(levels, levels)
def test_one_dimension_never_makes_up_for_the_other(reached: eid.Assurance, demand: eid.Assurance) -> None:
    both = reached.account_level >= demand.account_level and reached.authentication_level >= demand.authentication_level
    assert reached.meets(demand) is both


@given(levels)
def test_an_unknown_level_meets_only_a_demand_for_nothing(demand: eid.Assurance) -> None:
    assert eid.UNKNOWN.meets(demand) is (demand == eid.UNKNOWN)


@given(levels, levels, levels)
def test_what_is_enough_for_more_is_enough_for_less(a: eid.Assurance, b: eid.Assurance, c: eid.Assurance) -> None:
    if a.meets(b) and b.meets(c):
        assert a.meets(c)


def test_a_person_does_not_print() -> None:
    assert "Trần" not in repr(PERSON)
    assert "001190000001" not in repr(PERSON)
    assert "05" not in repr(PERSON.birth_date)
