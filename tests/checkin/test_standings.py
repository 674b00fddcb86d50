import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh import audit, checkin
from ansinh.kit import db
from ansinh.kit.errors import NotFound, Refused

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STAFF = audit.Actor("officer", "an.nguyen", "Nguyễn An")
HERE, THERE = "01001_BV", "79014_BV"
CHANGES: list[tuple[str, Callable[..., None], dict[str, Any]]] = [
    ("addresses_set", checkin.set_allowed_addresses, {"allowed": ["10.0.0.7", "2001:db8::/32"]}),
    ("closed", checkin.close_account, {}),
    ("reopened", checkin.reopen_account, {}),
    ("password_rotated", checkin.rotate_password, {"password": "another password", "cost": "sandbox"}),
    ("unlocked", checkin.unlock_account, {}),
    ("calls_kept", checkin.keep_calls, {"keeps": True}),
    ("calls_not_kept", checkin.keep_calls, {"keeps": False}),
]


@pytest.fixture(autouse=True)
def accounts(conn: db.Connection) -> None:
    new = [checkin.NewAccount(username=username, password="an invented password") for username in (HERE, THERE)]
    checkin.open_accounts(conn, new, now=NOW - timedelta(days=1), cost="sandbox")


def test_a_new_account_is_open_from_anywhere_and_its_calls_are_not_kept(conn: db.Connection) -> None:
    assert checkin.standing(conn, HERE) == checkin.Standing(is_open=True)


def test_a_name_nobody_has_stands_like_a_closed_account(conn: db.Connection) -> None:
    assert not checkin.standing(conn, "99999_BV").is_open


@pytest.mark.parametrize(("change", "verb", "options"), CHANGES)
def test_every_change_is_audited_with_who_made_it(
    conn: db.Connection, change: str, verb: Callable[..., None], options: dict[str, Any]
) -> None:
    verb(conn, HERE, by=STAFF, now=NOW, **options)
    [(actor, account, recorded)] = conn.execute(
        "SELECT actor_id, detail->>'account', detail->>'change' FROM audit.events WHERE kind = 'gateway.account_changed'"
    ).fetchall()
    assert (actor, account, recorded) == ("an.nguyen", HERE, change)


@pytest.mark.parametrize(("change", "verb", "options"), CHANGES)
def test_every_change_is_noticed_and_is_of_one_account_only(
    conn: db.Connection, change: str, verb: Callable[..., None], options: dict[str, Any]
) -> None:
    version, other = checkin.standing_version(conn), checkin.standing(conn, THERE)
    verb(conn, HERE, by=STAFF, now=NOW, **options)
    assert checkin.standing_version(conn) > version, change
    assert checkin.standing(conn, THERE) == other


@pytest.mark.parametrize(("change", "verb", "options"), CHANGES)
def test_an_account_that_does_not_exist_cannot_be_changed(
    conn: db.Connection, change: str, verb: Callable[..., None], options: dict[str, Any]
) -> None:
    with pytest.raises(NotFound, match="no_such_account"):
        verb(conn, "99999_BV", by=STAFF, now=NOW, **options)
    assert conn.execute("SELECT count(*) FROM audit.events WHERE detail->>'change' = %s", (change,)).fetchone() == (0,)


def test_the_list_that_was_set_is_audited_and_replaces_the_one_before(conn: db.Connection) -> None:
    for allowed in (["10.0.0.7"], ["192.0.2.0/24", "2001:db8::9"], []):
        checkin.set_allowed_addresses(conn, HERE, allowed=allowed, by=STAFF, now=NOW)
    rows = conn.execute("SELECT detail->>'addresses' FROM audit.events WHERE kind = 'gateway.account_changed' ORDER BY seq").fetchall()
    assert rows == [("10.0.0.7/32",), ("192.0.2.0/24 2001:db8::9/128",), ("",)]
    assert checkin.standing(conn, HERE).allowed_addresses == ()


def test_a_list_with_something_that_is_no_address_is_refused_whole(conn: db.Connection) -> None:
    with pytest.raises(Refused, match="not_an_address"):
        checkin.set_allowed_addresses(conn, HERE, allowed=["10.0.0.7", "everywhere"], by=STAFF, now=NOW)
    assert checkin.standing(conn, HERE).allowed_addresses == ()


def test_a_caller_is_admitted_from_the_listed_addresses_only(conn: db.Connection) -> None:
    checkin.set_allowed_addresses(conn, HERE, allowed=["10.0.0.0/29"], by=STAFF, now=NOW)
    standing = checkin.standing(conn, HERE)
    assert [standing.admits(caller, issued_at=NOW) for caller in ("10.0.0.7", "10.0.0.8", "")] == [True, False, False]


def test_closing_calls_back_the_tokens_and_reopening_does_not_bring_them_back(conn: db.Connection) -> None:
    before, after = NOW - timedelta(microseconds=1), NOW + timedelta(minutes=1)
    checkin.close_account(conn, HERE, by=STAFF, now=NOW)
    assert not checkin.standing(conn, HERE).admits("10.0.0.7", issued_at=before)
    checkin.reopen_account(conn, HERE, by=STAFF, now=after)
    standing = checkin.standing(conn, HERE)
    assert [standing.admits("10.0.0.7", issued_at=at) for at in (before, NOW, after)] == [False, False, True]


def test_a_rotated_password_calls_back_the_tokens_ends_locks_and_is_the_only_one_that_counts(conn: db.Connection) -> None:
    for _ in range(5):
        log_in(conn, "wrong")
    assert log_in(conn, "an invented password") is checkin.LoginRefusal.LOCKED
    checkin.rotate_password(conn, HERE, password="another password", by=STAFF, now=NOW, cost="sandbox")
    assert not checkin.standing(conn, HERE).admits("10.0.0.7", issued_at=NOW - timedelta(seconds=1))
    assert log_in(conn, "an invented password") is checkin.LoginRefusal.NOT_KNOWN
    assert log_in(conn, "another password") is None


def test_unlocking_ends_every_lock(conn: db.Connection) -> None:
    for _ in range(5):
        log_in(conn, "wrong")
    for last in range(30):
        log_in(conn, "wrong", caller=f"203.0.113.{last}")
    [account] = checkin.list_accounts(conn, now=NOW, facility_code="01001")
    assert (account.locked_until, [str(each) for each in account.locked_origins]) == (NOW + checkin.LOCK, ["10.0.0.7/32"])
    checkin.unlock_account(conn, HERE, by=STAFF, now=NOW)
    [account] = checkin.list_accounts(conn, now=NOW, facility_code="01001")
    assert (account.locked_until, account.locked_origins) == (None, ())
    assert log_in(conn, "an invented password") is None


def test_accounts_are_listed_by_name_page_by_page_or_of_one_facility(conn: db.Connection) -> None:
    log_in(conn, "an invented password")
    first = checkin.list_accounts(conn, now=NOW, limit=1)
    rest = checkin.list_accounts(conn, now=NOW, after=first[-1].username)
    assert [each.username for each in first + rest] == [HERE, THERE]
    assert [each.last_login_at for each in first + rest] == [NOW, None]
    assert [each.facility_code for each in checkin.list_accounts(conn, now=NOW, facility_code="79014")] == ["79014"]


def test_opening_an_account_is_audited(conn: db.Connection) -> None:
    checkin.open_accounts(conn, [checkin.NewAccount(username="31001_BV", password="x")], now=NOW, by=STAFF, cost="sandbox")
    row = conn.execute(
        "SELECT actor_id, detail->>'account' FROM audit.events WHERE kind = 'gateway.account_opened' ORDER BY seq DESC"
    ).fetchone()
    assert row == ("an.nguyen", "31001_BV")


def log_in(conn: db.Connection, password: str, *, caller: str = "10.0.0.7") -> checkin.LoginRefusal | None:
    md5 = hashlib.md5(password.encode(), usedforsecurity=False).hexdigest().upper()
    return checkin.log_in(conn, HERE, password_md5=md5, caller=caller, now=NOW)
