"""Seeding settles the invented people in every institution, once."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from ansinh import checkin, register, sandbox
from ansinh.kit import db
from ansinh.register import ContributionKind, IdentifierState
from ansinh.sandbox import Course, Payer, Person, Trouble, population
from ansinh.wiring.seed import SeedReport, seed
from tests.sandbox.builders import TODAY

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PEOPLE = sandbox.people(60, today=TODAY)
FACILITIES = sandbox.facilities()
CLAIMED = [each for person in PEOPLE for each in sandbox.treatments(person, today=TODAY) if each.discharged_at]


@pytest.fixture
def seeded(database: db.Database) -> db.Database:
    seed(database, PEOPLE, FACILITIES, now=NOW)
    return database


@dataclass(frozen=True)
class _Count:
    n: int


@dataclass(frozen=True)
class _Event:
    actor: str
    detail: str


def seed_events(database: db.Database) -> int:
    with database.transaction() as conn:
        row = db.one(conn, _Count, "SELECT count(*) AS n FROM audit.events WHERE kind = 'register.seeded'")
    assert row is not None
    return row.n


def record_of(conn: db.Connection, person: Person) -> register.Record:
    candidate = register.candidates(conn, person.citizen_number)[0]
    record = register.record_of(conn, candidate.participant_id)
    assert record is not None
    return record


def test_a_first_run_says_what_it_added(database: db.Database) -> None:
    report = seed(database, PEOPLE, FACILITIES, now=NOW)
    assert report == SeedReport(
        people=60,
        participants=sum(len(person.insured) for person in PEOPLE),
        accounts=sum(person.account is not None for person in PEOPLE),
        treatments=len(CLAIMED),
        facilities=40,
        employers=80,
    )
    assert "60 people" in report.sentence


def test_a_second_run_changes_nothing_and_says_so(seeded: db.Database) -> None:
    report = seed(seeded, PEOPLE, FACILITIES, now=NOW)
    assert report == SeedReport(people_before=60)
    assert not report.changed
    assert "nothing changed" in report.sentence
    assert seed_events(seeded) == 1


def test_seeding_is_audited_with_its_counts(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        row = db.one(conn, _Event, "SELECT actor_id AS actor, detail::text AS detail FROM audit.events WHERE kind = 'register.seeded'")
    assert row is not None
    records = sum(len(person.insured) for person in PEOPLE)
    assert row.actor == "sandbox"
    assert json.loads(row.detail) == {"people": 60, "participants": records, "facilities": 40, "employers": 80}


def test_more_people_can_be_added_later_also_to_a_household_that_was_cut(seeded: db.Database) -> None:
    more = sandbox.people(120, today=TODAY)
    report = seed(seeded, more, FACILITIES, now=NOW)
    assert (report.people, report.people_before, report.facilities) == (60, 60, 0)
    assert seed(seeded, more, FACILITIES, now=NOW) == SeedReport(people_before=120)


@pytest.mark.parametrize("count", [50, 51, 52, 53, 54])
def test_wherever_a_household_is_cut_the_rest_can_join_it(database: db.Database, count: int) -> None:
    seed(database, PEOPLE[:count], FACILITIES, now=NOW)
    assert seed(database, PEOPLE, FACILITIES, now=NOW).people == 60 - count


def test_next_years_people_come_beside_this_years(seeded: db.Database) -> None:
    next_year = datetime(2027, 1, 2, tzinfo=UTC)
    assert seed(seeded, sandbox.people(60, today=date(2027, 1, 2)), FACILITIES, now=next_year).people == 60


def test_two_at_the_same_time_seed_once(database: db.Database) -> None:
    reports: list[SeedReport] = []
    workers = [threading.Thread(target=lambda: reports.append(seed(database, PEOPLE, FACILITIES, now=NOW))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(report.people for report in reports) == [0, 60]
    assert seed_events(database) == 1


def test_a_seeding_that_fails_leaves_nothing_behind(database: db.Database) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(database, PEOPLE, FACILITIES, now=NOW, progress=stop)
    assert seed(database, PEOPLE, FACILITIES, now=NOW).people == 60


def test_progress_goes_up_to_the_number_of_people(database: db.Database) -> None:
    calls: list[tuple[int, int]] = []
    seed(database, sandbox.people(250, today=TODAY), FACILITIES, now=NOW, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(100, 250), (200, 250), (250, 250)]


def test_the_register_holds_what_the_sandbox_says(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for person in (each for each in PEOPLE if len(each.insured) == 1):
            record, said = record_of(conn, person), person.insured[0]
            assert (record.full_name, record.birth_date, record.sex) == (said.full_name, said.birth_date, person.sex)
            assert record.social_insurance_number == said.social_insurance_number
            assert {card.number: card.spans for card in record.cards}.keys() == {card.number for card in said.cards}
            assert sum(len(card.spans) for card in record.cards) == sum(len(card.spans) for card in said.cards)
            assert (record.verified_on, record.deceased_on) == (said.verified_on, said.deceased_on)
            assert record.household_code == person.household_code


def test_wages_are_paid_for_up_to_last_month_and_nothing_begins_in_the_future(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        paid = [each for person in PEOPLE if person.insured for each in record_of(conn, person).contributions]
    assert max(each.last_month for each in paid if each.kind is ContributionKind.EMPLOYEE) == date(2026, 10, 1)
    assert max(each.first_month for each in paid) <= date(2026, 11, 1)
    assert max(each.last_month for each in paid) == date(2026, 12, 1)
    assert Payer.EMPLOYEE.value in {each.kind.value for each in paid}


def test_the_register_derives_the_five_continuous_years(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        days = [record_of(conn, person).five_years_on for person in PEOPLE if person.carried_card]
    assert all(days)
    assert any(day < TODAY for day in days if day)
    assert any(day > TODAY for day in days if day)


def test_both_records_of_two_insurance_numbers_dispute_the_citizen_number(seeded: db.Database) -> None:
    person = first(PEOPLE, Trouble.TWO_INSURANCE_NUMBERS)
    with seeded.transaction() as conn:
        found = register.candidates(conn, person.citizen_number)
        states = {each.state for each in record_of(conn, person).identifiers if each.number == person.citizen_number}
    assert {each.social_insurance_number for each in found} == {each.social_insurance_number for each in person.insured}
    assert states == {IdentifierState.DISPUTED}


def test_nobody_is_in_the_register_without_insurance(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        assert register.candidates(conn, first(PEOPLE, Trouble.NO_INSURANCE).citizen_number) == []


def test_the_population_register_knows_everybody(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        assert all(population.find(conn, person.citizen_number) == sandbox.citizen(person) for person in PEOPLE)


def treated(conn: db.Connection, person: Person) -> tuple[checkin.Treatment, ...]:
    return checkin.treatments_of(conn, register.candidates(conn, person.citizen_number)[0].participant_id, since=date(2020, 1, 1))


def test_everybody_was_treated_as_the_sandbox_says(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for person in (each for each in PEOPLE if each.insured):
            told = [each for each in sandbox.treatments(person, today=TODAY) if each.discharged_at]
            kept = treated(conn, person)
            assert {(each.facility_code, each.discharged_at, each.copayment) for each in kept} == {
                (each.facility_code, each.discharged_at, each.copayment) for each in told
            }


def test_the_person_over_the_threshold_is_exempt_since_the_day_the_hospital_says(seeded: db.Database) -> None:
    person = next(each for each in PEOPLE if each.course is Course.OVER_THRESHOLD)
    *_, after = sandbox.treatments(person, today=TODAY)
    with seeded.transaction() as conn:
        participant_id = register.candidates(conn, person.citizen_number)[0].participant_id
        standing = checkin.copayment_standing(conn, participant_id, TODAY)
    assert standing.paid > standing.threshold
    assert standing.exempt_from is not None
    assert f"{standing.exempt_from:%Y%m%d}" == after.tables["XML1"]["NGAY_MIEN_CCT"]


def test_a_stay_that_goes_on_is_no_treatment_yet(seeded: db.Database) -> None:
    person = next(each for each in PEOPLE if each.course is Course.IN_PROGRESS)
    with seeded.transaction() as conn:
        assert len(treated(conn, person)) == len(sandbox.treatments(person, today=TODAY)) - 1


def test_a_stay_that_goes_on_is_an_open_visit_at_its_hospital(seeded: db.Database) -> None:
    person = next(each for each in PEOPLE if each.course is Course.IN_PROGRESS)
    [stay] = [each for each in sandbox.treatments(person, today=TODAY) if each.discharged_at is None]
    with seeded.transaction() as conn:
        visit = checkin.visit_of(conn, stay.visit_id, facility_code=stay.facility_code.value)
        assert visit.participant_id == register.candidates(conn, person.citizen_number)[0].participant_id
    assert (visit.arrived_at, visit.ended_at) == (stay.admitted_at, None)


def test_facilities_come_with_ranks(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for given in FACILITIES:
            held = register.facility(conn, given.code)
            assert held is not None
            assert (held.name, len(held.ranks)) == (given.name, len(given.ranks))


def first(people: Sequence[Person], trouble: Trouble) -> Person:
    return next(person for person in people if person.trouble is trouble)
