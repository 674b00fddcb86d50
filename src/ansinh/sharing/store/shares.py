"""Shares by file: what they hold, which of it is acknowledged; and how far recipients have the feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class ShareRow:
    share_id: str
    recipient: str
    cursor: int
    row_count: int
    chunks: int
    acknowledged: int
    made_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedReceiptRow:
    recipient: str
    cursor: int
    agrees: bool
    received_at: datetime


def insert(
    conn: db.Connection,
    *,
    share_id: str,
    recipient: str,
    purpose: str,
    cursor: int,
    row_count: int,
    digest: str,
    made_at: datetime,
    expires_at: datetime,
) -> None:
    conn.execute(
        """
        INSERT INTO sharing.shares (share_id, recipient, purpose, cursor, row_count, digest, made_at, expires_at)
        VALUES (%(share_id)s, %(recipient)s, %(purpose)s, %(cursor)s, %(row_count)s, %(digest)s, %(made_at)s, %(expires_at)s)
        """,
        {
            "share_id": share_id,
            "recipient": recipient,
            "purpose": purpose,
            "cursor": cursor,
            "row_count": row_count,
            "digest": digest,
            "made_at": made_at,
            "expires_at": expires_at,
        },
    )


def insert_chunks(conn: db.Connection, share_id: str, numbers: Sequence[int], rows: Sequence[int], hashes: Sequence[str]) -> None:
    conn.execute(
        """
        INSERT INTO sharing.chunks (share_id, number, row_count, sha256)
        SELECT %(share_id)s, * FROM unnest(%(numbers)s::int[], %(rows)s::bigint[], %(hashes)s::text[])
        """,
        {"share_id": share_id, "numbers": list(numbers), "rows": list(rows), "hashes": list(hashes)},
    )


def is_entered(conn: db.Connection, share_id: str) -> bool:
    """True for a share that was made whole."""
    return conn.execute("SELECT FROM sharing.shares WHERE share_id = %(share_id)s", {"share_id": share_id}).fetchone() is not None


def open_chunks(conn: db.Connection, share_id: str) -> list[int]:
    """Numbers of the chunks that are not acknowledged."""
    rows = conn.execute(
        "SELECT number FROM sharing.chunks WHERE share_id = %(share_id)s AND receipt = '' ORDER BY number", {"share_id": share_id}
    )
    return [row[0] for row in rows.fetchall()]


def acknowledge_chunk(conn: db.Connection, share_id: str, number: int, *, receipt: str) -> None:
    conn.execute(
        "UPDATE sharing.chunks SET receipt = %(receipt)s WHERE share_id = %(share_id)s AND number = %(number)s",
        {"share_id": share_id, "number": number, "receipt": receipt},
    )


def complete(conn: db.Connection, share_id: str, *, receipt: str, now: datetime) -> bool:
    """False if it was complete already."""
    done = conn.execute(
        """
        UPDATE sharing.shares SET completed_at = %(now)s, receipt = %(receipt)s
        WHERE share_id = %(share_id)s AND completed_at IS NULL
        """,
        {"share_id": share_id, "receipt": receipt, "now": now},
    )
    return done.rowcount == 1


def listed(conn: db.Connection, *, limit: int) -> list[ShareRow]:
    """The newest shares, and how much of each is acknowledged."""
    return db.many(
        conn,
        ShareRow,
        """
        SELECT s.share_id, s.recipient, s.cursor, s.row_count, s.made_at, s.completed_at,
               (SELECT count(*) FROM sharing.chunks c WHERE c.share_id = s.share_id)::int AS chunks,
               (SELECT count(*) FROM sharing.chunks c WHERE c.share_id = s.share_id AND receipt <> '')::int AS acknowledged
        FROM sharing.shares s ORDER BY made_at DESC, share_id DESC LIMIT %(limit)s
        """,
        {"limit": limit},
    )


def note_feed_receipt(conn: db.Connection, recipient: str, *, cursor: int, agrees: bool, now: datetime) -> None:
    conn.execute(
        """
        INSERT INTO sharing.receipts (recipient, cursor, agrees, received_at)
        VALUES (%(recipient)s, %(cursor)s, %(agrees)s, %(now)s)
        ON CONFLICT (recipient, cursor, agrees) DO UPDATE SET received_at = EXCLUDED.received_at
        """,
        {"recipient": recipient, "cursor": cursor, "agrees": agrees, "now": now},
    )


def feed_receipts(conn: db.Connection) -> list[FeedReceiptRow]:
    """The newest receipt of each recipient."""
    return db.many(
        conn,
        FeedReceiptRow,
        """
        SELECT DISTINCT ON (recipient) recipient, cursor, agrees, received_at
        FROM sharing.receipts ORDER BY recipient, received_at DESC, cursor DESC
        """,
    )
