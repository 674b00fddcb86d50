"""The gateway as a bare ASGI app: paths in any case and with stray slashes, bounded bodies, one thread hop, always an answer.

Routing frameworks and middleware cost more than the look-up itself, and none of them matches paths the way the official gateway
does; so there is none here. Owns no rule of the protocol: the endpoints do.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh.doors.gateway import lookups, tokens
from ansinh.doors.gateway.calls import Call, Endpoint, Reply
from ansinh.doors.gateway.frame import Frame, Switches
from ansinh.doors.gateway.gatekeeper import Gatekeeper
from ansinh.doors.gateway.standings import Standings
from ansinh.doors.gateway.throttles import Throttle
from ansinh.kit import clock, db, log

_LARGEST_THROWN_AWAY = 32 * 1024 * 1024  # read on beyond the limit, so that a client that writes first and reads later gets its answer
_HEADERS = ((b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_PREFLIGHT = (
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"content-type, accesstoken, tokenid, passwordhash, username, password"),
    (b"access-control-max-age", b"600"),
    (b"content-length", b"0"),
)
_log = log.get("gateway")


# every group of endpoints; a path belongs to one of them
_GROUPS = (tokens.endpoints, lookups.endpoints)


def app(
    database: db.Database,
    *,
    token_secret: bytes,
    otherwise: ASGIApp,
    switches: Switches | None = None,
    now: clock.Clock = clock.utc_now,
    new_id: Callable[[], str] = lambda: str(uuid4()),
    cors_origins: Collection[str] = (),
    threads: int = 8,
) -> ASGIApp:
    """The gateway's calls; every other path goes to `otherwise`. `cors_origins`: origins whose pages may call, "*" for all, none by default."""
    switches = switches or Switches()
    gatekeeper = Gatekeeper(
        Standings(database, recheck_s=switches.standing_recheck_s),
        secret=token_secret,
        now=now,
        bind_ip=switches.bind_ip,
        http_401=switches.http_401,
        failures_per_minute=switches.token_failures_per_minute,
    )
    frame = Frame(
        database=database,
        gatekeeper=gatekeeper,
        throttle=Throttle(
            lookups_per_minute=switches.lookups_per_minute,
            of_one_card=switches.lookups_of_one_card,
            accounts_per_card=switches.accounts_per_card,
        ),
        token_secret=token_secret,
        now=now,
        new_id=new_id,
        switches=switches,
    )
    endpoints = {path: endpoint for group in _GROUPS for path, endpoint in group(frame).items()}
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
            body = await _read(receive, endpoint.largest_body)
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
        headers = [*_HEADERS, (b"content-length", b"%d" % len(reply.body)), *reply.headers, *cors]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else reply.body})

    async def _reply(self, endpoint: Endpoint, scope: Scope, body: bytes) -> Reply:
        if len(body) > endpoint.largest_body:
            return endpoint.refusal(413, f"body: at most {endpoint.largest_body} bytes")
        client = scope.get("client")
        call = Call(scope["query_string"], body, client[0] if client else "", scope["headers"])
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


async def _read(receive: Receive, largest: int) -> bytes | None:
    """The body, or a longer beginning if it is longer than `largest`; None if the client went away before its end."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body", False):
        chunks, kept, read = [body], len(body), len(body)
        while message.get("more_body", False) and read < largest + _LARGEST_THROWN_AWAY:
            message = await receive()
            chunk = message.get("body", b"")
            read += len(chunk)
            if kept <= largest:
                chunks.append(chunk)
                kept += len(chunk)
        body = b"".join(chunks)
    return None if message["type"] == "http.disconnect" else body


def _canonical(path: str) -> str:
    """The path in small letters, without empty segments and stray spaces: programs paste host and path together carelessly."""
    if "//" in path or " " in path or path.endswith("/"):
        path = "/" + "/".join(part for segment in path.split("/") if (part := segment.strip()))
    return path.lower()
