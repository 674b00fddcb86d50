"""The virtual card itself: takes commands as bytes and answers as a chip would. A transport like any other, and what vpcd serves.

Decides in what order things may be said; how each is answered stands beside it, one file for each protocol.
"""

import os
from collections.abc import Callable

from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import CardGone, Malformed
from ansinh.sandbox.virtual_card.files import Files
from ansinh.sandbox.virtual_card.model import Chip
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status

_SELECT, _READ, _READ_FAR = 0xA4, 0xB0, 0xB1


class VirtualCard:
    """`chip` as a card in the field of a reader. `random` gives that many bytes; tests give published ones.

    It is a `chip.transport.Transport`; `reset` is what a reader does that takes the power away and gives it back.
    """

    def __init__(self, chip: Chip, *, random: Callable[[int], bytes] = os.urandom, name: str = "virtual card") -> None:
        self._chip = chip
        self._random = random
        self._name = name
        self._files = Files(chip)
        self.reset()

    @property
    def atr(self) -> bytes:
        return self._chip.quirks.atr

    @property
    def name(self) -> str:
        return self._name

    def reset(self) -> None:
        """As when power comes: nothing selected, nothing open, no keys. Also puts a card back that was closed."""
        self._files.reset()
        self._is_open = False
        self._is_gone = False

    def close(self) -> None:
        """Takes the card away: every command after this raises CardGone, until a reset. May be called twice."""
        self._is_gone = True

    def transmit(self, command: bytes) -> bytes:
        """The answer to one command, status word included. Raises CardGone once it is closed; whatever the bytes, nothing else."""
        if self._is_gone:
            raise CardGone
        try:
            reply = self._do(Command.decode(command))
        except Malformed:
            return Response(b"", Status.WRONG_LENGTH).encode()
        except Refusal as refused:
            return Response(b"", refused.status).encode()
        return reply.response.encode()

    def _do(self, command: Command) -> Reply:
        room = command.le or 0
        if command.cla != 0:
            raise Refusal(Status.NO_CLASS)
        match command.ins:
            case _ if command.ins == _SELECT:
                return self._files.select(command, is_open=self._is_open)
            case _ if command.ins == _READ:
                return self._files.read(command, is_open=self._is_open, room=room)
            case _ if command.ins == _READ_FAR:
                return self._files.read_far(command, is_open=self._is_open, room=room)
        raise Refusal(Status.NO_INSTRUCTION)
