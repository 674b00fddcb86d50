"""Is this the person? Password and one-time code, counted and judged so that a guess learns nothing.

Every try does the same work: an unknown account costs a password check too, and gets the same answer and the same lock-out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import pyotp

from ansinh.kit import crypto, db
from ansinh.sandbox.eid import store
from ansinh.sandbox.eid.model import AccountState, Holder

MOST_TRIES = 5
LOCKED_OUT_FOR = timedelta(minutes=15)

_MINUTE = timedelta(minutes=1)
_STEP_S = 30
_STEPS_AROUND = (0, -1, 1)  # clocks of telephones differ (RFC 6238 5.2)
_NOBODY = crypto.hash_password("nobody's password", cost="sandbox")  # what is checked for an account that does not exist


class Verdict(Enum):
    """What to tell the person. WRONG covers user name, password and code together."""

    ACCEPTED = "accepted"
    WRONG = "wrong"
    LOCKED_OUT = "locked_out"
    NOT_ACTIVE = "not_active"


@dataclass(frozen=True, slots=True)
class Tried:
    """`holder` is set for ACCEPTED alone, `state` for NOT_ACTIVE alone."""

    verdict: Verdict
    holder: Holder | None = None
    state: AccountState | None = None

    @property
    def was_right(self) -> bool:
        """True if the password was the account's, whatever the account's state."""
        return self.verdict in {Verdict.ACCEPTED, Verdict.NOT_ACTIVE}

    @property
    def said(self) -> str:
        """What the person is told: the state of an account that cannot log in, else the verdict."""
        return self.state.value if self.state else self.verdict.value


def address_may_try(database: db.Database, address: str, *, most: int, now: datetime) -> bool:
    """Counts a try of this address, whatever account it is for; False if it had `most` in this minute, over all processes.

    In a transaction of its own: a count that waited for a password check would let one address try one password at a time, and
    would be taken back with it.
    """
    with database.statements() as conn:
        return store.attempts.count_lightly(conn, of_address(address), now=now, window_ends_at=now + _MINUTE) <= most


def check_password(conn: db.Connection, username: str, password: str, *, now: datetime) -> Tried:
    """Judge a password. Five tries in 15 minutes, then none counts until the 15 minutes are over."""
    counter = of_password(username)
    tries = store.attempts.count(conn, counter, now=now, window_ends_at=now + LOCKED_OUT_FOR)
    tried = judge_password(store.accounts.find(conn, username), password, tries=tries)
    if tried.was_right:
        store.attempts.forget(conn, counter)
    return tried


def judge_password(holder: Holder | None, password: str, *, tries: int) -> Tried:
    """What a try comes to that was counted as number `tries`; `holder` is None where there is no such account. Whoever was right is to be forgiven."""
    right = crypto.verify_password(_NOBODY if holder is None else holder.password_hash, password)
    if tries > MOST_TRIES:
        return Tried(Verdict.LOCKED_OUT)
    if holder is None or not right:
        return Tried(Verdict.WRONG)
    if holder.state is not AccountState.ACTIVE:
        return Tried(Verdict.NOT_ACTIVE, state=holder.state)
    return Tried(Verdict.ACCEPTED, holder)


def of_password(username: str) -> str:
    """What tries of this account's password are counted under, whether there is such an account or not."""
    return f"password|{username}"


def of_address(address: str) -> str:
    """What tries of this address are counted under."""
    return f"address|{address}"


def check_one_time_code(conn: db.Connection, holder: Holder, code: str, *, now: datetime) -> Tried:
    """Judge a one-time code of somebody whose password was right; counted apart, so that a right password buys no more guesses."""
    counter = f"code|{holder.username}"
    tries = store.attempts.count(conn, counter, now=now, window_ends_at=now + LOCKED_OUT_FOR)
    if tries > MOST_TRIES:
        return Tried(Verdict.LOCKED_OUT)
    step = matching_step(holder.one_time_secret, code, now=now)
    if step is None or not store.accounts.spend_one_time_code(conn, holder.username, step=step):
        return Tried(Verdict.WRONG)
    store.attempts.forget(conn, counter)
    return Tried(Verdict.ACCEPTED, holder)


def matching_step(secret: str, code: str, *, now: datetime) -> int | None:
    """The 30-second step this code is of, now or one step around; None for a code of no such step (RFC 6238)."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // _STEP_S
    for around in _STEPS_AROUND:
        if crypto.same(totp.generate_otp(present + around), code.replace(" ", "")):
            return present + around
    return None


def seconds_left(now: datetime) -> int:
    """How long the code of this instant is shown, 1 to 30 s."""
    return _STEP_S - int(now.timestamp()) % _STEP_S


def code_at(secret: str, *, now: datetime) -> str:
    """The six digits the telephone shows at this instant."""
    return pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // _STEP_S)
