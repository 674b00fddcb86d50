"""Who is connected by the older protocol, and what waits for each: bounded in number, bytes and time. Lives in one event loop.

A session ends when its client leaves, says nothing for as long as it was told, leaves something unfetched, or has too much waiting;
what waited is forgotten with it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from ansinh.wire import engine_io_3 as engine

_PLACE = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Within what screens are served.

    Timers of a page in the background fire once a minute (Chromium since 88): a pong may be late by that.
    `queued_bytes` has room for a card with the largest of usual portraits, told in both namespaces.
    """

    sessions: int = 32
    queued_bytes: int = 16 * 1024 * 1024
    received_bytes: int = 64 * 1024
    ping_interval_s: float = 25.0
    ping_timeout_s: float = 60.0
    unfetched_s: float = 30.0
    upgrade_s: float = 10.0
    look_every_s: float = 5.0


class Way(Enum):
    """How a session's client is reached."""

    POLLING = auto()
    PROBED = auto()
    """Polling, while a WebSocket is tried."""
    WEBSOCKET = auto()


class Session:
    """One client: the way it is reached, its namespaces, and the packets that wait for it."""

    def __init__(self, sid: str, *, bounds: Bounds, seconds: Callable[[], float], forget: Callable[[str], object]) -> None:
        """`forget` is called with `sid` when it is over."""
        self.sid = sid
        self.way = Way.POLLING
        self.namespaces: set[str] = set()
        self.takes_bytes = False
        self.is_polled = False
        self.news = asyncio.Event()
        """Something waits, or the way changes, or it is over."""
        self.over = asyncio.Event()
        self._bounds = bounds
        self._seconds = seconds
        self._forget = forget
        self._heard_s = seconds()
        self._waiting: deque[tuple[float, str]] = deque()
        self._bytes = 0

    def heard(self) -> None:
        """The client is there."""
        self._heard_s = self._seconds()

    def tell(self, packet: str) -> None:
        """Lets an ASCII packet wait for the client; where that is one too many, the session is over."""
        if self.over.is_set():
            return
        self._waiting.append((self._seconds(), packet))
        self._bytes += _cost(packet)
        if self._bytes > self._bounds.queued_bytes:
            self.close()
        self.news.set()

    def next(self) -> str | None:
        """Takes the packet that has waited longest; None if there is none."""
        if not self._waiting:
            self.news.clear()
            return None
        _, packet = self._waiting.popleft()
        self._bytes -= _cost(packet)
        return packet

    def take(self) -> list[str]:
        """Takes all that waits."""
        taken: list[str] = []
        while (packet := self.next()) is not None:
            taken.append(packet)
        return taken

    def close(self) -> None:
        """It is over, and what waited is forgotten. Again does nothing more."""
        self._forget(self.sid)
        self._waiting.clear()
        self._bytes = 0
        self.over.set()
        self.news.set()

    def is_due(self) -> bool:
        """True when the client has been silent, or has left something unfetched, for too long."""
        now_s = self._seconds()
        if now_s - self._heard_s > self._bounds.ping_interval_s + self._bounds.ping_timeout_s:
            return True
        return bool(self._waiting) and now_s - self._waiting[0][0] > self._bounds.unfetched_s


class Sessions:
    """All clients of the older protocol."""

    def __init__(self, *, bounds: Bounds, token: Callable[[], str], seconds: Callable[[], float]) -> None:
        self._bounds = bounds
        self._token = token
        self._seconds = seconds
        self._open: dict[str, Session] = {}

    def __len__(self) -> int:
        return len(self._open)

    def all(self) -> list[Session]:
        """Those that are open."""
        return list(self._open.values())

    def get(self, sid: str) -> Session | None:
        """The session of that name; None if there is none (any more)."""
        return self._open.get(sid)

    def open(self, *, way: Way) -> Session | None:
        """A new session, whose first packet waits; None where there are as many as there may be."""
        if len(self._open) >= self._bounds.sessions:
            return None
        session = Session(self._token(), bounds=self._bounds, seconds=self._seconds, forget=lambda sid: self._open.pop(sid, None))
        session.way = way
        self._open[session.sid] = session
        session.tell(
            engine.opening(
                session.sid,
                ping_interval_s=self._bounds.ping_interval_s,
                ping_timeout_s=self._bounds.ping_timeout_s,
                may_upgrade=way is Way.POLLING,
            )
        )
        self._look_later(session)
        return session

    def _look_later(self, session: Session) -> None:
        asyncio.get_running_loop().call_later(self._bounds.look_every_s, self._look, session)

    def _look(self, session: Session) -> None:
        if session.is_due():
            session.close()
        elif not session.over.is_set():
            self._look_later(session)


def _cost(packet: str) -> int:
    """Bytes in memory, roughly: an ASCII string, and its place in the queue."""
    return len(packet) + _PLACE
