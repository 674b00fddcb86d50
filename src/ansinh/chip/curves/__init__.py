"""Points on the curves that chips use: the named curves, explicit parameters mapped to them, arithmetic. Holds no protocol."""

from ansinh.chip.curves.drawing import Random, draw_private
from ansinh.chip.curves.encoding import can_encode, point_from
from ansinh.chip.curves.keys import UnknownCurve, matching, read_public_key, write_public_key
from ansinh.chip.curves.named import Curve, by_oid, by_pace_parameter, named
from ansinh.chip.curves.points import (
    Point,
    add,
    decode_point,
    encode_point,
    multiply,
    new_private,
    public_key,
    shared_secret,
)
from ansinh.chip.curves.signatures import verify_digest

__all__ = [
    "Curve",
    "Point",
    "Random",
    "UnknownCurve",
    "add",
    "by_oid",
    "by_pace_parameter",
    "can_encode",
    "decode_point",
    "draw_private",
    "encode_point",
    "matching",
    "multiply",
    "named",
    "new_private",
    "point_from",
    "public_key",
    "read_public_key",
    "shared_secret",
    "verify_digest",
    "write_public_key",
]
