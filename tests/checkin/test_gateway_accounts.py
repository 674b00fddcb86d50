import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from ansinh import checkin
from ansinh.checkin import LoginRefusal
from ansinh.kit import db

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SECRET = b"an invented secret of 32 bytes.."
MD5 = hashlib.md5(b"an invented password", usedforsecurity=False).hexdigest().upper()
WRONG = "0" * 32


@pytest.fixture(autouse=True)
def account(conn: db.Connection) -> None:
    checkin.open_accounts(conn, [checkin.NewAccount(username="01001_BV", password="an invented password")], now=NOW, cost="sandbox")


def take(conn: db.Connection, *, username: str = "01001_BV", md5: str | None = MD5, now: datetime = NOW) -> checkin.Token | LoginRefusal:
    return checkin.take_token(
        conn,
        username,
        password_md5=md5,
        caller="10.0.0.7",
        bind_caller=False,
        secret=SECRET,
        id_token="7d1cb4b2-1f0d-4f6b-8a8f-0f2f4b5b6c7d",
        now=now,
    )


def events(conn: db.Connection) -> list[tuple[str, str, str]]:
    rows = conn.execute("SELECT kind, actor_id, coalesce(detail->>'reason', '') FROM audit.events ORDER BY seq").fetchall()
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


def test_a_closed_account_gets_no_token(conn: db.Connection) -> None:
    checkin.close_account(conn, "01001_BV")
    assert take(conn) is LoginRefusal.LOCKED


def test_nothing_is_kept_of_a_login_whose_audit_record_cannot_be_written(conn: db.Connection) -> None:
    conn.execute("ALTER TABLE audit.events ADD CONSTRAINT refuse CHECK (kind = '') NOT VALID")
    with pytest.raises(db.Error), conn.transaction():
        take(conn, md5=WRONG)
    assert conn.execute("SELECT failures FROM checkin.accounts").fetchone() == (0,)
