"""Portraits by ISO/IEC 39794-5:2019, as ICAO's application profile for travel documents puts them into DG2 (Doc 9303-10, 8th edition, 4.7.2).

This software makes use of the Schema from ISO/IEC 39794-5 within modifications permitted in the relevant ISO/IEC standard: the numbers of
its elements, as ICAO publishes the module (id-icao-iso-iec-39794-5-ed-1-v1). It is meant to be extended: elements that are not known here are
stepped over, and so is what is known and not needed (quality, device, landmarks, colours). Codes come plainly, as the standard has them, or in
an extension that names a code to fall back on, as the profile has them; both are read.
"""

from datetime import date

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds import der
from ansinh.chip.lds.face import BASIC, FULL_FRONTAL, MAX_IMAGES, FaceImage, Record
from ansinh.chip.lds.files import PORTRAIT_MAX_BYTES
from ansinh.chip.portrait import Kind, kind_of

FACE_IMAGE_DATA_BLOCK = 0x65
_WHAT = "DG2.face"
_VERSION, _REPRESENTATIONS = 0, 1
_ID, _IMAGE, _CAPTURED, _IDENTITY = 0, 1, 2, 8
_DATA, _INFORMATION = 0, 1
_FORMAT, _IMAGE_KIND, _SIZE = 0, 1, 7
_BASE, _EXTENSION = 0, 1
_CODE, _FALLBACK = 0, 0
_TWO_DIMENSIONS, _THREE_DIMENSIONS = 0, 1
_GENERATION, _YEAR, _LAST_YEAR = 3, 2019, 9999
_CONTEXT, _CONSTRUCTED = 0x80, 0x20
_JPEG, _JPEG_2000 = 2, 3
_READ, _NOT_READ = frozenset({_JPEG, _JPEG_2000, 4}), frozenset({0, 1, 5, 6, 7})  # 4 without loss; unknown, other, PNG, PGM, PPM
_MRTD = 0
_SEXES = {2: "M", 3: "F"}  # 0 unknown, 1 other
_MOST_PIXELS = 65_535
_Fields = dict[int, tlv.Node]


def read_face_block(raw: bytes) -> tuple[FaceImage, ...]:
    """All images of a FaceImageDataBlock (tag 65), at least one. Raises Malformed, naming the part; Unsupported for what this does not read.

    A value of its own: levels are counted from here on. Years after 2019 are read within the third generation (assumed).
    """
    block = _fields(tlv.one(raw, FACE_IMAGE_DATA_BLOCK, _WHAT, max_bytes=PORTRAIT_MAX_BYTES), _WHAT)
    _require_version(_inside(block, _VERSION, f"{_WHAT}.version"))
    what = f"{_WHAT}.representations"
    found = _needed(block, _REPRESENTATIONS, what, _CONSTRUCTED).children(what)
    if not 1 <= len(found) <= MAX_IMAGES:
        raise Malformed(what, f"are {len(found)}")
    return tuple(_image(der.expect(each, der.SEQUENCE, what)) for each in found)


def write_face_block(face: FaceImage) -> bytes:
    """The block around one image of a travel document, with its size, and sex and day where they are known."""
    image_format = _JPEG if face.kind is Kind.JPEG else _JPEG_2000
    information = (
        _nested(_FORMAT, der.write_natural(image_format, _CONTEXT | _CODE)),
        _nested(_IMAGE_KIND, _nested(_EXTENSION, der.write_natural(_MRTD, _CONTEXT | _FALLBACK))),
        _nested(_SIZE, _numbers(face.width, face.height)),
    )
    data = tlv.encode(_CONTEXT | _DATA, face.image)
    fields = [
        der.write_natural(0, _CONTEXT | _ID),
        _nested(_IMAGE, _nested(_BASE, _nested(_TWO_DIMENSIONS, data, _nested(_INFORMATION, *information)))),
    ]
    if face.captured_on is not None:
        fields.append(_nested(_CAPTURED, _numbers(face.captured_on.year, face.captured_on.month, face.captured_on.day)))
    code = next((each for each, sex in _SEXES.items() if sex == face.sex), None)
    if code is not None:
        fields.append(_nested(_IDENTITY, _nested(0, _nested(_EXTENSION, der.write_natural(code, _CONTEXT | _FALLBACK)))))
    version = _nested(_VERSION, _numbers(_GENERATION, _YEAR))
    return tlv.encode(FACE_IMAGE_DATA_BLOCK, version, _nested(_REPRESENTATIONS, tlv.encode(der.SEQUENCE, *fields)))


def _require_version(version: _Fields) -> None:
    what = f"{_WHAT}.version"
    generation, year = _number(version, 0, what), _number(version, 1, what)
    if generation < _GENERATION or not _YEAR <= year <= _LAST_YEAR:
        raise Malformed(what, "does not exist")
    if generation > _GENERATION:
        raise Unsupported(what, "is of a later generation of the standard")


def _image(representation: tlv.Node) -> FaceImage:
    fields = _fields(representation, f"{_WHAT}.representation")
    _number(fields, _ID, f"{_WHAT}.representation")
    picture = _in_two_dimensions(_needed(fields, _IMAGE, f"{_WHAT}.image", _CONSTRUCTED))
    image = _needed(picture, _DATA, f"{_WHAT}.image").value
    information = _inside(picture, _INFORMATION, f"{_WHAT}.information")
    _require_format(_needed(information, _FORMAT, f"{_WHAT}.format", _CONSTRUCTED))
    width, height = _size(information)
    is_mrtd = _coded(information, _IMAGE_KIND, f"{_WHAT}.kind") == _MRTD
    identity = _inside(fields, _IDENTITY, f"{_WHAT}.identity") if _IDENTITY in fields else {}
    return FaceImage(
        image,
        kind_of(image),
        width,
        height,
        face_type=FULL_FRONTAL if is_mrtd else BASIC,
        sex=_SEXES.get(_coded(identity, 0, f"{_WHAT}.sex") or 0, ""),
        record=Record.G3,
        captured_on=_day(fields),
    )


def _in_two_dimensions(image: tlv.Node) -> _Fields:
    what = f"{_WHAT}.image"
    number, base = _choice(image, what)
    if number == _EXTENSION:
        raise Unsupported(what, "is of a kind that a later version of the standard brought")
    number, chosen = _choice(base, what)
    if number == _THREE_DIMENSIONS:
        raise Unsupported(what, "is a shape in three dimensions")
    if number != _TWO_DIMENSIONS:
        raise Malformed(what, "is neither an image nor a shape")
    return _fields(chosen, what)


def _require_format(node: tlv.Node) -> None:
    what = f"{_WHAT}.format"
    code = _code(node, what)
    if code is None or code in _NOT_READ:
        raise Unsupported(what, "is neither JPEG nor JPEG 2000")
    if code not in _READ:
        raise Malformed(what, "has a code that does not exist")


def _size(information: _Fields) -> tuple[int, int]:
    if _SIZE not in information:
        return 0, 0
    what = f"{_WHAT}.size"
    size = _inside(information, _SIZE, what)
    width, height = _number(size, 0, what), _number(size, 1, what)
    if max(width, height) > _MOST_PIXELS:
        raise Malformed(what, "is larger than it may be")
    return width, height


def _day(representation: _Fields) -> date | None:
    """The day an image was taken; None where it is not said, or not to the day."""
    if _CAPTURED not in representation:
        return None
    what = f"{_WHAT}.captured"
    at = _inside(representation, _CAPTURED, what)
    parts = [_number(at, number, what) for number in range(3) if number in at or number == 0]
    if len(parts) < 3 or parts[0] == 0:
        return None
    try:
        return date(*parts)
    except (ValueError, OverflowError):
        raise Malformed(what, "is no day") from None


def _coded(fields: _Fields, number: int, what: str) -> int | None:
    return _code(_needed(fields, number, what, _CONSTRUCTED), what) if number in fields else None


def _code(node: tlv.Node, what: str) -> int | None:
    """A code, or the one to fall back on; None for an extension that names none."""
    number, chosen = _choice(node, what)
    if number == _CODE:
        return der.whole(der.expect(chosen, _CONTEXT | _CODE, what).value, what)
    if number != _EXTENSION:
        raise Malformed(what, "is neither a code nor an extension")
    extension = _fields(der.expect(chosen, _CONTEXT | _CONSTRUCTED | _EXTENSION, what), what)
    return _number(extension, _FALLBACK, what) if _FALLBACK in extension else None


def _choice(node: tlv.Node, what: str) -> tuple[int, tlv.Node]:
    """The one element inside, and its number."""
    fields = _fields(node, what)
    if len(fields) != 1:
        raise Malformed(what, f"is {len(fields)} things where one is chosen")
    return next(iter(fields.items()))


def _fields(node: tlv.Node, what: str) -> _Fields:
    """The elements inside by number, 0 to 30. Raises Malformed where they do not ascend, which none that is there twice does."""
    if not node.is_constructed:
        raise Malformed(what, "holds no elements")
    fields: _Fields = {}
    last = -1
    for each in node.children(what):
        number = each.tag & 0x1F
        if each.tag >> 6 != _CONTEXT >> 6:
            raise Malformed(what, f"tag {each.tag:X} has no place there")
        if number <= last:
            raise Malformed(what, "its elements are out of order, or one is there twice")
        fields[number], last = each, number
    return fields


def _needed(fields: _Fields, number: int, what: str, form: int = 0) -> tlv.Node:
    if number not in fields:
        raise Malformed(what, "is missing")
    return der.expect(fields[number], _CONTEXT | form | number, what)


def _inside(fields: _Fields, number: int, what: str) -> _Fields:
    return _fields(_needed(fields, number, what, _CONSTRUCTED), what)


def _number(fields: _Fields, number: int, what: str) -> int:
    return der.whole(_needed(fields, number, what).value, what)


def _nested(number: int, *parts: bytes) -> bytes:
    return tlv.encode(_CONTEXT | _CONSTRUCTED | number, *parts)


def _numbers(*values: int) -> bytes:
    """Elements 0, 1 and so on."""
    return b"".join(der.write_natural(value, _CONTEXT | number) for number, value in enumerate(values))
