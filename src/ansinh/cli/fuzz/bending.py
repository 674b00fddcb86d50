"""Files bent so that they still stand: a change inside one element, and every length around it put right.

A fuzzer that only flips bytes seldom comes past the outermost length of a file; this one starts behind it.
"""

import random
from collections.abc import Callable

from ansinh.chip import errors, tlv

_MOST_ELEMENTS = 400


def bent(data: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    """`data` with one of its elements changed by `change`, doubled, left out, given another tag, or put in another place.

    What is no sequence of elements is changed as a whole.
    """
    try:
        nodes = tlv.parse(data, "file", max_bytes=1 << 20)
    except errors.ChipError:
        return change(data)
    return _within(nodes, chance, change) if nodes else change(data)


def _within(nodes: tuple[tlv.Node, ...], chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    at = chance.randrange(len(nodes))
    node = nodes[at]
    written = [each.raw for each in nodes]
    inside = _children(node)
    if inside and chance.random() < 0.8:
        written[at] = tlv.encode(node.tag, _within(inside, chance, change))
    else:
        written[at : at + 1] = _replaced(node, chance, change)
    if chance.random() < 0.1:
        chance.shuffle(written)
    return b"".join(written[:_MOST_ELEMENTS])


def _replaced(node: tlv.Node, chance: random.Random, change: Callable[[bytes], bytes]) -> list[bytes]:
    match chance.randrange(8):
        case 0:
            return [node.raw, node.raw]
        case 1:
            return []
        case 2:
            return [tlv.encode(chance.choice((0x02, 0x04, 0x05, 0x06, 0x0C, 0x13, 0x30, 0x31, 0x5F1F, 0x7F60)), node.value)]
        case 3:
            return [tlv.encode(0x30, node.raw)]
        case _:
            return [tlv.encode(node.tag, change(node.value))]


def _children(node: tlv.Node) -> tuple[tlv.Node, ...]:
    try:
        return node.children("file") if node.is_constructed else ()
    except errors.ChipError:
        return ()
