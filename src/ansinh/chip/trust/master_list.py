"""Master lists: CSCA certificates that one country has collected and signed (ICAO Doc 9303-12 section 8).

A list is only as good as who signed it, so its signer's fingerprint comes from outside; there is no trust on first use.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.trust.algorithms import WEAK_HASHES, NotVerified, is_over_weak_hash
from ansinh.chip.trust.anchors import is_signed_by, may_certify, vouches_for_itself
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.parsing import INTEGER, SEQUENCE, SET, integer
from ansinh.chip.trust.signed_data import Signed, SignedData, read_signed_data, verify_signed_data

MASTER_LIST = "2.23.136.1.1.2"
MASTER_LIST_SIGNER = "2.23.136.1.1.3"
MAX_BYTES = 16 * 1024 * 1024
_WHAT = "master list"


@dataclass(frozen=True, slots=True)
class MasterList:
    """`anchors` vouch for themselves, `links` are vouched for by an older key. `unreadable` certificates of the list were left out: how many.

    `signer` is the fingerprint by which the list was believed, `signed_at` when its signer says to have signed, UTC; None if it does not say.
    """

    anchors: tuple[Certificate, ...]
    links: tuple[Certificate, ...]
    unreadable: int
    signer: str
    signed_at: datetime | None


def read_master_list(cms: bytes, *, signer_fingerprints: Collection[str]) -> MasterList:
    """The certificates of a master list whose signer is one of `signer_fingerprints`.

    A fingerprint is SHA-256 in hexadecimal, of the certificate that signed the list or of an enclosed CSCA that certified that one. Raises Malformed, or NotVerified: `signer_not_expected` with the fingerprints that would do in the detail, `wrong_key_usage`, `weak_hash`,
    and what `verify_signed_data` raises.
    """
    data = read_signed_data(cms, content_type=MASTER_LIST, max_bytes=MAX_BYTES)
    signed = verify_signed_data(data)
    believed = _signer(data, signed, {each.lower().replace(":", "") for each in signer_fingerprints})
    anchors, links, unreadable = [], [], 0
    for raw in _certificates(data.content):
        try:
            certificate = Certificate.parse(raw)
        except Malformed:
            unreadable += 1
            continue
        if not may_certify(certificate):
            unreadable += 1
        elif vouches_for_itself(certificate):
            anchors.append(certificate)
        else:
            links.append(certificate)
    return MasterList(tuple(anchors), tuple(links), unreadable, believed, signed.at)


def _signer(data: SignedData, signed: Signed, expected: Collection[str]) -> str:
    if signed.by.extended_key_usage != frozenset({MASTER_LIST_SIGNER}):
        raise NotVerified("wrong_key_usage", "the certificate is not one for signing master lists")
    if signed.scheme.hash in WEAK_HASHES:
        raise NotVerified("weak_hash", "the list is signed over a hash that is no longer safe")
    if signed.at is not None and not signed.by.not_before <= signed.at <= signed.by.not_after:
        raise NotVerified("signed_out_of_time", "the list was signed when its signer's certificate was not valid")
    above = [] if is_over_weak_hash(signed.by.algorithm) else [each.fingerprint for each in _enclosed(data) if _certified(each, signed.by)]
    for fingerprint in (signed.by.fingerprint, *above):
        if fingerprint in expected:
            return fingerprint
    would_do = ", ".join((signed.by.fingerprint, *above))
    raise NotVerified("signer_not_expected", f"the list is signed by somebody whose fingerprint was not given; its own: {would_do}")


def _certified(authority: Certificate, signer: Certificate) -> bool:
    return may_certify(authority) and is_signed_by(signer, authority)


def _enclosed(data: SignedData) -> list[Certificate]:
    found = []
    for raw in data.certificates:
        try:
            found.append(Certificate.parse(raw))
        except Malformed:
            continue
    return found


def _certificates(content: bytes) -> list[bytes]:
    parts = tlv.one(content, SEQUENCE, _WHAT, max_bytes=MAX_BYTES).children(_WHAT)
    if [each.tag for each in parts] != [INTEGER, SET] or integer(parts[0], _WHAT) != 0:
        raise Malformed(_WHAT, "is not one of version 0")
    return [each.raw for each in parts[1].children(_WHAT)]
