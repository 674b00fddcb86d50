"""People and their sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.exchange.model import Reached, Session, person_claims
from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class Person:
    """`person_id` is the `sub` relying parties see, `tech_id` the technical id they key accounts on."""

    person_id: UUID
    tech_id: UUID


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

    def session(self, issuer: str) -> Session:
        reached = Reached(eid.Assurance(self.account_level, self.authentication_level), tuple(self.amr), self.auth_time)
        claims = person_claims(
            issuer=issuer,
            person_id=self.person_id,
            tech_id=self.tech_id,
            citizen_number=self.citizen_number,
            full_name=self.full_name,
            birth_date=self.birth_date,
            sex=self.sex,
            reached=reached,
        )
        return Session(self.session_id, claims, reached, self.upstream_issuer, self.upstream_id_token)


def person(conn: db.Connection, upstream: eid.EidClaims, *, new: Person, now: datetime) -> Person:
    """The person behind (issuer, subject) of the upstream provider; `new` if they were never seen before."""
    found = db.one(
        conn,
        Person,
        "INSERT INTO exchange.people (person_id, tech_id, upstream_issuer, upstream_subject, first_seen_at)"
        " VALUES (%(person_id)s, %(tech_id)s, %(issuer)s, %(subject)s, %(now)s)"
        " ON CONFLICT (upstream_issuer, upstream_subject) DO UPDATE SET upstream_issuer = EXCLUDED.upstream_issuer"
        " RETURNING person_id, tech_id",
        {
            "person_id": new.person_id,
            "tech_id": new.tech_id,
            "issuer": upstream.issuer,
            "subject": upstream.subject,
            "now": now,
        },
    )
    assert found is not None
    return found


def by_cookie(conn: db.Connection, cookie: str | None, *, issuer: str, now: datetime) -> Session | None:
    """The running session of a browser."""
    if not cookie:
        return None
    row = db.one(
        conn,
        _Row,
        "SELECT s.session_id, s.person_id, p.tech_id, p.upstream_issuer, s.upstream_id_token, s.citizen_number, s.full_name, s.birth_date,"
        " s.sex, s.account_level, s.authentication_level, s.amr, s.auth_time"
        " FROM exchange.sessions s JOIN exchange.people p USING (person_id)"
        " WHERE s.cookie_sha256 = %(cookie)s AND s.expires_at > %(now)s",
        {"cookie": sha256_hex(cookie), "now": now},
    )
    return None if row is None else row.session(issuer)


def by_id(conn: db.Connection, session_id: UUID, *, issuer: str, now: datetime) -> Session | None:
    """The running session with this `sid`."""
    row = db.one(
        conn,
        _Row,
        "SELECT s.session_id, s.person_id, p.tech_id, p.upstream_issuer, s.upstream_id_token, s.citizen_number, s.full_name, s.birth_date,"
        " s.sex, s.account_level, s.authentication_level, s.amr, s.auth_time"
        " FROM exchange.sessions s JOIN exchange.people p USING (person_id)"
        " WHERE s.session_id = %(session_id)s AND s.expires_at > %(now)s",
        {"session_id": session_id, "now": now},
    )
    return None if row is None else row.session(issuer)


def save(conn: db.Connection, session: Session, *, cookie: str, expires_at: datetime) -> None:
    """Open the session, or renew it: the old cookie is worth nothing from now on, the `sid` stays."""
    claims = session.claims
    conn.execute(
        "INSERT INTO exchange.sessions (session_id, cookie_sha256, person_id, upstream_id_token, upstream_sid, citizen_number, full_name, birth_date,"
        " sex, account_level, authentication_level, amr, auth_time, expires_at) VALUES (%(session_id)s, %(cookie)s, %(person_id)s,"
        " %(upstream_id_token)s, %(upstream_sid)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(sex)s, %(account_level)s, %(authentication_level)s,"
        " %(amr)s::text[], %(auth_time)s, %(expires_at)s)"
        " ON CONFLICT (session_id) DO UPDATE SET cookie_sha256 = EXCLUDED.cookie_sha256, upstream_id_token = EXCLUDED.upstream_id_token,"
        " upstream_sid = EXCLUDED.upstream_sid,"
        " citizen_number = EXCLUDED.citizen_number, full_name = EXCLUDED.full_name, birth_date = EXCLUDED.birth_date, sex = EXCLUDED.sex,"
        " account_level = EXCLUDED.account_level, authentication_level = EXCLUDED.authentication_level, amr = EXCLUDED.amr,"
        " auth_time = EXCLUDED.auth_time, expires_at = EXCLUDED.expires_at",
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
            "expires_at": expires_at,
        },
    )


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
