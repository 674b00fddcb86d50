"""From a document signer to a CSCA that is believed (ICAO Doc 9303-12 section 7; -11 section 5.1): each question a check of its own.

The path is two certificates long, or as many more as link certificates are needed; it is not RFC 5280's: an expired CSCA vouches for what it
signed in its time, and a signer's private key has a shorter time than its certificate.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ansinh.chip.checks import Check, failed, successful, undetermined
from ansinh.chip.errors import ChipError
from ansinh.chip.trust.algorithms import WEAK_HASHES, NotVerified
from ansinh.chip.trust.anchors import Authority, TrustStore, may_certify
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.signatures import verify_signature

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Path:
    """`signer` is vouched for by `authority`. `is_weak` is True where that signature, or one on the way from the anchor, is over a weak hash."""

    signer: Certificate
    authority: Authority
    is_weak: bool

    @property
    def anchor_country(self) -> str:
        return self.authority.certificate.country


def find_path(signer: Certificate, store: TrustStore) -> Path:
    """Who vouches for `signer`.

    Raises NotVerified: `wrong_key_usage` and `critical_extension_unknown` (the signer's own), `self_signed`, `issuer_unknown`,
    `issuer_not_authority`, `issuer_out_of_time` (it was not the CSCA's time), or why the signature does not hold: `wrong_signature` and what
    `verify_signature` raises. Raises Malformed for keys that cannot be read.
    """
    _signs_documents(signer)
    issuers = store.authorities_named(signer.issuer.key)
    if not issuers:
        raise _stranger(signer, store)
    refused: ChipError | None = None
    weak: Path | None = None
    for each in issuers:
        try:
            path = Path(signer, each, _vouches(each.certificate, signer) or each.is_weak)
        except ChipError as reason:
            refused = refused or reason
            continue
        if not path.is_weak:
            return path
        weak = weak or path
    if weak is not None:
        return weak
    assert refused is not None
    raise refused


def check_trust(signer: Certificate, store: TrustStore, *, name: str = "signer_trusted") -> tuple[Check, Path | None]:
    """Whether the signer's certificate leads to an anchor; a weak hash on the way leaves it undetermined. The path where there is one."""
    try:
        path = find_path(signer, store)
    except ChipError as reason:
        return failed(name, reason.code, reason.detail), None
    if path.is_weak:
        return undetermined(
            name, "weak_hash", "a certificate on the signer's way to its anchor is signed over a hash that is no longer safe"
        ), path
    return successful(name), path


def check_validity(signer: Certificate, *, now: datetime, signed_at: datetime | None, signed_on: date | None) -> Check:
    """Whether it was the signer's time when it signed: within its validity and its private key's usage period, where it states one.

    `signed_at` is what the signature says, `signed_on` what the document says; each that is known must be in time, a day more or less where
    only a day is known. If neither is known, a certificate that is valid now will do; one that has ended leaves the answer undetermined.
    """
    name = "signer_validity"
    if signer.not_before > signer.not_after:
        return failed(name, "never_valid", "the signer's certificate ends before it begins")
    if now < signer.not_before:
        return failed(name, "not_yet_valid", "the signer's certificate is not valid yet")
    if signed_at is not None and signed_at - now > _A_DAY:
        return failed(name, "signed_in_future", "the signature says that it was made in the future")
    begin, end = (
        max(signer.not_before, signer.signs_from or signer.not_before),
        min(signer.not_after, signer.signs_until or signer.not_after),
    )
    if signed_at is not None and not begin <= signed_at <= end:
        return failed(name, "signed_out_of_time", "the signer signed when its key was not to be used")
    if signed_on is not None and max(begin.date() - signed_on, signed_on - end.date()) > _A_DAY:
        return failed(name, "signed_out_of_time", "the document was made when the signer's key was not to be used")
    if signed_at is None and signed_on is None and now > signer.not_after:
        return undetermined(name, "time_of_signing_unknown", "the signer's certificate has ended, and nothing says when it signed")
    return successful(name)


def check_revocation(path: Path, store: TrustStore, *, now: datetime) -> Check:
    """Whether the signer, or an authority on the way to its anchor, the anchor with them, is on a list of its issuer.

    A list that is old still revokes, and so does one that a newer one follows without it: an entry may be left out once the certificate has
    ended (RFC 5280 section 3.3), and what it signed is still in use. That a certificate is *not* on an old list says nothing: undetermined
    `stale`. `none` without a list, `not_yet` for one from the future, `weak_hash` where none is signed over a hash that is safe: nobody is
    cleared by what somebody else might have written.
    """
    name = "signer_revocation"
    open_reason = ""
    for each in (path.signer, *path.authority.through, path.authority.anchor):
        crls = store.crls_of(each.issuer.key)
        if any(crl.lists(each) for crl in crls):
            return failed(name, "revoked", "the certificate of the signer, or of the authority above it, is revoked")
        clearing = next((crl for crl in crls if not crl.is_weak), None)
        if not crls:
            open_reason = "none"
        elif clearing is None:
            open_reason = open_reason or "weak_hash"
        elif not clearing.is_fresh(now):
            open_reason = open_reason or ("stale" if now > clearing.this_update else "not_yet")
    if open_reason:
        return undetermined(name, open_reason, _OPEN[open_reason])
    return successful(name)


def check_country(path: Path, *, name: str = "country") -> Check:
    """Whether signer and authority are of one country, by their names (Doc 9303-12 section 7.1.1: both have one, and the same)."""
    countries = {path.signer.country, path.anchor_country}  # the signer's issuer has the authority's name, country and all
    if "" in countries:
        return failed(name, "no_country", "a certificate on the way names no country")
    if len(countries) != 1:
        return failed(name, "countries_differ", "the signer is of another country than the authority above it")
    return successful(name)


_OPEN = {
    "none": "there is no revocation list of the authority",
    "stale": "the revocation list of the authority is too old to tell",
    "not_yet": "the revocation list of the authority is dated in the future",
    "weak_hash": "the revocation list of the authority is signed over a hash that is no longer safe",
}


def _signs_documents(signer: Certificate) -> None:
    """Doc 9303-12 section 7.1.1: digitalSignature; no authority; no extended key usage, which marks signers of lists and of visa seals."""
    if signer.is_authority or "digital_signature" not in (signer.key_usage or ()) or signer.extended_key_usage:
        raise NotVerified("wrong_key_usage", "the certificate is not one for signing documents")
    if signer.critical_unknown:
        raise NotVerified("critical_extension_unknown", "the certificate demands something that is not understood")


def _stranger(signer: Certificate, store: TrustStore) -> NotVerified:
    if signer.issuer.key == signer.subject.key:
        return NotVerified("self_signed", "the signer vouches for itself, and is no anchor")
    if any(each.subject.key == signer.issuer.key and not may_certify(each) for each in (*store.anchors, *store.links)):
        return NotVerified("issuer_not_authority", "the signer's issuer may not certify anybody")
    return NotVerified("issuer_unknown", "nobody who is believed vouches for the signer")


def _vouches(issuer: Certificate, signer: Certificate) -> bool:
    """True if over a weak hash. Raises NotVerified if it does not vouch at all."""
    if None not in (signer.authority_key, issuer.subject_key) and signer.authority_key != issuer.subject_key:
        raise NotVerified("wrong_signature", "the signer names another key of its issuer than the one that is believed")
    scheme = verify_signature(issuer.public_key_info, signer.algorithm, signer.signed, signer.signature)
    begin, end = (
        max(issuer.not_before, issuer.signs_from or issuer.not_before),
        min(issuer.not_after, issuer.signs_until or issuer.not_after),
    )
    if max(begin - signer.not_before, signer.not_before - end) > _A_DAY:  # never added up: 31 December 9999 is a usual end
        raise NotVerified("issuer_out_of_time", "the signer's certificate was not made in the time of the authority above it")
    return scheme.hash in WEAK_HASHES
