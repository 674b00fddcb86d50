"""Whether what a card brings is signed, and by whom we believe: the same questions for EF.SOD and for EF.CardSecurity (ICAO Doc 9303-12, 7)."""

from collections.abc import Iterator
from datetime import date, datetime

from ansinh.chip import trust
from ansinh.chip.checks import Check, failed, not_performed, successful, undetermined
from ansinh.chip.errors import ChipError


def check_signature(data: trust.SignedData) -> tuple[Check, trust.Signed | None]:
    """`sod_signature`, and who signed; None where the signature is not the enclosed certificate's over the enclosed content."""
    try:
        signed = trust.verify_signed_data(data)
    except ChipError as wrong:
        return failed("sod_signature", wrong.code, wrong.detail), None
    if signed.scheme.hash in trust.WEAK_HASHES:
        return undetermined("sod_signature", "weak_hash", "the security object is signed over a hash that is no longer safe"), signed
    return successful("sod_signature"), signed


def check_signer(signed: trust.Signed, store: trust.TrustStore, *, now: datetime, signed_on: date | None) -> Iterator[Check]:
    """`signer_trusted`, `signer_validity`, `signer_revocation` and `country`, in this order. `signed_on` as in `authenticate`."""
    trusted, path = trust.check_trust(signed.by, store)
    yield trusted
    yield trust.check_validity(signed.by, now=now, signed_at=signed.at, signed_on=signed_on)
    if path is None:
        yield not_performed("signer_revocation", "no_path", "nobody who is believed vouches for the signer, so nobody could revoke it")
        yield not_performed("country", "no_path", "there is no authority whose country could be compared")
    else:
        yield trust.check_revocation(path, store, now=now)
        yield trust.check_country(path)
