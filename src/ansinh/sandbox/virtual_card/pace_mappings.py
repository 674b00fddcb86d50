"""The card's part of each mapping of PACE: how the generator of one session comes out of the nonce (Doc 9303-11 section 4.4.3.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ansinh.chip import access
from ansinh.chip.curves import Random
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher

E = TypeVar("E")
_STEP = "PACE mapping"


@dataclass(frozen=True, slots=True)
class Mapped(Generic[E]):
    """What the card answers, and the session's generator. `private` is the card's own mapping key, None for a mapping without one."""

    answer: bytes
    generator: E = field(repr=False)
    private: int | None = field(default=None, repr=False)


def generic(domain: access.Domain[E], nonce: bytes, sent: bytes, random: Random, _cipher: Cipher) -> Mapped[E]:
    """Raises Malformed for a key that is none, or is the card's own."""
    other = domain.decode(sent, _STEP)
    private = domain.new_private(random)
    own = unlike(domain.public_key(private), other)
    return Mapped(domain.encode(own), access.map_generator(domain, nonce, private, other), private)


def integrated(domain: access.Domain[E], nonce: bytes, sent: bytes, _random: Random, cipher: Cipher) -> Mapped[E]:
    """The terminal's number as it came, to which nothing is answered. Raises Malformed for one of another length."""
    return Mapped(b"", access.map_numbers(domain, nonce, sent, cipher))


def unlike(own: E, other: E) -> E:
    """Raises Malformed where the terminal sends the card's own key back."""
    if own == other:
        raise Malformed("PACE", "both keys are the same")
    return own


CARD: Mapping[str, Callable[[access.Domain[Any], bytes, bytes, Random, Cipher], Mapped[Any]]] = {
    "ECDH-GM": generic,
    "ECDH-CAM": generic,
    "ECDH-IM": integrated,
    "DH-GM": generic,
    "DH-IM": integrated,
}
"""By the mapping's name in a `Suite`: domain, nonce, what the terminal sent, randomness, cipher. What is not here, the card does not do."""
