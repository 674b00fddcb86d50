"""A member of staff signs in: the password is checked, the session opened, and both outcomes are written down."""

from datetime import datetime

from ansinh import audit
from ansinh.kit import db
from ansinh.staff.accounts import check_password
from ansinh.staff.model import SignInRefusal
from ansinh.staff.sessions import open_agency_session
from ansinh.staff.store import accounts as store


def sign_in(conn: db.Connection, username: str, password: str, *, replaces: str | None, now: datetime) -> str | SignInRefusal:
    """The token of a new session for the right password, or why not; the caller commits in either case.

    The session that `replaces` names by its token is ended.
    """
    refusal = check_password(conn, username, password, now=now)
    if refusal is not None:
        known = username if store.account(conn, username) else ""  # what is no name of ours may be a password in the wrong field
        event = audit.Event(
            kind="console.sign_in_refused",
            at=now,
            actor=audit.Actor("system", "console"),
            subject=None,
            purpose="login",
            detail={"account": known, "reason": refusal.value},
        )
        audit.append(conn, event)
        return refusal
    account = store.account(conn, username)
    assert account is not None  # its password was right a moment ago, and the row is held
    return open_agency_session(conn, username, account.full_name, replaces=replaces, now=now)
