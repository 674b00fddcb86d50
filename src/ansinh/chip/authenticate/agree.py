"""Chip authentication, the terminal's side: version 1, on elliptic curves (BSI TR-03110-1, 3.4; ICAO Doc 9303-11, 6.2).

A chip that does not have the private key of its DG14 agrees on nothing: the first command under the new keys fails. So the session that is
given proves something only once an answer came back under it.
"""

from ansinh.chip import tlv
from ansinh.chip.access import oid_bytes, open_template, session_keys, template
from ansinh.chip.apdu import SHORT_LE, Command
from ansinh.chip.curves import Random, UnknownCurve, encode_point, new_private, public_key, read_public_key, shared_secret
from ansinh.chip.errors import AccessDenied, Malformed
from ansinh.chip.messaging import Cipher, Send, Session

_MAX_KEY_ID_BITS = 64
_ECDH = "0.4.0.127.0.7.2.2.3.2"
_CIPHERS = {f"{_ECDH}.1": Cipher.TDES, f"{_ECDH}.2": Cipher.AES128, f"{_ECDH}.3": Cipher.AES192, f"{_ECDH}.4": Cipher.AES256}


class NotSupported(AccessDenied):
    """The card's way of authenticating its chip is not built. `code`: not_supported, unknown_curve, explicit_parameters_unknown."""


def chip(send: Send, *, oid: str, key_id: int | None, public_key_info: bytes, random: Random) -> Session:
    """The session under keys agreed with the static key of DG14. Send on with it, and on nothing else: the old session has ended.

    `oid` is that of a ChipAuthenticationInfo, `key_id` the one it names (None where it names none), `public_key_info` the
    SubjectPublicKeyInfo of the ChipAuthenticationPublicKeyInfo in DER, its curve named or in full.
    `send` is the session that access gave. Raises NotSupported for other protocols than ECDH and for curves not known here, Malformed for a
    key that is none, CardRefused naming the step.
    """
    cipher = cipher_of(oid)
    if cipher is None:
        raise NotSupported("not_supported", "chip authentication is supported on elliptic curves only")
    try:
        curve, static = read_public_key(public_key_info, "chip authentication key")
    except UnknownCurve as error:
        raise NotSupported(error.code, error.detail) from error
    private = new_private(curve, random)
    own = encode_point(curve, public_key(curve, private))
    if cipher is Cipher.TDES:
        _set_key(send, key_id, own)
    else:
        _set_and_authenticate(send, oid, key_id, own)
    return agreed(cipher, shared_secret(curve, private, static))


def cipher_of(oid: str) -> Cipher | None:
    """What id-CA-ECDH-... encrypts with, by object identifier in dotted form; None for any other (BSI TR-03110-3, A.1.1.2)."""
    return _CIPHERS.get(oid)


def agreed(cipher: Cipher, shared: bytes) -> Session:
    """The session of both ends from the shared x coordinate. Its counter begins at zero."""
    return Session(cipher, *session_keys(shared, cipher))


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
