"""Printed lines of a citizen card: read, written, every check digit, days and names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import errors, mrz

LINES = ("IDVNM1900000185001190000018<<6", "9001011F4001016VNM<<<<<<<<<<<2", "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<")
UTOPIA = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")  # Doc 9303-5, appendix B


def card(**changed: str) -> mrz.Td1:
    said = {"citizen_number": "001190000018", "full_name": "Nguyễn Thị Mẫu", "birth_date": "900101", "expiry_date": "400101", "sex": "F"}
    said |= changed
    return mrz.write(said.pop("citizen_number"), said.pop("full_name"), **said)


def refused(lines: tuple[str, ...] | str) -> errors.Malformed:
    with pytest.raises(errors.Malformed) as refusal:
        mrz.read(lines)
    return refusal.value


def test_the_lines_of_a_citizen_card_are_read() -> None:
    lines = mrz.read(LINES)
    assert (lines.document_code, lines.issuer, lines.nationality) == ("ID", "VNM", "VNM")
    assert (lines.surname, lines.given_names, lines.sex) == ("NGUYEN", "THI MAU", "F")
    assert lines.citizen_number == "001190000018"
    assert lines.key() == ("190000018", "900101", "400101")


def test_lines_in_one_piece_are_the_same_lines() -> None:
    assert mrz.read("".join(LINES)) == mrz.read(LINES)


def test_what_is_written_is_the_card_that_was_read() -> None:
    assert card() == mrz.read(LINES)


def test_the_example_of_the_standard_is_read_and_has_no_citizen_number() -> None:
    lines = mrz.read(UTOPIA)
    assert (lines.document_number, lines.citizen_number, lines.given_names) == ("D23145890", None, "ANNA MARIA")


@pytest.mark.parametrize("number", ["D23145890734", "D231458907"])
def test_a_document_number_may_go_on_in_the_optional_field(number: str) -> None:
    first = f"I<UTO{number[:9]}<{number[9:]}{mrz.check_digit(number)}".ljust(30, "<")
    second = "7408122F1204159UTO<<<<<<<<<<<"
    second += mrz.check_digit(first[5:] + second[0:7] + second[8:15] + second[18:29])
    assert mrz.read((first, second, UTOPIA[2])).key() == (number, "740812", "120415")


@pytest.mark.parametrize(
    ("number", "at", "sign", "field"),
    [
        (0, 14, "6", "mrz.document_number"),
        (0, 13, "9", "mrz.document_number"),
        (0, 29, "7", "mrz.composite"),
        (1, 6, "2", "mrz.birth_date"),
        (1, 14, "7", "mrz.expiry_date"),
        (1, 29, "3", "mrz.composite"),
        (1, 7, "X", "mrz.sex"),
        (1, 15, "9", "mrz.nationality"),
        (2, 0, "<", "mrz.name"),
        (2, 3, "1", "mrz.name"),
        (0, 0, "1", "mrz.document_code"),
        (0, 2, "1", "mrz.issuer"),
        (2, 5, "é", "mrz"),
        (2, 5, "n", "mrz"),
    ],
)
def test_a_wrong_sign_is_refused_and_its_field_named(number: int, at: int, sign: str, field: str) -> None:
    lines = list(LINES)
    lines[number] = lines[number][:at] + sign + lines[number][at + 1 :]
    assert refused(tuple(lines)).field == field


def test_the_citizen_number_has_a_check_digit_of_its_own() -> None:
    first = LINES[0][:29] + "7"
    second = LINES[1][:29]
    second += mrz.check_digit(first[5:] + second[0:7] + second[8:15] + second[18:29])
    assert refused((first, second, LINES[2])).field == "mrz.citizen_number"


@pytest.mark.parametrize("lines", [(), LINES[:2], (LINES[0] + "<", LINES[1][:-1], LINES[2]), "".join(LINES)[:-1], "".join(LINES) + "<", ""])
def test_anything_but_three_lines_of_thirty_signs_is_refused(lines: tuple[str, ...] | str) -> None:
    assert refused(lines).field == "mrz"


@pytest.mark.parametrize(
    ("birth_date", "expiry_date"), [("901301", "400101"), ("900132", "400101"), ("900101", "40<<<<"), ("9001<1", "400101")]
)
def test_a_date_no_calendar_has_is_not_written(birth_date: str, expiry_date: str) -> None:
    with pytest.raises(errors.Malformed, match="date"):
        card(birth_date=birth_date, expiry_date=expiry_date)


@pytest.mark.parametrize(
    ("text", "digit"),
    [("520727", "3"), ("AB2134<<<", "5"), ("L898902C<", "3"), ("690806", "1"), ("940623", "6")],  # Doc 9303-3, appendix A; Doc 9303-11, D.2
)
def test_check_digits_are_those_of_the_standard(text: str, digit: str) -> None:
    assert mrz.check_digit(text) == digit


@given(st.integers(0, 89), st.sampled_from("<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_changed_sign_is_refused_or_read_as_the_sign_it_is(at: int, sign: str) -> None:
    """No reading gives other fields than the signs say: what is read, stands in the lines."""
    text = "".join(LINES)
    changed = text[:at] + sign + text[at + 1 :]
    try:
        lines = mrz.read(changed)
    except errors.Malformed:
        assert changed != text
        return
    assert "".join(lines.lines) == changed
    assert lines.key() == (changed[5:14].rstrip("<"), changed[30:36], changed[38:44])


def test_lines_do_not_show_whose_they_are() -> None:
    assert repr(mrz.read(LINES)) == "Td1(ID VNM)"


@pytest.mark.parametrize(
    ("number", "birth_date", "today", "day"),
    [
        ("001190000018", "900101", date(2026, 11, 23), date(1990, 1, 1)),
        ("001320000018", "200229", date(2026, 11, 23), date(2020, 2, 29)),  # the citizen number says which century
        ("001120000018", "200229", date(2026, 11, 23), date(1920, 2, 29)),
        ("001190000018", "260101", date(2026, 11, 23), date(2026, 1, 1)),  # the number speaks of another year: the latest that has been
        ("001190000018", "261231", date(2026, 11, 23), date(1926, 12, 31)),
        ("001190000018", "261123", date(2026, 11, 23), date(2026, 11, 23)),  # born today
        ("001190000018", "0002<<", date(2026, 11, 23), None),
        ("001190000018", "<<<<<<", date(2026, 11, 23), None),
    ],
)
def test_the_day_of_birth_has_its_century(number: str, birth_date: str, today: date, day: date | None) -> None:
    assert mrz.birth_day(card(citizen_number=number, birth_date=birth_date), today) == day


def test_a_day_of_birth_no_calendar_has_is_refused() -> None:
    with pytest.raises(errors.Malformed, match="calendar"):
        mrz.birth_day(card(birth_date="900231"), date(2026, 11, 23))


def test_a_card_expires_in_this_century_or_never() -> None:
    assert mrz.expiry_day(card()) == date(2040, 1, 1)
    assert mrz.expiry_day(card(expiry_date="991231")) is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Đỗ Thị Ánh", "DO<<THI<ANH"),
        ("đặng Ưu-Việt", "DANG<<UU<VIET"),
        ("Mẫu", "MAU"),
        ("Y'Bia Niê", "YBIA<<NIE"),
        ("Nguyễn Phúc Đặng Thị Hoàng Nguyên", "NGUYEN<<PHUC<DANG<THI<HOANG<NG"),
        ("Nguyễn Thị Phương Hoàng Linh An", "NGUYEN<<THI<PHUON<HOANG<LINH<A"),  # a filler at the end would say that nothing was cut
        ("A" * 40, "A" * 30),
        ("Nguyễn Thị Phương Linh An Bình", "NGUYEN<<THI<PHUONG<LINH<AN<BIN"),
        ("Nguyễn Thị Phương Linh Ngọc A", "NGUYEN<<THI<PHUONG<LINH<NGOC<A"),
        ("A" * 40 + " Bình", "A" * 27 + "<<B"),
    ],
)
def test_names_lose_their_marks_and_fit_the_line(name: str, line: str) -> None:
    assert mrz.printed_name(name) == line.ljust(30, "<")


@pytest.mark.parametrize("name", ["", "  ", "'", "Nguyễn 2", "Нгуен", "Nguyễn_A"])
def test_what_is_no_name_is_not_printed(name: str) -> None:
    with pytest.raises(errors.Malformed, match="name"):
        mrz.printed_name(name)


@given(st.lists(st.text("ABĐéữ", min_size=1, max_size=12), min_size=1, max_size=9))
def test_every_name_fits_and_only_a_cut_one_fills_the_line(words: list[str]) -> None:
    line = mrz.printed_name(" ".join(words))
    whole = len("<".join(words)) + (len(words) > 1)
    assert len(line) == 30
    assert (line[-1] != "<") == (whole >= 30)
    assert "<<<" not in line.rstrip("<")
