"""The rows of audit.events: one INSERT on the path of every look-up, everything else is for those who read the log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.audit.model import Actor, ActorKind, Entry, Record, Scalar
from ansinh.kit import db

_NEWEST = 2**63 - 1
_ROWS_AT_A_TIME = 2000
# ORDER BY e.txid, never plain txid: that would be the text column of the answer, in which 1000 comes before 999.


def insert(conn: db.Connection, parameters: Mapping[str, Any]) -> None:
    """One event, with the caller's transaction id."""
    conn.execute(
        """
        INSERT INTO audit.events (at, kind, actor_kind, actor_id, actor_name, subject, purpose, detail)
        VALUES (%(audit_at)s, %(audit_kind)s, %(audit_actor_kind)s, %(audit_actor_id)s, %(audit_actor_name)s, %(audit_subject)s::bigint,
                %(audit_purpose)s, %(audit_detail)s::jsonb)
        """,
        parameters,
    )


@dataclass(frozen=True, slots=True)
class _EntryRow:
    seq: int
    at: datetime
    kind: str
    actor_kind: ActorKind
    actor_id: str
    actor_name: str
    purpose: str
    detail: dict[str, Scalar]


def about(conn: db.Connection, subject: int, *, limit: int, before_seq: int | None) -> list[Entry]:
    """Events of one subject, newest first."""
    rows = db.many(
        conn,
        _EntryRow,
        """
        SELECT seq, at, kind, actor_kind, actor_id, actor_name, purpose, detail
        FROM audit.events
        WHERE subject = %(subject)s::bigint AND seq < %(before)s::bigint
        ORDER BY seq DESC
        LIMIT %(limit)s::bigint
        """,
        {"subject": subject, "before": _NEWEST if before_seq is None else before_seq, "limit": limit},
    )
    return [Entry(row.seq, row.at, row.kind, Actor(row.actor_kind, row.actor_id, row.actor_name), row.purpose, row.detail) for row in rows]


def stream(conn: db.Connection) -> Iterator[Record]:
    """Every event in sealing order, as they stood when this was called; memory does not grow with them."""
    cursor = conn.cursor("audit_records")
    cursor.itersize = _ROWS_AT_A_TIME
    cursor.execute(
        """
        SELECT seq, txid::text, CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000000)::bigint END,
               kind, actor_kind, actor_id, actor_name, subject, purpose, detail::text
        FROM audit.events e
        ORDER BY e.txid, e.seq
        """
    )
    return _records(cursor)


def between(conn: db.Connection, *, txid_from: int, txid_until: int) -> Iterator[Record]:
    """The events with `txid_from` <= txid < `txid_until` in sealing order; memory does not grow with them."""
    cursor = conn.cursor("audit_records_between")
    cursor.itersize = _ROWS_AT_A_TIME
    cursor.execute(
        """
        SELECT seq, txid::text, CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000000)::bigint END,
               kind, actor_kind, actor_id, actor_name, subject, purpose, detail::text
        FROM audit.events e
        WHERE e.txid >= %(txid_from)s::text::xid8 AND e.txid < %(txid_until)s::text::xid8
        ORDER BY e.txid, e.seq
        """,
        {"txid_from": str(txid_from), "txid_until": str(txid_until)},
    )
    return _records(cursor)


def txid_after(conn: db.Connection, events: int, *, txid_from: int, txid_until: int) -> int | None:
    """The transaction id of the event that follows the first `events` in the interval; None if there are no more than that."""
    row = conn.execute(
        """
        SELECT txid::text
        FROM audit.events e
        WHERE e.txid >= %(txid_from)s::text::xid8 AND e.txid < %(txid_until)s::text::xid8
        ORDER BY e.txid, e.seq
        OFFSET %(events)s::bigint LIMIT 1
        """,
        {"txid_from": str(txid_from), "txid_until": str(txid_until), "events": events},
    ).fetchone()
    return None if row is None else int(row[0])


def txid_of(conn: db.Connection, seq: int) -> int | None:
    """The transaction that wrote an event, None if there is no such event."""
    row = conn.execute("SELECT txid::text FROM audit.events WHERE seq = %(seq)s::bigint", {"seq": seq}).fetchone()
    return None if row is None else int(row[0])


def count(conn: db.Connection) -> int:
    """How many events there are: reads them all."""
    row = conn.execute("SELECT count(*) FROM audit.events").fetchone()
    assert row is not None
    return int(row[0])


def _records(cursor: Any) -> Iterator[Record]:
    with cursor:
        for seq, txid, *rest in cursor:
            yield Record(seq, int(txid), *rest)
