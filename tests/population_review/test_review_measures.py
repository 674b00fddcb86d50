"""What is shown of two people, which cases are drawn, and how sure a share is."""

import pytest

from ansinh.population.review import dates, last_digits, share, side_by_side, text_of
from ansinh.population.review.sample import is_sampled
from ansinh.terms import PartialDate

FULL = PartialDate(1985, 3, 9)


def _shown(one: str, other: str) -> tuple[str, str, set[str]]:
    ours, theirs = side_by_side(one, other)
    return text_of(ours), text_of(theirs), {piece.text for piece in (*ours, *theirs) if piece.differs}


def test_a_word_both_sides_have_is_its_first_letter_and_the_family_name_stands() -> None:
    assert _shown("Nguyễn Thị Mẫu", "NGUYỄN  THỊ MẪU") == ("Nguyễn T. M.", "Nguyễn T. M.", set())


@pytest.mark.parametrize("other", ["Lê Thị Hoà Lí", "LÊ THỊ HÒA LÝ", "Le Thi Hoa Ly", "Lê Thị Hòa  Lý"])
def test_another_way_of_writing_a_name_is_no_difference(other: str) -> None:
    ours, _, marked = _shown("Lê Thị Hòa Lý", other)
    assert (ours, marked) == ("Lê T. H. L.", set())


def test_where_words_differ_only_the_letters_that_differ_are_marked() -> None:
    assert _shown("Trần Văn Hoàng", "Trần Văn Hoáng") == ("Trần V. Hoàng", "Trần V. Hoáng", {"à", "á"})


def test_a_word_that_is_missing_or_elsewhere_is_marked_whole() -> None:
    assert _shown("Lê Thị Thu Hà", "Lê Thị Hà") == ("Lê T. Thu H.", "Lê T. H.", {"Thu"})
    ours, theirs, marked = _shown("Hà Lê Thu", "Lê Thu Hà")
    assert "Thu" not in ours + theirs
    assert marked


def test_a_name_that_is_not_there_is_nothing_beside_the_other() -> None:
    assert _shown("", "Lê Hà") == ("", "Lê Hà", {"Lê", "Hà"})


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (FULL, FULL, ("••/••/1985", "••/••/1985")),
        (FULL, PartialDate(1985, 9, 3), ("09/03/1985", "03/09/1985")),
        (FULL, PartialDate(1985, 3, 10), ("09/••/1985", "10/••/1985")),
        (FULL, PartialDate(1985), ("••/••/1985", "1985")),
        (FULL, PartialDate(1986, 3, 9), ("••/••/1985", "••/••/1986")),
        (None, FULL, ("", "••/••/1985")),
    ],
)
def test_of_a_date_the_year_is_shown_and_what_differs(one: PartialDate | None, other: PartialDate, shown: tuple[str, str]) -> None:
    assert dates(one, other) == shown


def test_of_a_number_three_digits_are_shown() -> None:
    assert (last_digits("001185000123"), last_digits("")) == ("••123", "")


def test_two_in_a_hundred_are_drawn_the_same_ones_each_time_and_others_under_another_salt() -> None:
    def drawn(salt: str) -> set[int]:
        return {n for n in range(20_000) if is_sampled(salt, f"record-{n}")}

    first = drawn("s" * 32)
    assert first == drawn("s" * 32)
    assert 330 <= len(first) <= 470  # 400 and three and a half standard deviations
    assert len(first & drawn("t" * 32)) < 40


@pytest.mark.parametrize(
    ("hits", "trials", "wilson", "exact"),
    [
        (0, 10, (0.0, 0.2775), (0.0, 0.3085)),
        (1, 10, (0.0179, 0.4042), (0.0025, 0.4450)),
        (15, 148, (0.0624, 0.1605), (0.0579, 0.1617)),  # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I
        (10, 10, (0.7225, 1.0), (0.6915, 1.0)),
    ],
)
def test_intervals_are_those_of_the_books(hits: int, trials: int, wilson: tuple[float, float], exact: tuple[float, float]) -> None:
    found = share(hits, trials)
    assert found.wilson == pytest.approx(wilson, abs=1e-4)
    assert found.exact == pytest.approx(exact, abs=1e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert (share(0, 0).wilson, share(0, 0).exact, share(0, 0).value) == ((0.0, 1.0), (0.0, 1.0), 0.0)
