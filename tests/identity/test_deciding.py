"""What an officer decides, what it changes at the next login, and that it is remembered for exactly these facts."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from ansinh import identity, oidc, terms
from ansinh.identity import Candidate, CaseReason, Purpose, Standing, Taken, Verdict
from ansinh.kit import crypto, db, errors
from ansinh.wire import eid
from tests.identity.linked import linked
from tests.identity.standin import ISSUER, NOW, a_person

SAME = Candidate(7, "Nguyễn Thị Mẫu", terms.PartialDate(1985, 3, 9), deceased=False)
OTHER_NAME = replace(SAME, full_name="Nguyễn Thị Khác")
LATER = NOW + timedelta(minutes=1)
WHY = "Đã xem giấy khai sinh."


def _log_in(conn: db.Connection, *candidates: Candidate, person: eid.EidClaims | None = None) -> identity.Admission:
    return identity.admit(conn, person or a_person(), id_token="raw", candidates=candidates, replaces=None, now=NOW)


def _decide(
    conn: db.Connection, verdict: Verdict, *, whom: int | None = None, reason: CaseReason | None = None, officer: str = "one"
) -> bool:
    (case,) = [each for each in identity.open_cases(conn) if reason in {None, each.reason}]
    found = identity.case_file(conn, case.reference)
    assert found is not None
    return identity.decide_case(
        conn, case.reference, verdict=verdict, participant_id=whom, explanation=WHY, seen=found.facts, officer=officer, now=NOW
    )


def _agree(conn: db.Connection, *, officer: str = "two", agrees: bool = True) -> None:
    (case,) = [each for each in identity.open_cases(conn) if each.waits_for_second]
    found = identity.case_file(conn, case.reference)
    assert found is not None
    identity.answer_proposal(conn, case.reference, agrees=agrees, seen=found.facts, officer=officer, now=NOW)


def _confirm(conn: db.Connection, token: str | None, *candidates: Candidate, person: eid.EidClaims | None = None) -> Standing:
    assert token is not None
    attempt = oidc.Attempt(ISSUER, "state", "nonce", "verifier", LATER)
    again = replace(person or a_person(), auth_time=LATER)
    taken = Taken(attempt, Purpose.LINK, crypto.sha256_hex(token))
    return identity.confirm(conn, again, taken=taken, token=token, id_token="raw", candidates=candidates, now=LATER).standing


def test_the_same_person_is_asked_to_confirm_and_then_sees_the_record(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    assert _decide(conn, Verdict.SAME_PERSON, whom=7)
    admission = _log_in(conn, OTHER_NAME)
    assert admission.standing is Standing.TO_CONFIRM
    assert _confirm(conn, admission.session_token, OTHER_NAME) is Standing.LINKED
    assert _log_in(conn, OTHER_NAME).standing is Standing.LINKED


def test_a_decision_alone_opens_no_record(conn: db.Connection) -> None:
    before = _log_in(conn, OTHER_NAME)
    _decide(conn, Verdict.SAME_PERSON, whom=7)
    session = identity.session_of(conn, before.session_token, now=NOW)
    assert session is not None
    assert (session.participant_id, session.standing) == (None, Standing.UNDER_REVIEW)
    assert conn.execute("SELECT count(*) FROM identity.links").fetchone() == (0,)


def test_two_people_stay_two_people_and_the_same_facts_open_no_other_case(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    _decide(conn, Verdict.NOT_SAME)
    for _ in range(2):
        assert _log_in(conn, OTHER_NAME).standing is Standing.DECLINED
    assert identity.open_cases(conn) == []


def test_changed_facts_open_a_case_again_and_facts_that_agree_need_none(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    _decide(conn, Verdict.NOT_SAME)
    assert _log_in(conn, replace(SAME, full_name="Nguyễn Thị Khác Nữa")).standing is Standing.UNDER_REVIEW
    assert [each.reason for each in identity.open_cases(conn)] == [CaseReason.NAME_DIFFERS]
    assert _log_in(conn, SAME).standing is Standing.TO_CONFIRM
    assert identity.open_cases(conn) == []


def test_a_name_written_otherwise_is_no_new_fact(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    _decide(conn, Verdict.NOT_SAME)
    assert _log_in(conn, replace(SAME, full_name="NGUYEN THI KHAC")).standing is Standing.DECLINED


def test_a_link_that_was_there_ends_when_it_is_found_to_be_wrong(conn: db.Connection) -> None:
    assert linked(conn, a_person(), [SAME]) == 1
    _log_in(conn, OTHER_NAME)
    _decide(conn, Verdict.NOT_SAME)
    assert conn.execute("SELECT ended_because FROM identity.links").fetchall() == [("not_same",)]
    assert identity.without_link(conn, ISSUER, ["person-1"]) == []  # and no counter makes it again by itself


def test_two_records_to_be_merged_are_passed_on_and_stay_there_until_the_register_has_changed(conn: db.Connection) -> None:
    two = (SAME, replace(SAME, participant_id=8))
    _log_in(conn, *two)
    _decide(conn, Verdict.FOR_REGISTER)
    assert _log_in(conn, *two).standing is Standing.UNDER_REVIEW
    assert (identity.open_cases(conn), [each.participant_ids for each in identity.cases_for_register(conn)]) == ([], [[7, 8]])
    merged = _log_in(conn, SAME)
    assert _confirm(conn, merged.session_token, SAME) is Standing.LINKED
    assert identity.cases_for_register(conn) == []


def test_41_a_second_identity_takes_over_a_record_only_by_two_officers(conn: db.Connection) -> None:
    first, second = a_person(), a_person(subject="second")
    assert linked(conn, first, [SAME]) == 1
    held = _log_in(conn, SAME, person=first)
    _log_in(conn, SAME, person=second)
    assert not _decide(conn, Verdict.SAME_PERSON, whom=7)
    assert identity.session_of(conn, held.session_token, now=NOW) is not None
    with pytest.raises(errors.Refused, match="another one"):
        _agree(conn, officer="one")
    _agree(conn)
    assert identity.session_of(conn, held.session_token, now=NOW) is None
    admission = _log_in(conn, SAME, person=second)
    assert _confirm(conn, admission.session_token, SAME, person=second) is Standing.LINKED


def test_41_what_was_promised_to_one_account_cannot_be_fetched_back_by_the_other(conn: db.Connection) -> None:
    first, second = a_person(), a_person(subject="second")
    assert linked(conn, first, [SAME]) == 1
    _log_in(conn, SAME, person=second)
    _decide(conn, Verdict.SAME_PERSON, whom=7)
    _agree(conn)
    admission = _log_in(conn, SAME, person=first)
    assert admission.standing is Standing.UNDER_REVIEW
    assert _confirm(conn, admission.session_token, SAME, person=first) is Standing.UNDER_REVIEW


def test_an_account_s_link_to_another_record_is_moved_only_by_two_officers(conn: db.Connection) -> None:
    assert linked(conn, a_person(), [SAME]) == 1
    elsewhere = replace(SAME, participant_id=8)
    _log_in(conn, elsewhere)
    assert not _decide(conn, Verdict.SAME_PERSON, whom=8)
    _agree(conn)
    admission = _log_in(conn, elsewhere)
    assert _confirm(conn, admission.session_token, elsewhere) is Standing.LINKED


def test_43_a_frozen_link_counts_again_after_an_officer_and_a_fresh_login(conn: db.Connection) -> None:
    assert linked(conn, a_person(), [SAME]) == 1
    identity.freeze_link(conn, 7, because="number_changed", now=NOW)
    _log_in(conn, SAME)
    assert _decide(conn, Verdict.SAME_PERSON, whom=7)
    admission = _log_in(conn, SAME)
    assert admission.standing is Standing.TO_CONFIRM
    assert _confirm(conn, admission.session_token, SAME) is Standing.LINKED


def test_nobody_decides_on_what_has_changed_since_it_was_shown(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    (case,) = identity.open_cases(conn)
    shown = identity.case_file(conn, case.reference)
    assert shown is not None
    _log_in(conn, replace(SAME, full_name="Nguyễn Thị Khác Nữa"))
    with pytest.raises(errors.Conflict) as conflict:
        identity.decide_case(
            conn, case.reference, verdict=Verdict.NOT_SAME, participant_id=None, explanation=WHY, seen=shown.facts, officer="one", now=NOW
        )
    assert conflict.value.code == "case_changed"


def test_a_dead_person_s_case_cannot_be_decided_to_be_the_same_person(conn: db.Connection) -> None:
    dead = replace(SAME, deceased=True)
    _log_in(conn, dead)
    with pytest.raises(errors.Refused, match="cannot be decided"):
        _decide(conn, Verdict.SAME_PERSON, whom=7)
    _decide(conn, Verdict.FOR_REGISTER)
    assert _log_in(conn, dead).standing is Standing.DECEASED
    assert identity.open_cases(conn) == []


def test_the_person_is_told_in_the_next_session_and_it_is_news_only_there(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    _decide(conn, Verdict.NOT_SAME)

    def told(minutes: int) -> list[tuple[str, bool]]:
        now = NOW + timedelta(minutes=minutes)
        token = identity.admit(conn, a_person(), id_token="raw", candidates=[OTHER_NAME], replaces=None, now=now).session_token
        session = identity.session_of(conn, token, now=now)
        assert session is not None
        found = [identity.decided_of(conn, session, now=now) for _ in range(2)][1]
        return [(each.explanation, each.is_news) for each in found]

    assert told(1) == [(WHY, True)]
    assert told(2) == [(WHY, False)]


def test_of_officers_who_decide_at_once_one_decides(database: db.Database) -> None:
    with database.transaction() as conn:
        _log_in(conn, OTHER_NAME)
        (case,) = identity.open_cases(conn)
        shown = identity.case_file(conn, case.reference)
        assert shown is not None
    outcomes: list[str] = []
    together = threading.Barrier(3)

    def decide(officer: str) -> None:
        together.wait(timeout=150)
        try:
            with database.transaction() as conn:
                identity.decide_case(
                    conn,
                    case.reference,
                    verdict=Verdict.SAME_PERSON,
                    participant_id=7,
                    explanation=WHY,
                    seen=shown.facts,
                    officer=officer,
                    now=NOW,
                )
            outcomes.append("decided")
        except errors.Conflict as conflict:
            outcomes.append(conflict.code)

    threads = [threading.Thread(target=decide, args=(officer,)) for officer in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=150)
    assert sorted(outcomes) == ["case_decided", "case_decided", "decided"]


def test_nothing_is_decided_when_the_audit_cannot_be_written(conn: db.Connection) -> None:
    _log_in(conn, OTHER_NAME)
    conn.execute("CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$")
    conn.execute("CREATE TRIGGER full_up BEFORE INSERT ON audit.events FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.refuse()")
    with pytest.raises(db.Error), conn.transaction():
        _decide(conn, Verdict.NOT_SAME)
    assert len(identity.open_cases(conn)) == 1
