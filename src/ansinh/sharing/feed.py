"""The feed as a recipient reads it, page by page from a cursor of its own, and what it acknowledges. Every record told is a look."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ansinh import audit
from ansinh.kit import db
from ansinh.kit.errors import Conflict, Refused
from ansinh.sharing.store import records, shares
from ansinh.wire import shares as wire

KEPT = timedelta(days=400)  # a recipient that was away longer begins again from a share by file
PURPOSE = "population_sharing"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who reads: `code` is the name of its key, `name` what people read in their log."""

    code: str
    name: str


def page(conn: db.Connection, recipient: Recipient, *, after: int, limit: int, now: datetime) -> wire.FeedPage:
    """At most `limit` changes after the cursor. The same cursor gets the same changes however often it is asked.

    Raises Refused("after") for a cursor that nobody was given, Conflict("cursor_too_old") for one older than the feed.
    """
    last, chain = records.last(conn)
    if after > last:
        raise Refused("after", f"the newest change has the number {last}", field="after")
    rows = records.feed_after(conn, after, limit=limit)
    if after < last and (not rows or rows[0].seq != after + 1):
        raise Conflict("cursor_too_old", "the changes after this cursor are not kept any more: begin again from a share by file")
    at_start = wire.NO_CHAIN if after == 0 else records.chain_at(conn, after) or chain
    told = tuple(_record(row) for row in rows)
    for row in rows:
        event = audit.Event(
            kind="sharing.record_told",
            at=now,
            actor=audit.Actor("relying_party", recipient.code, recipient.name),
            subject=row.participant_id,
            purpose=PURPOSE,
            detail={"change": row.seq},
        )
        audit.append(conn, event)
    return wire.FeedPage(after=after, last=last, chain=told[-1].chain if told else at_start, records=told)


def acknowledge(conn: db.Connection, recipient: Recipient, receipt: wire.FeedReceipt, *, now: datetime) -> bool:
    """Whether the recipient's chain at its cursor is ours: then it holds every change up to there, each once. Kept either way.

    Raises Refused("cursor") for a number that is not in the feed.
    """
    chain = wire.NO_CHAIN if receipt.cursor == 0 else records.chain_at(conn, receipt.cursor)
    if chain is None:
        raise Refused("cursor", "there is no change of this number", field="cursor")
    agrees = chain == receipt.chain
    shares.note_feed_receipt(conn, recipient.code, cursor=receipt.cursor, agrees=agrees, now=now)
    event = audit.Event(
        kind="sharing.feed_acknowledged",
        at=now,
        actor=audit.Actor("relying_party", recipient.code, recipient.name),
        subject=None,
        purpose=PURPOSE,
        detail={"agrees": agrees, "cursor": receipt.cursor},
    )
    audit.append(conn, event)
    return agrees


def forget(conn: db.Connection, *, now: datetime) -> int:
    """Deletes changes older than KEPT; returns how many."""
    return records.forget_feed(conn, before=now - KEPT)


def _record(row: records.FeedRow) -> wire.FeedRecord:
    return wire.FeedRecord(seq=row.seq, chain=row.chain, **{name: getattr(row, name) for name in wire.COLUMNS})
