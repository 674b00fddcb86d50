"""A case as the officer who works on it sees it."""

from ansinh import identity
from ansinh.identity import CaseReason
from ansinh.kit import db
from ansinh.terms import PartialDate
from tests.identity.standin import NOW, a_person


def _case(conn: db.Connection) -> str:
    person = a_person(full_name="Trần Thị Lạ")
    other = identity.Candidate(7, "Nguyễn Thị Mẫu", person.birth_date, deceased=False)
    identity.admit(conn, person, id_token="raw.id.token", candidates=[other], replaces=None, now=NOW)
    return identity.open_cases(conn)[0].reference


def test_a_case_file_holds_both_sides(conn: db.Connection) -> None:
    found = identity.case_file(conn, _case(conn))
    assert found is not None
    assert (found.reason, found.full_name, found.participant_ids) == (CaseReason.NAME_DIFFERS, "Trần Thị Lạ", (7,))
    assert isinstance(found.birth_date, PartialDate)
    assert "Lạ" not in repr(found)


def test_a_reference_that_is_none_and_a_case_that_is_closed_open_nothing(conn: db.Connection) -> None:
    reference = _case(conn)
    assert identity.case_file(conn, "NONE") is None
    conn.execute("UPDATE identity.cases SET closed_at = opened_at, outcome = 'tested'")
    assert identity.case_file(conn, reference) is None
