"""Public keys whose curve is written out in numbers instead of named, as many countries' signers do (Doc 9303-12 section 4.4.2).

By hand, because no library here writes them: ECParameters of SEC 1 v2 appendix C.2, which Doc 9303 takes over with its cofactor.
"""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansinh.chip import tlv
from ansinh.sandbox.cards.keys import CURVE

_EC_PUBLIC_KEY = bytes.fromhex("06072A8648CE3D0201")
_PRIME_FIELD = bytes.fromhex("06072A8648CE3D0101")


def public_key_info(key: ec.EllipticCurvePrivateKey) -> bytes:
    """SubjectPublicKeyInfo in DER with p, a, b, generator (uncompressed), order and cofactor. The key must be on brainpoolP256r1."""
    curve = CURVE
    width = (curve.p.bit_length() + 7) // 8
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    generator = b"\x04" + curve.g_x.to_bytes(width, "big") + curve.g_y.to_bytes(width, "big")
    parameters = tlv.encode(
        0x30,
        _integer(1),
        tlv.encode(0x30, _PRIME_FIELD, _integer(curve.p)),
        tlv.encode(0x30, tlv.encode(0x04, curve.a.to_bytes(width, "big")), tlv.encode(0x04, curve.b.to_bytes(width, "big"))),
        tlv.encode(0x04, generator),
        _integer(curve.n),
        _integer(curve.h),
    )
    return tlv.encode(0x30, tlv.encode(0x30, _EC_PUBLIC_KEY, parameters), tlv.encode(0x03, b"\x00", point))


def _integer(value: int) -> bytes:
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))
