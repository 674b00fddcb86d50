"""Certificates of a country's signing authority and of its document signers, by the profile of ICAO Doc 9303-12 section 7.1.

Encoded with asn1crypto and not with `cryptography`, which refuses a curve whose parameters are written out.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from asn1crypto import core, keys, x509

from ansinh.chip import tlv
from ansinh.sandbox.cards.keys import SigningKey

_DOCUMENT_TYPES = "2.23.136.1.1.6.2"  # Doc 9303-12 section 7.1.1.6
_CARD = tlv.encode(0x30, tlv.encode(0x02, b"\x00"), tlv.encode(0x31, tlv.encode(0x13, b"ID")))  # version 0, the document code of TD1 cards


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom a certificate names. `letters` is the two-letter country, `icao` the three letters of its documents."""

    letters: str
    icao: str
    organisation: str
    common_name: str

    @property
    def name(self) -> x509.Name:
        return x509.Name.build({"country_name": self.letters, "organization_name": self.organisation, "common_name": self.common_name})

    @property
    def place(self) -> x509.GeneralNames:
        """The alternative name the profile wants: a directory name with the three letters as locality."""
        return x509.GeneralNames([x509.GeneralName(name="directory_name", value=x509.Name.build({"locality_name": self.icao}))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From and until when, both inclusive: the certificate, and (`signs_until`) the use of its private key."""

    first: date
    signs_until: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An authority as far as issuing goes."""

    holder: Holder
    key: SigningKey = field(repr=False)

    @property
    def key_identifier(self) -> bytes:
        return key_identifier(self.key.public_key_info)


def authority(issuer: Issuer, *, days: Days, list_url: str) -> bytes:
    """The self-signed certificate of a country's signing authority (CSCA), DER."""
    own = [
        _extension("basic_constraints", {"ca": True, "path_len_constraint": 0}, critical=True),
        _extension("key_usage", {"key_cert_sign", "crl_sign"}, critical=True),
        _extension("key_identifier", issuer.key_identifier),
    ]
    return _certificate(issuer, issuer.holder, issuer.key.public_key_info, days=days, list_url=list_url, own=own)


def signer(issuer: Issuer, holder: Holder, public_key_info: bytes, *, days: Days, list_url: str) -> bytes:
    """The certificate of a document signer, DER. `public_key_info` is taken as it is, written-out curves too."""
    own = [
        _extension("key_usage", {"digital_signature"}, critical=True),
        _extension("key_identifier", key_identifier(public_key_info)),
        x509.Extension({"extn_id": _DOCUMENT_TYPES, "critical": False, "extn_value": core.ParsableOctetString(_CARD)}),
    ]
    return _certificate(issuer, holder, public_key_info, days=days, list_url=list_url, own=own)


def key_identifier(public_key_info: bytes) -> bytes:
    """SHA-1 of the public key's bits (RFC 5280 section 4.2.1.2, method 1): a name, not a protection."""
    return hashlib.sha1(bytes(keys.PublicKeyInfo.load(public_key_info)["public_key"])[1:], usedforsecurity=False).digest()


def instant(day: date, *, end: bool = False) -> datetime:
    """The first or the last second of a day, UTC."""
    return datetime(day.year, day.month, day.day, *((23, 59, 59) if end else (0, 0, 0)), tzinfo=UTC)


def time_of(at: datetime) -> x509.Time:
    """UTCTime until 2049, as RFC 5280 section 4.1.2.5 wants it, GeneralizedTime from then on."""
    return x509.Time({"utc_time": at}) if at.year < 2050 else x509.Time({"general_time": at})


def serial_of(public_key_info: bytes) -> int:
    """A positive serial number of eight bytes that follows from the key, so that no counter is kept."""
    return int.from_bytes(hashlib.sha256(public_key_info).digest()[:8], "big") >> 1 | 1 << 62


def _certificate(issuer: Issuer, subject: Holder, public_key_info: bytes, *, days: Days, list_url: str, own: list[x509.Extension]) -> bytes:
    use = {"not_before": instant(days.first), "not_after": instant(days.signs_until, end=True)}
    extensions = [
        *own,
        _extension("authority_key_identifier", {"key_identifier": issuer.key_identifier}),
        _extension("private_key_usage_period", use),
        _extension("subject_alt_name", subject.place),
        _extension("issuer_alt_name", issuer.holder.place),
        _extension("crl_distribution_points", [{"distribution_point": x509.DistributionPointName(name="full_name", value=_url(list_url))}]),
    ]
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": serial_of(public_key_info),
            "signature": issuer.key.algorithm,
            "issuer": issuer.holder.name,
            "validity": {"not_before": time_of(instant(days.first)), "not_after": time_of(instant(days.last, end=True))},
            "subject": subject.name,
            "subject_public_key_info": keys.PublicKeyInfo.load(public_key_info),
            "extensions": extensions,
        }
    )
    signature = issuer.key.sign(body.dump())
    made = x509.Certificate({"tbs_certificate": body, "signature_algorithm": issuer.key.algorithm, "signature_value": signature})
    return bytes(made.dump())


def _extension(name: str, value: object, *, critical: bool = False) -> x509.Extension:
    return x509.Extension({"extn_id": name, "critical": critical, "extn_value": value})


def _url(text: str) -> x509.GeneralNames:
    return x509.GeneralNames([x509.GeneralName(name="uniform_resource_identifier", value=text)])
