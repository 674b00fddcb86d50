"""Hands finished calls to the recorder: of accounts that want their calls kept, and paths that are not ours under an account's name.

For every other account this costs a look at what is remembered of it. Nothing here reads a message; masking is the recorder's.
"""

from collections.abc import Callable
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ansinh import checkin, vendors
from ansinh.doors.gateway.calls import Call, Reply
from ansinh.kit import clock
from ansinh.wire import gateway

_LONGEST_BODY = 64 * 1024
_CALL = "ansinh.gateway.call"


class Keeping:
    """`standing` says of an account whether its calls are kept."""

    def __init__(self, recorder: vendors.Recorder, *, standing: Callable[[str], checkin.Standing], now: clock.Clock) -> None:
        self._recorder = recorder
        self._standing = standing
        self._now = now

    def note(self, scope: Scope, reply: Reply, *, started: float) -> None:
        """After the reply to one of our calls; `started` is perf_counter at its beginning."""
        call: Call | None = scope.get(_CALL)
        account = "" if call is None else call.account
        if account and not self._standing(account).keeps_calls:
            return
        body = b"" if call is None else call.body
        self._keep(scope, account, body=body, status=reply.status, reply=reply.body, started=started)

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
        self._keep(scope, "", body=body, status=status, reply=bytes(reply), started=started)

    def _keep(self, scope: Scope, account: str, *, body: bytes, status: int, reply: bytes, started: float) -> None:
        is_proven = account != ""
        if not is_proven:
            account = gateway.claimed_username(scope["query_string"], body, scope["headers"])
            if not account or not self._standing(account).keeps_calls:
                return
        self._recorder.note(
            vendors.Finished(
                account=account,
                is_proven=is_proven,
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
                reply=reply,
            )
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
