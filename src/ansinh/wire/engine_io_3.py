"""Engine.IO protocol 3: the packets that Socket.IO clients 1.x and 2.x send and understand, and how several are framed for one HTTP body.

After the protocol's description (github.com/socketio/engine.io-protocol, branch v3) and what its clients really send. Text alone: binary
packets are passed over, JSONP there is not. What is written should be ASCII: clients 1.x decode UTF-8 twice where clients 2.x decode it
once, and lengths are counted in UTF-16 code units; in ASCII all of that is the same.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from ansinh.kit.errors import Refused

PROTOCOL = "3"
PROBE = "probe"
_BINARY = "b"
_END_OF_LENGTH = 255
_MAX_DIGITS = 9


class Kind(StrEnum):
    """What a packet is, as its first sign says."""

    OPEN = "0"
    CLOSE = "1"
    PING = "2"
    PONG = "3"
    MESSAGE = "4"
    UPGRADE = "5"
    NOOP = "6"


class Refusal(Enum):
    """What a server says with status 400: number and sentence."""

    TRANSPORT_UNKNOWN = (0, "Transport unknown")
    SESSION_UNKNOWN = (1, "Session ID unknown")
    BAD_METHOD = (2, "Bad handshake method")
    BAD_REQUEST = (3, "Bad request")

    def body(self) -> bytes:
        """The JSON that clients get."""
        code, message = self.value
        return json.dumps({"code": code, "message": message}, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; `text` follows its kind."""

    kind: Kind
    text: str = field(default="", repr=False)


def opening(sid: str, *, ping_interval_s: float, ping_timeout_s: float, may_upgrade: bool) -> str:
    """The first packet of a session: its name, how often the client has to ping, and how long it may wait for the answer."""
    said = {
        "sid": sid,
        "upgrades": ["websocket"] if may_upgrade else [],
        "pingInterval": int(ping_interval_s * 1000),
        "pingTimeout": int(ping_timeout_s * 1000),
    }
    return write(Kind.OPEN, json.dumps(said, separators=(",", ":")))


def write(kind: Kind, text: str = "") -> str:
    """The packet as a WebSocket message, or as one of a payload."""
    return kind.value + text


def read(raw: str) -> Packet | None:
    """The packet of a WebSocket message; None for a binary one in base64. Raises Refused for what is none."""
    if raw.startswith(_BINARY):
        return None
    try:
        return Packet(Kind(raw[:1]), raw[1:])
    except ValueError:
        raise _refused("no packet begins like this") from None


def write_payload(packets: Iterable[str], *, as_bytes: bool = False) -> bytes:
    """The body of an answer to a poll: each packet after its length, as text or framed as bytes.

    Which one a client takes: a browser's takes both, but in 1.x fails with much text (it makes a call with an argument for each character).
    One that asks with `b64` takes text alone, and so do programs that never ask.
    """
    if as_bytes:
        return b"".join(_framed(packet.encode("utf-8")) for packet in packets)
    return "".join(f"{len(packet.encode('utf-16-le')) // 2}:{packet}" for packet in packets).encode("utf-8")


def read_payload(body: bytes) -> list[Packet]:
    """The packets of a posted body, framed as text or (some clients always do) as bytes; binary ones left out. Raises Refused."""
    framed = _framed_as_bytes(body) if body[:1] in {b"\x00", b"\x01"} else _framed_as_text(body)
    return [packet for raw in framed if (packet := read(raw)) is not None]


def _framed_as_text(body: bytes) -> Iterator[str]:
    """`<length>:<packet>` again and again; lengths count UTF-16 code units."""
    try:
        units = body.decode("utf-8").encode("utf-16-le")
        at, colon = 0, ":".encode("utf-16-le")
        while at < len(units):
            found = units.find(colon, at, at + 2 * (_MAX_DIGITS + 1))
            length = _length(units[at:found].decode("utf-16-le")) if found >= 0 else 0
            at = found + 2 + 2 * length
            if found < 0 or not length or at > len(units):
                raise _refused("a length does not hold")
            yield units[found + 2 : at].decode("utf-16-le")
    except UnicodeError:
        raise _refused("it is not UTF-8") from None


def _framed_as_bytes(body: bytes) -> Iterator[str]:
    """0 for text or 1 for binary, the length in bytes as digits 0 to 9, 255, the packet; again and again."""
    at = 0
    while at < len(body):
        end = body.find(bytes([_END_OF_LENGTH]), at + 1, at + 2 + _MAX_DIGITS)
        digits = body[at + 1 : end] if end >= 0 else b""
        if body[at] > 1 or not digits or max(digits) > 9:
            raise _refused("a length does not hold")
        is_text, start = body[at] == 0, end + 1
        at = start + int("".join(map(str, digits)))
        if at > len(body):
            raise _refused("a length does not hold")
        if is_text:
            try:
                yield body[start:at].decode("utf-8")
            except UnicodeError:
                raise _refused("it is not UTF-8") from None


def _framed(packet: bytes) -> bytes:
    return b"\x00" + bytes(map(int, str(len(packet)))) + bytes([_END_OF_LENGTH]) + packet


def _length(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise _refused("a length does not hold")
    return int(digits)


def _refused(reason: str) -> Refused:
    return Refused("unreadable_packet", f"not Engine.IO 3: {reason}")
