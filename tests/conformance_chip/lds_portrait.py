"""LDS_C: the portrait in DG2. Its data are signed like all others; what is wrong inside keeps it from being shown, and nothing else."""

import struct
from collections.abc import Callable

from ansinh.chip import lds, tlv
from ansinh.chip.portrait import Kind
from tests.chip.drawings import drawn
from tests.conformance_chip import lds_portrait_records
from tests.conformance_chip.card import SIZE, groups, with_group
from tests.conformance_chip.iso7816_access import record_in, with_record
from tests.conformance_chip.stand import Accepted, Bent, Expected, Found, Shown
from tests.conformance_chip.table import Case, Unit

_GROUP, _RECORD = "ICAO Doc 9303-10, 4.7.2", "ISO/IEC 19794-5:2005"
_SHOWN = Accepted(portrait="shown")
_FACE, _DG2, _COUNT = Shown(why="malformed DG2.face"), Shown(why="malformed DG2"), Shown(why="malformed DG2.count")
_ALL = (1, 2, 13, 14, 15)


def _case(title: str, make: Callable[[], bytes], expect: Expected, source: str) -> Case:
    return Case(title=title, card=lambda: Bent(chip=with_group(2, make()), groups=_ALL), expect=expect, source=source)


def _file(title: str, change: Callable[[bytes], bytes], expect: Expected) -> Case:
    return _case(title, lambda: change(groups()[2]), expect, _GROUP)


def _templates(title: str, change: Callable[[bytes, bytes], bytes], expect: Expected) -> Case:
    """Another content of the group: a function of the count and the template."""

    def make() -> bytes:
        count, template = tlv.one(groups()[2], 0x75, "DG2").child(0x7F61, "DG2").children("DG2")
        return tlv.encode(0x75, tlv.encode(0x7F61, change(count.raw, template.raw)))

    return _case(title, make, expect, _GROUP)


def _template(title: str, change: Callable[[tlv.Node, tlv.Node], bytes], expect: Expected) -> Case:
    """Another content of the one template: a function of its header and record."""

    def make() -> bytes:
        count, template = tlv.one(groups()[2], 0x75, "DG2").child(0x7F61, "DG2").children("DG2")
        return tlv.encode(0x75, tlv.encode(0x7F61, count.raw, tlv.encode(0x7F60, change(*template.children("DG2")))))

    return _case(title, make, expect, _GROUP)


def _record(title: str, at: int, new: bytes, expect: Expected) -> Case:
    """Other bytes at a place of the facial record."""
    return _case(title, lambda: with_record(lambda record: record[:at] + new + record[at + len(new) :]), expect, _RECORD)


def _image(title: str, image: Callable[[], bytes], expect: Expected, *, kind: Kind = Kind.JPEG) -> Case:
    return _case(title, lambda: lds.write_dg2(image(), *SIZE, kind), expect, "ISO/IEC 10918-1; ISO/IEC 15444-1; limits of this reader")


def _sized(width: int, height: int) -> bytes:
    """A JPEG that promises another size."""
    image = drawn(Kind.JPEG)
    frame = image.index(b"\xff\xc0")
    return image[: frame + 5] + struct.pack(">HH", height, width) + image[frame + 9 :]


def _two() -> bytes:
    """A record of two images."""
    found = lds.read_dg2(groups()[2])
    return record_in(lambda _: tlv.encode(0x5F2E, lds.write_face_record([*found, *found])))


CASES = (
    _file("as usual: JPEG, full frontal", lambda raw: raw, _SHOWN),
    _image("JPEG 2000 in its box", lambda: drawn(Kind.JP2), _SHOWN, kind=Kind.JP2),
    _image("JPEG 2000, bare", lambda: drawn(Kind.J2K), _SHOWN, kind=Kind.J2K),
    _case("two portraits in one record", _two, _SHOWN, _RECORD),
    _record("a token image", 14 + 20, b"\x02", _SHOWN),
    _record("another image type than the image has", 14 + 21, b"\x01", _SHOWN),
    Case(
        title="another tag than 75",
        card=lambda: Bent(chip=with_group(2, b"\x76" + groups()[2][1:]), groups=_ALL),
        expect=Found(check="dg2_hash", reason="unreadable"),
        source=_GROUP,
    ),
    _file("an element longer than what holds it", lambda raw: raw[:6] + b"\x82\x7f\xff" + raw[9:], _DG2),
    _file("another group than 7F61", lambda raw: raw.replace(b"\x7f\x61", b"\x7f\x62", 1), _DG2),
    _file("no group", lambda _: b"\x75\x00", _DG2),
    _templates("no count", lambda _, template: template, Shown(why="malformed DG2.count")),
    _templates("a count of none", lambda _, template: b"\x02\x01\x00" + template, _COUNT),
    _templates("a count of two with one template", lambda _, template: b"\x02\x01\x02" + template, _COUNT),
    _templates("ten templates", lambda _, template: b"\x02\x01\x0a" + template * 10, _COUNT),
    _templates("another template than 7F60", lambda count, template: count + b"\x7f\x62" + template[2:], _DG2),
    _template("another header than A1", lambda header, record: b"\xa2" + header.raw[1:] + record.raw, _DG2),
    _template("no header", lambda _, record: record.raw, _DG2),
    _template("no record", lambda header, _: header.raw, _DG2),
    _template("another record than 5F2E or 7F2E", lambda header, record: header.raw + tlv.encode(0x5F2D, record.value), _DG2),
    _template("the record under 7F2E", lambda header, record: header.raw + tlv.encode(0x7F2E, record.value), _SHOWN),
    _template(
        "a header that names another owner",
        lambda _, record: tlv.encode(0xA1, tlv.encode(0x87, b"\x01\x02")) + record.raw,
        Shown(why="unsupported DG2.header"),
    ),
    _template(
        "a header that names another format",
        lambda _, record: tlv.encode(0xA1, tlv.encode(0x88, b"\x00\x07")) + record.raw,
        Shown(why="unsupported DG2.header"),
    ),
    _record("a record of another format", 0, b"FIR\0", Shown(why="unsupported DG2.face")),
    _record("a version that does not exist", 4, b"011\0", _FACE),
    _record("a length that is not the record's", 8, b"\x00\x00\x00\x20", _FACE),
    _record("no image", 12, b"\x00\x00", _FACE),
    _record("two images said, one there", 12, b"\x00\x02", _FACE),
    _record("an image longer than the record", 14, b"\x7f\xff\xff\xff", _FACE),
    _record("more feature points than there is room for", 18, b"\xff\xff", _FACE),
    _record("a sex that does not exist", 20, b"\x07", _FACE),
    _record("an image type that does not exist", 14 + 21, b"\x09", _FACE),
    _image("no JPEG inside", lambda: b"GIF89a" + bytes(40), Shown(why="unsupported portrait")),
    _image("a JPEG without a frame", lambda: drawn(Kind.JPEG)[:20], Shown(why="malformed portrait")),
    _image("a JPEG of no pixels", lambda: _sized(0, 160), Shown(why="malformed portrait")),
    _image("a JPEG that promises 65,535 by 65,535 pixels", lambda: _sized(65_535, 65_535), Shown(why="malformed portrait")),
    lds_portrait_records.recorded("a record by ISO/IEC 19794-5 of version 030", lds.Record.V030),
    lds_portrait_records.recorded("a portrait by ISO/IEC 39794-5", lds.Record.G3),
    *lds_portrait_records.CASES,
)

UNITS = (Unit(name="LDS_C", about="DG2, the portrait", highest=28, cases=CASES),)
