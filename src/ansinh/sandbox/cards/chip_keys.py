"""The keys in a person's chip, and those that only look like them."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from ecdsa import numbertheory

from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import keys
from ansinh.sandbox.cards.chip_files import CHIP_AUTHENTICATION, CHIP_MAPPING
from ansinh.sandbox.cards.model import ActiveKind, CardTrouble

_PRIME_BITS_OF_WEAK = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeys:
    """`told` is the key of chip authentication as data group 14 tells it, `held` what the chip has; `active` is that of group 15.

    `mapping_told` and `mapping_held` are the same of chip authentication mapping, for a card that opens so; EF.CardSecurity tells it.
    """

    told: ec.EllipticCurvePrivateKey = field(repr=False)
    held: ec.EllipticCurvePrivateKey = field(repr=False)
    active: keys.PrivateKey | None = field(repr=False)
    mapping_told: ec.EllipticCurvePrivateKey = field(repr=False)
    mapping_held: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def mapping_key(self) -> virtual_card.ChipKey:
        return virtual_card.ChipKey(curve=keys.CURVE.name, private=self.mapping_held.private_numbers().private_value, oid=CHIP_MAPPING)

    @property
    def mapping_info(self) -> bytes:
        return keys.public_key_info(self.mapping_told)

    @property
    def chip_key(self) -> virtual_card.ChipKey:
        return virtual_card.ChipKey(curve=keys.CURVE.name, private=self.held.private_numbers().private_value, oid=CHIP_AUTHENTICATION)

    @property
    def told_info(self) -> bytes:
        return keys.public_key_info(self.told)

    @property
    def active_is_ecdsa(self) -> bool:
        return isinstance(self.active, ec.EllipticCurvePrivateKey)

    @property
    def active_info(self) -> bytes | None:
        return None if self.active is None else keys.public_key_info(self.active)

    @property
    def active_private(self) -> bytes | None:
        return None if self.active is None else keys.private_bytes(self.active)


def of(number: str, *, secret: bytes, shared_rsa: Path, active: ActiveKind, trouble: CardTrouble | None) -> ChipKeys:
    """The keys of the person with this citizen number: the same every time for the same secret. A clone has other ones.

    The RSA key of active authentication is one for all cards, kept in `shared_rsa`: to make one for each takes too long.
    """
    whose = "clone" if trouble is CardTrouble.CLONE else "chip"
    told = keys.derived(secret, f"{whose} authentication", number)
    wrong = keys.derived(secret, "wrong chip authentication", number)
    mapping = keys.derived(secret, f"{whose} mapping", number)
    return ChipKeys(
        told=told,
        held=wrong if trouble is CardTrouble.WRONG_CHIP_KEY else told,
        active=_active(number, whose, secret=secret, shared_rsa=shared_rsa, active=active, trouble=trouble),
        mapping_told=mapping,
        mapping_held=wrong if trouble is CardTrouble.WRONG_CHIP_KEY else mapping,
    )


def _active(
    number: str, whose: str, *, secret: bytes, shared_rsa: Path, active: ActiveKind, trouble: CardTrouble | None
) -> keys.PrivateKey | None:
    if trouble is CardTrouble.WEAK_ACTIVE_KEY:
        return _weak_rsa(secret, number)
    if active == "none":
        return None
    if active == "ecdsa":
        return keys.derived(secret, f"{whose} active", number)
    return _kept_rsa(shared_rsa.with_stem(f"{shared_rsa.stem}-of-clones") if whose == "clone" else shared_rsa)


def _kept_rsa(path: Path) -> rsa.RSAPrivateKey:
    """The RSA-2048 key in `path`, made on first use with mode 0600. Two processes that race get the same one."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(keys.private_bytes(keys.new_rsa(), serialization.Encoding.PEM))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} is no key of this factory")
    return key


def _weak_rsa(secret: bytes, number: str) -> rsa.RSAPrivateKey:
    """RSA of 768 bits, factored in public in 2009. Made from two primes by hand, for no library makes it."""
    p, q = (_prime(hmac.digest(secret, f"weak active {each}|{number}".encode(), hashlib.sha384)) for each in "pq")
    exponent = 65537
    d = pow(exponent, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(exponent, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public).private_key()


def _prime(digest: bytes) -> int:
    """The next prime after the digest with its two highest bits set, that the exponent does not divide the predecessor of."""
    start = int.from_bytes(digest, "big") | 0b11 << (_PRIME_BITS_OF_WEAK - 2)
    found: int = numbertheory.next_prime(start)
    while found % 65537 == 1:
        found = numbertheory.next_prime(found)
    return found
