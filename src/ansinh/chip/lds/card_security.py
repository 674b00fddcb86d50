"""EF.CardSecurity: what EF.CardAccess says and the chip's keys beside it, signed (BSI TR-03110-3, A.1.2.3; ICAO Doc 9303-11, 9.2.12).

It stands in the master file and is read once PACE has opened the card. Verifies nothing: that is `passive`.
"""

from collections.abc import Iterable

from ansinh.chip import tlv
from ansinh.chip.lds import der
from ansinh.chip.lds.files import File, content
from ansinh.chip.lds.security_infos import Element, SecurityInfos, read_security_infos, write_card_access

SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
"""id-SecurityObject: what the content of its CMS SignedData is called."""


def card_security_content(raw: bytes) -> bytes:
    """The CMS ContentInfo that the file is, in DER as it came. Raises Malformed for anything less or more."""
    return content(raw, File.CARD_SECURITY).raw


def read_card_security_infos(signed: bytes) -> SecurityInfos:
    """What is signed in it: its content, read. Raises Malformed."""
    return read_security_infos(signed, File.CARD_SECURITY.name)


def write_card_security_infos(elements: Iterable[Element]) -> bytes:
    """What is to be signed, its elements in the order given."""
    return write_card_access(elements)


def write_card_security(cms: bytes) -> bytes:
    """EF.CardSecurity: a CMS ContentInfo, and nothing around it. Raises Malformed for what is none."""
    return tlv.one(cms, der.SEQUENCE, File.CARD_SECURITY.name).raw
