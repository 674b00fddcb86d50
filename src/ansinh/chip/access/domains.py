"""What PACE calculates in: a group with a generator, whose elements are the public keys. Knows neither nonces nor messages.

`E` is what an element is: a point of a curve, or a number modulo a prime. An element is never the neutral one, and one that was decoded
belongs to the group.
"""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from ansinh.chip import curves, groups
from ansinh.chip.curves import Curve, Point, Random
from ansinh.chip.groups import Group

E = TypeVar("E")
_STRENGTH_OF_PRIMES = {1024: 80, 2048: 112}


class Domain(Protocol[E]):
    """Domain parameters, and what both ends do with them. Whatever leads to the neutral element raises Malformed."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def key_tag(self) -> int:
        """Under which tag a token covers a public key (BSI TR-03110-3, D.3)."""

    @property
    def field_bits(self) -> int:
        """How many bits the numbers have that are calculated with."""

    @property
    def strength(self) -> int:
        """How many bits of work it takes to find a private key (NIST SP 800-57 part 1, table 2)."""

    @property
    def takes_any_number(self) -> bool:
        """Whether `element_from` can be asked."""

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

    def element_from(self, number: int) -> E:
        """The element that belongs to any number, and whose logarithm nobody knows."""

    def shared_secret(self, private: int, key: E) -> bytes:
        """What both ends derive keys from."""


@dataclass(frozen=True, slots=True)
class OnCurve(Domain[Point]):
    """Elliptic curves (BSI TR-03111)."""

    curve: Curve

    @property
    def name(self) -> str:
        return self.curve.name

    @property
    def key_tag(self) -> int:
        return 0x86

    @property
    def field_bits(self) -> int:
        return self.curve.p.bit_length()

    @property
    def strength(self) -> int:
        return self.curve.n.bit_length() // 2

    @property
    def takes_any_number(self) -> bool:
        return curves.can_encode(self.curve)

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

    def element_from(self, number: int) -> Point:
        return curves.point_from(self.curve, number)

    def shared_secret(self, private: int, key: Point) -> bytes:
        return curves.shared_secret(self.curve, private, key)


@dataclass(frozen=True, slots=True)
class InGroup(Domain[int]):
    """Numbers modulo a prime, in a subgroup of prime order (RFC 5114)."""

    group: Group

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def key_tag(self) -> int:
        return 0x84

    @property
    def field_bits(self) -> int:
        return self.group.p.bit_length()

    @property
    def strength(self) -> int:
        return _STRENGTH_OF_PRIMES[self.field_bits]

    @property
    def takes_any_number(self) -> bool:
        return True

    def decode(self, raw: bytes, what: str) -> int:
        return groups.decode_element(self.group, raw, what)

    def encode(self, key: int) -> bytes:
        return groups.encode_element(key)

    def new_private(self, random: Random) -> int:
        return groups.new_private(self.group, random)

    def public_key(self, private: int) -> int:
        return groups.public_key(self.group, private)

    def apply(self, private: int, key: int) -> int:
        return groups.power(self.group, key, private)

    def combine(self, one: int, other: int) -> int:
        return groups.product(self.group, one, other)

    def element_from(self, number: int) -> int:
        return groups.element_from(self.group, number)

    def shared_secret(self, private: int, key: int) -> bytes:
        return groups.shared_secret(self.group, private, key)


def domain_of(mapping: str, parameter_id: int | None) -> Domain[Any] | None:
    """The standardised domain parameters of a PACEInfo (ICAO Doc 9303-11, 9.5.1) for the mapping of a `Suite`, by its name.

    None for other numbers, for a curve where the mapping wants a group and the other way round, and for a card's own (no number).
    """
    if parameter_id is None:
        return None
    if mapping.startswith("ECDH"):
        curve = curves.by_pace_parameter(parameter_id)
        return None if curve is None else OnCurve(curve)
    group = groups.by_parameter(parameter_id)
    return None if group is None else InGroup(group)
