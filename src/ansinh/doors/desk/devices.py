"""The service that existing reception screens listen to, as the reader's own would be: messages over Socket.IO, names as in `wire.device`.

Whether `/event` is a namespace or an event is not said by the one source there is, so both are served: messages come as the event
`/event` of the main namespace and as `message` in the namespace `/event` (assumed). Clients of Socket.IO 3 and newer speak to the library,
those of 1.x and 2.x to `older_screens`. Camera frames (`/image` on port 9000) are not served: there is no camera here.

What is on a card goes to pages of this machine and of the origins that were allowed, and only for a card that may be used.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import orjson
import socketio
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh import desk
from ansinh.chip import errors, lds
from ansinh.doors.desk import shown
from ansinh.doors.desk.local import Local
from ansinh.doors.desk.older_screens import OlderScreens, asks
from ansinh.doors.desk.older_sessions import Bounds
from ansinh.doors.desk.words import WORDS
from ansinh.kit import crypto, web
from ansinh.wire import device

_MAIN = "/"


class Devices:
    """Give its `hear` to a counter, and serve its `app`; messages of before anybody is connected are nobody's."""

    def __init__(
        self,
        *,
        serial: str,
        origins: Collection[str] = (),
        everything: bool = True,
        bounds: Bounds | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`origins`: of pages that may listen. `everything`: all sixteen fields, else those that a check-in needs and "" for the rest.

        `bounds`: within which older clients are served, and how many of the newer ones; `seconds`: the clock of the older.
        """
        self._serial = serial
        self._everything = everything
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connected: dict[tuple[str, str], str] = {}  # (namespace, session) -> connection
        self._most = (bounds or Bounds()).sessions
        self._server = socketio.AsyncServer(
            async_mode="asgi", cors_allowed_origins=_judged_before, cors_credentials=False, serializer=_TextAlone
        )
        for namespace in (_MAIN, device.CHANNEL):
            self._server.on("connect", self._joined(namespace), namespace=namespace)
            self._server.on("disconnect", self._left(namespace), namespace=namespace)
        self._server.on(device.INFO, self._told_info, namespace=_MAIN)
        self._service = socketio.ASGIApp(self._server, self._plain, on_startup=self._start)
        self._older = OlderScreens(serial=serial, token=crypto.random_token, seconds=seconds, bounds=bounds or Bounds())
        self.app: ASGIApp = web.SecurityHeaders(Local(self._by_protocol, origins=origins, always=True))

    @property
    def count(self) -> int:
        """How many screens are connected."""
        return len(set(self._connected.values())) + self._older.count

    def hear(self, news: desk.News) -> None:
        """Passes on what a counter tells, from any thread; does not wait for it."""
        if self._loop is None or not self.count:
            return
        messages = list(self._messages(news))
        asyncio.run_coroutine_threadsafe(self._send(messages), self._loop)

    def _messages(self, news: desk.News) -> Iterator[dict[str, Any]]:
        match news:
            case desk.Laid():
                yield device.new_card()
            case desk.NotRead(trouble):
                yield device.failure(WORDS[f"fault.{trouble.fault.value}.title"][0])
            case desk.WasRead(found) if not found.may_check_in:
                yield device.failure(shown.verdict(found, "vi"))
            case desk.WasRead(found):
                yield device.text(_text(found, everything=self._everything))
                yield device.raw(found.picture or b"", _files(found))

    async def _send(self, messages: list[dict[str, Any]]) -> None:
        self._older.tell(messages)
        for message in messages:
            await self._server.emit(device.CHANNEL, message, namespace=_MAIN)
            await self._server.emit("message", message, namespace=device.CHANNEL)

    async def _by_protocol(self, scope: Scope, receive: Receive, send: Send) -> None:
        if asks(scope):
            await self._older(scope, receive, send)
        elif scope["type"] == "http" and "j" in Request(scope).query_params:  # JSONP: a script tag says nothing of the page it stands in
            await web.problem(400, "not_served", "there is no JSONP here")(scope, receive, send)
        else:
            await self._service(scope, receive, send)

    async def _start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def _joined(self, namespace: str) -> Any:
        async def joined(session: str, *_environ: object) -> bool:
            """False for one too many, which then hears nothing."""
            connection, present = self._server.manager.eio_sid_from_sid(session, namespace), set(self._connected.values())
            if connection is None or (connection not in present and len(present) >= self._most):
                return False
            self._connected[(namespace, session)] = connection
            return True

        return joined

    def _left(self, namespace: str) -> Any:
        async def left(session: str, *_reason: object) -> None:
            """Also called for an event of that name that a screen made up: it goes on listening then, and is counted."""
            if not self._server.manager.is_connected(session, namespace):
                self._connected.pop((namespace, session), None)

        return left

    async def _told_info(self, session: str, *_asked: object) -> dict[str, Any]:
        """An event of the same name for who waits for one, beside the answer."""
        told = device.info(self._serial)
        await self._server.emit(device.INFO, told, namespace=_MAIN, to=session)
        return told

    async def _plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What is no Socket.IO: the reader's serial at /info, and nothing else."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        request = Request(scope)
        if request.method == "GET" and request.url.path == device.INFO:
            answer = Response(orjson.dumps(device.info(self._serial)), media_type="application/json")
        else:
            answer = web.problem(404, "not_found", "there is a Socket.IO service here, and /info")
        await answer(scope, receive, send)


class _TextAlone(socketio.packet.Packet):  # type: ignore[misc] # the package tells nothing of its types
    """Messages without attachments: those are kept until the last one came, which may be never, and no screen has any to send."""

    def decode(self, encoded_packet: str | bytes) -> int:
        if super().decode(encoded_packet):
            raise ValueError("a message with attachments")
        return 0


def _judged_before(_origin: str, _environ: Mapping[str, Any]) -> bool:
    """Origins: `Local` has let through only those that may listen."""
    return True


def _text(found: desk.Found, *, everything: bool) -> device.CardText:
    person = found.verified.person
    assert person is not None
    assert person.birth_date is not None
    told = None
    with contextlib.suppress(errors.ChipError):
        told = lds.read_dg13(found.files[lds.File.DG13]) if lds.File.DG13 in found.files else None
    sex = {"male": "Nam", "female": "Nữ"}.get(person.sex.value, "")
    needed = device.CardText(
        citizen_number=person.citizen_number.value,
        full_name=person.full_name,
        birth_date=person.birth_date.vietnamese(),
        sex=sex,
        residence=person.residence or "",
    )
    if told is None or not everything:
        return needed
    return device.CardText(
        citizen_number=needed.citizen_number,
        full_name=needed.full_name,
        birth_date=needed.birth_date,
        sex=told.gender or sex,
        nationality=told.nationality or "",
        residence=needed.residence,
        issued_on=told.issued_on or "",
        expires_on=told.expires_on or "",
        old_number=told.old_number or "",
        ethnicity=told.ethnicity or "",
        religion=told.religion or "",
        origin=told.origin or "",
        features=told.features or "",
        father=told.father or "",
        mother=told.mother or "",
        spouse=told.spouse or "",
    )


def _files(found: desk.Found) -> dict[str, bytes]:
    return {file.name.lower(): raw for file, raw in found.files.items() if file.name.lower() in device.RAW_GROUPS}
