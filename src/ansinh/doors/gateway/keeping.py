"""Hands finished calls to the recorder: of accounts that want their calls kept, and paths that are not ours under an account's name.

For every other account this costs a look at what is remembered of it. Nothing here reads a message; masking is the recorder's.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ansinh import checkin, vendors
from ansinh.doors.gateway.calls import Call, Reply
from ansinh.kit import clock, db, errors
from ansinh.wire import gateway

_LONGEST_BODY = 64 * 1024
_BEGINNING = 200  # of a long reply: enough for the code, which stands first
_NOT_HERE = frozenset({404, 405})
_CALL = "ansinh.gateway.call"


class Keeping:
    """`standing` says of an account whether its calls are kept; it may ask the database, and so is asked in one of the `threads`."""

    def __init__(
        self,
        recorder: vendors.Recorder,
        *,
        standing: Callable[[str], checkin.Standing],
        now: clock.Clock,
        threads: ThreadPoolExecutor,
    ) -> None:
        self._recorder = recorder
        self._standing = standing
        self._now = now
        self._threads = threads

    def note(self, scope: Scope, reply: Reply, *, started: float) -> None:
        """After the reply to one of our calls; `started` is perf_counter at its beginning."""
        call: Call | None = scope.get(_CALL)
        if call is None:
            self._keep_claimed(scope, b"", reply.status, reply.body, started=started)
        elif not call.account:
            self._keep_claimed(scope, call.body, reply.status, reply.body, started=started)
        elif call.keeps_calls:
            finished = self._finished(scope, call.body, reply.status, reply.body, started=started)
            self._recorder.note(finished(account=call.account, is_proven=True))

    async def overhear(self, otherwise: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """A path under /api/ that is none of ours: answered elsewhere, kept if it names an account that wants that."""
        started = perf_counter()
        body, replay = await _read_ahead(receive)
        status, reply = 0, bytearray()

        async def listen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body" and len(reply) < _LONGEST_BODY:
                reply.extend(message.get("body", b""))
            await send(message)

        await otherwise(scope, replay, listen)
        if status in _NOT_HERE:  # other interfaces of the installation answer under /api/ too
            self._keep_claimed(scope, body, status, bytes(reply), started=started)

    def _keep_claimed(self, scope: Scope, body: bytes, status: int, reply: bytes, *, started: float) -> None:
        """A call nobody was admitted with: kept for the account it claims to be of."""
        account = gateway.claimed_username(scope["query_string"], body, scope["headers"])
        if account:
            finished = self._finished(scope, body, status, reply, started=started)
            self._threads.submit(self._keep_if_wanted, account, finished)

    def _keep_if_wanted(self, account: str, finished: partial[vendors.Finished]) -> None:
        with suppress(errors.RoomError, db.Error):  # without a database nothing is kept
            if self._standing(account).keeps_calls:
                self._recorder.note(finished(account=account, is_proven=False))

    def _finished(self, scope: Scope, body: bytes, status: int, reply: bytes, *, started: float) -> partial[vendors.Finished]:
        return partial(
            vendors.Finished,
            at=self._now(),
            duration_s=perf_counter() - started,
            method=scope["method"],
            path=scope["path"],
            http_version=scope.get("http_version", ""),
            query=scope["query_string"],
            headers=scope["headers"],
            body=body if len(body) <= _LONGEST_BODY else b"",
            body_length=len(body),
            status=status,
            reply=reply if len(reply) <= _LONGEST_BODY else reply[:_BEGINNING],
        )


def remember(scope: Scope, call: Call) -> Call:
    """Lets the call be found again when it has been answered."""
    scope[_CALL] = call
    return call


async def _read_ahead(receive: Receive) -> tuple[bytes, Receive]:
    """The beginning of the body, and a `receive` that gives the same messages again."""
    messages: list[Message] = []
    length = 0
    while True:
        message = await receive()
        messages.append(message)
        length += len(message.get("body", b""))
        if not message.get("more_body", False) or length > _LONGEST_BODY:
            break
    body = b"".join(each.get("body", b"") for each in messages)

    async def replay() -> Message:
        return messages.pop(0) if messages else await receive()

    return body[: _LONGEST_BODY + 1], replay
