"""Cards in PC/SC readers, through pyscard, which is loaded only here and only when asked for (PC/SC Workgroup, part 5).

Every call has a limit: a service that is dead or does not answer is an error in words, never a program that hangs.
"""

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ansinh.chip.errors import CardGone, ReaderUnavailable
from ansinh.chip.transport.patience import Worker

T = TypeVar("T")

CALL_S = 5.0
"""For the service to answer anything but a command to a card."""
TRANSMIT_S = 20.0
"""Beside that for one command to a card: chips take seconds for their mathematics, and may ask for more time."""
_PLUGGING = "\\\\?PnP?\\Notification"
"""A reader that is none: it changes when a real one is plugged in or out (pcsc-lite and Windows)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A reader, and the answer to reset of the card in it; None: no card, or one that does not answer."""

    reader: str
    atr: bytes | None

    @property
    def has_card(self) -> bool:
        return self.atr is not None


class Service:
    """A connection to the PC/SC service. Raises ReaderUnavailable: no_pcsc_package, no_service, service_silent."""

    def __init__(self, *, patience_s: float = CALL_S) -> None:
        self.scard = _scard()
        self._patience_s = patience_s
        self._worker = Worker("pcsc")
        self._context: Any = None
        self._context = self._checked(lambda: self.scard.SCardEstablishContext(self.scard.SCARD_SCOPE_USER))[0]

    def slots(self) -> tuple[Slot, ...]:
        """All readers as they are now, in the service's order."""
        return self.changed((), timeout_s=0.0)

    def changed(self, known: Sequence[Slot], *, timeout_s: float) -> tuple[Slot, ...]:
        """All readers once they are no longer as `known`, or as they are after `timeout_s` seconds."""
        scard, end = self.scard, time.monotonic() + timeout_s
        while True:
            now = self._slots()
            left = end - time.monotonic()
            if now != tuple(known) or left <= 0:
                return now
            states = [(slot.reader, scard.SCARD_STATE_PRESENT if slot.has_card else scard.SCARD_STATE_EMPTY) for slot in now]
            self._wait(states or [(_PLUGGING, scard.SCARD_STATE_UNAWARE)], min(left, 1.0))

    def connect(self, reader: str) -> "Card":
        """The card in a reader, for us alone. Raises ReaderUnavailable: no_card, in_use, card_silent."""
        scard = self.scard
        handle, protocol = self._checked(
            lambda: scard.SCardConnect(
                self._context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
            ),
            longer_s=TRANSMIT_S,
        )
        *_, atr = self._checked(lambda: scard.SCardStatus(handle))
        return Card(self, reader, handle, protocol, bytes(atr))

    def call(self, function: Callable[[], Any], *, longer_s: float = 0.0) -> tuple[int, list[Any]]:
        """What the service answers: its code, and the values behind it. Raises ReaderUnavailable("service_silent")."""
        try:
            code, *values = _listed(self._worker.call(function, timeout_s=self._patience_s + longer_s))
        except TimeoutError:
            raise ReaderUnavailable("service_silent", "the PC/SC service does not answer: restart it (pcscd)") from None
        return code, values

    def close(self) -> None:
        """May be called twice."""
        if self._context is not None and not self._worker.is_lost:
            context, self._context = self._context, None
            try:
                self.call(lambda: self.scard.SCardReleaseContext(context))
            except ReaderUnavailable:
                return
            self._worker.end()

    def _slots(self) -> tuple[Slot, ...]:
        scard = self.scard
        code, values = self.call(lambda: scard.SCardListReaders(self._context, []))
        if code == scard.SCARD_E_NO_READERS_AVAILABLE:
            return ()
        self._require(code)
        names = values[0]
        if not names:
            return ()
        unknown = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        code, values = self.call(lambda: scard.SCardGetStatusChange(self._context, 0, unknown))
        if code in {scard.SCARD_E_UNKNOWN_READER, scard.SCARD_E_TIMEOUT}:
            return tuple(Slot(name, None) for name in names)
        self._require(code)
        return tuple(Slot(name, self._atr(state, atr)) for name, state, atr in values[0])

    def _atr(self, state: int, atr: Sequence[int]) -> bytes | None:
        is_there = state & self.scard.SCARD_STATE_PRESENT and not state & self.scard.SCARD_STATE_MUTE
        return bytes(atr) if is_there else None

    def _wait(self, states: list[tuple[str, int]], seconds: float) -> None:
        code, _ = self.call(lambda: self.scard.SCardGetStatusChange(self._context, int(seconds * 1000) + 1, states), longer_s=seconds)
        if code not in {self.scard.SCARD_E_TIMEOUT, self.scard.SCARD_E_UNKNOWN_READER}:
            self._require(code)

    def _checked(self, function: Callable[[], Any], *, longer_s: float = 0.0) -> list[Any]:
        code, values = self.call(function, longer_s=longer_s)
        self._require(code)
        return values

    def _require(self, code: int) -> None:
        if code != self.scard.SCARD_S_SUCCESS:
            raise ReaderUnavailable(*_sentence(self.scard, code))


class Card:
    """A transport: the card in one reader, ours until it is closed, then reset so that nobody inherits its open state."""

    def __init__(self, service: Service, reader: str, handle: Any, protocol: int, atr: bytes) -> None:
        self._service = service
        self._handle = handle
        self._protocol = protocol
        self._reader = reader
        self._atr = atr

    @property
    def atr(self) -> bytes:
        return self._atr

    @property
    def name(self) -> str:
        return self._reader

    def transmit(self, command: bytes) -> bytes:
        """One command, one answer. Raises CardGone for a card that was taken away and for a service that ended."""
        if self._handle is None:
            raise CardGone("the card was let go before")
        scard = self._service.scard
        handle, protocol = self._handle, self._protocol
        try:
            code, values = self._service.call(lambda: scard.SCardTransmit(handle, protocol, list(command)), longer_s=TRANSMIT_S)
        except ReaderUnavailable:
            raise CardGone("neither the card nor the PC/SC service answers any more") from None
        if code != scard.SCARD_S_SUCCESS:
            is_service = code in {scard.SCARD_E_NO_SERVICE, scard.SCARD_E_SERVICE_STOPPED, scard.SCARD_E_INVALID_HANDLE}
            raise CardGone("the PC/SC service ended while the card was read") if is_service else CardGone()
        return bytes(values[0])

    def close(self) -> None:
        """Lets the card go, and the connection to the service with it."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        scard = self._service.scard
        try:
            self._service.call(lambda: scard.SCardDisconnect(handle, scard.SCARD_RESET_CARD))
        except ReaderUnavailable:
            return  # what does not answer holds no card of ours
        self._service.close()


class Watch:
    """What is in the readers, over and over: for a desk that waits for cards. Not for two threads at once."""

    def __init__(self) -> None:
        self._service: Service | None = None
        self._known: tuple[Slot, ...] | None = None

    def look(self, *, timeout_s: float) -> tuple[Slot, ...]:
        """The slots: at once the first time, then as soon as they changed or after `timeout_s`.

        Raises ReaderUnavailable; the next look connects anew, so that a service that comes back is seen.
        """
        try:
            if self._service is None:
                self._service, self._known = Service(), None
            if self._known is None:
                self._known = self._service.slots()
            else:
                self._known = self._service.changed(self._known, timeout_s=timeout_s)
        except ReaderUnavailable:
            self.close()
            raise
        return self._known

    def close(self) -> None:
        """May be called twice."""
        service, self._service, self._known = self._service, None, None
        if service is not None:
            service.close()


def readers(*, patience_s: float = CALL_S) -> tuple[Slot, ...]:
    """All readers as they are now; none is an empty tuple. Raises ReaderUnavailable: no_pcsc_package, no_service, service_silent.

    `patience_s` is how long the service may take to answer one call.
    """
    service = Service(patience_s=patience_s)
    try:
        return service.slots()
    finally:
        service.close()


def connect(reader: str | None = None, *, timeout_s: float) -> Card:
    """The card in `reader` (its name or a part that only one has), or the only card there is; waits for one `timeout_s` seconds.

    Raises ReaderUnavailable: no_pcsc_package, no_service, service_silent, no_reader, several_readers, no_card, several_cards, in_use,
    card_silent.
    """
    service = Service()
    try:
        return service.connect(_reader_with_card(service, reader, timeout_s))
    except BaseException:
        service.close()
        raise


def _reader_with_card(service: Service, wanted: str | None, timeout_s: float) -> str:
    end, slots = time.monotonic() + timeout_s, service.slots()
    while True:
        slot = _chosen(slots, wanted)
        if slot is not None:
            return slot.reader
        left = end - time.monotonic()
        if left <= 0:
            where = wanted or "any reader"
            raise ReaderUnavailable("no_card", f"there is no card in {where}: lay it on the reader, chip side down")
        slots = service.changed(slots, timeout_s=left)


def _chosen(slots: Sequence[Slot], wanted: str | None) -> Slot | None:
    if not slots:
        raise ReaderUnavailable("no_reader", "there is no card reader: plug one in")
    mine = [slot for slot in slots if wanted is None or wanted.casefold() in slot.reader.casefold()]
    exact = [slot for slot in slots if slot.reader == wanted]
    if wanted is not None and not exact and len(mine) != 1:
        names = "; ".join(slot.reader for slot in slots)
        code, what = ("several_readers", "more than one reader has") if mine else ("no_reader", "no reader has")
        raise ReaderUnavailable(code, f"{what} {wanted!r} in its name; there are: {names}")
    full = [slot for slot in exact or mine if slot.has_card]
    if len(full) > 1:
        names = "; ".join(slot.reader for slot in full)
        raise ReaderUnavailable("several_cards", f"there is a card in more than one reader; take one away, or say which: {names}")
    return full[0] if full else None


def _sentence(scard: Any, code: int) -> tuple[str, str]:
    known = {
        scard.SCARD_E_NO_SERVICE: ("no_service", "no PC/SC service is running: start pcscd"),
        scard.SCARD_E_SERVICE_STOPPED: ("no_service", "the PC/SC service ended: start pcscd"),
        scard.SCARD_E_NO_READERS_AVAILABLE: ("no_reader", "there is no card reader: plug one in"),
        scard.SCARD_E_UNKNOWN_READER: ("no_reader", "the card reader is no longer there"),
        scard.SCARD_E_READER_UNAVAILABLE: ("no_reader", "the card reader is no longer there"),
        scard.SCARD_E_NO_SMARTCARD: ("no_card", "there is no card in the reader"),
        scard.SCARD_W_REMOVED_CARD: ("no_card", "the card was taken away"),
        scard.SCARD_E_SHARING_VIOLATION: ("in_use", "another program uses the card"),
        scard.SCARD_W_UNRESPONSIVE_CARD: ("card_silent", "the card does not answer: turn it over, or clean it"),
        scard.SCARD_W_UNPOWERED_CARD: ("card_silent", "the card does not answer: turn it over, or clean it"),
        scard.SCARD_E_PROTO_MISMATCH: ("card_silent", "the card speaks no protocol that the reader knows"),
    }
    return known.get(code, ("pcsc_failed", f"the PC/SC service answered {code & 0xFFFFFFFF:08X}"))


def _scard() -> Any:
    try:
        return importlib.import_module("smartcard.scard")
    except ImportError:
        raise ReaderUnavailable("no_pcsc_package", "reading cards needs pyscard, which is not installed: make reader") from None


def _listed(answer: Any) -> list[Any]:
    """Pyscard gives a bare code where there is nothing else to give."""
    return list(answer) if isinstance(answer, (list, tuple)) else [answer]
