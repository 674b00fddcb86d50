"""Where asn1crypto reads bytes that somebody sent: whatever it stumbles over becomes Malformed, with the place named and no byte in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from asn1crypto import core, x509

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed

SEQUENCE, SET, INTEGER, BIT_STRING, OCTET_STRING, OID, BOOLEAN = 0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x01


@contextmanager
def parsing(what: str) -> Iterator[None]:
    """Whatever a parser raises over bad bytes inside leaves as Malformed(what)."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError):
        raise Malformed(what, "is not what the standard says it is") from None


def loaded(shape: type[Any], der: bytes, what: str) -> Any:
    """`der` as an asn1crypto value of `shape`, nothing behind it. Its parts are lazy: read them inside `parsing`."""
    with parsing(what):
        return shape.load(der, strict=True)


def dotted(node: tlv.Node, what: str) -> str:
    """An object identifier, as digits and dots. Raises Malformed."""
    if node.tag != OID or not 1 <= len(node.value) <= 64 or node.value[-1] & 0x80:  # the last number goes on behind the end
        raise Malformed(what, "is no object identifier")
    with parsing(what):
        return _dotted(node.raw)


def integer(node: tlv.Node, what: str) -> int:
    """An integer of at most 64 bytes. Raises Malformed."""
    if node.tag != INTEGER or not 1 <= len(node.value) <= 64:
        raise Malformed(what, "is no integer")
    return int.from_bytes(node.value, "big", signed=True)


def instant(raw: bytes, what: str) -> datetime:
    """A UTCTime or GeneralizedTime, in UTC. Raises Malformed."""
    with parsing(what):
        when = x509.Time.load(raw, strict=True).native
        return _in_utc(when)


def generalized(value: Any, what: str) -> datetime | None:
    """An optional GeneralizedTime that asn1crypto has already taken apart; None if it is not there."""
    with parsing(what):
        return None if value.native is None else _in_utc(value.native)


def bits(node: tlv.Node, what: str) -> bytes:
    """A bit string of whole bytes. Raises Malformed."""
    if node.tag != BIT_STRING or len(node.value) < 2 or node.value[0] != 0:
        raise Malformed(what, "is no string of whole bytes")
    return node.value[1:]


def _in_utc(when: Any) -> datetime:
    if not isinstance(when, datetime) or when.tzinfo is None:
        raise TypeError
    return when.astimezone(UTC)


@lru_cache(maxsize=256)
def _dotted(raw: bytes) -> str:
    """Kept, as the same few stand in every certificate."""
    return str(core.ObjectIdentifier.load(raw, strict=True).dotted)
