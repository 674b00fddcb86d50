"""Linking and unlinking: only by a fresh login of the same issuer and subject, begun for it from this very session."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ansinh import audit, identity, oidc, terms
from ansinh.identity import Candidate, CaseReason, LoginFailure, Purpose, Standing, Taken
from ansinh.kit import crypto, db, errors
from ansinh.wire import eid
from tests.identity.linked import linked
from tests.identity.standin import ISSUER, NOW, a_person

SAME = Candidate(7, "Nguyễn Thị Mẫu", terms.PartialDate(1985, 3, 9), deceased=False)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LATER = NOW + MINUTE
BROWSER = "the-secret-in-this-browsers-cookie"


def _logged_in(conn: db.Connection, person: eid.EidClaims | None = None) -> str:
    token = identity.admit(conn, person or a_person(), id_token="raw", candidates=[SAME], replaces=None, now=NOW).session_token
    assert token is not None
    return token


def _again(person: eid.EidClaims | None = None, *, level: int = 2, at: timedelta = MINUTE) -> eid.EidClaims:
    """The person, logged in anew."""
    return replace(person or a_person(), assurance=eid.Assurance(2, level), auth_time=NOW + at)


def _taken(token: str, purpose: Purpose = Purpose.LINK) -> Taken:
    return Taken(oidc.Attempt(ISSUER, "state", "nonce", "verifier", LATER), purpose, crypto.sha256_hex(token))


def _confirm(
    conn: db.Connection,
    token: str | None,
    person: eid.EidClaims | None = None,
    *,
    taken: Taken | None = None,
    purpose: Purpose = Purpose.LINK,
) -> identity.Admission:
    return identity.confirm(
        conn,
        person or _again(),
        taken=taken or _taken(token or "", purpose),
        token=token,
        id_token="raw",
        candidates=[SAME],
        now=LATER,
    )


def _session(conn: db.Connection, token: str | None, *, now: timedelta = MINUTE) -> identity.Session:
    found = identity.session_of(conn, token, now=NOW + now)
    assert found is not None
    return found


def _linked_and_proven(conn: db.Connection) -> str:
    """A session of somebody linked who has just logged in anew to unlink."""
    assert linked(conn, a_person(), [SAME]) == 1
    token = _confirm(conn, _logged_in(conn), purpose=Purpose.UNLINK).session_token
    assert token is not None
    return token


def _kinds(conn: db.Connection) -> list[str]:
    return [entry.kind for entry in reversed(audit.about(conn, 7))]


def test_a_fresh_login_of_the_same_person_links_and_goes_on_under_another_token(conn: db.Connection) -> None:
    before = _logged_in(conn)
    admission = _confirm(conn, before)
    session = _session(conn, admission.session_token)
    assert (admission.standing, session.participant_id, session.authentication_level) == (Standing.LINKED, 7, 2)
    assert identity.session_of(conn, before, now=LATER) is None
    assert _kinds(conn) == ["identity.linked", "login.completed"]


def test_39_the_login_of_another_person_links_nothing_and_changes_nothing(conn: db.Connection) -> None:
    """Negative test 39: bound to the upstream's subject and not only to who is upstream (CVE-2026-9087)."""
    token = _logged_in(conn)
    other = a_person("001190000002", subject="person-2", full_name="Trần Văn Khác", birth_date="1990-01-02")
    _logged_in(conn, other)
    for stranger in (other, a_person(subject="never-seen"), a_person(issuer="https://other.example")):
        with pytest.raises(errors.Refused) as refused:
            _confirm(conn, token, _again(stranger))
        assert refused.value.code == LoginFailure.OTHER_PERSON
    assert _session(conn, token).standing is Standing.TO_CONFIRM
    assert "identity.linked" not in _kinds(conn)


def test_39_a_confirmation_of_another_session_or_of_none_is_refused(conn: db.Connection) -> None:
    """Negative test 39: bound to the session, also to another one of the same person."""
    first, second = _logged_in(conn), _logged_in(conn)
    for token in (second, None, "invented"):
        with pytest.raises(errors.Refused) as refused:
            _confirm(conn, token, taken=_taken(first))
        assert refused.value.code == LoginFailure.SESSION_GONE


def test_39_signing_out_kills_a_confirmation_that_is_under_way(conn: db.Connection) -> None:
    """Negative test 39: what was begun from a session dies with it (CVE-2026-92358)."""
    token = _logged_in(conn)
    attempt = oidc.Attempt(ISSUER, "state-1", "nonce", "verifier", NOW)
    identity.remember_attempt(conn, attempt, browser=BROWSER, purpose=Purpose.LINK, session_token=token, now=NOW)
    identity.end_session(conn, token, now=NOW)
    with pytest.raises(errors.Refused) as refused:
        identity.take_attempt(conn, oidc.read_parameters(b"state=state-1"), issuer=ISSUER, browser=BROWSER, now=LATER)
    assert refused.value.code == LoginFailure.STATE_EXPIRED


def test_39_an_attempt_keeps_what_it_was_begun_for_and_how_fresh_the_login_has_to_be(conn: db.Connection) -> None:
    token = _logged_in(conn)
    attempt = oidc.Attempt(ISSUER, "state-1", "nonce", "verifier", NOW)
    identity.remember_attempt(conn, attempt, browser=BROWSER, purpose=Purpose.UNLINK, session_token=token, now=NOW)
    taken = identity.take_attempt(conn, oidc.read_parameters(b"state=state-1"), issuer=ISSUER, browser=BROWSER, now=LATER)
    assert (taken.purpose, taken.attempt.fresh_since, taken.session_hash) == (Purpose.UNLINK, NOW, crypto.sha256_hex(token))


@pytest.mark.parametrize(
    ("person", "failure"),
    [
        (_again(level=1), LoginFailure.LEVEL_REFUSED),
        (_again(a_person(account_level=2), level=0), LoginFailure.LEVEL_REFUSED),
        (replace(_again(), assurance=eid.Assurance(1, 4)), LoginFailure.LEVEL_REFUSED),
        (replace(_again(), auth_time=None), LoginFailure.TOKEN_INVALID),
        (_again(at=timedelta(0)), LoginFailure.TOKEN_INVALID),  # the login the session came from
        (_again(at=-MINUTE), LoginFailure.TOKEN_INVALID),
    ],
)
def test_a_login_that_is_weak_or_old_links_nothing(conn: db.Connection, person: eid.EidClaims, failure: LoginFailure) -> None:
    token = _logged_in(conn)
    with pytest.raises(errors.Refused) as refused:
        _confirm(conn, token, person)
    assert refused.value.code == failure
    assert _session(conn, token).participant_id is None


def test_a_login_in_the_very_second_of_the_confirmation_is_fresh(conn: db.Connection) -> None:
    """Providers tell whole seconds; a quick person logs in and confirms within one."""
    token = _logged_in(conn)
    attempt = oidc.Attempt(ISSUER, "state", "nonce", "verifier", NOW + timedelta(milliseconds=700))
    taken = Taken(attempt, Purpose.LINK, crypto.sha256_hex(token))
    assert _confirm(conn, token, _again(at=timedelta(0)), taken=taken).standing is Standing.LINKED


def test_43_a_doubt_that_comes_up_with_the_confirmation_opens_a_case_and_links_nothing(conn: db.Connection) -> None:
    token = _logged_in(conn)
    admission = _confirm(conn, token, replace(_again(), full_name="Nguyễn Thị Khác"))
    assert admission.standing is Standing.UNDER_REVIEW
    assert [each.reason for each in identity.open_cases(conn)] == [CaseReason.NAME_DIFFERS]


def test_unlinking_takes_a_proof_and_then_no_browser_sees_the_record(conn: db.Connection) -> None:
    token = _linked_and_proven(conn)
    elsewhere = _logged_in(conn)
    renewed = identity.unlink(conn, _session(conn, token), token, now=LATER)
    assert _session(conn, renewed).standing is Standing.TO_CONFIRM
    assert identity.session_of(conn, elsewhere, now=LATER) is None
    assert identity.session_of(conn, token, now=LATER) is None
    assert _kinds(conn).count("identity.unlinked") == 1


def test_39_without_a_proof_nothing_is_unlinked(conn: db.Connection) -> None:
    assert linked(conn, a_person(), [SAME]) == 1
    token = _logged_in(conn)
    with pytest.raises(errors.Refused, match="fresh login"):
        identity.unlink(conn, _session(conn, token), token, now=LATER)
    assert _session(conn, token).participant_id == 7


def _spend(conn: db.Connection, token: str) -> None:
    identity.unlink(conn, _session(conn, token), token, now=LATER)


def _sign_out(conn: db.Connection, token: str) -> None:
    identity.end_session(conn, token, now=LATER)


def _freeze(conn: db.Connection, token: str) -> None:
    assert token
    identity.freeze_link(conn, 7, because="number_changed", now=LATER)


@pytest.mark.parametrize("after", [_spend, _sign_out, _freeze])
def test_39_a_proof_dies_with_its_use_with_the_session_and_with_the_link(
    conn: db.Connection, after: Callable[[db.Connection, str], None]
) -> None:
    """Negative test 39: no proof survives link, unlink or logout (CVE-2026-92358)."""
    token = _linked_and_proven(conn)
    session = _session(conn, token)
    assert identity.may_unlink(conn, session, token, now=LATER)
    after(conn, token)
    assert not identity.may_unlink(conn, session, token, now=LATER)
    assert conn.execute("SELECT count(*) FROM identity.linking_proofs").fetchone() == (0,)
    with pytest.raises(errors.Refused):
        identity.unlink(conn, session, token, now=LATER)


def test_39_a_proof_is_worth_five_minutes_and_only_in_its_session(conn: db.Connection) -> None:
    token = _linked_and_proven(conn)
    elsewhere = _logged_in(conn)
    session = _session(conn, token)
    assert not identity.may_unlink(conn, _session(conn, elsewhere), elsewhere, now=LATER)
    assert identity.may_unlink(conn, session, token, now=LATER + identity.PROOF_LIFE - SECOND)
    assert not identity.may_unlink(conn, session, token, now=LATER + identity.PROOF_LIFE)
    with pytest.raises(errors.Refused):
        identity.unlink(conn, session, token, now=LATER + identity.PROOF_LIFE)
    assert identity.purge(conn, now=LATER + identity.PROOF_LIFE) == 1


def test_39_what_was_proven_for_unlinking_does_not_link(conn: db.Connection) -> None:
    token = _linked_and_proven(conn)
    row = conn.execute(
        "SELECT purpose, account_id = %(id)s FROM identity.linking_proofs", {"id": _session(conn, token).account_id}
    ).fetchall()
    assert row == [("unlink", True)]


def test_a_confirmation_does_not_lengthen_the_eight_hours(conn: db.Connection) -> None:
    token = _logged_in(conn)
    for minutes in range(10, 475, 10):
        assert identity.session_of(conn, token, now=NOW + minutes * MINUTE) is not None
    late = NOW + 475 * MINUTE
    taken = Taken(oidc.Attempt(ISSUER, "state", "nonce", "verifier", late), Purpose.LINK, crypto.sha256_hex(token))
    person = replace(_again(), auth_time=late)
    renewed = identity.confirm(conn, person, taken=taken, token=token, id_token="raw", candidates=[SAME], now=late).session_token
    assert identity.session_of(conn, renewed, now=NOW + 479 * MINUTE) is not None
    assert identity.session_of(conn, renewed, now=NOW + 480 * MINUTE) is None


def test_a_session_left_alone_during_the_confirmation_is_over(conn: db.Connection) -> None:
    token = _logged_in(conn)
    late = NOW + 16 * MINUTE
    taken = Taken(oidc.Attempt(ISSUER, "state", "nonce", "verifier", late), Purpose.LINK, crypto.sha256_hex(token))
    with pytest.raises(errors.Refused) as refused:
        identity.confirm(conn, _again(at=16 * MINUTE), taken=taken, token=token, id_token="raw", candidates=[SAME], now=late)
    assert refused.value.code == LoginFailure.SESSION_GONE


def test_43_a_number_that_changed_freezes_the_link_and_ends_the_sessions(conn: db.Connection) -> None:
    """Negative test 43: the account comes back with another citizen number (Decree 70/2024 art. 11(7))."""
    assert linked(conn, a_person(), [SAME]) == 1
    before = _logged_in(conn)
    changed = a_person("001185000099")
    admission = identity.admit(conn, changed, id_token="raw", candidates=[], replaces=None, now=LATER)
    assert admission.standing is Standing.UNDER_REVIEW
    assert identity.session_of(conn, before, now=LATER) is None
    assert [each.reason for each in identity.open_cases(conn)] == [CaseReason.NUMBER_CHANGED]
    assert "identity.link_frozen" in _kinds(conn)


def test_43_a_frozen_link_stays_frozen_when_the_old_number_is_back_and_keeps_others_away(conn: db.Connection) -> None:
    assert linked(conn, a_person(), [SAME]) == 1
    identity.freeze_link(conn, 7, because="number_cancelled", now=NOW)
    assert not identity.freeze_link(conn, 7, because="number_cancelled", now=NOW)
    standings = [
        identity.admit(conn, person, id_token="raw", candidates=[SAME], replaces=None, now=LATER).standing
        for person in (a_person(), a_person(subject="stranger"))
    ]
    assert standings == [Standing.UNDER_REVIEW, Standing.UNDER_REVIEW]
    assert {each.reason for each in identity.open_cases(conn)} == {CaseReason.NUMBER_CHANGED, CaseReason.LINKED_TO_OTHER_ACCOUNT}


def test_of_two_accounts_that_confirm_at_once_one_is_linked_and_the_other_a_case(database: db.Database) -> None:
    people = [a_person(subject=subject) for subject in ("one", "two")]
    with database.transaction() as conn:
        tokens = [_logged_in(conn, person) for person in people]
    standings: list[Standing] = []
    together = threading.Barrier(2)

    def confirm(token: str, person: eid.EidClaims) -> None:
        with database.transaction() as conn:
            together.wait(timeout=150)
            standings.append(_confirm(conn, token, _again(person)).standing)

    threads = [threading.Thread(target=confirm, args=pair) for pair in zip(tokens, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=150)
    assert sorted(standing.value for standing in standings) == ["linked", "under_review"]
