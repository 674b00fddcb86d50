"""DG2: the portrait in its templates (ICAO Doc 9303-10, 4.7.2; ISO/IEC 7816-11, CBEFF patron format).

Two kinds of records, told apart by their first bytes: by ISO/IEC 19794-5 (under 5F2E, or 7F2E as some issuers have it) and by ISO/IEC 39794-5
(under 7F2E, in an A1). Until 2030 a group may hold the same portrait in both.
"""

from collections.abc import Sequence
from dataclasses import replace

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds import der
from ansinh.chip.lds.face import FaceImage, Record
from ansinh.chip.lds.face_block import FACE_IMAGE_DATA_BLOCK, read_face_block, write_face_block
from ansinh.chip.lds.face_record import read_face_record, write_face_record
from ansinh.chip.lds.files import File, content
from ansinh.chip.portrait import Kind

_WHAT = File.DG2.name
_GROUP, _TEMPLATE, _HEADER = 0x7F61, 0x7F60, 0xA1
_DATA, _CONSTRUCTED_DATA, _IN_STANDARD_FORM = 0x5F2E, 0x7F2E, 0xA1
_FORMAT_OWNER, _FORMAT_TYPE = 0x87, 0x88
_ISO_JTC1_SC37 = b"\x01\x01"
_FACE_19794, _FACE_39794 = b"\x00\x08", b"\x00\x2a"  # as registered with IBIA; the second one assumed
_BIOMETRIC_HEADER = (
    (0x80, b"\x01\x01"),  # of the patron format
    (0x81, b"\x02"),  # a face
    (0x82, b"\x00"),
    (_FORMAT_OWNER, _ISO_JTC1_SC37),
)
_MAX_TEMPLATES = 9


def read_dg2(raw: bytes) -> tuple[FaceImage, ...]:
    """All portraits that can be read, at least one, undecoded, in the order of the file. Raises Malformed, naming the part.

    A template whose record cannot be read is passed over where another one can; where none can, the first refusal is raised, Unsupported
    for what may be right by a standard that is not read here.
    """
    inside = content(raw, File.DG2).children(_WHAT)
    if [each.tag for each in inside] != [_GROUP]:
        raise Malformed(_WHAT, "does not hold one group of templates")
    count, *templates = inside[0].children(_WHAT) or (None,)
    if count is None or der.natural(count, f"{_WHAT}.count") != len(templates) or not 1 <= len(templates) <= _MAX_TEMPLATES:
        raise Malformed(f"{_WHAT}.count", "is not that of the templates")
    parts = [_parts(der.expect(template, _TEMPLATE, _WHAT)) for template in templates]
    faces: list[FaceImage] = []
    refused: list[Malformed] = []
    for place, (header, record) in enumerate(parts, 1):
        try:
            faces += [replace(face, template=place) for face in _faces(header, record)]
        except Malformed as refusal:
            refused.append(refusal)
    if not faces:
        raise refused[0]
    return tuple(faces)


def write_dg2(image: bytes, width: int, height: int, kind: Kind, *, sex: str = "", records: Sequence[Record] = (Record.V010,)) -> bytes:
    """The file around one full frontal portrait, a template for each of `records`. `kind` is what the records say of it."""
    templates = [_template(FaceImage(image, kind, width, height, sex=sex), record) for record in records]
    return tlv.encode(File.DG2.tag, tlv.encode(_GROUP, der.write_natural(len(templates)), *templates))


def _template(face: FaceImage, record: Record) -> bytes:
    if record is Record.G3:
        format_type, data = _FACE_39794, tlv.encode(_CONSTRUCTED_DATA, tlv.encode(_IN_STANDARD_FORM, write_face_block(face)))
    else:
        format_type, data = _FACE_19794, tlv.encode(_DATA, write_face_record([face], record))
    header = tlv.encode(_HEADER, *(tlv.encode(tag, value) for tag, value in (*_BIOMETRIC_HEADER, (_FORMAT_TYPE, format_type))))
    return tlv.encode(_TEMPLATE, header, data)


def _parts(template: tlv.Node) -> tuple[tlv.Node, tlv.Node]:
    """Header and record of a template."""
    parts = template.children(_WHAT)
    if len(parts) != 2 or parts[0].tag != _HEADER:
        raise Malformed(_WHAT, "a template is not a header and a record")
    if parts[1].tag not in {_DATA, _CONSTRUCTED_DATA}:
        raise Malformed(_WHAT, "a template holds no record")
    return parts[0], parts[1]


def _faces(header: tlv.Node, record: tlv.Node) -> tuple[FaceImage, ...]:
    _require_a_face(header)
    if record.tag == _DATA or record.value.startswith(b"FAC\0"):
        return read_face_record(record.value)
    block = _only(record, _IN_STANDARD_FORM)
    inside = _only(block, None)
    if inside.tag != FACE_IMAGE_DATA_BLOCK:
        raise Unsupported(_WHAT, "holds data by ISO/IEC 39794 that are no face")
    return read_face_block(inside.raw)


def _only(node: tlv.Node, tag: int | None) -> tlv.Node:
    inside = node.children(_WHAT)
    if len(inside) != 1 or tag not in {None, inside[0].tag}:
        raise Malformed(_WHAT, "a record is not one block of data")
    return inside[0]


def _require_a_face(header: tlv.Node) -> None:
    """Owner and type of the format, where the header has them, are those of a face. Which of the two kinds, the record itself says."""
    named = {each.tag: each.value for each in header.children(f"{_WHAT}.header")}
    is_face = named.get(_FORMAT_TYPE, _FACE_19794) in {_FACE_19794, _FACE_39794}
    if named.get(_FORMAT_OWNER, _ISO_JTC1_SC37) != _ISO_JTC1_SC37 or not is_face:
        raise Unsupported(f"{_WHAT}.header", "names a format that is not read here")
