"""ISO/IEC 39794-5 in DG2: what asn1crypto writes is read, what is written asn1crypto reads, and the rest is refused by its name."""

from datetime import date
from typing import Any

import pytest

from ansinh.chip import errors, lds
from ansinh.chip.lds import Record
from ansinh.chip.portrait import Kind
from tests.chip.face_module import (
    IMAGE,
    INFORMATION,
    PICTURE,
    REPRESENTATION,
    FaceImageDataBlock,
    bent,
    block,
    by_extension,
    plain,
    represented,
)


def test_what_must_be_there_is_enough() -> None:
    assert lds.read_face_block(block()) == (lds.FaceImage(IMAGE, Kind.JPEG, 0, 0, face_type=0, record=Record.G3),)


def test_every_element_that_is_needed_is_found_among_those_that_are_not() -> None:
    (face,) = lds.read_face_block(
        block(
            face_image_kind=by_extension(0),
            lossy_attempts=by_extension(2),
            distance=900,
            image_size={"width": 413, "height": 531},
            colours=by_extension(2),
            captured={"year": 2025, "month": 12, "day": 31, "hour": 23},
            quality=[1, 2],
            session=7,
            gender=by_extension(3),
            landmarks=[1, 2, 3],
            a_later_one=b"of an edition to come",
        )
    )
    assert face == lds.FaceImage(IMAGE, Kind.JPEG, 413, 531, face_type=1, sex="F", record=Record.G3, captured_on=date(2025, 12, 31))


@pytest.mark.parametrize("code", [plain, by_extension])
def test_codes_are_read_plainly_and_as_what_an_extension_falls_back_on(code: Any) -> None:
    (face,) = lds.read_face_block(block(form=code(3), face_image_kind=code(0), gender=code(2)))
    assert (face.face_type, face.sex) == (1, "M")


def test_an_extension_that_names_no_code_leaves_the_element_open() -> None:
    (face,) = lds.read_face_block(block(face_image_kind=by_extension(None, b"new"), gender=by_extension(None, b"new")))
    assert (face.face_type, face.sex) == (0, "")


@pytest.mark.parametrize(("code", "sex"), [(0, ""), (1, ""), (2, "M"), (3, "F"), (9, "")])
def test_the_sex_is_that_of_its_code(code: int, sex: str) -> None:
    assert lds.read_face_block(block(gender=plain(code)))[0].sex == sex


@pytest.mark.parametrize("captured", [{"year": 2025}, {"year": 2025, "month": 12}, {"year": 0, "month": 1, "day": 1}])
def test_a_day_that_is_not_whole_is_not_known(captured: dict[str, int]) -> None:
    assert lds.read_face_block(block(captured=captured))[0].captured_on is None


def test_the_kind_is_by_the_image_whatever_its_code_says() -> None:
    assert lds.read_face_block(block(form=plain(4)))[0].kind is Kind.JPEG
    assert lds.read_face_block(block(data=b"\xff\x4f\xff\x51"))[0].kind is Kind.J2K


def test_a_later_year_of_the_same_generation_is_read() -> None:
    assert lds.read_face_block(block(year=2031))[0].image == IMAGE


def test_several_representations_are_all_read() -> None:
    assert len(lds.read_face_block(block(representations=8))) == 8


def test_asn1crypto_reads_what_is_written() -> None:
    face = lds.FaceImage(IMAGE, Kind.JPEG, 413, 531, sex="F", captured_on=date(2025, 12, 31))
    written = FaceImageDataBlock.load(b"\x30" + lds.write_face_block(face)[1:], strict=True).native
    (only,) = written["representations"]
    assert written["version"] == {"generation": 3, "year": 2019}
    assert only["image"]["data"] == IMAGE
    information = only["image"]["information"]
    assert information["image_data_format"] == "2"
    assert information["face_image_kind"]["fallback"] == "0"
    assert information["image_size"] == {"width": 413, "height": 531}
    assert [only["captured"][part] for part in ("year", "month", "day")] == [2025, 12, 31]
    assert only["identity"]["gender"]["fallback"] == "3"


def test_what_is_written_is_read_back() -> None:
    face = lds.FaceImage(IMAGE, Kind.JPEG, 413, 531, sex="M", record=Record.G3, captured_on=date(2025, 1, 31))
    assert lds.read_face_block(lds.write_face_block(face)) == (face,)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (block(image=represented("shape")), "DG2.face.image: is a shape in three dimensions"),
        (block(image=represented("extension_block")), "DG2.face.image: is of a kind that a later version of the standard brought"),
        (block(generation=4, year=2040), "DG2.face.version: is of a later generation of the standard"),
        *((block(form=plain(code)), "DG2.face.format: is neither JPEG nor JPEG 2000") for code in (0, 1, 5, 6, 7)),
        (block(form=by_extension(None)), "DG2.face.format: is neither JPEG nor JPEG 2000"),
        (block(data=b"\x89PNG\r\n\x1a\n"), "portrait: is neither JPEG nor JPEG 2000"),
    ],
)
def test_what_the_standard_has_and_is_not_read_is_named(raw: bytes, why: str) -> None:
    with pytest.raises(errors.Unsupported) as refusal:
        lds.read_face_block(raw)
    assert refusal.value.detail == why


def at(path: list[int], new: bytes) -> bytes:
    return bent(block(image_size={"width": 2, "height": 3}), path, new)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x30\x00", "DG2.face: begins with tag 30 instead of 65"),
        (b"\x65\x00", "DG2.face.version: is missing"),
        (at([0xA0], b"\x80\x00"), "DG2.face.version: tag 80 stands where A0 belongs"),
        (block(generation=2), "DG2.face.version: does not exist"),
        (block(year=2018), "DG2.face.version: does not exist"),
        (block(year=10_000), "DG2.face.version: does not exist"),
        (at([0xA0, 0x81], b""), "DG2.face.version: is missing"),
        (at([0xA0, 0x81], b"\x81\x00"), "DG2.face.version: is not a small whole number"),
        (at([0xA1], b""), "DG2.face.representations: is missing"),
        (at([0xA1], b"\xa1\x00"), "DG2.face.representations: are 0"),
        (block(representations=9), "DG2.face.representations: are 9"),
        (at(REPRESENTATION, b"\x31\x00"), "DG2.face.representations: tag 31 stands where 30 belongs"),
        (at([*REPRESENTATION, 0x80], b""), "DG2.face.representation: is missing"),
        (
            at([*REPRESENTATION, 0x80], b"\x80\x01\x00" * 2),
            "DG2.face.representation: its elements are out of order, or one is there twice",
        ),
        (at([*REPRESENTATION, 0x80], b"\x04\x01\x00"), "DG2.face.representation: tag 4 has no place there"),
        (at([*REPRESENTATION, 0x80], b"\x9f\x1f\x00"), "DG2.face.representation: tag 9F1F has no place there"),
        (at([*REPRESENTATION, 0xA1], b""), "DG2.face.image: is missing"),
        (at([*REPRESENTATION, 0xA1], b"\xa1\x00"), "DG2.face.image: is 0 things where one is chosen"),
        (at([*REPRESENTATION, 0xA1], b"\xa1\x04\x80\x00\x81\x00"), "DG2.face.image: is 2 things where one is chosen"),
        (at([*INFORMATION, 0xA0], b"\xa0\x05\x80\x01\x02\xa1\x00"), "DG2.face.format: is neither a code nor an extension"),
        (at([*REPRESENTATION, 0xA1, 0xA0], b"\x80\x00"), "DG2.face.image: holds no elements"),
        (block(image=represented("other")), "DG2.face.image: is neither an image nor a shape"),
        (at([*PICTURE, 0x80], b""), "DG2.face.image: is missing"),
        (at([*PICTURE, 0x80], b"\xa0\x06\x04\x04" + IMAGE), "DG2.face.image: tag A0 stands where 80 belongs"),
        (block(data=b""), "portrait: is empty"),
        (at(INFORMATION, b""), "DG2.face.information: is missing"),
        (at([*INFORMATION, 0xA0], b""), "DG2.face.format: is missing"),
        (at([*INFORMATION, 0xA0], b"\xa0\x03\x82\x01\x02"), "DG2.face.format: is neither a code nor an extension"),
        (at([*INFORMATION, 0xA0], b"\xa0\x04\x80\x02\x00\x02"), "DG2.face.format: is not a small whole number"),
        (block(form=plain(8)), "DG2.face.format: has a code that does not exist"),
        (at([*INFORMATION, 0xA7, 0x81], b""), "DG2.face.size: is missing"),
        (block(image_size={"width": 65_536, "height": 1}), "DG2.face.size: is larger than it may be"),
        (block(captured={"year": 2025, "month": 2, "day": 29}), "DG2.face.captured: is no day"),
        (block(captured={"year": 1 << 62, "month": 2, "day": 1}), "DG2.face.captured: is no day"),
    ],
)
def test_a_block_that_does_not_hold_is_refused_by_its_reason(raw: bytes, why: str) -> None:
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_face_block(raw)
    assert refusal.value.detail == why
    assert refusal.value.code == "malformed"


def test_a_length_that_reaches_beyond_what_holds_it_is_refused() -> None:
    whole_block = block()
    at = whole_block.index(IMAGE) - 1
    with pytest.raises(errors.Malformed, match="fewer are there"):
        lds.read_face_block(whole_block[:at] + b"\x7f" + whole_block[at + 1 :])


def test_every_cut_of_a_block_is_refused() -> None:
    whole_block = block(image_size={"width": 2, "height": 3})
    for length in range(len(whole_block)):
        with pytest.raises(errors.Malformed):
            lds.read_face_block(whole_block[:length])


def test_a_block_beyond_what_a_portrait_may_have_is_refused() -> None:
    with pytest.raises(errors.Malformed, match="at most 204800 are read"):
        lds.read_face_block(block(data=IMAGE + bytes(204_800)))


def test_no_refusal_tells_a_byte_of_the_image() -> None:
    secret = b"\x89PNG a face"
    with pytest.raises(errors.Malformed) as refusal:
        lds.read_face_block(block(data=secret))
    assert "face" not in str(refusal.value).replace("DG2.face", "")
    assert "PNG" not in repr(refusal.value)
