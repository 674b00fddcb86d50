"""A province by code or name and day: 63 until 30 June 2025, 34 since."""

from datetime import date

import pytest

from ansinh.terms import PROVINCES, places

BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


def _found(code_or_name: str, day: date) -> places.Province:
    found = places.province(code_or_name, on=day)
    assert found is not None
    return found


def test_there_are_63_provinces_on_the_last_day_of_june_2025_and_34_on_the_next() -> None:
    assert len(places.provinces_on(BEFORE)) == 63
    assert len(places.provinces_on(SINCE)) == 34
    assert places.provinces_on(date(2008, 7, 31)) == ()


def test_each_of_the_63_went_into_exactly_one_of_the_34() -> None:
    made_of = [old.code for new in places.provinces_on(SINCE) for old in places.predecessors(new)]
    assert sorted(made_of) == sorted(PROVINCES)


def test_successor_and_predecessors_are_each_other_turned_round() -> None:
    for old in places.provinces_on(BEFORE):
        assert old in places.predecessors(places.successor(old))


def test_a_code_means_another_province_since_july_2025() -> None:
    assert (_found("24", BEFORE).name, _found("24", SINCE).name) == ("Bắc Giang", "Bắc Ninh")
    assert places.province("010", on=SINCE) is None


def test_a_new_province_keeps_the_code_of_one_of_those_it_was_made_of() -> None:
    for new in places.provinces_on(SINCE):
        assert new.code in {old.code for old in places.predecessors(new)}


@pytest.mark.parametrize(
    "spelt", ["Hồ Chí Minh", "TP. Hồ Chí Minh", "tp hồ chí minh", "THANH PHO HO CHI MINH", "TPHCM", "Thành phố Hồ Chí Minh"]
)
def test_a_name_is_found_as_people_write_it(spelt: str) -> None:
    assert _found(spelt, SINCE).code == "079"


def test_dashes_in_a_name_do_not_count() -> None:
    assert _found("Bà Rịa – Vũng Tàu", BEFORE) == _found("ba ria vung tau", BEFORE) == _found("077", BEFORE)


def test_a_name_that_ended_is_no_province_any_more() -> None:
    assert places.province("Hà Giang", on=SINCE) is None
    assert places.successor(_found("Hà Giang", BEFORE)).name == "Tuyên Quang"


def test_thua_thien_hue_was_called_hue_half_a_year_before_the_others_merged() -> None:
    assert _found("046", date(2024, 12, 31)).name == "Thừa Thiên Huế"
    assert _found("046", date(2025, 1, 1)).name == "Huế"
    assert _found("Huế", SINCE).first_day == SINCE


def test_a_citizen_number_leads_to_todays_province_for_ever() -> None:
    assert places.today("089").name == "An Giang"
    assert places.today("089").code == "091"
    with pytest.raises(KeyError):
        places.today("999")


def test_one_of_the_34_is_its_own_successor_and_one_of_the_63_has_no_predecessors() -> None:
    new = _found("Phú Thọ", SINCE)
    assert places.successor(new) == new
    assert places.predecessors(_found("Phú Thọ", BEFORE)) == ()


def test_an_address_names_a_district_until_they_ended() -> None:
    assert places.had_districts(BEFORE)
    assert not places.had_districts(SINCE)
