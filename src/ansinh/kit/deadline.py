"""A transport with one deadline for a whole exchange: a counterpart that sends a byte now and then keeps nobody waiting.

Time-outs of a single read cannot do that, because each byte begins a new one.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_ends_at: ContextVar[float] = ContextVar("ends_at")


@contextmanager
def whole_exchange_within(seconds: float) -> Iterator[None]:
    """What is sent and received inside over a `BoundedTransport` ends in time, or with a time-out error of the transport's library."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


class BoundedTransport(httpx2.HTTPTransport):
    """The library's transport on connections that know the deadline. Reads no environment."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        context = httpx2.create_ssl_context(trust_env=False)
        self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=_Backend())


def _left(timeout: float | None) -> float | None:
    """What may still be waited. Raises the library's time-out where that is nothing."""
    ends_at = _ends_at.get(None)
    if ends_at is None:
        return timeout
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the whole exchange took too long")
    return left if timeout is None else min(left, timeout)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self) -> None:
        self._own = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._own.connect_tcp(host, port, _left(timeout), local_address, socket_options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[_SocketOption] | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._own.connect_unix_socket(path, _left(timeout), socket_options))


class _Stream(httpcore2.NetworkStream):
    def __init__(self, own: httpcore2.NetworkStream) -> None:
        self._own = own

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._own.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._own.write(buffer, _left(timeout))

    def close(self) -> None:
        self._own.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._own.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._own.get_extra_info(info)
