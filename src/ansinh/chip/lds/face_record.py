"""A facial record by ISO/IEC 19794-5:2005 (version "010"), the one inside DG2. Its images are found, not opened."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.portrait import Kind, kind_of

_WHAT = "DG2.face"
_FORMAT, _VERSION = b"FAC\0", b"010\0"
_LATER_VERSIONS = frozenset({b"020\0", b"030\0"})
_HEADER = struct.Struct(">4s4sIH")
_FACIAL_INFORMATION = struct.Struct(">IHBBB3sH3s3s")
_IMAGE_INFORMATION = struct.Struct(">BBHHBBHH")
_FEATURE_POINT_BYTES = 8
_MAX_IMAGES = 8
_JPEG, _JPEG_2000 = 0, 1
_FULL_FRONTAL = 1
_SEXES = {0: "", 1: "M", 2: "F", 255: ""}


@dataclass(frozen=True, slots=True)
class FaceImage:
    """One image. `kind` is by its first bytes, whatever the record says. `width` and `height` are what the record says, not proven.

    `face_type`: 0 basic, 1 full frontal, 2 token. `sex`: M, F, or "" where the record does not say.
    """

    image: bytes = field(repr=False)
    kind: Kind
    width: int
    height: int
    face_type: int = _FULL_FRONTAL
    sex: str = field(default="", repr=False)
    feature_points: int = 0


def read_face_record(raw: bytes) -> tuple[FaceImage, ...]:
    """All images, at least one. Raises Malformed, naming the part; Unsupported for later versions of the standard."""
    if len(raw) < _HEADER.size:
        raise Malformed(_WHAT, "is shorter than its header")
    name, version, length, count = _HEADER.unpack_from(raw)
    if name != _FORMAT:
        raise Unsupported(_WHAT, "is no record by ISO/IEC 19794-5")
    if version in _LATER_VERSIONS:
        raise Unsupported(_WHAT, f"is a record of version {version[:3].decode('ascii')}; only 010 is read")
    if version != _VERSION:
        raise Malformed(_WHAT, "has a version that does not exist")
    if length != len(raw):
        raise Malformed(_WHAT, "is not as long as it says")
    if not 1 <= count <= _MAX_IMAGES:
        raise Malformed(_WHAT, f"says it has {count} images")
    images, at = [], _HEADER.size
    for _ in range(count):
        image, at = _image(raw, at)
        images.append(image)
    if at != len(raw):
        raise Malformed(_WHAT, "something follows its last image")
    return tuple(images)


def write_face_record(images: Sequence[FaceImage]) -> bytes:
    """A record of the images, without feature points."""
    blocks = b"".join(map(_written, images))
    return _HEADER.pack(_FORMAT, _VERSION, _HEADER.size + len(blocks), len(images)) + blocks


def _image(raw: bytes, at: int) -> tuple[FaceImage, int]:
    """One image and where the next begins."""
    if at + _FACIAL_INFORMATION.size > len(raw):
        raise Malformed(_WHAT, "ends where an image begins")
    length, points, gender, *_ = _FACIAL_INFORMATION.unpack_from(raw, at)
    begin = at + _FACIAL_INFORMATION.size + _FEATURE_POINT_BYTES * points
    end = at + length
    if not begin + _IMAGE_INFORMATION.size < end <= len(raw):
        raise Malformed(_WHAT, "an image is longer than the record, or has no room for itself")
    face_type, data_type, width, height, *_ = _IMAGE_INFORMATION.unpack_from(raw, begin)
    if data_type not in {_JPEG, _JPEG_2000}:
        raise Malformed(_WHAT, "says its image is neither JPEG nor JPEG 2000")
    if gender not in _SEXES:
        raise Malformed(_WHAT, "names a sex that does not exist")
    image = raw[begin + _IMAGE_INFORMATION.size : end]
    return FaceImage(image, kind_of(image), width, height, face_type, _SEXES[gender], points), end


def _written(face: FaceImage) -> bytes:
    gender = {"M": 1, "F": 2}.get(face.sex, 0)
    data_type = _JPEG if face.kind is Kind.JPEG else _JPEG_2000
    length = _FACIAL_INFORMATION.size + _IMAGE_INFORMATION.size + len(face.image)
    facial = _FACIAL_INFORMATION.pack(length, 0, gender, 0, 0, bytes(3), 0, bytes(3), bytes(3))
    return facial + _IMAGE_INFORMATION.pack(face.face_type, data_type, face.width, face.height, 1, 0, 0, 0) + face.image
