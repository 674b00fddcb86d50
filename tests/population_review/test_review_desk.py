"""The desk: who holds a case, who may decide it, what that does to the register, and what is left afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from ansinh import audit, register
from ansinh.kit import db, errors
from ansinh.population import review
from ansinh.population.review import AskedBecause, Finding, State
from ansinh.terms import CitizenNumber, PartialDate
from tests.population_review.invented import (
    FIRST,
    LEVELS,
    NOW,
    OFFICE,
    OTHER_LEVELS,
    RIGHT,
    SECOND,
    THIRD,
    WRONG,
    answer,
    decide,
    enrolled,
    events,
    opened,
    person,
    take,
)
from tests.register import builders


def _number(conn: db.Connection, participant: int) -> str | None:
    record = register.record_of(conn, participant)
    assert record is not None
    return None if record.citizen_number is None else record.citizen_number.value


def _rows(conn: db.Connection, reference: str) -> dict[str, Any]:
    cursor = conn.execute("SELECT * FROM population.review_cases WHERE reference = %(reference)s", {"reference": reference})
    names = [each.name for each in cursor.description or ()]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def test_a_batch_is_of_one_office_most_at_stake_first_and_nobody_else_gets_it(conn: db.Connection) -> None:
    low = opened(conn, record="low", priority=1)
    high = opened(conn, record="high", priority=2)
    opened(conn, record="elsewhere", office="079")
    assert take(conn, FIRST, size=25) == [high, low]
    assert take(conn, SECOND) == []
    with pytest.raises(errors.Conflict, match="not in your batch"):
        review.look(conn, high, by=SECOND, now=NOW)


def test_a_batch_is_filled_up_given_back_and_runs_out_when_nothing_is_done(conn: db.Connection) -> None:
    one, other = opened(conn, record="a"), opened(conn, record="b")
    assert take(conn, FIRST, size=1) == [one]
    assert take(conn, SECOND) == [other]
    assert review.release_batch(conn, by=SECOND, now=NOW) == 1
    assert take(conn, FIRST, size=2) == [one, other]
    later = NOW + review.HOLD
    assert review.batch_of(conn, FIRST.id, now=later) == []
    assert take(conn, SECOND, now=later) == [one, other]
    assert [each[2]["cases"] for each in events(conn, "population.cases_taken")] == [1, 1, 1, 2]


def test_whoever_works_keeps_their_batch(conn: db.Connection) -> None:
    opened(conn, record="a")
    reference = opened(conn, record="b")
    take(conn, FIRST)
    soon = NOW + review.HOLD - timedelta(minutes=1)
    review.look(conn, reference, by=FIRST, now=soon)
    assert len(review.batch_of(conn, FIRST.id, now=NOW + review.HOLD)) == 2


def test_two_officers_who_take_at_the_same_moment_never_hold_the_same_case(database: db.Database) -> None:
    with database.transaction() as conn:
        references = {opened(conn, record=f"r{n}") for n in range(6)}
    with database.transaction() as one, database.transaction() as other:
        review.take_batch(one, OFFICE, by=FIRST, now=NOW, size=3)
        review.take_batch(other, OFFICE, by=SECOND, now=NOW, size=3)  # while the first has not committed
    with database.transaction() as conn:
        first, second = ({each.reference for each in review.batch_of(conn, who.id, now=NOW)} for who in (FIRST, SECOND))
    assert (len(first), len(second), first | second) == (3, 3, references)


def test_a_number_is_given_by_two_officers_with_the_record_verified_and_the_wrong_one_cancelled(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant)
    assert decide(conn, reference) is State.WAITS
    assert _number(conn, participant) == WRONG
    assert answer(conn, reference) is State.CLOSED
    record = register.record_of(conn, participant)
    assert record is not None
    assert (record.citizen_number, record.full_name) == (CitizenNumber(RIGHT), "Nguyễn Thị Mẫu")
    assert str(record.verified_on) == "2026-11-22"
    assert register.candidates(conn, CitizenNumber(WRONG)) == []
    told = events(conn, "population.case_decided")
    assert [(who, subject, detail["state"]) for who, subject, detail in told] == [
        (FIRST.id, participant, "waits_for_second_officer"),
        (SECOND.id, participant, "in_force"),
    ]


def test_the_officer_who_decided_never_agrees_to_it(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant)
    take(conn)
    seen = review.look(conn, reference, by=FIRST, now=NOW).seen
    review.decide(conn, reference, finding=Finding.IT_IS, place=1, seen_as=seen, by=FIRST, now=NOW)
    with pytest.raises(errors.Refused, match="another one"):
        review.answer(conn, reference, agrees=True, seen_as=seen, by=FIRST, now=NOW)
    assert reference not in {each.reference for each in review.waiting_for_second(conn, FIRST.id, limit=9)}
    assert [each.reference for each in review.waiting_for_second(conn, SECOND.id, limit=9)] == [reference]
    assert _number(conn, participant) == WRONG


def test_the_database_itself_lets_nobody_speak_twice(conn: db.Connection) -> None:
    reference = opened(conn, enrolled(conn))
    decide(conn, reference)
    with pytest.raises(db.UniqueViolation):
        conn.execute(
            """
            INSERT INTO population.review_opinions (case_id, round, officer, part, finding, place, changes_number, facts, at)
            SELECT case_id, round, officer, 'confirms', finding, place, changes_number, facts, at FROM population.review_opinions
            """
        )


def test_two_who_agree_at_the_same_moment_are_one_agreement(database: db.Database) -> None:
    with database.transaction() as conn:
        reference = opened(conn, enrolled(conn))
        decide(conn, reference)
        seen = review.look(conn, reference, by=SECOND, now=NOW).seen

    def agree(by: audit.Actor) -> None:
        with database.transaction() as conn:
            review.answer(conn, reference, agrees=True, seen_as=seen, by=by, now=NOW)

    with ThreadPoolExecutor(1) as other:
        with database.transaction() as conn:
            review.answer(conn, reference, agrees=True, seen_as=seen, by=SECOND, now=NOW)
            late = other.submit(agree, THIRD)
            with pytest.raises(TimeoutError):
                late.result(timeout=0.2)  # waits for the first
        with pytest.raises(errors.NotFound):
            late.result()
    with database.transaction() as conn:
        assert len(events(conn, "register.number_changed")) == 2  # the wrong one cancelled, the right one given


def test_what_changes_no_number_takes_effect_at_once(conn: db.Connection) -> None:
    participant = enrolled(conn, RIGHT)
    reference = opened(conn, participant, verdict=review.CaseVerdict.DIFFERS, submitted=person(citizen_number=CitizenNumber(RIGHT)))
    assert decide(conn, reference) is State.CLOSED
    record = register.record_of(conn, participant)
    assert record is not None
    assert (record.full_name, str(record.verified_on)) == ("Nguyễn Thị Mẫu", "2026-11-22")


def test_none_of_them_leaves_the_register_as_it_is(conn: db.Connection) -> None:
    participant = enrolled(conn)
    before = register.record_of(conn, participant)
    assert decide(conn, opened(conn, participant), Finding.NONE) is State.CLOSED
    assert register.record_of(conn, participant) == before


def test_who_cannot_tell_passes_it_to_somebody_else_and_papers_bring_it_back(conn: db.Connection) -> None:
    reference = opened(conn)
    assert decide(conn, reference, Finding.CANNOT_TELL) is State.OPEN
    assert take(conn, FIRST) == []
    assert decide(conn, reference, Finding.NEEDS_PAPERS, by=SECOND) is State.PAPERS
    assert [each.reference for each in review.waiting_for_papers(conn, FIRST.id, limit=9)] == [reference]
    review.papers_came(conn, reference, by=FIRST, now=NOW)
    assert take(conn, FIRST) == [reference]


def test_a_decision_on_what_was_not_shown_is_none(conn: db.Connection) -> None:
    reference = opened(conn, enrolled(conn))
    take(conn)
    with pytest.raises(errors.Conflict, match="something else"):
        review.decide(conn, reference, finding=Finding.NONE, place=None, seen_as="0" * 64, by=FIRST, now=NOW)
    seen = review.look(conn, reference, by=FIRST, now=NOW).seen
    for finding, place in ((Finding.IT_IS, None), (Finding.IT_IS, 3), (Finding.NONE, 1)):
        with pytest.raises(errors.Refused):
            review.decide(conn, reference, finding=finding, place=place, seen_as=seen, by=FIRST, now=NOW)


def test_a_decision_comes_to_nothing_when_the_register_changes_before_the_second_officer_agrees(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant)
    decide(conn, reference)
    because = register.Because(reason="population_register", by=audit.Actor("system", "population"))
    register.correct(conn, participant, birth_date=PartialDate(1985, 3, 10), because=because, now=NOW)
    assert answer(conn, reference) is State.OPEN
    assert _number(conn, participant) == WRONG
    assert take(conn, FIRST) == [reference]
    assert events(conn, "population.case_decided")[-1][2]["state"] == "undone"


def test_a_number_that_somebody_else_holds_is_given_to_nobody(database: db.Database) -> None:
    with database.transaction() as conn:
        participant = enrolled(conn)
        register.enrol(conn, [builders.person(identifiers=(builders.citizen(RIGHT), builders.insured("0123456780")), cards=())])
        reference = opened(conn, participant)
        decide(conn, reference)
    with pytest.raises(errors.Conflict, match="somebody else"), database.transaction() as conn:
        answer(conn, reference)
    with database.transaction() as conn:
        assert (_number(conn, participant), _rows(conn, reference)["state"]) == (WRONG, "waits")
        assert answer(conn, reference, agrees=False) is State.OPEN


def test_when_the_audit_fails_nothing_was_decided(database: db.Database) -> None:
    with database.transaction() as conn:
        participant = enrolled(conn)
        reference = opened(conn, participant)
        decide(conn, reference)
        conn.execute("ALTER TABLE audit.events ADD CONSTRAINT disk_full CHECK (kind <> 'population.case_decided') NOT VALID")
    with pytest.raises(db.Error), database.transaction() as conn:
        answer(conn, reference)
    with database.transaction() as conn:
        assert (_number(conn, participant), _rows(conn, reference)["state"]) == (WRONG, "waits")


def test_a_closed_case_has_forgotten_whom_it_was_about_and_its_labels_never_knew(conn: db.Connection) -> None:
    reference = opened(conn, enrolled(conn))
    decide(conn, reference)
    answer(conn, reference)
    learnt = review.learnt(conn)
    assert (learnt.same, learnt.others, learnt.older) == (1, 1, 0)
    measured = {(each.field, each.level): each.measured.count for each in learnt.estimates}
    assert (measured["number", "one_digit"], measured["name", "conflict"], measured["birth", "swapped"]) == (1, 1, 0)
    row = _rows(conn, reference)
    assert (row["submitted"], row["found_number"]) == (None, None)
    assert conn.execute("SELECT 1 FROM population.review_candidates").fetchall() == []
    labels = conn.execute("SELECT levels, score, is_same, month::text FROM population.review_labels ORDER BY label_id").fetchall()
    assert labels == [(LEVELS, 2412, True, "2026-11-01"), (OTHER_LEVELS, 1105, False, "2026-11-01")]


def test_a_number_found_for_a_record_the_register_does_not_hold_takes_two_and_is_kept_for_whoever_asked(conn: db.Connection) -> None:
    reference = opened(conn, None)
    assert decide(conn, reference) is State.WAITS
    answer(conn, reference)
    assert [(each.outcome, each.citizen_number) for each in review.results(conn, "run-1")] == [("it_is", RIGHT)]


def test_a_blind_review_comes_like_any_other_case_and_two_who_agree_give_the_number(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant, sampled=True)
    assert decide(conn, reference) is State.OPEN
    assert review.waiting_for_second(conn, SECOND.id, limit=9) == []
    assert take(conn, FIRST) == []
    assert take(conn, SECOND) == [reference]
    assert review.look(conn, reference, by=SECOND, now=NOW).proposal is None
    assert decide(conn, reference, by=SECOND) is State.CLOSED
    assert _number(conn, participant) == RIGHT
    assert review.errors_found(conn).of_first.hits == 0


def test_where_a_blind_review_disagrees_a_third_decides_and_the_error_is_counted(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant, sampled=True)
    decide(conn, reference, Finding.NONE)
    assert decide(conn, reference, by=SECOND) is State.OPEN
    assert _number(conn, participant) == WRONG
    assert decide(conn, reference, by=THIRD) is State.CLOSED
    assert _number(conn, participant) == RIGHT
    found = review.errors_found(conn)
    assert (found.of_first.hits, found.of_first.trials, found.disagreed.hits) == (1, 1, 1)


def test_every_look_is_written_down_for_the_participant_and_what_is_kept_back_with_its_reason(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant)
    take(conn)
    review.look(conn, reference, by=FIRST, now=NOW)
    told = review.kept_back(conn, reference, because=AskedBecause.SAME_HOUSEHOLD, by=FIRST, now=NOW)
    assert told[0]["address"] == "Số 1 phố Thử, phường Mẫu, Hà Nội"
    assert told[1]["mother"] == "Đào Thị Gốc"
    assert events(conn, "population.case_viewed") == [
        (FIRST.id, participant, {"case": reference, "part": "decides", "verdict": "candidates"})
    ]
    ((who, subject, detail),) = events(conn, "population.case_details_viewed")
    assert (who, subject, detail["because"]) == (FIRST.id, participant, "same_household")


def test_the_same_record_is_brought_once_a_source_and_a_newer_one_takes_over(conn: db.Connection) -> None:
    participant = enrolled(conn)
    old = opened(conn, participant)
    record = _rows(conn, old)["record_id"]
    case = review.NewCase(
        record_id=record,
        participant_id=participant,
        verdict=review.CaseVerdict.DIFFERS,
        stage="number",
        office=OFFICE,
        submitted=person(),
        candidates=(),
    )
    assert review.open_case(conn, case, source="run-1", rules_version="1", now=NOW) is None
    assert review.open_case(conn, case, source="run-2", rules_version="1", now=NOW) is not None
    assert (_rows(conn, old)["outcome"], _rows(conn, old)["submitted"]) == ("overtaken", None)
    assert len(review.overtake(conn, participant, now=NOW)) == 1
    assert take(conn) == []


def test_the_queue_is_counted_by_office_and_state(conn: db.Connection) -> None:
    opened(conn, record="a", office="079")
    waits = opened(conn, enrolled(conn), record="b")
    decide(conn, waits)
    decide(conn, opened(conn, record="c"), Finding.NONE)
    opened(conn, record="d")
    take(conn, SECOND, size=1)
    found = review.queue(conn, days=30, now=NOW)
    assert [(each.office, each.open, each.taken, each.waits, each.papers) for each in found.offices] == [
        ("001", 1, 1, 1, 0),
        ("079", 1, 0, 0, 0),
    ]
    assert sum(found.closed.values()) == 1


def test_a_case_nobody_settled_is_forgotten_after_half_a_year(conn: db.Connection) -> None:
    participant = enrolled(conn)
    reference = opened(conn, participant)
    assert review.purge(conn, now=NOW + review.KEPT) == 0
    assert review.purge(conn, now=NOW + review.KEPT + timedelta(seconds=1)) == 1
    assert (_rows(conn, reference)["outcome"], _rows(conn, reference)["submitted"]) == ("overtaken", None)
    assert conn.execute("SELECT 1 FROM population.review_candidates").fetchall() == []
