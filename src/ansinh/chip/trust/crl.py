"""Lists of revoked certificates, which a CSCA signs (RFC 5280 section 5, as ICAO Doc 9303-12 section 7.1.4 profiles it)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.trust.algorithms import is_over_weak_hash
from ansinh.chip.trust.certificate import AUTHORITY_KEY, Certificate, authority_key_of, extensions_of
from ansinh.chip.trust.names import Name, read_name
from ansinh.chip.trust.parsing import INTEGER, SEQUENCE, bits, instant, integer

MAX_BYTES = 16 * 1024 * 1024
FRESH_FOR = timedelta(days=90)
"""ICAO Doc 9303-12 section 5.4 has a new list at least every 90 days; that is how long one is fresh that does not say until when."""
_CLOCKS_DIFFER = timedelta(minutes=10)
_WHAT = "revocation list"
_TIMES = frozenset({0x17, 0x18})
_UNDERSTOOD = frozenset({AUTHORITY_KEY, "2.5.29.20"})  # CRL number


@dataclass(frozen=True, slots=True, repr=False)
class Crl:
    """A list taken apart. `revoked` gives by serial number when it was revoked, UTC.

    `critical_unknown`: extensions that make it another kind of list (of changes only, of some certificates only): not to be relied on.
    """

    raw: bytes
    signed: bytes = field(compare=False)
    signature: bytes = field(compare=False)
    algorithm: bytes = field(compare=False)
    issuer: Name = field(compare=False)
    this_update: datetime = field(compare=False)
    next_update: datetime | None = field(compare=False)
    revoked: Mapping[int, datetime] = field(compare=False)
    authority_key: bytes | None = field(compare=False)
    critical_unknown: frozenset[str] = field(compare=False)

    @classmethod
    def parse(cls, der: bytes) -> Self:
        """The list that is all of `der`, at most 16 MiB. Raises Malformed; whose it is is not checked."""
        outer = tlv.one(der, SEQUENCE, _WHAT, max_bytes=MAX_BYTES).children(_WHAT)
        if [each.tag for each in outer] != [SEQUENCE, SEQUENCE, 0x03]:
            raise Malformed(_WHAT, "is not its content, an algorithm and a signature")
        body, algorithm, signature = outer
        parts = list(body.children(_WHAT))
        if [each.tag for each in parts[:3]] != [INTEGER, SEQUENCE, SEQUENCE] or integer(parts[0], _WHAT) != 1:
            raise Malformed(_WHAT, "is not one of version 2")
        if parts[1].raw != algorithm.raw:
            raise Malformed(_WHAT, "names two signature algorithms")
        issuer, rest = parts[2], parts[3:]
        times = [rest.pop(0) for _ in range(2) if rest and rest[0].tag in _TIMES]
        entries = rest.pop(0).children(_WHAT) if rest and rest[0].tag == SEQUENCE else ()
        extensions = extensions_of(rest.pop(0)) if rest and rest[0].tag == 0xA0 else {}
        if not times or rest:
            raise Malformed(_WHAT, "has other parts than it may have")
        return cls(
            raw=der,
            signed=body.raw,
            signature=bits(signature, _WHAT),
            algorithm=algorithm.raw,
            issuer=read_name(issuer.raw),
            this_update=instant(times[0].raw, _WHAT),
            next_update=instant(times[1].raw, _WHAT) if len(times) == 2 else None,
            revoked=dict(map(_entry, entries)),
            authority_key=authority_key_of(extensions),
            critical_unknown=frozenset(oid for oid, (critical, _) in extensions.items() if critical and oid not in _UNDERSTOOD),
        )

    def is_fresh(self, now: datetime) -> bool:
        """True between its two times, ends inclusive; ten minutes are given to clocks that differ."""
        until = now - self.this_update <= FRESH_FOR if self.next_update is None else now <= self.next_update
        return until and self.this_update - now <= _CLOCKS_DIFFER

    @property
    def is_weak(self) -> bool:
        """True for one that is signed over a hash that is no longer safe; of a list that counts."""
        return is_over_weak_hash(self.algorithm)

    def lists(self, certificate: Certificate) -> bool:
        """True if it is revoked by serial number; the issuer is the caller's to compare."""
        return certificate.serial in self.revoked

    def __repr__(self) -> str:
        return f"Crl({self.this_update:%Y-%m-%d}, {len(self.revoked)} entries)"


def _entry(node: tlv.Node) -> tuple[int, datetime]:
    parts = node.children(_WHAT)
    if node.tag != SEQUENCE or not 2 <= len(parts) <= 3:
        raise Malformed(_WHAT, "holds an entry that cannot be read")
    return integer(parts[0], _WHAT), instant(parts[1].raw, _WHAT)
