"""Requests that wait for a person's word, and what people agreed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ansinh.exchange.model import Ask, Consent
from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex
from ansinh.oidc import AuthorizationRequest


@dataclass(frozen=True, slots=True)
class _Row:
    session_id: UUID
    request: dict[str, Any]

    def ask(self) -> Ask:
        return Ask(self.session_id, AuthorizationRequest.from_json(self.request))


def keep_ask(conn: db.Connection, number: str, ask: Ask, *, expires_at: datetime) -> None:
    conn.execute(
        "INSERT INTO exchange.consent_asks (ask_sha256, session_id, request, expires_at)"
        " VALUES (%(number)s, %(session_id)s, %(request)s, %(expires_at)s)",
        {
            "number": sha256_hex(number),
            "session_id": ask.session_id,
            "request": db.Json(ask.request.as_json()),
            "expires_at": expires_at,
        },
    )


def find_ask(conn: db.Connection, number: str, *, session_id: UUID, now: datetime) -> Ask | None:
    """The ask of this session, still open."""
    row = db.one(
        conn,
        _Row,
        "SELECT session_id, request FROM exchange.consent_asks"
        " WHERE ask_sha256 = %(number)s AND session_id = %(session_id)s AND expires_at > %(now)s",
        {"number": sha256_hex(number), "session_id": session_id, "now": now},
    )
    return None if row is None else row.ask()


def take_ask(conn: db.Connection, number: str, *, session_id: UUID, now: datetime) -> Ask | None:
    """The same, once."""
    row = db.one(
        conn,
        _Row,
        "DELETE FROM exchange.consent_asks WHERE ask_sha256 = %(number)s AND session_id = %(session_id)s AND expires_at > %(now)s"
        " RETURNING session_id, request",
        {"number": sha256_hex(number), "session_id": session_id, "now": now},
    )
    return None if row is None else row.ask()


def give(conn: db.Connection, consent: Consent) -> None:
    conn.execute(
        "INSERT INTO exchange.consents (consent_id, person_id, client_id, client_name, purpose, purpose_en, claims, given_at, expires_at)"
        " VALUES (%(consent_id)s, %(person_id)s, %(client_id)s, %(client_name)s, %(purpose)s, %(purpose_en)s, %(claims)s::text[],"
        " %(given_at)s, %(expires_at)s)",
        {
            "consent_id": consent.consent_id,
            "person_id": consent.person_id,
            "client_id": consent.client_id,
            "client_name": consent.client_name,
            "purpose": consent.purpose,
            "purpose_en": consent.purpose_en,
            "claims": list(consent.claims),
            "given_at": consent.given_at,
            "expires_at": consent.expires_at,
        },
    )


def agreed(conn: db.Connection, person_id: UUID, client_id: str, *, purpose: str, now: datetime) -> frozenset[str]:
    """Every claim the person's live consents to this client and this purpose name; empty if there is none."""
    row = conn.execute(
        "SELECT coalesce(array_agg(DISTINCT name), '{}') FROM exchange.consents, unnest(claims) AS name"
        " WHERE person_id = %(person_id)s AND client_id = %(client_id)s AND purpose = %(purpose)s AND withdrawn_at IS NULL"
        " AND expires_at > %(now)s",
        {"person_id": person_id, "client_id": client_id, "purpose": purpose, "now": now},
    ).fetchone()
    return frozenset() if row is None else frozenset(row[0])


def withdraw(conn: db.Connection, person_id: UUID, client_id: str, *, now: datetime) -> int:
    """All consents to this client end now; how many were live."""
    return conn.execute(
        "UPDATE exchange.consents SET withdrawn_at = %(now)s WHERE person_id = %(person_id)s AND client_id = %(client_id)s"
        " AND withdrawn_at IS NULL AND expires_at > %(now)s",
        {"person_id": person_id, "client_id": client_id, "now": now},
    ).rowcount


def of_person(conn: db.Connection, person_id: UUID, *, most: int) -> list[Consent]:
    """What a person agreed to, over or not, the newest first."""
    return db.many(
        conn,
        Consent,
        "SELECT consent_id, person_id, client_id, client_name, purpose, purpose_en, claims, given_at, expires_at, withdrawn_at"
        " FROM exchange.consents WHERE person_id = %(person_id)s ORDER BY given_at DESC, consent_id LIMIT %(most)s",
        {"person_id": person_id, "most": most},
    )


def purge(conn: db.Connection, *, now: datetime, ended_before: datetime) -> int:
    """Take away asks that were never answered and consents that ended before an instant; how many rows that was."""
    return sum(
        (
            conn.execute("DELETE FROM exchange.consent_asks WHERE expires_at <= %(now)s", {"now": now}).rowcount,
            conn.execute(
                "DELETE FROM exchange.consents WHERE expires_at <= %(before)s OR withdrawn_at <= %(before)s", {"before": ended_before}
            ).rowcount,
        )
    )
