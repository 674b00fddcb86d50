"""Inclusion proofs: that one event stands in the sealed log, shown to somebody who trusts only the agency's public key."""

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh.audit import leaf, merkle
from ansinh.audit.block import KeyRing
from ansinh.audit.model import Block, Record
from ansinh.audit.store import blocks, events
from ansinh.kit import db
from ansinh.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class Proof:
    """The event as sealed, its place in the block (from 0), the siblings from the leaf upwards, and the signed head."""

    record: Record
    index: int
    siblings: tuple[bytes, ...]
    block: Block


def proof(conn: db.Connection, seq: int) -> Proof | None:
    """The proof that event `seq` is in the sealed log; None while no block holds it yet. Reads the whole block.

    Raises NotFound("audit_event_unknown") when there is no such event.
    """
    txid = events.txid_of(conn, seq)
    if txid is None:
        raise NotFound("audit_event_unknown", f"there is no event {seq}")
    block = blocks.holding(conn, txid)
    if block is None:
        return None
    records = list(events.between(conn, txid_from=block.txid_from, txid_until=block.txid_until))
    index = next(at for at, record in enumerate(records) if record.seq == seq)
    siblings = merkle.path([leaf.hash_of(record) for record in records], index)
    return Proof(records[index], index, siblings, block)


def check_proof(given: Proof, public_keys: Sequence[bytes]) -> bool:
    """True if the event stands in a block that one of these keys (SubjectPublicKeyInfo PEM, P-256) signed."""
    block = given.block
    hashed = leaf.hash_of(given.record)
    if hashed == leaf.NO_HASH or not block.txid_from <= given.record.txid < block.txid_until:
        return False
    root = merkle.root_from_path(hashed, given.index, block.events, given.siblings)
    return root == block.root and KeyRing(public_keys).signed(block)
