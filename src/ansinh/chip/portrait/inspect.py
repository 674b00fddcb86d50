"""Which kind of image bytes are, and how large a picture they promise, from their headers alone: nothing is decoded.

JPEG (ITU-T T.81, B.2), JPEG 2000 in its box (ITU-T T.800, annex I) and as a bare codestream (annex A). Both kinds of JPEG 2000 are in use
on passports; what a data group says about the kind is not believed, the first bytes are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ansinh.chip.errors import Malformed, Unsupported

MAX_BYTES = 200 * 1024
MAX_PIXELS = 4_000_000
_WHAT = "portrait"
_SOI, _SOC_SIZ = b"\xff\xd8\xff", b"\xff\x4f\xff\x51"
_JP2_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_SOF = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive; lossless and arithmetic ones are not for portraits
_OTHER_SOF = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FILL = 0xFF
_NOT_BEFORE_A_FRAME = frozenset(range(0xC0)) | frozenset(range(0xD0, 0xDB))  # without a length, or the beginning of a scan
_MAX_SEGMENTS = 256
_MAX_COMPONENTS = 4


class Kind(Enum):
    """Kinds that are read."""

    JPEG = "jpeg"
    JP2 = "jp2"  # JPEG 2000 in its box
    J2K = "j2k"  # JPEG 2000, bare codestream


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the headers promise; sizes in pixels."""

    kind: Kind
    width: int
    height: int


def kind_of(image: bytes) -> Kind:
    """By the first bytes. Raises Unsupported for any other kind of image, Malformed for none at all."""
    if image.startswith(_SOI):
        return Kind.JPEG
    if image.startswith(_SOC_SIZ):
        return Kind.J2K
    if image.startswith(_JP2_SIGNATURE):
        return Kind.JP2
    if not image:
        raise Malformed(_WHAT, "is empty")
    raise Unsupported(_WHAT, "is neither JPEG nor JPEG 2000")


def inspect(image: bytes) -> Portrait:
    """Kind and size. Raises Malformed for headers that do not hold, or promise more than MAX_PIXELS, or for more than MAX_BYTES."""
    if len(image) > MAX_BYTES:
        raise Malformed(_WHAT, f"has {len(image)} bytes; at most {MAX_BYTES} are looked at")
    kind = kind_of(image)
    width, height = {Kind.JPEG: _jpeg, Kind.J2K: _codestream, Kind.JP2: _boxes}[kind](image)
    if width < 1 or height < 1:
        raise Malformed(_WHAT, "has no pixels")
    if width * height > MAX_PIXELS:
        raise Malformed(_WHAT, f"has more than {MAX_PIXELS} pixels")
    return Portrait(kind, width, height)


def _jpeg(image: bytes) -> tuple[int, int]:
    """The size in the frame header, which must come before the first scan."""
    at = 2
    for _ in range(_MAX_SEGMENTS):
        while image[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(image) or image[at] != _FILL:
            break
        marker, length = image[at + 1], _number(image, at + 2, 2)
        if marker in _SOF:
            return _frame(image[at + 4 : at + 2 + length])
        if marker in _OTHER_SOF:
            raise Unsupported(_WHAT, "is a JPEG of a kind that portraits do not have")
        if marker in _NOT_BEFORE_A_FRAME or length < 2:
            break
        at += 2 + length
    raise Malformed(_WHAT, "is a JPEG without a frame header")


def _frame(header: bytes) -> tuple[int, int]:
    if len(header) < 6 or not 1 <= header[5] <= _MAX_COMPONENTS or len(header) != 6 + 3 * header[5]:
        raise Malformed(_WHAT, "its frame header does not hold together")
    return _number(header, 3, 2), _number(header, 1, 2)


def _codestream(image: bytes) -> tuple[int, int]:
    """The size of the reference grid without its offset (SIZ)."""
    if len(image) < 42 or not image.startswith(_SOC_SIZ):
        raise Malformed(_WHAT, "is a codestream without a size")
    right, bottom, left, top, tile_width, tile_height = (_number(image, at, 4) for at in range(8, 32, 4))
    components = _number(image, 40, 2)
    if not 1 <= components <= _MAX_COMPONENTS or _number(image, 4, 2) != 38 + 3 * components or left >= right or top >= bottom:
        raise Malformed(_WHAT, "its codestream header does not hold together")
    if tile_width == 0 or tile_height == 0 or right > MAX_PIXELS or bottom > MAX_PIXELS:
        raise Malformed(_WHAT, "its codestream header promises what no portrait has")
    return right - left, bottom - top


def _boxes(image: bytes) -> tuple[int, int]:
    """The size in the image header, which must be that of the codestream: what a decoder would look at first is not known."""
    promised = coded = None
    for kind, start, end in _each_box(image, 0, len(image)):
        if kind == b"jp2h" and promised is None:
            header = next(((first, last) for inner, first, last in _each_box(image, start, end) if inner == b"ihdr"), None)
            if header is None or header[1] - header[0] != 14:
                break
            promised = _number(image, header[0] + 4, 4), _number(image, header[0], 4)
        if kind == b"jp2c":
            coded = _codestream(image[start:end])
            break
    if promised is None or coded is None:
        raise Malformed(_WHAT, "is a JPEG 2000 file without its image header or its codestream")
    if promised != coded:
        raise Malformed(_WHAT, "its image header and its codestream differ in size")
    return coded


def _each_box(image: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of the content of each box. A length of 0 reaches to the end; lengths of 64 bits are not for portraits."""
    for _ in range(_MAX_SEGMENTS):
        if at == end:
            return
        length = _number(image, at, 4) or end - at
        if end - at < 8 or not 8 <= length <= end - at:
            raise Malformed(_WHAT, "a box of the JPEG 2000 file is longer than what holds it")
        yield image[at + 4 : at + 8], at + 8, at + length
        at += length
    raise Malformed(_WHAT, "has too many boxes")


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
