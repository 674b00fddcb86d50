"""SQL of sessions."""

from dataclasses import dataclass, field
from datetime import datetime

from ansinh.identity.model import Ended, Session, Standing
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class _Session:
    account_id: int
    participant_id: int | None
    standing: str
    full_name: str
    account_level: int
    authentication_level: int
    auth_time: datetime | None
    csrf_token: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Login:
    """What a session knows of the login it comes from."""

    account_level: int
    authentication_level: int
    auth_time: datetime | None
    id_token: str = field(repr=False)
    sid: str


def insert(
    conn: db.Connection,
    *,
    token_hash: str,
    account_id: int,
    participant_id: int | None,
    standing: Standing,
    login: Login,
    csrf_token: str,
    now: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO identity.sessions (token_hash, account_id, participant_id, standing, account_level, authentication_level, auth_time,
                                       csrf_token, id_token, sid, started_at, last_seen_at)
        VALUES (%(token_hash)s, %(account_id)s, %(participant_id)s, %(standing)s, %(account_level)s, %(authentication_level)s,
                %(auth_time)s, %(csrf_token)s, %(id_token)s, %(sid)s, %(now)s, %(now)s)
        """,
        {
            "token_hash": token_hash,
            "account_id": account_id,
            "participant_id": participant_id,
            "standing": standing.value,
            "account_level": login.account_level,
            "authentication_level": login.authentication_level,
            "auth_time": login.auth_time,
            "csrf_token": csrf_token,
            "id_token": login.id_token,
            "sid": login.sid,
            "now": now,
        },
    )


def is_there(conn: db.Connection, *, token_hash: str) -> bool:
    """Whether there is such a session, however old."""
    row = conn.execute("SELECT 1 FROM identity.sessions WHERE token_hash = %(token_hash)s", {"token_hash": token_hash}).fetchone()
    return row is not None


def renew(
    conn: db.Connection,
    *,
    token_hash: str,
    new_hash: str,
    csrf_token: str,
    participant_id: int | None,
    standing: Standing,
    login: Login | None,
    now: datetime,
) -> bool:
    """The session goes on under another token, with another standing, and levels and tokens of the login if there was one.

    Its beginning stays. Logins begun from it and proofs bound to it are gone. False if it has ended.
    """
    conn.execute("DELETE FROM identity.login_attempts WHERE session_hash = %(token_hash)s", {"token_hash": token_hash})
    conn.execute("DELETE FROM identity.linking_proofs WHERE session_hash = %(token_hash)s", {"token_hash": token_hash})
    done = conn.execute(
        """
        UPDATE identity.sessions
        SET token_hash = %(new_hash)s, csrf_token = %(csrf_token)s, participant_id = %(participant_id)s, standing = %(standing)s,
            account_level = coalesce(%(account_level)s::int, account_level),
            authentication_level = coalesce(%(authentication_level)s::int, authentication_level),
            auth_time = coalesce(%(auth_time)s::timestamptz, auth_time), id_token = coalesce(%(id_token)s::text, id_token),
            sid = coalesce(%(sid)s::text, sid), last_seen_at = greatest(last_seen_at, %(now)s)
        WHERE token_hash = %(token_hash)s
        """,
        {
            "token_hash": token_hash,
            "new_hash": new_hash,
            "csrf_token": csrf_token,
            "participant_id": participant_id,
            "standing": standing.value,
            "account_level": None if login is None else login.account_level,
            "authentication_level": None if login is None else login.authentication_level,
            "auth_time": None if login is None else login.auth_time,
            "id_token": None if login is None else login.id_token,
            "sid": None if login is None else login.sid,
            "now": now,
        },
    )
    return done.rowcount == 1


def touch(conn: db.Connection, *, token_hash: str, now: datetime, seen_after: datetime, started_after: datetime) -> Session | None:
    """The session, noted as seen now; None if there is none or one of its limits has passed."""
    row = db.one(
        conn,
        _Session,
        """
        UPDATE identity.sessions s SET last_seen_at = greatest(s.last_seen_at, %(now)s)
        FROM identity.accounts a
        WHERE s.token_hash = %(token_hash)s AND s.last_seen_at > %(seen_after)s AND s.started_at > %(started_after)s
          AND a.account_id = s.account_id
        RETURNING s.account_id, s.participant_id, s.standing, a.full_name, s.account_level, s.authentication_level, s.auth_time,
                  s.csrf_token, s.started_at
        """,
        {"token_hash": token_hash, "now": now, "seen_after": seen_after, "started_after": started_after},
    )
    if row is None:
        return None
    return Session(
        account_id=row.account_id,
        participant_id=row.participant_id,
        standing=Standing(row.standing),
        full_name=row.full_name,
        account_level=row.account_level,
        authentication_level=row.authentication_level,
        auth_time=row.auth_time,
        csrf_token=row.csrf_token,
        started_at=row.started_at,
    )


def delete(conn: db.Connection, *, token_hash: str) -> Ended | None:
    return db.one(
        conn,
        Ended,
        "DELETE FROM identity.sessions WHERE token_hash = %(token_hash)s RETURNING account_id, participant_id, id_token",
        {"token_hash": token_hash},
    )


def delete_of_participant(conn: db.Connection, *, participant_id: int) -> list[Ended]:
    return db.many(
        conn,
        Ended,
        "DELETE FROM identity.sessions WHERE participant_id = %(participant_id)s RETURNING account_id, participant_id, id_token",
        {"participant_id": participant_id},
    )


def delete_of_account(conn: db.Connection, *, account_id: int, but: str) -> list[Ended]:
    """The account's sessions but the one of this token hash."""
    return db.many(
        conn,
        Ended,
        """
        DELETE FROM identity.sessions WHERE account_id = %(account_id)s AND token_hash <> %(but)s
        RETURNING account_id, participant_id, id_token
        """,
        {"account_id": account_id, "but": but},
    )


def delete_of_exchange(conn: db.Connection, *, issuer: str, subject: str | None, sid: str | None) -> list[Ended]:
    """Sessions that came from one of the exchange's, or, without `sid`, from any of the subject's."""
    return db.many(
        conn,
        Ended,
        """
        DELETE FROM identity.sessions s USING identity.accounts a
        WHERE a.account_id = s.account_id AND a.issuer = %(issuer)s AND (%(subject)s::text IS NULL OR a.subject = %(subject)s::text)
          AND (%(sid)s::text IS NULL OR s.sid = %(sid)s::text)
        RETURNING s.account_id, s.participant_id, s.id_token
        """,
        {"issuer": issuer, "subject": subject, "sid": sid},
    )


def take_logout_token(conn: db.Connection, *, jti_hash: str, expires_at: datetime) -> bool:
    """False if the token was taken before."""
    done = conn.execute(
        "INSERT INTO identity.logout_tokens (jti_hash, expires_at) VALUES (%(jti_hash)s, %(expires_at)s) ON CONFLICT (jti_hash) DO NOTHING",
        {"jti_hash": jti_hash, "expires_at": expires_at},
    )
    return done.rowcount == 1


def forget_logout_tokens(conn: db.Connection, *, now: datetime) -> int:
    return conn.execute("DELETE FROM identity.logout_tokens WHERE expires_at <= %(now)s", {"now": now}).rowcount


def delete_expired(conn: db.Connection, *, seen_before: datetime, started_before: datetime) -> int:
    done = conn.execute(
        "DELETE FROM identity.sessions WHERE last_seen_at <= %(seen_before)s OR started_at <= %(started_before)s",
        {"seen_before": seen_before, "started_before": started_before},
    )
    return done.rowcount
