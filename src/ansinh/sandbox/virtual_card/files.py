"""The card's files: which of them is selected, and what a command may see of it (Doc 9303-10 section 3, ISO/IEC 7816-4 section 11).

Whether the card is open is decided elsewhere and told here. EF.CardAccess and EF.ATR/INFO are free to read; everything else wants access, and
the locked groups stay locked. Without access nobody learns which files there are.
"""

from ansinh.chip import tlv
from ansinh.chip.apdu import EXTENDED_LE, SHORT_LE, Command
from ansinh.sandbox.virtual_card.model import Chip
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status, done

APPLICATION = bytes.fromhex("A0000002471001")
"""The LDS1 eMRTD application (Doc 9303-10)."""
MASTER = 0x3F00
CARD_ACCESS = 0x011C
ATR_INFO = 0x2F01
AS_MANY_AS_THERE_ARE = frozenset({SHORT_LE, EXTENDED_LE})

_BY_NAME, _IN_APPLICATION, _BY_ID = 4, 2, 0
_NO_ANSWER = 0x0C
_FCI, _FCP = 0x6F, 0x62


class Files:
    """The file system of one card: SELECT and READ BINARY."""

    def __init__(self, chip: Chip) -> None:
        self._contents = chip.files
        self._beside = chip.beside
        self._quirks = chip.quirks
        self.reset()

    def reset(self) -> None:
        """As when the card gets its power: the master file, and no file in it."""
        self.in_application = False
        self._current: int | None = None

    def select(self, command: Command, *, is_open: bool) -> Reply:
        """The application by its name, the master file, or a file by its identifier. Raises Refusal."""
        if command.p2 not in {0x00, 0x04, _NO_ANSWER}:
            raise Refusal(Status.WRONG_PARAMETERS)
        if command.p1 == _BY_NAME:
            return self._select_application(command)
        if command.p1 not in {_IN_APPLICATION, _BY_ID}:
            raise Refusal(Status.WRONG_PARAMETERS)
        if command.p1 == _BY_ID and command.data in {b"", MASTER.to_bytes(2, "big")}:
            return self._select_master(command)
        if len(command.data) != 2:
            raise Refusal(Status.WRONG_LENGTH)
        fid = int.from_bytes(command.data, "big")
        size = tlv.encode(0x80, len(self._content(fid, is_open=is_open)).to_bytes(3, "big"))
        self._current = fid
        return _described(command, size + tlv.encode(0x83, command.data))

    def read(self, command: Command, *, is_open: bool, room: int) -> Reply:
        """READ BINARY with even INS: from an offset in the selected file, or in one named by its short identifier (it is then selected).

        `room` is how many bytes the answer holds, protection taken off. Raises Refusal.
        """
        if command.p1 & 0x80:
            if command.p1 & 0x60:
                raise Refusal(Status.WRONG_PARAMETERS)
            fid, offset = 0x0100 | command.p1 & 0x1F, command.p2
        else:
            fid, offset = self._selected(), command.p1 << 8 | command.p2
        if command.data or command.le is None:
            raise Refusal(Status.WRONG_LENGTH)
        content = self._content(fid, is_open=is_open)
        self._current = fid
        return self._part(content, offset, command.le, min(command.le, room))

    def read_far(self, command: Command, *, is_open: bool, room: int) -> Reply:
        """READ BINARY with odd INS, for offsets beyond 32,767: the offset comes in an element 54, the bytes go in an element 53.

        P1-P2 is zero for the selected file, a short identifier of five bits, or a file identifier. Raises Refusal.
        """
        named = command.p1 << 8 | command.p2
        fid = self._selected() if not named else (0x0100 | named if named < 0x1F else named)
        if command.le is None:
            raise Refusal(Status.WRONG_LENGTH)
        offset = _offset(command.data)
        content = self._content(fid, is_open=is_open)
        self._current = fid
        most = min(command.le, room)
        inside = most - 1 - len(tlv.encode_length(most))
        if inside < 1:
            raise Refusal(Status.WRONG_LENGTH)
        le = command.le if command.le in AS_MANY_AS_THERE_ARE else inside
        found = self._part(content, offset, le, inside).response
        return done(tlv.encode(0x53, found.data), found.status)

    def _select_application(self, command: Command) -> Reply:
        if command.data != APPLICATION:
            raise Refusal(Status.NO_FILE)
        self.in_application, self._current = True, None
        return _described(command, tlv.encode(0x84, APPLICATION))

    def _select_master(self, command: Command) -> Reply:
        if self._quirks.select_mf != Status.OK:
            raise Refusal(self._quirks.select_mf)
        self.in_application, self._current = False, None
        return _described(command, tlv.encode(0x83, MASTER.to_bytes(2, "big")))

    def _selected(self) -> int:
        if self._current is None:
            raise Refusal(Status.NO_FILE_SELECTED)
        return self._current

    def _content(self, fid: int, *, is_open: bool) -> bytes:
        """The bytes of a file that may be seen now, where the card stands.

        EF.CardAccess is in the master file; citizen cards show it in the application, too (assumed).
        """
        if not self.in_application and fid in self._beside:
            if not is_open and fid != ATR_INFO:
                raise Refusal(Status.NOT_OPEN)
            return self._beside[fid]
        if fid != CARD_ACCESS:
            if not self.in_application:
                raise Refusal(Status.NO_FILE)
            if not is_open or fid in self._quirks.locked:
                raise Refusal(Status.NOT_OPEN)
        if fid not in self._contents:
            raise Refusal(Status.NO_FILE)
        return self._contents[fid]

    def _part(self, content: bytes, offset: int, le: int, most: int) -> Reply:
        """At most `most` bytes from `offset`. Asked for more than there are, the card gives what there is and says so, or does as its quirk says."""
        there = len(content) - offset
        if there <= 0:
            raise Refusal(Status.BEYOND_END)
        part = content[offset : offset + min(most, self._quirks.max_read)]
        if le <= there or le in AS_MANY_AS_THERE_ARE:
            return done(part)
        if self._quirks.past_end == Status.SHORTER:
            return done(part, Status.SHORTER if len(part) == there else Status.OK)
        if self._quirks.past_end & 0xFF00 == 0x6C00:
            raise Refusal(0x6C00 | min(there, 0xFF))
        raise Refusal(self._quirks.past_end)


def _offset(data: bytes) -> int:
    head, value = data[:2], data[2:]
    if len(head) != 2 or head[0] != 0x54 or head[1] != len(value) or not 1 <= len(value) <= 4:
        raise Refusal(Status.WRONG_DATA)
    return int.from_bytes(value, "big")


def _described(command: Command, inside: bytes) -> Reply:
    """What SELECT answers: nothing, or a template about what was selected where one was asked for and has room."""
    if command.p2 == _NO_ANSWER or command.le is None:
        return done()
    described = tlv.encode(_FCI if command.p2 == 0 else _FCP, inside)
    return done(described if len(described) <= command.le else b"")
