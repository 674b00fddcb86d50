"""People as the exchange knows them: an upstream issuer's subject, and the numbers it goes by here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ansinh.kit import db
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class Person:
    """`person_id` is the `sub` relying parties see, `tech_id` the technical id they key accounts on.

    `number_sha256` is what is kept of the citizen number they came with, None before they came.
    """

    person_id: UUID
    tech_id: UUID
    number_sha256: str | None = None


def meet(conn: db.Connection, upstream: eid.EidClaims, *, new: Person, now: datetime) -> Person:
    """The person behind (issuer, subject) of the upstream provider, with the number of before; `new` if they were never seen."""
    found = db.one(
        conn,
        Person,
        "INSERT INTO exchange.people (person_id, tech_id, upstream_issuer, upstream_subject, first_seen_at, number_sha256)"
        " VALUES (%(person_id)s, %(tech_id)s, %(issuer)s, %(subject)s, %(now)s, %(number)s)"
        " ON CONFLICT (upstream_issuer, upstream_subject) DO UPDATE SET upstream_issuer = EXCLUDED.upstream_issuer"
        " RETURNING person_id, tech_id, number_sha256",
        {
            "person_id": new.person_id,
            "tech_id": new.tech_id,
            "issuer": upstream.issuer,
            "subject": upstream.subject,
            "now": now,
            "number": new.number_sha256,
        },
    )
    assert found is not None
    return found


def introduce(conn: db.Connection, upstream_issuer: str, new: Sequence[tuple[str, Person]], *, now: datetime) -> None:
    """Enters those of an upstream issuer's subjects who were never seen, under the numbers that come with them."""
    conn.execute(
        """
        INSERT INTO exchange.people (person_id, tech_id, upstream_issuer, upstream_subject, first_seen_at)
        SELECT person_id, tech_id, %(issuer)s::text, subject, %(now)s::timestamptz
        FROM unnest(%(subjects)s::text[], %(person_ids)s::uuid[], %(tech_ids)s::uuid[]) AS new(subject, person_id, tech_id)
        ON CONFLICT (upstream_issuer, upstream_subject) DO NOTHING
        """,
        {
            "issuer": upstream_issuer,
            "subjects": [subject for subject, _ in new],
            "person_ids": [each.person_id for _, each in new],
            "tech_ids": [each.tech_id for _, each in new],
            "now": now,
        },
    )


def known(conn: db.Connection, upstream_issuer: str, subjects: Sequence[str]) -> dict[str, str]:
    """What relying parties call those of the subjects who are known, by subject."""
    rows = conn.execute(
        """
        SELECT upstream_subject, person_id FROM exchange.people
        WHERE upstream_issuer = %(issuer)s AND upstream_subject = ANY(%(subjects)s::text[])
        """,
        {"issuer": upstream_issuer, "subjects": list(subjects)},
    ).fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def keep_number(conn: db.Connection, person_id: UUID, number_sha256: str) -> None:
    """From now on this is what is kept of the person's number."""
    conn.execute(
        "UPDATE exchange.people SET number_sha256 = %(number)s WHERE person_id = %(person_id)s",
        {"number": number_sha256, "person_id": person_id},
    )
