"""The few ASN.1 values that files of a chip hold, read strictly and written in DER (ITU-T X.690). Knows no file."""

from collections.abc import Sequence

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID, UTF8_STRING, PRINTABLE_STRING, SEQUENCE, SET = (
    0x02,
    0x03,
    0x04,
    0x05,
    0x06,
    0x0C,
    0x13,
    0x30,
    0x31,
)
_MAX_INTEGER_BYTES = 8
_MAX_OID_BYTES = 64


def expect(node: tlv.Node, tag: int, what: str) -> tlv.Node:
    """The node itself. Raises Malformed if it has another tag."""
    if node.tag != tag:
        raise Malformed(what, f"tag {node.tag:X} stands where {tag:X} belongs")
    return node


def sequence(node: tlv.Node, what: str, *, at_least: int, at_most: int) -> Sequence[tlv.Node]:
    """The elements of a SEQUENCE, as many as it may have. Raises Malformed."""
    found = expect(node, SEQUENCE, what).children(what)
    if not at_least <= len(found) <= at_most:
        raise Malformed(what, f"has {len(found)} elements")
    return found


def natural(node: tlv.Node, what: str) -> int:
    """An INTEGER that is not negative, of at most eight bytes. Raises Malformed, also for one that is longer than it has to be."""
    return whole(expect(node, INTEGER, what).value, what)


def whole(value: bytes, what: str) -> int:
    """What the bytes of an INTEGER or ENUMERATED say, under whatever tag they stand; as strict as `natural`."""
    if not 0 < len(value) <= _MAX_INTEGER_BYTES or value[0] & 0x80 or (len(value) > 1 and value[0] == 0 and not value[1] & 0x80):
        raise Malformed(what, "is not a small whole number")
    return int.from_bytes(value, "big")


def oid(node: tlv.Node, what: str) -> str:
    """An OBJECT IDENTIFIER with dots. Raises Malformed."""
    value = expect(node, OID, what).value
    if not 0 < len(value) <= _MAX_OID_BYTES or value[-1] & 0x80:
        raise Malformed(what, "is not an object identifier")
    arcs, arc, is_first = [], 0, True
    for byte in value:
        if is_first and byte == 0x80:
            raise Malformed(what, "is not an object identifier in its shortest form")
        arc, is_first = arc << 7 | byte & 0x7F, not byte & 0x80
        if is_first:
            arcs.append(arc)
            arc = 0
    top = min(arcs[0] // 40, 2)
    return ".".join(map(str, (top, arcs[0] - 40 * top, *arcs[1:])))


def text(node: tlv.Node, what: str) -> str:
    """A UTF8String, or a PrintableString with whatever signs ASCII has: encoders are not careful. Raises Malformed."""
    is_ascii = node.tag == PRINTABLE_STRING
    try:
        return (node if is_ascii else expect(node, UTF8_STRING, what)).value.decode("ascii" if is_ascii else "utf-8")
    except UnicodeDecodeError:
        raise Malformed(what, "does not hold the signs its tag says") from None


def write_natural(number: int, tag: int = INTEGER) -> bytes:
    return tlv.encode(tag, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def write_oid(dotted: str) -> bytes:
    top, second, *rest = map(int, dotted.split("."))
    return tlv.encode(OID, *(_base_128(arc) for arc in (40 * top + second, *rest)))


def write_utf8(value: str) -> bytes:
    return tlv.encode(UTF8_STRING, value.encode())


def write_printable(value: str) -> bytes:
    return tlv.encode(PRINTABLE_STRING, value.encode("ascii"))


def _base_128(arc: int) -> bytes:
    octets = [arc & 0x7F]
    while arc := arc >> 7:
        octets.append(0x80 | arc & 0x7F)
    return bytes(reversed(octets))
