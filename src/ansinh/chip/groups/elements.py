"""Elements and what is done with them. An element that was decoded belongs to the subgroup of prime order, and none is ever 1.

Python's own powers do not run in constant time: good for keys that live for one reading and for the sandbox's invented cards, never for a
long-lived secret.
"""

from ansinh.chip.curves import Random, draw_private
from ansinh.chip.errors import Malformed
from ansinh.chip.groups.named import Group


def decode_element(group: Group, raw: bytes, what: str) -> int:
    """The element of an unsigned integer, written in as few bytes as it takes (ICAO Doc 9303-11, 9.4.1). Raises Malformed.

    1 < y < p - 1 and y^q = 1: without the second, a key of small order would tell what the private key is modulo that order (RFC 2631, 2.1.5).
    """
    if not raw or len(raw) > group.element_bytes:
        raise Malformed(what, f"an element of {group.name} has 1 to {group.element_bytes} bytes, not {len(raw)}")
    if not raw[0]:
        raise Malformed(what, "begins with a zero that it does not need")
    return require_element(group, int.from_bytes(raw, "big"), what)


def require_element(group: Group, y: int, what: str) -> int:
    """`y` itself. Raises Malformed for what is no element other than 1."""
    if not 1 < y < group.p - 1:
        raise Malformed(what, f"is outside {group.name}")
    if pow(y, group.q, group.p) != 1:
        raise Malformed(what, f"is not in the subgroup of {group.name}")
    return y


def encode_element(element: int) -> bytes:
    """As few bytes as it takes, the highest first."""
    return element.to_bytes((element.bit_length() + 7) // 8, "big")


def power(group: Group, element: int, k: int) -> int:
    """`element` to the power `k`. Raises Malformed if that is 1."""
    return _not_one(pow(element, k % group.q, group.p))


def product(group: Group, one: int, other: int) -> int:
    """Their product. Raises Malformed if that is 1."""
    return _not_one(one * other % group.p)


def element_from(group: Group, number: int) -> int:
    """`number` moved into the subgroup, by the power of the cofactor (p - 1) / q (ICAO Doc 9303-11, 4.4.3.3.2). Raises Malformed if that is 1 or 0."""
    return _not_one(pow(number, (group.p - 1) // group.q, group.p))


def public_key(group: Group, k: int) -> int:
    """The generator to the power `k`. Raises Malformed if that is 1."""
    return power(group, group.g, k)


def new_private(group: Group, random: Random) -> int:
    """A private key, 1 to q - 1 inclusive, evenly distributed."""
    return draw_private(group.q, random)


def shared_secret(group: Group, k: int, element: int) -> bytes:
    """`element` to the power `k`, as long as p is (PKCS #3, 7.3). Raises Malformed if that is 1."""
    return power(group, element, k).to_bytes(group.element_bytes, "big")


def _not_one(element: int) -> int:
    if element <= 1:
        raise Malformed("element", "is the neutral one")
    return element
