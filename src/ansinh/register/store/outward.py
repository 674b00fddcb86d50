"""The SQL of the register as it goes out: large reads that end in a COPY, and who was changed."""

from collections.abc import Callable, Sequence
from datetime import date

from ansinh.kit import db


def horizon(conn: db.Connection) -> int:
    """Every transaction below this one has ended."""
    row = conn.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    assert row is not None
    return int(row[0])


def changed(conn: db.Connection, *, since: int, until: int) -> list[int]:
    rows = conn.execute(
        """
        SELECT DISTINCT participant_id FROM register.history
        WHERE txid >= %(since)s::text::xid8 AND txid < %(until)s::text::xid8
        ORDER BY participant_id
        """,
        {"since": str(since), "until": str(until)},
    )
    return [row[0] for row in rows.fetchall()]


def highest_participant(conn: db.Connection) -> int:
    row = conn.execute("SELECT coalesce(max(participant_id), 0) FROM register.participants").fetchone()
    assert row is not None
    return int(row[0])


def copy_outward(conn: db.Connection, write: Callable[[bytes], None], *, on: date, participant_ids: Sequence[int] | None) -> None:
    first, last = (1, 2**62) if participant_ids is None else (min(participant_ids, default=1), max(participant_ids, default=0))
    chosen = None if participant_ids is None else list(participant_ids)
    _copy(conn, write, on=on, first=first, last=last, chosen=chosen)


def copy_outward_between(conn: db.Connection, write: Callable[[bytes], None], *, on: date, after: int, until: int) -> None:
    _copy(conn, write, on=on, first=after + 1, last=until, chosen=None)


def _copy(conn: db.Connection, write: Callable[[bytes], None], *, on: date, first: int, last: int, chosen: list[int] | None) -> None:
    with conn.cursor().copy(
        """
        COPY (
            WITH latest AS (
                SELECT DISTINCT ON (k.participant_id) k.participant_id, k.card_number, lower(s.period) AS first_day,
                       (upper(s.period) - 1) AS last_day, s.facility_code, k.state = 'valid' AND upper(s.period) > %(on)s::date AS covers
                FROM register.cards k JOIN register.spans s USING (card_id)
                WHERE k.participant_id BETWEEN %(first)s AND %(last)s
                  AND (%(chosen)s::bigint[] IS NULL OR k.participant_id = ANY(%(chosen)s::bigint[]))
                ORDER BY k.participant_id, k.state = 'valid' DESC, upper(s.period) DESC, k.card_number
            )
            SELECT p.participant_id, i.value, c.value, coalesce(l.card_number, ''), coalesce(l.first_day::text, ''),
                   coalesce(l.last_day::text, ''), coalesce(l.facility_code, ''),
                   CASE WHEN p.deceased_on IS NOT NULL THEN 'deceased' WHEN l.covers THEN 'insured' ELSE 'not_insured' END
            FROM register.participants p
            JOIN register.identifiers c ON c.participant_id = p.participant_id AND c.kind = 'citizen_number' AND c.state = 'active'
            JOIN register.identifiers i ON i.participant_id = p.participant_id AND i.kind = 'social_insurance_number' AND i.state = 'active'
            LEFT JOIN latest l ON l.participant_id = p.participant_id
            WHERE p.participant_id BETWEEN %(first)s AND %(last)s
              AND (%(chosen)s::bigint[] IS NULL OR p.participant_id = ANY(%(chosen)s::bigint[]))
        ) TO STDOUT
        """,
        {"on": on, "first": first, "last": last, "chosen": chosen},
    ) as copy:
        for piece in copy:
            write(bytes(piece))
