"""A country as its cards see it: an authority, its document signers, its revocation list; made once and kept in a folder.

Whoever holds such a folder can issue that country's cards: the files are 0600. The days are fixed, long before and long after any card: a
real signer signs for three months at most and is then good for as long as its last card (Doc 9303-12 table 1).
"""

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ansinh.sandbox.cards import certificates, keys, revocations, written_out
from ansinh.sandbox.cards.certificates import Days, Holder, Issuer
from ansinh.sandbox.cards.keys import Scheme, SigningKey

REVOKED = "revoked"
SCHEMES: Mapping[str, Scheme] = {
    "ecdsa": "ecdsa-sha256",
    "ecdsa_explicit": "ecdsa-sha256",
    "rsa": "rsa-sha256",
    "rsa_pss": "rsa-pss-sha256",
    REVOKED: "ecdsa-sha256",
}
"""Every document signer a country can have, and what it signs with."""
FIRST_DAY = date(2021, 1, 1)  # the chip cards came in that year
_AUTHORITY = "csca"
_AUTHORITY_SCHEME: Scheme = "ecdsa-sha384"
_REVOKED_ON = date(2025, 6, 1)
_DAYS = Days(first=FIRST_DAY, signs_until=date(2041, 12, 31), last=date(2049, 12, 31))
_LIST_URL = "http://sandbox.invalid/cards/{}.crl"  # a name that never resolves (RFC 6761): the list is brought by hand
_LIST_DAYS, _LIST_RENEWED_AFTER = timedelta(days=90), timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A document signer: its key, and its certificate in DER."""

    key: SigningKey = field(repr=False)
    certificate: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """`authority` signs `signers`; `certificate` is its own, DER."""

    authority: Issuer
    certificate: bytes = field(repr=False)
    signers: Mapping[str, Signer]

    def revocation_list(self, *, today: date) -> bytes:
        """The list in force, DER: the revoked signer and no other. Made the day before, so that no clock finds it in the future."""
        serial = certificates.serial_of(self.signers[REVOKED].key.public_key_info)
        made_on = today - timedelta(days=1)
        return revocations.revocation_list(
            self.authority, {serial: _REVOKED_ON}, number=made_on.toordinal(), issued_on=made_on, next_on=made_on + _LIST_DAYS
        )


def is_due(revocation_list: bytes, *, today: date) -> bool:
    """Whether a kept list is to be made anew: a month old, of another time altogether, or no list."""
    made_on = revocations.issued_on(revocation_list)
    if made_on is None:
        return True
    return not made_on < today <= made_on + _LIST_RENEWED_AFTER


def kept(folder: Path, holder: Holder, *, signers: tuple[str, ...]) -> Country:
    """The country kept in `folder`, made there on first use. Two processes that race get the same one."""
    if not folder.exists():
        _make(folder, holder, signers)
    authority = Issuer(holder=holder, key=_load(folder, _AUTHORITY, _AUTHORITY_SCHEME))
    return Country(
        authority=authority,
        certificate=(folder / f"{_AUTHORITY}.cer").read_bytes(),
        signers={
            name: Signer(key=_load(folder, name, SCHEMES[name]), certificate=(folder / f"{name}.cer").read_bytes()) for name in signers
        },
    )


def _make(folder: Path, holder: Holder, signers: tuple[str, ...]) -> None:
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.mkdir(parents=True, mode=0o700)
    url = _LIST_URL.format(holder.icao.lower())
    authority = Issuer(holder=holder, key=keys.new(_AUTHORITY_SCHEME))
    _write(draft, _AUTHORITY, authority.key, certificates.authority(authority, days=_DAYS, list_url=url))
    for name in signers:
        key = keys.new(SCHEMES[name])
        named = Holder(letters=holder.letters, icao=holder.icao, organisation=holder.organisation, common_name=f"Document signer {name}")
        _write(draft, name, key, certificates.signer(authority, named, _told(name, key), days=_DAYS, list_url=url))
    try:
        draft.rename(folder)  # atomic, and refused where another process was first
    except OSError:
        shutil.rmtree(draft)
        if not folder.exists():
            raise


def _told(name: str, key: SigningKey) -> bytes:
    """The public key as the signer's certificate tells it."""
    if name == "ecdsa_explicit" and isinstance(key.private, ec.EllipticCurvePrivateKey):
        return written_out.public_key_info(key.private)
    return key.public_key_info


def _write(folder: Path, name: str, key: SigningKey, certificate: bytes) -> None:
    for file, content in ((f"{name}.pem", keys.private_bytes(key.private, serialization.Encoding.PEM)), (f"{name}.cer", certificate)):
        with os.fdopen(os.open(folder / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)


def _load(folder: Path, name: str, scheme: Scheme) -> SigningKey:
    private = serialization.load_pem_private_key((folder / f"{name}.pem").read_bytes(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(f"{name}.pem is no key of this factory")
    return SigningKey(private, scheme)
