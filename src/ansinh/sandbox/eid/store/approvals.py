"""What open logins wait for a telephone to approve: one thing at a time, answered once and taken once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.sandbox.eid.factors.approval import ApprovalState, Numbers
from ansinh.sandbox.eid.model import Approval


@dataclass(frozen=True, slots=True)
class _Row:
    approval_id: UUID
    client_id: str
    username: str | None
    state: str
    drawn: int
    number: int
    choices: list[int]
    asked_at: datetime

    def approval(self) -> Approval:
        return Approval(
            approval_id=self.approval_id,
            client_id=self.client_id,
            username=self.username,
            state=ApprovalState(self.state),
            drawn=self.drawn,
            numbers=Numbers(self.number, tuple(self.choices)),
            asked_at=self.asked_at,
        )


def ask(
    conn: db.Connection,
    login: str,
    approval_id: UUID,
    *,
    scan: str | None,
    username: str | None,
    session: str,
    numbers: Numbers,
    now: datetime,
    expires_at: datetime,
) -> None:
    """What this login waits for from now on, instead of what it waited for before: that its code `scan` is scanned, or that `username` answers."""
    conn.execute(
        "INSERT INTO sandbox_eid.approvals"
        " (login_sha256, approval_id, scan_sha256, session_sha256, username, state, drawn, number, choices, asked_at, expires_at)"
        " VALUES (%(login)s, %(approval_id)s, %(scan)s, %(session)s, %(username)s, %(state)s, 1, %(number)s, %(choices)s::smallint[],"
        " %(now)s, %(expires_at)s)"
        " ON CONFLICT (login_sha256) DO UPDATE SET approval_id = EXCLUDED.approval_id, scan_sha256 = EXCLUDED.scan_sha256,"
        " session_sha256 = EXCLUDED.session_sha256, username = EXCLUDED.username, state = EXCLUDED.state, drawn = 1,"
        " number = EXCLUDED.number, choices = EXCLUDED.choices, asked_at = EXCLUDED.asked_at, expires_at = EXCLUDED.expires_at",
        {
            "login": sha256_hex(login),
            "approval_id": approval_id,
            "scan": None if scan is None else sha256_hex(scan),
            "session": sha256_hex(session),
            "username": username,
            "state": (ApprovalState.WAITING if username is None else ApprovalState.SCANNED).value,
            "number": numbers.right,
            "choices": list(numbers.choices),
            "now": now,
            "expires_at": expires_at,
        },
    )


def of_login(conn: db.Connection, login: str, *, browser: str, now: datetime) -> Approval | None:
    """What a login of this browser waits for, or how that was answered; None if there is nothing or its time is over."""
    row = db.one(
        conn,
        _Row,
        "SELECT a.approval_id, l.request ->> 'client_id' AS client_id, a.username, a.state, a.drawn, a.number, a.choices, a.asked_at"
        " FROM sandbox_eid.approvals a JOIN sandbox_eid.logins l USING (login_sha256)"
        " WHERE a.login_sha256 = %(login)s AND l.browser_sha256 = %(browser)s AND l.expires_at > %(now)s AND a.expires_at > %(now)s",
        {"login": sha256_hex(login), "browser": sha256_hex(browser), "now": now},
    )
    return None if row is None else row.approval()


def of_account(conn: db.Connection, username: str, *, now: datetime) -> list[Approval]:
    """What waits for an answer of this account's telephone, the latest first."""
    rows = db.many(
        conn,
        _Row,
        "SELECT a.approval_id, l.request ->> 'client_id' AS client_id, a.username, a.state, a.drawn, a.number, a.choices, a.asked_at"
        " FROM sandbox_eid.approvals a JOIN sandbox_eid.logins l USING (login_sha256)"
        " WHERE a.username = %(username)s AND a.state = 'scanned' AND l.expires_at > %(now)s AND a.expires_at > %(now)s"
        " ORDER BY a.asked_at DESC, a.approval_id",
        {"username": username, "now": now},
    )
    return [row.approval() for row in rows]


def to_answer(conn: db.Connection, approval_id: UUID, *, username: str, now: datetime) -> Approval | None:
    """One that waits for an answer of this account's telephone; nobody else answers it before this transaction ends."""
    row = db.one(
        conn,
        _Row,
        "SELECT a.approval_id, l.request ->> 'client_id' AS client_id, a.username, a.state, a.drawn, a.number, a.choices, a.asked_at"
        " FROM sandbox_eid.approvals a JOIN sandbox_eid.logins l USING (login_sha256)"
        " WHERE a.approval_id = %(approval_id)s AND a.username = %(username)s AND a.state = 'scanned' AND l.expires_at > %(now)s"
        " AND a.expires_at > %(now)s FOR UPDATE OF a",
        {"approval_id": approval_id, "username": username, "now": now},
    )
    return None if row is None else row.approval()


def scan(conn: db.Connection, code: str, *, username: str, now: datetime) -> bool:
    """True for exactly one account that scans the code in time; False too if the login has begun with another account."""
    return (
        conn.execute(
            "UPDATE sandbox_eid.approvals a SET username = %(username)s, state = 'scanned' FROM sandbox_eid.logins l"
            " WHERE l.login_sha256 = a.login_sha256 AND a.scan_sha256 = %(code)s AND a.state = 'waiting' AND a.expires_at > %(now)s"
            " AND l.expires_at > %(now)s AND (l.username IS NULL OR l.username = %(username)s)",
            {"username": username, "code": sha256_hex(code), "now": now},
        ).rowcount
        == 1
    )


def answer(conn: db.Connection, approval_id: UUID, *, state: ApprovalState, now: datetime, expires_at: datetime) -> None:
    """The answer; an approval that was given waits until `expires_at` at least."""
    conn.execute(
        "UPDATE sandbox_eid.approvals SET state = %(state)s, expires_at = greatest(expires_at, %(expires_at)s)"
        " WHERE approval_id = %(approval_id)s AND state = 'scanned' AND expires_at > %(now)s",
        {"state": state.value, "approval_id": approval_id, "now": now, "expires_at": expires_at},
    )


def draw_again(conn: db.Connection, approval_id: UUID, *, numbers: Numbers) -> None:
    """Other numbers, so that a wrong one brings nobody nearer to the right one."""
    conn.execute(
        "UPDATE sandbox_eid.approvals SET number = %(number)s, choices = %(choices)s::smallint[], drawn = drawn + 1"
        " WHERE approval_id = %(approval_id)s AND state = 'scanned'",
        {"number": numbers.right, "choices": list(numbers.choices), "approval_id": approval_id},
    )


def lock_all_of(conn: db.Connection, username: str) -> None:
    """Whatever waits for this account is locked, also what it approved and no page has noticed yet."""
    conn.execute(
        "UPDATE sandbox_eid.approvals SET state = 'locked' WHERE username = %(username)s AND state IN ('scanned', 'approved')",
        {"username": username},
    )


def take(conn: db.Connection, login: str, *, session: str, now: datetime) -> str | None:
    """Whose approval the login got, once; None too if the browser's session is another than when it asked."""
    row = conn.execute(
        "DELETE FROM sandbox_eid.approvals WHERE login_sha256 = %(login)s AND session_sha256 = %(session)s AND state = 'approved'"
        " AND expires_at > %(now)s RETURNING username",
        {"login": sha256_hex(login), "session": sha256_hex(session), "now": now},
    ).fetchone()
    return None if row is None else str(row[0])


def drop(conn: db.Connection, login: str) -> None:
    """The login waits for nothing any more."""
    conn.execute("DELETE FROM sandbox_eid.approvals WHERE login_sha256 = %(login)s", {"login": sha256_hex(login)})


def drop_all_of(conn: db.Connection, username: str) -> None:
    """Nothing waits for this account any more."""
    conn.execute("DELETE FROM sandbox_eid.approvals WHERE username = %(username)s", {"username": username})


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away what nobody answered in time; how many."""
    return conn.execute("DELETE FROM sandbox_eid.approvals WHERE expires_at <= %(now)s", {"now": now}).rowcount
