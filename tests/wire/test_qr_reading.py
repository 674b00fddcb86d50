"""What a scan says: the two cards, numbers alone, and what scanners put around them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from ansinh import terms
from ansinh.wire import qr
from tests.wire.scans import CITIZEN_CARD, CITIZEN_CARDS, HEALTH_CARD, HEALTH_CARDS

HEALTH, CITIZEN = qr.format_card_qr(HEALTH_CARD), qr.format_citizen_qr(CITIZEN_CARD)


@settings(max_examples=60)
@given(HEALTH_CARDS)
def test_a_health_card_is_read_as_it_was_written(card: qr.CardQr) -> None:
    assert qr.read(qr.format_card_qr(card)) == qr.Reading(
        kind=qr.Kind.HEALTH_CARD,
        key=card.card_number.value,
        full_name=card.full_name,
        birth_date=card.birth_date,
        sex=card.sex,
        address=card.address,
        facility_code=card.facility_code,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        issued_on=card.issued_on,
        issued_by=card.issued_by,
        living_area=card.living_area,
        five_years_on=card.five_years_on,
    )


@settings(max_examples=60)
@given(CITIZEN_CARDS)
def test_a_citizen_card_is_read_as_it_was_written(card: qr.CitizenQr) -> None:
    assert qr.read(qr.format_citizen_qr(card)) == qr.Reading(
        kind=qr.Kind.CITIZEN_CARD,
        key=card.citizen_number.value,
        old_number=card.old_number,
        full_name=card.full_name,
        birth_date=card.birth_date,
        sex=card.sex,
        address=card.residence,
        issued_on=card.issued_on,
        more=card.more,
    )


def test_a_citizen_card_without_an_old_number_has_an_empty_field_or_none() -> None:
    with_empty = qr.format_citizen_qr(replace(CITIZEN_CARD, old_number=""))
    assert qr.read(with_empty.replace("||", "|")) == qr.read(with_empty)
    assert qr.read(with_empty).old_number == ""


def test_what_a_card_of_2024_says_more_is_kept_unread() -> None:
    assert qr.read(CITIZEN + "|a|b").more == ("a", "b")


@pytest.mark.parametrize(("sent", "meant"), [("031985", terms.PartialDate(1985, 3)), ("1985", terms.PartialDate(1985))])
def test_a_birth_date_may_lack_day_and_month(sent: str, meant: terms.PartialDate) -> None:
    assert qr.read(CITIZEN.replace("09031985", sent)).birth_date == meant


@pytest.mark.parametrize("facility", ["01 - 001", "01 – 001", "01-001", "01001", "01  001", "01 — 001"])
def test_the_facility_is_read_with_any_dash(facility: str) -> None:
    assert qr.read(HEALTH.replace("01 - 001", facility)).facility_code == terms.FacilityCode.parse("01001")


def test_days_and_months_may_have_one_digit() -> None:
    reading = qr.read(HEALTH.replace("09/03/1985", "9/3/1985").replace("01/01/2026", "1/1/2026"))
    assert (reading.birth_date, reading.valid_from) == (terms.PartialDate(1985, 3, 9), date(2026, 1, 1))


def test_a_dash_is_an_empty_field() -> None:
    reading = qr.read(HEALTH.replace("31/12/2026", "-").replace("K1", "-"))
    assert (reading.valid_to, reading.living_area, reading.unread) == (None, "", ())


def test_a_new_card_may_carry_the_ten_digit_number_alone() -> None:
    reading = qr.read(HEALTH.replace("DN4010123456789", "0123456789"))
    assert (reading.kind, reading.key) == (qr.Kind.HEALTH_CARD, "0123456789")


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("0123456789", qr.Kind.INSURANCE_NUMBER, "0123456789"),
        ("001185000001", qr.Kind.CITIZEN_NUMBER, "001185000001"),
        ("001 185 000 001", qr.Kind.CITIZEN_NUMBER, "001185000001"),
        ("dn4010123456789", qr.Kind.CARD_NUMBER, "DN4010123456789"),
        ("DN 4 01 0123456789", qr.Kind.CARD_NUMBER, "DN4010123456789"),
    ],
)
def test_a_number_alone_says_which_it_is(text: str, kind: qr.Kind, key: str) -> None:
    assert qr.read(text) == qr.Reading(kind=kind, key=key)


def test_twenty_characters_are_a_card_and_its_facility() -> None:
    reading = qr.read("DN401012345678901C51")
    assert (reading.key, reading.facility_code) == ("DN4010123456789", terms.FacilityCode.parse("01C51"))


@pytest.mark.parametrize("around", ["{}\r\n", "\x02{}\x03", "]Q1{}", "\ufeff{}", '"{}"', "\t{}\t", "  {}\n", "\x1d{}", "\u200b{}\r"])
@pytest.mark.parametrize("text", [HEALTH, CITIZEN, "0123456789"])
def test_what_a_scanner_puts_around_a_code_does_not_count(around: str, text: str) -> None:
    assert qr.read(around.format(text)) == qr.read(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "text"),
        ("hello", "text"),
        ("01234567890", "number"),
        ("|" * 20, "citizen_number"),
        ("01234|" * 8, "citizen_number"),
        ("https://example.invalid/?a|b|c|d|e|f|g", "text"),
        ("x" * 5000, "text"),
    ],
)
def test_what_is_no_code_is_refused_with_the_field_and_what_to_do(text: str, field: str) -> None:
    with pytest.raises(qr.QrError) as refused:
        qr.read(text)
    assert refused.value.field == field
    assert "switch the keyboard to English" in str(refused.value)


def test_a_field_that_is_wrong_leaves_the_others_readable() -> None:
    reading = qr.read(HEALTH.replace("09/03/1985", "31/02/1985"))
    assert (reading.key, reading.birth_date, reading.full_name) == ("DN4010123456789", None, "Trần Thị Mẫu")
    assert reading.unread == (qr.Unread("birth_date", "is no date"),)


def test_neither_a_reading_nor_a_refusal_shows_whose_code_it_was() -> None:
    shown = repr(qr.read(HEALTH)) + repr(qr.read(CITIZEN))
    with pytest.raises(qr.QrError) as refused:
        qr.read(CITIZEN.replace("001185000001", "00118500000"))
    for secret in ("0123456789", "001185000001", "Mẫu", "012345678", "Thử", "00118500000"):
        assert secret not in shown + str(refused.value) + repr(refused.value)
