"""What a finished login leaves behind: account, link, cases, session, and the audit of each."""

from datetime import timedelta

import pytest

from ansinh import audit, identity, terms
from ansinh.identity import Admission, Candidate, CaseReason, LoginFailure, Standing
from ansinh.kit import db
from ansinh.wire import eid
from tests.identity.linked import linked
from tests.identity.standin import NOW, a_person

SAME = Candidate(7, "Nguyễn Thị Mẫu", terms.PartialDate(1985, 3, 9), deceased=False)
OTHER_NAME = Candidate(7, "Nguyễn Thị Khác", terms.PartialDate(1985, 3, 9), deceased=False)
DEAD = Candidate(7, "Nguyễn Thị Mẫu", terms.PartialDate(1985, 3, 9), deceased=True)


def _admit(
    conn: db.Connection, *candidates: Candidate, person: eid.EidClaims | None = None, replaces: str | None = None, minutes: int = 0
) -> Admission:
    now = NOW + timedelta(minutes=minutes)
    return identity.admit(conn, person or a_person(), id_token="raw", candidates=candidates, replaces=replaces, now=now)


def _linked(conn: db.Connection, *candidates: Candidate, person: eid.EidClaims | None = None) -> Admission:
    """A login of somebody whom an officer linked at the counter."""
    assert linked(conn, person or a_person(), candidates) == 1
    return _admit(conn, *candidates, person=person)


def _session(conn: db.Connection, admission: Admission, *, minutes: int = 0) -> identity.Session | None:
    return identity.session_of(conn, admission.session_token, now=NOW + timedelta(minutes=minutes))


def _kinds(conn: db.Connection, subject: int = 7) -> list[str]:
    return [entry.kind for entry in reversed(audit.about(conn, subject))]


def test_a_linked_login_opens_a_session_that_sees_its_own_participant(conn: db.Connection) -> None:
    session = _session(conn, _linked(conn, SAME))
    assert session is not None
    assert (session.participant_id, session.standing, session.full_name) == (7, Standing.LINKED, "Nguyễn Thị Mẫu")
    assert (session.account_level, session.authentication_level, session.auth_time) == (2, 2, NOW)
    assert _kinds(conn) == ["identity.linked", "login.completed"]


def test_the_second_login_finds_the_same_account_and_links_nothing_anew(conn: db.Connection) -> None:
    first, second = _session(conn, _linked(conn, SAME)), _session(conn, _admit(conn, SAME))
    assert first is not None
    assert second is not None
    assert first.account_id == second.account_id
    assert _kinds(conn) == ["identity.linked", "login.completed", "login.completed"]


def test_a_subject_of_another_issuer_is_another_account(conn: db.Connection) -> None:
    first = _session(conn, _admit(conn))
    second = _session(conn, _admit(conn, person=a_person(issuer="https://other.example")))
    assert first is not None
    assert second is not None
    assert first.account_id != second.account_id


def test_a_mismatch_logs_in_without_insurance_data_and_opens_one_case_however_often(conn: db.Connection) -> None:
    for minutes in range(3):
        session = _session(conn, _admit(conn, OTHER_NAME, minutes=minutes), minutes=minutes)
        assert session is not None
        assert (session.participant_id, session.standing) == (None, Standing.UNDER_REVIEW)
        assert [case.reason for case in identity.cases_of(conn, session.account_id)] == [CaseReason.NAME_DIFFERS]
    assert _kinds(conn) == ["identity.case_opened"]


def test_a_corrected_register_closes_the_case_at_the_next_login(conn: db.Connection) -> None:
    _admit(conn, OTHER_NAME)
    session = _session(conn, _admit(conn, SAME))
    assert session is not None
    assert (session.participant_id, session.standing) == (None, Standing.TO_CONFIRM)
    assert identity.open_cases(conn) == []


def test_41_a_login_alone_links_nothing_even_if_everything_agrees(conn: db.Connection) -> None:
    for _ in range(2):
        session = _session(conn, _admit(conn, SAME))
        assert session is not None
        assert (session.participant_id, session.standing) == (None, Standing.TO_CONFIRM)
    assert _kinds(conn) == []


def test_41_a_second_identity_for_one_record_goes_to_an_officer(conn: db.Connection) -> None:
    _linked(conn, SAME, person=a_person(subject="first"))
    second = _session(conn, _admit(conn, SAME, person=a_person(subject="second")))
    assert second is not None
    assert (second.participant_id, second.standing) == (None, Standing.UNDER_REVIEW)
    assert [case.reason for case in identity.open_cases(conn)] == [CaseReason.LINKED_TO_OTHER_ACCOUNT]


def test_a_link_survives_a_doubt_but_the_sessions_that_used_it_do_not(conn: db.Connection) -> None:
    before = _linked(conn, SAME)
    _admit(conn, OTHER_NAME)
    assert _session(conn, before) is None
    stranger = _session(conn, _admit(conn, SAME, person=a_person(subject="stranger")))
    assert stranger is not None
    assert stranger.participant_id is None


def test_an_account_whose_citizen_number_now_leads_elsewhere_sees_neither_record(conn: db.Connection) -> None:
    _linked(conn, SAME)
    moved = _session(conn, _admit(conn, Candidate(8, SAME.full_name, SAME.birth_date, deceased=False)))
    assert moved is not None
    assert moved.participant_id is None
    assert [case.reason for case in identity.open_cases(conn)] == [CaseReason.LINKED_TO_OTHER_PARTICIPANT]


def test_a_dead_persons_identity_gets_no_session_but_a_case_and_a_reference(conn: db.Connection) -> None:
    admission = _admit(conn, DEAD)
    assert admission.session_token is None
    assert admission.problem is not None
    assert identity.problem_of(conn, admission.problem.reference) == admission.problem
    assert admission.problem.failure is LoginFailure.DECEASED
    assert _kinds(conn) == ["identity.case_opened", "login.refused"]


def test_a_death_ends_the_sessions_that_are_open(conn: db.Connection) -> None:
    before = _linked(conn, SAME)
    _admit(conn, DEAD)
    assert _session(conn, before) is None


def test_an_account_of_level_1_gets_a_session_and_nothing_in_it(conn: db.Connection) -> None:
    session = _session(conn, _admit(conn, SAME, person=a_person(account_level=1)))
    assert session is not None
    assert (session.participant_id, session.standing, session.account_level) == (None, Standing.LEVEL_TOO_LOW, 1)
    assert identity.open_cases(conn) == []


def test_a_login_replaces_the_session_the_browser_had(conn: db.Connection) -> None:
    before = _admit(conn, SAME)
    after = _admit(conn, SAME, replaces=before.session_token)
    assert before.session_token != after.session_token
    assert _session(conn, before) is None
    assert _session(conn, after) is not None


def test_cases_are_listed_with_their_numbers_masked(conn: db.Connection) -> None:
    _admit(conn, OTHER_NAME)
    (case,) = identity.open_cases(conn)
    assert case.participant_ids == [7]
    assert "001185000001" not in repr(case)
    assert "00********01" in repr(case)


def test_nothing_is_kept_when_the_audit_cannot_be_written(database: db.Database) -> None:
    with database.transaction() as conn:
        conn.execute("CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$")
        conn.execute("CREATE TRIGGER full_up BEFORE INSERT ON audit.events FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.refuse()")
        with pytest.raises(db.Error), conn.transaction():
            _admit(conn, SAME)
        conn.execute("DROP TRIGGER full_up ON audit.events")
        row = conn.execute("SELECT (SELECT count(*) FROM identity.accounts) + (SELECT count(*) FROM identity.sessions)").fetchone()
        assert row == (0,)
