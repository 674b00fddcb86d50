from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import checkin, register
from ansinh.cli.bench import invented, seeding
from ansinh.cli.bench.questions import DEFAULT_MIX, Question, ask, read_mix
from ansinh.kit import clock, db
from ansinh.kit.errors import Refused
from ansinh.terms import CardNumber, CitizenNumber, PartialDate, SocialInsuranceNumber
from ansinh.wire import gateway

PEOPLE = 500
FACILITIES = range(3)
numbers = st.integers(0, invented.MOST)


def answered(conn: db.Connection, question: Question) -> str:
    """The code that the rules give, through the wire's reading and the register's database."""
    read = gateway.read_lookup_request(question.body())
    asked = checkin.Question(
        key=read.key,
        full_name=read.full_name,
        birth_date=read.birth_date,
        officer_name=read.officer_name,
        officer_number=read.officer_number,
        interface="KQNhanLichSuKCB2024",
    )
    return checkin.look_up(conn, asked, account=seeding.username(question.facility), now=clock.utc_now()).decision.code.value


def test_every_question_is_answered_with_its_code(conn: db.Connection) -> None:
    register.add_facilities(conn, [invented.facility(nth) for nth in FACILITIES])
    register.add_officers(conn, [each for nth in FACILITIES for each in invented.officers(nth)])
    register.enrol(conn, [invented.enrolment(invented.person(number), len(FACILITIES)) for number in range(PEOPLE)])
    for code in DEFAULT_MIX:
        questions = ask(8, participants=PEOPLE, facilities=FACILITIES, mix={code: 1}, seed=1)
        assert [answered(conn, each) for each in questions] == [code] * 8


def test_the_same_seed_asks_the_same() -> None:
    first, again, other = (ask(50, participants=PEOPLE, facilities=FACILITIES, seed=seed) for seed in (1, 1, 2))
    assert first == again != other


def test_the_mix_is_kept_in_proportion() -> None:
    codes = Counter(each.code for each in ask(20_000, participants=100_000, facilities=FACILITIES, seed=3))
    assert codes.keys() == DEFAULT_MIX.keys()
    assert 0.89 < codes["000"] / 20_000 < 0.91
    assert 0.015 < codes["004"] / 20_000 < 0.025


def test_bodies_are_json_and_forms_and_keys_of_every_kind() -> None:
    questions = ask(500, participants=PEOPLE, facilities=FACILITIES, seed=4)
    assert {each.body()[:1] for each in questions} == {b"{", b"m"}
    assert {len(each.key) for each in questions} == {10, 12, 15}


def test_a_mix_is_read() -> None:
    assert read_mix("000=95, 050=5") == {"000": 95.0, "050": 5.0}
    assert read_mix("default") == DEFAULT_MIX


@pytest.mark.parametrize("mix", ["", "000", "000=x", "999=1", "000=1;050=1"])
def test_a_mix_that_nobody_can_ask_is_refused(mix: str) -> None:
    with pytest.raises(Refused, match="mix"):
        read_mix(mix)


def test_too_few_people_are_refused() -> None:
    with pytest.raises(Refused, match="participants"):
        ask(1, participants=499, facilities=FACILITIES, seed=1)


@given(numbers)
@settings(max_examples=100)
def test_everybody_has_numbers_that_are_numbers_and_a_name_that_says_it_is_a_sample(number: int) -> None:
    person = invented.person(number)
    citizen = CitizenNumber.parse(person.citizen_number)
    assert (citizen.sex, citizen.birth_year) == (person.sex, person.birth_date.year)
    assert citizen.province is not None
    insured = SocialInsuranceNumber.parse(person.social_insurance_number)
    for card in filter(None, (person.card, person.old_card)):
        assert CardNumber.parse(card).social_insurance_number == insured
        assert CardNumber.parse(card).province == citizen.province
    assert "Mẫu" in person.full_name


@given(st.sets(numbers, min_size=2, max_size=200))
@settings(max_examples=50)
def test_no_number_is_given_twice(asked: set[int]) -> None:
    people = [invented.person(number) for number in asked]
    for given_numbers in (
        [each.citizen_number for each in people],
        [each.social_insurance_number for each in people],
        [card for each in people for card in (each.card, each.old_card) if card],
    ):
        assert len(set(given_numbers)) == len(given_numbers)


@given(numbers)
@settings(max_examples=50)
def test_a_person_is_enrolled_as_the_questions_suppose(number: int) -> None:
    person = invented.person(number)
    enrolment = invented.enrolment(person, 7)
    assert (enrolment.full_name, enrolment.birth_date) == (person.full_name, PartialDate.of(person.birth_date))
    assert {card.number.value for card in enrolment.cards} == set(filter(None, (person.card, person.old_card)))
