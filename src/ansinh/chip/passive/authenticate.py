"""The checks of passive authentication, each with its own end; no policy, and no verdict over them (BSI TR-03135).

What the SOD lists counts, never EF.COM. Hashes are taken over the files as they were read, never over anything encoded anew.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ansinh.chip import lds, trust
from ansinh.chip.checks import Check, Outcome, failed, not_performed, successful, undetermined
from ansinh.chip.errors import ChipError
from ansinh.chip.passive.signer import check_signature, check_signer

SECURITY_OBJECT = "2.23.136.1.1.1"
_BINDING = ("sod_structure", "sod_signature", "signer_trusted", "country")


@dataclass(frozen=True, slots=True)
class Passive:
    """Every check once, by its stable name.

    They are `sod_structure`, `sod_signature`, `signer_trusted`, `signer_validity`, `signer_revocation`, `country`, and a `dgN_hash` for each
    group that was given or is listed, by number.
    `signer` is the certificate in the SOD, believed or not; None if there is none to read. `listed` are the groups that the SOD lists and
    `hashes` what it says of each; both are empty where it cannot be read. `versions` are those of the LDS and of
    Unicode that were signed; None where none were. `signing_time` is what the signer says, UTC.
    """

    checks: tuple[Check, ...]
    signer: trust.Certificate | None = field(repr=False)
    listed: frozenset[int] = frozenset()
    hashes: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    signing_time: datetime | None = field(default=None, repr=False)
    versions: tuple[str, str] | None = None

    def check(self, name: str) -> Check:
        """The check of that name; one that was not performed if there is none."""
        return next((each for each in self.checks if each.name == name), not_performed(name, "not_there"))

    def binds(self, group: int) -> bool:
        """True if a signer that is believed signed exactly these bytes of the group. Times and revocation are not in it: policy is."""
        return all(self.check(name).outcome is Outcome.SUCCESSFUL for name in (*_BINDING, hash_name(group)))


def hash_name(group: int) -> str:
    """The name of a group's check."""
    return f"dg{group}_hash"


def authenticate(
    sod: bytes, groups: Mapping[int, bytes], store: trust.TrustStore, *, now: datetime, signed_on: date | None = None
) -> Passive:
    """How far the `groups` (raw files by number, header included) are those that `sod` (the raw EF.SOD) says a country signed.

    `signed_on` is when the document was made, if that is known from elsewhere. Raises nothing for whatever bytes: what cannot be read fails.
    """
    try:
        data = trust.read_signed_data(lds.sod_content(sod), content_type=SECURITY_OBJECT)
        listing = lds.read_security_object(data.content)
    except ChipError as wrong:
        return _unreadable(wrong, groups)
    by_hash = tuple(_hashes(listing, groups))
    signature, signed = check_signature(data)
    listed = frozenset(listing.hashes)
    versions = (listing.lds_version, listing.unicode_version) if listing.lds_version and listing.unicode_version else None
    structure = successful("sod_structure")
    if signed is None:
        rest = (not_performed(name, "no_signature") for name in ("signer_trusted", "signer_validity", "signer_revocation", "country"))
        return Passive((structure, signature, *rest, *by_hash), None, listed, listing.hashes, versions=versions)
    checks = (structure, signature, *check_signer(signed, store, now=now, signed_on=signed_on), *by_hash)
    return Passive(checks, signed.by, listed, listing.hashes, signed.at, versions)


def _hashes(listing: lds.SecurityObject, groups: Mapping[int, bytes]) -> Iterator[Check]:
    for group in sorted({*listing.hashes, *groups}):
        name = hash_name(group)
        if group not in listing.hashes:
            yield failed(name, "not_in_sod", "the group is there, and its issuer never signed it")
        elif group not in groups:
            yield not_performed(name, "not_read", "the group was signed, and was not read")
        elif not hmac.compare_digest(hashlib.new(listing.hash_algorithm, groups[group]).digest(), listing.hashes[group]):
            yield failed(name, "altered", "the group is not the one that was signed")
        elif listing.hash_algorithm in trust.WEAK_HASHES:
            yield undetermined(name, "weak_hash", "the group agrees, by a hash that is no longer safe")
        else:
            yield successful(name)


def _unreadable(wrong: ChipError, groups: Mapping[int, bytes]) -> Passive:
    names = ("sod_signature", "signer_trusted", "signer_validity", "signer_revocation", "country", *map(hash_name, sorted(groups)))
    rest = tuple(not_performed(name, "no_structure") for name in names)
    return Passive((failed("sod_structure", wrong.code, wrong.detail), *rest), None)
