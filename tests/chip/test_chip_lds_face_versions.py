"""Facial records of the later versions of ISO/IEC 19794-5, packed here once more from tables of their fields."""

import struct
from collections.abc import Mapping
from datetime import date

import pytest

from ansinh.chip import errors, lds
from ansinh.chip.lds import Record
from ansinh.chip.portrait import Kind

IMAGE = b"\xff\xd8\xff\xe0"
USUAL: Mapping[str, int | bytes] = {
    "count": 1,
    "certified": 0,
    "taken": bytes.fromhex("07E8 02 1D 0E 26 0F 000F"),
    "qualities": b"",
    "said_qualities": -1,
    "certifications": b"",
    "gender": 2,
    "height": 160,
    "points": 0,
    "face_type": 1,
    "data_type": 0,
    "more": 0,
    "image_more": 0,
    "behind": b"",
}


def general(count: int, certified: int, blocks: bytes) -> bytes:
    return struct.pack(">4s4sIHBH", b"FAC\0", b"030\0", 17 + len(blocks), count, certified, 0) + blocks


def record(image: bytes = IMAGE, **changed: int | bytes) -> bytes:
    """A record of version 030 with one image."""
    said = {**USUAL, **changed}
    numbers = {name: value for name, value in said.items() if isinstance(value, int)}
    texts = {name: value for name, value in said.items() if isinstance(value, bytes)}
    qualities = len(texts["qualities"]) // 5 if numbers["said_qualities"] < 0 else numbers["said_qualities"]
    block = b"".join(
        [
            texts["taken"],
            struct.pack(">BHHB", 0, 0, 0, qualities),
            texts["qualities"],
            texts["certifications"],
            struct.pack(">HBBBB3sH3s3s", numbers["points"], numbers["gender"], 0, 0, numbers["height"], bytes(3), 0, bytes(3), bytes(3)),
            bytes(8 * numbers["points"]),
            struct.pack(">BBHHBHBB", numbers["face_type"], numbers["data_type"], 120, 160, 0, 0, 0, 1),
            struct.pack(">I", len(image) + numbers["image_more"]),
            image,
            texts["behind"],
        ]
    )
    return general(numbers["count"], numbers["certified"], struct.pack(">I", 4 + len(block) + numbers["more"]) + block)


def test_a_record_of_2011_is_read_with_the_day_it_was_taken() -> None:
    assert lds.read_face_record(record()) == (
        lds.FaceImage(IMAGE, Kind.JPEG, 120, 160, sex="F", record=Record.V030, captured_on=date(2024, 2, 29)),
    )


def test_a_written_record_of_2011_is_byte_for_byte_the_packed_one() -> None:
    face = lds.FaceImage(IMAGE, Kind.JPEG, 120, 160, sex="F", captured_on=date(2024, 2, 29))
    assert lds.write_face_record([face], Record.V030) == record(taken=bytes.fromhex("07E8 02 1D 00 00 00 0000"), height=0)


def test_quality_certificates_and_landmarks_are_stepped_over() -> None:
    (face,) = lds.read_face_record(record(qualities=bytes(15), certified=1, certifications=b"\x02" + bytes(6), points=4))
    assert (face.image, face.feature_points, face.width) == (IMAGE, 4, 120)


def test_a_record_as_devices_for_registration_write_it_is_read() -> None:
    """One block of quality, JPEG 2000 without loss: the fields and lengths of a public example, with another day."""
    head = bytes.fromhex(
        "46414300 30333000 00005A3B 0001 00 0000"
        "00005A2A 07E4 01 02 0E 26 0F 000F 00 0000 0000 01  00 0103 0103"
        "0000 00 00 00 00 000000 0000 000000 000000  00 02 00F0 0140 00 0001 00 00"
    )
    image = b"\xff\x4f\xff\x51" + bytes(0x5A3B - len(head) - 8)
    (face,) = lds.read_face_record(head + struct.pack(">I", len(image)) + image)
    assert (face.kind, face.width, face.height, face.captured_on) == (Kind.J2K, 240, 320, date(2020, 1, 2))
    assert face.image == image


@pytest.mark.parametrize("taken", ["0000 00 00 00 00 00 0000", "FFFF FF FF FF FF FF FFFF", "07E8 02 1E 00 00 00 0000"])
def test_a_day_that_is_none_is_not_known(taken: str) -> None:
    assert lds.read_face_record(record(taken=bytes.fromhex(taken)))[0].captured_on is None


def test_several_images_of_2011_are_all_read() -> None:
    block = record()[17:]
    faces = lds.read_face_record(general(2, 0, block + block))
    assert [face.image for face in faces] == [IMAGE, IMAGE]


def test_a_record_of_the_amendment_of_2009_is_read_like_the_first_version() -> None:
    (face,) = lds.read_face_record(lds.write_face_record([lds.FaceImage(IMAGE, Kind.JPEG, 120, 160, sex="M")], Record.V020))
    assert face == lds.FaceImage(IMAGE, Kind.JPEG, 120, 160, sex="M", record=Record.V020)


@pytest.mark.parametrize("data_type", [1, 2])
def test_both_codes_for_jpeg_2000_are_known(data_type: int) -> None:
    assert lds.read_face_record(record(b"\xff\x4f\xff\x51!", data_type=data_type))[0].kind is Kind.J2K


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (record(data_type=3), "DG2.face: says its image is a PNG"),
        (record(face_type=0x80), "DG2.face: holds a face in three dimensions"),
        (record(b"GIF89a"), "portrait: is neither JPEG nor JPEG 2000"),
    ],
)
def test_what_a_later_record_may_hold_and_is_not_read_is_named(raw: bytes, why: str) -> None:
    with pytest.raises(errors.Unsupported) as refusal:
        lds.read_face_record(raw)
    assert refusal.value.detail == why


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (record()[:8] + struct.pack(">I", 16) + record()[12:16], "is shorter than its header"),
        (record(certified=2), "has a certification flag that does not exist"),
        (record(count=2), "ends where an image begins"),
        (record(more=1), "an image is longer than the record, or has no room for itself"),
        (record(more=-1), "an image is not as long as it says"),
        (record(b""), "an image is longer than the record, or has no room for itself"),
        (record(said_qualities=255), "an image is longer than the record, or has no room for itself"),
        (record(certified=1, certifications=b"\xff"), "an image is longer than the record, or has no room for itself"),
        (record(image_more=1), "an image is not as long as it says"),
        (record(image_more=-1), "an image is not as long as it says"),
        (record(behind=b"3D"), "an image is not as long as it says"),
        (record(data_type=4), "says its image is of a kind that does not exist"),
        (record(gender=3), "names a sex that does not exist"),
    ],
)
def test_a_later_record_that_does_not_hold_is_refused_by_its_reason(raw: bytes, why: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_face_record(raw)
    assert refusal.value.detail == f"DG2.face: {why}"
    assert refusal.value.code == "malformed"


def test_an_image_does_not_reach_into_the_one_behind_it() -> None:
    """The first block says that it ends before its own header does; what is behind is a whole one."""
    block = record()[17:]
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_face_record(general(2, 0, struct.pack(">I", 24) + block[4:24] + block))
    assert refusal.value.detail == "DG2.face: an image is longer than the record, or has no room for itself"


def test_every_cut_of_a_later_record_is_refused() -> None:
    whole = record(points=1, qualities=bytes(5))
    for length in range(len(whole)):
        cut = whole[:8] + struct.pack(">I", length) + whole[12:length] if length >= 12 else whole[:length]
        with pytest.raises(errors.Malformed):
            lds.read_face_record(cut)
