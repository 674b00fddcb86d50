"""DG1: the printed lines once more (ICAO Doc 9303-10, 4.7.1). Cards of three lines (TD1) only."""

from ansinh.chip import mrz, tlv
from ansinh.chip.errors import Malformed, Unsupported
from ansinh.chip.lds.files import File, content

_MRZ = 0x5F1F
_TD1_SIGNS = 90
_OTHER_SIGNS = frozenset({72, 88})  # TD2, and passports


def read_dg1(raw: bytes) -> mrz.Td1:
    """The lines. Raises Malformed, naming the field; Unsupported for documents of another size."""
    inside = content(raw, File.DG1).children(File.DG1.name)
    if [each.tag for each in inside] != [_MRZ]:
        raise Malformed(File.DG1.name, "does not hold the printed lines alone")
    value = inside[0].value
    if len(value) in _OTHER_SIGNS:
        raise Unsupported(File.DG1.name, "holds the lines of a passport or of a larger card; only cards of three lines are read")
    if len(value) != _TD1_SIGNS or not value.isascii():
        raise Malformed(File.DG1.name, "does not hold 90 signs")
    return mrz.read(value.decode("ascii"))


def write_dg1(lines: mrz.Td1) -> bytes:
    """The file around the lines."""
    return tlv.encode(File.DG1.tag, tlv.encode(_MRZ, "".join(lines.lines).encode("ascii")))
