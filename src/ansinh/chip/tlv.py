"""Tag, length, value as chips speak it: strict, and bounded before anything is believed (ISO/IEC 7816-4, ITU-T X.690).

Definite lengths only, in the shortest form or a longer one of at most four bytes (real cards pad their lengths); a length never reaches beyond
what holds it. DER of certificates and signatures is asn1crypto's business, not this module's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.chip.errors import Malformed

MAX_DEPTH = 12
MAX_BYTES = 65_536
"""What a file of a card may have, but for portraits, which say so."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first bytes of an element: its tag, how long the header is, and how long the value. Lengths in bytes."""

    tag: int
    header_length: int
    value_length: int

    @property
    def total(self) -> int:
        return self.header_length + self.value_length


@dataclass(frozen=True, slots=True, repr=False)
class Node:
    """One element. `raw` is all of it as it came, header included: what is hashed is never encoded anew."""

    tag: int
    value: bytes
    raw: bytes
    depth: int = 0

    @property
    def is_constructed(self) -> bool:
        """True if the tag says that elements are inside."""
        return bool(self.raw[0] & 0x20)

    def children(self, what: str) -> tuple["Node", ...]:
        """The elements inside. Raises Malformed, also beyond MAX_DEPTH."""
        if self.depth + 1 > MAX_DEPTH:
            raise Malformed(what, f"elements are nested deeper than {MAX_DEPTH}")
        return tuple(_elements(self.value, what, self.depth + 1))

    def child(self, tag: int, what: str) -> "Node":
        """The only element inside that has `tag`. Raises Malformed if there is none, or more than one."""
        found = [each for each in self.children(what) if each.tag == tag]
        if len(found) != 1:
            raise Malformed(what, f"element {tag:X} is {'missing' if not found else 'there more than once'}")
        return found[0]

    def __repr__(self) -> str:
        return f"Node({self.tag:X}, {len(self.value)} bytes)"


def header(data: bytes, what: str, *, max_bytes: int = MAX_BYTES) -> Header:
    """Tag and lengths from the first bytes of a file, so that a reader knows how much to ask for. Raises Malformed."""
    head = _header(data, what)
    if head.total > max_bytes:
        raise Malformed(what, f"says it has {head.total} bytes; at most {max_bytes} are read")
    return head


def parse(data: bytes, what: str, *, max_bytes: int = MAX_BYTES) -> tuple[Node, ...]:
    """All elements of `data`, one after the other. Raises Malformed."""
    if len(data) > max_bytes:
        raise Malformed(what, f"has {len(data)} bytes; at most {max_bytes} are read")
    return tuple(_elements(data, what, 0))


def one(data: bytes, tag: int, what: str, *, max_bytes: int = MAX_BYTES) -> Node:
    """The element `tag`, which must be all of `data`. Raises Malformed for another tag, for less and for more."""
    nodes = parse(data, what, max_bytes=max_bytes)
    if len(nodes) != 1:
        raise Malformed(what, "is empty" if not nodes else "something follows its end")
    if nodes[0].tag != tag:
        raise Malformed(what, f"begins with tag {nodes[0].tag:X} instead of {tag:X}")
    return nodes[0]


def encode(tag: int, *parts: bytes) -> bytes:
    """An element with the shortest length that holds `parts`."""
    size = sum(map(len, parts))
    return b"".join((tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big"), encode_length(size), *parts))


def encode_length(size: int) -> bytes:
    """A length in the shortest form."""
    if size < 0x80:
        return bytes((size,))
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets


def _elements(data: bytes, what: str, depth: int) -> Iterator[Node]:
    at = 0
    while at < len(data):
        head = _header(data[at : at + 10], what)
        end = at + head.total
        if end > len(data):
            raise Malformed(what, f"element {head.tag:X} says it has {head.value_length} bytes, fewer are there")
        yield Node(head.tag, data[at + head.header_length : end], data[at:end], depth)
        at = end


def _header(data: bytes, what: str) -> Header:
    if len(data) < 2:
        raise Malformed(what, "is cut off where an element begins")
    at = _tag_length(data, what)
    tag = int.from_bytes(data[:at], "big")
    if tag == 0:
        raise Malformed(what, "has a tag of zero")
    if at >= len(data):
        raise Malformed(what, f"element {tag:X} is cut off before its length")
    if data[at] < 0x80:
        return Header(tag, at + 1, data[at])
    octets = data[at] & 0x7F
    if octets == 0:
        raise Malformed(what, f"element {tag:X} has no definite length")
    if octets > 4:
        raise Malformed(what, f"element {tag:X} has a length of {octets} bytes")
    if at + 1 + octets > len(data):
        raise Malformed(what, f"element {tag:X} is cut off inside its length")
    return Header(tag, at + 1 + octets, int.from_bytes(data[at + 1 : at + 1 + octets], "big"))


def _tag_length(data: bytes, what: str) -> int:
    """How many bytes the tag takes: one, or up to four."""
    if data[0] & 0x1F != 0x1F:
        return 1
    for at in range(1, 4):
        if at >= len(data):
            break
        if not data[at] & 0x80:
            return at + 1
    raise Malformed(what, "has a tag that does not end")
