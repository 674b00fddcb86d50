from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ansinh import register
from ansinh.kit import db
from ansinh.kit.errors import Conflict
from ansinh.terms import CitizenNumber, FacilityCode
from tests.register.builders import HERE, THERE, card, citizen, facilities, insured, officer, person, span


def test_spans_of_one_card_may_not_share_a_day(conn: db.Connection) -> None:
    facilities(conn)
    january = span(date(2026, 1, 1), date(2026, 1, 31))
    from_its_last_day = span(date(2026, 1, 31), date(2026, 2, 28), THERE)
    with pytest.raises(Conflict, match="spans_overlap"):
        register.enrol(conn, [person(cards=(card("DN4010123456789", january, from_its_last_day),))])


def test_spans_of_one_card_may_meet_and_spans_of_two_cards_may_overlap(conn: db.Connection) -> None:
    facilities(conn)
    meeting = (span(date(2026, 1, 1), date(2026, 1, 31)), span(date(2026, 2, 1), date(2026, 2, 28), THERE))
    [number] = register.enrol(conn, [person(cards=(card("DN4010123456789", *meeting), card("HT3010123456789", *meeting)))])
    record = register.record_of(conn, number)
    assert record is not None
    assert [each.spans for each in record.cards] == [meeting, meeting]


def test_an_active_number_belongs_to_one_person_only(conn: db.Connection) -> None:
    facilities(conn)
    register.enrol(conn, [person()])
    with pytest.raises(Conflict, match="number_taken"):
        register.enrol(conn, [person(identifiers=(citizen(),), cards=())])


@pytest.mark.parametrize(
    "state", [register.IdentifierState.REPLACED, register.IdentifierState.CANCELLED, register.IdentifierState.DISPUTED]
)
def test_a_number_that_is_not_active_may_stand_in_several_records(conn: db.Connection, state: register.IdentifierState) -> None:
    facilities(conn)
    twice = [person(identifiers=(citizen(state=state),), cards=()), person(identifiers=(citizen(),), cards=())]
    assert len(register.enrol(conn, twice)) == 2


def test_newborns_and_foreigners_may_come_without_any_number(conn: db.Connection) -> None:
    [number] = register.enrol(conn, [person(identifiers=(), cards=())])
    record = register.record_of(conn, number)
    assert record is not None
    assert (record.citizen_number, record.social_insurance_number, record.cards) == (None, None, ())


def test_an_enrolment_that_names_an_unknown_employer_is_refused_by_name(conn: db.Connection) -> None:
    month = date(2026, 1, 1)
    paid = register.Contribution(
        kind=register.ContributionKind.EMPLOYEE, first_month=month, last_month=month, base=9_000_000, amount=405_000, employer_code="TZ0001"
    )
    with pytest.raises(Conflict, match="TZ0001"):
        register.enrol(conn, [person(cards=(), contributions=(paid,))])


def test_an_enrolment_that_names_an_unknown_household_is_refused_by_name(conn: db.Connection) -> None:
    membership = register.Membership(household_code="H404", position=1, relation="head")
    with pytest.raises(Conflict, match="H404"):
        register.enrol(conn, [person(cards=(), membership=membership)])


def test_ranks_of_one_facility_may_not_share_a_day(conn: db.Connection) -> None:
    rank = register.FacilityRank(first_day=date(2025, 1, 1), last_day=None, level=register.CareLevel.BASIC, tier=register.Tier.PROVINCE)
    before = replace(rank, first_day=date(2020, 1, 1), last_day=date(2025, 1, 1))
    with pytest.raises(Conflict, match="ranks_overlap"):
        register.add_facilities(conn, [register.Facility(code=HERE, name="Bệnh viện Mẫu", ranks=(before, rank))])


def test_a_facility_is_read_back_with_its_ranks_oldest_first(conn: db.Connection) -> None:
    later = register.FacilityRank(
        first_day=date(2025, 1, 1), last_day=None, level=register.CareLevel.BASIC, tier=register.Tier.PROVINCE, score=Decimal("62.50")
    )
    earlier = replace(later, first_day=date(2020, 1, 1), last_day=date(2024, 12, 31), score=None)
    register.add_facilities(conn, [register.Facility(code=HERE, name="Bệnh viện Mẫu", ranks=(later, earlier))])
    assert register.facility(conn, HERE) == register.Facility(code=HERE, name="Bệnh viện Mẫu", ranks=(earlier, later))
    assert register.facility(conn, FacilityCode("99999")) is None


def test_the_five_year_date_is_written_with_the_spans(conn: db.Connection) -> None:
    facilities(conn)
    [number] = register.enrol(conn, [person(cards=(card("DN4010123456789", span(date(2022, 5, 1), date(2026, 12, 31))),))])
    record = register.record_of(conn, number)
    assert record is not None
    assert record.five_years_on == date(2027, 5, 1)


def test_numbers_of_an_enrolment_come_back_in_its_order(conn: db.Connection) -> None:
    numbers = register.enrol(conn, [person(full_name=f"Người Số {each}", identifiers=(), cards=()) for each in ("Một", "Hai", "Ba")])
    read = [register.record_of(conn, number) for number in numbers]
    assert [each.full_name for each in read if each] == ["Người Số Một", "Người Số Hai", "Người Số Ba"]


def test_names_are_kept_composed_and_tidy(conn: db.Connection) -> None:
    [number] = register.enrol(
        conn, [person(full_name="  Nguye\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING TILDE}n   A ", identifiers=(), cards=())]
    )
    record = register.record_of(conn, number)
    assert record is not None
    assert record.full_name == "Nguyễn A"


def test_two_thousand_people_are_enrolled_in_one_go(conn: db.Connection) -> None:
    facilities(conn)
    many = [
        person(
            identifiers=(citizen(f"0011850{each:05d}"), insured(f"01{each:08d}")),
            cards=(card(f"DN40101{each:08d}"),),
        )
        for each in range(2000)
    ]
    assert len(set(register.enrol(conn, many))) == 2000
    last = register.enquire(conn, "001185001999", facility_code="01001", officer_number="", day=date(2026, 11, 20)).coverage
    assert last is not None
    assert last.cards[0].number.value == "DN4010100001999"


def test_officers_are_entered_for_facilities_that_exist(conn: db.Connection) -> None:
    facilities(conn)
    register.add_officers(conn, [officer(citizen_number=CitizenNumber.parse("001080000010"))])
    asked = register.enquire(conn, "0000000000", facility_code="01001", officer_number="001080000010", day=date(2026, 11, 20))
    assert asked.officer is not None
