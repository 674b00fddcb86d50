"""DG2: the portrait in its templates (ICAO Doc 9303-10, 4.7.2; ISO/IEC 7816-11, CBEFF patron format)."""

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds import der
from ansinh.chip.lds.face_record import FaceImage, read_face_record, write_face_record
from ansinh.chip.lds.files import File, content
from ansinh.chip.portrait import Kind

_WHAT = File.DG2.name
_GROUP, _TEMPLATE, _HEADER = 0x7F61, 0x7F60, 0xA1
_DATA, _CONSTRUCTED_DATA = 0x5F2E, 0x7F2E
_FORMAT_OWNER, _FORMAT_TYPE = 0x87, 0x88
_ISO_JTC1_SC37 = b"\x01\x01"
_FACE_19794 = b"\x00\x08"
_BIOMETRIC_HEADER = (
    (0x80, b"\x01\x01"),  # of the patron format
    (0x81, b"\x02"),  # a face
    (0x82, b"\x00"),
    (_FORMAT_OWNER, _ISO_JTC1_SC37),
    (_FORMAT_TYPE, _FACE_19794),
)
_MAX_TEMPLATES = 9


def read_dg2(raw: bytes) -> tuple[FaceImage, ...]:
    """All portraits, at least one, undecoded. Raises Malformed, naming the part; Unsupported for records this does not read.

    Those are ISO/IEC 19794-5 of versions 020 and 030, and ISO/IEC 39794-5, which issuers may use from 2026 on (assumed).
    """
    inside = content(raw, File.DG2).children(_WHAT)
    if [each.tag for each in inside] != [_GROUP]:
        raise Malformed(_WHAT, "does not hold one group of templates")
    count, *templates = inside[0].children(_WHAT) or (None,)
    if count is None or der.natural(count, f"{_WHAT}.count") != len(templates) or not 1 <= len(templates) <= _MAX_TEMPLATES:
        raise Malformed(f"{_WHAT}.count", "is not that of the templates")
    return tuple(face for template in templates for face in _faces(der.expect(template, _TEMPLATE, _WHAT)))


def write_dg2(image: bytes, width: int, height: int, kind: Kind, *, sex: str = "") -> bytes:
    """The file around one full frontal portrait. `kind` is what the record says of it."""
    record = write_face_record([FaceImage(image, kind, width, height, sex=sex)])
    header = tlv.encode(_HEADER, *(tlv.encode(tag, value) for tag, value in _BIOMETRIC_HEADER))
    template = tlv.encode(_TEMPLATE, header, tlv.encode(_DATA, record))
    return tlv.encode(File.DG2.tag, tlv.encode(_GROUP, der.write_natural(1), template))


def _faces(template: tlv.Node) -> tuple[FaceImage, ...]:
    parts = template.children(_WHAT)
    if len(parts) != 2 or parts[0].tag != _HEADER:
        raise Malformed(_WHAT, "a template is not a header and a record")
    header, record = parts
    _require_19794(header)
    if record.tag == _CONSTRUCTED_DATA and not record.value.startswith(b"FAC\0"):
        raise Unsupported(_WHAT, "holds a portrait by ISO/IEC 39794-5, which is not read yet")
    if record.tag not in {_DATA, _CONSTRUCTED_DATA}:
        raise Malformed(_WHAT, "a template holds no record")
    return read_face_record(record.value)


def _require_19794(header: tlv.Node) -> None:
    """Owner and type of the format, where the header has them, are those of a face by ISO/IEC 19794-5."""
    named = {each.tag: each.value for each in header.children(f"{_WHAT}.header")}
    if named.get(_FORMAT_OWNER, _ISO_JTC1_SC37) != _ISO_JTC1_SC37 or named.get(_FORMAT_TYPE, _FACE_19794) != _FACE_19794:
        raise Unsupported(f"{_WHAT}.header", "names a format that is not read here")
