"""DG2 and the facial record in it: the image comes out as it went in, or it is said why not."""

import struct

import pytest

from ansinh.chip import errors, lds, tlv
from ansinh.chip.portrait import Kind
from tests.chip.drawings import drawn


def record(image: bytes = b"\xff\xd8\xff\xe0", *, points: int = 0, **changed: object) -> bytes:
    """A facial record by ISO/IEC 19794-5:2005 with one image, written out here once more, from the standard."""
    usual = {"version": b"010\0", "gender": 0, "data_type": 0, "count": 1, "more": 0, "block_more": 0, "name": b"FAC\0", "face_type": 1}
    said = usual | changed
    block = 32 + 8 * points + len(image)
    return b"".join(
        [
            struct.pack(">4s4sIH", said["name"], said["version"], 14 + block + int(str(said["more"])), said["count"]),
            struct.pack(">IH", block + int(str(said["block_more"])), points),
            bytes([int(str(said["gender"])), 0, 0]) + bytes(3) + bytes(2) + bytes(3) + bytes(3),
            bytes(8 * points),
            struct.pack(">BBHHBBHH", said["face_type"], said["data_type"], 120, 160, 1, 0, 0, 0),
            image,
        ]
    )


def dg2(*records: bytes, tag: int = 0x5F2E, header: bytes = bytes.fromhex("8702010188020008"), count: int | None = None) -> bytes:
    templates = [tlv.encode(0x7F60, tlv.encode(0xA1, header), tlv.encode(tag, each)) for each in records]
    number = bytes([2, 1, len(records) if count is None else count])
    return tlv.encode(0x75, tlv.encode(0x7F61, number, *templates))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_portrait_comes_out_as_it_went_in(kind: Kind) -> None:
    image = drawn(kind)
    (face,) = lds.read_dg2(lds.write_dg2(image, 120, 160, kind, sex="F"))
    assert face == lds.FaceImage(image, kind, 120, 160, face_type=1, sex="F")


def test_the_kind_is_by_the_image_whatever_the_record_says() -> None:
    (face,) = lds.read_dg2(lds.write_dg2(drawn(Kind.JPEG), 120, 160, Kind.JP2))
    assert face.kind is Kind.JPEG


def test_a_writer_and_the_standard_give_the_same_record() -> None:
    face = lds.FaceImage(b"\xff\xd8\xff\xe0", Kind.JPEG, 120, 160)
    assert lds.write_face_record([face]) == record()


def test_points_of_a_face_are_stepped_over() -> None:
    (face,) = lds.read_dg2(dg2(record(points=3)))
    assert (face.image, face.feature_points) == (b"\xff\xd8\xff\xe0", 3)


def test_both_tags_for_a_record_are_read() -> None:
    assert lds.read_dg2(dg2(record(), tag=0x7F2E)) == lds.read_dg2(dg2(record()))


def test_several_templates_and_several_images_are_all_read() -> None:
    faces = [lds.FaceImage(b"\xff\xd8\xff" + bytes([number]), Kind.JPEG, 120, 160) for number in range(2)]
    assert lds.read_dg2(dg2(lds.write_face_record(faces), record())) == (
        *faces,
        lds.FaceImage(b"\xff\xd8\xff\xe0", Kind.JPEG, 120, 160, template=2),
    )


def test_a_template_that_cannot_be_read_is_passed_over_and_still_counts() -> None:
    faces = lds.read_dg2(dg2(record(face_type=0x81), record(data_type=7), record()))
    assert [(face.template, face.image) for face in faces] == [(3, b"\xff\xd8\xff\xe0")]


def test_where_no_template_can_be_read_the_first_refusal_is_given() -> None:
    with pytest.raises(errors.Unsupported, match="three dimensions"):
        lds.read_dg2(dg2(record(face_type=0x81), record(data_type=7)))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("written", list(lds.Record))
def test_every_record_gives_back_the_portrait_and_says_which_it_is(written: lds.Record, kind: Kind) -> None:
    (face,) = lds.read_dg2(lds.write_dg2(drawn(kind), 120, 160, kind, sex="M", records=[written]))
    assert face == lds.FaceImage(drawn(kind), kind, 120, 160, sex="M", record=written)


def test_a_portrait_in_both_kinds_of_record_comes_out_twice_in_the_order_of_the_file() -> None:
    both = [lds.Record.G3, lds.Record.V010]
    faces = lds.read_dg2(lds.write_dg2(drawn(Kind.JPEG), 120, 160, Kind.JPEG, records=both))
    assert [(face.record, face.template) for face in faces] == [(lds.Record.G3, 1), (lds.Record.V010, 2)]
    assert faces[0].image == faces[1].image


def test_each_kind_of_record_stands_under_its_own_tag_and_names_its_format() -> None:
    raw = lds.write_dg2(b"\xff\xd8\xff", 1, 1, Kind.JPEG, records=list(lds.Record))
    templates = tlv.one(raw, 0x75, "DG2").child(0x7F61, "DG2").children("DG2")[1:]
    headers, records = zip(*(each.children("DG2") for each in templates), strict=True)
    assert [each.child(0x88, "DG2").value.hex() for each in headers] == ["0008", "0008", "0008", "002a"]
    assert [each.tag for each in records] == [0x5F2E, 0x5F2E, 0x5F2E, 0x7F2E]
    assert [each.child(0x65, "DG2").tag for each in records[3].children("DG2")] == [0x65]


def test_nine_templates_are_the_most() -> None:
    assert len(lds.read_dg2(dg2(*[record()] * 9))) == 9


@pytest.mark.parametrize(
    "raw",
    [
        dg2(record(name=b"FMR\0")),
        dg2(bytes.fromhex("A1026400"), tag=0x7F2E),
        dg2(record(), header=bytes.fromhex("8702010188020009")),
        dg2(record(), header=bytes.fromhex("8702010288020008")),
        dg2(record(b"\x89PNG\r\n\x1a\n")),
        dg2(record(face_type=0x80)),
    ],
    ids=["another record", "a finger by 39794-4", "another type", "another owner", "another image", "three dimensions"],
)
def test_what_is_not_read_here_is_said_to_be_so(raw: bytes) -> None:
    with pytest.raises(errors.Unsupported) as refusal:
        lds.read_dg2(raw)
    assert refusal.value.code == "unsupported"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (tlv.encode(0x75), "DG2: does not hold one group of templates"),
        (tlv.encode(0x75, tlv.encode(0x7F61)), "DG2.count: is not that of the templates"),
        (dg2(), "DG2.count: is not that of the templates"),
        (dg2(record(), count=2), "DG2.count: is not that of the templates"),
        (dg2(*[record()] * 10), "DG2.count: is not that of the templates"),
        (dg2(record(), tag=0x5F2F), "DG2: a template holds no record"),
        (dg2(b"", tag=0x7F2E), "DG2: a record is not one block of data"),
        (dg2(bytes.fromhex("6500"), tag=0x7F2E), "DG2: a record is not one block of data"),
        (
            dg2(tlv.encode(0xA2, lds.write_face_block(lds.FaceImage(b"", Kind.JPEG, 1, 1))), tag=0x7F2E),
            "DG2: a record is not one block of data",
        ),
        (dg2(bytes.fromhex("A10465006500"), tag=0x7F2E), "DG2: a record is not one block of data"),
        (dg2(record(version=b"040\0")), "DG2.face: has a version that does not exist"),
        (dg2(b"FAC\0"), "DG2.face: is shorter than its header"),
        (dg2(record(more=1)), "DG2.face: is not as long as it says"),
        (dg2(record(count=0)), "DG2.face: says it has 0 images"),
        (dg2(record(count=9)), "DG2.face: says it has 9 images"),
        (dg2(record(count=2)), "DG2.face: ends where an image begins"),
        (dg2(record(block_more=1)), "DG2.face: an image is longer than the record, or has no room for itself"),
        (dg2(record(block_more=-4)), "DG2.face: an image is longer than the record, or has no room for itself"),
        (dg2(record(block_more=-1)), "DG2.face: something follows its last image"),
        (dg2(record(b"")), "DG2.face: an image is longer than the record, or has no room for itself"),
        (dg2(record(data_type=2)), "DG2.face: says its image is neither JPEG nor JPEG 2000"),
        (dg2(record(gender=3)), "DG2.face: names a sex that does not exist"),
        (tlv.encode(0x75, tlv.encode(0x7F61, b"\x02\x01\x01", tlv.encode(0x7F60))), "DG2: a template is not a header and a record"),
        (tlv.encode(0x75, tlv.encode(0x7F61, b"\x02\x01\x01", tlv.encode(0x7F62))), "DG2: tag 7F62 stands where 7F60 belongs"),
    ],
)
def test_a_portrait_file_that_does_not_hold_is_refused_by_its_reason(raw: bytes, why: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_dg2(raw)
    assert refusal.value.detail == why


def test_every_cut_of_a_record_is_refused() -> None:
    whole = record(points=1)
    for length in range(len(whole)):
        with pytest.raises(errors.Malformed):
            lds.read_face_record(whole[:length])


def test_a_portrait_is_not_shown() -> None:
    (face,) = lds.read_dg2(lds.write_dg2(drawn(Kind.JPEG), 120, 160, Kind.JPEG, sex="F"))
    assert (
        repr(face)
        == "FaceImage(kind=<Kind.JPEG: 'jpeg'>, width=120, height=160, face_type=1, feature_points=0, record=<Record.V010: '010'>, template=1)"
    )
