"""What goes out of each record, and the feed of what changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Position:
    """How far the register was followed. `history_until` is None where it has not begun."""

    history_until: int | None
    swept_until: int
    seq: int
    chain: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A record that goes out otherwise than before, or not any more (state "ended")."""

    participant_id: int
    social_insurance_number: str
    citizen_number: str
    card_number: str
    first_day: str
    last_day: str
    facility_code: str
    state: str


@dataclass(frozen=True, slots=True)
class FeedRow:
    seq: int
    participant_id: int
    social_insurance_number: str
    citizen_number: str
    card_number: str
    first_day: str
    last_day: str
    facility_code: str
    state: str
    chain: str


def take_turn(conn: db.Connection) -> Position | None:
    """The position, kept for this transaction alone; None while another one has it."""
    row = conn.execute(
        """
        SELECT history_until::text, swept_until, seq, chain FROM sharing.position FOR NO KEY UPDATE SKIP LOCKED
        """
    ).fetchone()
    return None if row is None else Position(None if row[0] is None else int(row[0]), row[1], row[2], row[3])


def move_to(conn: db.Connection, position: Position) -> None:
    conn.execute(
        """
        UPDATE sharing.position
        SET history_until = %(history)s::text::xid8, swept_until = %(swept)s, seq = %(seq)s, chain = %(chain)s
        """,
        {
            "history": None if position.history_until is None else str(position.history_until),
            "swept": position.swept_until,
            "seq": position.seq,
            "chain": position.chain,
        },
    )


def last(conn: db.Connection) -> tuple[int, str]:
    """Number and chain of the newest change; 0 and zeros before the first."""
    row = conn.execute("SELECT seq, chain FROM sharing.position").fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def receive(conn: db.Connection, copy_into: Callable[[Callable[[bytes], None]], None]) -> None:
    """Lets `copy_into` write lines of the register (participant_id, then the columns) where `changed` and `begin` find them."""
    conn.execute("TRUNCATE sharing.incoming")
    with conn.cursor().copy(
        "COPY sharing.incoming (participant_id, social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code,"
        " state) FROM STDIN"
    ) as copy:
        copy_into(copy.write)
    conn.execute("ANALYZE sharing.incoming")


def begin(conn: db.Connection) -> int:
    """Takes all that was received as it is, with number 0: what a first share by file holds. Returns how many records that is."""
    return conn.execute(
        """
        INSERT INTO sharing.records (social_insurance_number, participant_id, citizen_number, card_number, first_day, last_day,
                                     facility_code, state, seq)
        SELECT DISTINCT ON (social_insurance_number) social_insurance_number, participant_id, citizen_number, card_number, first_day,
               last_day, facility_code, state, 0
        FROM sharing.incoming ORDER BY social_insurance_number, citizen_number
        ON CONFLICT (social_insurance_number) DO NOTHING
        """
    ).rowcount


def restore(conn: db.Connection, lines: Iterable[bytes]) -> None:
    """Takes lines in PostgreSQL's text format (participant_id, then the columns, then 0) for what was shared before."""
    with conn.cursor().copy(
        "COPY sharing.records (participant_id, social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code,"
        " state, seq) FROM STDIN"
    ) as copy:
        for line in lines:
            copy.write(line)


def vacuum(conn: db.Connection) -> None:
    """Brings statistics and visibility up to date after a large restore; the connection must be in autocommit."""
    conn.execute("VACUUM ANALYZE sharing.records")


def changed(conn: db.Connection) -> list[ChangedRow]:
    """What was received and goes out otherwise than before, by insurance number."""
    return db.many(
        conn,
        ChangedRow,
        """
        SELECT DISTINCT ON (i.social_insurance_number) i.participant_id, i.social_insurance_number, i.citizen_number, i.card_number,
               i.first_day, i.last_day, i.facility_code, i.state
        FROM sharing.incoming i LEFT JOIN sharing.records r USING (social_insurance_number)
        WHERE (r.citizen_number, r.card_number, r.first_day, r.last_day, r.facility_code, r.state, r.participant_id)
              IS DISTINCT FROM (i.citizen_number, i.card_number, i.first_day, i.last_day, i.facility_code, i.state, i.participant_id)
        ORDER BY i.social_insurance_number, i.citizen_number
        """,
    )


def gone(conn: db.Connection, participant_ids: Sequence[int]) -> list[ChangedRow]:
    """Records of these participants that went out and are not among what was received: their numbers lead to nobody now."""
    return db.many(
        conn,
        ChangedRow,
        """
        SELECT participant_id, social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, 'ended' AS state
        FROM sharing.records r
        WHERE participant_id = ANY(%(ids)s::bigint[]) AND state <> 'ended'
          AND NOT EXISTS (SELECT FROM sharing.incoming i WHERE i.social_insurance_number = r.social_insurance_number)
        ORDER BY social_insurance_number
        """,
        {"ids": list(participant_ids)},
    )


def gone_between(conn: db.Connection, *, after: int, until: int) -> list[ChangedRow]:
    """The same for the participants with a number above `after`, up to `until` inclusive."""
    return db.many(
        conn,
        ChangedRow,
        """
        SELECT participant_id, social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, 'ended' AS state
        FROM sharing.records r
        WHERE participant_id > %(after)s AND participant_id <= %(until)s AND state <> 'ended'
          AND NOT EXISTS (SELECT FROM sharing.incoming i WHERE i.social_insurance_number = r.social_insurance_number)
        ORDER BY social_insurance_number
        """,
        {"after": after, "until": until},
    )


def add(conn: db.Connection, rows: Sequence[FeedRow], *, now: datetime) -> None:
    """Appends to the feed and brings the records to it."""
    with conn.cursor().copy(
        "COPY sharing.feed (seq, participant_id, social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code,"
        " state, chain, made_at) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row((*(getattr(row, name) for name in FeedRow.__slots__), now))
    conn.execute(
        """
        INSERT INTO sharing.records (social_insurance_number, participant_id, citizen_number, card_number, first_day, last_day,
                                     facility_code, state, seq)
        SELECT DISTINCT ON (social_insurance_number) social_insurance_number, participant_id, citizen_number, card_number, first_day,
               last_day, facility_code, state, seq
        FROM sharing.feed WHERE seq BETWEEN %(first)s AND %(last)s
        ORDER BY social_insurance_number, seq DESC
        ON CONFLICT (social_insurance_number) DO UPDATE
            SET (participant_id, citizen_number, card_number, first_day, last_day, facility_code, state, seq)
              = (EXCLUDED.participant_id, EXCLUDED.citizen_number, EXCLUDED.card_number, EXCLUDED.first_day, EXCLUDED.last_day,
                 EXCLUDED.facility_code, EXCLUDED.state, EXCLUDED.seq)
        """,
        {"first": rows[0].seq, "last": rows[-1].seq},
    )


def feed_after(conn: db.Connection, after: int, *, limit: int) -> list[FeedRow]:
    """The changes with a number above `after`, in order."""
    return db.many(
        conn,
        FeedRow,
        """
        SELECT seq, participant_id, social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, state, chain
        FROM sharing.feed WHERE seq > %(after)s ORDER BY seq LIMIT %(limit)s
        """,
        {"after": after, "limit": limit},
    )


def chain_at(conn: db.Connection, seq: int) -> str | None:
    """The chain at this change; None for a number that is not in the feed."""
    row = conn.execute("SELECT chain FROM sharing.feed WHERE seq = %(seq)s", {"seq": seq}).fetchone()
    return None if row is None else str(row[0])


def oldest(conn: db.Connection) -> int | None:
    """The number of the oldest change still in the feed, None where there is none."""
    row = conn.execute("SELECT min(seq) FROM sharing.feed").fetchone()
    return None if row is None or row[0] is None else int(row[0])


def forget_feed(conn: db.Connection, *, before: datetime) -> int:
    """Deletes the changes made before, but for the newest one; returns how many they were."""
    return conn.execute(
        "DELETE FROM sharing.feed WHERE made_at < %(before)s AND seq < (SELECT seq FROM sharing.position)", {"before": before}
    ).rowcount
