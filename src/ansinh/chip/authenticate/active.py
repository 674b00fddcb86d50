"""Active authentication: the chip signs a challenge with the key whose public half is in DG15 (ICAO Doc 9303-11, 6.1).

The answer is worth what the challenge is worth: whoever has to be convinced must have chosen it, and must take it once only.
"""

from typing import Final

from asn1crypto import keys
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from ansinh.chip.apdu import EXTENDED_LE, SHORT_LE, Command
from ansinh.chip.authenticate.recovery import HASHES, is_signature
from ansinh.chip.checks import Check, failed, successful, undetermined
from ansinh.chip.curves import Curve, Point, UnknownCurve, read_public_key, verify_digest
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Send

CHALLENGE_BYTES: Final = 8
MIN_RSA_BITS: Final = 1024
"""Below this a key can be calculated from DG15 by anybody patient. Cards of today have 2048 and more; old ones stay readable."""
MAX_RSA_BITS: Final = 8192
_MAX_EXPONENT_BITS = 64
_NAME = "active_authentication"
_SAY_LONGER = frozenset({0x6700, 0x6C00})
# ecdsa-plain-... of BSI TR-03111 5.2.1, as ICAO Doc 9303-11 wants it; ecdsa-with-... of RFC 5758, which some cards name (assumed).
_ECDSA_HASHES = {
    "0.4.0.127.0.7.1.1.4.1.1": "sha1",
    "0.4.0.127.0.7.1.1.4.1.2": "sha224",
    "0.4.0.127.0.7.1.1.4.1.3": "sha256",
    "0.4.0.127.0.7.1.1.4.1.4": "sha384",
    "0.4.0.127.0.7.1.1.4.1.5": "sha512",
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}


def challenge(send: Send, challenge: bytes, *, extended: bool = False) -> bytes:
    """The chip's signature over a challenge of 8 bytes (INTERNAL AUTHENTICATE). `extended` asks with an extended length from the start.

    A card that answers that the length is wrong is asked once more, with an extended one: long RSA signatures need that.
    Raises Malformed for another challenge, and CardRefused.
    """
    if len(challenge) != CHALLENGE_BYTES:
        raise Malformed("challenge", f"has {len(challenge)} bytes instead of {CHALLENGE_BYTES}")
    answer = send(Command(0x00, 0x88, 0, 0, challenge, le=EXTENDED_LE if extended else SHORT_LE))
    if answer.status in _SAY_LONGER and not extended:
        answer = send(Command(0x00, 0x88, 0, 0, challenge, le=EXTENDED_LE))
    return answer.require_ok("active authentication")


def check_active(public_key_info: bytes, challenge: bytes, signature: bytes, *, signature_oid: str | None) -> Check:
    """Whether the signature over the challenge is that of the key, a SubjectPublicKeyInfo in DER. Raises nothing, whatever the bytes.

    RSA: ISO/IEC 9796-2, digital signature scheme 1; the signature itself names its hash. Elliptic curves: r || s, DER tolerated; the hash is the one
    that `signature_oid` names, of the ActiveAuthenticationInfo of DG14 (which ICAO Doc 9303-11, 9.2.2 makes a duty there).
    Reasons: `malformed_key`, `weak_key`, `wrong_signature` (failed), `unknown_algorithm`, `unknown_curve` (undetermined).
    """
    if len(challenge) != CHALLENGE_BYTES:
        return failed(_NAME, "wrong_signature", "the challenge has not eight bytes")
    try:
        info = keys.PublicKeyInfo.load(public_key_info, strict=True)
        algorithm = info["algorithm"]["algorithm"].dotted
        rsa = info["public_key"].parsed if algorithm == "1.2.840.113549.1.1.1" else None
        modulus, exponent = (rsa["modulus"].native, rsa["public_exponent"].native) if rsa is not None else (0, 0)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
        return failed(_NAME, "malformed_key", "the key of DG15 is no public key")
    if rsa is not None:
        return _check_rsa(modulus, exponent, challenge, signature)
    if algorithm == "1.2.840.10045.2.1":
        return _check_ecdsa(public_key_info, challenge, signature, signature_oid)
    return undetermined(_NAME, "unknown_algorithm", "the key of DG15 is neither for RSA nor on an elliptic curve")


def _check_rsa(modulus: int, exponent: int, challenge: bytes, signature: bytes) -> Check:
    if modulus.bit_length() < MIN_RSA_BITS:
        return failed(_NAME, "weak_key", f"the key has {modulus.bit_length()} bits; at least {MIN_RSA_BITS} are needed")
    is_modulus = modulus > 0 and modulus % 2 and modulus.bit_length() <= MAX_RSA_BITS
    if not (is_modulus and exponent % 2 and 3 <= exponent < 1 << _MAX_EXPONENT_BITS):
        return failed(_NAME, "malformed_key", "modulus or exponent are none of an RSA key that is in use")
    if not is_signature(modulus, exponent, challenge, signature):
        return failed(_NAME, "wrong_signature", "the chip does not have the key of its DG15")
    return successful(_NAME)


def _check_ecdsa(public_key_info: bytes, challenge: bytes, signature: bytes, signature_oid: str | None) -> Check:
    try:
        curve, public = read_public_key(public_key_info, "active authentication key")
    except UnknownCurve as error:
        return undetermined(_NAME, "unknown_curve", error.detail)
    except Malformed as error:
        return failed(_NAME, "malformed_key", error.detail)
    name = None if signature_oid is None else _ECDSA_HASHES.get(signature_oid)
    if name is None:
        return undetermined(_NAME, "unknown_algorithm", "DG14 names no hash that is known for the signature")
    if not _is_ecdsa(curve, public, HASHES[name](challenge).digest(), signature):
        return failed(_NAME, "wrong_signature", "the chip does not have the key of its DG15")
    return successful(_NAME)


def _is_ecdsa(curve: Curve, public: Point, digest: bytes, signature: bytes) -> bool:
    if len(signature) == 2 * curve.order_bytes:
        r, s = int.from_bytes(signature[: curve.order_bytes], "big"), int.from_bytes(signature[curve.order_bytes :], "big")
    else:
        try:
            r, s = decode_dss_signature(signature)
        except ValueError:
            return False
    return verify_digest(curve, public, digest, r=r, s=s)
