"""What PACE calculates in: a group with a generator, whose elements are the public keys. Knows neither nonces nor messages.

`E` is what an element is: a point of a curve. An element is never the neutral one, and one that was decoded belongs to the group.
"""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from ansinh.chip import curves
from ansinh.chip.curves import Curve, Point, Random

E = TypeVar("E")


class Domain(Protocol[E]):
    """Domain parameters, and what both ends do with them. Whatever leads to the neutral element raises Malformed."""

    @property
    def key_tag(self) -> int:
        """Under which tag a token covers a public key (BSI TR-03110-3, D.3)."""

    def decode(self, raw: bytes, what: str) -> E:
        """The other end's public key. Raises Malformed for anything that is none."""

    def encode(self, key: E) -> bytes:
        """A public key as it is sent."""

    def new_private(self, random: Random) -> int:
        """A private key, evenly distributed."""

    def public_key(self, private: int) -> E:
        """Its public key under the domain's own generator."""

    def apply(self, private: int, key: E) -> E:
        """Another's public key, or a generator, with a private key: multiplied by it, or raised to it."""

    def combine(self, one: E, other: E) -> E:
        """The group's own operation."""

    def shared_secret(self, private: int, key: E) -> bytes:
        """What both ends derive keys from."""


@dataclass(frozen=True, slots=True)
class OnCurve(Domain[Point]):
    """Elliptic curves (BSI TR-03111)."""

    curve: Curve

    @property
    def key_tag(self) -> int:
        return 0x86

    def decode(self, raw: bytes, what: str) -> Point:
        return curves.decode_point(self.curve, raw, what)

    def encode(self, key: Point) -> bytes:
        return curves.encode_point(self.curve, key)

    def new_private(self, random: Random) -> int:
        return curves.new_private(self.curve, random)

    def public_key(self, private: int) -> Point:
        return curves.public_key(self.curve, private)

    def apply(self, private: int, key: Point) -> Point:
        return curves.multiply(self.curve, private, key)

    def combine(self, one: Point, other: Point) -> Point:
        return curves.add(self.curve, one, other)

    def shared_secret(self, private: int, key: Point) -> bytes:
        return curves.shared_secret(self.curve, private, key)


def domain_of(parameter_id: int | None) -> Domain[Any] | None:
    """The standardised domain parameters of a PACEInfo (ICAO Doc 9303-11, 9.5.1); None for the others, and for a card's own."""
    curve = None if parameter_id is None else curves.by_pace_parameter(parameter_id)
    return None if curve is None else OnCurve(curve)
