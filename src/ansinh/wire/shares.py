"""What a share of insurance records looks like between institutions: the manifest of its files, receipts, pages of the feed.

The shape is ours, because the real interface is not public. A record is one line of CSV (RFC 4180) with the columns below. What is
signed travels as JSON, with its SHA-256 among the claims of a compact JWS (RFC 7515, ES256) in the header `share-signature`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

COLUMNS = ("social_insurance_number", "citizen_number", "card_number", "first_day", "last_day", "facility_code", "state")
"""Numbers as text with their zeros; days as yyyy-MM-dd, empty where there is none; state: insured, not_insured, deceased, ended."""

SHARES_PATH = "/v1/shares"
RECEIPTS_PATH = "/v1/receipts"
FEED_PATH = "/v1/feed"
SIGNATURE_HEADER = "share-signature"
MANIFEST_TYPE = "share-manifest+jwt"
RECEIPT_TYPE = "share-receipt+jwt"
PAGE_TYPE = "share-page+jwt"
LARGEST_PAGE = 1000
LARGEST_CHUNK = 256 << 20  # bytes

_HEX = r"^[0-9a-f]{64}$"
State = Literal["insured", "not_insured", "deceased", "ended"]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chunk(_Message):
    """One file: its lines after the first, which names the columns, are `rows` records."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]
    name: Annotated[str, Field(pattern=r"^part-[0-9]{5,7}\.csv$")]
    rows: Annotated[int, Field(ge=0)]
    size: Annotated[int, Field(ge=0, le=LARGEST_CHUNK, description="bytes")]
    sha256: Annotated[str, Field(pattern=_HEX)]


class Manifest(_Message):
    """What a share holds. `cursor` is where the feed goes on from it; `digest` covers the chunks in their order."""

    share_id: Annotated[str, Field(pattern=r"^[0-9A-Z-]{8,40}$")]
    recipient: Annotated[str, Field(min_length=1, max_length=80)]
    purpose: Annotated[str, Field(min_length=1, max_length=200)]
    legal_basis: Annotated[str, Field(min_length=1, max_length=200)]
    made_at: datetime
    expires_at: Annotated[datetime, Field(description="by when the recipient has deleted the files")]
    cursor: Annotated[int, Field(ge=0)]
    columns: tuple[str, ...]
    rows: Annotated[int, Field(ge=0)]
    digest: Annotated[str, Field(pattern=_HEX)]
    chunks: tuple[Chunk, ...]


class ChunkReceipt(_Message):
    """A chunk is kept at the recipient's, counted and hashed there."""

    share_id: str
    number: int
    rows: int
    sha256: str
    received_at: datetime


class ShareReceipt(_Message):
    """The share is whole at the recipient's; the records of people unknown there are counted and kept."""

    share_id: str
    rows: int
    digest: str
    unknown_people: Annotated[int, Field(ge=0)]
    completed_at: datetime


class Received(_Message):
    """What the recipient has of a share: chunks by number, and whether it is complete."""

    share_id: str
    chunks: tuple[int, ...]
    is_complete: bool


class FeedRecord(_Message):
    """One change: the record as it stands since. `chain` is `chained` from the record before it."""

    seq: int
    social_insurance_number: str
    citizen_number: str
    card_number: str
    first_day: str
    last_day: str
    facility_code: str
    state: State
    chain: Annotated[str, Field(pattern=_HEX)]


class FeedPage(_Message):
    """Changes after `after`; `last` is the newest there is. `chain` is that of the last record here, or of `after` where there is none."""

    after: int
    last: int
    chain: str
    records: tuple[FeedRecord, ...]


class FeedReceipt(_Message):
    """How far a recipient has kept the feed, and the chain it has computed there."""

    cursor: Annotated[int, Field(ge=0)]
    chain: Annotated[str, Field(pattern=_HEX)]


NO_CHAIN = "0" * 64


def digest_of(chunks: Sequence[Chunk]) -> str:
    """SHA-256, in hexadecimal, over number, rows and hash of each chunk in their order: one value for what both sides hold."""
    return hashlib.sha256("".join(f"{each.number} {each.rows} {each.sha256}\n" for each in chunks).encode()).hexdigest()


def chained(before: str, seq: int, values: Sequence[str]) -> str:
    """SHA-256, in hexadecimal, over the chain before, the number and the record's values: a gap or a doubling changes all that follow."""
    return hashlib.sha256("\x1f".join((before, str(seq), *values)).encode()).hexdigest()


def values_of(record: FeedRecord) -> tuple[str, ...]:
    """The record in the order of COLUMNS."""
    return tuple(str(getattr(record, name)) for name in COLUMNS)


def written(message: BaseModel) -> bytes:
    """The JSON whose hash is signed."""
    return orjson.dumps(message.model_dump(mode="json"))


def claims_of(body: bytes, **more: Any) -> Mapping[str, Any]:
    """The claims of the signature of a body."""
    return {"sha256": hashlib.sha256(body).hexdigest(), **more}
