"""A country for tests, declared piece by piece so that each piece can be wrong: keys, certificates, revocation lists, signed data.

Everything is put together from elements, because no library would write what these tests want to see refused. All keys are worthless.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

from asn1crypto import core
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ansinh.chip import curves
from ansinh.chip.tlv import encode

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SIGNED_AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
LDS, MASTER_LIST, SIGNED_DATA = "2.23.136.1.1.1", "2.23.136.1.1.2", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
NULL = encode(0x05)
HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),  # noqa: S303 - to be seen refused
    "sha1": hashes.SHA1(),  # noqa: S303 - to be seen called weak
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
HASH_OIDS = {
    "md5": "1.2.840.113549.2.5",
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_ECDSA = {"sha1": "1.2.840.10045.4.1"} | {f"sha{n}": f"1.2.840.10045.4.3.{i}" for i, n in enumerate((224, 256, 384, 512), 1)}
_RSA = {f"sha{n}": f"1.2.840.113549.1.1.{i}" for n, i in ((1, 5), (224, 14), (256, 11), (384, 12), (512, 13))} | {
    "md5": "1.2.840.113549.1.1.4"
}
_CURVES = {
    each.name: each
    for each in (
        ec.SECP192R1(),
        ec.SECP224R1(),
        ec.SECP256R1(),
        ec.SECP384R1(),
        ec.SECP521R1(),
        ec.BrainpoolP256R1(),
        ec.BrainpoolP384R1(),
        ec.BrainpoolP512R1(),
    )
}


def seq(*parts: bytes) -> bytes:
    return encode(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return encode(0x31, *parts)


def oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def integer(value: int) -> bytes:
    return bytes(core.Integer(value).dump())


def octets(value: bytes) -> bytes:
    return encode(0x04, value)


def bits(value: bytes) -> bytes:
    return encode(0x03, b"\x00", value)


def time(when: datetime) -> bytes:
    text = f"{when.year:04}{when:%m%d%H%M%SZ}"
    return encode(0x17, text[2:].encode()) if 1950 <= when.year < 2050 else encode(0x18, text.encode())


def name(country: str = "VN", common: str = "CSCA Test", *, organisation: str = "Invented", tag: int = 0x13) -> bytes:
    """`tag` is the kind of string: 13 printable, 0C UTF-8."""
    parts = [("2.5.4.6", country)] * bool(country) + [("2.5.4.10", organisation), ("2.5.4.3", common)]
    return seq(*(set_of(seq(oid(kind), encode(tag, value.encode()))) for kind, value in parts))


def hash_id(algorithm: str) -> bytes:
    return seq(oid(HASH_OIDS[algorithm]))


@dataclass(frozen=True, kw_only=True)
class Key:
    """A private key with what certificates say of it. `algorithm` is the identifier its signatures go under."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = field(repr=False)
    info: bytes = field(repr=False)
    hash: str = "sha256"
    is_pss: bool = False

    @property
    def algorithm(self) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return seq(oid(_ECDSA[self.hash]))
        if not self.is_pss:
            return seq(oid(_RSA[self.hash]), NULL)
        digest = seq(oid(HASH_OIDS[self.hash]), NULL)
        mask = seq(oid("1.2.840.113549.1.1.8"), digest)
        salt = integer(HASHES[self.hash].digest_size)
        return seq(oid("1.2.840.113549.1.1.10"), seq(encode(0xA0, digest), encode(0xA1, mask), encode(0xA2, salt)))

    def sign(self, data: bytes) -> bytes:
        algorithm = HASHES[self.hash]
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(data, ec.ECDSA(algorithm))
        if self.is_pss:
            return self.private.sign(data, padding.PSS(padding.MGF1(algorithm), algorithm.digest_size), algorithm)
        return self.private.sign(data, padding.PKCS1v15(), algorithm)

    @property
    def identifier(self) -> bytes:
        return hashlib.sha256(self.info).digest()[:20]


@cache
def ec_key(number: int, curve: str = "brainpoolP256r1", *, digest: str = "sha256") -> Key:
    """The key whose private half is `number`, on a named curve."""
    private = ec.derive_private_key(number, _CURVES[curve])
    found = curves.named(curve)
    assert found is not None
    info = seq(seq(oid("1.2.840.10045.2.1"), oid(found.oid)), bits(_point(private)))
    return Key(private=private, info=info, hash=digest)


@cache
def explicit_key(number: int, curve: str = "brainpoolP256r1", *, digest: str = "sha256", wrong: str = "", leave_out: str = "") -> Key:
    """The same key, its curve written out; `wrong` is the parameter that is another: p, a, b, g, n or h; `leave_out` may be h."""
    key, found = ec_key(number, curve, digest=digest), curves.named(curve)
    assert found is not None
    assert isinstance(key.private, ec.EllipticCurvePrivateKey)
    size = (found.p.bit_length() + 7) // 8
    # The other generator is a point of the curve, as a forger's is: his public key divided by his private one (CVE-2020-0601).
    g = curves.public_key(found, 7) if wrong == "g" else curves.Point(found.g_x, found.g_y)
    p, a, b, n, h = (getattr(found, each) + (2 if each == wrong else 0) for each in "pabnh")
    parameters = seq(
        integer(1),
        seq(oid("1.2.840.10045.1.1"), integer(p)),
        seq(octets(a.to_bytes(size, "big")), octets(b.to_bytes(size, "big"))),
        octets(curves.encode_point(found, g)),
        integer(n),
        b"" if leave_out == "h" else integer(h),
    )
    return replace(key, info=seq(seq(oid("1.2.840.10045.2.1"), parameters), bits(_point(key.private))))


@cache
def rsa_key(bits_: int = 2048, *, digest: str = "sha256", is_pss: bool = False) -> Key:
    private = _rsa_private(bits_)
    info = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Key(private=private, info=info, hash=digest, is_pss=is_pss)


@cache
def _rsa_private(bits_: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits_)


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def extension(dotted: str, value: bytes, *, critical: bool = False) -> bytes:
    return seq(oid(dotted), encode(0x01, b"\xff") if critical else b"", octets(value))


def usage(*numbers: int) -> bytes:
    """Key usage: 0 digitalSignature, 5 keyCertSign, 6 cRLSign."""
    octet = sum(0x80 >> number for number in numbers)
    return extension("2.5.29.15", encode(0x03, bytes((7 - max(numbers), octet))), critical=True)


def constraints(*, path_length: int | None = 0) -> bytes:
    value = seq(encode(0x01, b"\xff"), b"" if path_length is None else integer(path_length))
    return extension("2.5.29.19", value, critical=True)


def key_period(begin: datetime | None, end: datetime | None) -> bytes:
    def part(tag: int, when: datetime | None) -> bytes:
        return b"" if when is None else encode(tag, when.strftime("%Y%m%d%H%M%SZ").encode())

    return extension("2.5.29.16", seq(part(0x80, begin), part(0x81, end)))


def subject_key(key: Key) -> bytes:
    return extension("2.5.29.14", octets(key.identifier))


def authority_key(key: Key) -> bytes:
    return extension("2.5.29.35", seq(encode(0x80, key.identifier)))


def purpose(*dotted: str) -> bytes:
    return extension("2.5.29.37", seq(*map(oid, dotted)), critical=True)


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A certificate and the key it is of."""

    der: bytes = field(repr=False)
    key: Key = field(repr=False)
    subject: bytes = field(repr=False)
    issuer: bytes = field(repr=False)
    serial: int


def certify(
    key: Key,
    by: Key,
    *,
    subject: bytes,
    issuer: bytes,
    extensions: Iterable[bytes],
    serial: int = 1,
    begins: datetime = datetime(2021, 1, 1, tzinfo=UTC),
    ends: datetime = datetime(2036, 1, 1, tzinfo=UTC),
    version: int = 2,
    outer_algorithm: bytes | None = None,
    unique_identifier: bytes = b"",
    spoil: bool = False,
) -> Certified:
    body = seq(
        encode(0xA0, integer(version)) if version else b"",
        integer(serial),
        by.algorithm,
        issuer,
        seq(time(begins), time(ends)),
        subject,
        key.info,
        unique_identifier,
        encode(0xA3, seq(*extensions)) if version else b"",
    )
    signature = by.sign(body + b"!" * spoil)
    der = seq(body, outer_algorithm or by.algorithm, bits(signature))
    return Certified(der=der, key=key, subject=subject, issuer=issuer, serial=serial)


CSCA_KEY, SIGNER_KEY, NEXT_KEY, FOREIGN_KEY = ec_key(1001, digest="sha384"), ec_key(2002), ec_key(1003), ec_key(3001)
CSCA_NAME, FOREIGN_NAME = name(), name("UT", "CSCA Utopia")
SIGNER_NAME = name(common="Document Signer 1")


def authority(
    key: Key = CSCA_KEY,
    *,
    subject: bytes = CSCA_NAME,
    extensions: Sequence[bytes] | None = None,
    begins: datetime = datetime(2021, 1, 1, tzinfo=UTC),
    ends: datetime = datetime(2036, 1, 1, tzinfo=UTC),
    spoil: bool = False,
) -> Certified:
    """A CSCA that signed itself."""
    given = (usage(5, 6), constraints(), subject_key(key), authority_key(key)) if extensions is None else extensions
    return certify(key, key, subject=subject, issuer=subject, extensions=given, begins=begins, ends=ends, spoil=spoil)


def link(
    new: Key = NEXT_KEY,
    *,
    old: Key = CSCA_KEY,
    subject: bytes = CSCA_NAME,
    issuer: bytes = CSCA_NAME,
    serial: int = 77,
    begins: datetime = NOW,
) -> Certified:
    """The old key's word that `new` is the authority's next."""
    extensions = (usage(5, 6), constraints(), subject_key(new), authority_key(old))
    return certify(new, old, subject=subject, issuer=issuer, extensions=extensions, serial=serial, begins=begins)


def signer(
    key: Key = SIGNER_KEY,
    *,
    by: Key = CSCA_KEY,
    subject: bytes = SIGNER_NAME,
    issuer: bytes = CSCA_NAME,
    extensions: Sequence[bytes] | None = None,
    more: Sequence[bytes] = (),
    serial: int = 4711,
    begins: datetime = datetime(2024, 1, 1, tzinfo=UTC),
    ends: datetime = datetime(2034, 1, 1, tzinfo=UTC),
    version: int = 2,
    outer_algorithm: bytes | None = None,
    unique_identifier: bytes = b"",
    spoil: bool = False,
) -> Certified:
    """A document signer; `extensions` replaces the usual ones, `more` comes beside them."""
    given = (usage(0), subject_key(key), authority_key(by)) if extensions is None else extensions
    return certify(
        key,
        by,
        subject=subject,
        issuer=issuer,
        extensions=(*given, *more),
        serial=serial,
        begins=begins,
        ends=ends,
        version=version,
        outer_algorithm=outer_algorithm,
        unique_identifier=unique_identifier,
        spoil=spoil,
    )


def revocations(
    *serials: int,
    by: Key = CSCA_KEY,
    issuer: bytes = CSCA_NAME,
    this_update: datetime = datetime(2026, 11, 1, tzinfo=UTC),
    next_update: datetime | None = datetime(2027, 1, 1, tzinfo=UTC),
    extensions: Sequence[bytes] | None = None,
    outer_algorithm: bytes | None = None,
    version: int = 1,
    spoil: bool = False,
) -> bytes:
    given = (authority_key(by), extension("2.5.29.20", integer(7))) if extensions is None else extensions
    entries = seq(*(seq(integer(each), time(datetime(2025, 1, 1, tzinfo=UTC))) for each in serials)) if serials else b""
    body = seq(
        integer(version),
        by.algorithm,
        issuer,
        time(this_update),
        b"" if next_update is None else time(next_update),
        entries,
        encode(0xA0, seq(*given)) if given else b"",
    )
    return seq(body, outer_algorithm or by.algorithm, bits(by.sign(body + b"!" * spoil)))


def attribute(dotted: str, *values: bytes) -> bytes:
    return seq(oid(dotted), set_of(*values))


def attributes(content: bytes, *, digest: str = "sha256", content_type: str = LDS, at: datetime | None = SIGNED_AT) -> tuple[bytes, ...]:
    """The signed attributes as they should be."""
    return (
        attribute(CONTENT_TYPE, oid(content_type)),
        *([] if at is None else [attribute(SIGNING_TIME, time(at))]),
        attribute(MESSAGE_DIGEST, octets(hashlib.new(digest, content).digest())),
    )


@dataclass(frozen=True, kw_only=True)
class Message:
    """CMS SignedData, each part of which may be replaced. `None` stands for what is right."""

    content: bytes = field(repr=False)
    by: Certified = field(repr=False)
    content_type: str = LDS
    outer_type: str = SIGNED_DATA
    digest: str = ""
    version: int = 3
    announced: Sequence[bytes] | None = None
    has_content: bool = True
    certificates: Sequence[bytes] | None = None
    crls: bytes = b""
    signers: int = 1
    signer_version: int = 1
    identifier: bytes | None = None
    digest_id: bytes | None = None
    signed: Sequence[bytes] | None = None
    has_signed: bool = True
    algorithm: bytes | None = None
    unsigned: bytes = b""
    at: datetime | None = SIGNED_AT
    spoil: bool = False

    def der(self) -> bytes:
        digest = self.digest or self.by.key.hash
        announced = (hash_id(digest),) if self.announced is None else self.announced
        certificates = (self.by.der,) if self.certificates is None else self.certificates
        inside = seq(
            integer(self.version),
            set_of(*announced),
            seq(oid(self.content_type), encode(0xA0, octets(self.content)) if self.has_content else b""),
            encode(0xA0, *certificates) if certificates else b"",
            self.crls,
            set_of(*[self._signer(digest)] * self.signers),
        )
        return seq(oid(self.outer_type), encode(0xA0, inside))

    def _signer(self, digest: str) -> bytes:
        given = self.signed
        if given is None:
            given = attributes(self.content, digest=digest, content_type=self.content_type, at=self.at)
        inside = b"".join(given)
        signature = self.by.key.sign((encode(0x31, inside) if self.has_signed else self.content) + b"!" * self.spoil)
        return seq(
            integer(self.signer_version),
            seq(self.by.issuer, integer(self.by.serial)) if self.identifier is None else self.identifier,
            hash_id(digest) if self.digest_id is None else self.digest_id,
            encode(0xA0, inside) if self.has_signed else b"",
            self.by.key.algorithm if self.algorithm is None else self.algorithm,
            octets(signature),
            self.unsigned,
        )


def listing(
    groups: Mapping[int, bytes], *, digest: str = "sha256", version: int = 0, more: bytes = b"", hash_as: bytes | None = None
) -> bytes:
    """An LDSSecurityObject over the groups."""
    hashes_ = (seq(integer(number), octets(hashlib.new(digest, raw).digest())) for number, raw in groups.items())
    return seq(integer(version), hash_as or hash_id(digest), seq(*hashes_), more)


def sod(message: Message) -> bytes:
    return encode(0x77, message.der())
