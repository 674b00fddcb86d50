"""How often a telephone may be asked, and how often somebody may choose the wrong number. Counted per account over all processes."""

from datetime import datetime, timedelta

from ansinh.kit import db
from ansinh.sandbox.eid import store

MOST_WRONG_NUMBERS = 3
LOCKED_FOR = timedelta(minutes=15)
MOST_ASKED = 3
ASKED_WITHIN = timedelta(minutes=5)
MOST_SCANS = 20
SCANS_WITHIN = timedelta(minutes=15)


def is_locked(conn: db.Connection, username: str, *, now: datetime) -> bool:
    """True for 15 minutes after three wrong numbers: nothing is approved by this account."""
    return store.attempts.so_far(conn, _wrong(username), now=now) >= MOST_WRONG_NUMBERS


def was_wrong(conn: db.Connection, username: str, *, now: datetime) -> bool:
    """Counts a wrong number; True if the account's approvals are locked now, those that wait for an answer included."""
    locked = store.attempts.count(conn, _wrong(username), now=now, window_ends_at=now + LOCKED_FOR) >= MOST_WRONG_NUMBERS
    if locked:
        store.approvals.lock_all_of(conn, username)
    return locked


def was_right(conn: db.Connection, username: str) -> None:
    """Wrong numbers before this one are forgiven."""
    store.attempts.forget(conn, _wrong(username))


def may_ask(conn: db.Connection, username: str, *, now: datetime) -> bool:
    """Counts a question to the account's telephone; False if three were asked within five minutes.

    Who knows a password may not tire its owner into approving (MFA fatigue).
    """
    return store.attempts.count(conn, f"ask|{username}", now=now, window_ends_at=now + ASKED_WITHIN) <= MOST_ASKED


def may_scan(conn: db.Connection, username: str, *, now: datetime) -> bool:
    """Counts a code that was scanned or typed; False if this account did that twenty times within 15 minutes."""
    return store.attempts.count(conn, f"scan|{username}", now=now, window_ends_at=now + SCANS_WITHIN) <= MOST_SCANS


def _wrong(username: str) -> str:
    return f"number|{username}"
