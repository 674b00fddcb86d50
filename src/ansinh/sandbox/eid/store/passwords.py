"""A password that was typed: counted, and in the same statement all that it is judged by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest
from ansinh.sandbox.eid.factors import Factor
from ansinh.sandbox.eid.model import Holder, OpenLogin
from ansinh.sandbox.eid.store import accounts

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Typed:
    """What is known of it. `login` is None where none is open in this browser, `holder` where there is no such account.

    `tries`: the number of this try in the account's window; None where it does not count, because no login is open or the address had
    its tries.
    """

    login: OpenLogin | None
    holder: Holder | None
    tries: int | None


@dataclass(frozen=True, slots=True)
class _Row(accounts.Row):
    known: bool
    tries: int | None
    request: dict[str, Any] | None
    login_of: str | None
    passed: list[str] | None

    def typed(self) -> Typed:
        login = None
        if self.request is not None:
            request, passed = AuthorizationRequest.from_json(self.request), frozenset(Factor(each) for each in self.passed or ())
            login = OpenLogin(request, self.login_of, passed)
        return Typed(login, self.holder() if self.known else None, self.tries)


def count(
    conn: db.Connection,
    login: str,
    *,
    browser: str,
    username: str,
    counters: tuple[str, str],
    most_of_address: int,
    now: datetime,
    locked_out_for: timedelta,
) -> Typed:
    """Counts a try of the address and then of the account, `counters`: of a minute, and of `locked_out_for`.

    For a transaction of its own. It does not wait for the disk: whatever is answered is committed after it, and so not on disk before
    it. The login stays open, and nobody holds it.
    """
    address, account = counters
    row = db.one(
        conn,
        _Row,
        "WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),"
        " of_address AS (INSERT INTO sandbox_eid.attempts (typed_sha256, count, window_ends_at)"
        " SELECT %(address)s::text, 1, %(minute_ends)s::timestamptz FROM unhurried"
        " ON CONFLICT (typed_sha256) DO UPDATE SET"
        " count = CASE WHEN attempts.window_ends_at <= %(now)s THEN 1 ELSE attempts.count + 1 END,"
        " window_ends_at = CASE WHEN attempts.window_ends_at <= %(now)s THEN EXCLUDED.window_ends_at ELSE attempts.window_ends_at END"
        " RETURNING count),"
        " login AS (SELECT request, username, passed FROM sandbox_eid.logins"
        " WHERE login_sha256 = %(login)s AND browser_sha256 = %(browser)s AND expires_at > %(now)s),"
        " of_account AS (INSERT INTO sandbox_eid.attempts (typed_sha256, count, window_ends_at)"
        " SELECT %(account)s::text, 1, %(ends)s::timestamptz FROM of_address, login WHERE of_address.count <= %(most)s::int"
        " ON CONFLICT (typed_sha256) DO UPDATE SET"
        " count = CASE WHEN attempts.window_ends_at <= %(now)s THEN 1 ELSE attempts.count + 1 END,"
        " window_ends_at = CASE WHEN attempts.window_ends_at <= %(now)s THEN EXCLUDED.window_ends_at ELSE attempts.window_ends_at END"
        " RETURNING count)"
        " SELECT a.username, a.subject, a.citizen_number, a.full_name, a.birth_date, a.sex, a.compared_on, a.seen_on, a.state,"
        " a.password_hash, a.one_time_secret, a.last_one_time_step, a.web_login_allowed, a.username IS NOT NULL AS known,"
        " of_account.count AS tries, login.request, login.username AS login_of, login.passed FROM of_address LEFT JOIN login ON true"
        " LEFT JOIN of_account ON true LEFT JOIN sandbox_eid.accounts a ON a.username = %(username)s",
        {
            "address": sha256_hex(address),
            "minute_ends": now + _MINUTE,
            "now": now,
            "login": sha256_hex(login),
            "browser": sha256_hex(browser),
            "account": sha256_hex(account),
            "ends": now + locked_out_for,
            "most": most_of_address,
            "username": username,
        },
    )
    assert row is not None  # the address was counted
    return row.typed()
