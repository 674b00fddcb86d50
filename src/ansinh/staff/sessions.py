"""Sessions of the console: opened at a sign-in, kept on the server, ended by a limit, by whoever is signed in, or by us.

The browser holds a random token and the database its hash. Limits are those of a desk somebody works at: 30 minutes without a
request, 8 hours in all. Who may sign in is decided elsewhere: for staff in `accounts`, for facilities by whoever keeps their accounts.
"""

from datetime import datetime, timedelta

from ansinh import audit
from ansinh.kit import crypto, db
from ansinh.staff.model import Closing, Visitor, VisitorKind
from ansinh.staff.store import sessions as store

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=8)
_PURPOSE = "login"


def open_agency_session(conn: db.Connection, username: str, full_name: str, *, replaces: str | None, now: datetime) -> str:
    """Opens a session for a member of staff and returns its token, which is stored nowhere; the session `replaces` names is ended."""
    return _open(conn, "agency", username, facility_code="", name=full_name, replaces=replaces, now=now)


def open_facility_session(
    conn: db.Connection, account: str, *, facility_code: str, facility_name: str, replaces: str | None, now: datetime
) -> str:
    """The same for a facility that has proven its gateway account."""
    return _open(conn, "facility", account, facility_code=facility_code, name=facility_name, replaces=replaces, now=now)


def visitor_of(conn: db.Connection, token: str | None, *, now: datetime) -> Visitor | None:
    """Who a browser's token stands for, the idle clock started again; None without a token, after a limit, a sign-out or a closing."""
    if not token:
        return None
    return store.touch(conn, token_hash=crypto.sha256_hex(token), now=now, seen_after=now - IDLE_LIMIT, started_after=now - ABSOLUTE_LIMIT)


def form_is_ours(visitor: Visitor, csrf_token: str) -> bool:
    """True if a posted form carries the session's own token (synchroniser token), so that no foreign page can have sent it."""
    return crypto.same(visitor.csrf_token, csrf_token)


def end_session(conn: db.Connection, token: str, *, because: Closing = Closing.SIGNED_OUT, now: datetime) -> bool:
    """Ends a browser's session; False if there was none."""
    ended = store.delete(conn, token_hash=crypto.sha256_hex(token))
    if ended is not None:
        _record_end(conn, ended, because=because, now=now)
    return ended is not None


def end_sessions_of(
    conn: db.Connection, kind: VisitorKind, account: str, *, because: Closing, spare: Visitor | None = None, now: datetime
) -> int:
    """Ends every session of the account, but not that of `spare`; returns how many."""
    ended = store.delete_of_account(conn, kind=kind, account=account, but_csrf_token="" if spare is None else spare.csrf_token)
    for each in ended:
        _record_end(conn, each, because=because, now=now)
    return len(ended)


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Deletes sessions past a limit; returns how many."""
    return store.delete_expired(conn, seen_before=now - IDLE_LIMIT, started_before=now - ABSOLUTE_LIMIT)


def actor_of(visitor: Visitor) -> audit.Actor:
    """The visitor as the audit log names them."""
    return _actor(visitor.kind, visitor.account, visitor.facility_code, visitor.name)


def _open(
    conn: db.Connection, kind: VisitorKind, account: str, *, facility_code: str, name: str, replaces: str | None, now: datetime
) -> str:
    if replaces:
        end_session(conn, replaces, because=Closing.REPLACED, now=now)
    token = crypto.random_token()
    store.insert(
        conn,
        token_hash=crypto.sha256_hex(token),
        kind=kind,
        account=account,
        facility_code=facility_code,
        facility_name=name if kind == "facility" else "",
        csrf_token=crypto.random_token(),
        now=now,
    )
    event = audit.Event(
        kind="console.signed_in",
        at=now,
        actor=_actor(kind, account, facility_code, name),
        subject=None,
        purpose=_PURPOSE,
        detail={"account": account},
    )
    audit.append(conn, event)
    return token


def _record_end(conn: db.Connection, ended: store.Ended, *, because: Closing, now: datetime) -> None:
    event = audit.Event(
        kind="console.signed_out",
        at=now,
        actor=_actor(ended.kind, ended.account, ended.facility_code, ended.name),
        subject=None,
        purpose=_PURPOSE,
        detail={"account": ended.account, "reason": because.value},
    )
    audit.append(conn, event)


def _actor(kind: VisitorKind, account: str, facility_code: str, name: str) -> audit.Actor:
    return audit.Actor("facility", facility_code, name) if kind == "facility" else audit.Actor("officer", account, name)
