"""The text in the QR code of a health-insurance card."""

from dataclasses import replace
from datetime import date

from ansinh import terms
from ansinh.wire import qr

CARD = qr.CardQr(
    card_number=terms.CardNumber.parse("DN4010123456789"),
    full_name="Nguyễn Thị Mẫu",
    birth_date=terms.PartialDate(1985, 3, 9),
    sex=terms.Sex.FEMALE,
    address="Phố Thử",
    facility_code=terms.FacilityCode.parse("01001"),
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    issued_on=date(2025, 12, 20),
    issued_by="01001",
    living_area="K1",
    five_years_on=date(2027, 2, 1),
)


def test_a_card_is_fifteen_parts_in_this_order_and_nothing_else() -> None:
    assert qr.format_card_qr(CARD) == (
        "DN4010123456789|4e677579e1bb856e205468e1bb8b204de1baab75|09/03/1985|2|5068e1bb91205468e1bbad|01 - 001|01/01/2026|31/12/2026"
        "|20/12/2025|01001|-|K1|01/02/2027|-|$"
    )


def test_what_is_not_known_is_a_dash() -> None:
    parts = qr.format_card_qr(replace(CARD, address="", valid_to=None, issued_by="", living_area="", five_years_on=None)).split("|")
    assert [number for number, part in enumerate(parts) if part == "-"] == [4, 7, 9, 10, 11, 12, 13]
    assert len(parts) == 15


def test_a_birth_date_is_as_precise_as_it_is_known() -> None:
    assert "|1950|" in qr.format_card_qr(replace(CARD, birth_date=terms.PartialDate(1950)))


def test_only_men_are_1() -> None:
    assert "|1|" in qr.format_card_qr(replace(CARD, sex=terms.Sex.MALE, living_area=""))
    assert "|2|" in qr.format_card_qr(replace(CARD, sex=terms.Sex.UNKNOWN))


def test_no_field_can_break_into_the_next() -> None:
    text = qr.format_card_qr(replace(CARD, full_name="A|B$", issued_by="x|y"))
    assert len(text.split("|")) == 15
    assert bytes.fromhex(text.split("|")[1]).decode() == "A|B$"


def test_the_text_is_plain_ascii_whatever_the_name() -> None:
    assert qr.format_card_qr(CARD).isascii()


def test_a_card_printed_by_mistake_shows_no_name() -> None:
    assert "Mẫu" not in repr(CARD)
    assert "0123456789" not in repr(CARD)
