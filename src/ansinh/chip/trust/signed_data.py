"""CMS SignedData (RFC 5652) as chips and master lists use it: one signer, its certificate inside, signed attributes (ICAO Doc 9303-10 and -12).

Says that a signature is the enclosed certificate's over the enclosed content. Whether that certificate is to be believed is `path`'s to say.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.trust.algorithms import NotVerified, Scheme, read_hash
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.names import read_name
from ansinh.chip.trust.parsing import INTEGER, OCTET_STRING, SEQUENCE, SET, dotted, instant, integer
from ansinh.chip.trust.signatures import verify_signature

SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
_SINGLE = frozenset({CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME})
MAX_CERTIFICATES = 16
MAX_SIGNERS = 8
_WHAT = "signed data"


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """Who says to have signed, and how. `identifier` is the raw issuer and serial number, or the key identifier; all are DER but the signature.

    `attributes` hold the value of each signed attribute by OID, `signed` is what the signature is over.
    """

    version: int
    identifier: tlv.Node
    digest: bytes
    attributes: Mapping[str, tlv.Node] = field(repr=False)
    signed: bytes = field(repr=False)
    algorithm: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def names(self, certificate: Certificate) -> bool:
        """True if the certificate is the one that this signer says is its own (RFC 5652 section 5.3)."""
        if self.version == 3:
            return self.identifier.value == certificate.subject_key
        issuer, serial = self.identifier.children("signer")
        return integer(serial, "signer") == certificate.serial and (
            issuer.raw == certificate.raw_issuer or read_name(issuer.raw).key == certificate.issuer.key
        )


@dataclass(frozen=True, slots=True)
class SignedData:
    """What was read: nothing of it is checked yet. `digests` are OIDs; `certificates` are raw, as one need not understand all of them."""

    content_type: str
    content: bytes = field(repr=False)
    digests: frozenset[str]
    certificates: tuple[bytes, ...] = field(repr=False)
    signers: tuple[SignerInfo, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that is good. `at` is when the signer says to have signed, UTC; None if it does not say."""

    by: Certificate
    scheme: Scheme
    at: datetime | None


def read_signed_data(der: bytes, *, content_type: str, max_bytes: int = tlv.MAX_BYTES) -> SignedData:
    """The SignedData that is all of `der`, a ContentInfo whose content is of `content_type` (an OID). Raises Malformed."""
    outer = tlv.one(der, SEQUENCE, _WHAT, max_bytes=max_bytes).children(_WHAT)
    if len(outer) != 2 or dotted(outer[0], _WHAT) != SIGNED_DATA or outer[1].tag != 0xA0:
        raise Malformed(_WHAT, "is other content")
    parts = list(outer[1].child(SEQUENCE, _WHAT).children(_WHAT))
    if [each.tag for each in parts[:3]] != [INTEGER, SET, SEQUENCE] or parts[-1].tag != SET:
        raise Malformed(_WHAT, "has not the parts it must have")
    if integer(parts[0], _WHAT) != 3:  # RFC 5652 section 5.1: content that is not plain data
        raise Malformed(_WHAT, "is not of version 3")
    if [each.tag for each in parts[3:-1]] not in ([], [0xA0], [0xA1], [0xA0, 0xA1]):
        raise Malformed(_WHAT, "has other parts than it may have")
    certificates = parts[3].children(_WHAT) if parts[3].tag == 0xA0 else ()
    signers = parts[-1].children(_WHAT)
    if len(certificates) > MAX_CERTIFICATES or len(signers) > MAX_SIGNERS:
        raise Malformed(_WHAT, "has more certificates or signers than it may have")
    return SignedData(
        content_type=content_type,
        content=_content(parts[2], content_type),
        digests=frozenset(dotted(_first(each.raw), _WHAT) for each in parts[1].children(_WHAT)),
        certificates=tuple(each.raw for each in certificates),
        signers=tuple(_signer(each) for each in signers),
    )


def verify_signed_data(data: SignedData) -> Signed:
    """Who signed `data`, if its signature and both attributes that bind it to the content are right.

    Raises Malformed, or NotVerified: `no_signer`, `several_signers` (Doc 9303-10 asks for one), `no_signer_certificate`, `content_type`,
    `message_digest`, `digest_not_listed`, and what `verify_signature` raises.
    """
    if len(data.signers) != 1:
        raise NotVerified("several_signers" if data.signers else "no_signer", f"{len(data.signers)} signers instead of one")
    signer = data.signers[0]
    certificate = _certificate_of(signer, data.certificates)
    digest = read_hash(signer.digest)
    if dotted(_first(signer.digest), _WHAT) not in data.digests:
        raise NotVerified("digest_not_listed", "the signer's hash is not among those that the message announces")
    if dotted(_attribute(signer, CONTENT_TYPE), _WHAT) != data.content_type:
        raise NotVerified("content_type", "what is signed is said to be of another kind than what is there")
    stated = _attribute(signer, MESSAGE_DIGEST)
    if stated.tag != OCTET_STRING or not hmac.compare_digest(stated.value, hashlib.new(digest, data.content).digest()):
        raise NotVerified("message_digest", "the content is not the one that was signed")
    scheme = verify_signature(certificate.public_key_info, signer.algorithm, signer.signed, signer.signature, digest=digest)
    when = signer.attributes.get(SIGNING_TIME)
    return Signed(certificate, scheme, None if when is None else instant(when.raw, "signing time"))


def _content(node: tlv.Node, content_type: str) -> bytes:
    """The octets of an EncapsulatedContentInfo, which must be there and of that type."""
    parts = node.children(_WHAT)
    if len(parts) != 2 or parts[1].tag != 0xA0:
        raise Malformed(_WHAT, "holds no content")
    if dotted(parts[0], _WHAT) != content_type:
        raise Malformed(_WHAT, "holds content of another kind")
    return parts[1].child(OCTET_STRING, _WHAT).value


def _signer(node: tlv.Node) -> SignerInfo:
    what = "signer"
    parts = list(node.children(what))
    if node.tag != SEQUENCE or len(parts) < 6 or [each.tag for each in parts[6:]] not in ([], [0xA1]):
        raise Malformed(what, "has not the parts it must have, signed attributes among them")
    version, identifier, digest, attributes, algorithm, signature = parts[:6]
    number = integer(version, what)
    if (number, identifier.tag) not in {(1, SEQUENCE), (3, 0x80)}:
        raise Malformed(what, "is of a version that does not go with how it is named")
    if number == 1 and len(identifier.children(what)) != 2:
        raise Malformed(what, "is not named by issuer and serial number")
    if [digest.tag, attributes.tag, algorithm.tag, signature.tag] != [SEQUENCE, 0xA0, SEQUENCE, OCTET_STRING]:
        raise Malformed(what, "has not the parts it must have, signed attributes among them")
    return SignerInfo(
        version=number,
        identifier=identifier,
        digest=digest.raw,
        attributes=_attributes(attributes),
        signed=bytes((SET,)) + attributes.raw[1:],  # RFC 5652 section 5.4: signed as a SET OF, not under its implicit tag
        algorithm=algorithm.raw,
        signature=signature.value,
    )


def _attributes(node: tlv.Node) -> Mapping[str, tlv.Node]:
    """Each attribute's only value. RFC 5652 section 11 wants each of those that count once, with one value; so it is for all."""
    what = "signed attributes"
    found: dict[str, tlv.Node] = {}
    for each in node.children(what):
        parts = each.children(what)
        if each.tag != SEQUENCE or len(parts) != 2 or parts[1].tag != SET:
            raise Malformed(what, "hold one that cannot be read")
        oid, values = dotted(parts[0], what), parts[1].children(what)
        if oid in found or (oid in _SINGLE and len(values) != 1):
            raise Malformed(what, "hold one twice, or with several values")
        if values:
            found[oid] = values[0]
    return found


def _attribute(signer: SignerInfo, oid: str) -> tlv.Node:
    if oid not in signer.attributes:
        raise Malformed("signed attributes", "do not bind the content: its kind or its hash is missing")
    return signer.attributes[oid]


def _certificate_of(signer: SignerInfo, certificates: tuple[bytes, ...]) -> Certificate:
    """The enclosed certificate that the signer names; one that cannot be read is not the one, unless it is the only one."""
    found = []
    for raw in certificates:
        try:
            certificate = Certificate.parse(raw)
        except Malformed:
            if len(certificates) == 1:
                raise
            continue
        if signer.names(certificate):
            found.append(certificate)
    if len(found) != 1:
        raise NotVerified("no_signer_certificate", "the certificate of the signer is not enclosed")
    return found[0]


def _first(algorithm: bytes) -> tlv.Node:
    inside = tlv.one(algorithm, SEQUENCE, _WHAT).children(_WHAT)
    if not inside:
        raise Malformed(_WHAT, "names no algorithm")
    return inside[0]
