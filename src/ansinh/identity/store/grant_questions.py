"""SQL of what waits for an answer before there is a grant: offers to somebody, requests to an officer."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh import terms
from ansinh.identity.representation import GrantKind, Offer, RequestFile, RequestSummary
from ansinh.identity.store.grants import Scopes, scopes_of, words_of
from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer with the name it was made to."""

    offer: Offer
    name: str


def insert_offer(
    conn: db.Connection,
    *,
    reference: str,
    participant_id: int,
    to_number: terms.CitizenNumber,
    to_name: str,
    scopes: Scopes,
    first_day: date,
    last_day: date,
    now: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO identity.grants (reference, kind, state, participant_id, offered_to, offered_name, scopes, first_day, last_day, asked_at)
        VALUES (%(reference)s, 'given', 'offered', %(participant_id)s, %(number)s, %(name)s, %(scopes)s::text[], %(first_day)s, %(last_day)s,
                %(now)s)
        """,
        {
            "reference": reference,
            "participant_id": participant_id,
            "number": to_number.value,
            "name": to_name,
            "scopes": words_of(scopes),
            "first_day": first_day,
            "last_day": last_day,
            "now": now,
        },
    )


def insert_request(
    conn: db.Connection,
    *,
    reference: str,
    kind: GrantKind,
    account_id: int,
    number: str,
    name: str,
    birth_date: terms.PartialDate,
    scopes: Scopes,
    first_day: date,
    last_day: date,
    now: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO identity.grants (reference, kind, state, representative_account_id, wanted_number, wanted_name, wanted_birth_date, scopes,
                                     first_day, last_day, asked_at)
        VALUES (%(reference)s, %(kind)s, 'requested', %(account_id)s, %(number)s, %(name)s, %(birth_date)s, %(scopes)s::text[], %(first_day)s,
                %(last_day)s, %(now)s)
        """,
        {
            "reference": reference,
            "kind": kind.value,
            "account_id": account_id,
            "number": number,
            "name": name,
            "birth_date": birth_date.iso(),
            "scopes": words_of(scopes),
            "first_day": first_day,
            "last_day": last_day,
            "now": now,
        },
    )


def offers_to(conn: db.Connection, number: str, *, today: date) -> list[OfferRow]:
    """Offers to a citizen number that are not over, oldest first."""
    rows = conn.execute(
        "SELECT reference, participant_id, scopes, first_day, last_day, offered_name FROM identity.grants"
        " WHERE offered_to = %(number)s AND last_day >= %(today)s ORDER BY grant_id",
        {"number": number, "today": today},
    ).fetchall()
    return [OfferRow(Offer(row[0], row[1], scopes_of(row[2]), row[3], row[4]), row[5]) for row in rows]


def take_offer(conn: db.Connection, reference: str, *, account_id: int, now: datetime) -> bool:
    """The offer is the account's grant now; an older grant of the same two ends. False if it is no offer any more."""
    conn.execute(
        """
        UPDATE identity.grants old SET state = 'ended', ended_at = %(now)s FROM identity.grants offer
        WHERE offer.reference = %(reference)s AND offer.state = 'offered' AND old.state = 'active'
          AND old.participant_id = offer.participant_id AND old.representative_account_id = %(account_id)s
        """,
        {"reference": reference, "account_id": account_id, "now": now},
    )
    done = conn.execute(
        """
        UPDATE identity.grants SET state = 'active', representative_account_id = %(account_id)s, offered_to = NULL, offered_name = NULL,
               decided_at = %(now)s
        WHERE reference = %(reference)s AND state = 'offered'
        """,
        {"reference": reference, "account_id": account_id, "now": now},
    )
    return done.rowcount == 1


def refuse_offer(conn: db.Connection, reference: str, *, now: datetime) -> bool:
    done = conn.execute(
        "UPDATE identity.grants SET state = 'refused', offered_to = NULL, offered_name = NULL, decided_at = %(now)s"
        " WHERE reference = %(reference)s AND state = 'offered'",
        {"reference": reference, "now": now},
    )
    return done.rowcount == 1


def open_requests(conn: db.Connection, *, limit: int) -> list[RequestSummary]:
    rows = conn.execute(
        "SELECT reference, kind, asked_at FROM identity.grants WHERE state = 'requested' ORDER BY asked_at, grant_id LIMIT %(limit)s",
        {"limit": limit},
    ).fetchall()
    return [RequestSummary(row[0], GrantKind(row[1]), row[2]) for row in rows]


def request_file(conn: db.Connection, reference: str) -> RequestFile | None:
    row = conn.execute(
        """
        SELECT g.reference, g.kind, g.asked_at, a.account_id, a.full_name, a.citizen_number, g.wanted_number, g.wanted_name,
               g.wanted_birth_date, g.scopes, g.last_day, l.participant_id
        FROM identity.grants g JOIN identity.accounts a ON a.account_id = g.representative_account_id
        LEFT JOIN identity.links l ON l.account_id = a.account_id AND l.ended_at IS NULL
        WHERE g.reference = %(reference)s AND g.state = 'requested'
        """,
        {"reference": reference},
    ).fetchone()
    if row is None:
        return None
    return RequestFile(
        reference=row[0],
        kind=GrantKind(row[1]),
        asked_at=row[2],
        account_id=row[3],
        representative_id=row[11],
        representative_name=row[4],
        representative_number=terms.CitizenNumber(row[5]),
        wanted_number=row[6],
        wanted_name=row[7],
        wanted_birth_date=terms.PartialDate.from_iso(row[8]),
        scopes=scopes_of(row[9]),
        last_day=row[10],
    )


def grant(
    conn: db.Connection, reference: str, *, participant_id: int, last_day: date, officer: str, reason: str, now: datetime
) -> bool | None:
    """True if granted, False if it is no request any more, None if the two have a grant already."""
    taken = conn.execute(
        """
        SELECT 1 FROM identity.grants one JOIN identity.grants other USING (representative_account_id)
        WHERE one.reference = %(reference)s AND other.state = 'active' AND other.participant_id = %(participant_id)s
        """,
        {"reference": reference, "participant_id": participant_id},
    ).fetchone()
    if taken is not None:
        return None
    done = conn.execute(
        """
        UPDATE identity.grants SET state = 'active', participant_id = %(participant_id)s, last_day = %(last_day)s, decided_by = %(officer)s,
               reason = %(reason)s, decided_at = %(now)s, wanted_number = NULL, wanted_name = NULL, wanted_birth_date = NULL
        WHERE reference = %(reference)s AND state = 'requested'
        """,
        {
            "reference": reference,
            "participant_id": participant_id,
            "last_day": last_day,
            "officer": officer,
            "reason": reason,
            "now": now,
        },
    )
    return done.rowcount == 1


def refuse(conn: db.Connection, reference: str, *, officer: str, reason: str, now: datetime) -> bool:
    done = conn.execute(
        """
        UPDATE identity.grants SET state = 'refused', decided_by = %(officer)s, reason = %(reason)s, decided_at = %(now)s,
               wanted_number = NULL, wanted_name = NULL, wanted_birth_date = NULL
        WHERE reference = %(reference)s AND state = 'requested'
        """,
        {"reference": reference, "officer": officer, "reason": reason, "now": now},
    )
    return done.rowcount == 1
