"""A virtual card in the slot of a reader that PC/SC programs see: the protocol of vpcd, the virtual reader of the vsmartcard project.

pcscd loads vpcd as the driver of a reader and vpcd listens for a card: a TCP connection is a card that was put in, its end a card
that was pulled out. Every message is a length of two bytes (big-endian) and that many bytes; one byte is a control, more are a command.

vpcd writes length and body apart, so Nagle's algorithm and delayed acknowledgement cost 40 ms and more a command: the card acknowledges at once
(TCP_QUICKACK, Linux only; it has to be set before every read because the kernel takes it back).
"""

import contextlib
import select
import socket
import threading
from collections.abc import Iterator

from ansinh.chip.errors import CardGone, ReaderUnavailable
from ansinh.sandbox.virtual_card.card import VirtualCard

HOST, PORT = "127.0.0.1", 35_963
"""Where vpcd listens as Debian installs it; a second slot is one port above."""

_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_LOOK_EVERY_S = 0.25
_CONNECT_WITHIN_S = 3.0


class Insertion:
    """A card in a slot, from when this object is made until it is pulled or the reader goes away.

    Raises ReaderUnavailable (no_vpcd) when nothing listens at `host`:`port`.
    """

    def __init__(self, card: VirtualCard, *, host: str = HOST, port: int = PORT) -> None:
        self._card = card
        self._pulled = threading.Event()
        try:
            self._socket = socket.create_connection((host, port), timeout=_CONNECT_WITHIN_S)
        except OSError as away:
            raise ReaderUnavailable(
                "no_vpcd",
                f"no virtual reader listens at {host}:{port}: start pcscd with vpcd "
                "(Debian: apt install pcscd vsmartcard-vpcd, then as root: pcscd --foreground)",
            ) from away
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(None)

    def serve(self, *, stop: threading.Event | None = None) -> None:
        """Answers until the card is pulled, `stop` is set, or the reader goes away."""
        try:
            while not self._pulled.is_set() and not (stop and stop.is_set()):
                if select.select([self._socket], [], [], _LOOK_EVERY_S)[0]:
                    self._answer(self._receive())
        except (CardGone, OSError, ValueError):  # ValueError: the socket was closed under select
            pass
        finally:
            self.pull()

    def is_noticed(self, *, within_s: float) -> bool:
        """Whether the reader asks for the card. It does so within half a second, unless another card is in the slot: then this one waits."""
        return bool(select.select([self._socket], [], [], within_s)[0])

    def pull(self) -> None:
        """Takes the card out, from any thread, in the middle of whatever goes on. May be called twice."""
        self._pulled.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _answer(self, message: bytes) -> None:
        if len(message) != 1:
            self._send(self._card.transmit(message))
        elif message[0] == _ATR:
            self._send(self._card.atr)
        elif message[0] in {_OFF, _ON, _RESET}:
            self._card.reset()

    def _send(self, body: bytes) -> None:
        self._socket.sendall(len(body).to_bytes(2, "big") + body)

    def _receive(self) -> bytes:
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def _exactly(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if hasattr(socket, "TCP_QUICKACK"):
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._socket.recv(size - len(taken))
            if not part:
                raise CardGone("the reader went away")
            taken += part
        return taken


def serve(card: VirtualCard, host: str = HOST, port: int = PORT, *, stop: threading.Event | None = None) -> None:
    """Puts the card in and answers until `stop` is set or the reader goes away. Raises ReaderUnavailable (no_vpcd)."""
    Insertion(card, host=host, port=port).serve(stop=stop)


@contextlib.contextmanager
def inserted(card: VirtualCard, *, host: str = HOST, port: int = PORT) -> Iterator[Insertion]:
    """The card is in the slot while the block runs, served by a thread of its own. Raises ReaderUnavailable (no_vpcd)."""
    insertion = Insertion(card, host=host, port=port)
    thread = threading.Thread(target=insertion.serve, name="virtual card", daemon=True)
    thread.start()
    try:
        yield insertion
    finally:
        insertion.pull()
        thread.join(timeout=5)
