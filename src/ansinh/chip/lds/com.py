"""EF.COM: which data groups the card says it has (ICAO Doc 9303-10, 4.6.1). It is not signed: what is there is said by EF.SOD."""

from dataclasses import dataclass

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.lds.files import File, content

_LDS_VERSION, _UNICODE_VERSION, _TAG_LIST = 0x5F01, 0x5F36, 0x5C


@dataclass(frozen=True, slots=True)
class Com:
    """`lds_version` has four digits ("0107"), `unicode_version` six ("040000"); `groups` are numbers in the order of the file."""

    groups: tuple[int, ...]
    lds_version: str = "0107"
    unicode_version: str = "040000"


def read_com(raw: bytes) -> Com:
    """What EF.COM says. Raises Malformed, also for a tag that is no data group's and for a group listed twice."""
    outer = content(raw, File.COM)
    elements = outer.children("COM")
    if [each.tag for each in elements] != [_LDS_VERSION, _UNICODE_VERSION, _TAG_LIST]:
        raise Malformed("COM", "does not have its three elements in order")
    versions, unicode_versions, tags = elements
    groups = tuple(_group(tag) for tag in tags.value)
    if len(set(groups)) != len(groups):
        raise Malformed("COM.groups", "a data group is listed twice")
    return Com(groups, _digits(versions.value, 4, "COM.lds_version"), _digits(unicode_versions.value, 6, "COM.unicode_version"))


def write_com(com: Com) -> bytes:
    """The file. Raises Malformed for a group that does not exist."""
    return tlv.encode(
        File.COM.tag,
        tlv.encode(_LDS_VERSION, com.lds_version.encode("ascii")),
        tlv.encode(_UNICODE_VERSION, com.unicode_version.encode("ascii")),
        tlv.encode(_TAG_LIST, bytes(File.of_group(number).tag for number in com.groups)),
    )


def _group(tag: int) -> int:
    group = File.of_tag(tag).group
    if group is None:
        raise Malformed("COM.groups", "lists a file that is not a data group")
    return group


def _digits(value: bytes, count: int, what: str) -> str:
    if len(value) != count or not value.isdigit():
        raise Malformed(what, f"is not {count} digits")
    return value.decode("ascii")
