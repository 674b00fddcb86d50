"""EF.ATR/INFO and the historical bytes: how long commands and answers may be (ICAO Doc 9303-10, 3.11.1; ISO/IEC 7816-4, 12.1 and 12.7).

Nothing of it is signed, and nothing of it opens or proves anything: it is only about lengths. How long the pieces are is the reader's choice.
"""

from dataclasses import dataclass

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.lds import der

ATR_INFO = 0x2F01
"""Its identifier, in the master file. The file has no element around it, so that it is none of `File`."""
_WHAT = "ATR/INFO"
_EXTENDED_LENGTHS, _INTEGER = 0x7F66, 0x02
_COMPACT = frozenset({0x00, 0x80})
_CAPABILITIES = 7
_EXTENDED, _IN_FILE = 0x40, 0x20


@dataclass(frozen=True, slots=True)
class Lengths:
    """The most bytes of a whole command, and of a whole answer, status word included."""

    command: int
    answer: int


def read_atr_info(raw: bytes) -> Lengths | None:
    """The extended length information; None where the file has none. Zeros may fill the file up. Raises Malformed."""
    found = [node for node in tlv.parse(_without_filling(raw), _WHAT) if node.tag == _EXTENDED_LENGTHS]
    if not found:
        return None
    numbers = found[0].children(_WHAT)
    if len(found) > 1 or [node.tag for node in numbers] != [_INTEGER, _INTEGER]:
        raise Malformed(_WHAT, "its extended length information is not two numbers")
    return Lengths(*(_number(node) for node in numbers))


def write_atr_info(lengths: Lengths, *, others: bytes = b"") -> bytes:
    """The file, with other elements before it where there are any."""
    return others + tlv.encode(_EXTENDED_LENGTHS, der.write_natural(lengths.command), der.write_natural(lengths.answer))


def announces_lengths(atr: bytes) -> bool:
    """True if the historical bytes of an answer to reset say that extended lengths are understood. False for whatever bytes say it otherwise."""
    return bool(_functions(atr) & _EXTENDED)


def announces_file(atr: bytes) -> bool:
    """True if they say besides that EF.ATR/INFO tells how long."""
    return bool(_functions(atr) & _IN_FILE)


def _functions(atr: bytes) -> int:
    """The third byte of the card's capabilities; zero where there is none (ISO/IEC 7816-4, 12.1.1.9)."""
    history = _historical(atr)
    if not history or history[0] not in _COMPACT:
        return 0
    at = 1
    while at < len(history):
        tag, size = history[at] >> 4, history[at] & 0x0F
        value = history[at + 1 : at + 1 + size]
        if tag == _CAPABILITIES and len(value) == size >= 3:
            return value[2]
        at += 1 + size
    return 0


def _historical(atr: bytes) -> bytes:
    """The historical bytes: behind the interface bytes that are announced one group after the other (ISO/IEC 7816-3, 8.2)."""
    if len(atr) < 2:
        return b""
    count, at, announced = atr[1] & 0x0F, 2, atr[1] >> 4
    while announced:
        at += announced.bit_count()
        if not announced & 0x8:
            break
        if at > len(atr):
            return b""
        announced = atr[at - 1] >> 4  # the last of the group announces the next
    return atr[at : at + count] if at + count <= len(atr) else b""


def _number(node: tlv.Node) -> int:
    """As two bytes also where the highest bit is set: that the number is not negative goes without saying, and not every card says it."""
    if not 0 < len(node.value) <= 4:
        raise Malformed(_WHAT, "its extended length information is not two numbers")
    return int.from_bytes(node.value, "big")


def _without_filling(raw: bytes) -> bytes:
    at = 0
    while at < len(raw) and any(raw[at:]):
        at += tlv.header(raw[at : at + 10], _WHAT).total
    return raw[:at] if at <= len(raw) else raw
