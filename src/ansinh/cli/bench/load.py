"""Offers calls to an HTTP server over keep-alive connections, from one thread without a web client, and takes the time of each.

Closed: each connection sends its next call when the last was answered, as fast as the server goes. Open: calls are sent when they are
due, whether or not the server keeps up, and their latency counts from the instant they were due, so that a stall is felt by all whom
it would have kept waiting.
"""

import select
import socket
from array import array
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from random import Random
from time import perf_counter, process_time
from typing import Literal

from ansinh.kit.errors import CounterpartDown

_GRACE_S = 30.0  # for calls that were due in time and not yet answered
_END_OF_HEAD = b"\r\n\r\n"
Arrivals = Literal["poisson", "constant"]


@dataclass(frozen=True, slots=True)
class Call:
    """The bytes of a request, and what the body of its answer begins with. `name` is for the counts."""

    name: str
    request: bytes = field(repr=False)
    expected: bytes


@dataclass(slots=True)
class Run:
    """What came of it. Latencies in seconds, of answered calls, right or wrong; `wrong` counts "name: beginning of the answer"."""

    offered: int = 0
    answered: int = 0
    wall_s: float = 0.0
    caller_cpu_s: float = 0.0
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    sent_late: "array[float]" = field(default_factory=lambda: array("d"))
    names: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        """Wrong answers, broken connections and calls that were never answered."""
        return self.wrong.total() + self.broken.total()


def percentile(latencies: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed (nearest rank); 0.0 of none."""
    ordered = sorted(latencies)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def due_at(rate: float, seconds: float, *, arrivals: Arrivals, seed: int) -> Iterator[float]:
    """Instants from 0 to `seconds` at which calls are due: evenly, or at random and independent of each other (Poisson)."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    at = 0.0
    while True:
        at += 1 / rate if arrivals == "constant" else random.expovariate(rate)
        if at >= seconds:
            return
        yield at


def closed_loop(address: tuple[str, int], calls: Sequence[Call], *, connections: int, seconds: float) -> Run:
    """As many calls as the server answers in `seconds` over so many connections."""
    return _Generator(address, calls, connections=connections).run(None, seconds)


def open_loop(address: tuple[str, int], calls: Sequence[Call], *, connections: int, due: Iterator[float], seconds: float) -> Run:
    """The calls when they are due, over at most so many connections; those that find none free wait, and their waiting counts."""
    return _Generator(address, calls, connections=connections).run(due, seconds)


@dataclass(slots=True, eq=False)
class _Connection:
    socket: socket.socket
    call: Call
    due_at: float = 0.0
    received: bytes = b""


class _Generator:
    def __init__(self, address: tuple[str, int], calls: Sequence[Call], *, connections: int) -> None:
        self._address = address
        self._calls = calls
        self._free = deque(_Connection(self._connect(), calls[0]) for _ in range(connections))
        self._busy: dict[socket.socket, _Connection] = {}
        self._run = Run()
        self._started = 0.0

    def run(self, due: Iterator[float] | None, seconds: float) -> Run:
        cpu = process_time()
        self._started = perf_counter()
        if due is None:
            self._run_closed(seconds)
        else:
            self._run_open(due, seconds)
        self._run.wall_s = perf_counter() - self._started
        self._run.caller_cpu_s = process_time() - cpu
        for connection in (*self._free, *self._busy.values()):
            connection.socket.close()
        return self._run

    def _run_closed(self, seconds: float) -> None:
        while (now := self._now()) < seconds or self._busy:
            while self._free and now < seconds:
                self._send(now)
            if not self._receive(1.0) and now > seconds + _GRACE_S:
                return self._give_up()
        return None

    def _run_open(self, due: Iterator[float], seconds: float) -> None:
        waiting: deque[float] = deque()
        coming = next(due, None)
        while coming is not None or waiting or self._busy:
            now = self._now()
            while coming is not None and coming <= now:
                waiting.append(coming)
                coming = next(due, None)
            while waiting and self._free:
                self._run.sent_late.append(now - waiting[0])
                self._send(waiting.popleft())
            self._receive(1.0 if coming is None else max(0.0, coming - self._now()))
            if now > seconds + _GRACE_S:
                self._run.broken["not sent in time"] += len(waiting)
                return self._give_up()
        return None

    def _send(self, due_at: float) -> None:
        connection = self._free.popleft()
        connection.call = self._calls[self._run.offered % len(self._calls)]
        connection.due_at = due_at
        connection.received = b""
        self._run.offered += 1
        self._busy[connection.socket] = connection
        try:
            connection.socket.sendall(connection.call.request)
        except OSError as broken:
            self._replace(connection, type(broken).__name__)

    def _receive(self, timeout_s: float) -> bool:
        """Wait for answers, until one comes or the time is over. Microseconds count here, and epoll only knows milliseconds."""
        readable, _, _ = select.select(self._busy, (), (), timeout_s)
        for each in readable:
            connection = self._busy[each]
            try:
                received = each.recv(65536)
            except OSError as broken:
                self._replace(connection, type(broken).__name__)
                continue
            if not received:
                self._replace(connection, "closed by the server")
                continue
            connection.received += received
            body = _body(connection.received)
            if body is not None:
                self._answered(connection, body)
        return bool(readable)

    def _answered(self, connection: _Connection, body: bytes) -> None:
        run, call = self._run, connection.call
        run.latencies.append(self._now() - connection.due_at)
        run.answered += 1
        run.names[call.name] += 1
        if not body.startswith(call.expected):
            run.wrong[f"{call.name}: {body[:17].decode('utf-8', 'replace')}"] += 1
        del self._busy[connection.socket]
        self._free.append(connection)

    def _replace(self, connection: _Connection, why: str) -> None:
        self._run.broken[why] += 1
        del self._busy[connection.socket]
        connection.socket.close()
        connection.socket = self._connect()
        self._free.append(connection)

    def _give_up(self) -> None:
        self._run.broken["not answered"] += len(self._busy)

    def _connect(self) -> socket.socket:
        try:
            connected = socket.create_connection(self._address, timeout=10)
        except OSError as refused:
            raise CounterpartDown("bench_failed", f"no connection to the server: {type(refused).__name__}") from refused
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def _now(self) -> float:
        return perf_counter() - self._started


def _body(received: bytes) -> bytes | None:
    """The body of an answer that has come in whole, None before."""
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return None
    head = received[:end].lower()
    start = head.find(b"content-length:")
    length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
    body = received[end + 4 :]
    return body if len(body) >= length else None
