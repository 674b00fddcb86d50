import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import terms
from ansinh.terms import digits

NUMBERS = st.integers(1, 10**12 - 1)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        (1099012345, 1099012345, 0),
        (1099012345, 1099012346, 1),
        (1099012345, 1099012354, 1),  # two neighbours changed places
        (1099012345, 1099013254, 2),  # so did two more
        (1099012345, 1099012453, 3),  # three that went round
        (1099012345, 1099012543, 2),  # not neighbours
        (1099012345, 91099012345, 1),  # 001... and 091...: leading zeros are digits
        (1099012345, 2345, 3),
        (1099012345, 79188054321, 3),
        (0, 1099012345, 9),
        (0, 0, 9),
    ],
)
def test_digits_between_two_numbers(one: int, other: int, edits: int) -> None:
    assert terms.number_edits(one, other) == edits
    assert terms.number_edits(other, one) == edits


@given(NUMBERS, st.integers(0, 11), st.integers(0, 9))
def test_one_digit_changed_is_one_edit(number: int, place: int, digit: int) -> None:
    text = f"{number:012d}"
    other = int(text[:place] + str(digit) + text[place + 1 :])
    if other != 0:
        assert terms.number_edits(number, other) == (0 if other == number else 1)


@given(NUMBERS, st.integers(0, 10))
def test_two_neighbours_exchanged_are_one_edit(number: int, place: int) -> None:
    text = f"{number:012d}"
    other = int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    assert terms.number_edits(number, other) == (0 if other == number else 1)


@given(NUMBERS, NUMBERS)
def test_edits_are_never_more_than_the_digits_that_differ(one: int, other: int) -> None:
    apart = sum(a != b for a, b in zip(f"{one:012d}", f"{other:012d}", strict=True))
    edits = terms.number_edits(one, other)
    assert (edits == 0) == (apart == 0)
    assert min(apart, 3) / 2 <= edits <= min(apart, 3)


# Hà Nội, female, born 1999.
@pytest.mark.parametrize(
    ("number", "birth", "sex", "doubts"),
    [
        ("001199012345", 19990704, 1, 0),
        ("001199012345", 0, -1, 0),
        ("001199012345", 19990000, 1, 0),
        ("001199012345", 19990704, 0, digits.OTHER_SEX),
        ("001199012345", 19980704, 1, digits.OTHER_YEAR),
        ("001199012345", 20990704, 1, digits.OTHER_YEAR),
        ("001399012345", 19990704, 1, digits.OTHER_YEAR),  # the century of 2000 to 2099
        ("003199012345", 19990704, 1, digits.UNKNOWN_PROVINCE),
        ("097199012345", 19990704, 1, digits.UNKNOWN_PROVINCE),
        ("999199012345", 19990704, 1, digits.UNKNOWN_PROVINCE),
        ("003299012345", 19990704, 1, digits.UNKNOWN_PROVINCE | digits.OTHER_SEX | digits.OTHER_YEAR),
        ("1001199012345", 19990704, 1, digits.NOT_TWELVE_DIGITS),
        ("000000000000", 19990704, 1, 0),
    ],
)
def test_what_in_a_number_contradicts_its_person(number: str, birth: int, sex: int, doubts: int) -> None:
    assert terms.number_doubts(int(number), birth, sex) == doubts


@given(st.integers(0, 999))
def test_a_province_is_known_as_citizen_numbers_know_it(code: int) -> None:
    number = f"{code:03d}199012345"
    unknown = terms.number_doubts(int(number), 0, -1) == digits.UNKNOWN_PROVINCE
    assert unknown == (terms.CitizenNumber.parse(number).province is None)


@given(st.sampled_from(sorted(terms.PROVINCES)), st.integers(1900, 2099), st.integers(0, 1), st.integers(0, 999999))
def test_a_number_made_for_a_person_raises_no_doubt(province: str, year: int, sex: int, rest: int) -> None:
    number = f"{province}{(year - 1900) // 100 * 2 + sex}{year % 100:02d}{rest:06d}"
    assert terms.number_doubts(int(number), year * 10000, sex) == 0
    assert terms.CitizenNumber.parse(number).birth_year == year
