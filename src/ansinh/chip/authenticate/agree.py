"""Chip authentication, the terminal's side: version 1, with and without a curve (BSI TR-03110-1, 3.4; ICAO Doc 9303-11, 6.2).

A chip that does not have the private key of its DG14 agrees on nothing: the first command under the new keys fails. So the session that is
given proves something only once an answer came back under it.
"""

from typing import Any

from ansinh.chip import curves, groups, tlv
from ansinh.chip.access import CIPHER_STRENGTH, Domain, InGroup, OnCurve, oid_bytes, open_template, session_keys, template
from ansinh.chip.apdu import SHORT_LE, Command
from ansinh.chip.curves import Random, UnknownCurve
from ansinh.chip.errors import AccessDenied, Malformed
from ansinh.chip.groups import UnknownGroup
from ansinh.chip.messaging import Cipher, Send, Session

_MAX_KEY_ID_BITS = 64
_WHAT = "chip authentication key"
_CA, _PK = "0.4.0.127.0.7.2.2.3", "0.4.0.127.0.7.2.2.1"
_DH, _ECDH = "1", "2"
_CIPHERS = {"1": Cipher.TDES, "2": Cipher.AES128, "3": Cipher.AES192, "4": Cipher.AES256}
_PROTOCOLS = {f"{_CA}.{kind}.{last}": (kind, cipher) for kind in (_ECDH, _DH) for last, cipher in _CIPHERS.items()}


class NotSupported(AccessDenied):
    """The card's way of authenticating its chip is not built. `code`: not_supported, unknown_curve, unknown_group, explicit_parameters_unknown."""


def chip(send: Send, *, oid: str, key_id: int | None, public_key_info: bytes, random: Random) -> Session:
    """The session under keys agreed with the static key of DG14. Send on with it, and on nothing else: the old session has ended.

    `oid` is that of a ChipAuthenticationInfo, `key_id` the one it names (None where it names none), `public_key_info` the
    SubjectPublicKeyInfo of the ChipAuthenticationPublicKeyInfo in DER, its curve or group named or in full.
    `send` is the session that access gave. Raises NotSupported for other protocols and for curves and groups not known here, Malformed for a
    key that is none, CardRefused naming the step.
    """
    found = _PROTOCOLS.get(oid)
    if found is None:
        raise NotSupported("not_supported", "the card asks for a chip authentication that is not known")
    kind, cipher = found
    try:
        domain, static = _static(kind, public_key_info)
    except (UnknownCurve, UnknownGroup) as error:
        raise NotSupported(error.code, error.detail) from error
    private = domain.new_private(random)
    own = domain.encode(domain.public_key(private))
    if cipher is Cipher.TDES:
        _set_key(send, key_id, own)
    else:
        _set_and_authenticate(send, oid, key_id, own)
    return agreed(cipher, domain.shared_secret(private, static))


def cipher_of(oid: str) -> Cipher | None:
    """What id-CA-ECDH-... or id-CA-DH-... encrypts with, by object identifier in dotted form; None for any other (BSI TR-03110-3, A.1.1.2)."""
    found = _PROTOCOLS.get(oid)
    return None if found is None else found[1]


def belongs(oid: str, key_oid: str) -> bool:
    """True if a protocol that is known goes with keys of that kind: id-CA-ECDH with id-PK-ECDH, id-CA-DH with id-PK-DH (ICAO Doc 9303-11, 9.2.6)."""
    found = _PROTOCOLS.get(oid)
    return found is not None and key_oid == f"{_PK}.{found[0]}"


def rank(oid: str, public_key_info: bytes) -> tuple[int, int] | None:
    """Where a protocol with its key stands among others: the least comes first, by the weaker of its two parts, then by the cipher.

    None for what `chip` does not support. A key that is none comes first, as it is: it is to be seen, not to be passed over.
    """
    found = _PROTOCOLS.get(oid)
    if found is None:
        return None
    kind, cipher = found
    strength = CIPHER_STRENGTH[cipher]
    try:
        domain, _ = _static(kind, public_key_info)
    except (UnknownCurve, UnknownGroup):
        return None
    except Malformed:
        return -max(CIPHER_STRENGTH.values()) - 1, -strength
    return -min(strength, domain.strength), -strength


def agreed(cipher: Cipher, shared: bytes) -> Session:
    """The session of both ends from what they share. Its counter begins at zero."""
    return Session(cipher, *session_keys(shared, cipher))


def _static(kind: str, public_key_info: bytes) -> tuple[Domain[Any], Any]:
    """What to calculate in, and the card's key. Raises Malformed, UnknownCurve, UnknownGroup."""
    if kind == _ECDH:
        curve, point = curves.read_public_key(public_key_info, _WHAT)
        return OnCurve(curve), point
    group, element = groups.read_public_key(public_key_info, _WHAT)
    return InGroup(group), element


def _set_key(send: Send, key_id: int | None, own: bytes) -> None:
    """3DES: one command, MSE:Set KAT (BSI TR-03110-3, B.2.1)."""
    send(Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, own) + _reference(key_id))).require_ok("chip authentication key")


def _set_and_authenticate(send: Send, oid: str, key_id: int | None, own: bytes) -> None:
    """AES: MSE:Set AT and GENERAL AUTHENTICATE (BSI TR-03110-3, B.2.2). The answer holds nothing."""
    send(Command(0x00, 0x22, 0x41, 0xA4, tlv.encode(0x80, oid_bytes(oid)) + _reference(key_id))).require_ok("chip authentication choice")
    step = "chip authentication"
    open_template(send(Command(0x00, 0x86, 0, 0, template(0x80, own), le=SHORT_LE)).require_ok(step), None, step)


def _reference(key_id: int | None) -> bytes:
    """The key's number, where it has one; it came from the card, so that it may be anything."""
    if key_id is None:
        return b""
    if not 0 <= key_id < 1 << _MAX_KEY_ID_BITS:
        raise Malformed("chip authentication key", "has a number that no key has")
    return tlv.encode(0x84, key_id.to_bytes(max(1, (key_id.bit_length() + 7) // 8), "big"))
