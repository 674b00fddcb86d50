"""The gateway as a bare ASGI app: paths in any case and with stray slashes, bounded bodies, one thread hop, always an answer.

Routing frameworks and middleware cost more than the look-up itself, and none of them matches paths the way the official gateway
does; so there is none here. Owns no rule of the protocol: the endpoints do.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh.doors.gateway.calls import Call, Endpoint, Reply
from ansinh.doors.gateway.lookup_endpoint import LookupEndpoint
from ansinh.doors.gateway.token_endpoint import TokenEndpoint
from ansinh.kit import clock, db, log

_LARGEST_BODY = 64 * 1024  # both calls carry less than one
_LARGEST_READ = 32 * 1024 * 1024  # read on and thrown away, so that a client that writes first and reads later gets its answer
_HEADERS = ((b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_PREFLIGHT = (
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"content-type, accesstoken, tokenid, passwordhash, username, password"),
    (b"access-control-max-age", b"600"),
    (b"content-length", b"0"),
)
_log = log.get("gateway")


def app(
    database: db.Database,
    *,
    token_secret: bytes,
    otherwise: ASGIApp,
    now: clock.Clock = clock.utc_now,
    new_id: Callable[[], str] = lambda: str(uuid4()),
    bind_ip: bool = False,
    http_401: bool = False,
    cors_origins: Collection[str] = (),
    threads: int = 8,
    login_failures_per_minute: int = 30,
    token_failures_per_minute: int = 300,
    lookups_per_minute: int = 60_000,
) -> ASGIApp:
    """The gateway's two calls; every other path goes to `otherwise`.

    `bind_ip`: a token works only from the address it was given to. `http_401`: a bad token is answered with HTTP 401 instead of 200
    (which of the two the official gateway does is not certain). `cors_origins`: origins whose pages may call, "*" for all, none by
    default. The limits count per process: failures per calling address, look-ups per account (a brake on run-away programs).
    """
    endpoints: dict[str, Endpoint] = {
        "/api/token/take": TokenEndpoint(
            database, secret=token_secret, now=now, new_id=new_id, bind_ip=bind_ip, failures_per_minute=login_failures_per_minute
        ),
        "/api/egw/kqnhanlichsukcb2024": LookupEndpoint(
            database,
            secret=token_secret,
            now=now,
            bind_ip=bind_ip,
            http_401=http_401,
            failures_per_minute=token_failures_per_minute,
            lookups_per_minute=lookups_per_minute,
        ),
    }
    return _Gateway(endpoints, otherwise=otherwise, cors_origins=frozenset(cors_origins), threads=threads)


class _Gateway:
    def __init__(self, endpoints: Mapping[str, Endpoint], *, otherwise: ASGIApp, cors_origins: frozenset[str], threads: int) -> None:
        self._endpoints = endpoints
        self._otherwise = otherwise
        self._cors_origins = cors_origins
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="gateway")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoints.get(_canonical(scope["path"])) if scope["type"] == "http" else None
        if endpoint is None:
            await self._otherwise(scope, receive, send)
            return
        scope["endpoint"] = _Named(endpoint.name)
        cors = self._cors_headers(scope)
        if scope["method"] == "POST":
            body = await _read(receive)
            if body is None:
                return  # the client has gone
            reply = await self._reply(endpoint, scope, body)
        elif scope["method"] == "OPTIONS" and cors:
            await send({"type": "http.response.start", "status": 204, "headers": [*_PREFLIGHT, *cors]})
            await send({"type": "http.response.body"})
            return
        else:
            reply = endpoint.refusal(405, "Chỉ nhận phương thức POST.")
            cors = (*cors, (b"allow", b"POST"))
        headers = [*_HEADERS, (b"content-length", b"%d" % len(reply.body)), *cors]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else reply.body})

    async def _reply(self, endpoint: Endpoint, scope: Scope, body: bytes) -> Reply:
        if len(body) > _LARGEST_BODY:
            return endpoint.refusal(413, f"body: at most {_LARGEST_BODY} bytes")
        client = scope.get("client")
        call = Call(scope["query_string"], body, client[0] if client else "")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, endpoint.answer, call)
        except Exception as failed:  # noqa: BLE001 - the protocol has a code for it, and the client a retry
            # neither text nor trace: an error of the database may quote what was asked
            _log.error("gateway.failed", endpoint=endpoint.name, error=type(failed).__name__)
            return endpoint.failure()

    def _cors_headers(self, scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
        if not self._cors_origins:
            return ()
        origin: bytes = next((value for name, value in scope["headers"] if name == b"origin"), b"")
        if not origin or not {"*", origin.decode("latin-1")} & self._cors_origins:
            return ()
        return ((b"access-control-allow-origin", origin), (b"vary", b"Origin"))


class _Named:
    """What the request counters call an endpoint by."""

    def __init__(self, name: str) -> None:
        self.__name__ = name


async def _read(receive: Receive) -> bytes | None:
    """The body, or its beginning if it is too large; None if the client went away before its end."""
    message = await receive()
    body: bytes = message.get("body", b"")
    read = len(body)
    while message.get("more_body", False) and read < _LARGEST_READ:
        message = await receive()
        chunk = message.get("body", b"")
        read += len(chunk)
        if len(body) <= _LARGEST_BODY:
            body += chunk
    return None if message["type"] == "http.disconnect" else body


def _canonical(path: str) -> str:
    """The path in small letters, without empty segments and stray spaces: programs paste host and path together carelessly."""
    if "//" in path or " " in path or path.endswith("/"):
        path = "/" + "/".join(part for segment in path.split("/") if (part := segment.strip()))
    return path.lower()
