"""Certificates of a country's signing authority (CSCA) and of its document signers, as ICAO Doc 9303-12 section 7.1 profiles them.

Raw bytes are kept and signatures are checked over them; nothing is encoded anew. Whether a certificate is to be believed is `path`'s to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Self

from asn1crypto import core, x509

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.trust.names import Name, read_name
from ansinh.chip.trust.parsing import (
    BOOLEAN,
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    bits,
    dotted,
    generalized,
    instant,
    integer,
    loaded,
    parsing,
)

KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE = "2.5.29.15", "2.5.29.19", "2.5.29.37"
SUBJECT_KEY, AUTHORITY_KEY, PRIVATE_KEY_USAGE_PERIOD = "2.5.29.14", "2.5.29.35", "2.5.29.16"
UNDERSTOOD = frozenset({KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE, SUBJECT_KEY, AUTHORITY_KEY, PRIVATE_KEY_USAGE_PERIOD})
_WHAT = "certificate"
_VERSION_3 = bytes.fromhex("A003020102")


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """A certificate taken apart. Times are UTC, ends inclusive; None where the certificate does not say.

    `is_authority` and `path_length` are its basic constraints. `key_usage` and `extended_key_usage` are None if it does not limit what its
    key is for. `critical_unknown` are critical extensions that nobody here understands: such a certificate must not be relied on
    (RFC 5280 section 4.2). `algorithm` and `public_key_info` are DER.
    """

    raw: bytes
    signed: bytes = field(compare=False)
    signature: bytes = field(compare=False)
    algorithm: bytes = field(compare=False)
    public_key_info: bytes = field(compare=False)
    serial: int = field(compare=False)
    raw_issuer: bytes = field(compare=False)
    issuer: Name = field(compare=False)
    subject: Name = field(compare=False)
    not_before: datetime = field(compare=False)
    not_after: datetime = field(compare=False)
    signs_from: datetime | None = field(compare=False)
    signs_until: datetime | None = field(compare=False)
    is_authority: bool = field(compare=False)
    path_length: int | None = field(compare=False)
    key_usage: frozenset[str] | None = field(compare=False)
    extended_key_usage: frozenset[str] | None = field(compare=False)
    subject_key: bytes | None = field(compare=False)
    authority_key: bytes | None = field(compare=False)
    critical_unknown: frozenset[str] = field(compare=False)

    @classmethod
    def parse(cls, der: bytes) -> Self:
        """The certificate that is all of `der`. Raises Malformed; what it says is not checked, but that it can be read."""
        outer = tlv.one(der, SEQUENCE, _WHAT).children(_WHAT)
        if [each.tag for each in outer] != [SEQUENCE, SEQUENCE, 0x03]:
            raise Malformed(_WHAT, "is not its content, an algorithm and a signature")
        body, algorithm, signature = outer
        parts = body.children(_WHAT)
        if [each.tag for each in parts[:7]] != [0xA0, INTEGER, *[SEQUENCE] * 5] or parts[0].raw != _VERSION_3:
            raise Malformed(_WHAT, "is not one of version 3")
        if [each.tag for each in parts[7:]] != [0xA3]:  # unique identifiers are not to be there (Doc 9303-12 table 2)
            raise Malformed(_WHAT, "has no extensions, or something else among them")
        _, serial, inner_algorithm, issuer, validity, subject, public_key_info, _ = parts
        if inner_algorithm.raw != algorithm.raw:
            raise Malformed(_WHAT, "names two signature algorithms")
        begin, end = _validity(validity)
        extensions = extensions_of(parts[7])
        signs_from, signs_until = _private_key_usage_period(extensions)
        is_authority, path_length = _basic_constraints(extensions)
        return cls(
            raw=der,
            signed=body.raw,
            signature=bits(signature, "signature of a certificate"),
            algorithm=algorithm.raw,
            public_key_info=public_key_info.raw,
            serial=integer(serial, "serial number"),
            raw_issuer=issuer.raw,
            issuer=read_name(issuer.raw),
            subject=read_name(subject.raw),
            not_before=begin,
            not_after=end,
            signs_from=signs_from,
            signs_until=signs_until,
            is_authority=is_authority,
            path_length=path_length,
            key_usage=_key_usage(extensions),
            extended_key_usage=_extended_key_usage(extensions),
            subject_key=_subject_key(extensions),
            authority_key=authority_key_of(extensions),
            critical_unknown=frozenset(oid for oid, (critical, _) in extensions.items() if critical and oid not in UNDERSTOOD),
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all its bytes, as 64 small hexadecimal digits."""
        return sha256(self.raw).hexdigest()

    @property
    def country(self) -> str:
        """The two letters of its subject's country in capitals; empty if it has none."""
        return self.subject.country

    def __repr__(self) -> str:
        return f"Certificate({self.fingerprint[:16]})"


def _validity(node: tlv.Node) -> tuple[datetime, datetime]:
    times = node.children("validity")
    if len(times) != 2:
        raise Malformed("validity", "is not two times")
    return instant(times[0].raw, "validity"), instant(times[1].raw, "validity")


Extensions = Mapping[str, tuple[bool, bytes]]


def extensions_of(node: tlv.Node) -> Extensions:
    """Extensions by OID, each with whether it is critical and its value. Raises Malformed, also if one is there twice."""
    what = "extensions"
    found: dict[str, tuple[bool, bytes]] = {}
    for each in node.child(SEQUENCE, what).children(what):
        parts = each.children(what)
        critical = len(parts) == 3
        if each.tag != SEQUENCE or len(parts) not in {2, 3} or parts[-1].tag != OCTET_STRING or (critical and parts[1].tag != BOOLEAN):
            raise Malformed(what, "hold one that cannot be read")
        oid = dotted(parts[0], what)
        if oid in found:
            raise Malformed(what, "hold one twice")
        found[oid] = (critical and parts[1].value != b"\x00", parts[-1].value)
    return found


def _key_usage(extensions: Extensions) -> frozenset[str] | None:
    if KEY_USAGE not in extensions:
        return None
    usage = loaded(x509.KeyUsage, extensions[KEY_USAGE][1], "key usage")
    with parsing("key usage"):
        return frozenset(usage.native)


def _basic_constraints(extensions: Extensions) -> tuple[bool, int | None]:
    if BASIC_CONSTRAINTS not in extensions:
        return False, None
    constraints = loaded(x509.BasicConstraints, extensions[BASIC_CONSTRAINTS][1], "basic constraints")
    with parsing("basic constraints"):
        return bool(constraints["ca"].native), constraints["path_len_constraint"].native


def _extended_key_usage(extensions: Extensions) -> frozenset[str] | None:
    if EXTENDED_KEY_USAGE not in extensions:
        return None
    usage = loaded(x509.ExtKeyUsageSyntax, extensions[EXTENDED_KEY_USAGE][1], "extended key usage")
    with parsing("extended key usage"):
        return frozenset(each.dotted for each in usage)


def _private_key_usage_period(extensions: Extensions) -> tuple[datetime | None, datetime | None]:
    if PRIVATE_KEY_USAGE_PERIOD not in extensions:
        return None, None
    what = "private key usage period"
    period = loaded(x509.PrivateKeyUsagePeriod, extensions[PRIVATE_KEY_USAGE_PERIOD][1], what)
    with parsing(what):
        return generalized(period["not_before"], what), generalized(period["not_after"], what)


def _subject_key(extensions: Extensions) -> bytes | None:
    if SUBJECT_KEY not in extensions:
        return None
    key = loaded(core.OctetString, extensions[SUBJECT_KEY][1], "subject key identifier")
    with parsing("subject key identifier"):
        return bytes(key.native)


def authority_key_of(extensions: Extensions) -> bytes | None:
    """The key identifier of the issuer; None if there is none. Raises Malformed."""
    if AUTHORITY_KEY not in extensions:
        return None
    identifier = loaded(x509.AuthorityKeyIdentifier, extensions[AUTHORITY_KEY][1], "authority key identifier")
    with parsing("authority key identifier"):
        key = identifier["key_identifier"].native
    return None if key is None else bytes(key)
