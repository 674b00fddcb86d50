"""The code to scan and the numbers to recognise."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ansinh.sandbox.eid.factors.approval import draw_numbers, grouped, read_scan_code, scan_code

ONE, OTHER = UUID(int=1), UUID(int=2)


@given(st.text(max_size=50))
def test_numbers_are_three_different_ones_of_two_digits_and_one_is_right(seed: str) -> None:
    drawn = draw_numbers(seed)
    assert len(set(drawn.choices)) == 3
    assert all(10 <= number <= 99 for number in drawn.choices)
    assert drawn.right in drawn.choices


def test_the_right_number_stands_at_no_place_more_often_than_at_another() -> None:
    places = Counter(drawn.choices.index(drawn.right) for drawn in (draw_numbers(str(seed)) for seed in range(900)))
    assert min(places[place] for place in range(3)) > 240


def test_a_code_is_of_one_approval_one_login_and_one_browser() -> None:
    codes = {
        scan_code(ONE, login="login", browser="browser"),
        scan_code(OTHER, login="login", browser="browser"),
        scan_code(ONE, login="other", browser="browser"),
        scan_code(ONE, login="login", browser="other"),
    }
    assert len(codes) == 4


def test_a_code_is_read_as_people_type_it() -> None:
    code = scan_code(ONE, login="login", browser="browser")
    assert len(code) == 12
    for typed in (code, grouped(code), grouped(code).lower(), f" {code[:5]} {code[5:]} "):
        assert read_scan_code(typed) == code
    assert read_scan_code("oil") == "011"


@given(st.text())
def test_whatever_is_typed_is_read_without_an_error(typed: str) -> None:
    read_scan_code(typed).encode(errors="surrogatepass")
