import pytest

from ansinh.terms import CardNumber, CitizenNumber, FacilityCode, Sex, SocialInsuranceNumber, TermError


def test_a_citizen_number_tells_province_sex_and_year() -> None:
    number = CitizenNumber.parse(" 001099000012 ")
    assert (number.value, number.province, number.sex, number.birth_year) == ("001099000012", "Hà Nội", Sex.MALE, 1999)


def test_the_century_stands_in_the_fourth_digit() -> None:
    assert CitizenNumber.parse("079305000012").birth_year == 2005
    assert CitizenNumber.parse("079305000012").sex is Sex.FEMALE


@pytest.mark.parametrize("text", ["", "12345678901", "1234567890123", "00109900001x", "٠٠١٠٩٩٠٠٠٠١٢", "001099000012\x00"])
def test_what_is_not_twelve_digits_is_no_citizen_number(text: str) -> None:
    with pytest.raises(TermError, match="citizen_number: must be exactly 12 digits"):
        CitizenNumber.parse(text)


def test_a_card_is_letters_benefit_province_and_insurance_number() -> None:
    card = CardNumber.parse("dn4790123456789")
    assert (card.object_code, card.benefit_digit, card.province) == ("DN", 4, "Thành phố Hồ Chí Minh")
    assert card.social_insurance_number == SocialInsuranceNumber.parse("0123456789")


@pytest.mark.parametrize("text", ["DN6790123456789", "D14790123456789", "DN479012345678", "DN47901234567890", "ĐN4790123456789"])
def test_a_card_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(TermError, match="card_number"):
        CardNumber.parse(text)


def test_numbers_hide_themselves_when_printed() -> None:
    number = CitizenNumber.parse("001099000012")
    assert "109900001" not in f"{number} {number!r} {[number]}"


def test_the_error_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(TermError) as refused:
        SocialInsuranceNumber.parse("98765")
    assert "98765" not in str(refused.value)


def test_a_facility_code_is_public_and_may_hold_letters() -> None:
    assert str(FacilityCode.parse("01c51")) == "01C51"
