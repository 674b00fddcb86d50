"""Verification: the whole log against its blocks, the blocks against each other, against the key and against the witness.

One pass over blocks and events in sealing order; memory holds one block's finding aid, whatever the size of the log. It trusts the
public keys and the witness, and nothing in the database.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from ansinh.audit import leaf
from ansinh.audit.block import NO_HASH, KeyRing, hash_of
from ansinh.audit.confront import Confrontation
from ansinh.audit.merkle import Tree
from ansinh.audit.model import Block, Record
from ansinh.audit.report import Finding, FindingKind, Report
from ansinh.audit.store import blocks, events, server
from ansinh.kit import db

Progress = Callable[[int, int], None]

_KEPT_FINDINGS = 1000
_EVENTS_BETWEEN_PROGRESS = 5000


def verify(conn: db.Connection, public_keys: Sequence[bytes], *, witness: Path | None = None, progress: Progress | None = None) -> Report:
    """Compare every event and block with what was sealed; finds any change, deletion, insertion, reordering and truncation.

    `public_keys` are SubjectPublicKeyInfo PEMs (P-256), all that ever signed this log. Without `witness` two things go unnoticed:
    the newest blocks cut off, and a chain rewritten by a holder of the key. `progress(done, total)` is called every few thousand
    events and at the end. `conn` must be in a transaction; sealing and appending may go on meanwhile.
    """
    with ExitStack() as stack:
        confrontation = stack.enter_context(Confrontation.opened(witness)) if witness else None
        total = events.count(conn) if progress else 0
        walk = _Walk(conn, KeyRing(public_keys), confrontation, lambda done: progress(done, max(total, done)) if progress else None)
        return walk.run()


class _Walk:
    """One verification under way: where it stands in the chain, and what it has found."""

    def __init__(self, conn: db.Connection, keys: KeyRing, confrontation: Confrontation | None, progress: Callable[[int], None]) -> None:
        self._conn = conn
        self._keys = keys
        self._confrontation = confrontation
        self._progress = progress
        self._blocks = blocks.stream(conn)  # before the events: what a block holds is final once the block is there
        self._records = events.stream(conn)
        self._pending: Record | None = next(self._records, None)
        self._findings: list[Finding] = []
        self._findings_total = 0
        self._done = 0

    def run(self) -> Report:
        before: Block | None = None
        seen = events_sealed = 0
        sealed_at: datetime | None = None
        for block in self._blocks:
            genuine = self._check_head(block, before)
            self._skip_orphans(block, before)
            events_sealed += self._check_events(block)
            if self._confrontation is not None:
                self._keep(self._confrontation.compare(block, self._keys))
            seen += 1
            before = block
            sealed_at = block.sealed_at if genuine else sealed_at
        events_unsealed = self._check_unsealed()
        if self._confrontation is not None:
            self._keep(self._confrontation.finish(before.number if before else 0, self._keys))
        self._progress(self._done)
        return Report(
            findings=tuple(self._findings),
            findings_total=self._findings_total,
            blocks=seen,
            last_block=before.number if before else None,
            sealed_at=sealed_at,
            events_sealed=events_sealed,
            events_unsealed=events_unsealed,
            witnessed_to=self._confrontation.witnessed_to if self._confrontation else None,
        )

    def _check_head(self, block: Block, before: Block | None) -> bool:
        """Whether the head is what was signed; where it stands in the chain is reported beside."""
        number = before.number + 1 if before else 1
        if block.number != number:
            which = f"block {number} is" if block.number == number + 1 else f"blocks {number} to {block.number - 1} are"
            self._find("block_missing", f"{which} missing", block=number)
        else:
            if block.previous != (before.hash if before else NO_HASH):
                self._find("chain_broken", f"block {block.number} does not name the hash of the block before it", block=block.number)
            if block.txid_from != (before.txid_until if before else 0):
                self._find("chain_broken", f"block {block.number} does not begin where the block before it ends", block=block.number)
        if block.hash != hash_of(block):
            self._find("block_changed", f"the head of block {block.number} was changed after it was sealed", block=block.number)
            return False
        if not self._keys.signed(block):
            self._find("block_changed", f"block {block.number} is not signed by any of the agency's keys given", block=block.number)
            return False
        return True

    def _skip_orphans(self, block: Block, before: Block | None) -> None:
        """Events that belong to a missing block: there is nothing left to compare them with."""
        orphans = sum(1 for _ in self._take(block.txid_from))
        if orphans:
            start = before.number if before else 0
            self._find("block_missing", f"{orphans} events between block {start} and block {block.number} belong to no block")

    def _check_events(self, block: Block) -> int:
        tree, marks = Tree(), bytearray()
        for record in self._take(block.txid_until):
            hashed = leaf.hash_of(record)
            if hashed == leaf.NO_HASH:
                text = f"event {record.seq} in block {block.number} is nothing this program can have written"
                self._find("event_malformed", text, block=block.number, seq=record.seq)
            tree.add(hashed)
            marks += leaf.mark(record.seq, hashed)
        if tree.size != block.events or tree.root() != block.root:
            self._name_culprits(block, bytes(marks))
        return tree.size

    def _name_culprits(self, block: Block, found_marks: bytes) -> None:
        number, aid = block.number, blocks.marks_of(self._conn, block.number)
        sealed = leaf.read_marks(aid) if hashlib.sha256(aid).digest() == block.marks_hash else {}
        found = leaf.read_marks(found_marks)
        named = False
        if sealed:
            for seq in sorted(sealed.keys() | found.keys()):
                if seq not in found:
                    self._find("event_missing", f"event {seq} of block {number} is missing", block=number, seq=seq)
                elif seq not in sealed:
                    self._find("event_added", f"event {seq} stands in block {number} but was not sealed there", block=number, seq=seq)
                elif found[seq] != sealed[seq]:
                    self._find("event_changed", f"event {seq} of block {number} was changed", block=number, seq=seq)
                else:
                    continue
                named = True
        if not named:
            text = f"the events of block {number} are not those that were sealed; which of them cannot be told"
            self._find("root_differs", text, block=number)

    def _check_unsealed(self) -> int:
        count, newest = 0, None
        while self._pending is not None:
            count, newest = count + 1, self._pending
            self._advance()
        if newest is not None and newest.txid >= server.next_txid(self._conn):
            text = f"event {newest.seq} carries transaction {newest.txid}, which this server has not given out"
            self._find("event_unsealable", text, seq=newest.seq)
        return count

    def _take(self, txid_until: int) -> Iterator[Record]:
        """The events that come next and lie below `txid_until`."""
        while self._pending is not None and self._pending.txid < txid_until:
            yield self._pending
            self._advance()

    def _advance(self) -> None:
        self._pending = next(self._records, None)
        self._done += 1
        if self._done % _EVENTS_BETWEEN_PROGRESS == 0:
            self._progress(self._done)

    def _keep(self, findings: Iterator[Finding]) -> None:
        for finding in findings:
            self._findings_total += 1
            if len(self._findings) < _KEPT_FINDINGS:
                self._findings.append(finding)

    def _find(self, kind: FindingKind, text: str, *, block: int | None = None, seq: int | None = None) -> None:
        self._keep(iter((Finding(kind, text, block, seq),)))
