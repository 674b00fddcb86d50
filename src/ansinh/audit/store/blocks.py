"""The rows of audit.blocks."""

from collections.abc import Iterator
from typing import Any

from ansinh.audit.model import Block
from ansinh.kit import db

_ROWS_AT_A_TIME = 2000


def last(conn: db.Connection) -> Block | None:
    """The newest block."""
    row = conn.execute(
        """
        SELECT number, txid_from::text, txid_until::text, events, root, marks_hash, previous,
               CASE WHEN isfinite(sealed_at) THEN (extract(epoch FROM sealed_at) * 1000000)::bigint ELSE 0 END,
               key_id, hash, signature
        FROM audit.blocks
        ORDER BY number DESC
        LIMIT 1
        """
    ).fetchone()
    return None if row is None else _block(row)


def holding(conn: db.Connection, txid: int) -> Block | None:
    """The block that sealed this transaction, None if none has yet."""
    row = conn.execute(
        """
        SELECT number, txid_from::text, txid_until::text, events, root, marks_hash, previous,
               CASE WHEN isfinite(sealed_at) THEN (extract(epoch FROM sealed_at) * 1000000)::bigint ELSE 0 END,
               key_id, hash, signature
        FROM audit.blocks b
        WHERE b.txid_until > %(txid)s::text::xid8
        ORDER BY b.txid_until -- the transaction id, not its text in the answer
        LIMIT 1
        """,
        {"txid": str(txid)},
    ).fetchone()
    return None if row is None else _block(row)


def stream(conn: db.Connection, *, after: int = 0) -> Iterator[Block]:
    """The blocks with a number above `after` in order, as they stood when this was called; memory does not grow with them."""
    cursor = conn.cursor("audit_blocks")
    cursor.itersize = _ROWS_AT_A_TIME
    cursor.execute(
        """
        SELECT number, txid_from::text, txid_until::text, events, root, marks_hash, previous,
               CASE WHEN isfinite(sealed_at) THEN (extract(epoch FROM sealed_at) * 1000000)::bigint ELSE 0 END,
               key_id, hash, signature
        FROM audit.blocks
        WHERE number > %(after)s::bigint
        ORDER BY number
        """,
        {"after": after},
    )
    return _blocks(cursor)


def insert(conn: db.Connection, block: Block, *, marks: bytes) -> None:
    """A sealed block and the finding aid of its events."""
    conn.execute(
        """
        INSERT INTO audit.blocks (number, txid_from, txid_until, events, root, marks_hash, previous, sealed_at, key_id, hash,
                                  signature, marks)
        VALUES (%(number)s::bigint, %(txid_from)s::text::xid8, %(txid_until)s::text::xid8, %(events)s::bigint, %(root)s::bytea,
                %(marks_hash)s::bytea, %(previous)s::bytea, %(sealed_at)s::timestamptz, %(key_id)s::text, %(hash)s::bytea,
                %(signature)s::bytea, %(marks)s::bytea)
        """,
        {
            "number": block.number,
            "txid_from": str(block.txid_from),
            "txid_until": str(block.txid_until),
            "events": block.events,
            "root": block.root,
            "marks_hash": block.marks_hash,
            "previous": block.previous,
            "sealed_at": block.sealed_at,
            "key_id": block.key_id,
            "hash": block.hash,
            "signature": block.signature,
            "marks": marks,
        },
    )


def marks_of(conn: db.Connection, number: int) -> bytes:
    """The finding aid of a block; nothing if there is no such block."""
    row = conn.execute("SELECT marks FROM audit.blocks WHERE number = %(number)s::bigint", {"number": number}).fetchone()
    return b"" if row is None else bytes(row[0])


def _blocks(cursor: Any) -> Iterator[Block]:
    with cursor:
        for row in cursor:
            yield _block(row)


def _block(row: tuple[Any, ...]) -> Block:
    number, txid_from, txid_until, *rest = row
    return Block(number, int(txid_from), int(txid_until), *rest)
