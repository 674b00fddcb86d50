"""What the log holds: events as they come in, records as they are kept, blocks as they are sealed. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

ActorKind = Literal["agency", "citizen", "facility", "officer", "relying_party", "system"]
Scalar = str | int | bool | None

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970-01-01T00:00:00Z, exact."""
    return (instant - EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `id` is stable within its kind (facility code, account number, client id), `name` is for people to read."""

    kind: ActorKind
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `subject` is the participant it happened to, None if it happened to nobody in particular."""

    kind: str
    at: datetime
    actor: Actor
    subject: int | None
    purpose: str
    detail: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the person it is about may read it."""

    seq: int
    at: datetime
    kind: str
    actor: Actor
    purpose: str
    detail: Mapping[str, Scalar]


class Record(NamedTuple):
    """One row of the log as it is sealed: every column. `detail` is JSON text; `at_us` is None for an instant that is no instant."""

    seq: int
    txid: int
    at_us: int | None
    kind: str
    actor_kind: str
    actor_id: str
    actor_name: str
    subject: int | None
    purpose: str
    detail: str


@dataclass(frozen=True, slots=True)
class Block:
    """The sealed head of the events with `txid_from` <= txid < `txid_until`.

    `root` is the Merkle root over their leaves, `marks_hash` the SHA-256 of the finding aid (see `leaf.mark`), `previous` the hash
    of the block before (32 zero bytes for the first), `key_id` names the signing key, `signature` is ES256 as r || s (RFC 7518 3.4).
    """

    number: int
    txid_from: int
    txid_until: int
    events: int
    root: bytes
    marks_hash: bytes
    previous: bytes
    sealed_at_us: int
    key_id: str
    hash: bytes
    signature: bytes

    @property
    def sealed_at(self) -> datetime:
        return EPOCH + timedelta(microseconds=self.sealed_at_us)
