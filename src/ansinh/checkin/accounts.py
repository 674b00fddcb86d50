"""Gateway accounts: opening them, logging in, locking after repeated failure.

Whoever knows a username, and usernames are public, must not be able to lock its facility out. So wrong passwords count against the
origin they come from; what many origins do together locks only origins that the account does not usually log in from; and where a
facility has named its addresses, nobody else gets as far as a password.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal

from ansinh import audit
from ansinh.checkin import networks, tokens
from ansinh.checkin.alarms import ALARMS, Reason
from ansinh.checkin.alerts import raise_alert
from ansinh.checkin.model import NewAccount, Token
from ansinh.checkin.store import accounts as store
from ansinh.kit import crypto, db

FAILURES_BEFORE_LOCK = 5  # of one origin, in a row
STRANGERS_FAILURES_BEFORE_LOCK = ALARMS[
    Reason.PASSWORDS_GUESSED
].limit  # of all origins together from which the account does not usually log in, within an hour
LOCK = timedelta(minutes=15)
FAMILIAR = timedelta(days=30)  # since the last right password from an origin
_STRANGERS_WINDOW = timedelta(hours=1)
_GOOD_LOGIN_NOTED_EVERY = timedelta(hours=1)
_FAILURES_KEPT = timedelta(days=1)
_PURPOSE = "login"
_OPENER = audit.Actor("system", "gateway")
_USERNAME = re.compile(r"[0-9]{2}[0-9A-Z]{3}_BV", re.ASCII)


class LoginRefusal(Enum):
    """Why no token was given."""

    NOT_KNOWN = "not_known"  # no such account, or another password: which of the two is not told
    NO_SUCH_FACILITY = "no_such_facility"  # the username is not one a facility can have
    LOCKED = "locked"  # closed, or locked after repeated failure
    NOT_FROM_HERE = "not_from_here"  # the caller's address is not among those the facility named; the password was not looked at


def open_accounts(
    conn: db.Connection,
    accounts: Sequence[NewAccount],
    *,
    now: datetime,
    by: audit.Actor = _OPENER,
    cost: Literal["full", "sandbox"] = "full",
) -> None:
    """Open an account for each, audited. The password is kept as `verifier_of` makes it."""
    for each in accounts:
        store.insert_account(conn, username=each.username, verifier=verifier_of(each.password, cost=cost), opened_at=now)
        detail = {"account": each.username}
        audit.append(
            conn, audit.Event(kind="gateway.account_opened", at=now, actor=by, subject=None, purpose="administration", detail=detail)
        )


def verifier_of(password: str, *, cost: Literal["full", "sandbox"] = "full") -> str:
    """An Argon2id verifier of the upper-case MD5 hex of the password, which is what the protocol carries."""
    return crypto.hash_password(_md5(password), cost=cost)


def take_token(
    conn: db.Connection,
    username: str,
    *,
    password_md5: str | None,
    caller: str,
    bind_caller: bool,
    secret: bytes,
    id_token: str,
    now: datetime,
) -> Token | LoginRefusal:
    """A token for the right password, or why not; both are audited, and the caller commits in either case.

    `password_md5` None is a password that is no MD5: never right. `caller` is the address of the other side; the token is bound to
    it if `bind_caller`.
    """
    refusal = log_in(conn, username, password_md5=password_md5, caller=caller, now=now)
    if refusal is not None:
        return refusal
    _record(conn, "gateway.token_issued", facility_code=facility_of(username), detail={"account": username}, now=now)
    return tokens.issue(secret, username, id_token=id_token, caller=caller if bind_caller else "", now=now)


def log_in(conn: db.Connection, username: str, *, password_md5: str | None, caller: str, now: datetime) -> LoginRefusal | None:
    """None for the right password from an address that may use it; else why not, audited. The caller commits in either case.

    The fifth wrong password in a row from one origin locks the account for that origin, the twentieth within an hour from origins
    without a right password in the last 30 days locks it for all such origins and raises an alert; both for 15 minutes. While it is locked even the
    right password is refused, and the time of the answer is that of a check.
    """
    if not _USERNAME.fullmatch(username):
        return _refuse(conn, LoginRefusal.NO_SUCH_FACILITY, username="", facility_code=None, now=now)
    origin = str(networks.origin_of(caller))
    account = store.account(conn, username, origin=origin)
    if account is not None and account.allowed_addresses and not networks.is_among(caller, account.allowed_addresses):
        return _refuse(conn, LoginRefusal.NOT_FROM_HERE, username=username, facility_code=facility_of(username), now=now)
    is_right = crypto.verify_password(crypto.NOBODYS_PASSWORD if account is None else account.verifier, password_md5 or "")
    if account is None:
        return _refuse(conn, LoginRefusal.NOT_KNOWN, username=username, facility_code=None, now=now)
    is_stranger = not account.allowed_addresses and (account.good_at is None or account.good_at < now - FAMILIAR)
    if account.state != "open" or _is_locked(account, is_stranger=is_stranger, now=now):
        return _refuse(conn, LoginRefusal.LOCKED, username=username, facility_code=facility_of(username), now=now)
    if is_right:
        store.note_good_login(conn, username, origin=origin, now=now, unless_after=now - _GOOD_LOGIN_NOTED_EVERY)
        return None
    locked = _count_failure(conn, username, origin=origin, is_stranger=is_stranger, now=now)
    refusal = LoginRefusal.LOCKED if locked else LoginRefusal.NOT_KNOWN
    return _refuse(conn, refusal, username=username, facility_code=facility_of(username), now=now)


def verify_account(conn: db.Connection, username: str, password: str, *, caller: str, now: datetime) -> LoginRefusal | None:
    """`log_in` with the password as a person types it: for pages, which carry no MD5."""
    return log_in(conn, username, password_md5=_md5(password), caller=caller, now=now)


def purge_logins(conn: db.Connection, *, now: datetime) -> None:
    """Forget origins: those that only failed after a day, the others when they are no longer familiar."""
    store.purge_origins(conn, failed_before=now - _FAILURES_KEPT, seen_before=now - FAMILIAR)


def facility_of(username: str) -> str:
    """The facility code an account is named after."""
    return username[:5]


def _is_locked(account: store.AccountRow, *, is_stranger: bool, now: datetime) -> bool:
    of_origin = account.origin_locked_until is not None and now < account.origin_locked_until
    of_strangers = account.locked_until is not None and now < account.locked_until
    return of_origin or (is_stranger and of_strangers)


def _count_failure(conn: db.Connection, username: str, *, origin: str, is_stranger: bool, now: datetime) -> bool:
    """True if this failure locked the account for the caller."""
    locked = is_stranger and store.count_strangers_failure(
        conn, username, limit=STRANGERS_FAILURES_BEFORE_LOCK, now=now, since=now - _STRANGERS_WINDOW, locked_until=now + LOCK
    )
    if locked:
        raise_alert(
            conn,
            Reason.PASSWORDS_GUESSED,
            account=username,
            seen=STRANGERS_FAILURES_BEFORE_LOCK,
            first_at=now - _STRANGERS_WINDOW,
            last_at=now,
        )
    return store.count_failure(conn, username, origin=origin, limit=FAILURES_BEFORE_LOCK, now=now, locked_until=now + LOCK) or locked


def _refuse(conn: db.Connection, why: LoginRefusal, *, username: str, facility_code: str | None, now: datetime) -> LoginRefusal:
    _record(conn, "gateway.token_refused", facility_code=facility_code, detail={"account": username, "reason": why.value}, now=now)
    return why


def _record(conn: db.Connection, kind: str, *, facility_code: str | None, detail: dict[str, str], now: datetime) -> None:
    actor = audit.Actor("system", "gateway") if facility_code is None else audit.Actor("facility", facility_code)
    audit.append(conn, audit.Event(kind=kind, at=now, actor=actor, subject=None, purpose=_PURPOSE, detail=detail))


def _md5(password: str) -> str:
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest().upper()
