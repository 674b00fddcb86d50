"""The parts of PACE that both ends need (BSI TR-03110-2, 3.2; ICAO Doc 9303-11, 4.4). Order, status words and randomness are each end's own."""

from dataclasses import dataclass

from ansinh.chip import tlv
from ansinh.chip.access.domains import Domain, E
from ansinh.chip.access.passwords import Password
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher, Session, decrypt, derive_key, encrypt, mac, pad

_PACE = "0.4.0.127.0.7.2.2.4"
_MAPPINGS = {1: "DH-GM", 2: "ECDH-GM", 3: "DH-IM", 4: "ECDH-IM", 6: "ECDH-CAM"}
_REFERENCES = ([0x87, 0x88], [0x87])
_CIPHERS = {1: Cipher.TDES, 2: Cipher.AES128, 3: Cipher.AES192, 4: Cipher.AES256}


@dataclass(frozen=True, slots=True)
class Suite:
    """One variant of PACE. `mapping` is one of DH-GM, ECDH-GM, DH-IM, ECDH-IM, ECDH-CAM."""

    oid: str
    mapping: str
    cipher: Cipher

    @property
    def name(self) -> str:
        return f"id-PACE-{self.mapping}-{self.cipher.value[0]}"


def suite(oid: str) -> Suite | None:
    """The variant of an object identifier in dotted form; None for what is no variant of PACE (BSI TR-03110-3, A.1.1.1)."""
    stem, _, last = oid.rpartition(".")
    root, _, kind = stem.rpartition(".")
    if root != _PACE or not (kind.isdecimal() and last.isdecimal()):
        return None
    mapping, cipher = _MAPPINGS.get(int(kind)), _CIPHERS.get(int(last))
    if mapping is None or cipher is None or (mapping == "ECDH-CAM" and cipher is Cipher.TDES):
        return None
    return Suite(oid, mapping, cipher)


def password_key(password: Password, cipher: Cipher) -> bytes:
    """K-pi, which the nonce is encrypted with."""
    return derive_key(password.pace_secret(), 3, cipher)


def nonce_bytes(cipher: Cipher) -> int:
    """How long the nonce is: the least whole number of blocks that is not shorter than the key (BSI TR-03110-3, A.3.3)."""
    return -(-cipher.key_bytes // cipher.block) * cipher.block


def encrypt_nonce(nonce: bytes, key: bytes, cipher: Cipher) -> bytes:
    """The nonce as the card sends it."""
    return encrypt(cipher, key, nonce)


def decrypt_nonce(encrypted: bytes, key: bytes, cipher: Cipher) -> bytes:
    """The nonce s. Raises Malformed if z has not the length that it must have."""
    if len(encrypted) != nonce_bytes(cipher):
        raise Malformed("PACE nonce", f"has {len(encrypted)} bytes instead of {nonce_bytes(cipher)}")
    return decrypt(cipher, key, encrypted)


def session_keys(shared: bytes, cipher: Cipher) -> tuple[bytes, bytes]:
    """K-enc and K-mac from what both ends share."""
    return derive_key(shared, 1, cipher), derive_key(shared, 2, cipher)


def token(variant: Suite, k_mac: bytes, domain: Domain[E], public: E) -> bytes:
    """The check value over the *other* end's ephemeral key, 8 bytes (BSI TR-03110-3, A.2.4.3 and D.3: object identifier and public key)."""
    covered = tlv.encode(0x7F49, tlv.encode(0x06, oid_bytes(variant.oid)), tlv.encode(domain.key_tag, domain.encode(public)))
    return mac(variant.cipher, k_mac, pad(covered, 8) if variant.cipher is Cipher.TDES else covered)


def opened(variant: Suite, k_enc: bytes, k_mac: bytes) -> Session:
    """The session that follows; its counter begins at zero."""
    return Session(variant.cipher, k_enc, k_mac)


def template(tag: int | None = None, value: bytes = b"") -> bytes:
    """Dynamic authentication data, 7C, with one element or with none."""
    return tlv.encode(0x7C, b"" if tag is None else tlv.encode(tag, value))


def open_template(data: bytes, tag: int | None, what: str) -> bytes:
    """What is in the one element `tag` of dynamic authentication data; None: there must be none, and nothing is given.

    Raises Malformed for another element, more than one, or anything beside them.
    """
    found = tlv.one(data, 0x7C, what).children(what)
    if [node.tag for node in found] != ([] if tag is None else [tag]):
        raise Malformed(what, "has not exactly the element that it must have")
    return found[0].value if found else b""


def without_references(data: bytes, what: str) -> bytes:
    """A card's last answer without the names of authorities for terminal authentication (87, and perhaps 88, behind the token).

    Cards send them to terminals that ask (ICAO Doc 9303-11, 4.4.5), and some to all, as in the example of appendix G.2. Nothing is done with them.
    Raises Malformed.
    """
    found = tlv.one(data, 0x7C, what).children(what)
    tags = [node.tag for node in found]
    named = next((each for each in _REFERENCES if tags[1 : 1 + len(each)] == each), [])
    return tlv.encode(0x7C, *(node.raw for node in (*found[:1], *found[1 + len(named) :])))


def oid_bytes(oid: str) -> bytes:
    """The contents of an object identifier in dotted form, without tag and length (ITU-T X.690, 8.19)."""
    first, second, *others = map(int, oid.split("."))
    return b"".join(_base_128(arc) for arc in (40 * first + second, *others))


def _base_128(arc: int) -> bytes:
    octets = [arc & 0x7F]
    while arc := arc >> 7:
        octets.append(arc & 0x7F | 0x80)
    return bytes(reversed(octets))
