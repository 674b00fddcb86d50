"""How long a session lives, what it is kept as, and how it ends."""

from datetime import timedelta

from ansinh import audit, identity, terms
from ansinh.identity import Candidate
from ansinh.kit import crypto, db
from tests.identity.linked import linked
from tests.identity.standin import ISSUER, NOW, a_person

MINUTE = timedelta(minutes=1)


def _open(conn: db.Connection) -> str:
    candidate = Candidate(7, "Nguyễn Thị Mẫu", terms.PartialDate(1985, 3, 9), deceased=False)
    linked(conn, a_person(), [candidate])
    token = identity.admit(conn, a_person(), id_token="raw.id.token", candidates=[candidate], replaces=None, now=NOW).session_token
    assert token is not None
    return token


def test_a_session_ends_after_fifteen_minutes_without_a_request(conn: db.Connection) -> None:
    token = _open(conn)
    assert identity.session_of(conn, token, now=NOW + 14 * MINUTE) is not None
    assert identity.session_of(conn, token, now=NOW + 28 * MINUTE) is not None
    assert identity.session_of(conn, token, now=NOW + 43 * MINUTE) is None


def test_a_session_ends_after_eight_hours_however_busy(conn: db.Connection) -> None:
    token = _open(conn)
    for minutes in range(10, 480, 10):
        assert identity.session_of(conn, token, now=NOW + minutes * MINUTE) is not None
    assert identity.session_of(conn, token, now=NOW + 480 * MINUTE) is None


def test_a_clock_that_runs_behind_does_not_break_the_session(conn: db.Connection) -> None:
    token = _open(conn)
    assert identity.session_of(conn, token, now=NOW - MINUTE) is not None


def test_no_token_and_an_invented_token_have_no_session(conn: db.Connection) -> None:
    _open(conn)
    assert identity.session_of(conn, None, now=NOW) is None
    assert identity.session_of(conn, "", now=NOW) is None
    assert identity.session_of(conn, "invented", now=NOW) is None


def test_the_token_is_kept_only_as_a_hash(conn: db.Connection) -> None:
    token = _open(conn)
    row = conn.execute("SELECT s::text FROM identity.sessions s").fetchone()
    assert row is not None
    assert token not in row[0]
    assert crypto.sha256_hex(token) in row[0]


def test_a_session_does_not_show_its_secrets_when_printed(conn: db.Connection) -> None:
    session = identity.session_of(conn, _open(conn), now=NOW)
    assert session is not None
    assert session.csrf_token not in repr(session)
    assert "Mẫu" not in repr(session)


def test_a_form_with_another_token_is_not_ours(conn: db.Connection) -> None:
    session, other = (identity.session_of(conn, _open(conn), now=NOW) for _ in range(2))
    assert session is not None
    assert other is not None
    assert identity.form_is_ours(session, session.csrf_token)
    assert not identity.form_is_ours(session, other.csrf_token)
    assert not identity.form_is_ours(session, "")


def test_signing_out_ends_the_session_once_and_hands_over_the_hint(conn: db.Connection) -> None:
    token = _open(conn)
    ended = identity.end_session(conn, token, now=NOW)
    assert ended is not None
    assert ended.id_token == "raw.id.token"
    assert identity.session_of(conn, token, now=NOW) is None
    assert identity.end_session(conn, token, now=NOW) is None
    assert [entry.kind for entry in audit.about(conn, 7)].count("session.ended") == 1


def test_purge_takes_what_nobody_can_use_any_more_and_leaves_the_rest(conn: db.Connection) -> None:
    _open(conn)
    problem = identity.record_problem(conn, identity.LoginFailure.CANCELLED, issuer=ISSUER, now=NOW)
    assert identity.purge(conn, now=NOW + 14 * MINUTE) == 0
    assert identity.purge(conn, now=NOW + 16 * MINUTE) == 1
    assert identity.problem_of(conn, problem.reference) is not None
    assert identity.purge(conn, now=NOW + timedelta(days=31)) == 1
    assert identity.problem_of(conn, problem.reference) is None
