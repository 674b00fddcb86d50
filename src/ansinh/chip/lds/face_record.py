"""Facial records by ISO/IEC 19794-5: version 010 (2005), 020 (its amendment 2 of 2009), 030 (2011). Images are found, not opened.

What 030 adds: two fields in the general header; day, device, quality (and certification) of each image; the subject's height; another block
about the image, and its length. Of 020 no layout is published: it is read like 010 (assumed). Should that be wrong, lengths do not fit, and
the record is refused. Faces in three dimensions are not read in any version.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds.face import MAX_IMAGES, FaceImage, Record
from ansinh.chip.portrait import Kind, kind_of

_WHAT = "DG2.face"
_FORMAT = b"FAC\0"
_VERSIONS = {f"{each.value}\0".encode(): each for each in (Record.V010, Record.V020, Record.V030)}
_HEADER = struct.Struct(">4s4sIH")
_HEADER_ENDS = struct.Struct(">BH")  # from 030 on: certification flag, how the images follow one another in time
_LENGTH = struct.Struct(">I")
_CAPTURE = struct.Struct(">HBBBBBHBHHB")  # year to millisecond; technology, vendor and type of the device; quality blocks
_CERTIFICATION = struct.Struct(">B")
_QUALITY_BYTES, _CERTIFICATION_BYTES, _POINT_BYTES = 5, 3, 8
_SUBJECT = struct.Struct(">HBBB3sH3s3s")
_SUBJECT_030 = struct.Struct(">HBBBB3sH3s3s")  # with the height, behind the colour of the hair
_IMAGE = struct.Struct(">BBHHBBHH")
_IMAGE_030 = struct.Struct(">BBHHBHBB")  # level of resolution, processing, cross reference, colours
_JPEG, _JPEG_2000, _JPEG_2000_LOSSLESS, _PNG = range(4)
_TYPES = frozenset({_JPEG, _JPEG_2000})
_IN_THREE_DIMENSIONS = 0x80
_SEXES = {0: "", 1: "M", 2: "F", 255: ""}
_NO_ROOM = "an image is longer than the record, or has no room for itself"


def read_face_record(raw: bytes) -> tuple[FaceImage, ...]:
    """All images, at least one. Raises Malformed, naming the part; Unsupported for other records, other images, three dimensions."""
    record, count = _opened(raw)
    images, at, is_certified = [], _HEADER.size, False
    if record is Record.V030:
        at, is_certified = at + _HEADER_ENDS.size, _is_certified(raw)
    for _ in range(count):
        if at + _LENGTH.size > len(raw):
            raise Malformed(_WHAT, "ends where an image begins")
        end = at + _LENGTH.unpack_from(raw, at)[0]
        if end > len(raw):
            raise Malformed(_WHAT, _NO_ROOM)
        inside = _Block(raw, at + _LENGTH.size, end)
        images.append(_image_030(inside, is_certified=is_certified) if record is Record.V030 else _image(inside, record))
        at = end
    if at != len(raw):
        raise Malformed(_WHAT, "something follows its last image")
    return tuple(images)


def write_face_record(images: Sequence[FaceImage], record: Record = Record.V010) -> bytes:
    """A record of the images, without feature points, quality or device. `record` is not 39794-5."""
    blocks = b"".join(_written_030(each) if record is Record.V030 else _written(each) for each in images)
    rest = _HEADER_ENDS.pack(0, min(len(images) - 1, 1)) if record is Record.V030 else b""
    version = f"{record.value}\0".encode()
    return _HEADER.pack(_FORMAT, version, _HEADER.size + len(rest) + len(blocks), len(images)) + rest + blocks


def _opened(raw: bytes) -> tuple[Record, int]:
    """Which record it is, and how many images it says it has."""
    if len(raw) < _HEADER.size:
        raise Malformed(_WHAT, "is shorter than its header")
    name, version, length, count = _HEADER.unpack_from(raw)
    if name != _FORMAT:
        raise Unsupported(_WHAT, "is no record by ISO/IEC 19794-5")
    record = _VERSIONS.get(version)
    if record is None:
        raise Malformed(_WHAT, "has a version that does not exist")
    if length != len(raw):
        raise Malformed(_WHAT, "is not as long as it says")
    if not 1 <= count <= MAX_IMAGES:
        raise Malformed(_WHAT, f"says it has {count} images")
    return record, count


@dataclass(slots=True)
class _Block:
    """The bytes of one image and what is about it, taken from the front."""

    raw: bytes
    at: int
    end: int

    def take(self, layout: struct.Struct) -> tuple[Any, ...]:
        at = self.at
        self.skip(layout.size)
        return layout.unpack_from(self.raw, at)

    def skip(self, size: int) -> None:
        self.at += size
        if self.at > self.end:
            raise Malformed(_WHAT, _NO_ROOM)

    def rest(self) -> bytes:
        if self.at == self.end:
            raise Malformed(_WHAT, _NO_ROOM)
        return self.raw[self.at : self.end]


def _image(block: _Block, record: Record) -> FaceImage:
    points, gender, *_ = block.take(_SUBJECT)
    block.skip(_POINT_BYTES * points)
    face_type, data_type, width, height, *_ = block.take(_IMAGE)
    image = block.rest()
    _require_two_dimensions(face_type)
    if data_type not in _TYPES:
        raise Malformed(_WHAT, "says its image is neither JPEG nor JPEG 2000")
    return FaceImage(image, kind_of(image), width, height, face_type, _sex(gender), points, record)


def _image_030(block: _Block, *, is_certified: bool) -> FaceImage:
    year, month, day, *_, qualities = block.take(_CAPTURE)
    block.skip(_QUALITY_BYTES * qualities)
    if is_certified:
        block.skip(_CERTIFICATION_BYTES * block.take(_CERTIFICATION)[0])
    points, gender, *_ = block.take(_SUBJECT_030)
    block.skip(_POINT_BYTES * points)
    face_type, data_type, width, height, *_ = block.take(_IMAGE_030)
    (length,) = block.take(_LENGTH)
    image = block.rest()
    _require_two_dimensions(face_type)
    if length != len(image):
        raise Malformed(_WHAT, "an image is not as long as it says")
    if data_type == _PNG:
        raise Unsupported(_WHAT, "says its image is a PNG")
    if data_type not in _TYPES | {_JPEG_2000_LOSSLESS}:
        raise Malformed(_WHAT, "says its image is of a kind that does not exist")
    return FaceImage(image, kind_of(image), width, height, face_type, _sex(gender), points, Record.V030, _day(year, month, day))


def _is_certified(raw: bytes) -> bool:
    """Whether blocks about certificates of the device stand behind those about quality, as in records of fingers (assumed)."""
    if len(raw) < _HEADER.size + _HEADER_ENDS.size:
        raise Malformed(_WHAT, "is shorter than its header")
    flag, _ = _HEADER_ENDS.unpack_from(raw, _HEADER.size)
    if flag > 1:
        raise Malformed(_WHAT, "has a certification flag that does not exist")
    return bool(flag)


def _require_two_dimensions(face_type: int) -> None:
    if face_type & _IN_THREE_DIMENSIONS:
        raise Unsupported(_WHAT, "holds a face in three dimensions")


def _sex(gender: int) -> str:
    if gender not in _SEXES:
        raise Malformed(_WHAT, "names a sex that does not exist")
    return _SEXES[gender]


def _day(year: int, month: int, day: int) -> date | None:
    """None for what is no day: who does not know it fills the field with zeros or ones (assumed)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _written(face: FaceImage) -> bytes:
    subject = _SUBJECT.pack(0, _gender(face), 0, 0, bytes(3), 0, bytes(3), bytes(3))
    return _with_length(subject, _IMAGE.pack(face.face_type, _data_type(face), face.width, face.height, 1, 0, 0, 0), face.image)


def _written_030(face: FaceImage) -> bytes:
    on = face.captured_on
    capture = _CAPTURE.pack(*((on.year, on.month, on.day) if on else (0, 0, 0)), 0, 0, 0, 0, 0, 0, 0, 0)
    subject = _SUBJECT_030.pack(0, _gender(face), 0, 0, 0, bytes(3), 0, bytes(3), bytes(3))
    about = _IMAGE_030.pack(face.face_type, _data_type(face), face.width, face.height, 0, 0, 0, 1)
    return _with_length(capture, subject, about, _LENGTH.pack(len(face.image)), face.image)


def _with_length(*parts: bytes) -> bytes:
    return b"".join((_LENGTH.pack(_LENGTH.size + sum(map(len, parts))), *parts))


def _gender(face: FaceImage) -> int:
    return {"M": 1, "F": 2}.get(face.sex, 0)


def _data_type(face: FaceImage) -> int:
    return _JPEG if face.kind is Kind.JPEG else _JPEG_2000
