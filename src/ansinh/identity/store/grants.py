"""SQL of grants to act for another person."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.identity.representation import Grant, GrantAbout, GrantKind, GrantOf, GrantScope, GrantState
from ansinh.kit import db

Scopes = frozenset[GrantScope]


@dataclass(frozen=True, slots=True)
class Over:
    """What is left of a grant that has ended."""

    reference: str
    participant_id: int | None


def live_about(conn: db.Connection, participant_id: int, *, today: date) -> int:
    """How many offers and grants about the participant are not over."""
    row = conn.execute(
        "SELECT count(*) FROM identity.grants WHERE participant_id = %(participant_id)s AND state IN ('offered', 'active')"
        " AND last_day >= %(today)s",
        {"participant_id": participant_id, "today": today},
    ).fetchone()
    return 0 if row is None else int(row[0])


def live_of(conn: db.Connection, account_id: int, *, today: date) -> int:
    """How many requests and grants of the account are not over."""
    row = conn.execute(
        "SELECT count(*) FROM identity.grants WHERE representative_account_id = %(account_id)s AND state IN ('requested', 'active')"
        " AND last_day >= %(today)s",
        {"account_id": account_id, "today": today},
    ).fetchone()
    return 0 if row is None else int(row[0])


def in_force(conn: db.Connection, reference: str, *, account_id: int, day: date) -> Grant | None:
    row = conn.execute(
        """
        SELECT reference, kind, representative_account_id, participant_id, scopes, first_day, last_day FROM identity.grants
        WHERE reference = %(reference)s AND representative_account_id = %(account_id)s AND state = 'active'
          AND %(day)s::date BETWEEN first_day AND last_day
        """,
        {"reference": reference, "account_id": account_id, "day": day},
    ).fetchone()
    return None if row is None else Grant(row[0], GrantKind(row[1]), row[2], row[3], scopes_of(row[4]), row[5], row[6])


def of_account(conn: db.Connection, account_id: int) -> list[GrantOf]:
    rows = conn.execute(
        """
        SELECT reference, kind, state, participant_id, scopes, first_day, last_day, coalesce(reason, '') FROM identity.grants
        WHERE representative_account_id = %(account_id)s ORDER BY grant_id DESC LIMIT 100
        """,
        {"account_id": account_id},
    ).fetchall()
    return [GrantOf(row[0], GrantKind(row[1]), GrantState(row[2]), row[3], scopes_of(row[4]), row[5], row[6], row[7]) for row in rows]


def about(conn: db.Connection, participant_id: int) -> list[GrantAbout]:
    rows = conn.execute(
        """
        SELECT g.reference, g.kind, g.state, coalesce(a.full_name, g.offered_name, ''), g.scopes, g.first_day, g.last_day
        FROM identity.grants g LEFT JOIN identity.accounts a ON a.account_id = g.representative_account_id
        WHERE g.participant_id = %(participant_id)s ORDER BY g.grant_id DESC LIMIT 100
        """,
        {"participant_id": participant_id},
    ).fetchall()
    return [GrantAbout(row[0], GrantKind(row[1]), GrantState(row[2]), row[3], scopes_of(row[4]), row[5], row[6]) for row in rows]


def end(conn: db.Connection, reference: str, *, account_id: int, participant_id: int | None, now: datetime) -> Over | None:
    """Ends what is offered, requested or active, if it is the account's or about the participant."""
    return db.one(
        conn,
        Over,
        """
        UPDATE identity.grants SET state = 'ended', ended_at = %(now)s, offered_to = NULL, offered_name = NULL, wanted_number = NULL,
               wanted_name = NULL, wanted_birth_date = NULL
        WHERE reference = %(reference)s AND state IN ('offered', 'requested', 'active')
          AND (representative_account_id = %(account_id)s OR participant_id = %(participant_id)s::bigint)
        RETURNING reference, participant_id
        """,
        {"reference": reference, "account_id": account_id, "participant_id": participant_id, "now": now},
    )


def end_overdue(conn: db.Connection, *, today: date, now: datetime) -> list[Over]:
    return db.many(
        conn,
        Over,
        """
        UPDATE identity.grants SET state = 'ended', ended_at = %(now)s, offered_to = NULL, offered_name = NULL, wanted_number = NULL,
               wanted_name = NULL, wanted_birth_date = NULL
        WHERE state IN ('offered', 'requested', 'active') AND last_day < %(today)s
        RETURNING reference, participant_id
        """,
        {"today": today, "now": now},
    )


def words_of(scopes: Scopes) -> list[str]:
    return sorted(each.value for each in scopes)


def scopes_of(words: list[str]) -> Scopes:
    return frozenset(GrantScope(word) for word in words)
