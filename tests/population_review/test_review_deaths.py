"""A case of somebody who has died: the finding names the day, two officers enter the death, and nobody living counts as verified by it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ansinh import audit, checkin, register
from ansinh.kit import db, errors
from ansinh.population import review
from ansinh.population.review import Finding, State
from ansinh.terms import CitizenNumber, PartialDate
from tests.identity.standin import a_person
from tests.population_review.invented import (
    FIRST,
    NOW,
    OFFICE,
    RIGHT,
    SECOND,
    THIRD,
    WRONG,
    answer,
    decide,
    enrolled,
    events,
    opened_of_the_dead,
    person,
    take,
)
from tests.portal.records import logged_in
from tests.register import builders

DIED, TODAY = date(2026, 11, 10), date(2026, 11, 22)


def _record(conn: db.Connection, participant: int) -> register.Record:
    found = register.record_of(conn, participant)
    assert found is not None
    return found


def _gateway_code(conn: db.Connection) -> str:
    """What the gateway would answer a hospital that looks the number up today."""
    enquiry = register.enquire(conn, RIGHT, facility_code="01001", officer_number="", day=TODAY)
    question = checkin.Question(
        key=RIGHT,
        full_name="Nguyễn Thị Mẫu",
        birth_date=PartialDate(1985, 3, 9),
        officer_name="",
        officer_number="",
        interface="test",
    )
    return checkin.decide(question, enquiry, day=TODAY).code.value


def _days_kept(conn: db.Connection) -> list[date | None]:
    return [row[0] for row in conn.execute("SELECT deceased_on FROM population.review_opinions ORDER BY opinion_id").fetchall()]


def test_two_officers_enter_a_death_with_its_history_and_its_audit_and_the_cover_ends(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    reference = opened_of_the_dead(conn, participant)
    assert decide(conn, reference, deceased_on=DIED) is State.WAITS
    assert _record(conn, participant).deceased_on is None
    look = review.look(conn, reference, by=SECOND, now=NOW)
    assert look.proposal is not None
    assert look.proposal.deceased_on == DIED
    assert answer(conn, reference) is State.CLOSED
    found = _record(conn, participant)
    assert (found.deceased_on, found.verified_on, found.full_name) == (DIED, None, "Nguyễn Thị Mẫu")
    assert [(each.first_day, each.last_day) for each in found.cards[0].spans] == [(date(2026, 1, 1), DIED)]
    told = conn.execute(
        "SELECT new_value, because, source FROM register.history WHERE participant_id = %(id)s AND field = 'deceased_on'",
        {"id": participant},
    ).fetchall()
    assert told == [(DIED.isoformat(), "review", reference)]
    assert [(who, subject) for who, subject, _ in events(conn, "register.death_recorded")] == [(SECOND.id, participant)]
    assert events(conn, "population.case_decided")[-1][2]["state"] == "in_force"
    assert _gateway_code(conn) == "124"


def test_whoever_is_logged_in_to_the_record_of_the_dead_is_logged_out(conn: db.Connection) -> None:
    builders.facilities(conn)
    (participant,) = register.enrol(conn, [builders.person()])
    logged_in(conn, a_person(RIGHT))
    reference = opened_of_the_dead(conn, participant)
    decide(conn, reference, deceased_on=DIED)
    assert events(conn, "identity.link_frozen") == []
    answer(conn, reference)
    ((_, subject, detail),) = events(conn, "identity.link_frozen")
    assert (subject, detail["reason"]) == (participant, "deceased")
    assert len(events(conn, "session.ended")) == 1


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, "death_day_missing"),
        (TODAY + timedelta(days=1), "died_in_future"),
        (date(1985, 3, 8), "died_before_birth"),
    ],
)
def test_a_day_that_cannot_be_is_refused_by_its_field_and_nothing_is_decided(conn: db.Connection, day: date | None, code: str) -> None:
    participant = enrolled(conn, RIGHT)
    reference = opened_of_the_dead(conn, participant)
    with pytest.raises(errors.Refused) as refused:
        decide(conn, reference, deceased_on=day)
    assert (refused.value.code, refused.value.field) == (code, "deceased_on")
    assert (events(conn, "population.case_decided"), _record(conn, participant).deceased_on) == ([], None)


def test_the_day_of_birth_and_today_are_days_of_death_like_others(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    for place, day in enumerate((date(1985, 3, 9), TODAY)):
        assert decide(conn, opened_of_the_dead(conn, participant, record=f"r{place}"), deceased_on=day) is State.WAITS


def test_the_day_that_the_population_register_tells_of_is_proposed(conn: db.Connection) -> None:
    reference = opened_of_the_dead(conn, enrolled(conn, RIGHT), known=DIED)
    take(conn)
    look = review.look(conn, reference, by=FIRST, now=NOW)
    assert (look.asks_death, look.known_death) == (True, DIED)


def test_where_the_register_has_the_death_no_day_is_asked_and_no_second_officer(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    because = register.Because(reason="population_register", by=audit.Actor("system", "population"))
    register.record_death(conn, participant, deceased_on=DIED, because=because, now=NOW)
    reference = opened_of_the_dead(conn, participant, known=date(2026, 11, 9))
    take(conn)
    assert not review.look(conn, reference, by=FIRST, now=NOW).asks_death
    assert decide(conn, reference, deceased_on=date(2026, 11, 9)) is State.CLOSED
    found = _record(conn, participant)
    assert (found.deceased_on, found.verified_on) == (DIED, None)
    assert len(events(conn, "register.death_recorded")) == 1


@pytest.mark.parametrize("finding", [Finding.NONE, Finding.CANNOT_TELL, Finding.NEEDS_PAPERS])
def test_a_finding_that_it_is_nobody_there_needs_no_day_and_changes_nothing(conn: db.Connection, finding: Finding) -> None:
    participant = enrolled(conn, RIGHT)
    before = _record(conn, participant)
    state = decide(conn, opened_of_the_dead(conn, participant), finding, deceased_on=DIED)
    assert state is {Finding.NONE: State.CLOSED, Finding.CANNOT_TELL: State.OPEN, Finding.NEEDS_PAPERS: State.PAPERS}[finding]
    assert (_record(conn, participant), _days_kept(conn)) == (before, [None])


def test_a_death_that_is_turned_down_leaves_the_record_alive_and_the_next_officer_names_their_own_day(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    reference = opened_of_the_dead(conn, participant)
    decide(conn, reference, deceased_on=DIED)
    earlier = review.look(conn, reference, by=THIRD, now=NOW)
    assert answer(conn, reference, agrees=False) is State.OPEN
    assert _record(conn, participant).deceased_on is None
    fourth = audit.Actor("officer", "bon", "bon")
    decide(conn, reference, deceased_on=date(2026, 11, 12), by=fourth)
    with pytest.raises(errors.Conflict, match="something else"):  # the page shows the day that was turned down
        review.answer(conn, reference, agrees=True, seen_as=earlier.seen, by=THIRD, now=NOW)
    answer(conn, reference, by=THIRD)
    assert _record(conn, participant).deceased_on == date(2026, 11, 12)


def test_a_death_told_before_the_second_officer_agrees_undoes_the_finding(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    reference = opened_of_the_dead(conn, participant)
    decide(conn, reference, deceased_on=DIED)
    because = register.Because(reason="population_register", by=audit.Actor("system", "population"))
    register.record_death(conn, participant, deceased_on=date(2026, 11, 9), because=because, now=NOW)
    assert answer(conn, reference) is State.OPEN
    assert _record(conn, participant).deceased_on == date(2026, 11, 9)


def test_in_a_blind_review_two_name_the_day_before_the_death_is_entered(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    reference = opened_of_the_dead(conn, participant, sampled=True)
    assert decide(conn, reference, deceased_on=DIED) is State.OPEN
    assert decide(conn, reference, deceased_on=date(2026, 11, 11), by=SECOND) is State.OPEN
    assert _record(conn, participant).deceased_on is None
    assert decide(conn, reference, deceased_on=DIED, by=THIRD) is State.CLOSED
    assert _record(conn, participant).deceased_on == DIED


def test_a_finding_from_before_days_were_asked_enters_nobody_as_verified(conn: db.Connection) -> None:
    participant = enrolled(conn, WRONG)
    reference = opened_of_the_dead(conn, participant)
    decide(conn, reference, deceased_on=DIED)
    conn.execute("UPDATE population.review_opinions SET deceased_on = NULL")
    with pytest.raises(errors.Refused, match="no day of death"), conn.transaction():
        answer(conn, reference)
    found = _record(conn, participant)
    assert (found.verified_on, found.deceased_on, found.citizen_number) == (None, None, CitizenNumber(WRONG))
    assert answer(conn, reference, agrees=False) is State.OPEN


def test_a_case_that_changes_the_number_too_gives_it_and_enters_the_death(conn: db.Connection) -> None:
    participant = enrolled(conn, WRONG)
    reference = opened_of_the_dead(conn, participant)
    decide(conn, reference, deceased_on=DIED)
    answer(conn, reference)
    found = _record(conn, participant)
    assert (found.citizen_number, found.deceased_on, found.birth_date) == (CitizenNumber(RIGHT), DIED, PartialDate(1985, 3, 9))


def test_a_record_that_the_register_does_not_hold_has_no_death_to_enter(conn: db.Connection) -> None:
    reference = opened_of_the_dead(conn, None)
    take(conn)
    assert not review.look(conn, reference, by=FIRST, now=NOW).asks_death
    assert decide(conn, reference) is State.WAITS


def _overtaken(conn: db.Connection, participant: int) -> None:
    review.overtake(conn, participant, now=NOW)


def _asked_anew(conn: db.Connection, participant: int) -> None:
    (record,) = conn.execute("SELECT record_id FROM population.review_cases").fetchone() or ("",)
    case = review.NewCase(
        record_id=record,
        participant_id=participant,
        verdict=review.CaseVerdict.DECEASED,
        stage="number",
        office=OFFICE,
        submitted=person(),
        candidates=(),
    )
    assert review.open_case(conn, case, source="run-2", rules_version="1", now=NOW) is not None


def _too_old(conn: db.Connection, _: int) -> None:
    review.purge(conn, now=NOW + review.KEPT + timedelta(days=1))


def _agreed(conn: db.Connection, _: int) -> None:
    (waiting,) = review.waiting_for_second(conn, SECOND.id, limit=9)
    answer(conn, waiting.reference)


@pytest.mark.parametrize("closes", [_agreed, _overtaken, _too_old, _asked_anew])
def test_a_closed_case_has_forgotten_the_day_however_it_was_closed(
    conn: db.Connection, closes: Callable[[db.Connection, int], None]
) -> None:
    participant = enrolled(conn, RIGHT)
    decide(conn, opened_of_the_dead(conn, participant), deceased_on=DIED)
    assert _days_kept(conn) == [DIED]
    closes(conn, participant)
    assert set(_days_kept(conn)) == {None}
