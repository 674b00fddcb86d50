"""Closing blocks: which events are final, and the signed head over them. Nothing here ever makes a look-up wait.

Numbers of a sequence are given out in one order and committed in another, so "everything up to number n" is never final. Transaction
ids are: below the oldest one still running (xmin of a snapshot) every transaction has ended, and none can appear there later. A block
therefore ends at such a horizon, and the next one begins there. A long-running transaction delays sealing; it cannot escape it.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from ansinh.audit import leaf, witness
from ansinh.audit.block import NO_HASH, Signer
from ansinh.audit.merkle import Tree
from ansinh.audit.model import Block, microseconds
from ansinh.audit.store import blocks, events, server
from ansinh.kit import db
from ansinh.kit.errors import Conflict

LARGEST_BLOCK = 65_536  # events; a single transaction is never split, so a block may exceed it by one transaction


def close_block(database: db.Database, signer: Signer, *, witness_file: Path, now: datetime) -> Block | None:
    """Seal what is final, commit it, then write the new head to the witness: what a sealer does every second or so.

    Returns None when there was nothing to seal or another process is sealing. After a pause there may be more than one block's worth:
    call again until it returns None. Heads that an earlier run committed but did not get to write are written now.
    Raises Conflict as `seal` and `witness.write_heads` do.
    """
    with database.transaction() as conn:
        block = seal(conn, signer, now=now)
    with database.transaction() as conn:
        witness.write_heads(conn, witness_file)
    return block


def seal(conn: db.Connection, signer: Signer, *, now: datetime) -> Block | None:
    """Close one block over the events that are final, in the caller's transaction; None if there are none or another is sealing.

    Events of the caller's own, still running transaction are not final. The transaction waits for the disk at its commit even where
    the server is set not to. Raises Conflict("audit_counter_behind") as `require_sealable` does.
    """
    if not server.lock_sealing(conn):
        return None
    server.flush_at_commit(conn)  # else a crash could take back a block that the witness has seen
    last = blocks.last(conn)
    txid_from = last.txid_until if last else 0
    horizon = _horizon_not_below(conn, txid_from)
    if horizon == txid_from:
        return None
    txid_until = _end_of_block(conn, txid_from, horizon)
    tree, marks = Tree(), bytearray()
    for record in events.between(conn, txid_from=txid_from, txid_until=txid_until):
        hashed = leaf.hash_of(record)
        tree.add(hashed)
        marks += leaf.mark(record.seq, hashed)
    if tree.size == 0:
        return None
    block = signer.sign(
        Block(
            number=last.number + 1 if last else 1,
            txid_from=txid_from,
            txid_until=txid_until,
            events=tree.size,
            root=tree.root(),
            marks_hash=hashlib.sha256(marks).digest(),
            previous=last.hash if last else NO_HASH,
            sealed_at_us=microseconds(now),
            key_id="",
            hash=b"",
            signature=b"",
        )
    )
    blocks.insert(conn, block, marks=bytes(marks))
    return block


def require_sealable(conn: db.Connection) -> None:
    """Return if what is written from now on can be sealed; call it before serving and after a restore.

    Raises Conflict("audit_counter_behind") when this PostgreSQL gives out transaction ids that lie in blocks already sealed: the
    database was dumped and restored into another cluster. Its detail says what to do.
    """
    last = blocks.last(conn)
    if last is not None:
        _horizon_not_below(conn, last.txid_until)


def _horizon_not_below(conn: db.Connection, sealed_until: int) -> int:
    horizon = server.horizon(conn)
    if horizon < sealed_until:
        raise Conflict(
            "audit_counter_behind",
            f"this PostgreSQL is at transaction {horizon}, but the audit log is sealed up to transaction {sealed_until}: the database was"
            " restored from a dump into another cluster, and events written now could never be sealed. Stop all writers, stop the server"
            f" cleanly, run `pg_resetwal --epoch={(sealed_until >> 32) + 1} DATADIR` as its owner, start it again; or restore a physical"
            " backup (pg_basebackup), which keeps the counter. No event is lost.",
        )
    return horizon


def _end_of_block(conn: db.Connection, txid_from: int, horizon: int) -> int:
    following = events.txid_after(conn, LARGEST_BLOCK, txid_from=txid_from, txid_until=horizon)
    if following is None:
        return horizon
    first = events.txid_after(conn, 0, txid_from=txid_from, txid_until=horizon)
    return following if following != first else following + 1  # one transaction that alone is larger than a block
