"""The virtual card itself: takes commands as bytes and answers as a chip would. A transport like any other, and what vpcd serves.

Decides in what order things may be said; how each is answered stands beside it, one file for each protocol.
"""

import os
from collections.abc import Callable

from ansinh.chip.apdu import Command
from ansinh.chip.errors import CardGone
from ansinh.sandbox.virtual_card.active_authentication import sign
from ansinh.sandbox.virtual_card.bac import BasicAccess
from ansinh.sandbox.virtual_card.channel import CHAINED, Chain, Channel
from ansinh.sandbox.virtual_card.chip_authentication import ChipAuthentication
from ansinh.sandbox.virtual_card.files import Files
from ansinh.sandbox.virtual_card.model import Chip
from ansinh.sandbox.virtual_card.pace import Pace
from ansinh.sandbox.virtual_card.reply import Refusal, Reply, Status, done

_GENERAL_AUTHENTICATE = 0x86
_PACE_AT, _CHIP_AT, _CHIP_KAT = 0xC1A4, 0x41A4, 0x41A6


class VirtualCard:
    """`chip` as a card in the field of a reader. `random` gives that many bytes; tests give published ones.

    It is a `chip.transport.Transport`; `reset` is what a reader does that takes the power away and gives it back.
    """

    def __init__(self, chip: Chip, *, random: Callable[[int], bytes] = os.urandom, name: str = "virtual card") -> None:
        self._chip = chip
        self._random = random
        self._name = name
        self._files = Files(chip)
        self._bac = BasicAccess(chip, random)
        self._pace = Pace(chip, random)
        self._does: dict[int, Callable[[Command, int], Reply]] = {
            0xA4: self._select,
            0xB0: self._read,
            0xB1: self._read_far,
            0x84: self._challenge,
            0x82: self._external_authenticate,
            0x22: self._manage_security_environment,
            _GENERAL_AUTHENTICATE: self._general_authenticate,
            0x88: self._internal_authenticate,
        }
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
        self._channel = Channel(takes_extended=self._chip.quirks.takes_extended)
        self._chain = Chain()
        self._bac.stop()
        self._pace.stop()
        self._chip_authentication = ChipAuthentication(self._chip)
        self._is_gone = False

    def close(self) -> None:
        """Takes the card away: every command after this raises CardGone, until a reset. May be called twice."""
        self._is_gone = True

    def transmit(self, command: bytes) -> bytes:
        """The answer to one command, status word included. Raises CardGone once it is closed; whatever the bytes, nothing else."""
        if self._is_gone:
            raise CardGone
        try:
            plain, room = self._channel.receive(command)
            reply = self._do(plain, room)
        except Refusal as refused:
            reply = done(status=refused.status)
        answer = self._channel.send(reply.response)
        if reply.session is not None:
            self._channel.use(reply.session)
        return answer

    @property
    def _is_open(self) -> bool:
        return self._channel.session is not None

    def _do(self, command: Command, room: int) -> Reply:
        if command.cla & ~CHAINED:
            raise Refusal(Status.NO_CLASS)
        if command.ins == _GENERAL_AUTHENTICATE and self._pace.is_running:
            return self._pace.step(command)
        self._pace.stop()
        if command.ins not in self._does:
            raise Refusal(Status.NO_INSTRUCTION)
        if not self._is_open:
            self._chain.clear()  # what was begun under keys that are gone
            self._chip_authentication.stop()
            if command.cla & CHAINED:  # a step of PACE where none runs
                raise Refusal(Status.OUT_OF_TURN)
        whole = self._chain.add(command)
        if whole is None:
            return done()
        return self._does[command.ins](whole, room)

    def _select(self, command: Command, _room: int) -> Reply:
        return self._files.select(command, is_open=self._is_open)

    def _read(self, command: Command, room: int) -> Reply:
        return self._files.read(command, is_open=self._is_open, room=room)

    def _read_far(self, command: Command, room: int) -> Reply:
        return self._files.read_far(command, is_open=self._is_open, room=room)

    def _challenge(self, command: Command, _room: int) -> Reply:
        if not self._chip.quirks.opens_by_bac:
            raise Refusal(Status.NO_INSTRUCTION)
        if not self._files.in_application or self._is_open:
            raise Refusal(Status.OUT_OF_TURN)
        return self._bac.challenge(command)

    def _external_authenticate(self, command: Command, _room: int) -> Reply:
        if not self._chip.quirks.opens_by_bac:
            raise Refusal(Status.NO_INSTRUCTION)
        reply = self._bac.authenticate(command)
        self._pace.forgive()
        return reply

    def _manage_security_environment(self, command: Command, _room: int) -> Reply:
        what = command.p1 << 8 | command.p2
        if what == _PACE_AT:
            return self._pace.choose(command.data)
        if what not in {_CHIP_AT, _CHIP_KAT}:
            raise Refusal(Status.WRONG_PARAMETERS)
        self._require_open()
        if what == _CHIP_AT:
            return self._chip_authentication.choose(command.data)
        return self._chip_authentication.agree_at_once(command.data)

    def _general_authenticate(self, command: Command, _room: int) -> Reply:
        self._require_open()
        return self._chip_authentication.agree(command)

    def _internal_authenticate(self, command: Command, room: int) -> Reply:
        self._require_open()
        return sign(self._chip, command, room=room, random=self._random)

    def _require_open(self) -> None:
        if not self._is_open:
            raise Refusal(Status.NOT_OPEN)
