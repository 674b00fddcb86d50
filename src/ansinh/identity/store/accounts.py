"""SQL of accounts and their links to participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class _Id:
    id: int


@dataclass(frozen=True, slots=True)
class Link:
    """The link of an account, and whom it leads to. `is_frozen`: it shows nothing until it is confirmed anew."""

    link_id: int
    participant_id: int
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A link that has just ended."""

    account_id: int
    participant_id: int


@dataclass(frozen=True, slots=True)
class _Holder:
    participant_id: int
    number: int


def number_of(conn: db.Connection, *, issuer: str, subject: str) -> tuple[int, str] | None:
    """Number and citizen number of the account of (issuer, subject), its row locked to the end of the transaction; None if there is none."""
    row = conn.execute(
        "SELECT account_id, citizen_number FROM identity.accounts WHERE issuer = %(issuer)s AND subject = %(subject)s FOR NO KEY UPDATE",
        {"issuer": issuer, "subject": subject},
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def name_of(conn: db.Connection, account_id: int) -> tuple[str, str]:
    """Issuer and subject of an account."""
    row = conn.execute(
        "SELECT issuer, subject FROM identity.accounts WHERE account_id = %(account_id)s", {"account_id": account_id}
    ).fetchone()
    assert row is not None
    return str(row[0]), str(row[1])


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


def open_at_counter(conn: db.Connection, people: Sequence[eid.EidClaims], *, now: datetime) -> dict[str, int]:
    """The accounts of these people of one issuer by subject, opened where there was none; nobody has logged in by it."""
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO identity.accounts (issuer, subject, citizen_number, full_name, birth_date, opened_at)
            VALUES (%(issuer)s, %(subject)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(now)s)
            ON CONFLICT (issuer, subject) DO NOTHING
            """,
            [
                {
                    "issuer": each.issuer,
                    "subject": each.subject,
                    "citizen_number": each.citizen_number.value,
                    "full_name": each.full_name,
                    "birth_date": each.birth_date.iso(),
                    "now": now,
                }
                for each in people
            ],
        )
    rows = conn.execute(
        "SELECT subject, account_id FROM identity.accounts WHERE issuer = %(issuer)s AND subject = ANY(%(subjects)s::text[])",
        {"issuer": people[0].issuer, "subjects": [each.subject for each in people]},
    ).fetchall()
    return {str(row[0]): int(row[1]) for row in rows}


def without_link(conn: db.Connection, issuer: str, subjects: Sequence[str]) -> list[str]:
    """Those of the subjects that have no link now, and whose last one was not ended by the person or because it was wrong."""
    rows = conn.execute(
        """
        SELECT asked.subject FROM unnest(%(subjects)s::text[]) AS asked(subject)
        WHERE NOT EXISTS (
            SELECT 1 FROM identity.accounts a JOIN identity.links l USING (account_id)
            WHERE a.issuer = %(issuer)s AND a.subject = asked.subject AND (l.ended_at IS NULL OR l.ended_because <> 'moved'))
        """,
        {"issuer": issuer, "subjects": list(subjects)},
    ).fetchall()
    return [str(row[0]) for row in rows]


def link_of(conn: db.Connection, account_id: int) -> Link | None:
    """The link the account has now, frozen or not."""
    return db.one(
        conn,
        Link,
        """
        SELECT link_id, participant_id, frozen_at IS NOT NULL AS is_frozen FROM identity.links
        WHERE account_id = %(account_id)s AND ended_at IS NULL
        """,
        {"account_id": account_id},
    )


def participant_of(conn: db.Connection, account_id: int) -> int | None:
    """The participant the account is linked to now."""
    found = link_of(conn, account_id)
    return None if found is None else found.participant_id


def holders(conn: db.Connection, participant_ids: Sequence[int], *, account_id: int) -> dict[int, int]:
    """Those of the participants that another account is linked to, or has been promised, with the number of that link or promise.

    A promise is a decision that moved the record to another account, which has not confirmed yet; its number is negative.
    """
    rows = db.many(
        conn,
        _Holder,
        """
        SELECT participant_id, link_id AS number FROM identity.links
        WHERE participant_id = ANY(%(participant_ids)s::bigint[]) AND account_id <> %(account_id)s AND ended_at IS NULL
        UNION ALL
        SELECT d.participant_id, -max(d.decision_id) AS number FROM identity.decisions d
        WHERE d.participant_id = ANY(%(participant_ids)s::bigint[]) AND d.account_id <> %(account_id)s AND d.moves
          AND d.in_force_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM identity.links l WHERE l.participant_id = d.participant_id
                            AND (l.linked_at > d.in_force_at OR (l.account_id = d.account_id AND l.linked_at = d.in_force_at)))
        GROUP BY d.participant_id
        """,
        {"participant_ids": list(participant_ids), "account_id": account_id},
    )
    return {row.participant_id: row.number for row in rows}


def link(conn: db.Connection, account_id: int, *, participant_id: int, made_by: str, now: datetime) -> bool:
    """Links; False if the account or the participant was linked by somebody else in the meantime."""
    row = db.one(
        conn,
        _Id,
        """
        INSERT INTO identity.links (account_id, participant_id, made_by, linked_at)
        VALUES (%(account_id)s, %(participant_id)s, %(made_by)s, %(now)s)
        ON CONFLICT DO NOTHING RETURNING link_id AS id
        """,
        {"account_id": account_id, "participant_id": participant_id, "made_by": made_by, "now": now},
    )
    return row is not None


def participants_of(conn: db.Connection, account_ids: Sequence[int]) -> dict[int, int]:
    """Whom these accounts are linked to now, by account."""
    rows = conn.execute(
        "SELECT account_id, participant_id FROM identity.links WHERE account_id = ANY(%(account_ids)s::bigint[]) AND ended_at IS NULL",
        {"account_ids": list(account_ids)},
    ).fetchall()
    return {int(row[0]): int(row[1]) for row in rows}


def link_all(conn: db.Connection, wanted: Mapping[int, int], *, made_by: str, now: datetime) -> list[tuple[int, int]]:
    """Links accounts to participants; the pairs that were linked, without those where somebody was faster."""
    rows = conn.execute(
        """
        INSERT INTO identity.links (account_id, participant_id, made_by, linked_at)
        SELECT account_id, participant_id, %(made_by)s::text, %(now)s::timestamptz
        FROM unnest(%(accounts)s::bigint[], %(participants)s::bigint[]) AS wanted(account_id, participant_id)
        ON CONFLICT DO NOTHING RETURNING account_id, participant_id
        """,
        {"accounts": list(wanted), "participants": list(wanted.values()), "made_by": made_by, "now": now},
    ).fetchall()
    return [(int(row[0]), int(row[1])) for row in rows]


def end_links_of_others(conn: db.Connection, wanted: Mapping[int, int], *, because: str, now: datetime) -> list[Ended]:
    """Ends the links by which other accounts hold what these accounts are to be linked to."""
    return db.many(
        conn,
        Ended,
        """
        UPDATE identity.links l SET ended_at = greatest(l.linked_at, %(now)s), ended_because = %(because)s
        FROM unnest(%(accounts)s::bigint[], %(participants)s::bigint[]) AS wanted(account_id, participant_id)
        WHERE l.participant_id = wanted.participant_id AND l.account_id <> wanted.account_id AND l.ended_at IS NULL
        RETURNING l.account_id, l.participant_id
        """,
        {"accounts": list(wanted), "participants": list(wanted.values()), "because": because, "now": now},
    )


def thaw(conn: db.Connection, account_id: int, *, participant_id: int) -> bool:
    """The frozen link of these two counts again; False if there is none."""
    done = conn.execute(
        """
        UPDATE identity.links SET frozen_at = NULL, frozen_because = NULL
        WHERE account_id = %(account_id)s AND participant_id = %(participant_id)s AND ended_at IS NULL AND frozen_at IS NOT NULL
        """,
        {"account_id": account_id, "participant_id": participant_id},
    )
    return done.rowcount == 1


def freeze(conn: db.Connection, participant_id: int, *, because: str, now: datetime) -> int | None:
    """Freezes the participant's link; the account it belongs to, or None if there is none that was not frozen."""
    row = db.one(
        conn,
        _Id,
        """
        UPDATE identity.links SET frozen_at = %(now)s, frozen_because = %(because)s
        WHERE participant_id = %(participant_id)s AND ended_at IS NULL AND frozen_at IS NULL RETURNING account_id AS id
        """,
        {"participant_id": participant_id, "because": because, "now": now},
    )
    return None if row is None else row.id


def linked_among(conn: db.Connection, participant_ids: Sequence[int]) -> list[int]:
    """Those of the participants who have a link that has not ended."""
    rows = conn.execute(
        """
        SELECT participant_id FROM identity.links
        WHERE participant_id = ANY(%(participant_ids)s::bigint[]) AND ended_at IS NULL ORDER BY participant_id
        """,
        {"participant_ids": list(participant_ids)},
    )
    return [row[0] for row in rows.fetchall()]


def end_link_of(conn: db.Connection, account_id: int, *, because: str, now: datetime) -> Ended | None:
    """Ends the account's link."""
    return db.one(
        conn,
        Ended,
        """
        UPDATE identity.links SET ended_at = greatest(linked_at, %(now)s), ended_because = %(because)s
        WHERE account_id = %(account_id)s AND ended_at IS NULL RETURNING account_id, participant_id
        """,
        {"account_id": account_id, "because": because, "now": now},
    )


def end_links_to(conn: db.Connection, participant_id: int, *, but: int, because: str, now: datetime) -> list[Ended]:
    """Ends the participant's link to any other account than `but`."""
    return db.many(
        conn,
        Ended,
        """
        UPDATE identity.links SET ended_at = greatest(linked_at, %(now)s), ended_because = %(because)s
        WHERE participant_id = %(participant_id)s AND account_id <> %(but)s AND ended_at IS NULL RETURNING account_id, participant_id
        """,
        {"participant_id": participant_id, "but": but, "because": because, "now": now},
    )


def citizen_number_of(conn: db.Connection, account_id: int) -> str:
    """The citizen number the account had at its last login."""
    row = conn.execute(
        "SELECT citizen_number FROM identity.accounts WHERE account_id = %(account_id)s", {"account_id": account_id}
    ).fetchone()
    assert row is not None
    return str(row[0])
