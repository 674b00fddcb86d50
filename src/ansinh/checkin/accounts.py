"""Gateway accounts: opening them, logging in, locking after repeated failure."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal

from ansinh import audit
from ansinh.checkin import tokens
from ansinh.checkin.model import NewAccount, Token
from ansinh.checkin.store import accounts as store
from ansinh.kit import crypto, db

FAILURES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
_PURPOSE = "login"
_USERNAME = re.compile(r"[0-9]{2}[0-9A-Z]{3}_BV", re.ASCII)
# Checked when there is no account, so that the time of the answer does not tell which accounts exist. Made by hash_password(full).
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$/ESAMHKFDyfvJcUmIBya+Q$2cBQhTjENxE50+EiC/FWRyJQwuit8Pf3PjK6g7Pc7wI"


class LoginRefusal(Enum):
    """Why no token was given."""

    NOT_KNOWN = "not_known"  # no such account, or another password: which of the two is not told
    NO_SUCH_FACILITY = "no_such_facility"  # the username is not one a facility can have
    LOCKED = "locked"  # closed, or locked after repeated failure


def open_accounts(conn: db.Connection, accounts: Sequence[NewAccount], *, now: datetime, cost: Literal["full", "sandbox"] = "full") -> None:
    """Open an account for each. The password is kept as an Argon2id verifier of its upper-case MD5 hex, which is what the protocol carries."""
    for each in accounts:
        md5 = hashlib.md5(each.password.encode(), usedforsecurity=False).hexdigest().upper()
        verifier = crypto.hash_password(md5, cost=cost)
        store.insert_account(conn, username=each.username, verifier=verifier, opened_at=now)


def close_account(conn: db.Connection, username: str) -> None:
    """No token is given for the account from now on; those given before end by themselves within ten minutes."""
    store.close_account(conn, username)


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

    The fifth wrong password in a row locks the account for 15 minutes; while it is locked even the right one is refused, and the
    time of the answer is that of a check. `password_md5` None is a password that is no MD5: never right. `caller` is the address of
    the other side; the token is bound to it if `bind_caller`.
    """
    if not _USERNAME.fullmatch(username):
        return _refuse(conn, LoginRefusal.NO_SUCH_FACILITY, username="", facility_code=None, now=now)
    account = store.account(conn, username)
    is_right = crypto.verify_password(_NOBODY if account is None else account.verifier, password_md5 or "")
    if account is None:
        return _refuse(conn, LoginRefusal.NOT_KNOWN, username=username, facility_code=None, now=now)
    if account.state != "open" or (account.locked_until is not None and now < account.locked_until):
        return _refuse(conn, LoginRefusal.LOCKED, username=username, facility_code=facility_of(username), now=now)
    if not is_right:
        locked = store.count_failure(conn, username, limit=FAILURES_BEFORE_LOCK, locked_until=now + LOCK)
        refusal = LoginRefusal.LOCKED if locked else LoginRefusal.NOT_KNOWN
        return _refuse(conn, refusal, username=username, facility_code=facility_of(username), now=now)
    store.forget_failures(conn, username)
    _record(conn, "gateway.token_issued", facility_code=facility_of(username), detail={"account": username}, now=now)
    return tokens.issue(secret, username, id_token=id_token, caller=caller if bind_caller else "", now=now)


def facility_of(username: str) -> str:
    """The facility code an account is named after."""
    return username[:5]


def _refuse(conn: db.Connection, why: LoginRefusal, *, username: str, facility_code: str | None, now: datetime) -> LoginRefusal:
    _record(conn, "gateway.token_refused", facility_code=facility_code, detail={"account": username, "reason": why.value}, now=now)
    return why


def _record(conn: db.Connection, kind: str, *, facility_code: str | None, detail: dict[str, str], now: datetime) -> None:
    actor = audit.Actor("system", "gateway") if facility_code is None else audit.Actor("facility", facility_code)
    audit.append(conn, audit.Event(kind=kind, at=now, actor=actor, subject=None, purpose=_PURPOSE, detail=detail))
