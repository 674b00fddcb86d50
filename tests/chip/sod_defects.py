"""Security objects with one thing wrong each, and the check that must find it: the ground that unit LDS_H of BSI TR-03105-5.1 covers.

A table, so that whoever publishes results reads the same rows that the tests run. Each row signs whatever data groups it is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from ansinh.chip import trust
from ansinh.chip.tlv import encode
from tests.chip import pki
from tests.chip.pki import (
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    NULL,
    SIGNING_TIME,
    Certified,
    Message,
    attribute,
    attributes,
    hash_id,
    integer,
    listing,
    octets,
    oid,
    seq,
)

Groups = Mapping[int, bytes]
GROUPS: Groups = {number: encode(tag, b"invented " + bytes((number,)) * 20) for number, tag in ((1, 0x61), (2, 0x75), (14, 0x6E))}
CONTENT = listing(GROUPS)


@cache
def believed() -> trust.TrustStore:
    """A store that believes the test country, with its list fresh and nobody on it."""
    return trust.TrustStore((trust.Certificate.parse(pki.authority().der),), (trust.Crl.parse(pki.revocations()),))


@cache
def by() -> Certified:
    return pki.signer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """`check` must not be successful, for `reason`; `outcome` is failed but for what stays undetermined."""

    of: Callable[[Groups], bytes]
    check: str
    reason: str
    outcome: str = "failed"

    def sod(self) -> bytes:
        """Over the groups of this table."""
        return self.of(GROUPS)


def good(groups: Groups = GROUPS, **other: object) -> Message:
    """What is right, with other parts in the place of some; a part that is a function is one of what is signed."""
    content = listing(groups)
    parts = {name: part(content) if callable(part) else part for name, part in other.items()}
    return replace(Message(content=content, by=by()), **parts)  # type: ignore[arg-type]


def _message(check: str, reason: str, outcome: str = "failed", **other: object) -> Defect:
    return Defect(of=lambda groups: pki.sod(good(groups, **other)), check=check, reason=reason, outcome=outcome)


def _content(reason: str, content: bytes) -> Defect:
    return _message("sod_structure", reason, content=content)


def _signer(check: str, reason: str, outcome: str = "failed", **other: object) -> Defect:
    return Defect(
        of=lambda groups: pki.sod(good(groups, by=pki.signer(**other))),  # type: ignore[arg-type]
        check=check,
        reason=reason,
        outcome=outcome,
    )


def _raw(change: Callable[[bytes], bytes]) -> Defect:
    return Defect(of=lambda groups: change(pki.sod(good(groups))), check="sod_structure", reason="malformed")


def _without(dotted: str) -> Callable[[bytes], tuple[bytes, ...]]:
    return lambda content: tuple(each for each in attributes(content) if oid(dotted) not in each)


def _signed(*parts: bytes | Callable[[bytes], bytes]) -> Callable[[bytes], tuple[bytes, ...]]:
    """Signed attributes, some of them worked out over the content."""
    return lambda content: tuple(part if isinstance(part, bytes) else part(content) for part in parts)


def _digest(content: bytes) -> bytes:
    return attributes(content)[-1]


_TYPE = attributes(CONTENT)[0]
_ONE = octets(b"\x00" * 32)

FILE: Mapping[str, Defect] = {
    "empty": _raw(lambda _: b""),
    "another tag than 77": _raw(lambda sod: b"\x78" + sod[1:]),
    "length larger than the file": _raw(lambda sod: sod[:-1]),
    "something behind its end": _raw(lambda sod: sod + b"\x00\x00"),
    "indefinite length": _raw(lambda sod: b"\x77\x80" + sod[4:] + b"\x00\x00"),
    "length of four gigabytes": _raw(lambda sod: b"\x77\x84\xff\xff\xff\xff" + sod[4:]),
    "two signed data": _raw(lambda sod: encode(0x77, sod[4:] * 2)),
    "no signed data": _raw(lambda _: encode(0x77)),
    "content that is no sequence": _raw(lambda _: encode(0x77, octets(b"signed"))),
}
SIGNED_DATA: Mapping[str, Defect] = {
    "content info of plain data": _message("sod_structure", "malformed", outer_type="1.2.840.113549.1.7.1"),
    "content info of enveloped data": _message("sod_structure", "malformed", outer_type="1.2.840.113549.1.7.3"),
    "version 1": _message("sod_structure", "malformed", version=1),
    "version 4": _message("sod_structure", "malformed", version=4),
    "no announced hash": _message("sod_signature", "digest_not_listed", announced=()),
    "another announced hash": _message("sod_signature", "digest_not_listed", announced=(hash_id("sha512"),)),
    "announced hash that is no identifier": _message("sod_structure", "malformed", announced=(seq(NULL),)),
    "content of plain data": _message("sod_structure", "malformed", content_type="1.2.840.113549.1.7.1"),
    "content of a master list": _message("sod_structure", "malformed", content_type=pki.MASTER_LIST),
    "no content": _message("sod_structure", "malformed", has_content=False),
    "no certificate": _message("sod_signature", "no_signer_certificate", certificates=()),
    "another signer's certificate": _message(
        "sod_signature", "no_signer_certificate", certificates=(pki.signer(pki.ec_key(8), serial=8).der,)
    ),
    "certificate that cannot be read": _message("sod_signature", "malformed", certificates=(seq(integer(1)),)),
    "the certificate twice": _message("sod_signature", "no_signer_certificate", certificates=(by().der, by().der)),
    "too many certificates": _message("sod_structure", "malformed", certificates=(by().der,) * 17),
    "an unknown part": _message("sod_structure", "malformed", crls=encode(0xA2)),
}
SIGNER_INFO: Mapping[str, Defect] = {
    "no signer": _message("sod_signature", "no_signer", signers=0),
    "two signers": _message("sod_signature", "several_signers", signers=2),
    "version 3 with issuer and serial number": _message("sod_structure", "malformed", signer_version=3),
    "version 1 with a key identifier": _message("sod_structure", "malformed", identifier=encode(0x80, by().key.identifier)),
    "version 2": _message("sod_structure", "malformed", signer_version=2),
    "another issuer": _message("sod_signature", "no_signer_certificate", identifier=seq(pki.FOREIGN_NAME, integer(by().serial))),
    "another serial number": _message("sod_signature", "no_signer_certificate", identifier=seq(pki.CSCA_NAME, integer(1))),
    "another key identifier": _message("sod_signature", "no_signer_certificate", signer_version=3, identifier=encode(0x80, b"\x01" * 20)),
    "issuer without serial number": _message("sod_structure", "malformed", identifier=seq(pki.CSCA_NAME)),
    "unknown hash": _message("sod_signature", "algorithm_unknown", digest_id=hash_id("md5"), announced=(hash_id("md5"),)),
    "another hash than the signature's": _message("sod_signature", "hashes_differ", digest="sha512"),
    "hash with parameters": _message("sod_signature", "malformed", digest_id=seq(oid(pki.HASH_OIDS["sha256"]), integer(1))),
    "no signed attributes": _message("sod_structure", "malformed", has_signed=False),
    "no content type": _message("sod_signature", "malformed", signed=_without(CONTENT_TYPE)),
    "another content type": _message(
        "sod_signature", "content_type", signed=lambda content: attributes(content, content_type=pki.MASTER_LIST)
    ),
    "content type twice": _message("sod_structure", "malformed", signed=_signed(_TYPE, _TYPE, _digest)),
    "content type of two values": _message(
        "sod_structure", "malformed", signed=_signed(attribute(CONTENT_TYPE, oid(pki.LDS), oid(pki.LDS)), _digest)
    ),
    "no message digest": _message("sod_signature", "malformed", signed=_without(MESSAGE_DIGEST)),
    "wrong message digest": _message("sod_signature", "message_digest", signed=_signed(_TYPE, attribute(MESSAGE_DIGEST, _ONE))),
    "short message digest": _message("sod_signature", "message_digest", signed=_signed(_TYPE, attribute(MESSAGE_DIGEST, octets(b"\x00")))),
    "message digest twice": _message("sod_structure", "malformed", signed=_signed(_TYPE, _digest, _digest)),
    "message digest without a value": _message("sod_structure", "malformed", signed=_signed(_TYPE, attribute(MESSAGE_DIGEST))),
    "message digest of another type": _message(
        "sod_signature", "message_digest", signed=_signed(_TYPE, attribute(MESSAGE_DIGEST, integer(1)))
    ),
    "signing time that is none": _message(
        "sod_signature", "malformed", signed=_signed(_TYPE, attribute(SIGNING_TIME, octets(b"now")), _digest)
    ),
    "attribute that is none": _message("sod_structure", "malformed", signed=_signed(_TYPE, _digest, NULL)),
    "unknown signature algorithm": _message("sod_signature", "algorithm_unknown", algorithm=seq(oid("1.2.3.4"))),
    "signature algorithm of another kind of key": _message("sod_signature", "algorithm_unknown", algorithm=pki.rsa_key().algorithm),
    "signature algorithm over another hash": _message(
        "sod_signature", "hashes_differ", algorithm=pki.ec_key(2002, digest="sha384").algorithm
    ),
    "wrong signature": _message("sod_signature", "wrong_signature", spoil=True),
    "another part at its end": _message("sod_structure", "malformed", unsigned=encode(0xA2)),
    "signed over SHA-1": Defect(
        of=lambda groups: pki.sod(good(groups, by=pki.signer(pki.ec_key(2002, digest="sha1")))),
        check="sod_signature",
        reason="weak_hash",
        outcome="undetermined",
    ),
}
_VERSIONS = seq(encode(0x13, b"0108"), encode(0x13, b"040000"))
_PAIR = seq(integer(1), _ONE)
_SHA = hash_id("sha256")
SECURITY_OBJECT: Mapping[str, Defect] = {
    "empty": _content("malformed", b""),
    "no sequence": _content("malformed", octets(b"hashes")),
    "something behind its end": _content("malformed", CONTENT + NULL),
    "version 2": _content("malformed", listing(GROUPS, version=2)),
    "version 0 with the version of the LDS": _content("malformed", listing(GROUPS, more=_VERSIONS)),
    "version that is no number": _content("malformed", seq(octets(b"0"), _SHA, seq(_PAIR, seq(integer(2), _ONE)))),
    "no hash algorithm": _content("malformed", seq(integer(0), seq(_PAIR, seq(integer(2), _ONE)))),
    "unknown hash algorithm": _content("unsupported", listing(GROUPS, hash_as=hash_id("md5"))),
    "hash algorithm with parameters": _content("malformed", listing(GROUPS, hash_as=seq(oid(pki.HASH_OIDS["sha256"]), integer(1)))),
    "no hash": _content("malformed", seq(integer(0), _SHA, seq())),
    "group 0": _content("malformed", seq(integer(0), _SHA, seq(_PAIR, seq(integer(0), _ONE)))),
    "group 17": _content("malformed", seq(integer(0), _SHA, seq(_PAIR, seq(integer(17), _ONE)))),
    "a group twice": _content("malformed", seq(integer(0), _SHA, seq(_PAIR, _PAIR))),
    "a group without hash": _content("malformed", seq(integer(0), _SHA, seq(_PAIR, seq(integer(2))))),
    "a hash of another length": _content("malformed", seq(integer(0), _SHA, seq(_PAIR, seq(integer(2), octets(b"\x00" * 20))))),
    "a hash that is no string": _content("malformed", seq(integer(0), _SHA, seq(_PAIR, seq(integer(2), integer(2))))),
    "one part more": _content("malformed", listing(GROUPS, version=1, more=seq() + seq())),
}
SIGNER_CERTIFICATE: Mapping[str, Defect] = {
    "version 1": _signer("sod_signature", "malformed", version=0),
    "version 2": _signer("sod_signature", "malformed", version=1),
    "signature of nobody believed": _signer("signer_trusted", "wrong_signature", by=pki.ec_key(666)),
    "wrong signature": _signer("signer_trusted", "wrong_signature", spoil=True),
    "two signature algorithms": _signer("sod_signature", "malformed", outer_algorithm=pki.rsa_key().algorithm),
    "another country's authority": _signer("signer_trusted", "issuer_unknown", by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME),
    "vouches for itself": _signer("signer_trusted", "self_signed", by=pki.SIGNER_KEY, issuer=pki.SIGNER_NAME),
    "another key of its authority": _signer(
        "signer_trusted", "wrong_signature", extensions=(pki.usage(0), pki.authority_key(pki.ec_key(9)))
    ),
    "no country": _signer("country", "no_country", subject=pki.name("", "Signer")),
    "another country": _signer("country", "countries_differ", subject=pki.name("UT", "Signer")),
    "no extensions that matter": _signer("signer_trusted", "wrong_key_usage", extensions=(pki.subject_key(pki.SIGNER_KEY),)),
    "key usage of an authority": _signer("signer_trusted", "wrong_key_usage", extensions=(pki.usage(5, 6),)),
    "an authority": _signer("signer_trusted", "wrong_key_usage", more=(pki.constraints(),)),
    "for master lists": _signer("signer_trusted", "wrong_key_usage", more=(pki.purpose("2.23.136.1.1.3"),)),
    "unknown critical extension": _signer(
        "signer_trusted", "critical_extension_unknown", more=(pki.extension("1.2.3.4", NULL, critical=True),)
    ),
    "an extension twice": _signer("sod_signature", "malformed", more=(pki.usage(0),)),
    "made outside its authority's time": _signer("signer_trusted", "issuer_out_of_time", begins=datetime(2020, 1, 1, tzinfo=UTC)),
    "not valid yet": _signer("signer_validity", "not_yet_valid", begins=datetime(2030, 1, 1, tzinfo=UTC)),
    "ended before it signed": _signer("signer_validity", "signed_out_of_time", ends=datetime(2024, 2, 1, tzinfo=UTC)),
    "began after it signed": _signer("signer_validity", "signed_out_of_time", begins=datetime(2024, 6, 1, tzinfo=UTC)),
    "key not to be used when it signed": _signer(
        "signer_validity", "signed_out_of_time", more=(pki.key_period(None, datetime(2024, 4, 1, tzinfo=UTC)),)
    ),
    "ends before it begins": _signer("signer_validity", "never_valid", ends=datetime(2023, 1, 1, tzinfo=UTC)),
    "RSA key of 1024 bits": _signer("sod_signature", "weak_key", key=pki.rsa_key(1024)),
    "curve of 192 bits": _signer("sod_signature", "weak_key", key=pki.ec_key(2002, "secp192r1")),
    "explicit curve with another prime": _signer("sod_signature", "explicit_parameters_unknown", key=pki.explicit_key(2002, wrong="p")),
    "explicit curve with another a": _signer("sod_signature", "explicit_parameters_unknown", key=pki.explicit_key(2002, wrong="a")),
    "explicit curve with another b": _signer("sod_signature", "explicit_parameters_unknown", key=pki.explicit_key(2002, wrong="b")),
    "explicit curve with another generator": _signer("sod_signature", "explicit_parameters_unknown", key=pki.explicit_key(2002, wrong="g")),
    "explicit curve with another order": _signer("sod_signature", "explicit_parameters_unknown", key=pki.explicit_key(2002, wrong="n")),
    "explicit curve with another cofactor": _signer("sod_signature", "explicit_parameters_unknown", key=pki.explicit_key(2002, wrong="h")),
    "a point off its curve": Defect(
        of=lambda groups: _off_the_curve(groups),  # noqa: PLW0108 - defined below
        check="sod_signature",
        reason="malformed",
    ),
}


def _good(**other: object) -> Callable[[Groups], bytes]:
    return lambda groups: pki.sod(good(groups, **other))


def _from(key: pki.Key, **other: object) -> Callable[[Groups], bytes]:
    return _good(by=pki.signer(key), **other)


def _listing(**other: object) -> Callable[[Groups], bytes]:
    return lambda groups: pki.sod(good(groups, content=listing(groups, **other)))  # type: ignore[arg-type]


_UNKNOWN_ATTRIBUTE = attribute("1.2.840.113549.1.9.99", integer(1), integer(2))
GOOD: Mapping[str, Callable[[Groups], bytes]] = {
    "as usual": _good(),
    "RSA": _from(pki.rsa_key()),
    "RSA over SHA-384": _from(pki.rsa_key(digest="sha384")),
    "RSA over SHA-512": _from(pki.rsa_key(digest="sha512")),
    "RSA named without its hash": _from(pki.rsa_key(), algorithm=seq(oid("1.2.840.113549.1.1.1"), NULL)),
    "RSA-PSS": _from(pki.rsa_key(is_pss=True)),
    "RSA-PSS over SHA-384": _from(pki.rsa_key(digest="sha384", is_pss=True)),
    "RSA-PSS over SHA-512": _from(pki.rsa_key(digest="sha512", is_pss=True)),
    "ECDSA over SHA-224": _from(pki.ec_key(2002, "secp224r1", digest="sha224")),
    "ECDSA on a NIST curve": _from(pki.ec_key(2002, "secp256r1")),
    "ECDSA over SHA-384": _from(pki.ec_key(2002, "brainpoolP384r1", digest="sha384")),
    "ECDSA over SHA-512": _from(pki.ec_key(2002, "brainpoolP512r1", digest="sha512")),
    "an explicit curve": _from(pki.explicit_key(2002)),
    "an explicit curve of 512 bits": _from(pki.explicit_key(2002, "brainpoolP512r1", digest="sha512")),
    "an explicit curve without its cofactor": _from(pki.explicit_key(2002, leave_out="h")),
    "a signer named by its key": _from(pki.SIGNER_KEY, signer_version=3, identifier=encode(0x80, pki.SIGNER_KEY.identifier)),
    "an issuer written otherwise": _good(identifier=seq(pki.name("vn", "CSCA TEST", tag=0x0C), integer(by().serial))),
    "no signing time": _good(at=None),
    "an attribute nobody knows": _good(signed=lambda content: (*attributes(content), _UNKNOWN_ATTRIBUTE)),
    "unsigned attributes": _good(unsigned=encode(0xA1, _UNKNOWN_ATTRIBUTE)),
    "revocation lists enclosed": _good(crls=encode(0xA1, pki.revocations())),
    "the authority's certificate enclosed": _good(certificates=(pki.authority().der, by().der)),
    "a certificate enclosed that cannot be read": _good(certificates=(seq(integer(1)), by().der)),
    "hashes announced that are not used": _good(announced=(hash_id("md5"), hash_id("sha256"))),
    "hashes with NULL beside them": _good(digest_id=seq(oid(pki.HASH_OIDS["sha256"]), NULL)),
    "groups hashed with SHA-224": _listing(digest="sha224"),
    "groups hashed with SHA-384": _listing(digest="sha384"),
    "groups hashed with SHA-512": _listing(digest="sha512"),
    "groups in another order": lambda groups: pki.sod(good(dict(sorted(groups.items(), reverse=True)))),
    "the version of the LDS": _listing(version=1, more=_VERSIONS),
}
"""Security objects that are right, each in its own way."""
DEFECTS: Mapping[str, Mapping[str, Defect]] = {
    "file": FILE,
    "signed data": SIGNED_DATA,
    "signer": SIGNER_INFO,
    "security object": SECURITY_OBJECT,
    "signer's certificate": SIGNER_CERTIFICATE,
}
"""All of them, by what of the security object is wrong."""


def _off_the_curve(groups: Groups) -> bytes:
    key = pki.ec_key(2002)
    off = replace(key, info=key.info[:-1] + bytes((key.info[-1] ^ 1,)))
    return pki.sod(good(groups, by=pki.signer(off)))
