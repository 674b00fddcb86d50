"""The blocks of the database against the heads of the witness, side by side in the order of their numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Self

from ansinh.audit import witness
from ansinh.audit.block import KeyRing, hash_of
from ansinh.audit.model import Block
from ansinh.audit.report import Finding


class Confrontation:
    """A walk through the witness beside a walk through the blocks. Only what stood in the file when it was opened counts.

    The file is to be opened before the blocks are read: a head is witnessed after its block is committed, so every head seen here
    must be found there.
    """

    def __init__(self, path: Path, file: IO[bytes], size: int) -> None:
        self._path = path
        self._heads = witness.heads(file, size)
        self._damage: Finding | None = None
        self._empty = True
        self._number = 0
        self._head: Block | None = self._next()
        self.witnessed_to: int | None = None

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """A file that is not there is taken for an empty one."""
        if not path.exists():
            yield cls(path, BytesIO(), 0)
            return
        with path.open("rb") as file:
            yield cls(path, file, path.stat().st_size)

    def compare(self, block: Block, keys: KeyRing) -> Iterator[Finding]:
        """What the witness has to say against this block; nothing if it agrees, or has not seen a block of this number."""
        while self._head is not None and self._head.number < block.number:
            self._head = self._next()  # a block that is missing from the chain: found there
        if self._head is None or self._head.number != block.number:
            return
        if self._head.hash == block.hash:
            self.witnessed_to = block.number
        else:
            text = f"block {block.number} is not the one that was witnessed; {_whose(self._head, keys)}"
            yield Finding("witness_differs", text, block=block.number)
        self._head = self._next()

    def finish(self, last_number: int, keys: KeyRing) -> Iterator[Finding]:
        """What the witness knows beyond the last block, and what is wrong with the witness itself."""
        first, last = self._head, self._head
        while self._head is not None:
            last = self._head
            self._head = self._next()
        if first is not None and last is not None:
            text = f"the log ends with block {last_number}, the witness goes on to block {last.number}: the newest blocks were cut off"
            yield Finding("witness_differs", f"{text}; {_whose(first, keys)}", block=first.number)
        if self._empty and last_number > 1 and not self._begun_meanwhile():
            yield Finding("witness_damaged", f"there are {last_number} blocks, but the witness is missing or empty")
        if self._damage is not None:
            yield self._damage

    def _begun_meanwhile(self) -> bool:
        """Whether a sealer, caught between its first block and the first line of the witness, has come to write it."""
        return self._path.exists() and self._path.stat().st_size > 0

    def _next(self) -> Block | None:
        """The next head; None at the end and at the first damage, because nothing after it can be placed."""
        if self._damage is not None:
            return None
        try:
            head = next(self._heads, None)
        except witness.DamagedError as damaged:
            self._empty = False
            self._damage = Finding("witness_damaged", f"line {damaged.line} of the witness is not a block head; what follows was not read")
            return None
        if head is None:
            return None
        if not self._empty and head.number != self._number + 1:
            text = f"the witness goes from block {self._number} to block {head.number}: lines were taken away or put in"
            self._damage = Finding("witness_damaged", text, block=head.number)
            return None
        self._empty, self._number = False, head.number
        return head


def _whose(head: Block, keys: KeyRing) -> str:
    if head.hash == hash_of(head) and keys.signed(head):
        return "the witnessed head bears the agency's signature, so the database was rewritten"
    return "the witnessed head bears no valid signature, so the witness may have been tampered with"
