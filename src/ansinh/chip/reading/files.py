"""Elementary files, selected and read piece by piece (ISO/IEC 7816-4, 7.2.3; ICAO 9303-10, 3.6). Believes a length only as far as the file may go."""

from collections.abc import Callable
from dataclasses import dataclass

from ansinh.chip import tlv
from ansinh.chip.apdu import SHORT_LE, Command, Response
from ansinh.chip.errors import CardRefused, Malformed
from ansinh.chip.lds import File
from ansinh.chip.transport import Send

Progress = Callable[[File, int, int], None]
"""Told after each piece: the file, bytes read so far, bytes in all."""

HEAD = 8
"""Bytes asked for first: a tag of up to two bytes and any length that is read."""
SHORTEST = 2
"""The shortest file there is: a tag and a length of zero."""
SHORT_PIECE = 0xDF
"""With its padding, its status word and its check value this still fits a short answer under any cipher."""
LONG_PIECE = 1_024
"""Asked for at once where the card takes extended lengths; a chip's buffer holds that much (assumed)."""
NO_SUCH_FILE = frozenset({0x6A82, 0x6A83, 0x6A88})
LOCKED = frozenset({0x6982, 0x6985})
END_OF_FILE, BEYOND_END = 0x6282, 0x6B00
_TOO_LONG = frozenset({0x6700, 0x6A80, 0x6B00, 0x6D00, 0x6F00})
_OFFSET_LIMIT = 0x8000
_CORRECTIONS = 2


@dataclass(slots=True)
class Files:
    """Reads files over `send`. `extended`: whether pieces of `piece` bytes are asked for with extended lengths; dropped when the card refuses one."""

    send: Send
    extended: bool = False
    piece: int = LONG_PIECE

    def select(self, file: File) -> None:
        """Makes it the current file. Raises CardRefused."""
        self.send(Command(0x00, 0xA4, 0x02, 0x0C, file.fid.to_bytes(2, "big"))).require_ok(f"select {file.name}")

    def read(self, file: File, *, progress: Progress) -> bytes:
        """All of a file, as long as its first element says. Raises CardRefused, and Malformed for a file that is not what it says."""
        self.select(file)
        return self.current(file, progress=progress)

    def current(self, file: File, *, progress: Progress) -> bytes:
        """As `read`, of the file that was selected before."""
        head = self._head(file)
        total = self._total(file, head)
        raw = bytearray(head[:total])
        progress(file, len(raw), total)
        while len(raw) < total:
            size = min(total - len(raw), self.piece if self.extended else SHORT_PIECE)
            raw += self._piece(file, len(raw), size)
            progress(file, len(raw), total)
        return bytes(raw)

    def _head(self, file: File) -> bytes:
        """The first HEAD bytes, or all of a file that says it is shorter."""
        head = b""
        while len(head) < HEAD and (left := _left(head, file)):
            head += self._piece(file, len(head), min(left, HEAD - len(head)))
        return head

    @staticmethod
    def _total(file: File, head: bytes) -> int:
        found = tlv.header(head, file.name, max_bytes=file.max_bytes)
        if found.tag != file.tag:
            raise Malformed(file.name, f"begins with tag {found.tag:X} instead of {file.tag:X}")
        return found.total

    def _piece(self, file: File, offset: int, size: int) -> bytes:
        """At least one and at most `size` bytes from `offset`."""
        for _ in range(1 + _CORRECTIONS):
            answer = self._ask(offset, size)
            if answer.is_ok or answer.status == END_OF_FILE:
                data = self._inside(file, answer, offset)
                if not data:
                    raise Malformed(file.name, f"ends after {offset} bytes, before what it says it has")
                if len(data) > size:
                    raise Malformed(file.name, f"gave {len(data)} bytes where {size} were asked for")
                return data
            if answer.status >> 8 == 0x6C:  # "ask for so many": a card that says it again and again is left
                size = min(size, (answer.status & 0xFF) or SHORT_LE)
            elif self.extended and answer.status in _TOO_LONG:
                self.extended, size = False, min(size, SHORT_PIECE)
            elif (
                offset == 0 and size > SHORTEST and answer.status == BEYOND_END
            ):  # some cards refuse what reaches beyond the end of a short file
                size = SHORTEST
            else:
                break
        raise CardRefused(f"read {file.name}", answer.status)

    def _ask(self, offset: int, size: int) -> Response:
        if offset < _OFFSET_LIMIT:
            return self.send(Command(0x00, 0xB0, offset >> 8, offset & 0xFF, le=size, extended=self.extended))
        where = tlv.encode(0x54, offset.to_bytes(3 if offset > 0xFFFF else 2, "big"))
        le = size + 1 + len(tlv.encode_length(size))
        return self.send(Command(0x00, 0xB1, 0x00, 0x00, where, le=le, extended=self.extended))

    @staticmethod
    def _inside(file: File, answer: Response, offset: int) -> bytes:
        """The data of an answer: those beyond 32 KiB come wrapped in DO'53'."""
        if offset < _OFFSET_LIMIT or not answer.data:
            return answer.data
        return tlv.one(answer.data, 0x53, file.name).value


def _left(raw: bytes, file: File) -> int:
    """How many bytes a file that begins so still has; HEAD where its beginning does not say."""
    try:
        return max(0, tlv.header(raw, file.name).total - len(raw))
    except Malformed:
        return HEAD
