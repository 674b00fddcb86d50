"""Adding staff, checking passwords, locking, closing."""

from datetime import timedelta

import pytest

from ansinh import staff
from ansinh.kit import db
from ansinh.kit.errors import NotFound, Refused
from ansinh.staff import Role, SignInRefusal
from tests.staff.colleagues import NOW, PASSWORD, colleague, hired, signed_in


def _tried(conn: db.Connection, password: str = "", *, username: str = "lan.tran", minutes: float = 0) -> SignInRefusal | None:
    return staff.check_password(conn, username, password, now=NOW + timedelta(minutes=minutes))


def test_the_right_password_is_right_and_no_other(conn: db.Connection) -> None:
    hired(conn)
    assert _tried(conn, PASSWORD) is None
    assert _tried(conn, PASSWORD.upper()) is SignInRefusal.NOT_KNOWN
    assert _tried(conn, "") is SignInRefusal.NOT_KNOWN


@pytest.mark.parametrize("username", ["nobody", "", "LAN.TRAN", "lan.tran ", "a" * 5000, "\x00", "lan.tran'--"])
def test_an_unknown_name_is_told_what_a_wrong_password_is_told(conn: db.Connection, username: str) -> None:
    hired(conn)
    assert _tried(conn, PASSWORD, username=username) is SignInRefusal.NOT_KNOWN


def test_the_fifth_wrong_password_locks_and_the_right_one_waits_fifteen_minutes(conn: db.Connection) -> None:
    hired(conn)
    assert [_tried(conn) for _ in range(5)] == [SignInRefusal.NOT_KNOWN] * 4 + [SignInRefusal.LOCKED]
    assert _tried(conn, PASSWORD, minutes=14.9) is SignInRefusal.LOCKED
    assert _tried(conn, PASSWORD, minutes=15) is None


def test_a_right_password_forgets_the_wrong_ones_before_it(conn: db.Connection) -> None:
    hired(conn)
    for _ in range(3):
        assert [_tried(conn) for _ in range(4)] == [SignInRefusal.NOT_KNOWN] * 4
        assert _tried(conn, PASSWORD) is None


def test_wrong_passwords_lock_nobody_else(conn: db.Connection) -> None:
    hired(conn, colleague(), colleague("minh.le"))
    for _ in range(6):
        _tried(conn)
    assert _tried(conn, PASSWORD, username="minh.le") is None


def test_an_account_is_added_once_and_then_left_as_it_is(conn: db.Connection) -> None:
    hired(conn)
    assert staff.add_accounts(conn, [colleague(password="another-password")], now=NOW) == 0
    assert _tried(conn, PASSWORD) is None


def test_the_password_is_kept_as_a_verifier(conn: db.Connection) -> None:
    hired(conn)
    row = conn.execute("SELECT verifier FROM staff.accounts").fetchone()
    assert row is not None
    assert row[0].startswith("$argon2id$")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "too-short-1"}, "bad_password"),
        ({"password": "x" * 201}, "bad_password"),
        ({"roles": frozenset()}, "no_role"),
        ({"username": "Lan Tran"}, "bad_username"),
        ({"username": "l"}, "bad_username"),
    ],
)
def test_an_account_that_could_not_be_used_safely_is_refused(conn: db.Connection, changes: dict[str, object], code: str) -> None:
    values = {"username": "lan.tran", "full_name": "Trần Thị Lan", "password": PASSWORD, "roles": frozenset({Role.CASES}), **changes}
    with pytest.raises(Refused) as refused:
        staff.add_accounts(conn, [staff.NewAccount(**values)], now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert PASSWORD not in str(refused.value)


def test_a_closed_account_lets_nobody_in_and_whoever_was_in_is_out(conn: db.Connection) -> None:
    hired(conn)
    token = signed_in(conn)
    staff.close_account(conn, "lan.tran", now=NOW)
    assert _tried(conn, PASSWORD) is SignInRefusal.LOCKED
    assert staff.visitor_of(conn, token, now=NOW) is None
    assert [each.is_open for each in staff.accounts(conn)] == [False]


def test_closing_what_is_not_there_says_so(conn: db.Connection) -> None:
    with pytest.raises(NotFound):
        staff.close_account(conn, "nobody", now=NOW)


def test_staff_are_listed_with_their_roles(conn: db.Connection) -> None:
    hired(conn, colleague("lan.tran", Role.ALERTS, Role.FIGURES), colleague("an.vo", Role.CASES))
    assert [(each.username, each.roles) for each in staff.accounts(conn)] == [
        ("an.vo", frozenset({Role.CASES})),
        ("lan.tran", frozenset({Role.ALERTS, Role.FIGURES})),
    ]
