"""Relying parties that registered themselves, and who decides on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ansinh.exchange.registration_model import Draft, Environment, Registration
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class _Row:
    client_id: str
    environment: Environment
    owner: UUID
    owner_name: str
    in_force: dict[str, Any] | None
    asked: dict[str, Any] | None
    asked_at: datetime | None
    asked_by: UUID | None
    refusal: str
    blocked_at: datetime | None
    registered_at: datetime

    def registration(self) -> Registration:
        """What was refused or blocked before it was ever in force is kept for its developer, and waits for nobody."""
        in_force = None if self.in_force is None else Draft.from_json(self.in_force)
        asked = None if self.asked is None else Draft.from_json(self.asked)
        waits = not self.refusal and self.blocked_at is None
        return Registration(
            self.client_id,
            self.environment,
            self.owner,
            self.owner_name,
            asked or in_force or Draft(),
            in_force,
            asked if waits else None,
            self.asked_at,
            self.asked_by,
            self.refusal,
            self.blocked_at,
            self.registered_at,
        )


def insert(conn: db.Connection, issuer: str, new: Registration) -> bool:
    """False where the client id is taken."""
    return (
        conn.execute(
            "INSERT INTO exchange.registrations (client_id, issuer, environment, owner, owner_name, in_force, asked, asked_at, asked_by,"
            " registered_at) VALUES (%(client_id)s, %(issuer)s, %(environment)s, %(owner)s, %(owner_name)s, %(in_force)s::jsonb,"
            " %(asked)s::jsonb, %(asked_at)s, %(asked_by)s, %(registered_at)s) ON CONFLICT (client_id) DO NOTHING",
            {
                "client_id": new.client_id,
                "issuer": issuer,
                "environment": new.environment,
                "owner": new.owner,
                "owner_name": new.owner_name,
                "in_force": None if new.in_force is None else db.Json(new.in_force.as_json()),
                "asked": None if new.asked is None else db.Json(new.asked.as_json()),
                "asked_at": new.asked_at,
                "asked_by": new.asked_by,
                "registered_at": new.registered_at,
            },
        ).rowcount
        == 1
    )


def find(conn: db.Connection, issuer: str, client_id: str, *, locked: bool = False) -> Registration | None:
    """A registration; `locked`: kept from everybody else until the transaction ends."""
    if locked:
        conn.execute("SELECT 1 FROM exchange.registrations WHERE client_id = %(client_id)s FOR UPDATE", {"client_id": client_id})
    row = db.one(
        conn,
        _Row,
        "SELECT client_id, environment, owner, owner_name, in_force, asked, asked_at, asked_by, refusal, blocked_at, registered_at"
        " FROM exchange.registrations WHERE issuer = %(issuer)s AND client_id = %(client_id)s",
        {"issuer": issuer, "client_id": client_id},
    )
    return None if row is None else row.registration()


def of_owner(conn: db.Connection, issuer: str, owner: UUID) -> list[Registration]:
    """A developer's registrations, the oldest first."""
    rows = db.many(
        conn,
        _Row,
        "SELECT client_id, environment, owner, owner_name, in_force, asked, asked_at, asked_by, refusal, blocked_at, registered_at"
        " FROM exchange.registrations WHERE issuer = %(issuer)s AND owner = %(owner)s ORDER BY registered_at, client_id",
        {"issuer": issuer, "owner": owner},
    )
    return [row.registration() for row in rows]


def waiting(conn: db.Connection, issuer: str) -> list[Registration]:
    """What waits for an officer, the oldest first."""
    rows = db.many(
        conn,
        _Row,
        "SELECT client_id, environment, owner, owner_name, in_force, asked, asked_at, asked_by, refusal, blocked_at, registered_at"
        " FROM exchange.registrations WHERE issuer = %(issuer)s AND asked IS NOT NULL AND refusal = '' AND blocked_at IS NULL ORDER BY asked_at, client_id",
        {"issuer": issuer},
    )
    return [row.registration() for row in rows]


def ask(conn: db.Connection, client_id: str, draft: Draft, *, by: UUID, now: datetime) -> None:
    """The draft waits for an officer; what was decided before is about something else."""
    conn.execute(
        "UPDATE exchange.registrations SET asked = %(draft)s, asked_by = %(by)s, asked_at = %(now)s, decided_by = NULL, decided_at = NULL,"
        " refusal = '' WHERE client_id = %(client_id)s",
        {"client_id": client_id, "draft": db.Json(draft.as_json()), "by": by, "now": now},
    )


def put_in_force(conn: db.Connection, client_id: str, draft: Draft) -> None:
    conn.execute(
        "UPDATE exchange.registrations SET in_force = %(draft)s WHERE client_id = %(client_id)s",
        {"client_id": client_id, "draft": db.Json(draft.as_json())},
    )


def keep_keys(conn: db.Connection, client_id: str, jwks: Mapping[str, Any]) -> None:
    """The client's keys, in what is in force and in what waits."""
    conn.execute(
        "UPDATE exchange.registrations SET in_force = jsonb_set(in_force, '{jwks}', %(jwks)s::jsonb),"
        " asked = CASE WHEN asked IS NULL THEN NULL ELSE jsonb_set(asked, '{jwks}', %(jwks)s::jsonb) END WHERE client_id = %(client_id)s",
        {"client_id": client_id, "jwks": db.Json(dict(jwks))},
    )


def decide(conn: db.Connection, client_id: str, *, in_force: Draft | None, refusal: str, by: UUID, now: datetime) -> None:
    """Nothing waits any more. What was never in force and is refused stays, to go on with."""
    conn.execute(
        "UPDATE exchange.registrations SET asked = CASE WHEN %(in_force)s::jsonb IS NULL THEN asked END, in_force = %(in_force)s::jsonb, refusal = %(refusal)s, decided_by = %(by)s,"
        " decided_at = %(now)s WHERE client_id = %(client_id)s",
        {
            "client_id": client_id,
            "in_force": None if in_force is None else db.Json(in_force.as_json()),
            "refusal": refusal,
            "by": by,
            "now": now,
        },
    )


def block(conn: db.Connection, client_id: str, *, now: datetime) -> bool:
    """False if it was blocked before."""
    return (
        conn.execute(
            "UPDATE exchange.registrations SET blocked_at = %(now)s, asked = CASE WHEN in_force IS NULL THEN asked END WHERE client_id = %(client_id)s AND blocked_at IS NULL",
            {"client_id": client_id, "now": now},
        ).rowcount
        == 1
    )


def appoint(conn: db.Connection, number: UUID, *, by: str, now: datetime) -> None:
    conn.execute(
        "INSERT INTO exchange.registration_officers (person_id, appointed_at, appointed_by) VALUES (%(number)s, %(now)s, %(by)s)"
        " ON CONFLICT (person_id) DO NOTHING",
        {"number": number, "by": by, "now": now},
    )
