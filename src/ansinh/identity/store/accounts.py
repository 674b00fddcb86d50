"""SQL of accounts and their links to participants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class _Id:
    id: int


def keep(conn: db.Connection, person: eid.EidClaims, *, now: datetime) -> int:
    """The account of (issuer, subject), opened if new, with today's particulars.

    Its row stays locked to the end of the transaction, so that two logins of one account queue.
    """
    row = db.one(
        conn,
        _Id,
        """
        INSERT INTO identity.accounts AS a (issuer, subject, citizen_number, full_name, birth_date, opened_at, last_login_at)
        VALUES (%(issuer)s, %(subject)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(now)s, %(now)s)
        ON CONFLICT (issuer, subject) DO UPDATE
            SET citizen_number = EXCLUDED.citizen_number, full_name = EXCLUDED.full_name, birth_date = EXCLUDED.birth_date,
                last_login_at = greatest(a.last_login_at, EXCLUDED.last_login_at)
        RETURNING account_id AS id
        """,
        {
            "issuer": person.issuer,
            "subject": person.subject,
            "citizen_number": person.citizen_number.value,
            "full_name": person.full_name,
            "birth_date": person.birth_date.iso(),
            "now": now,
        },
    )
    assert row is not None
    return row.id


def participant_of(conn: db.Connection, account_id: int) -> int | None:
    """The participant the account is linked to now."""
    row = db.one(
        conn,
        _Id,
        "SELECT participant_id AS id FROM identity.links WHERE account_id = %(account_id)s AND ended_at IS NULL",
        {"account_id": account_id},
    )
    return None if row is None else row.id


def held_by_others(conn: db.Connection, participant_ids: Sequence[int], *, account_id: int) -> frozenset[int]:
    """Those of the participants that are linked to another account now."""
    rows = db.many(
        conn,
        _Id,
        """
        SELECT participant_id AS id FROM identity.links
        WHERE participant_id = ANY(%(participant_ids)s::bigint[]) AND account_id <> %(account_id)s AND ended_at IS NULL
        """,
        {"participant_ids": list(participant_ids), "account_id": account_id},
    )
    return frozenset(row.id for row in rows)


def link(conn: db.Connection, account_id: int, *, participant_id: int, now: datetime) -> bool:
    """Links; False if the account or the participant was linked by somebody else in the meantime."""
    row = db.one(
        conn,
        _Id,
        """
        INSERT INTO identity.links (account_id, participant_id, linked_at) VALUES (%(account_id)s, %(participant_id)s, %(now)s)
        ON CONFLICT DO NOTHING RETURNING link_id AS id
        """,
        {"account_id": account_id, "participant_id": participant_id, "now": now},
    )
    return row is not None


def citizen_number_of(conn: db.Connection, account_id: int) -> str:
    """The citizen number the account had at its last login."""
    row = conn.execute(
        "SELECT citizen_number FROM identity.accounts WHERE account_id = %(account_id)s", {"account_id": account_id}
    ).fetchone()
    assert row is not None
    return str(row[0])
