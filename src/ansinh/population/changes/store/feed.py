"""The SQL of how far the feed was followed and of what became of each change."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.population.changes.model import FeedState


@dataclass(frozen=True, slots=True)
class TakenRow:
    seq: int
    kind: str
    outcome: str
    code: str
    told_at: datetime | None
    taken_at: datetime


def state(conn: db.Connection) -> FeedState:
    found = db.one(conn, FeedState, "SELECT seq, last, asked_at, stopped_code, stopped_at FROM population.feed")
    assert found is not None
    return found


def claim(conn: db.Connection, *, after: int) -> bool:
    """Whether the change behind `after` is still to be taken; if so nobody else takes it until the transaction ends."""
    row = conn.execute("SELECT seq FROM population.feed FOR UPDATE").fetchone()
    assert row is not None
    return bool(row[0] == after)


def note_asked(conn: db.Connection, *, last: int, now: datetime) -> None:
    """The feed answered, and said that so many changes there are."""
    conn.execute("UPDATE population.feed SET last = greatest(last, %(last)s), asked_at = %(now)s", {"last": last, "now": now})


def advance(conn: db.Connection, seq: int) -> None:
    """The change is taken: what had stopped the feed before it is over."""
    conn.execute(
        "UPDATE population.feed SET seq = %(seq)s, last = greatest(last, %(seq)s), stopped_code = NULL, stopped_at = NULL", {"seq": seq}
    )


def stop(conn: db.Connection, code: str, *, now: datetime) -> bool:
    """Notes why it goes no further. False if it had stopped for this before."""
    changed = conn.execute(
        "UPDATE population.feed SET stopped_code = %(code)s, stopped_at = %(now)s WHERE stopped_code IS DISTINCT FROM %(code)s",
        {"code": code, "now": now},
    )
    return changed.rowcount == 1


def go_on(conn: db.Connection) -> None:
    conn.execute("UPDATE population.feed SET stopped_code = NULL, stopped_at = NULL WHERE stopped_code IS NOT NULL")


def add_taken(
    conn: db.Connection,
    seq: int,
    *,
    kind: str,
    outcome: str,
    code: str,
    participant_id: int | None,
    told_at: datetime | None,
    now: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO population.changes (seq, kind, outcome, code, participant_id, told_at, taken_at)
        VALUES (%(seq)s, %(kind)s, %(outcome)s, %(code)s, %(participant_id)s, %(told_at)s, %(now)s)
        """,
        {
            "seq": seq,
            "kind": kind,
            "outcome": outcome,
            "code": code,
            "participant_id": participant_id,
            "told_at": told_at,
            "now": now,
        },
    )


def change_outcome(conn: db.Connection, seq: int, *, outcome: str, participant_id: int | None) -> None:
    conn.execute(
        "UPDATE population.changes SET outcome = %(outcome)s, participant_id = %(participant_id)s WHERE seq = %(seq)s",
        {"seq": seq, "outcome": outcome, "participant_id": participant_id},
    )


def latest(conn: db.Connection, *, limit: int) -> list[TakenRow]:
    """Newest first."""
    return db.many(
        conn,
        TakenRow,
        """
        SELECT seq, kind, outcome, code, told_at, taken_at FROM population.changes ORDER BY seq DESC LIMIT %(limit)s::int
        """,
        {"limit": limit},
    )


def forget(conn: db.Connection, *, taken_before: datetime) -> int:
    """Forgets what became of old changes that left nothing open; how many."""
    done = conn.execute("DELETE FROM population.changes WHERE taken_at < %(before)s AND outcome <> 'left_open'", {"before": taken_before})
    return done.rowcount
