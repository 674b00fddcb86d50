from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.terms import PartialDate, TermError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02/05/1980", PartialDate(1980, 5, 2)),
        ("2/5/1980", PartialDate(1980, 5, 2)),
        ("02051980", PartialDate(1980, 5, 2)),
        ("05/1980", PartialDate(1980, 5)),
        ("1980", PartialDate(1980)),
    ],
)
def test_every_form_hospital_software_sends_is_read(text: str, expected: PartialDate) -> None:
    assert PartialDate.parse(text) == expected


@pytest.mark.parametrize("text", ["", "31/02/1980", "00/05/1980", "13/1980", "80", "1980-05-02", "1/1/99", "12345", "02/05/0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(TermError):
        PartialDate.parse(text)


@given(st.dates(min_value=date(1850, 1, 1), max_value=date(2200, 12, 31)))
def test_writing_and_reading_give_the_same_day(day: date) -> None:
    written = PartialDate.of(day)
    assert PartialDate.parse(written.vietnamese()) == PartialDate.from_iso(written.iso()) == written


def test_dates_agree_as_far_as_the_less_precise_one_goes() -> None:
    assert PartialDate(1980).agrees_with(PartialDate(1980, 5, 2))
    assert PartialDate(1980, 5).agrees_with(PartialDate(1980, 5, 2))
    assert not PartialDate(1980, 6).agrees_with(PartialDate(1980, 5, 2))
    assert not PartialDate(1980, 5, 3).agrees_with(PartialDate(1980, 5, 2))


def test_a_printed_date_shows_the_year_alone() -> None:
    assert repr(PartialDate(1980, 5, 2)) == "PartialDate(1980-**-**)"
