"""Electronic identity accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ansinh import terms
from ansinh.kit import db
from ansinh.sandbox.eid.model import Account, AccountState, Holder
from ansinh.sandbox.eid.proofing import Proofing


@dataclass(frozen=True, slots=True)
class Opening:
    """An account with what was made for it."""

    account: Account
    proofing: Proofing
    subject: UUID
    password_hash: str
    one_time_secret: str


@dataclass(frozen=True, slots=True)
class Row:
    """An account as it is read."""

    username: str
    subject: UUID
    citizen_number: str
    full_name: str
    birth_date: str
    sex: str
    compared_on: date
    seen_on: date | None
    state: str
    password_hash: str
    one_time_secret: str
    last_one_time_step: int
    web_login_allowed: bool

    def holder(self) -> Holder:
        return Holder(
            username=self.username,
            subject=self.subject,
            citizen_number=terms.CitizenNumber(self.citizen_number),
            full_name=self.full_name,
            birth_date=terms.PartialDate.from_iso(self.birth_date),
            sex=terms.Sex(self.sex),
            proofing=Proofing(self.compared_on, self.seen_on),
            state=AccountState(self.state),
            password_hash=self.password_hash,
            one_time_secret=self.one_time_secret,
            last_one_time_step=self.last_one_time_step,
            web_login_allowed=self.web_login_allowed,
        )


def save_all(conn: db.Connection, openings: Sequence[Opening]) -> None:
    """Opens the accounts; one that is open already is changed and keeps its subject and its telephone."""
    with conn.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sandbox_eid.accounts (username, subject, citizen_number, full_name, birth_date, sex, account_level, compared_on, seen_on,"
            " state, password_hash, one_time_secret) VALUES (%(username)s, %(subject)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(sex)s,"
            " %(account_level)s, %(compared_on)s, %(seen_on)s, %(state)s, %(password_hash)s, %(one_time_secret)s)"
            " ON CONFLICT (username) DO UPDATE SET citizen_number = EXCLUDED.citizen_number, full_name = EXCLUDED.full_name,"
            " birth_date = EXCLUDED.birth_date, sex = EXCLUDED.sex, account_level = EXCLUDED.account_level,"
            " compared_on = EXCLUDED.compared_on, seen_on = EXCLUDED.seen_on, state = EXCLUDED.state,"
            " password_hash = EXCLUDED.password_hash",
            [
                {
                    "username": opening.account.username,
                    "subject": opening.subject,
                    "citizen_number": opening.account.citizen_number.value,
                    "full_name": opening.account.full_name,
                    "birth_date": opening.account.birth_date.iso(),
                    "sex": opening.account.sex.value,
                    "account_level": opening.proofing.level,
                    "compared_on": opening.proofing.compared_on,
                    "seen_on": opening.proofing.seen_on,
                    "state": opening.account.state.value,
                    "password_hash": opening.password_hash,
                    "one_time_secret": opening.one_time_secret,
                }
                for opening in openings
            ],
        )


def find(conn: db.Connection, username: str) -> Holder | None:
    row = db.one(
        conn,
        Row,
        "SELECT username, subject, citizen_number, full_name, birth_date, sex, compared_on, seen_on, state, password_hash, one_time_secret,"
        " last_one_time_step, web_login_allowed FROM sandbox_eid.accounts WHERE username = %(username)s",
        {"username": username},
    )
    return None if row is None else row.holder()


def of_session(conn: db.Connection, session_id: UUID, *, now: datetime) -> Holder | None:
    """The active account whose running session has this `sid`."""
    row = db.one(
        conn,
        Row,
        "SELECT a.username, a.subject, a.citizen_number, a.full_name, a.birth_date, a.sex, a.compared_on, a.seen_on, a.state, a.password_hash,"
        " a.one_time_secret, a.last_one_time_step, a.web_login_allowed FROM sandbox_eid.sessions s JOIN sandbox_eid.accounts a USING (username)"
        " WHERE s.session_id = %(session_id)s AND s.expires_at > %(now)s AND a.state = 'active'",
        {"session_id": session_id, "now": now},
    )
    return None if row is None else row.holder()


def subjects(conn: db.Connection, usernames: Sequence[str]) -> dict[str, str]:
    rows = conn.execute(
        "SELECT username, subject FROM sandbox_eid.accounts WHERE username = ANY(%(usernames)s::text[])", {"usernames": list(usernames)}
    ).fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def set_state(conn: db.Connection, username: str, state: AccountState) -> bool:
    """False if there is no such account."""
    return (
        conn.execute(
            "UPDATE sandbox_eid.accounts SET state = %(state)s WHERE username = %(username)s", {"state": state.value, "username": username}
        ).rowcount
        == 1
    )


def set_number(conn: db.Connection, username: str, number: terms.CitizenNumber) -> bool:
    """False if there is no such account."""
    return (
        conn.execute(
            "UPDATE sandbox_eid.accounts SET citizen_number = %(number)s WHERE username = %(username)s",
            {"number": number.value, "username": username},
        ).rowcount
        == 1
    )


def has_number(conn: db.Connection, number: terms.CitizenNumber) -> bool:
    """True if an account carries the number, or its user name is that."""
    row = conn.execute(
        "SELECT EXISTS (SELECT 1 FROM sandbox_eid.accounts WHERE citizen_number = %(number)s OR username = %(number)s)",
        {"number": number.value},
    ).fetchone()
    return row is not None and bool(row[0])


def set_proofing(conn: db.Connection, username: str, proofing: Proofing) -> None:
    conn.execute(
        "UPDATE sandbox_eid.accounts SET account_level = %(level)s, compared_on = %(compared_on)s, seen_on = %(seen_on)s"
        " WHERE username = %(username)s",
        {"level": proofing.level, "compared_on": proofing.compared_on, "seen_on": proofing.seen_on, "username": username},
    )


def hold(conn: db.Connection, username: str) -> None:
    """Until this transaction ends nobody else decides anything about this account that is held first."""
    conn.execute("SELECT 1 FROM sandbox_eid.accounts WHERE username = %(username)s FOR NO KEY UPDATE", {"username": username})


def allow_web_login(conn: db.Connection, username: str, *, allowed: bool) -> None:
    """From now on logins on the web may be approved in the account's app, or may not."""
    conn.execute(
        "UPDATE sandbox_eid.accounts SET web_login_allowed = %(allowed)s WHERE username = %(username)s",
        {"allowed": allowed, "username": username},
    )


def spend_one_time_code(conn: db.Connection, username: str, *, step: int) -> bool:
    """True for exactly one of any number of callers; False if a code of this step or a later one was spent before."""
    return (
        conn.execute(
            "UPDATE sandbox_eid.accounts SET last_one_time_step = %(step)s WHERE username = %(username)s AND last_one_time_step < %(step)s",
            {"step": step, "username": username},
        ).rowcount
        == 1
    )
