"""How PACE makes a generator of its own for one session, out of the nonce (ICAO Doc 9303-11, 4.4.3.3). Both ends.

A mapping here does the terminal's part of the exchange; the card's stands with the virtual card and shares `map_generator` and `map_numbers`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from ansinh.chip.access.domains import Domain, E
from ansinh.chip.access.pseudo_random import number_from
from ansinh.chip.curves import Random
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher

STEP = "PACE mapping"
Exchange = Callable[[bytes], bytes]
"""Sends mapping data to the card, and gives what it answers."""


@dataclass(frozen=True, slots=True)
class Mapped(Generic[E]):
    """The generator of one session. `other` is the card's mapping key, None for a mapping in which none is exchanged."""

    generator: E = field(repr=False)
    other: E | None = field(default=None, repr=False)


def generic(exchange: Exchange, domain: Domain[E], nonce: bytes, random: Random, _cipher: Cipher) -> Mapped[E]:
    """Both agree on an element, and the nonce moves it. Raises Malformed for a key that is none, or is our own sent back."""
    private = domain.new_private(random)
    own = domain.public_key(private)
    other = require_other(domain.decode(exchange(domain.encode(own)), STEP), own, STEP)
    return Mapped(map_generator(domain, nonce, private, other), other)


def integrated(exchange: Exchange, domain: Domain[E], nonce: bytes, random: Random, cipher: Cipher) -> Mapped[E]:
    """The terminal adds a number of its own, in clear, and both go into a function. Raises Malformed for a card that answers with anything."""
    own = random(cipher.key_bytes)
    if exchange(own):
        raise Malformed(STEP, "the card gives a number of its own, and integrated mapping has none")
    return Mapped(map_numbers(domain, nonce, own, cipher))


def map_generator(domain: Domain[E], nonce: bytes, private: int, other: E) -> E:
    """The generator of this one session, G~ = s G + H, by generic mapping; H is what both mapping keys agree on (BSI TR-03110-3, A.3.4.1).

    Raises Malformed where any of them is the neutral element.
    """
    return domain.combine(domain.public_key(int.from_bytes(nonce, "big")), domain.apply(private, other))


def map_numbers(domain: Domain[E], nonce: bytes, other: bytes, cipher: Cipher) -> E:
    """The generator of this one session by integrated mapping: the element of the pseudo-random number that the card's nonce and the terminal's make.

    Raises Malformed where that is the neutral element.
    """
    return domain.element_from(number_from(nonce, other, cipher, bits=domain.field_bits))


def require_other(other: E, own: E, step: str) -> E:
    """The other end's key. Raises Malformed for our own one sent back (BSI TR-03110-2, 3.2.1: they must differ)."""
    if other == own:
        raise Malformed(step, "the card sent our own key back")
    return other


TERMINAL: Mapping[str, Callable[[Exchange, Domain[Any], bytes, Random, Cipher], Mapped[Any]]] = {
    "ECDH-GM": generic,
    "ECDH-CAM": generic,
    "ECDH-IM": integrated,
    "DH-GM": generic,
    "DH-IM": integrated,
}
"""The terminal's part, by the mapping's name in a `Suite`. What is not here is not built."""
