"""Merkle trees of RFC 6962 section 2.1 over SHA-256: roots in one pass, inclusion proofs. Knows nothing of events."""

import hashlib
from collections.abc import Sequence

Hash = bytes


def leaf_hash(data: bytes) -> Hash:
    """The hash of one leaf: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """The hash of an inner node: SHA-256(0x01 || left || right). The prefix keeps a node from passing for a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows by leaf hashes and keeps only its right edge: memory is the logarithm of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[Hash] = []  # roots of the complete subtrees, largest first

    def add(self, leaf: Hash) -> None:
        node, filled = leaf, self.size
        while filled & 1:
            node = node_hash(self._edge.pop(), node)
            filled >>= 1
        self._edge.append(node)
        self.size += 1

    def root(self) -> Hash:
        """The root over what was added so far; SHA-256 of nothing for an empty tree."""
        if not self._edge:
            return hashlib.sha256(b"").digest()
        node = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            node = node_hash(left, node)
        return node


def path(leaves: Sequence[Hash], index: int) -> tuple[Hash, ...]:
    """The inclusion proof of the leaf at `index` (from 0), siblings from the leaf upwards (RFC 6962 2.1.1)."""
    if len(leaves) == 1:
        return ()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return (*path(leaves[:split], index), _root(leaves[split:]))
    return (*path(leaves[split:], index - split), _root(leaves[:split]))


def root_from_path(leaf: Hash, index: int, size: int, siblings: Sequence[Hash]) -> Hash | None:
    """The root that a proof leads to, or None when the proof does not fit a tree of `size` leaves (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    position, last, node = index, size - 1, leaf
    for sibling in siblings:
        if last == 0:
            return None
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            node = node_hash(node, sibling)
        position >>= 1
        last >>= 1
    return node if last == 0 else None


def _root(leaves: Sequence[Hash]) -> Hash:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()
