"""Elements as chips write them: read strictly, and never more than is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.chip import errors, tlv


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "is empty"),
        ("60", "is cut off where an element begins"),
        ("6084FFFFFFFF", "says it has 4294967295 bytes, fewer are there"),
        ("6085FFFFFFFFFF", "has a length of 5 bytes"),
        ("6080010200", "has no definite length"),
        ("60030101", "fewer are there"),
        ("5F", "is cut off where an element begins"),
        ("5F81", "has a tag that does not end"),
        ("7F81818100", "has a tag that does not end"),
        ("6001006000", "something follows its end"),
        ("610100", "begins with tag 61 instead of 60"),
        ("0000", "has a tag of zero"),
        ("6081", "is cut off inside its length"),
    ],
)
def test_what_is_no_element_is_refused_by_its_reason(raw: str, reason: str) -> None:
    with pytest.raises(errors.Malformed, match=reason):
        tlv.one(bytes.fromhex(raw), 0x60, "EF.COM")


def test_the_element_of_a_published_example_is_read() -> None:
    com = tlv.one(bytes.fromhex("60145F0104303130365F36063034303030305C026175"), 0x60, "EF.COM")
    assert [each.tag for each in com.children("EF.COM")] == [0x5F01, 0x5F36, 0x5C]
    assert com.child(0x5C, "EF.COM").value == bytes.fromhex("6175")


def test_elements_nested_without_end_are_refused() -> None:
    data = b"\x30\x00"
    for _ in range(20):
        data = tlv.encode(0x30, data)
    node = tlv.one(data, 0x30, "EF.DG14")
    for _ in range(tlv.MAX_DEPTH):
        (node,) = node.children("EF.DG14")
    with pytest.raises(errors.Malformed, match="nested deeper"):
        node.children("EF.DG14")


def test_a_header_tells_how_much_to_read_and_refuses_too_much() -> None:
    assert tlv.header(bytes.fromhex("758219D0"), "EF.DG2").total == 0x19D0 + 4
    with pytest.raises(errors.Malformed, match="at most 65536 are read"):
        tlv.header(bytes.fromhex("7584FFFFFFF0"), "EF.DG2")


@given(st.integers(1, 0x1E), st.binary(max_size=70_000))
def test_what_is_written_is_read_again(tag: int, value: bytes) -> None:
    assert tlv.one(tlv.encode(tag, value), tag, "test", max_bytes=80_000).value == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        nodes = tlv.parse(data, "test")
    except errors.Malformed:
        return
    assert b"".join(node.raw for node in nodes) == data
