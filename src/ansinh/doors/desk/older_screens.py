"""Reception screens of 1.x and 2.x clients (Engine.IO 3): the same messages on the same port and path, by long polling and WebSocket.

Who may ask at all is decided before (`local`). JSONP is not served: a script tag says nothing of the page it stands in. Clients of these
releases send polls of other origins with credentials unless told not to, so these are allowed; there are no cookies here that they could mean.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ansinh.doors.desk.older_sessions import Bounds, Session, Sessions, Way
from ansinh.kit import web
from ansinh.kit.errors import Refused
from ansinh.wire import device
from ansinh.wire import engine_io_3 as engine
from ansinh.wire import socket_io_2 as socket_io

_PATH = "/socket.io/"
_NAMESPACES = frozenset({socket_io.MAIN, device.CHANNEL})
_WHILE_PROBED_S = 0.1
_TOO_BIG, _TRY_LATER = 1009, 1013


def asks(scope: Scope) -> bool:
    """True for a request by the older protocol."""
    if scope["type"] not in {"http", "websocket"} or not f"{scope['path']}/".startswith(_PATH):
        return False
    return _query(scope).get("EIO") == engine.PROTOCOL


class OlderScreens:
    """An ASGI app for the requests that are `asks`."""

    def __init__(self, *, serial: str, token: Callable[[], str], seconds: Callable[[], float], bounds: Bounds) -> None:
        self._serial = serial
        self._bounds = bounds
        self._sessions = Sessions(bounds=bounds, token=token, seconds=seconds)

    @property
    def count(self) -> int:
        """How many screens are connected."""
        return len(self._sessions)

    def tell(self, messages: Iterable[Mapping[str, Any]]) -> None:
        """Lets messages wait for everybody who is connected now; of one message, all clients are given the same string."""
        for message in messages:
            packets = {
                socket_io.MAIN: _message(socket_io.event(device.CHANNEL, message)),
                device.CHANNEL: _message(socket_io.event("message", message, namespace=device.CHANNEL)),
            }
            for session in self._sessions.all():
                for namespace in session.namespaces:
                    session.tell(packets[namespace])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(_query(scope).get("sid"), receive, send)
            return
        request = Request(scope, receive)
        answer = await self._answer(request)
        if answer is not None:
            answer.headers.update(_cross_origin(request))
            await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        """None where nobody waits for it any more."""
        query = _query(request.scope)
        sid = query.get("sid")
        session = None if sid is None else self._sessions.get(sid)
        if request.method == "OPTIONS":
            return Response(status_code=204)
        if query.get("transport") != "polling" or "j" in query:
            return _refused(engine.Refusal.TRANSPORT_UNKNOWN)
        if sid is None:
            return self._opened(request) if request.method == "GET" else _refused(engine.Refusal.BAD_METHOD)
        if session is None:
            return _refused(engine.Refusal.SESSION_UNKNOWN)
        if session.way is Way.WEBSOCKET or request.method not in {"GET", "POST"}:
            return _refused(engine.Refusal.BAD_REQUEST)
        session.heard()
        return await (self._polled(session, request) if request.method == "GET" else self._posted(session, request))

    def _opened(self, request: Request) -> Response:
        session = self._open(Way.POLLING)
        if session is None:
            return web.problem(503, "too_many_screens", "as many screens are connected as there may be")
        session.takes_bytes = "origin" in request.headers and "b64" not in request.query_params  # a page in a browser
        return _payload(session, session.take())

    def _open(self, way: Way) -> Session | None:
        """A session whose client is in the main namespace at once, as that protocol has it."""
        session = self._sessions.open(way=way)
        if session is not None:
            self._join(session, socket_io.MAIN)
        return session

    async def _polled(self, session: Session, request: Request) -> Response | None:
        """Waits until there is something to say; while a WebSocket is tried polls are short, for the client waits for their end."""
        if session.is_polled:
            session.close()
            return _refused(engine.Refusal.BAD_REQUEST)
        session.is_polled = True
        gone, news = asyncio.ensure_future(_gone(request.receive)), asyncio.ensure_future(session.news.wait())
        try:
            limit_s = _WHILE_PROBED_S if session.way is Way.PROBED else None
            await asyncio.wait({gone, news}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            session.close()
            raise
        finally:
            session.is_polled = False
            is_gone = gone.done()
            gone.cancel()
            news.cancel()
        if is_gone:
            session.close()
            return None
        if session.over.is_set():
            return _payload(session, [engine.write(engine.Kind.CLOSE)])
        return _payload(session, session.take() or [engine.write(engine.Kind.NOOP)])

    async def _posted(self, session: Session, request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > self._bounds.received_bytes:
                session.close()
                return web.problem(413, "too_large", "a screen has no more to say than this")
        try:
            for packet in engine.read_payload(bytes(body)):
                self._hear(session, packet)
        except Refused:
            session.close()
            return _refused(engine.Refusal.BAD_REQUEST)
        return Response(b"ok", media_type="text/plain")

    async def _websocket(self, sid: str | None, receive: Receive, send: Send) -> None:
        await receive()
        session = self._open(Way.WEBSOCKET) if sid is None else self._sessions.get(sid)
        if session is None or (sid is not None and session.way is not Way.POLLING):
            await send({"type": "websocket.close", "code": _TRY_LATER})
            return
        await send({"type": "websocket.accept"})
        if sid is not None and not await self._upgraded(session, receive, send):
            await _close(send)
            return
        try:
            async with _first_of(self._read(session, receive), _write(session, send), session.over.wait()):
                pass
        finally:
            session.close()
            await _close(send)

    async def _upgraded(self, session: Session, receive: Receive, send: Send) -> bool:
        """Whether the client went over to this socket; if not, it goes on by polling."""
        session.way = Way.PROBED
        try:
            async with asyncio.timeout(self._bounds.upgrade_s):
                if await _text(receive) != engine.write(engine.Kind.PING, engine.PROBE):
                    return False
                await send({"type": "websocket.send", "text": engine.write(engine.Kind.PONG, engine.PROBE)})
                session.news.set()
                if await _text(receive) != engine.write(engine.Kind.UPGRADE):
                    return False
        except TimeoutError:
            return False
        else:
            session.way = Way.WEBSOCKET
            return not session.over.is_set()
        finally:
            if session.way is Way.PROBED:
                session.way = Way.POLLING
            session.news.set()

    async def _read(self, session: Session, receive: Receive) -> None:
        """Hears the client until it leaves, or says what is not to be understood."""
        while (text := await _text(receive)) is not None:
            if len(text) > self._bounds.received_bytes:
                return
            session.heard()
            try:
                packet = engine.read(text) if text else None
                if packet is not None:
                    self._hear(session, packet)
            except Refused:
                return

    def _hear(self, session: Session, packet: engine.Packet) -> None:
        match packet.kind:
            case engine.Kind.PING:
                session.tell(engine.write(engine.Kind.PONG, packet.text))
            case engine.Kind.CLOSE:
                session.close()
            case engine.Kind.MESSAGE:
                self._understand(session, socket_io.read(packet.text))
            case _:
                pass

    def _understand(self, session: Session, message: socket_io.Message) -> None:
        match message.kind:
            case socket_io.Kind.CONNECT if message.namespace in _NAMESPACES:
                self._join(session, message.namespace)
            case socket_io.Kind.CONNECT:
                session.tell(_message(socket_io.no_such_namespace(message.namespace)))
            case socket_io.Kind.DISCONNECT:
                session.namespaces.discard(message.namespace)
            case socket_io.Kind.EVENT if message.event == device.INFO and message.namespace in session.namespaces:
                told = device.info(self._serial)
                if message.ack is None:
                    session.tell(_message(socket_io.event(device.INFO, told, namespace=message.namespace)))
                else:
                    session.tell(_message(socket_io.ack(message.ack, told, namespace=message.namespace)))
            case _:
                pass

    def _join(self, session: Session, namespace: str) -> None:
        session.namespaces.add(namespace)
        session.tell(_message(socket_io.connected(namespace)))


def _query(scope: Scope) -> dict[str, str]:
    """The first value of each name."""
    return {name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).items()}


def _message(text: str) -> str:
    return engine.write(engine.Kind.MESSAGE, text)


def _payload(session: Session, packets: list[str]) -> Response:
    body = engine.write_payload(packets, as_bytes=session.takes_bytes)
    return Response(body, media_type="application/octet-stream" if session.takes_bytes else "text/plain")


def _refused(why: engine.Refusal) -> Response:
    return Response(why.body(), status_code=400, media_type="application/json")


def _cross_origin(request: Request) -> dict[str, str]:
    """What a browser wants to hear before it gives an answer to a page of another origin (WHATWG Fetch, section 3.3)."""
    origin = request.headers.get("origin")
    if origin is None:
        return {}
    told = {"access-control-allow-origin": origin, "access-control-allow-credentials": "true", "vary": "Origin"}
    if request.method == "OPTIONS":
        told["access-control-allow-methods"] = "GET, POST, OPTIONS"
        told["access-control-allow-headers"] = "content-type"
    return told


async def _gone(receive: Receive) -> None:
    """Ends when the client of a request has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _text(receive: Receive) -> str | None:
    """The next message: "" for one in bytes, None when the client has left."""
    message = await receive()
    return None if message["type"] == "websocket.disconnect" else str(message.get("text") or "")


async def _write(session: Session, send: Send) -> None:
    while True:
        while (packet := session.next()) is not None:
            await send({"type": "websocket.send", "text": packet})
        await session.news.wait()


async def _close(send: Send) -> None:
    with contextlib.suppress(Exception):  # the client may have left first
        await send({"type": "websocket.close", "code": 1000})


@asynccontextmanager
async def _first_of(*running: Any) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(each) for each in running]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
