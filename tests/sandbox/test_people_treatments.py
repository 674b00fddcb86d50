"""Invented treatment: the same every time, inside the cover, with claims whose money adds up."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest

from ansinh import sandbox
from ansinh.sandbox import Course, Person, Treatment, Trouble
from ansinh.wire import claims
from tests.sandbox.builders import TODAY, crowd, with_trouble

DAYS = [date(2026, 1, 1), date(2026, 2, 3), date(2026, 7, 1), TODAY, date(2026, 12, 31)]
CENT = Decimal("0.01")


@cache
def treated() -> tuple[tuple[Person, tuple[Treatment, ...]], ...]:
    return tuple((person, sandbox.treatments(person, today=TODAY)) for person in crowd()[:600])


def claimed() -> Iterator[Treatment]:
    return (each for _, stays in treated() for each in stays if each.discharged_at is not None)


def rows(table: str) -> Iterator[dict[str, str]]:
    return (row for each in claimed() for row in each.tables[table])


def money(row: dict[str, str], name: str) -> Decimal:
    return Decimal(row[name])


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def with_course(course: Course) -> Person:
    return next(person for person in crowd() if person.course is course)


def stays_of(course: Course, day: date = TODAY) -> tuple[Treatment, ...]:
    return sandbox.treatments(with_course(course), today=day)


def test_the_same_person_was_treated_the_same_every_time() -> None:
    for person in crowd()[:40]:
        assert sandbox.treatments(person, today=TODAY) == sandbox.treatments(person, today=TODAY)


def test_some_were_never_treated_most_a_few_times_and_some_often() -> None:
    counts = [len(stays) for _, stays in treated()]
    assert 0.3 < sum(count == 0 for count in counts) / len(counts) < 0.7
    assert max(counts) > 10
    assert sum(counts) < 3 * len(counts)


def test_a_year_that_goes_on_only_adds_treatment() -> None:
    for person in (each for each in crowd()[:100] if each.course is None):
        earlier, later = (sandbox.treatments(person, today=day) for day in (date(2026, 3, 1), TODAY))
        assert set(map(repr, earlier)) <= set(map(repr, later))


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_known_of_days_to_come(day: date) -> None:
    for person in crowd()[:100]:
        for each in sandbox.treatments(person, today=day):
            assert each.admitted_at.date() <= day
            assert each.accepted_on is None or each.accepted_on <= day


def test_every_stay_began_while_its_card_was_in_force() -> None:
    for person, stays in treated():
        cards = {card.number: card for card in person.insured[0].cards} if person.insured else {}
        for each in stays:
            spans = cards[each.card_number].spans
            assert any(span.first_day <= each.admitted_at.date() <= span.last_day for span in spans)


@pytest.mark.parametrize("trouble", [Trouble.NO_INSURANCE, Trouble.CHILD_WITHOUT_CARD])
def test_who_has_no_card_was_not_treated_on_one(trouble: Trouble) -> None:
    assert [sandbox.treatments(person, today=TODAY) for person in with_trouble(trouble)] == [()] * len(with_trouble(trouble))


def test_the_dead_were_not_treated_after_their_death() -> None:
    for person in with_trouble(Trouble.DECEASED):
        assert person.deceased_on is not None
        assert all(each.admitted_at.date() <= person.deceased_on for each in sandbox.treatments(person, today=TODAY))


def test_no_two_stays_have_one_number() -> None:
    numbers = [(each.facility_code, each.visit_id) for each in claimed()]
    assert len(set(numbers)) == len(numbers)


# the claims


def faults(table: str, record: dict[str, str]) -> list[str]:
    """Fields of a record that the table does not have, that are too long, or that are required and empty."""
    fields = {field.name: field for field in claims.FIELDS[table]}
    unknown = [name for name in record if name not in fields]
    long = [name for name, value in record.items() if (fields[name].max_length or 4000) < len(value)]
    missing = [
        name
        for name, field in fields.items()
        if not record.get(name) and (field.required or (field.condition and field.condition.holds(record)))
    ]
    return unknown + long + missing


# empty though the sheet requires it: districts were abolished on 2025-07-01
EMPTY = {"MAHUYEN_CU_TRU"}


def test_every_record_has_what_its_table_requires_and_nothing_else() -> None:
    assert {fault for each in claimed() for fault in faults("XML1", each.tables["XML1"])} <= EMPTY
    for table in ("XML2", "XML3", "XML4", "XML5"):
        assert {fault for row in rows(table) for fault in faults(table, row)} == set()


def test_there_are_drugs_services_readings_and_notes_to_look_at() -> None:
    assert all(any(True for _ in rows(table)) for table in ("XML2", "XML3", "XML4", "XML5"))


def test_a_drug_costs_quantity_times_price_and_its_rate() -> None:
    for row in rows("XML2"):
        cost = money(row, "SO_LUONG") * money(row, "DON_GIA")
        assert money(row, "THANH_TIEN_BV") == half_up(cost)
        assert money(row, "THANH_TIEN_BH") == half_up(cost * money(row, "TYLE_TT_BH") / 100)


def test_a_service_costs_quantity_times_price_and_its_two_rates() -> None:
    for row in rows("XML3"):
        at_rate = money(row, "SO_LUONG") * money(row, "TYLE_TT_DV") / 100
        assert money(row, "THANH_TIEN_BV") == half_up(at_rate * money(row, "DON_GIA_BV"))
        assert money(row, "THANH_TIEN_BH") == half_up(at_rate * money(row, "DON_GIA_BH") * money(row, "TYLE_TT_BH") / 100)


@pytest.mark.parametrize("table", ["XML2", "XML3"])
def test_the_shares_of_a_row_follow_its_percent_and_add_up(table: str) -> None:
    for row in rows(table):
        in_scope, total = money(row, "THANH_TIEN_BH"), money(row, "THANH_TIEN_BV")
        assert money(row, "T_BHTT") == half_up(in_scope * money(row, "MUC_HUONG") / 100)
        assert money(row, "T_BNCCT") == in_scope - money(row, "T_BHTT")
        assert money(row, "T_BNTT") == total - in_scope
        assert total == sum(money(row, name) for name in ("T_BHTT", "T_BNCCT", "T_BNTT", "T_NGUONKHAC"))


def test_the_totals_are_the_sums_of_the_rows() -> None:
    for each in claimed():
        summary, lines = each.tables["XML1"], [*each.tables["XML2"], *each.tables["XML3"]]
        for total, of_row in {
            "T_TONGCHI_BV": "THANH_TIEN_BV", "T_TONGCHI_BH": "THANH_TIEN_BH", "T_BNTT": "T_BNTT", "T_BNCCT": "T_BNCCT", "T_BHTT": "T_BHTT",
            "T_NGUONKHAC": "T_NGUONKHAC",
        }.items():  # fmt: skip
            assert money(summary, total) == sum(money(row, of_row) for row in lines)
        assert money(summary, "T_THUOC") == sum(money(row, "THANH_TIEN_BV") for row in each.tables["XML2"])
        assert money(summary, "T_BHTT") == money(summary, "T_TONGCHI_BH") - money(summary, "T_BNCCT")


def test_the_copayment_of_a_stay_is_that_of_its_claim_in_whole_dong() -> None:
    for each in claimed():
        assert each.copayment == int(money(each.tables["XML1"], "T_BNCCT").quantize(Decimal(1), ROUND_HALF_UP))


def test_days_of_treatment_are_none_for_a_visit_and_both_ends_for_a_stay() -> None:
    for each in claimed():
        summary = each.tables["XML1"]
        assert each.discharged_at is not None
        days = (each.discharged_at.date() - each.admitted_at.date()).days
        assert summary["SO_NGAY_DTRI"] == ("0" if summary["MA_LOAI_KCB"] == "01" else str(days + 1))


# the special courses


def test_each_course_is_carried_by_somebody_without_trouble_among_the_first_fifty() -> None:
    carried = {person.course: person for person in crowd()[:50] if person.course}
    assert set(carried) == set(Course)
    assert all(person.trouble is None for person in carried.values())


@pytest.mark.parametrize("day", DAYS)
def test_somebodys_copayments_of_this_year_are_above_every_threshold_of_it(day: date) -> None:
    stays = [each for each in stays_of(Course.OVER_THRESHOLD, day) if each.discharged_at and each.discharged_at.year == day.year]
    assert sum(each.copayment for each in stays) > 6 * 2_530_000
    assert sum(sorted(each.copayment for each in stays)[-2:]) < 6 * 2_340_000


@pytest.mark.parametrize("day", DAYS)
def test_after_it_nothing_more_is_paid_and_the_claim_says_since_when(day: date) -> None:
    *_, last = stays_of(Course.OVER_THRESHOLD, day)
    summary: dict[str, Any] = last.tables["XML1"]
    assert (last.copayment, summary["T_BNCCT"]) == (0, "0.00")
    assert summary["NGAY_MIEN_CCT"] <= summary["NGAY_RA"][:8]
    assert summary["NAM_NAM_LIEN_TUC"] <= summary["NGAY_MIEN_CCT"]


@pytest.mark.parametrize("day", DAYS)
def test_somebody_lay_in_two_hospitals_at_once(day: date) -> None:
    one, other = stays_of(Course.OVERLAPPING, day)
    assert one.discharged_at is not None
    assert one.facility_code != other.facility_code
    assert one.admitted_at < other.admitted_at < one.discharged_at


@pytest.mark.parametrize("day", DAYS)
def test_somebody_lies_in_hospital_now_without_a_claim(day: date) -> None:
    [now] = [each for each in stays_of(Course.IN_PROGRESS, day) if each.discharged_at is None]
    assert day - now.admitted_at.date() == timedelta(days=2)
    assert (now.received_at, now.accepted_on, now.tables) == (None, None, {})
