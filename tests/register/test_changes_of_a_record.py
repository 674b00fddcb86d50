"""A record changes through the register's own door, with its history and its audit event, and look-ups follow at once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from ansinh import audit, checkin, register
from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound, Refused
from ansinh.register import Because, Field, IdentifierState, Residence
from ansinh.terms import CitizenNumber, PartialDate, Sex
from tests.register import builders

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SINCE = date(2026, 11, 10)
OLD, NEW = CitizenNumber("001185000001"), CitizenNumber("001185999999")
TOLD = Because(reason="population_register", by=audit.Actor("system", "population"), source="change 7")


@pytest.fixture
def someone(conn: db.Connection) -> int:
    builders.facilities(conn)
    return register.enrol(conn, [builders.person()])[0]


@dataclass(frozen=True)
class Row:
    field: Field
    old: str | None
    new: str | None


def _history(conn: db.Connection, participant_id: int) -> list[Row]:
    return [Row(each.field, each.old_value, each.new_value) for each in register.history_of(conn, participant_id)]


def _kinds(conn: db.Connection, participant_id: int) -> list[str]:
    return [each.kind for each in audit.about(conn, participant_id)]


def _held(conn: db.Connection, participant_id: int) -> register.Record:
    found = register.record_of(conn, participant_id)
    assert found is not None
    return found


def _leads_to(conn: db.Connection, key: str) -> int | None:
    found = register.enquire(conn, key, facility_code="01001", officer_number="", day=builders.TODAY).coverage
    return None if found is None else found.participant_id


def _code(conn: db.Connection, key: str, *, day: date = builders.TODAY) -> str:
    """What the gateway would answer an officer who names the person rightly."""
    enquiry = register.enquire(conn, key, facility_code="01001", officer_number="", day=day)
    question = checkin.Question(
        key=key,
        full_name="Nguyễn Thị Mẫu",
        birth_date=PartialDate(1985, 3, 9),
        officer_name="",
        officer_number="",
        interface="test",
    )
    return checkin.decide(question, enquiry, day=day).code.value


def test_a_correction_is_in_the_record_in_its_history_and_in_the_log(conn: db.Connection, someone: int) -> None:
    fields = register.correct(conn, someone, full_name=" nguyễn  thị Mẫn", birth_date=PartialDate(1985, 9, 3), because=TOLD, now=NOW)
    assert fields == (Field.FULL_NAME, Field.BIRTH_DATE)
    assert (_held(conn, someone).full_name, _held(conn, someone).birth_date) == ("nguyễn thị Mẫn", PartialDate(1985, 9, 3))
    assert _history(conn, someone) == [
        Row(Field.BIRTH_DATE, "1985-03-09", "1985-09-03"),
        Row(Field.FULL_NAME, "Nguyễn Thị Mẫu", "nguyễn thị Mẫn"),
    ]
    assert [(each.kind, each.detail) for each in audit.about(conn, someone)] == [
        ("register.corrected", {"because": "population_register", "source": "change 7", "fields": "full_name birth_date"})
    ]


def test_what_stands_so_already_is_no_correction(conn: db.Connection, someone: int) -> None:
    assert register.correct(conn, someone, full_name="Nguyễn Thị Mẫu", sex=Sex.FEMALE, because=TOLD, now=NOW) == ()
    assert _history(conn, someone) == []
    assert _kinds(conn, someone) == []


def test_the_day_of_agreement_is_kept_and_never_lost_by_a_correction(conn: db.Connection, someone: int) -> None:
    register.correct(conn, someone, verified_on=SINCE, because=TOLD, now=NOW)
    register.correct(conn, someone, sex=Sex.MALE, because=TOLD, now=NOW)
    assert _held(conn, someone).verified_on == SINCE


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused(conn: db.Connection, someone: int, name: str) -> None:
    with pytest.raises(Refused, match="name_invalid"):
        register.correct(conn, someone, full_name=name, because=TOLD, now=NOW)


def test_nobody_cannot_be_corrected(conn: db.Connection) -> None:
    with pytest.raises(NotFound):
        register.correct(conn, 999_999, full_name="Ai Đó", because=TOLD, now=NOW)


def test_a_replaced_number_still_leads_to_the_person_and_the_new_one_too(conn: db.Connection, someone: int) -> None:
    assert register.replace_number(conn, someone, OLD, NEW, since=SINCE, because=TOLD, now=NOW)
    assert _leads_to(conn, OLD.value) == _leads_to(conn, NEW.value) == someone
    assert _code(conn, OLD.value) == _code(conn, NEW.value) == "000"
    assert _held(conn, someone).citizen_number == NEW
    old = next(each for each in _held(conn, someone).identifiers if each.number == OLD)
    assert (old.state, old.valid_until) == (IdentifierState.REPLACED, date(2026, 11, 9))
    assert _history(conn, someone) == [Row(Field.CITIZEN_NUMBER, OLD.value, NEW.value)]


def test_replacing_it_again_changes_nothing(conn: db.Connection, someone: int) -> None:
    register.replace_number(conn, someone, OLD, NEW, since=SINCE, because=TOLD, now=NOW)
    assert not register.replace_number(conn, someone, OLD, NEW, since=SINCE, because=TOLD, now=NOW)
    assert len(_history(conn, someone)) == 1


def test_a_number_that_somebody_else_has_is_not_given(conn: db.Connection, someone: int) -> None:
    other = builders.person(identifiers=(builders.citizen(NEW.value),), cards=())
    register.enrol(conn, [other])
    with pytest.raises(Conflict, match="number_taken"), conn.transaction():
        register.replace_number(conn, someone, OLD, NEW, since=SINCE, because=TOLD, now=NOW)
    assert _held(conn, someone).citizen_number == OLD


def test_a_cancelled_number_leads_to_nobody_and_the_insurance_number_still_does(conn: db.Connection, someone: int) -> None:
    assert register.cancel_number(conn, someone, OLD, since=SINCE, because=TOLD, now=NOW)
    assert not register.cancel_number(conn, someone, OLD, since=SINCE, because=TOLD, now=NOW)
    assert _leads_to(conn, OLD.value) is None
    assert _leads_to(conn, "0123456789") == someone
    assert [(each.participant_id, each.state) for each in register.holders(conn, OLD)] == [(someone, IdentifierState.CANCELLED)]


def test_who_has_no_number_is_given_one_and_who_has_one_is_not_given_another(conn: db.Connection, someone: int) -> None:
    with pytest.raises(Conflict, match="has_number"):
        register.give_number(conn, someone, NEW, since=SINCE, because=TOLD, now=NOW)
    register.cancel_number(conn, someone, OLD, since=SINCE, because=TOLD, now=NOW)
    assert register.give_number(conn, someone, NEW, since=SINCE, because=TOLD, now=NOW)
    assert not register.give_number(conn, someone, NEW, since=SINCE, because=TOLD, now=NOW)
    assert _leads_to(conn, NEW.value) == someone


def test_a_disputed_number_becomes_that_of_whom_it_is_given_to(conn: db.Connection) -> None:
    disputed = builders.citizen(OLD.value, state=IdentifierState.DISPUTED)
    one, other = register.enrol(
        conn,
        [
            builders.person(identifiers=(disputed, builders.insured("0123456781")), cards=()),
            builders.person(identifiers=(disputed, builders.insured("0123456782")), cards=()),
        ],
    )
    register.give_number(conn, one, OLD, since=SINCE, because=TOLD, now=NOW)
    register.cancel_number(conn, other, OLD, since=SINCE, because=TOLD, now=NOW)
    held = [(each.participant_id, each.state) for each in register.holders(conn, OLD)]
    assert held == [(one, IdentifierState.ACTIVE), (other, IdentifierState.CANCELLED)]


def test_a_death_ends_the_cover_on_its_day_and_the_gateway_says_so(conn: db.Connection) -> None:
    builders.facilities(conn)
    card = builders.card("DN4010123456789", builders.span(), builders.span(date(2027, 1, 1), date(2027, 12, 31)))
    someone = register.enrol(conn, [builders.person(cards=(card,))])[0]
    assert _code(conn, "DN4010123456789") == "004"  # in force, and one for next year beside it
    assert register.record_death(conn, someone, deceased_on=SINCE, because=TOLD, now=NOW)
    assert [(each.first_day, each.last_day) for each in _held(conn, someone).cards[0].spans] == [(date(2026, 1, 1), SINCE)]
    assert _code(conn, "DN4010123456789") == _code(conn, OLD.value) == "124"
    assert _code(conn, "DN4010123456789", day=date(2026, 11, 9)) == "000"  # a stay before the death is covered as it was
    assert _history(conn, someone) == [
        Row(Field.DECEASED_ON, None, "2026-11-10"),
        Row(Field.COVER, "2027-01-01/2027-12-31", None),
        Row(Field.COVER, "2026-01-01/2026-12-31", "2026-01-01/2026-11-10"),
    ]


def test_a_second_day_of_death_is_for_a_person_to_decide(conn: db.Connection, someone: int) -> None:
    register.record_death(conn, someone, deceased_on=SINCE, because=TOLD, now=NOW)
    assert not register.record_death(conn, someone, deceased_on=SINCE, because=TOLD, now=NOW)
    with pytest.raises(Conflict, match="died_another_day"):
        register.record_death(conn, someone, deceased_on=date(2026, 11, 11), because=TOLD, now=NOW)


def test_nobody_dies_before_they_are_born(conn: db.Connection, someone: int) -> None:
    with pytest.raises(Refused, match="died_before_birth"):
        register.record_death(conn, someone, deceased_on=date(1985, 3, 8), because=TOLD, now=NOW)


def _home(province: str, first_day: date | None, address: str = "thôn Đông, xã Suối Đá, Bắc Ninh") -> Residence:
    return Residence(province_code=province, ward_code="Z0001", ward_name="Suối Đá", address=address, first_day=first_day)


def test_a_move_keeps_where_the_person_lived_before_and_until_when(conn: db.Connection, someone: int) -> None:
    assert register.move(conn, someone, _home("024", SINCE), because=TOLD, now=NOW)
    assert not register.move(conn, someone, _home("024", SINCE), because=TOLD, now=NOW)
    now_at, before = register.residences_of(conn, someone)
    assert (now_at.address, now_at.first_day, now_at.last_day) == ("thôn Đông, xã Suối Đá, Bắc Ninh", SINCE, None)
    assert (before.address, before.first_day, before.last_day) == ("Số 1 phố Thử, phường Mẫu, Hà Nội", None, date(2026, 11, 9))
    assert _held(conn, someone).address == "thôn Đông, xã Suối Đá, Bắc Ninh"
    assert _kinds(conn, someone) == ["register.moved"]


def test_the_code_of_a_move_means_the_province_of_its_day(conn: db.Connection, someone: int) -> None:
    register.move(conn, someone, _home("024", date(2024, 5, 1)), because=TOLD, now=NOW)
    lived = register.residences_of(conn, someone)[0]
    assert lived.province is not None
    assert lived.today is not None
    assert (lived.province.name, lived.today.name) == ("Bắc Giang", "Bắc Ninh")


def test_there_is_no_move_to_a_province_that_ended(conn: db.Connection, someone: int) -> None:
    with pytest.raises(Refused, match="province_unknown"):
        register.move(conn, someone, _home("010", SINCE), because=TOLD, now=NOW)
    with pytest.raises(Refused, match="no_first_day"):
        register.move(conn, someone, _home("024", None), because=TOLD, now=NOW)


def test_a_move_before_the_last_one_is_for_a_person_to_decide(conn: db.Connection, someone: int) -> None:
    register.move(conn, someone, _home("024", SINCE), because=TOLD, now=NOW)
    with pytest.raises(Conflict, match="moved_before_last_move"):
        register.move(conn, someone, _home("015", date(2026, 11, 1)), because=TOLD, now=NOW)


def _ward(**changes: object) -> register.Ward:
    values = {"code": "Z0001", "name": "Suối Đá", "kind": "commune", "province_code": "024", "first_day": date(2025, 7, 1)} | changes
    return register.Ward(**values)  # type: ignore[arg-type]


def test_a_ward_is_what_was_loaded_for_the_day(conn: db.Connection) -> None:
    before = _ward(first_day=date(2020, 1, 1), last_day=date(2025, 6, 30), name="Suối Trong", became="Z0001")
    assert register.load_wards(conn, [before, _ward()], source="invented") == 2
    assert register.load_wards(conn, [before, _ward()], source="invented") == 0
    found = [register.ward_on(conn, "Z0001", day) for day in (date(2025, 6, 30), date(2025, 7, 1), date(2019, 12, 31))]
    assert [each and each.name for each in found] == ["Suối Trong", "Suối Đá", None]


@pytest.mark.parametrize("changed", [{"province_code": "010"}, {"kind": "district"}])
def test_a_list_with_a_ward_that_cannot_be_is_not_loaded(conn: db.Connection, changed: dict[str, object]) -> None:
    with pytest.raises(Refused, match="ward_unusable"):
        register.load_wards(conn, [_ward(), _ward(code="Z0002", **changed)], source="invented")
    assert register.ward_on(conn, "Z0001", builders.TODAY) is None
