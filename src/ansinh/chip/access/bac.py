"""Basic access control: the older way in, from the printed lines alone (ICAO Doc 9303-11, 4.3). Who may still use it is the reader's policy."""

import hmac
from dataclasses import dataclass, field

from ansinh.chip.access.passwords import MrzKey
from ansinh.chip.apdu import Command
from ansinh.chip.curves import Random
from ansinh.chip.errors import AccessDenied, CardRefused, Malformed
from ansinh.chip.messaging import Cipher, Send, Session, decrypt, derive_key, encrypt, mac, pad

_NONCE = 8
_KEYING = 16
_SEALED = 2 * _NONCE + _KEYING
_BLOCKED = frozenset({0x63C0, 0x6983, 0x6984})
_NOT_OFFERED = frozenset({0x6A81, 0x6D00, 0x6E00})
_NOT_THE_PASSWORD = frozenset({0x6300, 0x6982, 0x6985, 0x6988, 0x6A80})


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Two 3DES keys: to encrypt, and for check values."""

    enc: bytes = field(repr=False)
    mac: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cryptogram:
    """What one end says to the other: its own nonce, the other's (8 bytes each), and its keying material (16 bytes)."""

    own: bytes = field(repr=False)
    other: bytes = field(repr=False)
    keying: bytes = field(repr=False)


def bac(send: Send, *, key: MrzKey, random: Random) -> Session:
    """The session of a chip that has the same printed lines.

    Raises AccessDenied (`wrong_password`: the card refuses the lines; `wrong_token`: it does not prove that it has them; `locked_or_blocked`;
    `not_supported`), CardRefused for any other refusal, naming the step, and Malformed for answers that are not what the standard says.
    """
    keys = bac_keys(key)
    challenge = _challenge(send)
    own = Cryptogram(random(_NONCE), challenge, random(_KEYING))
    answer = send(Command(0x00, 0x82, 0, 0, seal_cryptogram(keys, own), le=_SEALED + 8))
    if answer.status in _BLOCKED:
        raise AccessDenied("locked_or_blocked", "the card takes no further try with its printed lines")
    if answer.status & 0xFFF0 == 0x63C0:
        raise AccessDenied("wrong_password", f"the printed lines are not those of this card; tries left: {answer.status & 0xF}")
    if answer.status in _NOT_THE_PASSWORD:
        raise AccessDenied("wrong_password", "the printed lines are not those of this card")
    theirs = open_cryptogram(keys, answer.require_ok("BAC authentication"))
    if theirs is None or not hmac.compare_digest(theirs.own + theirs.other, challenge + own.own):
        raise AccessDenied("wrong_token", "the card does not prove that it has these printed lines")
    return bac_session(terminal=own, card=theirs)


def bac_keys(key: MrzKey) -> KeyPair:
    """K-enc and K-mac of the printed lines."""
    return KeyPair(derive_key(key.seed(), 1, Cipher.TDES), derive_key(key.seed(), 2, Cipher.TDES))


def seal_cryptogram(keys: KeyPair, said: Cryptogram) -> bytes:
    """32 bytes encrypted and 8 of their check value, as both ends send them."""
    sealed = encrypt(Cipher.TDES, keys.enc, said.own + said.other + said.keying)
    return sealed + mac(Cipher.TDES, keys.mac, pad(sealed, 8))


def open_cryptogram(keys: KeyPair, raw: bytes) -> Cryptogram | None:
    """What the other end said, from its point of view; None if the check value is wrong. Raises Malformed for another length than 40 bytes."""
    if len(raw) != _SEALED + 8:
        raise Malformed("BAC authentication", f"has {len(raw)} bytes instead of {_SEALED + 8}")
    sealed, check = raw[:_SEALED], raw[_SEALED:]
    if not hmac.compare_digest(mac(Cipher.TDES, keys.mac, pad(sealed, 8)), check):
        return None
    said = decrypt(Cipher.TDES, keys.enc, sealed)
    return Cryptogram(said[:_NONCE], said[_NONCE : 2 * _NONCE], said[2 * _NONCE :])


def bac_session(*, terminal: Cryptogram, card: Cryptogram) -> Session:
    """The session after both cryptograms: keys from both halves, the counter from the ends of both nonces."""
    seed = bytes(one ^ other for one, other in zip(terminal.keying, card.keying, strict=True))
    counter = int.from_bytes(card.own[4:] + terminal.own[4:], "big")
    return Session(Cipher.TDES, derive_key(seed, 1, Cipher.TDES), derive_key(seed, 2, Cipher.TDES), counter)


def _challenge(send: Send) -> bytes:
    answer = send(Command(0x00, 0x84, 0, 0, le=_NONCE))
    if answer.status in _NOT_OFFERED:
        raise AccessDenied("not_supported", "the card does not offer BAC")
    if answer.status != 0x9000:
        raise CardRefused("BAC challenge", answer.status)
    if len(answer.data) != _NONCE:
        raise Malformed("BAC challenge", f"has {len(answer.data)} bytes instead of {_NONCE}")
    return answer.data
