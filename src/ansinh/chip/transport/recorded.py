"""A conversation with a card, kept and played again: what was sent and answered, and the random bytes the reader drew for it.

With the card's access number a transcript opens everything that was read: it is personal data, and its file is its owner's alone (0600).
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansinh.chip.errors import CardGone, Malformed
from ansinh.chip.transport.link import Through, Transport

MAX_EXCHANGES = 10_000
_MAX_FILE_BYTES = 8_000_000
_WHAT = "transcript"


@dataclass(frozen=True, slots=True)
class Transcript:
    """`exchanges` are commands with their answers; an answer is None where the card was gone. `drawn` is what the random source gave."""

    atr: bytes
    name: str
    exchanges: tuple[tuple[bytes, bytes | None], ...] = field(repr=False)
    drawn: tuple[bytes, ...] = field(repr=False)


class Recorder(Through):
    """A transport that keeps what passes through it. `random` is to be used by the reading, in place of the one given here."""

    def __init__(self, transport: Transport, random: Callable[[int], bytes]) -> None:
        super().__init__(transport)
        self._random = random
        self._exchanges: list[tuple[bytes, bytes | None]] = []
        self._drawn: list[bytes] = []

    def transmit(self, command: bytes) -> bytes:
        try:
            answer = self._card.transmit(command)
        except CardGone:
            self._exchanges.append((command, None))
            raise
        self._exchanges.append((command, answer))
        return answer

    def random(self, size: int) -> bytes:
        drawn = self._random(size)
        self._drawn.append(drawn)
        return drawn

    def transcript(self) -> Transcript:
        """What passed so far."""
        return Transcript(self.atr, self.name, tuple(self._exchanges), tuple(self._drawn))


class Replay:
    """A transport that answers as the card once did, to the same commands in the same order; to any other it is gone."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._exchanges = iter(transcript.exchanges)
        self._drawn = iter(transcript.drawn)
        self._is_closed = False

    @property
    def atr(self) -> bytes:
        return self._transcript.atr

    @property
    def name(self) -> str:
        return f"transcript of {self._transcript.name}"

    def transmit(self, command: bytes) -> bytes:
        expected, answer = next(self._exchanges, (b"", None))
        if self._is_closed or command != expected or answer is None:
            self._is_closed = True
            raise CardGone("the transcript does not go on with this command: another access number, or another way of reading")
        return answer

    def close(self) -> None:
        self._is_closed = True

    def random(self, size: int) -> bytes:
        """What was drawn then. Raises CardGone where something else is asked for."""
        drawn = next(self._drawn, b"")
        if len(drawn) != size:
            raise CardGone("the transcript was made with another way of reading")
        return drawn


def save(transcript: Transcript, path: Path) -> None:
    """Writes a new file that only its owner may read. Raises FileExistsError."""
    lines: list[Any] = [{"atr": transcript.atr.hex(), "name": transcript.name, "drawn": [each.hex() for each in transcript.drawn]}]
    lines += [[command.hex(), None if answer is None else answer.hex()] for command, answer in transcript.exchanges]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def load(path: Path) -> Transcript:
    """Raises Malformed for a file that is no transcript, and OSError."""
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise Malformed(_WHAT, f"has more than {_MAX_FILE_BYTES} bytes")
    try:
        head, *rest = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
        exchanges = tuple((bytes.fromhex(command), None if answer is None else bytes.fromhex(answer)) for command, answer in rest)
        drawn = tuple(bytes.fromhex(each) for each in head["drawn"])
        transcript = Transcript(bytes.fromhex(head["atr"]), str(head["name"]), exchanges, drawn)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise Malformed(_WHAT, "is not one") from None
    if len(exchanges) > MAX_EXCHANGES:
        raise Malformed(_WHAT, f"has more than {MAX_EXCHANGES} exchanges")
    return transcript
