"""Sessions of the console: limits, forms, ends, and what the audit log says of them."""

import json
from datetime import datetime, timedelta

import pytest

from ansinh import staff
from ansinh.kit import crypto, db
from ansinh.staff import Closing, Role, SignInRefusal, Visitor
from tests.staff.colleagues import NOW, PASSWORD, colleague, hired, signed_in


def _facility(conn: db.Connection, account: str = "01001_BV", *, replaces: str | None = None) -> str:
    return staff.open_facility_session(
        conn, account, facility_code=account[:5], facility_name="Bệnh viện Mẫu Một", replaces=replaces, now=NOW
    )


def _seen(conn: db.Connection, token: str, *, at: datetime = NOW) -> Visitor:
    visitor = staff.visitor_of(conn, token, now=at)
    assert visitor is not None
    return visitor


def _audited(conn: db.Connection) -> list[tuple[str, str, str, dict[str, str]]]:
    rows = conn.execute("SELECT kind, actor_kind, actor_id, detail::text FROM audit.events WHERE kind LIKE 'console.%' ORDER BY seq")
    return [(kind, actor, name, json.loads(detail)) for kind, actor, name, detail in rows.fetchall()]


def test_a_member_of_staff_is_known_by_name_and_roles(conn: db.Connection) -> None:
    hired(conn, colleague("lan.tran", Role.ALERTS))
    visitor = _seen(conn, signed_in(conn))
    assert (visitor.kind, visitor.account, visitor.name, visitor.facility_code) == ("agency", "lan.tran", "Trần Thị Lan", "")
    assert visitor.may(Role.ALERTS)
    assert not visitor.may(Role.OFFICERS)


def test_a_facility_is_known_by_its_code_and_has_no_role(conn: db.Connection) -> None:
    visitor = _seen(conn, _facility(conn))
    assert (visitor.kind, visitor.account, visitor.name, visitor.facility_code) == ("facility", "01001_BV", "Bệnh viện Mẫu Một", "01001")
    assert not any(visitor.may(role) for role in Role)


def test_a_facility_named_like_a_member_of_staff_gets_none_of_their_roles(conn: db.Connection) -> None:
    hired(conn, colleague("lan.tran", *Role))
    visitor = _seen(conn, staff.open_facility_session(conn, "lan.tran", facility_code="01001", facility_name="X", replaces=None, now=NOW))
    assert visitor.roles == frozenset()
    assert visitor.name == "X"


def test_the_database_holds_the_hash_of_the_token_alone(conn: db.Connection) -> None:
    token = _facility(conn)
    row = conn.execute("SELECT token_hash FROM staff.sessions").fetchone()
    assert row == (crypto.sha256_hex(token),)


@pytest.mark.parametrize("token", [None, "", "guessed", "x" * 10_000])
def test_no_token_and_a_wrong_one_are_nobody(conn: db.Connection, token: str | None) -> None:
    _facility(conn)
    assert staff.visitor_of(conn, token, now=NOW) is None


def test_half_an_hour_without_a_request_ends_it(conn: db.Connection) -> None:
    token = _facility(conn)
    _seen(conn, token, at=NOW + timedelta(minutes=29))
    _seen(conn, token, at=NOW + timedelta(minutes=58))
    assert staff.visitor_of(conn, token, now=NOW + timedelta(minutes=88)) is None


def test_eight_hours_end_it_however_busy_it_was(conn: db.Connection) -> None:
    token = _facility(conn)
    for minutes in range(20, 480, 20):
        _seen(conn, token, at=NOW + timedelta(minutes=minutes))
    assert staff.visitor_of(conn, token, now=NOW + timedelta(hours=8)) is None


def test_what_has_expired_is_deleted_and_nothing_else(conn: db.Connection) -> None:
    _facility(conn)
    later = NOW + timedelta(minutes=29)
    fresh = staff.open_facility_session(conn, "01002_BV", facility_code="01002", facility_name="Y", replaces=None, now=later)
    assert staff.purge(conn, now=NOW + timedelta(minutes=31)) == 1
    assert staff.visitor_of(conn, fresh, now=NOW + timedelta(minutes=31)) is not None


def test_a_form_is_ours_only_with_the_token_of_this_session(conn: db.Connection) -> None:
    one, other = _seen(conn, _facility(conn)), _seen(conn, _facility(conn, "01002_BV"))
    assert staff.form_is_ours(one, one.csrf_token)
    assert not staff.form_is_ours(one, other.csrf_token)
    assert not staff.form_is_ours(one, "")


def test_signing_out_ends_this_session_and_no_other(conn: db.Connection) -> None:
    here, there = _facility(conn), _facility(conn)
    assert staff.end_session(conn, here, now=NOW)
    assert not staff.end_session(conn, here, now=NOW)
    assert staff.visitor_of(conn, here, now=NOW) is None
    assert staff.visitor_of(conn, there, now=NOW) is not None


def test_signing_in_again_in_the_same_browser_ends_what_was_there(conn: db.Connection) -> None:
    first = _facility(conn)
    _facility(conn, "01002_BV", replaces=first)
    assert staff.visitor_of(conn, first, now=NOW) is None
    assert ("console.signed_out", "facility", "01001", {"account": "01001_BV", "reason": "replaced"}) in _audited(conn)


def test_ending_all_sessions_of_an_account_may_spare_the_one_that_asks(conn: db.Connection) -> None:
    here, there, other = _facility(conn), _facility(conn), _facility(conn, "01002_BV")
    asking = _seen(conn, here)
    assert staff.end_sessions_of(conn, "facility", "01001_BV", because=Closing.PASSWORD_CHANGED, spare=asking, now=NOW) == 1
    assert staff.visitor_of(conn, there, now=NOW) is None
    assert all(staff.visitor_of(conn, token, now=NOW) for token in (here, other))


def test_every_sign_in_refusal_and_sign_out_is_audited(conn: db.Connection) -> None:
    hired(conn)
    token = signed_in(conn)
    assert staff.sign_in(conn, "lan.tran", "wrong", replaces=None, now=NOW) is SignInRefusal.NOT_KNOWN
    staff.end_session(conn, token, now=NOW)
    assert _audited(conn) == [
        ("console.signed_in", "officer", "lan.tran", {"account": "lan.tran"}),
        ("console.sign_in_refused", "system", "console", {"account": "lan.tran", "reason": "not_known"}),
        ("console.signed_out", "officer", "lan.tran", {"account": "lan.tran", "reason": "signed_out"}),
    ]


def test_a_password_typed_as_a_name_is_not_written_down(conn: db.Connection) -> None:
    hired(conn)
    staff.sign_in(conn, PASSWORD, "lan.tran", replaces=None, now=NOW)
    assert [detail["account"] for *_, detail in _audited(conn)] == [""]
