"""Commands to a card and its answers, as bytes (ISO/IEC 7816-4): short and extended, read and written."""

from dataclasses import dataclass

from ansinh.chip.errors import CardRefused, Malformed

OK = 0x9000
SHORT_LE = 256
EXTENDED_LE = 65_536


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `le` is how many bytes are asked for: None for none, 256 (or 65,536 extended) for as many as there are.

    It is written short wherever it fits, unless `extended` asks for the long form.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None
    extended: bool = False

    def encode(self) -> bytes:
        """The bytes to send. Raises Malformed for more than a command can hold."""
        if len(self.data) > 65_535 or (self.le is not None and not 1 <= self.le <= EXTENDED_LE):
            raise Malformed("command", "data or expected length do not fit")
        head = bytes((self.cla, self.ins, self.p1, self.p2))
        if self.extended or len(self.data) > 255 or (self.le or 0) > SHORT_LE:
            lc = b"\0" + len(self.data).to_bytes(2, "big") + self.data if self.data else b""
            le = b"" if self.le is None else (b"" if lc else b"\0") + (self.le % EXTENDED_LE).to_bytes(2, "big")
            return head + lc + le
        lc = bytes((len(self.data),)) + self.data if self.data else b""
        return head + lc + (b"" if self.le is None else bytes((self.le % SHORT_LE,)))

    @classmethod
    def decode(cls, raw: bytes) -> "Command":
        """A command as a card receives it. Raises Malformed."""
        if len(raw) < 4:
            raise Malformed("command", "is shorter than its header")
        head, body = (raw[0], raw[1], raw[2], raw[3]), raw[4:]
        if not body:
            return cls(*head)
        if len(body) == 1:
            return cls(*head, le=body[0] or SHORT_LE)
        if body[0]:
            return cls._with_data(head, body[1:], body[0], le_bytes=1, extended=False)
        if len(body) == 3:
            return cls(*head, le=int.from_bytes(body[1:], "big") or EXTENDED_LE, extended=True)
        if len(body) < 3:
            raise Malformed("command", "is cut off inside its length")
        return cls._with_data(head, body[3:], int.from_bytes(body[1:3], "big"), le_bytes=2, extended=True)

    @classmethod
    def _with_data(cls, head: tuple[int, int, int, int], rest: bytes, size: int, *, le_bytes: int, extended: bool) -> "Command":
        if size == 0 or len(rest) not in {size, size + le_bytes}:
            raise Malformed("command", "its length is not that of its data")
        ask = rest[size:]
        le = (int.from_bytes(ask, "big") or (EXTENDED_LE if extended else SHORT_LE)) if ask else None
        return cls(*head, data=rest[:size], le=le, extended=extended)

    def __repr__(self) -> str:
        return f"Command({self.cla:02X} {self.ins:02X} {self.p1:02X} {self.p2:02X}, {len(self.data)} bytes, le={self.le})"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: its data and status word."""

    data: bytes
    status: int

    @property
    def is_ok(self) -> bool:
        return self.status == OK

    def encode(self) -> bytes:
        return self.data + self.status.to_bytes(2, "big")

    @classmethod
    def decode(cls, raw: bytes) -> "Response":
        """Raises Malformed for fewer than the two bytes of a status word."""
        if len(raw) < 2:
            raise Malformed("answer", "is shorter than a status word")
        return cls(raw[:-2], int.from_bytes(raw[-2:], "big"))

    def require_ok(self, step: str) -> bytes:
        """Its data. Raises CardRefused, naming the step, for any status but 9000."""
        if not self.is_ok:
            raise CardRefused(step, self.status)
        return self.data

    def __repr__(self) -> str:
        return f"Response({len(self.data)} bytes, {self.status:04X})"
