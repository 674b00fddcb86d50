import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ansinh.audit import merkle

leaves_of = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def _root(leaves: list[bytes]) -> bytes:
    tree = merkle.Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def _as_defined(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1, word for word: split at the largest power of two smaller than n."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + _as_defined(leaves[:split]) + _as_defined(leaves[split:])).digest()


def test_roots_are_those_of_the_published_test_vectors() -> None:
    # The eight inputs and roots of the reference implementation of RFC 6962 (certificate-transparency, merkle_tree_test).
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [merkle.leaf_hash(bytes.fromhex(each)) for each in inputs]
    assert _root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert _root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert _root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert _root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(leaves_of)
def test_the_root_in_one_pass_is_the_root_as_defined(leaves: list[bytes]) -> None:
    assert _root(leaves) == _as_defined(leaves)


@given(leaves_of, st.data())
def test_every_leaf_has_a_proof_that_leads_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    assert merkle.root_from_path(leaves[index], index, len(leaves), merkle.path(leaves, index)) == _root(leaves)


@given(leaves_of, st.data())
def test_a_proof_holds_for_no_other_leaf_place_or_path(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    path, root = merkle.path(leaves, index), _root(leaves)
    assert merkle.root_from_path(bytes(31) + b"\x07", index, size, path) != root
    assert merkle.root_from_path(leaves[index], index, size, (*path, bytes(32))) != root
    if path:
        assert merkle.root_from_path(leaves[index], index, size, path[:-1]) != root
    assert merkle.root_from_path(leaves[index], size, size, path) is None
    assert merkle.root_from_path(leaves[index], -1, size, path) is None


@given(leaves_of, st.data())
def test_any_change_of_the_leaves_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:index], hashlib.sha256(leaves[index]).digest(), *leaves[index + 1 :]]
    assert _root(changed) != _root(leaves)
    assert _root([*leaves, leaves[-1]]) != _root(leaves)
