"""Each kind of change from the population register's feed to our register, over HTTP: what is applied, noted, left open."""

from datetime import date

import pytest

from ansinh import register
from ansinh.kit.errors import NotFound, Refused
from ansinh.population import changes, review
from ansinh.population.changes import Outcome
from ansinh.register import IdentifierState
from ansinh.terms import CitizenNumber, PartialDate, Sex
from tests.population.changes.following import Following, because
from tests.register import builders

DAY = date(2026, 11, 18)


def _leads_to(following: Following, key: str) -> int | None:
    found = following.read(lambda conn: register.enquire(conn, key, facility_code="01001", officer_number="", day=DAY).coverage)
    return None if found is None else found.participant_id


def test_a_death_is_in_the_register_with_the_end_of_cover(following: Following) -> None:
    person, number = following.someone()
    told = following.happen("death", number, day=DAY)
    assert following.sync().outcomes == {Outcome.APPLIED: 1}
    record = following.record(person)
    assert (record.deceased_on, record.cards[0].spans[-1].last_day) == (DAY, DAY)
    assert following.taken(told).outcome is Outcome.APPLIED
    assert following.kinds(person) == ["register.death_recorded"]


def test_a_correction_of_each_field_is_in_the_record_which_then_counts_as_verified(following: Following) -> None:
    person, number = following.someone(verified_on=None)
    following.happen("name_corrected", number, full_name="Nguyễn Thị Mẫn")
    following.happen("birth_date_corrected", number, birth_date=PartialDate(1985, 9, 3))
    following.happen("sex_corrected", number, sex=Sex.MALE)
    assert following.sync().outcomes == {Outcome.APPLIED: 3}
    record = following.record(person)
    assert (record.full_name, record.birth_date, record.sex) == ("Nguyễn Thị Mẫn", PartialDate(1985, 9, 3), Sex.MALE)
    assert record.verified_on == date(2026, 11, 20)
    history = following.read(lambda conn: register.history_of(conn, person))
    assert [each.field.value for each in history] == ["sex", "birth_date", "full_name"]
    assert {each.because for each in history} == {"population_register"}


def test_a_move_keeps_the_place_before_it(following: Following) -> None:
    person, number = following.someone()
    following.happen("move", number, day=DAY, place=("024", "Z0002", "Suối Đá", "thôn Đông, xã Suối Đá, Bắc Ninh"))
    assert following.sync().outcomes == {Outcome.APPLIED: 1}
    lived = following.read(lambda conn: register.residences_of(conn, person))
    assert [(each.address, each.first_day, each.last_day) for each in lived] == [
        ("thôn Đông, xã Suối Đá, Bắc Ninh", DAY, None),
        ("Số 1 phố Thử, phường Mẫu, Hà Nội", None, date(2026, 11, 17)),
    ]


def test_a_replaced_number_and_its_successor_both_lead_to_the_person(following: Following) -> None:
    person, number = following.someone()
    told = following.happen("number_replaced", number, day=DAY)
    assert following.sync().outcomes == {Outcome.APPLIED: 1}
    new = told.what.new_number  # type: ignore[union-attr]
    assert following.record(person).citizen_number == new
    assert _leads_to(following, number.value) == _leads_to(following, new.value) == person


def test_a_cancelled_number_leads_to_nobody_and_a_first_one_later_waits_for_a_person(following: Following) -> None:
    person, number = following.someone()
    following.happen("number_cancelled", number, day=DAY)
    following.sync()
    assert _leads_to(following, number.value) is None
    issued = following.happen("number_issued", number, day=DAY)
    assert following.sync().outcomes == {Outcome.LEFT_OPEN: 1}
    assert following.taken(issued).code == "number_for_one_without"
    assert following.record(person).citizen_number is None  # name and birth date give nobody a number


def test_an_issued_number_that_the_register_has_already_is_no_news(following: Following) -> None:
    person, number = following.someone()
    following.happen("number_cancelled", number)
    issued = following.happen("number_issued", number)
    following.sync(most_pages=None, page_size=1)
    with following.database.transaction() as conn:
        register.give_number(conn, person, issued.subject.citizen_number, since=DAY, because=because(), now=following.now)
    following.later(hours=2)
    assert following.read(lambda conn: changes.try_again(conn, now=following.now)) >= 1
    assert following.taken(issued).outcome is Outcome.ALREADY


def test_an_entry_merged_into_one_that_does_not_take_part_is_another_number_of_the_same_person(following: Following) -> None:
    person, number = following.someone()
    _, other = following.someone(in_register=False)
    following.happen("merged", number, other=other, day=DAY)
    assert following.sync().outcomes == {Outcome.APPLIED: 1}
    assert following.record(person).citizen_number == other
    assert following.read(lambda conn: register.holders(conn, number))[0].state is IdentifierState.REPLACED


def test_two_records_of_one_person_are_merged_by_people_and_not_here(following: Following) -> None:
    one, number = following.someone()
    two, other = following.someone()
    told = following.happen("merged", number, other=other)
    assert following.sync().outcomes == {Outcome.LEFT_OPEN: 1}
    problem = following.read(changes.open_problems)[-1]
    assert (problem.source_key, problem.code, problem.participant_ids) == (str(told.seq), "two_records", (one, two))
    assert (following.record(one).citizen_number, following.record(two).citizen_number) == (number, other)


def test_a_child_waits_with_the_parents_who_take_part_and_is_never_enrolled_here(following: Following) -> None:
    mother, number = following.someone()
    _, stranger = following.someone(in_register=False)
    before = following.read(lambda conn: conn.execute("SELECT count(*) FROM register.participants").fetchone())
    told = following.happen("born", number, other=stranger, day=DAY)
    assert following.sync().outcomes == {Outcome.WAITING: 1}
    child = following.read(changes.waiting_births)[-1]
    assert (child.citizen_number, child.birth_date) == (told.subject.citizen_number, PartialDate.of(DAY))
    assert (child.mother_id, child.father_id) == (mother, None)
    assert following.read(lambda conn: conn.execute("SELECT count(*) FROM register.participants").fetchone()) == before


def test_what_happens_to_a_child_who_waits_happens_to_what_waits(following: Following) -> None:
    _, mother = following.someone()
    born = following.happen("born", mother, day=DAY).subject.citizen_number
    following.happen("name_corrected", born, full_name="Nguyễn Bé Ngoan")
    new = following.happen("number_replaced", born).what.new_number  # type: ignore[union-attr]
    assert following.sync().outcomes == {Outcome.WAITING: 3}
    child = following.read(changes.waiting_births)[-1]
    assert (child.full_name, child.citizen_number) == ("Nguyễn Bé Ngoan", new)
    following.happen("death", new, day=DAY)
    following.sync()
    assert new not in {each.citizen_number for each in following.read(changes.waiting_births)}


def test_a_child_who_was_enrolled_waits_no_longer(following: Following) -> None:
    mother, number = following.someone()
    following.happen("born", number)
    following.sync()
    child = following.read(changes.waiting_births)[-1]
    with following.database.transaction() as conn:
        assert changes.close_birth(conn, child.birth_id, participant_id=mother, because="enrolled", now=following.now)
        assert not changes.close_birth(conn, child.birth_id, participant_id=mother, because="enrolled", now=following.now)
    assert child not in following.read(changes.waiting_births)


def test_what_is_about_nobody_who_takes_part_is_noted_and_passed(following: Following) -> None:
    _, number = following.someone(in_register=False)
    told = [following.happen(kind, number) for kind in ("move", "name_corrected", "death")]
    assert following.sync().outcomes == {Outcome.NOT_PARTICIPANT: 3}
    assert {following.taken(each).outcome for each in told} == {Outcome.NOT_PARTICIPANT}


def test_a_death_of_somebody_our_record_calls_otherwise_is_left_to_people_and_stops_nothing(following: Following) -> None:
    doubtful, number = following.someone(full_name="Lê Văn Khác")
    person, other = following.someone()
    following.happen("death", number, day=DAY)
    following.happen("death", other, day=DAY)
    assert following.sync().outcomes == {Outcome.LEFT_OPEN: 1, Outcome.APPLIED: 1}
    assert (following.record(doubtful).deceased_on, following.record(person).deceased_on) == (None, DAY)
    problem = following.read(changes.open_problems)[-1]
    assert (problem.code, problem.participant_ids, len(problem.case_references)) == ("person_differs", (doubtful,), 1)
    assert following.kinds(doubtful) == ["population.case_opened", "population.change_left_open"]


def test_once_people_have_put_the_record_right_the_change_is_made_and_the_case_closed(following: Following) -> None:
    doubtful, number = following.someone(full_name="Lê Văn Khác")
    following.happen("death", number, day=DAY)
    following.sync()
    with following.database.transaction() as conn:
        register.correct(conn, doubtful, full_name="Nguyễn Thị Mẫu", because=because(), now=following.now)
    following.later(minutes=59)
    assert following.read(lambda conn: changes.try_again(conn, now=following.now)) == 0
    following.later(minutes=2)
    assert following.read(lambda conn: changes.try_again(conn, now=following.now)) == 1
    assert following.record(doubtful).deceased_on == DAY
    assert str(number.value) not in str(following.read(lambda conn: conn.execute("SELECT * FROM population.problems").fetchall()[-1]))


def test_a_correction_that_makes_everything_agree_closes_the_case_about_the_record(following: Following) -> None:
    person, number = following.someone(full_name="Lê Văn Khác")
    following.happen("move", number, day=DAY)
    following.sync()
    following.happen("name_corrected", number, full_name="Lê Văn Khác")
    assert following.sync().outcomes == {Outcome.ALREADY: 1}
    cases = following.read(
        lambda conn: conn.execute("SELECT outcome FROM population.review_cases WHERE participant_id = %(id)s", {"id": person}).fetchall()
    )
    assert cases == [(review.Outcome.OVERTAKEN.value,)]


def test_a_number_that_two_records_claim_moves_neither(following: Following) -> None:
    number = following.someone(in_register=False)[1]
    disputed = builders.citizen(number.value, state=IdentifierState.DISPUTED)
    one, _ = following.someone(in_population=False, identifiers=(disputed,), cards=())
    two, _ = following.someone(in_population=False, identifiers=(disputed,), cards=())
    following.happen("death", number, day=DAY)
    assert following.sync().outcomes == {Outcome.LEFT_OPEN: 1}
    problem = following.read(changes.open_problems)[-1]
    assert (problem.code, problem.participant_ids) == ("number_disputed", (one, two))
    assert (following.record(one).deceased_on, following.record(two).deceased_on) == (None, None)


@pytest.mark.parametrize(
    ("kind", "so", "code"),
    [
        ("death", {"day": date(2026, 12, 1)}, "died_in_future"),
        ("death", {"day": date(1984, 1, 1)}, "died_before_birth"),
        ("move", {"place": ("010", "", "", "ấp 1, xã Xa, Lào Cai")}, "province_unknown"),
    ],
)
def test_what_cannot_be_is_left_to_people_and_changes_nothing(following: Following, kind: str, so: dict[str, object], code: str) -> None:
    person, number = following.someone()
    before = following.record(person)
    told = following.happen(kind, number, **so)
    following.sync()
    assert (following.taken(told).outcome, following.taken(told).code) == (Outcome.LEFT_OPEN, code)
    assert following.record(person) == before


def test_a_new_number_that_another_record_has_is_left_to_people(following: Following) -> None:
    person, number = following.someone()
    told = following.happen("number_replaced", number)
    new: CitizenNumber = told.what.new_number  # type: ignore[union-attr]
    other, _ = following.someone(in_population=False, identifiers=(builders.citizen(new.value),), cards=())
    following.sync()
    problem = following.read(changes.open_problems)[-1]
    assert (problem.code, problem.participant_ids) == ("number_taken", (person, other))
    assert following.record(person).citizen_number == number


def test_what_people_settled_elsewhere_is_open_no_longer_and_forgotten(following: Following) -> None:
    person, number = following.someone(full_name="Lê Văn Khác")
    following.happen("death", number)
    following.sync()
    problem = following.read(changes.open_problems)[-1]
    with following.database.transaction() as conn:
        with pytest.raises(Refused, match="no_reason"):
            changes.settle_problem(conn, problem.problem_id, because="Lê Văn Khác", by=because().by, now=following.now)
        changes.settle_problem(conn, problem.problem_id, because="other_person", by=because().by, now=following.now)
        with pytest.raises(NotFound):
            changes.settle_problem(conn, problem.problem_id, because="other_person", by=because().by, now=following.now)
    assert problem not in following.read(changes.open_problems)
    assert "population.change_settled" in following.kinds(person)


def _decided(following: Following, reference: str, outcome: review.Outcome) -> None:
    """As if two officers had closed the case so."""
    with following.database.transaction() as conn:
        conn.execute(
            """
            UPDATE population.review_cases SET state = 'closed', outcome = %(outcome)s, closed_at = opened_at, submitted = NULL
            WHERE reference = %(reference)s
            """,
            {"reference": reference, "outcome": outcome.value},
        )


def test_what_the_desk_decides_to_be_about_none_of_our_records_is_settled(following: Following) -> None:
    person, number = following.someone(full_name="Lê Văn Khác")
    told = following.happen("death", number)
    following.sync()
    problem = following.read(changes.open_problems)[-1]
    following.later(hours=2)
    following.read(lambda conn: changes.try_again(conn, now=following.now))
    assert problem.problem_id in {each.problem_id for each in following.read(changes.open_problems)}  # nobody has decided yet
    _decided(following, problem.case_references[0], review.Outcome.NONE)
    following.later(hours=2)
    following.read(lambda conn: changes.try_again(conn, now=following.now))
    assert problem.problem_id not in {each.problem_id for each in following.read(changes.open_problems)}
    assert following.taken(told).outcome is Outcome.NOT_PARTICIPANT
    assert following.record(person).deceased_on is None
