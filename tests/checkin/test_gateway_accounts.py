import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from ansinh import audit, checkin
from ansinh.checkin import LoginRefusal
from ansinh.kit import db

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SECRET = b"an invented secret of 32 bytes.."
MD5 = hashlib.md5(b"an invented password", usedforsecurity=False).hexdigest().upper()
WRONG = "0" * 32
STAFF = audit.Actor("officer", "an.nguyen")


@pytest.fixture(autouse=True)
def account(conn: db.Connection) -> None:
    checkin.open_accounts(conn, [checkin.NewAccount(username="01001_BV", password="an invented password")], now=NOW, cost="sandbox")


def take(
    conn: db.Connection, *, username: str = "01001_BV", md5: str | None = MD5, now: datetime = NOW, caller: str = "10.0.0.7"
) -> checkin.Token | LoginRefusal:
    return checkin.take_token(
        conn,
        username,
        password_md5=md5,
        caller=caller,
        bind_caller=False,
        secret=SECRET,
        id_token="7d1cb4b2-1f0d-4f6b-8a8f-0f2f4b5b6c7d",
        now=now,
    )


def events(conn: db.Connection) -> list[tuple[str, str, str]]:
    rows = conn.execute(
        "SELECT kind, actor_id, coalesce(detail->>'reason', '') FROM audit.events WHERE kind LIKE 'gateway.token%' ORDER BY seq"
    ).fetchall()
    return [(kind, actor, reason) for kind, actor, reason in rows]


def test_the_right_password_gives_a_token_and_is_audited(conn: db.Connection) -> None:
    token = take(conn)
    assert isinstance(token, checkin.Token)
    assert token.username == "01001_BV"
    assert events(conn) == [("gateway.token_issued", "01001", "")]


def test_the_password_is_kept_as_argon2id_of_its_md5(conn: db.Connection) -> None:
    [(verifier,)] = conn.execute("SELECT verifier FROM checkin.accounts").fetchall()
    assert verifier.startswith("$argon2id$")
    assert MD5 not in verifier


@pytest.mark.parametrize("md5", [WRONG, MD5.lower(), None])
def test_another_password_is_refused_and_audited(conn: db.Connection, md5: str | None) -> None:
    assert take(conn, md5=md5) is LoginRefusal.NOT_KNOWN
    assert events(conn) == [("gateway.token_refused", "01001", "not_known")]


def test_an_unknown_account_is_refused_like_a_wrong_password(conn: db.Connection) -> None:
    assert take(conn, username="79014_BV") is LoginRefusal.NOT_KNOWN


@pytest.mark.parametrize("username", ["", "BV", "01001", "01001_bv", "010011_BV", "x" * 200])
def test_a_username_that_no_facility_has_is_refused_as_such(conn: db.Connection, username: str) -> None:
    assert take(conn, username=username) is LoginRefusal.NO_SUCH_FACILITY


def test_the_fifth_wrong_password_locks_the_account_for_fifteen_minutes_and_no_longer(conn: db.Connection) -> None:
    outcomes = [take(conn, md5=WRONG) for _ in range(5)]
    assert outcomes == [LoginRefusal.NOT_KNOWN] * 4 + [LoginRefusal.LOCKED]
    assert take(conn, now=NOW + timedelta(minutes=15) - timedelta(seconds=1)) is LoginRefusal.LOCKED
    assert isinstance(take(conn, now=NOW + timedelta(minutes=15)), checkin.Token)


def test_a_right_password_forgets_the_wrong_ones_before_it(conn: db.Connection) -> None:
    for _ in range(3):
        outcomes = [take(conn, md5=WRONG) for _ in range(4)]
        assert outcomes == [LoginRefusal.NOT_KNOWN] * 4
        assert isinstance(take(conn), checkin.Token)


def test_failures_of_one_account_do_not_lock_another(conn: db.Connection) -> None:
    checkin.open_accounts(conn, [checkin.NewAccount(username="79014_BV", password="an invented password")], now=NOW, cost="sandbox")
    for _ in range(5):
        take(conn, md5=WRONG)
    assert isinstance(take(conn, username="79014_BV"), checkin.Token)


def test_wrong_passwords_from_elsewhere_lock_nobody_else_out(conn: db.Connection) -> None:
    assert [take(conn, md5=WRONG, caller="203.0.113.9") for _ in range(5)][-1] is LoginRefusal.LOCKED
    assert take(conn, caller="203.0.113.9") is LoginRefusal.LOCKED
    assert isinstance(take(conn, caller="10.0.0.7"), checkin.Token)


def test_all_addresses_of_an_ipv6_subnet_count_as_one_origin(conn: db.Connection) -> None:
    outcomes = [take(conn, md5=WRONG, caller=f"2001:db8::{last}") for last in range(1, 6)]
    assert outcomes[-1] is LoginRefusal.LOCKED


def guess_from_many(conn: db.Connection, count: int, *, now: datetime = NOW) -> list[checkin.Token | LoginRefusal]:
    return [take(conn, md5=WRONG, caller=f"203.0.113.{last}", now=now) for last in range(count)]


def test_twenty_wrong_passwords_from_many_origins_lock_the_account_for_strangers_only(conn: db.Connection) -> None:
    assert isinstance(take(conn, caller="10.0.0.7"), checkin.Token)
    outcomes = guess_from_many(conn, checkin.STRANGERS_FAILURES_BEFORE_LOCK)
    assert outcomes == [LoginRefusal.NOT_KNOWN] * 19 + [LoginRefusal.LOCKED]
    assert take(conn, caller="198.51.100.1") is LoginRefusal.LOCKED
    assert isinstance(take(conn, caller="10.0.0.7"), checkin.Token)
    assert isinstance(take(conn, caller="198.51.100.1", now=NOW + checkin.LOCK), checkin.Token)


def test_guessing_from_many_origins_raises_one_alert(conn: db.Connection) -> None:
    for minutes in (0, 16, 32):
        guess_from_many(conn, 20, now=NOW + timedelta(minutes=minutes))
    [alert] = checkin.alerts(conn)
    assert (alert.reason, alert.account) == (checkin.Reason.PASSWORDS_GUESSED, "01001_BV")
    assert alert.last_at == NOW + timedelta(minutes=32)


def test_wrong_passwords_of_strangers_are_counted_within_an_hour(conn: db.Connection) -> None:
    guess_from_many(conn, 19)
    later = NOW + timedelta(hours=1, seconds=1)
    assert guess_from_many(conn, 19, now=later) == [LoginRefusal.NOT_KNOWN] * 19
    assert isinstance(take(conn, caller="198.51.100.1", now=later), checkin.Token)


def test_an_origin_is_familiar_for_thirty_days_after_a_right_password(conn: db.Connection) -> None:
    take(conn, caller="10.0.0.7")
    for days, expected in ((30, True), (31, False)):
        now = NOW + timedelta(days=days)
        guess_from_many(conn, 20, now=now)
        assert isinstance(take(conn, caller="10.0.0.7", now=now), checkin.Token) is expected
        conn.execute("UPDATE checkin.accounts SET locked_until = NULL")
        conn.execute("UPDATE checkin.login_origins SET locked_until = NULL, good_at = %s WHERE good_at IS NOT NULL", (NOW,))


def test_a_caller_who_is_not_on_the_list_gets_no_token_and_counts_nowhere(conn: db.Connection) -> None:
    checkin.set_allowed_addresses(conn, "01001_BV", allowed=["10.0.0.0/29"], by=STAFF, now=NOW)
    assert [take(conn, caller="203.0.113.9", md5=md5) for md5 in (MD5, *[WRONG] * 30)] == [LoginRefusal.NOT_FROM_HERE] * 31
    assert conn.execute("SELECT count(*) FROM checkin.login_origins").fetchone() == (0,)
    assert events(conn)[0] == ("gateway.token_refused", "01001", "not_from_here")
    assert isinstance(take(conn, caller="10.0.0.7"), checkin.Token)


def test_an_address_on_the_list_is_never_locked_out_by_the_others_on_it(conn: db.Connection) -> None:
    checkin.set_allowed_addresses(conn, "01001_BV", allowed=["10.0.0.0/24"], by=STAFF, now=NOW)
    for last in range(100, 130):
        take(conn, md5=WRONG, caller=f"10.0.0.{last}")
    assert isinstance(take(conn, caller="10.0.0.7"), checkin.Token)


def test_a_right_password_is_noted_once_an_hour(conn: db.Connection) -> None:
    for minutes in (0, 59, 60):
        take(conn, now=NOW + timedelta(minutes=minutes))
    [(good_at,)] = conn.execute("SELECT good_at FROM checkin.login_origins").fetchall()
    assert good_at == NOW + timedelta(hours=1)


def test_origins_are_forgotten_when_they_no_longer_matter(conn: db.Connection) -> None:
    take(conn, caller="10.0.0.7")
    take(conn, caller="203.0.113.9", md5=WRONG)
    kept = []
    for age in (timedelta(days=1), timedelta(days=1, seconds=1), timedelta(days=30, seconds=1)):
        checkin.purge_logins(conn, now=NOW + age)
        kept.append(conn.execute("SELECT count(*) FROM checkin.login_origins").fetchone())
    assert kept == [(2,), (1,), (0,)]


def test_a_closed_account_gets_no_token(conn: db.Connection) -> None:
    checkin.close_account(conn, "01001_BV", by=STAFF, now=NOW)
    assert take(conn) is LoginRefusal.LOCKED


def test_a_login_without_a_token_is_refused_like_one_with(conn: db.Connection) -> None:
    assert checkin.log_in(conn, "01001_BV", password_md5=MD5, caller="10.0.0.7", now=NOW) is None
    assert events(conn) == []
    assert checkin.log_in(conn, "01001_BV", password_md5=WRONG, caller="10.0.0.7", now=NOW) is LoginRefusal.NOT_KNOWN
    assert events(conn) == [("gateway.token_refused", "01001", "not_known")]


def test_nothing_is_kept_of_a_login_whose_audit_record_cannot_be_written(conn: db.Connection) -> None:
    conn.execute("ALTER TABLE audit.events ADD CONSTRAINT refuse CHECK (kind = '') NOT VALID")
    with pytest.raises(db.Error), conn.transaction():
        take(conn, md5=WRONG)
    assert conn.execute("SELECT failures FROM checkin.accounts").fetchone() == (0,)
    assert conn.execute("SELECT count(*) FROM checkin.login_origins").fetchone() == (0,)
