"""The exact bytes of an event that are sealed. Whoever wants to check the log with other software needs this page and `block`.

The leaf of an event is a JSON array in UTF-8 without white space, written by the rules of RFC 8785 (JSON Canonicalization Scheme;
all numbers are whole):

    ["ansinh.audit.event/1", seq, txid, at, kind, actor_kind, actor_id, actor_name, subject, purpose, detail]

`at` is whole microseconds since 1970-01-01T00:00:00Z; `subject` is null or a number; `detail` is an object of strings, whole
numbers that fit 64 bits, booleans and nulls, its keys in ascending order. The leaf hash is SHA-256(0x00 || those bytes).
"""

import orjson

from ansinh.audit.merkle import leaf_hash
from ansinh.audit.model import Record

_SCHEME = "ansinh.audit.event/1"
_SCALARS = frozenset({str, int, bool, type(None)})
NO_HASH = bytes(32)
_MARK_LENGTH = 16


def encode(record: Record) -> bytes:
    """The sealed bytes of a record.

    Raises ValueError for what `append` cannot have written (a fraction, a nested value, an endless instant): two different
    values must never have one encoding.
    """
    detail = orjson.loads(record.detail)
    if type(detail) is not dict or record.at_us is None or not _SCALARS.issuperset(map(type, detail.values())):
        raise ValueError("not an event that was appended")
    return orjson.dumps(
        (
            _SCHEME,
            record.seq,
            record.txid,
            record.at_us,
            record.kind,
            record.actor_kind,
            record.actor_id,
            record.actor_name,
            record.subject,
            record.purpose,
            detail,
        ),
        option=orjson.OPT_SORT_KEYS,
    )


def hash_of(record: Record) -> bytes:
    """The leaf hash of a record; 32 zero bytes, which is no hash of anything, for a record that cannot have been appended."""
    try:
        return leaf_hash(encode(record))
    except (ValueError, TypeError):  # orjson raises TypeError for a number that does not fit
        return NO_HASH


def mark(seq: int, leaf: bytes) -> bytes:
    """The finding aid of one event, 16 bytes: its seq, big-endian, and the first eight bytes of its leaf hash.

    A root says that a block was touched; the marks of a block say which event it was.
    """
    return seq.to_bytes(8, signed=True) + leaf[:8]


def read_marks(marks: bytes) -> dict[int, bytes]:
    """By seq: the first eight bytes of the leaf hash."""
    pieces = (marks[at : at + _MARK_LENGTH] for at in range(0, len(marks), _MARK_LENGTH))
    return {int.from_bytes(piece[:8], signed=True): piece[8:] for piece in pieces}
