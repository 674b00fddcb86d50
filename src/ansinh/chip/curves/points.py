"""Points and what is done with them. A `Point` is never the one at infinity, and one that was decoded lies on its curve.

The arithmetic is the `ecdsa` library's, which does not run in constant time: good for keys that live for one reading and for the
sandbox's invented cards, never for a long-lived secret (those are `cryptography`'s).
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ecdsa import ellipticcurve

from ansinh.chip.curves.drawing import Random, draw_private
from ansinh.chip.curves.named import Curve, named
from ansinh.chip.errors import Malformed


@dataclass(frozen=True, slots=True)
class Point:
    """Affine coordinates."""

    x: int = field(repr=False)
    y: int = field(repr=False)


def decode_point(curve: Curve, raw: bytes, what: str) -> Point:
    """The point of 04 || x || y (BSI TR-03111, 3.2.1). Raises Malformed: another length or form, coordinates too large, off the curve.

    Off the curve means an invalid-curve attack; all curves here have cofactor 1, so that there are no small subgroups to check for.
    """
    size = curve.field_bytes
    if len(raw) != 1 + 2 * size:
        raise Malformed(what, f"a point of {curve.name} has {1 + 2 * size} bytes, not {len(raw)}")
    if raw[0] != 4:
        raise Malformed(what, "is not an uncompressed point")
    x, y = int.from_bytes(raw[1 : 1 + size], "big"), int.from_bytes(raw[1 + size :], "big")
    if x >= curve.p or y >= curve.p:
        raise Malformed(what, "has a coordinate outside the field")
    if (y * y - (x * x * x + curve.a * x + curve.b)) % curve.p:
        raise Malformed(what, f"is not on {curve.name}")
    return Point(x, y)


def encode_point(curve: Curve, point: Point) -> bytes:
    """04 || x || y."""
    return b"\x04" + point.x.to_bytes(curve.field_bytes, "big") + point.y.to_bytes(curve.field_bytes, "big")


def multiply(curve: Curve, k: int, point: Point) -> Point:
    """`k` times `point`. Raises Malformed if that is the point at infinity."""
    return _affine(library_point(curve, point) * (k % curve.n))


def add(curve: Curve, one: Point, other: Point) -> Point:
    """Their sum. Raises Malformed if that is the point at infinity."""
    return _affine(library_point(curve, one) + library_point(curve, other))


def public_key(curve: Curve, k: int) -> Point:
    """`k` times the curve's generator. Raises Malformed if that is the point at infinity."""
    return _affine(library_generator(curve.name) * (k % curve.n))


def new_private(curve: Curve, random: Random) -> int:
    """A private key, 1 to n - 1 inclusive, evenly distributed."""
    return draw_private(curve.n, random)


def shared_secret(curve: Curve, k: int, point: Point) -> bytes:
    """The x coordinate of `k` times `point`, as long as a coordinate is (BSI TR-03111, 4.3.1). Raises Malformed at infinity."""
    return multiply(curve, k, point).x.to_bytes(curve.field_bytes, "big")


@cache
def _field(name: str) -> Any:
    curve = named(name)
    assert curve is not None
    return ellipticcurve.CurveFp(curve.p, curve.a, curve.b, curve.h)


@cache
def library_generator(name: str) -> Any:
    """A curve's generator as the library has it. Kept, because it prepares multiples of a generator at its first use."""
    curve = named(name)
    assert curve is not None
    return ellipticcurve.PointJacobi(_field(name), curve.g_x, curve.g_y, 1, curve.n, generator=True)


def library_point(curve: Curve, point: Point) -> Any:
    """A point as the library has it."""
    return ellipticcurve.PointJacobi(_field(curve.name), point.x, point.y, 1, curve.n)


def _affine(point: Any) -> Point:
    if point == ellipticcurve.INFINITY:
        raise Malformed("point", "is the point at infinity")
    return Point(int(point.x()), int(point.y()))
