"""What every transport offers, and the plain channel over it."""

from collections.abc import Callable
from typing import Protocol

from ansinh.chip.apdu import Command, Response

Send = Callable[[Command], Response]
"""Sends one command and gives the answer, whatever its status word. Raises CardGone, SessionBroken, Malformed or BudgetExceeded."""


class Transport(Protocol):
    """A card that answers. Raises CardGone when it no longer does."""

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""
        ...

    @property
    def name(self) -> str:
        """Of the reader or of whatever stands for one, for people."""
        ...

    def transmit(self, command: bytes) -> bytes:
        """One command, one answer with its status word."""
        ...

    def close(self) -> None:
        """Lets the card go. May be called twice."""
        ...


class Through:
    """A card as it is, through something in between; whoever derives from it says what happens to a command on its way."""

    def __init__(self, card: Transport) -> None:
        self._card = card

    @property
    def atr(self) -> bytes:
        return self._card.atr

    @property
    def name(self) -> str:
        return self._card.name

    def transmit(self, command: bytes) -> bytes:
        return self._card.transmit(command)

    def close(self) -> None:
        self._card.close()


class Channel:
    """Commands over a transport without protection, as a card is spoken to before access is established."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, command: Command) -> Response:
        return Response.decode(self._transport.transmit(command.encode()))
