"""Where cards come and go: a slot that holds a virtual card, or the readers of this machine. Reads nothing from a card."""

import threading
from collections.abc import Callable
from typing import Protocol

from ansinh.chip import errors, transport
from ansinh.desk import faults
from ansinh.desk.model import Fault, Sight, Trouble


class Station(Protocol):
    """A place for one card. Neither call may hang."""

    def look(self) -> Sight:
        """What lies there now; never raises."""
        ...

    def connect(self) -> transport.Transport:
        """The card that lies there. Raises CardGone and ReaderUnavailable."""
        ...

    def close(self) -> None: ...


class Slot:
    """A slot that one can put a virtual card in and take it out of, also while it is read. May be used by several threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._insert: Callable[[], transport.Transport] | None = None
        self._laid = 0

    def put(self, insert: Callable[[], transport.Transport]) -> None:
        """Lays a card there; each connection to it is a new `insert`. Where one lay it is taken away first."""
        with self._lock:
            self._laid += 1
            self._insert = insert

    def take(self) -> None:
        """Takes the card away, if one is there."""
        with self._lock:
            self._insert = None

    @property
    def holds_a_card(self) -> bool:
        return self._insert is not None

    def look(self) -> Sight:
        with self._lock:
            return Sight(self._name, None if self._insert is None else self._laid)

    def connect(self) -> transport.Transport:
        with self._lock:
            if self._insert is None:
                raise errors.CardGone
            return _Laid(self._insert(), self, self._laid)

    def close(self) -> None:
        self.take()

    def still_holds(self, laid: int) -> bool:
        return self._insert is not None and self._laid == laid


class _Laid(transport.Through):
    """A card that is gone as soon as its slot no longer holds it."""

    def __init__(self, card: transport.Transport, slot: Slot, laid: int) -> None:
        super().__init__(card)
        self._slot = slot
        self._laid = laid

    def transmit(self, command: bytes) -> bytes:
        if not self._slot.still_holds(self._laid):
            raise errors.CardGone
        return self._card.transmit(command)


class Reader:
    """The readers of this machine through PC/SC, or the one of them that is `wanted`. One thread at a time."""

    def __init__(self, wanted: str | None = None) -> None:
        """`wanted`: a reader's name, or a part of it."""
        self._wanted = wanted
        self._watch = transport.pcsc.Watch()
        self._lying: transport.pcsc.Slot | None = None
        self._laid = 0

    def look(self) -> Sight:
        try:
            slots = self._watch.look(timeout_s=0.0)
        except errors.ChipError as wrong:
            self._lying = None
            return Sight(trouble=faults.of_card(wrong))
        mine = [slot for slot in slots if self._wanted is None or self._wanted.casefold() in slot.reader.casefold()]
        full = [slot for slot in mine if slot.has_card]
        if not mine or len(full) > 1:
            self._lying = None
            fault = Fault.SEVERAL_CARDS if full else Fault.NO_READER
            return Sight(trouble=Trouble(fault, "; ".join(slot.reader for slot in full)))
        if not full:
            self._lying = None
            return Sight("; ".join(slot.reader for slot in mine))
        if full[0] != self._lying:
            self._lying = full[0]
            self._laid += 1
        return Sight(full[0].reader, self._laid)

    def connect(self) -> transport.Transport:
        if self._lying is None:
            raise errors.CardGone
        return transport.pcsc.connect(self._lying.reader, timeout_s=0.5)

    def close(self) -> None:
        self._watch.close()
