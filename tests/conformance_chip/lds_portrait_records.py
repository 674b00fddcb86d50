"""LDS_C, continued: the portrait in records of later versions. What is wrong inside keeps it from being shown, and nothing else."""

import struct
from collections.abc import Callable, Sequence
from typing import Any

from ansinh.chip import lds, tlv
from ansinh.chip.portrait import Kind
from tests.chip.drawings import drawn
from tests.chip.face_module import INFORMATION, PICTURE, REPRESENTATION, bent, block, by_extension, plain, represented
from tests.conformance_chip.card import SIZE, with_group
from tests.conformance_chip.stand import Accepted, Bent, Expected, Shown
from tests.conformance_chip.table import Case

_2009, _2011 = "ISO/IEC 19794-5:2005/Amd.2:2009 (assumed)", "ISO/IEC 19794-5:2011"
_2019 = "ISO/IEC 39794-5:2019; ICAO Doc 9303-10, 4.7.2"
_SHOWN, _FACE = Accepted(portrait="shown"), Shown(why="malformed DG2.face")
_REPRESENTATION_AT, _TYPES_AT = 17, 17 + 4 + 15 + 17
_IMAGE_SIZE = {"width": SIZE[0], "height": SIZE[1]}


def recorded(title: str, *records: lds.Record, kind: Kind = Kind.JPEG, source: str = "") -> Case:
    """A portrait in other records than usual, as the card factory writes them."""
    of = source or (_2019 if lds.Record.G3 in records else _2011)
    return _case(title, lambda: lds.write_dg2(drawn(kind), *SIZE, kind, sex="F", records=records), _SHOWN, of)


def _case(title: str, make: Callable[[], bytes], expect: Expected, source: str) -> Case:
    return Case(title=title, card=lambda: Bent(chip=with_group(2, make()), groups=(1, 2, 13, 14, 15)), expect=expect, source=source)


def _dg2(*records: tuple[int, bytes]) -> bytes:
    templates = [tlv.encode(0x7F60, b"\xa1\x00", tlv.encode(tag, record)) for tag, record in records]
    return tlv.encode(0x75, tlv.encode(0x7F61, bytes((2, 1, len(records))), *templates))


def _of_2011(title: str, change: Callable[[bytes], bytes], expect: Expected = _FACE) -> Case:
    """A record of version 030 with other bytes; its own length is put right."""

    def make() -> bytes:
        face = lds.FaceImage(drawn(Kind.JPEG), Kind.JPEG, *SIZE)
        record = change(lds.write_face_record([face], lds.Record.V030))
        return _dg2((0x5F2E, record[:8] + struct.pack(">I", len(record)) + record[12:]))

    return _case(title, make, expect, _2011)


def _at(at: int, new: bytes) -> Callable[[bytes], bytes]:
    return lambda record: record[:at] + new + record[at + len(new) :]


def _of_2019(title: str, expect: Expected, *, path: Sequence[int] = (), new: bytes = b"", **said: Any) -> Case:
    """A block as asn1crypto writes it from the published module; where a path leads, something else."""

    def make() -> bytes:
        written = block(**{"data": drawn(Kind.JPEG), "image_size": _IMAGE_SIZE, **said})
        return _dg2((0x7F2E, tlv.encode(0xA1, bent(written, list(path), new) if path else written)))

    return _case(title, make, expect, _2019)


def _wrapped(title: str, wrap: Callable[[bytes], tuple[int, bytes]], expect: Expected) -> Case:
    return _case(title, lambda: _dg2(wrap(block(data=drawn(Kind.JPEG)))), expect, _2019)


def _one_readable(first: bytes) -> bytes:
    """Two templates: this block, and a record of the first version."""
    face = lds.FaceImage(drawn(Kind.JPEG), Kind.JPEG, *SIZE)
    return _dg2((0x7F2E, tlv.encode(0xA1, first)), (0x5F2E, lds.write_face_record([face])))


def _too_long(record: bytes) -> bytes:
    """A block in which the length of the image reaches beyond what holds it, and every other length is right."""
    at = record.index(drawn(Kind.JPEG)) - 2
    return record[:at] + b"\x7f\xff" + record[at + 2 :]


def _named(code: str, place: str) -> Shown:
    return Shown(why=f"{code} DG2.face.{place}")


_NO_FORMAT = _named("unsupported", "format")
CASES = (
    recorded("a record by ISO/IEC 19794-5 of version 020", lds.Record.V020, source=_2009),
    recorded("version 030 with JPEG 2000", lds.Record.V030, kind=Kind.JP2),
    recorded("ISO/IEC 39794-5 with JPEG 2000 in its box", lds.Record.G3, kind=Kind.JP2),
    recorded("ISO/IEC 39794-5 with JPEG 2000, bare", lds.Record.G3, kind=Kind.J2K),
    recorded("the portrait in both kinds of record", lds.Record.V010, lds.Record.G3),
    recorded("the same in the other order", lds.Record.G3, lds.Record.V010),
    _case(
        "of two records the first is in three dimensions, the second is read",
        lambda: _one_readable(block(image=represented("shape"))),
        _SHOWN,
        _2019,
    ),
    _case("of two records the first does not hold together, the second is read", lambda: _one_readable(b"\x65\x00"), _SHOWN, _2019),
    _of_2011("version 030: an image longer than the record", _at(_REPRESENTATION_AT, b"\x7f\xff\xff\xff")),
    _of_2011("version 030: more bytes of image said than there are", _at(_TYPES_AT + 11, b"\x00\x00\xff\xff")),
    _of_2011("version 030: fewer bytes of image said than there are", _at(_TYPES_AT + 11, b"\x00\x00\x00\x10")),
    _of_2011(
        "version 030: more blocks of quality than there is room for", _at(_REPRESENTATION_AT + 18, b"\xff"), Shown(why="malformed DG2.face")
    ),
    _of_2011("version 030: more landmarks than there is room for", _at(_REPRESENTATION_AT + 19, b"\xff\xff")),
    _of_2011("version 030: a certification flag that does not exist", _at(14, b"\x02")),
    _of_2011("version 030: no image", _at(12, b"\x00\x00")),
    _of_2011("version 030: something after its last image", lambda record: record + b"\x00"),
    _of_2011("version 030: an image type that does not exist", _at(_TYPES_AT + 1, b"\x04")),
    _of_2011("version 030: a PNG", _at(_TYPES_AT + 1, b"\x03"), Shown(why="unsupported DG2.face")),
    _of_2011("version 030: three dimensions", _at(_TYPES_AT, b"\x81"), Shown(why="unsupported DG2.face")),
    _of_2011("version 030: another image type than the image has", _at(_TYPES_AT + 1, b"\x02"), _SHOWN),
    _of_2019("39794-5 as the standard has it: codes said plainly", _SHOWN, face_image_kind=plain(0), gender=plain(3)),
    _of_2019("39794-5 as the profile has it: codes to fall back on", _SHOWN, face_image_kind=by_extension(0), gender=by_extension(3)),
    _of_2019("39794-5: nothing but what must be there", _SHOWN, path=[*INFORMATION, 0xA7]),
    _of_2019("39794-5: elements nobody knows, of a later year", _SHOWN, year=2031, a_later_one=b"?", landmarks=[1, 2], quality=[1]),
    _of_2019("39794-5: another format than the image has", _SHOWN, form=plain(4)),
    _of_2019("39794-5: a format that is not for travel documents (PNG)", _NO_FORMAT, form=plain(5)),
    _of_2019("39794-5: a format by extension alone", _NO_FORMAT, form=by_extension(None, b"?")),
    _of_2019("39794-5: a format that does not exist", _named("malformed", "format"), form=plain(9)),
    _of_2019("39794-5: no format", _named("malformed", "format"), path=[*INFORMATION, 0xA0]),
    _of_2019("39794-5: an image that is neither JPEG nor JPEG 2000", Shown(why="unsupported portrait"), data=b"GIF89a" + bytes(40)),
    _of_2019("39794-5: an image of no bytes", Shown(why="malformed portrait"), data=b""),
    _of_2019("39794-5: no image data", _named("malformed", "image"), path=[*PICTURE, 0x80]),
    _of_2019("39794-5: image data in pieces", _named("malformed", "image"), path=[*PICTURE, 0x80], new=b"\xa0\x03\x04\x01\xff"),
    _of_2019("39794-5: no information about the image", _named("malformed", "information"), path=INFORMATION),
    _of_2019("39794-5: a size beyond 65,535", _named("malformed", "size"), image_size={"width": 1 << 16, "height": 1}),
    _of_2019("39794-5: taken on 30 February", _named("malformed", "captured"), captured={"year": 2025, "month": 2, "day": 30}),
    _of_2019("39794-5: a shape in three dimensions", _named("unsupported", "image"), image=represented("shape")),
    _of_2019("39794-5: a kind of image of a later edition", _named("unsupported", "image"), image=represented("extension_block")),
    _of_2019("39794-5: no representation", _named("malformed", "representations"), path=[0xA1], new=b"\xa1\x00"),
    _of_2019("39794-5: an element twice", _named("malformed", "representation"), path=[*REPRESENTATION, 0x80], new=b"\x80\x01\x00" * 2),
    _of_2019("39794-5: elements out of order", _named("malformed", "representation"), path=[*REPRESENTATION, 0x80], new=b"\x83\x01\x00"),
    _of_2019("39794-5: a tag of another class", _named("malformed", "representation"), path=[*REPRESENTATION, 0x80], new=b"\x02\x01\x00"),
    _of_2019("39794-5: a later generation", _named("unsupported", "version"), generation=4, year=2040),
    _of_2019("39794-5: a generation that does not exist", _named("malformed", "version"), generation=2),
    _of_2019("39794-5: no version", _named("malformed", "version"), path=[0xA0]),
    _wrapped(
        "39794-5: a length that reaches beyond what holds it",
        lambda made: (0x7F2E, tlv.encode(0xA1, _too_long(made))),
        _named("malformed", "image"),
    ),
    _wrapped("39794-5: cut off", lambda made: (0x7F2E, tlv.encode(0xA1, made[:-9])), Shown(why="malformed DG2")),
    _wrapped("39794-5 without the A1 around it", lambda made: (0x7F2E, made), Shown(why="malformed DG2")),
    _wrapped("39794-5 under the tag of 19794-5", lambda made: (0x5F2E, tlv.encode(0xA1, made)), Shown(why="unsupported DG2.face")),
    _wrapped("a finger by ISO/IEC 39794-4", lambda made: (0x7F2E, tlv.encode(0xA1, b"\x64" + made[1:])), Shown(why="unsupported DG2")),
)
