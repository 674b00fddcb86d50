"""Where sharing stands: the newest shares, the feed, what recipients have acknowledged. No person in it."""

from dataclasses import dataclass

from ansinh.kit import db
from ansinh.sharing.store import records
from ansinh.sharing.store.shares import FeedReceiptRow, ShareRow, feed_receipts, listed


@dataclass(frozen=True, slots=True)
class Standing:
    """`last_change` is the newest of the feed; receipts are each recipient's newest."""

    last_change: int
    shares: tuple[ShareRow, ...]
    receipts: tuple[FeedReceiptRow, ...]


def standing(conn: db.Connection, *, limit: int = 20) -> Standing:
    """What an operator looks at."""
    return Standing(records.last(conn)[0], tuple(listed(conn, limit=limit)), tuple(feed_receipts(conn)))
