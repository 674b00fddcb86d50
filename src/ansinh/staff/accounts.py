"""Staff accounts: adding and closing them, checking a password, locking after repeated failure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from ansinh.kit import crypto, db
from ansinh.kit.errors import NotFound, Refused
from ansinh.staff.model import Account, Closing, NewAccount, SignInRefusal
from ansinh.staff.sessions import end_sessions_of
from ansinh.staff.store import accounts as store

FAILURES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 200
_USERNAME = re.compile(r"[a-z][a-z0-9.-]{1,39}", re.ASCII)


def add_accounts(conn: db.Connection, accounts: Sequence[NewAccount], *, now: datetime, cost: Literal["full", "sandbox"] = "full") -> int:
    """Open an account for each that has none yet; returns how many were opened.

    Raises Refused("bad_username"), Refused("no_role") or Refused("bad_password") (shorter than 12 characters, longer than 200).
    """
    added = 0
    for each in accounts:
        if not _USERNAME.fullmatch(each.username):
            raise Refused("bad_username", "a username is 2 to 40 lower-case letters, digits, dots and hyphens", field="username")
        if not each.roles:
            raise Refused("no_role", "an account without a role can do nothing", field="roles")
        if not SHORTEST_PASSWORD <= len(each.password) <= _LONGEST_PASSWORD:
            raise Refused("bad_password", f"a password has {SHORTEST_PASSWORD} to {_LONGEST_PASSWORD} characters", field="password")
        added += store.insert(
            conn,
            username=each.username,
            full_name=each.full_name,
            verifier=crypto.hash_password(each.password, cost=cost),
            roles=sorted(each.roles),
            opened_at=now,
        )
    return added


def close_account(conn: db.Connection, username: str, *, now: datetime) -> None:
    """Nobody can sign in with the account from now on, and who is signed in no longer is. Raises NotFound("no_such_account")."""
    if not store.set_state(conn, username, state="closed"):
        raise NotFound("no_such_account", "no open staff account has this name", field="username")
    end_sessions_of(conn, "agency", username, because=Closing.ACCOUNT_CLOSED, now=now)


def accounts(conn: db.Connection) -> list[Account]:
    """Every staff account, by username."""
    return store.every(conn)


def check_password(conn: db.Connection, username: str, password: str, *, now: datetime) -> SignInRefusal | None:
    """None for the right password of an open account, or why not; the caller commits in either case.

    The fifth wrong password in a row locks the account for 15 minutes; while it is locked even the right one is refused, and the
    time of the answer is that of a check.
    """
    account = store.account(conn, username) if _USERNAME.fullmatch(username) else None
    is_right = crypto.verify_password(crypto.NOBODYS_PASSWORD if account is None else account.verifier, password[:_LONGEST_PASSWORD])
    if account is None:
        return SignInRefusal.NOT_KNOWN
    if account.state != "open" or (account.locked_until is not None and now < account.locked_until):
        return SignInRefusal.LOCKED
    if not is_right:
        locked = store.count_failure(conn, username, limit=FAILURES_BEFORE_LOCK, locked_until=now + LOCK)
        return SignInRefusal.LOCKED if locked else SignInRefusal.NOT_KNOWN
    store.forget_failures(conn, username)
    return None
