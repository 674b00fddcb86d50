"""Running logins of people, in every browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ansinh import terms
from ansinh.exchange.model import IDLE_LIMIT, SESSION_LIFE, Reached, RunningSession, Session
from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class _Row:
    session_id: UUID
    person_id: UUID
    tech_id: UUID
    upstream_issuer: str
    upstream_id_token: str
    citizen_number: str
    full_name: str
    birth_date: str
    sex: str
    account_level: int
    authentication_level: int
    amr: list[str]
    auth_time: datetime | None
    address: str
    phone: str
    email: str

    def session(self, issuer: str) -> Session:
        reached = Reached(eid.Assurance(self.account_level, self.authentication_level), tuple(self.amr), self.auth_time)
        claims = eid.EidClaims(
            issuer=issuer,
            subject=str(self.person_id),
            citizen_number=terms.CitizenNumber(self.citizen_number),
            full_name=self.full_name,
            birth_date=terms.PartialDate.from_iso(self.birth_date),
            sex=terms.Sex(self.sex),
            assurance=reached.assurance,
            auth_time=reached.auth_time,
            amr=reached.amr,
            tech_id=str(self.tech_id),
            address=self.address,
            phone=self.phone,
            email=self.email,
        )
        return Session(self.session_id, claims, reached, self.upstream_issuer, self.upstream_id_token)


def by_cookie(conn: db.Connection, cookie: str | None, *, issuer: str, now: datetime, idle_too: bool = False) -> Session | None:
    """The running session of a browser; with `idle_too` also one that was left alone for too long: to sign out, or to log in anew."""
    if not cookie:
        return None
    row = db.one(
        conn,
        _Row,
        "SELECT s.session_id, s.person_id, p.tech_id, p.upstream_issuer, s.upstream_id_token, s.citizen_number, s.full_name, s.birth_date,"
        " s.sex, s.account_level, s.authentication_level, s.amr, s.auth_time, s.address, s.phone, s.email"
        " FROM exchange.sessions s JOIN exchange.people p USING (person_id)"
        " WHERE s.cookie_sha256 = %(cookie)s AND s.expires_at > %(now)s AND (%(idle_too)s::boolean OR s.last_used_at > %(used_since)s)",
        {"cookie": sha256_hex(cookie), "now": now, "idle_too": idle_too, "used_since": now - IDLE_LIMIT},
    )
    return None if row is None else row.session(issuer)


def by_id(conn: db.Connection, session_id: UUID, *, issuer: str, now: datetime) -> Session | None:
    """The running session with this `sid`."""
    row = db.one(
        conn,
        _Row,
        "SELECT s.session_id, s.person_id, p.tech_id, p.upstream_issuer, s.upstream_id_token, s.citizen_number, s.full_name, s.birth_date,"
        " s.sex, s.account_level, s.authentication_level, s.amr, s.auth_time, s.address, s.phone, s.email"
        " FROM exchange.sessions s JOIN exchange.people p USING (person_id)"
        " WHERE s.session_id = %(session_id)s AND s.expires_at > %(now)s",
        {"session_id": session_id, "now": now},
    )
    return None if row is None else row.session(issuer)


def use(conn: db.Connection, session_id: UUID, *, now: datetime) -> None:
    """The session answered somebody now. Written once a minute at the most."""
    conn.execute(
        "UPDATE exchange.sessions SET last_used_at = %(now)s WHERE session_id = %(session_id)s AND last_used_at <= %(minute_ago)s",
        {"session_id": session_id, "now": now, "minute_ago": now - timedelta(minutes=1)},
    )


def save(conn: db.Connection, session: Session, *, cookie: str, now: datetime) -> None:
    """Open the session, or renew it: the old cookie is worth nothing from now on, the `sid` stays."""
    claims = session.claims
    conn.execute(
        "INSERT INTO exchange.sessions (session_id, cookie_sha256, person_id, upstream_id_token, upstream_sid, citizen_number, full_name, birth_date,"
        " sex, account_level, authentication_level, amr, auth_time, address, phone, email, opened_at, last_used_at, expires_at) VALUES (%(session_id)s, %(cookie)s, %(person_id)s,"
        " %(upstream_id_token)s, %(upstream_sid)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(sex)s, %(account_level)s, %(authentication_level)s,"
        " %(amr)s::text[], %(auth_time)s, %(address)s, %(phone)s, %(email)s, %(now)s, %(now)s, %(expires_at)s)"
        " ON CONFLICT (session_id) DO UPDATE SET cookie_sha256 = EXCLUDED.cookie_sha256, upstream_id_token = EXCLUDED.upstream_id_token,"
        " upstream_sid = EXCLUDED.upstream_sid,"
        " citizen_number = EXCLUDED.citizen_number, full_name = EXCLUDED.full_name, birth_date = EXCLUDED.birth_date, sex = EXCLUDED.sex,"
        " account_level = EXCLUDED.account_level, authentication_level = EXCLUDED.authentication_level, amr = EXCLUDED.amr,"
        " auth_time = EXCLUDED.auth_time, address = EXCLUDED.address, phone = EXCLUDED.phone, email = EXCLUDED.email,"
        " last_used_at = EXCLUDED.last_used_at, expires_at = EXCLUDED.expires_at",
        {
            "session_id": session.session_id,
            "cookie": sha256_hex(cookie),
            "person_id": UUID(claims.subject),
            "upstream_id_token": session.upstream_id_token,
            "upstream_sid": session.upstream_sid,
            "citizen_number": claims.citizen_number.value,
            "full_name": claims.full_name,
            "birth_date": claims.birth_date.iso(),
            "sex": claims.sex.value,
            "account_level": session.reached.assurance.account_level,
            "authentication_level": session.reached.assurance.authentication_level,
            "amr": list(session.reached.amr),
            "auth_time": session.reached.auth_time,
            "address": claims.address,
            "phone": claims.phone,
            "email": claims.email,
            "now": now,
            "expires_at": now + SESSION_LIFE,
        },
    )


def of_person(conn: db.Connection, person_id: UUID, *, now: datetime) -> list[RunningSession]:
    """A person's sessions, in every browser, the newest first."""
    return db.many(
        conn,
        RunningSession,
        "SELECT session_id, opened_at, last_used_at, account_level, authentication_level FROM exchange.sessions"
        " WHERE person_id = %(person_id)s AND expires_at > %(now)s ORDER BY opened_at DESC, session_id",
        {"person_id": person_id, "now": now},
    )


def running(conn: db.Connection, person_id: UUID, *, issuer: str, now: datetime) -> list[Session]:
    """The same sessions with all that is kept of them."""
    rows = db.many(
        conn,
        _Row,
        "SELECT s.session_id, s.person_id, p.tech_id, p.upstream_issuer, s.upstream_id_token, s.citizen_number, s.full_name, s.birth_date,"
        " s.sex, s.account_level, s.authentication_level, s.amr, s.auth_time, s.address, s.phone, s.email"
        " FROM exchange.sessions s JOIN exchange.people p USING (person_id)"
        " WHERE s.person_id = %(person_id)s AND s.expires_at > %(now)s ORDER BY s.opened_at DESC, s.session_id",
        {"person_id": person_id, "now": now},
    )
    return [row.session(issuer) for row in rows]


def end(conn: db.Connection, session_id: UUID) -> None:
    """End the session."""
    conn.execute("DELETE FROM exchange.sessions WHERE session_id = %(session_id)s", {"session_id": session_id})


def end_of_upstream(conn: db.Connection, issuer: str, *, subject: str | None, sid: str | None) -> list[UUID]:
    """End the sessions that came from one of the provider's, or, without `sid`, from any of the subject's; which they were."""
    rows = conn.execute(
        "DELETE FROM exchange.sessions s USING exchange.people p WHERE p.person_id = s.person_id AND p.upstream_issuer = %(issuer)s"
        " AND (%(subject)s::text IS NULL OR p.upstream_subject = %(subject)s::text)"
        " AND (%(sid)s::text IS NULL OR s.upstream_sid = %(sid)s::text) RETURNING s.session_id",
        {"issuer": issuer, "subject": subject, "sid": sid},
    ).fetchall()
    return [row[0] for row in rows]


def end_expired(conn: db.Connection, *, now: datetime) -> list[UUID]:
    """End the sessions whose time is over; which they were."""
    rows = conn.execute("DELETE FROM exchange.sessions WHERE expires_at <= %(now)s RETURNING session_id", {"now": now}).fetchall()
    return [row[0] for row in rows]
