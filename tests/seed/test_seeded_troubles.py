"""What each trouble does to a seeded person at the gateway, at a login, at the eID provider."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ansinh import checkin, identity, register, sandbox
from ansinh.checkin import Question, Token
from ansinh.kit import db
from ansinh.sandbox import Person, Trouble, eid
from ansinh.terms import PartialDate
from ansinh.wire.eid import Assurance, EidClaims
from ansinh.wiring.seed import seed
from tests.sandbox.builders import TODAY

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PEOPLE = sandbox.people(200, today=TODAY)
FACILITY = sandbox.facilities()[0]
OFFICER = FACILITY.officers[0]


@pytest.fixture(scope="module")
def seeded(server_dsn: str, template: str) -> Iterator[db.Database]:
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE seeded_troubles TEMPLATE {template}")
    pool = db.Database(server_dsn.replace("/postgres?", "/seeded_troubles?"))
    seed(pool, PEOPLE, sandbox.facilities(), now=NOW)
    yield pool
    pool.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("DROP DATABASE seeded_troubles WITH (FORCE)")


def looked_up(conn: db.Connection, person: Person, *, key: str, day: date = TODAY) -> str:
    enquiry = register.enquire(conn, key, facility_code=FACILITY.code.value, officer_number=OFFICER.citizen_number.value, day=day)
    question = Question(
        key=key,
        full_name=person.full_name,
        birth_date=PartialDate.of(person.birth_date),
        officer_name=OFFICER.full_name,
        officer_number=OFFICER.citizen_number.value,
        interface="KQNhanLichSuKCB2024",
    )
    return checkin.decide(question, enquiry, day=day).code.value


LISTED = sandbox.listed_people(PEOPLE)


def test_a_look_up_with_the_card_answers_what_the_sandbox_says_it_must(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for person, listed in zip(PEOPLE, LISTED, strict=True):
            key = (person.carried_card or person.citizen_number).value
            assert looked_up(conn, person, key=key) == listed["lookup_code"], person.trouble


def test_a_look_up_with_the_citizen_number_answers_what_the_sandbox_says_it_must(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for person, listed in zip(PEOPLE, LISTED, strict=True):
            assert looked_up(conn, person, key=person.citizen_number.value) == listed["lookup_code_by_citizen_number"], person.trouble


def test_every_trouble_is_among_them_and_every_code_of_the_card_is_somebodys() -> None:
    codes = {row["lookup_code"] for row in LISTED} | {row["lookup_code_by_citizen_number"] for row in LISTED}
    assert {person.trouble for person in PEOPLE} == {None, *Trouble}
    assert codes >= {"000", "001", "002", "003", "004", "010", "050", "070", "100", "110", "120", "121", "122", "123", "124", "130"}
    assert codes & {"060", "061"}


@pytest.mark.parametrize("day", [date(2026, 1, 1), TODAY, date(2026, 12, 31)])
def test_people_without_trouble_are_covered_by_any_of_their_numbers_all_year(seeded: db.Database, day: date) -> None:
    with seeded.transaction() as conn:
        for person in (each for each in PEOPLE if each.trouble is None):
            assert person.carried_card is not None
            numbers = (person.carried_card.value, person.citizen_number.value, person.insured[0].social_insurance_number.value)
            assert {looked_up(conn, person, key=number, day=day) for number in numbers} == {"000"}


@pytest.mark.parametrize("facility", sandbox.facilities()[::13], ids=lambda facility: facility.code.value)
def test_a_facility_logs_in_with_the_md5_of_its_password(seeded: db.Database, facility: sandbox.Facility) -> None:
    with seeded.transaction() as conn:
        token = checkin.take_token(
            conn,
            facility.username,
            password_md5=hashlib.md5(facility.password.encode(), usedforsecurity=False).hexdigest().upper(),
            caller="127.0.0.1",
            bind_caller=False,
            secret=b"s" * 32,
            id_token="an invented id token",
            now=NOW,
        )
    assert isinstance(token, Token)


def test_everybody_with_an_account_has_a_telephone_at_the_eid_provider(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for person in PEOPLE:
            if person.account:
                assert eid.current_code(conn, person.account.username, now=NOW).isdigit()


def standing(conn: db.Connection, person: Person) -> identity.Standing:
    """What the portal's linking rule says when this person logs in."""
    assert person.account is not None
    who = EidClaims(
        issuer="https://eid.example",
        subject=person.citizen_number.value,
        citizen_number=person.citizen_number,
        full_name=person.full_name,
        birth_date=PartialDate.of(person.birth_date),
        sex=person.sex,
        assurance=Assurance(person.account.level, 1),
        auth_time=NOW,
    )
    found = [
        identity.Candidate(participant_id=each.participant_id, full_name=each.full_name, birth_date=each.birth_date, deceased=each.deceased)
        for each in register.candidates(conn, person.citizen_number)
    ]
    return identity.decide(who, found, linked_before=None, held_by_others=frozenset()).standing


STANDINGS = {
    Trouble.NAME_DIFFERS: identity.Standing.UNDER_REVIEW,
    Trouble.BIRTH_DATE_DIFFERS: identity.Standing.UNDER_REVIEW,
    Trouble.TWO_INSURANCE_NUMBERS: identity.Standing.UNDER_REVIEW,
    Trouble.DECEASED: identity.Standing.DECEASED,
    Trouble.NO_INSURANCE: identity.Standing.NO_PARTICIPATION,
    Trouble.ACCOUNT_LEVEL_1: identity.Standing.LEVEL_TOO_LOW,
}


def test_a_login_ends_where_the_trouble_leads(seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        for person in PEOPLE:
            if person.account is not None:
                agrees = identity.Standing.TO_CONFIRM  # whom an officer linked at the counter need not
                expected = STANDINGS.get(person.trouble, agrees) if person.trouble else agrees
                assert standing(conn, person) is expected
