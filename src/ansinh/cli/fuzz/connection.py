"""One kept-alive connection that sends bytes as they are and reads what comes back; its end is an address of this machine of its own.

The gateway slows down callers who keep failing, by address. On loopback every connection may come from another one (127.0.0.0/8), so
that a campaign of failures is not a campaign against the brake.
"""

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` 0: the connection ended without a reply."""

    status: int
    headers: Mapping[str, str]
    body: bytes


NO_REPLY = Reply(0, {}, b"")


class Connection:
    """To the host of a URL; opened at the first call, and anew after the server closed it."""

    def __init__(self, url: str, *, source: int) -> None:
        target = urlsplit(url)
        self._address = (target.hostname or "127.0.0.1", target.port or 80)
        self._source = source
        self._socket: socket.socket | None = None

    def call(self, request: bytes, *, method: str) -> Reply:
        """The reply; NO_REPLY if the server closes without one on a fresh connection too."""
        is_fresh = self._socket is None
        reply = self._once(request, method)
        return self._once(request, method) if reply is NO_REPLY and not is_fresh else reply

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _once(self, request: bytes, method: str) -> Reply:
        if self._socket is None:
            self._socket = self._open()
        try:
            self._send(request)
            response = http.client.HTTPResponse(self._socket, method=method.upper())
            response.begin()
            body = response.read()
        except (http.client.HTTPException, OSError):
            self.close()
            return NO_REPLY
        if response.will_close:
            self.close()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, body)

    def _send(self, request: bytes) -> None:
        """A server that has answered before the end of the body may have closed; its answer is still to be read."""
        assert self._socket is not None
        try:
            self._socket.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            return

    def _open(self) -> socket.socket:
        source = None
        if self._address[0].startswith("127."):
            number = 2 + self._source % 16_000_000
            source = (f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", 0)
        opened = socket.create_connection(self._address, timeout=_TIMEOUT_S, source_address=source)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened
