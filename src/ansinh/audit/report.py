"""What a verification found, in words for the person who must act on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FindingKind = Literal[
    "event_changed",  # the event is there, not as it was sealed
    "event_missing",  # the event was sealed and is gone
    "event_added",  # the event lies in a sealed block and was not sealed
    "event_malformed",  # the event is nothing `append` can have written
    "event_unsealable",  # the event carries a transaction id the server has not given out
    "root_differs",  # the block's events are not those that were sealed, and which one cannot be told
    "block_missing",  # a number between two blocks, or before the first
    "block_changed",  # the block's head is not what was hashed and signed
    "chain_broken",  # the block does not follow the one before it
    "witness_differs",  # the witness saw another block of this number, or one that is gone
    "witness_damaged",  # the witness itself was tampered with, or is not there
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed. `block` and `seq` are None where they cannot be told."""

    kind: FindingKind
    text: str
    block: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a verification.

    `findings` holds the first thousand; `findings_total` counts them all. `last_block`, `sealed_at` and `events_sealed` say how far
    the log is sealed; nothing can be said about the `events_unsealed` after that. `witnessed_to` is the newest block that the witness
    confirms, None if it confirms none or was not asked.
    """

    findings: tuple[Finding, ...]
    findings_total: int
    blocks: int
    last_block: int | None
    sealed_at: datetime | None
    events_sealed: int
    events_unsealed: int
    witnessed_to: int | None

    @property
    def clean(self) -> bool:
        """True if everything that is sealed is as it was sealed."""
        return self.findings_total == 0
