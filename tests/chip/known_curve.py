"""What tests need beside the curves themselves: one by its name, a key with its parameters in full, a signature by the book."""

import os

from asn1crypto import core, keys

from ansinh.chip import curves
from ansinh.chip.curves import Curve, Point


def known(name: str) -> Curve:
    curve = curves.named(name)
    assert curve is not None, name
    return curve


def generator_of(curve: Curve) -> Point:
    return Point(curve.g_x, curve.g_y)


def explicit_info(curve: Curve, public: Point, *, generator: Point) -> bytes:
    """A SubjectPublicKeyInfo with explicit parameters (RFC 3279, 2.3.5), the generator being whatever it is told to be."""
    domain = keys.SpecifiedECDomain(
        {
            "version": "ecdpVer1",
            "field_id": {"field_type": "prime_field", "parameters": core.Integer(curve.p)},
            "curve": {"a": curve.a.to_bytes(curve.field_bytes, "big"), "b": curve.b.to_bytes(curve.field_bytes, "big")},
            "base": keys.ECPoint(curves.encode_point(curve, generator)),
            "order": curve.n,
            "cofactor": curve.h,
        }
    )
    algorithm = {"algorithm": "ec", "parameters": keys.ECDomainParameters(name="specified", value=domain)}
    point = keys.ECPointBitString(curves.encode_point(curve, public))
    return bytes(keys.PublicKeyInfo({"algorithm": algorithm, "public_key": point}).dump())


def sign(curve: Curve, private: int, digest: bytes) -> tuple[int, int]:
    """ECDSA by the book (BSI TR-03111, 4.2.1.1)."""
    k = curves.new_private(curve, os.urandom)
    number = int.from_bytes(digest, "big") >> max(0, len(digest) * 8 - curve.n.bit_length())
    r = curves.public_key(curve, k).x % curve.n
    return r, pow(k, -1, curve.n) * (number + r * private) % curve.n
