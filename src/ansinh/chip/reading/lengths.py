"""How long commands and answers may be: by EF.ATR/INFO where the card announces extended lengths, else found out by asking (Doc 9303-10, 3.11.1).

A card that announces nothing costs no command more. What the file says only ever shortens what is asked for.
"""

from dataclasses import dataclass

from ansinh.chip import lds
from ansinh.chip.apdu import SHORT_LE, Command
from ansinh.chip.errors import Malformed
from ansinh.chip.reading.files import LONG_PIECE, SHORT_PIECE
from ansinh.chip.transport import Send

MALFORMED, MISSING = "atr_info_malformed", "atr_info_missing"
_AROUND = 2 + 10 + 4 + 4 + 1 + 16 + 4
"""What protection adds to a piece: status word, check value, protected status word, header, mark, padding; and the header of an odd READ BINARY."""
_LONGEST_READ = 64
"""Bytes of the longest command with an extended length that is sent: a protected READ BINARY."""
_MOST_PARTS = 4
_OK = frozenset({0x9000, 0x6282})


@dataclass(frozen=True, slots=True)
class Reach:
    """`extended`: commands may have extended lengths, and then ask for `piece` bytes of a file at most. `notes` are of `Reading.notes`."""

    extended: bool
    piece: int = LONG_PIECE
    notes: tuple[str, ...] = ()


def reach(send: Send, atr: bytes, *, extended: bool) -> Reach:
    """How far one may go, in the master file, before anything is protected. `extended`: the card answered a command with an extended length.

    A file that is malformed is noted and counts for nothing; one that is missing is noted, and means short lengths where the card says that it is
    there. A card that says no more than that it takes extended lengths was found to take them.
    """
    if not extended or not lds.announces_lengths(atr):
        return Reach(extended)
    raw = _atr_info(send)
    if raw is None:
        return Reach(extended=not lds.announces_file(atr), notes=(MISSING,))
    try:
        told = lds.read_atr_info(raw)
    except Malformed:
        return Reach(extended, notes=(MALFORMED,))
    if told is None:
        return Reach(extended)
    piece = min(LONG_PIECE, told.answer - _AROUND)
    return Reach(True, piece) if piece > SHORT_PIECE and told.command >= _LONGEST_READ else Reach(extended=False)


def _atr_info(send: Send) -> bytes | None:
    """The file, as much of it as a few answers hold; None where the card does not give it."""
    if not send(Command(0x00, 0xA4, 0x02, 0x0C, lds.ATR_INFO.to_bytes(2, "big"))).is_ok:
        return None
    raw = b""
    for _ in range(_MOST_PARTS):
        answer = send(Command(0x00, 0xB0, len(raw) >> 8, len(raw) & 0xFF, le=SHORT_LE))
        if answer.status >> 8 == 0x6C:  # "ask for so many"
            answer = send(Command(0x00, 0xB0, len(raw) >> 8, len(raw) & 0xFF, le=(answer.status & 0xFF) or SHORT_LE))
        if answer.status not in _OK or not answer.data:
            return raw or None
        raw += answer.data
        if len(answer.data) < SHORT_LE or answer.status != 0x9000:
            break
    return raw
