"""The SQL of changing a record: the person's row, numbers, spans, and the history of it all."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class PersonRow:
    full_name: str
    birth_date: str
    sex: str
    address: str
    verified_on: date | None
    deceased_on: date | None


@dataclass(frozen=True, slots=True)
class HolderRow:
    participant_id: int
    state: str | None
    full_name: str
    birth_date: str
    sex: str
    deceased_on: date | None


@dataclass(frozen=True, slots=True)
class SpanRow:
    span_id: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class HistoryRow:
    history_id: int
    field: str
    old_value: str | None
    new_value: str | None
    since: date
    changed_at: datetime
    because: str
    source: str


def lock_person(conn: db.Connection, participant_id: int) -> PersonRow | None:
    """The participant's row, which waits for nobody else until the end of the transaction."""
    return db.one(
        conn,
        PersonRow,
        """
        SELECT full_name, birth_date, sex, address, verified_on, deceased_on
        FROM register.participants WHERE participant_id = %(participant_id)s FOR NO KEY UPDATE
        """,
        {"participant_id": participant_id},
    )


def update_person(conn: db.Connection, participant_id: int, *, full_name: str, birth_date: str, sex: str, verified_on: date | None) -> None:
    conn.execute(
        """
        UPDATE register.participants
        SET full_name = %(full_name)s, birth_date = %(birth_date)s, sex = %(sex)s, verified_on = %(verified_on)s
        WHERE participant_id = %(participant_id)s
        """,
        {
            "participant_id": participant_id,
            "full_name": full_name,
            "birth_date": birth_date,
            "sex": sex,
            "verified_on": verified_on,
        },
    )


def set_deceased(conn: db.Connection, participant_id: int, *, deceased_on: date, five_years_on: date | None) -> None:
    conn.execute(
        """
        UPDATE register.participants SET deceased_on = %(deceased_on)s, five_years_on = %(five_years_on)s
        WHERE participant_id = %(participant_id)s
        """,
        {"participant_id": participant_id, "deceased_on": deceased_on, "five_years_on": five_years_on},
    )


def holders(conn: db.Connection, number: str) -> list[HolderRow]:
    """Everybody the number is or was entered for; active before cancelled, disputed, replaced."""
    return db.many(
        conn,
        HolderRow,
        """
        SELECT participant_id, i.state, p.full_name, p.birth_date, p.sex, p.deceased_on
        FROM register.identifiers i JOIN register.participants p USING (participant_id)
        WHERE i.value = %(number)s ORDER BY i.state, participant_id
        """,
        {"number": number},
    )


def without_citizen_number(conn: db.Connection, birth_date: str) -> list[HolderRow]:
    """People of that birth date without an active or disputed citizen number."""
    return db.many(
        conn,
        HolderRow,
        """
        SELECT p.participant_id, NULL::text AS state, p.full_name, p.birth_date, p.sex, p.deceased_on FROM register.participants p
        WHERE p.birth_date = %(birth_date)s AND NOT EXISTS (
            SELECT 1 FROM register.identifiers i
            WHERE i.participant_id = p.participant_id AND i.kind = 'citizen_number' AND i.state IN ('active', 'disputed'))
        ORDER BY p.participant_id
        """,
        {"birth_date": birth_date},
    )


def own_state(conn: db.Connection, participant_id: int, number: str) -> str | None:
    """How the number stands with this person; the latest entry of several."""
    row = conn.execute(
        """
        SELECT state FROM register.identifiers WHERE value = %(number)s AND participant_id = %(participant_id)s
        ORDER BY identifier_id DESC LIMIT 1
        """,
        {"number": number, "participant_id": participant_id},
    ).fetchone()
    return None if row is None else str(row[0])


def active_number(conn: db.Connection, participant_id: int, *, kind: str) -> str | None:
    """The person's active number of that kind."""
    row = conn.execute(
        """
        SELECT value FROM register.identifiers
        WHERE participant_id = %(participant_id)s AND kind = %(kind)s AND state = 'active' LIMIT 1
        """,
        {"participant_id": participant_id, "kind": kind},
    ).fetchone()
    return None if row is None else str(row[0])


def undispute(conn: db.Connection, participant_id: int, number: str) -> bool:
    """What the person disputes is theirs. Raises psycopg's UniqueViolation while somebody else has it as active."""
    changed = conn.execute(
        """
        UPDATE register.identifiers SET state = 'active'
        WHERE value = %(number)s AND participant_id = %(participant_id)s AND state = 'disputed'
        """,
        {"number": number, "participant_id": participant_id},
    )
    return changed.rowcount > 0


def add_number(conn: db.Connection, participant_id: int, *, kind: str, value: str, since: date) -> None:
    """Raises psycopg's UniqueViolation while somebody has it as active."""
    conn.execute(
        """
        INSERT INTO register.identifiers (participant_id, kind, value, valid_from, state)
        VALUES (%(participant_id)s, %(kind)s, %(value)s, %(since)s, 'active')
        """,
        {"participant_id": participant_id, "kind": kind, "value": value, "since": since},
    )


def end_number(conn: db.Connection, participant_id: int, number: str, *, state: str, last_day: date) -> bool:
    """A number that ends on the day it began keeps that day. False: the person does not go by it."""
    changed = conn.execute(
        """
        UPDATE register.identifiers SET state = %(state)s, valid_until = greatest(valid_from, %(last_day)s::date)
        WHERE value = %(number)s AND participant_id = %(participant_id)s AND state IN ('active', 'disputed')
        """,
        {"number": number, "participant_id": participant_id, "state": state, "last_day": last_day},
    )
    return changed.rowcount > 0


def spans_after(conn: db.Connection, participant_id: int, *, day: date) -> list[SpanRow]:
    """Spans of any of the person's cards with days after that one, in order of time."""
    return db.many(
        conn,
        SpanRow,
        """
        SELECT s.span_id, lower(s.period) AS first_day, upper(s.period) - 1 AS last_day
        FROM register.cards c JOIN register.spans s USING (card_id)
        WHERE c.participant_id = %(participant_id)s AND upper(s.period) - 1 > %(day)s::date
        ORDER BY lower(s.period), s.span_id
        """,
        {"participant_id": participant_id, "day": day},
    )


def span_days(conn: db.Connection, participant_id: int) -> list[tuple[date, date]]:
    """First and last day of every span of the person's cards."""
    rows = conn.execute(
        """
        SELECT lower(s.period), upper(s.period) - 1 FROM register.cards c JOIN register.spans s USING (card_id)
        WHERE c.participant_id = %(participant_id)s
        """,
        {"participant_id": participant_id},
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def shorten_span(conn: db.Connection, span_id: int, *, last_day: date) -> None:
    conn.execute(
        "UPDATE register.spans SET period = daterange(lower(period), %(last_day)s::date, '[]') WHERE span_id = %(span_id)s",
        {"span_id": span_id, "last_day": last_day},
    )


def remove_span(conn: db.Connection, span_id: int) -> None:
    conn.execute("DELETE FROM register.spans WHERE span_id = %(span_id)s", {"span_id": span_id})


def add_history(
    conn: db.Connection,
    participant_id: int,
    *,
    field: str,
    old_value: str | None,
    new_value: str | None,
    since: date,
    changed_at: datetime,
    changed_by: str,
    because: str,
    source: str,
) -> None:
    conn.execute(
        """
        INSERT INTO register.history (participant_id, field, old_value, new_value, since, changed_at, changed_by, because, source)
        VALUES (%(participant_id)s, %(field)s, %(old_value)s, %(new_value)s, %(since)s, %(changed_at)s, %(changed_by)s, %(because)s,
                %(source)s)
        """,
        {
            "participant_id": participant_id,
            "field": field,
            "old_value": old_value,
            "new_value": new_value,
            "since": since,
            "changed_at": changed_at,
            "changed_by": changed_by,
            "because": because,
            "source": source,
        },
    )


def history(conn: db.Connection, participant_id: int, *, limit: int) -> list[HistoryRow]:
    """Newest first."""
    return db.many(
        conn,
        HistoryRow,
        """
        SELECT history_id, field, old_value, new_value, since, changed_at, because, source FROM register.history
        WHERE participant_id = %(participant_id)s ORDER BY history_id DESC LIMIT %(limit)s::int
        """,
        {"participant_id": participant_id, "limit": limit},
    )
