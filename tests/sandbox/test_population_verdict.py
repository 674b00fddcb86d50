"""What the population register admits to: agreement to who knows the person, nothing to anybody else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.sandbox.population import NOT_VERIFIED, Agreement, Citizen, Claim, judge
from ansinh.terms import CitizenNumber, PartialDate, Sex

CITIZEN = Citizen(
    citizen_number=CitizenNumber("001180000001"), full_name="Nguyễn Thị Thu Hòa", birth_date=PartialDate(1980, 5, 2), sex=Sex.FEMALE
)


def claim(full_name: str = CITIZEN.full_name, birth_date: PartialDate = CITIZEN.birth_date, sex: Sex = Sex.FEMALE) -> Claim:
    return Claim(full_name=full_name, birth_date=birth_date, sex=sex)


def test_the_same_person_is_verified_and_alive() -> None:
    verdict = judge(claim(), CITIZEN)
    assert (verdict.verified, verdict.full_name, verdict.birth_date, verdict.sex) == (True, Agreement.YES, Agreement.YES, Agreement.YES)
    assert verdict.deceased is False


@pytest.mark.parametrize(
    "spelling", ["NGUYỄN THỊ THU HÒA", "  nguyễn thị  thu hòa ", "Nguyễn Thị Thu Hoà", "Nguye\u0302\u0303n Thi\u0323 Thu Ho\u0300a"]
)
def test_case_spacing_composition_and_the_place_of_the_tone_do_not_count(spelling: str) -> None:
    assert judge(claim(full_name=spelling), CITIZEN).full_name is Agreement.YES


def test_a_name_without_diacritics_verifies_beside_a_whole_birth_date_and_the_right_sex() -> None:
    verdict = judge(claim(full_name="NGUYEN THI THU HOA"), CITIZEN)
    assert (verdict.verified, verdict.full_name) == (True, Agreement.YES_WITHOUT_DIACRITICS)
    assert judge(claim(full_name="NGUYEN THI THU HOA", birth_date=PartialDate(1980)), CITIZEN) == NOT_VERIFIED
    assert judge(claim(full_name="NGUYEN THI THU HOA", sex=Sex.MALE), CITIZEN) == NOT_VERIFIED


@pytest.mark.parametrize(
    "other", ["Nguyễn Thị Thu Hoa", "Nguyễn Thị Thu Hóa", "Trần Thị Thu Hòa", "Nguyễn Thị Hòa", "Hòa", "Nguyen Thi Thu"]
)
def test_another_name_is_not_verified(other: str) -> None:
    assert judge(claim(full_name=other), CITIZEN) == NOT_VERIFIED


@pytest.mark.parametrize(
    ("submitted", "agreement"), [(PartialDate(1980, 5), Agreement.YES_TO_MONTH), (PartialDate(1980), Agreement.YES_TO_YEAR)]
)
def test_a_birth_date_agrees_as_far_as_it_goes(submitted: PartialDate, agreement: Agreement) -> None:
    verdict = judge(claim(birth_date=submitted), CITIZEN)
    assert (verdict.verified, verdict.birth_date) == (True, agreement)


def test_the_wrong_sex_alone_is_told_and_does_not_verify() -> None:
    verdict = judge(claim(sex=Sex.MALE), CITIZEN)
    assert (verdict.verified, verdict.sex, verdict.full_name) == (False, Agreement.NO, Agreement.YES)


def test_a_death_is_told_to_whoever_knows_the_person() -> None:
    dead = Citizen(
        citizen_number=CITIZEN.citizen_number,
        full_name=CITIZEN.full_name,
        birth_date=CITIZEN.birth_date,
        sex=CITIZEN.sex,
        deceased_on=date(2025, 3, 3),
    )
    assert judge(claim(), dead).deceased is True
    assert judge(claim(full_name="Lê Thị Hoa"), dead).deceased is None


@given(year=st.integers(1900, 2026), month=st.integers(1, 12), day=st.integers(1, 28), sex=st.sampled_from([Sex.MALE, Sex.FEMALE]))
def test_a_wrong_birth_date_looks_like_a_number_nobody_has(year: int, month: int, day: int, sex: Sex) -> None:
    tried = claim(birth_date=PartialDate(year, month, day), sex=sex)
    if tried.birth_date != CITIZEN.birth_date:
        assert judge(tried, CITIZEN) == judge(tried, None) == NOT_VERIFIED
