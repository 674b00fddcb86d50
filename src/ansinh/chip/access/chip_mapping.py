"""What PACE with chip authentication mapping adds to generic mapping (ICAO Doc 9303-11, 4.4.3.3.3 and 4.4.3.5). Both ends.

Beside its token the card sends a number: that by which its static key has to be multiplied to be the key that it mapped with. Who does not
have the static private key cannot name it. The static public key stands in EF.CardSecurity, which is read once the channel is open; whether
anybody we believe signed that is verification's question.
"""

from dataclasses import dataclass, field
from typing import Any

from ansinh.chip import tlv
from ansinh.chip.access.domains import Domain, OnCurve
from ansinh.chip.access.pace_parts import template
from ansinh.chip.curves import Curve, Point, multiply
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher, decrypt, encrypt, pad, unpad

CHIP_MAPPING = "ECDH-CAM"
STEP = "PACE chip authentication data"
_TOKEN, _CLAIM = 0x86, 0x8A


@dataclass(frozen=True, slots=True)
class Claim:
    """What a card claims, not yet compared with any key: `factor` times its static key is `mapping_key`."""

    curve: Curve
    mapping_key: Point = field(repr=False)
    factor: int = field(repr=False)

    def is_of(self, key: Point) -> bool:
        """True if the card has the private half of this static public key, a point of the claim's curve."""
        return multiply(self.curve, self.factor, key) == self.mapping_key


def claim_of(cipher: Cipher, k_enc: bytes, encrypted: bytes, domain: Domain[Any], mapping_key: Any) -> Claim:
    """What the card sent under tag 8A, decrypted. Raises Malformed for a wrong length, wrong padding, and a number that is none of the curve.

    A number of fewer bytes than the curve's order has is read as well: whether cards keep its leading zeros is assumed to differ.
    """
    if not isinstance(domain, OnCurve) or mapping_key is None:
        raise Malformed(STEP, "belongs to keys on elliptic curves that were mapped with")
    curve = domain.curve
    if not encrypted or len(encrypted) % cipher.block:
        raise Malformed(STEP, "is not whole blocks")
    number = unpad(decrypt(cipher, k_enc, encrypted, iv=_first_vector(cipher, k_enc)))
    if number is None or not 0 < len(number) <= curve.order_bytes:
        raise Malformed(STEP, "is wrongly padded, or longer than a number of the curve")
    factor = int.from_bytes(number, "big")
    if not 0 < factor < curve.n:
        raise Malformed(STEP, "holds a number that is none of the curve")
    return Claim(curve, mapping_key, factor)


def encrypted_claim(cipher: Cipher, k_enc: bytes, curve: Curve, *, static: int, mapped_with: int) -> bytes:
    """The card's part: what goes under tag 8A, from its static private key and the one that it mapped with."""
    factor = pow(static, -1, curve.n) * mapped_with % curve.n
    padded = pad(factor.to_bytes(curve.order_bytes, "big"), cipher.block)
    return encrypt(cipher, k_enc, padded, iv=_first_vector(cipher, k_enc))


def answer(token: bytes, encrypted: bytes | None) -> bytes:
    """The card's last answer in PACE: its token, and where the mapping has it, the claim."""
    if encrypted is None:
        return template(_TOKEN, token)
    return tlv.encode(0x7C, tlv.encode(_TOKEN, token), tlv.encode(_CLAIM, encrypted))


def open_answer(data: bytes, step: str) -> tuple[bytes, bytes]:
    """Token and claim. Raises Malformed for anything but these two, in this order."""
    found = tlv.one(data, 0x7C, step).children(step)
    if [node.tag for node in found] != [_TOKEN, _CLAIM]:
        raise Malformed(step, "has not exactly the token and the chip authentication data")
    return found[0].value, found[1].value


def _first_vector(cipher: Cipher, k_enc: bytes) -> bytes:
    """The counter of the session at minus one, encrypted: all bits are set (Doc 9303-11, 4.4.3.5.1)."""
    return encrypt(cipher, k_enc, b"\xff" * cipher.block)
