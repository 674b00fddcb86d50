"""Portraits by ISO/IEC 39794-5:2019, as ICAO's application profile for travel documents puts them into DG2 (Doc 9303-10, 8th edition, 4.7.2).

This software makes use of the Schema from ISO/IEC 39794-5 within modifications permitted in the relevant ISO/IEC standard: the numbers of
its elements, as ICAO publishes the module (id-icao-iso-iec-39794-5-ed-1-v1). What is not known here is stepped over, and so is what is known
and not needed: quality, device, landmarks, colours.
"""

from datetime import date

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds import der, extensible
from ansinh.chip.lds.extensible import Fields
from ansinh.chip.lds.face import BASIC, FULL_FRONTAL, MAX_IMAGES, FaceImage, Record
from ansinh.chip.lds.files import PORTRAIT_MAX_BYTES
from ansinh.chip.portrait import Kind, kind_of

FACE_IMAGE_DATA_BLOCK = 0x65
_WHAT = "DG2.face"
_VERSION, _REPRESENTATIONS = 0, 1
_ID, _IMAGE, _CAPTURED, _IDENTITY = 0, 1, 2, 8
_GENDER = 0
_BASE = 0
_TWO_DIMENSIONS, _THREE_DIMENSIONS = 0, 1
_DATA, _INFORMATION = 0, 1
_FORMAT, _IMAGE_KIND, _SIZE = 0, 1, 7
_GENERATION, _YEAR, _LAST_YEAR = 3, 2019, 9999
_JPEG, _JPEG_2000 = 2, 3
_READ, _NOT_READ = frozenset({_JPEG, _JPEG_2000, 4}), frozenset({0, 1, 5, 6, 7})  # 4 without loss; unknown, other, PNG, PGM, PPM
_MRTD = 0
_SEXES = {2: "M", 3: "F"}  # 0 unknown, 1 other
_MOST_PIXELS = 65_535


def read_face_block(raw: bytes) -> tuple[FaceImage, ...]:
    """All images of a FaceImageDataBlock (tag 65), at least one. Raises Malformed, naming the part; Unsupported for what this does not read.

    A value of its own: levels are counted from here on. Years after 2019 are read within the third generation (assumed).
    """
    block = extensible.fields(tlv.one(raw, FACE_IMAGE_DATA_BLOCK, _WHAT, max_bytes=PORTRAIT_MAX_BYTES), _WHAT)
    _require_version(block)
    what = f"{_WHAT}.representations"
    found = extensible.element(block, _REPRESENTATIONS, what).children(what)
    if not 1 <= len(found) <= MAX_IMAGES:
        raise Malformed(what, f"are {len(found)}")
    return tuple(_image(der.expect(each, der.SEQUENCE, what)) for each in found)


def write_face_block(face: FaceImage) -> bytes:
    """The block around one image of a travel document, with its size, and sex and day where they are known."""
    information = extensible.write_nested(
        _INFORMATION,
        extensible.write_code(_FORMAT, _JPEG if face.kind is Kind.JPEG else _JPEG_2000),
        extensible.write_fallback(_IMAGE_KIND, _MRTD),
        extensible.write_nested(_SIZE, extensible.write_naturals(face.width, face.height)),
    )
    picture = extensible.write_nested(_TWO_DIMENSIONS, extensible.write_value(_DATA, face.image), information)
    fields = [extensible.write_naturals(0), extensible.write_nested(_IMAGE, extensible.write_nested(_BASE, picture))]
    if face.captured_on is not None:
        on = face.captured_on
        fields.append(extensible.write_nested(_CAPTURED, extensible.write_naturals(on.year, on.month, on.day)))
    code = next((each for each, sex in _SEXES.items() if sex == face.sex), None)
    if code is not None:
        fields.append(extensible.write_nested(_IDENTITY, extensible.write_fallback(_GENDER, code)))
    version = extensible.write_nested(_VERSION, extensible.write_naturals(_GENERATION, _YEAR))
    return tlv.encode(FACE_IMAGE_DATA_BLOCK, version, extensible.write_nested(_REPRESENTATIONS, tlv.encode(der.SEQUENCE, *fields)))


def _require_version(block: Fields) -> None:
    what = f"{_WHAT}.version"
    version = extensible.inside(block, _VERSION, what)
    generation, year = extensible.natural(version, 0, what), extensible.natural(version, 1, what)
    if generation < _GENERATION or not _YEAR <= year <= _LAST_YEAR:
        raise Malformed(what, "does not exist")
    if generation > _GENERATION:
        raise Unsupported(what, "is of a later generation of the standard")


def _image(representation: tlv.Node) -> FaceImage:
    fields = extensible.fields(representation, f"{_WHAT}.representation")
    extensible.natural(fields, _ID, f"{_WHAT}.representation")
    picture = _in_two_dimensions(extensible.element(fields, _IMAGE, f"{_WHAT}.image"))
    image = extensible.value(picture, _DATA, f"{_WHAT}.image")
    information = extensible.inside(picture, _INFORMATION, f"{_WHAT}.information")
    _require_format(information)
    width, height = _size(information)
    return FaceImage(
        image,
        kind_of(image),
        width,
        height,
        face_type=FULL_FRONTAL if _code(information, _IMAGE_KIND, f"{_WHAT}.kind") == _MRTD else BASIC,
        sex=_sex(fields),
        record=Record.G3,
        captured_on=_day(fields),
    )


def _in_two_dimensions(image: tlv.Node) -> Fields:
    what = f"{_WHAT}.image"
    number, base = extensible.chosen(image, what)
    if number == extensible.EXTENSION:
        raise Unsupported(what, "is of a kind that a later version of the standard brought")
    number, found = extensible.chosen(base, what)
    if number == _THREE_DIMENSIONS:
        raise Unsupported(what, "is a shape in three dimensions")
    if number != _TWO_DIMENSIONS:
        raise Malformed(what, "is neither an image nor a shape")
    return extensible.fields(found, what)


def _require_format(information: Fields) -> None:
    what = f"{_WHAT}.format"
    code = extensible.code(information, _FORMAT, what)
    if code is None or code in _NOT_READ:
        raise Unsupported(what, "is neither JPEG nor JPEG 2000")
    if code not in _READ:
        raise Malformed(what, "has a code that does not exist")


def _size(information: Fields) -> tuple[int, int]:
    if _SIZE not in information:
        return 0, 0
    what = f"{_WHAT}.size"
    size = extensible.inside(information, _SIZE, what)
    width, height = extensible.natural(size, 0, what), extensible.natural(size, 1, what)
    if max(width, height) > _MOST_PIXELS:
        raise Malformed(what, "is larger than it may be")
    return width, height


def _sex(representation: Fields) -> str:
    if _IDENTITY not in representation:
        return ""
    identity = extensible.inside(representation, _IDENTITY, f"{_WHAT}.identity")
    return _SEXES.get(_code(identity, _GENDER, f"{_WHAT}.sex") or 0, "")


def _code(among: Fields, number: int, what: str) -> int | None:
    return extensible.code(among, number, what) if number in among else None


def _day(representation: Fields) -> date | None:
    """The day an image was taken; None where it is not said, or not to the day."""
    if _CAPTURED not in representation:
        return None
    what = f"{_WHAT}.captured"
    at = extensible.inside(representation, _CAPTURED, what)
    parts = [extensible.natural(at, number, what) for number in range(3) if number in at or number == 0]
    if len(parts) < 3 or parts[0] == 0:
        return None
    try:
        return date(*parts)
    except (ValueError, OverflowError):
        raise Malformed(what, "is no day") from None
