"""The elementary files of the chip: identifiers, tags, and how much of each is read at most (ICAO Doc 9303-10, 4.2 and 4.6)."""

from enum import Enum

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed

PORTRAIT_MAX_BYTES = 200 * 1024


class File(Enum):
    """A file of the application, or one of the two beside it in the master file. DG3 and DG4 (fingerprints, iris) are here to be named, never read."""

    CARD_ACCESS = (0x011C, 0x31)
    CARD_SECURITY = (0x011D, 0x30)
    COM = (0x011E, 0x60)
    SOD = (0x011D, 0x77)
    DG1 = (0x0101, 0x61)
    DG2 = (0x0102, 0x75)
    DG3 = (0x0103, 0x63)
    DG4 = (0x0104, 0x76)
    DG5 = (0x0105, 0x65)
    DG6 = (0x0106, 0x66)
    DG7 = (0x0107, 0x67)
    DG8 = (0x0108, 0x68)
    DG9 = (0x0109, 0x69)
    DG10 = (0x010A, 0x6A)
    DG11 = (0x010B, 0x6B)
    DG12 = (0x010C, 0x6C)
    DG13 = (0x010D, 0x6D)
    DG14 = (0x010E, 0x6E)
    DG15 = (0x010F, 0x6F)
    DG16 = (0x0110, 0x70)

    def __init__(self, fid: int, tag: int) -> None:
        self.fid = fid
        self.tag = tag

    @property
    def group(self) -> int | None:
        """The number of the data group, 1 to 16; None for the files that are none."""
        number = self.fid & 0xFF
        return number if number <= 16 else None

    @property
    def is_beside(self) -> bool:
        """True for a file of the master file. EF.CardSecurity has the identifier that EF.SOD has inside the application (Doc 9303-10, 3.11)."""
        return self in {File.CARD_ACCESS, File.CARD_SECURITY}

    @property
    def short(self) -> int:
        """The short file identifier, as READ BINARY takes it."""
        return self.fid & 0x1F

    @property
    def max_bytes(self) -> int:
        """What is read of it at most, header included."""
        return PORTRAIT_MAX_BYTES if self is File.DG2 else tlv.MAX_BYTES

    @classmethod
    def of_group(cls, number: int) -> "File":
        """Raises Malformed for a number that is not 1 to 16."""
        return _of(_BY_GROUP, number, "a data group has a number from 1 to 16")

    @classmethod
    def of_tag(cls, tag: int) -> "File":
        """Raises Malformed for a tag that no file has."""
        return _of(_BY_TAG, tag, "no file has this tag")

    @classmethod
    def of_fid(cls, fid: int) -> "File":
        """That of the application, where one beside it has the same. Raises Malformed for an identifier that no file has."""
        return _of(_BY_FID, fid, "no file has this identifier")


def content(raw: bytes, file: File) -> tlv.Node:
    """The outermost element of a file, which must be all of it. Raises Malformed."""
    return tlv.one(raw, file.tag, file.name, max_bytes=file.max_bytes)


_BY_GROUP = {file.group: file for file in File if file.group is not None}
_BY_TAG = {file.tag: file for file in File}
_BY_FID: dict[int, File] = {file.fid: file for file in File if file is not File.CARD_SECURITY}


def _of(files: dict[int, File], key: int, reason: str) -> File:
    try:
        return files[key]
    except KeyError:
        raise Malformed("file", reason) from None
