"""Whom we believe: the CSCA certificates of countries, the link certificates that hand on to their next keys, and their revocation lists.

Nothing gets in here by being met on a card. Who puts a certificate in has its fingerprint from the authority itself, or from a master list
whose signer's fingerprint was given (`master_list`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.trust.algorithms import NotVerified, is_over_weak_hash
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.crl import Crl
from ansinh.chip.trust.signatures import verify_signature

MAX_LINKS = 4
"""Keys that hand on to each other, one after the other, from one that is an anchor."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A CSCA that is believed. `through` are the link certificates by which, beginning at `anchor`; empty for an anchor itself.

    `is_weak`: one of these is signed over a hash that is no longer safe.
    """

    certificate: Certificate
    anchor: Certificate
    through: tuple[Certificate, ...] = ()
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Anchors, links and lists as given; what follows from them is worked out once, when the store is made.

    A link that no anchor vouches for, a list that no authority of its name signed, and an anchor that is no authority are kept and count for
    nothing.
    """

    anchors: tuple[Certificate, ...] = ()
    crls: tuple[Crl, ...] = ()
    links: tuple[Certificate, ...] = ()
    _authorities: tuple[Authority, ...] = field(init=False, repr=False, compare=False)
    _lists: tuple[Crl, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_authorities", tuple(_authorities(self.anchors, self.links)))
        object.__setattr__(self, "_lists", tuple(each for each in self.crls if self._signed_by_ours(each)))

    def with_crl(self, crl: Crl) -> Self:
        """The same store with one more list; one of the same issuer that is older stays, and what it revoked stays revoked."""
        return replace(self, crls=(*self.crls, crl))

    def with_anchor(self, anchor: Certificate) -> Self:
        """The same store with one more anchor."""
        return replace(self, anchors=(*self.anchors, anchor))

    def authorities_named(self, issuer_key: str) -> tuple[Authority, ...]:
        """The authorities with that name (`Name.key`), anchors before those that follow from them."""
        return tuple(each for each in self._authorities if each.certificate.subject.key == issuer_key)

    def crls_of(self, issuer_key: str) -> tuple[Crl, ...]:
        """The lists of the issuer of that name that an authority of ours signed, the newest first."""
        return tuple(
            sorted((each for each in self._lists if each.issuer.key == issuer_key), key=lambda each: each.this_update, reverse=True)
        )

    def crl_of(self, issuer_key: str) -> Crl | None:
        """The newest of them; None if there is none."""
        return next(iter(self.crls_of(issuer_key)), None)

    def counts(self, crl: Crl) -> bool:
        """True if the list is one that an authority of ours signed, of a kind that is understood."""
        return crl in self._lists

    def _signed_by_ours(self, crl: Crl) -> bool:
        if crl.critical_unknown:
            return False
        return any(_signed_list(crl, each.certificate) for each in self.authorities_named(crl.issuer.key))


def may_certify(certificate: Certificate) -> bool:
    """True for a certificate of an authority: CA is true, and its key may sign certificates (Doc 9303-12 section 7.1.1)."""
    return certificate.is_authority and "key_cert_sign" in (certificate.key_usage or ()) and not certificate.critical_unknown


def vouches_for_itself(certificate: Certificate) -> bool:
    """True for a certificate that names itself its issuer and has signed itself: an anchor, where it came from whom we believe."""
    return certificate.issuer.key == certificate.subject.key and is_signed_by(certificate, certificate)


@lru_cache(maxsize=4096)
def is_signed_by(certificate: Certificate, issuer: Certificate) -> bool:
    """True if its signature is the issuer's. Says nothing of names, times or rights."""
    try:
        verify_signature(issuer.public_key_info, certificate.algorithm, certificate.signed, certificate.signature)
    except (NotVerified, Malformed):
        return False
    return True


def _authorities(anchors: tuple[Certificate, ...], links: tuple[Certificate, ...]) -> Iterator[Authority]:
    found = [Authority(each, each) for each in dict.fromkeys(anchors) if may_certify(each)]
    yield from found
    waiting = [each for each in dict.fromkeys(links) if may_certify(each)]
    for _ in range(MAX_LINKS):
        found = [_next(by, link) for link in waiting for by in found if _hands_on(by.certificate, link)]
        waiting = [each for each in waiting if each not in {authority.certificate for authority in found}]
        yield from found


def _next(by: Authority, link: Certificate) -> Authority:
    return Authority(link, by.anchor, (*by.through, link), is_weak=by.is_weak or is_over_weak_hash(link.algorithm))


def _hands_on(old: Certificate, link: Certificate) -> bool:
    """A link certificate is issued under the old name and key, in the old one's time, within one country (Doc 9303-12 section 7.1.1)."""
    return (
        link.issuer.key == old.subject.key
        and link.country == old.country != ""
        and old.not_before <= link.not_before <= old.not_after
        and is_signed_by(link, old)
    )


def _signed_list(crl: Crl, authority: Certificate) -> bool:
    if "crl_sign" not in (authority.key_usage or ()):
        return False
    try:
        verify_signature(authority.public_key_info, crl.algorithm, crl.signed, crl.signature)
    except ChipError:
        return False
    return True
