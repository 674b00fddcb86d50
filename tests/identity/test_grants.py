"""Acting for another person: offered and taken, asked for and decided, and over by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ansinh import audit, identity, terms
from ansinh.identity import Candidate, grants
from ansinh.identity.grants import GrantKind, GrantScope, GrantState
from ansinh.kit import db, errors
from tests.identity.standin import NOW, a_person

TODAY = date(2026, 11, 22)
BOTH = frozenset({GrantScope.RECORD, GrantScope.ACCESS})
CHILD_BORN = terms.PartialDate(2015, 6, 1)
HELPER = a_person("001190000002", subject="person-2", full_name="Trần Văn Giúp", birth_date="1990-01-02")
ILL = a_person()


def _session(conn: db.Connection, person: object = ILL, *, participant: int = 7, level: int = 2) -> identity.Session:
    """A person whom an officer linked and who has logged in with two factors."""
    assert isinstance(person, type(ILL))
    same = Candidate(participant, person.full_name, person.birth_date, deceased=False)
    admission = identity.admit(conn, person, id_token="raw", candidates=[same], replaces=None, now=NOW)
    session = identity.session_of(conn, admission.session_token, now=NOW)
    assert session is not None
    return replace(session, authentication_level=level, standing=identity.Standing.LINKED, participant_id=participant)


def _offer(conn: db.Connection, by: identity.Session, *, last_day: date = TODAY + timedelta(days=30), name: str = "Trần Văn Giúp") -> str:
    return grants.offer_grant(conn, by, to_number=HELPER.citizen_number, to_name=name, scopes=BOTH, last_day=last_day, now=NOW)


def _acting(conn: db.Connection, by: identity.Session, reference: str, *, days: int = 0) -> grants.Grant | None:
    return grants.acting_for(conn, by, reference, scope=GrantScope.RECORD, now=NOW + timedelta(days=days))


def test_an_offer_that_is_taken_lets_its_holder_look(conn: db.Connection) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    reference = _offer(conn, ill)
    assert [each.reference for each in grants.offers_to(conn, helper, now=NOW)] == [reference]
    assert _acting(conn, helper, reference) is None
    grants.accept_offer(conn, helper, reference, now=NOW)
    grant = _acting(conn, helper, reference)
    assert grant is not None
    assert (grant.participant_id, grant.kind, grant.scopes) == (7, GrantKind.GIVEN, BOTH)


def test_each_step_is_written_down_on_the_represented_person(conn: db.Connection) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    reference = _offer(conn, ill)
    grants.accept_offer(conn, helper, reference, now=NOW)
    grants.end_grant(conn, ill, reference, now=NOW)
    kinds = [entry.kind for entry in reversed(audit.about(conn, 7))]
    assert kinds[-3:] == ["representation.offered", "representation.accepted", "representation.ended"]


def test_a_grant_is_over_after_its_last_day_and_not_before(conn: db.Connection) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    reference = _offer(conn, ill, last_day=TODAY + timedelta(days=3))
    grants.accept_offer(conn, helper, reference, now=NOW)
    assert _acting(conn, helper, reference, days=3) is not None
    assert _acting(conn, helper, reference, days=4) is None


def test_nobody_else_can_use_or_take_it(conn: db.Connection) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    stranger = _session(conn, a_person("001191000003", subject="person-3", full_name="Lê Thị Lạ"), participant=9)
    reference = _offer(conn, ill)
    with pytest.raises(errors.NotFound):
        grants.accept_offer(conn, stranger, reference, now=NOW)
    grants.accept_offer(conn, helper, reference, now=NOW)
    assert _acting(conn, stranger, reference) is None
    with pytest.raises(errors.NotFound):
        grants.end_grant(conn, stranger, reference, now=NOW)


def test_the_number_alone_takes_no_offer_the_name_must_be_the_one_given(conn: db.Connection) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    reference = _offer(conn, ill, name="Phạm Văn Khác")
    assert grants.offers_to(conn, helper, now=NOW) == []
    with pytest.raises(errors.NotFound):
        grants.accept_offer(conn, helper, reference, now=NOW)


@pytest.mark.parametrize("end_by_representative", [True, False])
def test_either_side_ends_it_at_once(conn: db.Connection, *, end_by_representative: bool) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    reference = _offer(conn, ill)
    grants.accept_offer(conn, helper, reference, now=NOW)
    grants.end_grant(conn, helper if end_by_representative else ill, reference, now=NOW)
    assert _acting(conn, helper, reference) is None
    assert [each.state for each in grants.grants_about(conn, 7)] == [GrantState.ENDED]


def test_a_scope_that_was_not_given_is_not_there(conn: db.Connection) -> None:
    ill, helper = _session(conn), _session(conn, HELPER, participant=8)
    reference = grants.offer_grant(
        conn, ill, to_number=HELPER.citizen_number, to_name="Trần Văn Giúp", scopes=[GrantScope.RECORD], last_day=TODAY, now=NOW
    )
    grants.accept_offer(conn, helper, reference, now=NOW)
    assert grants.acting_for(conn, helper, reference, scope=GrantScope.ACCESS, now=NOW) is None


@pytest.mark.parametrize(
    ("last_day", "code"),
    [(TODAY - timedelta(days=1), "last_day_past"), (TODAY + timedelta(days=367), "last_day_too_late")],
)
def test_a_last_day_in_the_past_or_more_than_a_year_away_is_refused(conn: db.Connection, last_day: date, code: str) -> None:
    ill = _session(conn)
    with pytest.raises(errors.Refused) as refused:
        _offer(conn, ill, last_day=last_day)
    assert (refused.value.code, refused.value.field) == (code, "last_day")


def test_one_factor_is_not_enough_to_hand_out_a_record(conn: db.Connection) -> None:
    weak = _session(conn, level=1)
    with pytest.raises(errors.Refused) as refused:
        _offer(conn, weak)
    assert refused.value.code == "level_too_low"


def test_an_offer_to_oneself_and_an_eleventh_are_refused(conn: db.Connection) -> None:
    ill = _session(conn)
    with pytest.raises(errors.Refused) as refused:
        grants.offer_grant(conn, ill, to_number=ILL.citizen_number, to_name=ILL.full_name, scopes=BOTH, last_day=TODAY, now=NOW)
    assert refused.value.code == "to_oneself"
    for _ in range(grants.MOST_LIVE):
        _offer(conn, ill)
    with pytest.raises(errors.Refused) as refused:
        _offer(conn, ill)
    assert refused.value.code == "too_many"


def _request(conn: db.Connection, by: identity.Session, *, last_day: date = date(2027, 1, 1)) -> str:
    return grants.request_grant(
        conn,
        by,
        kind=GrantKind.MINOR,
        number=terms.CitizenNumber("001215000009"),
        name="Nguyễn Văn Con",
        birth_date=CHILD_BORN,
        scopes=BOTH,
        last_day=last_day,
        now=NOW,
    )


def _decide(conn: db.Connection, reference: str, *, participant: int = 20, last_day: date = date(2027, 1, 1)) -> None:
    grants.decide_request(
        conn,
        reference,
        participant_id=participant,
        birth_date=CHILD_BORN,
        last_day=last_day,
        officer="officer-1",
        reason="birth certificate seen",
        now=NOW,
    )


def test_a_parent_asks_an_officer_grants_and_the_parent_sees_the_child(conn: db.Connection) -> None:
    parent = _session(conn)
    reference = _request(conn, parent)
    assert [each.reference for each in grants.open_requests(conn)] == [reference]
    assert _acting(conn, parent, reference) is None
    _decide(conn, reference)
    grant = _acting(conn, parent, reference)
    assert grant is not None
    assert grant.participant_id == 20
    assert grants.open_requests(conn) == []


def test_what_a_request_named_is_forgotten_when_it_is_decided(conn: db.Connection) -> None:
    parent = _session(conn)
    granted, refused = _request(conn, parent), _request(conn, parent)
    _decide(conn, granted)
    grants.refuse_request(conn, refused, officer="officer-1", reason="another family", now=NOW)
    left = conn.execute("SELECT count(*) FROM identity.grants WHERE wanted_name IS NOT NULL OR wanted_number IS NOT NULL").fetchone()
    assert left == (0,)
    assert {each.state for each in grants.grants_of(conn, parent)} == {GrantState.ACTIVE, GrantState.REFUSED}


def test_a_request_is_decided_once(conn: db.Connection) -> None:
    reference = _request(conn, _session(conn))
    _decide(conn, reference)
    with pytest.raises(errors.NotFound):
        _decide(conn, reference)
    with pytest.raises(errors.NotFound):
        grants.refuse_request(conn, reference, officer="officer-2", reason="late", now=NOW)


def test_two_grants_for_the_same_child_are_one_too_many(conn: db.Connection) -> None:
    parent = _session(conn)
    first, second = _request(conn, parent), _request(conn, parent)
    _decide(conn, first)
    with pytest.raises(errors.Refused) as refused:
        _decide(conn, second)
    assert refused.value.code == "granted_already"


def test_an_officer_cannot_let_a_grant_outlive_the_childhood(conn: db.Connection) -> None:
    reference = _request(conn, _session(conn))
    with pytest.raises(errors.Refused) as refused:
        _decide(conn, reference, last_day=date(2033, 6, 1))
    assert refused.value.code == "last_day_too_late"


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (terms.PartialDate(2015, 6, 1), date(2033, 5, 31)),
        (terms.PartialDate(2016, 2, 29), date(2034, 2, 28)),
        (terms.PartialDate(2015), date(2032, 12, 31)),
    ],
)
def test_childhood_ends_the_day_before_the_eighteenth_birthday(born: terms.PartialDate, last: date) -> None:
    assert grants.last_day_of_childhood(born) == last


def test_what_has_run_out_is_marked_and_its_names_are_forgotten(conn: db.Connection) -> None:
    ill = _session(conn)
    _offer(conn, ill, last_day=TODAY)
    assert grants.end_overdue(conn, now=NOW) == 0
    assert grants.end_overdue(conn, now=NOW + timedelta(days=1)) == 1
    assert conn.execute("SELECT state, offered_to, offered_name FROM identity.grants").fetchall() == [("ended", None, None)]
