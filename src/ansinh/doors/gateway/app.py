"""The gateway as a bare ASGI app: paths in any case and with stray slashes, bounded bodies, one thread hop, always an answer.

Routing frameworks and middleware cost more than the look-up itself, and none of them matches paths the way the official gateway
does; so there is none here. Owns no rule of the protocol: the endpoints do.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import TypeVar
from uuid import uuid4

from starlette.types import ASGIApp, Receive, Scope, Send

from ansinh import vendors
from ansinh.doors.gateway import lookups, tokens, treatments, visits
from ansinh.doors.gateway.bodies import Room, declared_length, read_body
from ansinh.doors.gateway.calls import SMALL_BODY, BriefEndpoint, Call, Endpoint, LargeEndpoint, Reply
from ansinh.doors.gateway.frame import Frame, Switches
from ansinh.doors.gateway.gatekeeper import Gatekeeper
from ansinh.doors.gateway.keeping import Keeping, remember
from ansinh.doors.gateway.standings import Standings
from ansinh.doors.gateway.throttles import Throttle
from ansinh.doors.gateway.together import Together
from ansinh.doors.gateway.walks import Walks
from ansinh.kit import clock, db, log

_HEADERS = ((b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_PREFLIGHT = (
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"content-type, accesstoken, tokenid, passwordhash, username, password"),
    (b"access-control-max-age", b"600"),
    (b"content-length", b"0"),
)
_LARGE_THREADS = 2
_BRIEF_THREADS = 2  # more of them share fewer commits
_log = log.get("gateway")

Answered = TypeVar("Answered")


# every group of endpoints; a path belongs to one of them
_GROUPS = (tokens.endpoints, lookups.endpoints, treatments.endpoints, visits.endpoints)


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
    recorder: vendors.Recorder | None = None,
) -> ASGIApp:
    """The gateway's calls; every other path goes to `otherwise`. `cors_origins`: origins whose pages may call, "*" for all, none by default.

    `recorder` keeps the calls of accounts that want it, and what they call that is not here; without one nothing is kept.
    """
    switches = switches or Switches()
    frame = build_frame(database, token_secret=token_secret, switches=switches, now=now, new_id=new_id)
    endpoints = {path: endpoint for group in _GROUPS for path, endpoint in group(frame).items()}
    pool = ThreadPoolExecutor(threads, thread_name_prefix="gateway")
    keeping = None if recorder is None else Keeping(recorder, standing=frame.gatekeeper.standing, now=now, threads=pool)
    return _Gateway(
        endpoints,
        otherwise=otherwise,
        cors_origins=frozenset(cors_origins),
        threads=pool,
        together=Together(database, threads=_BRIEF_THREADS),
        large_bodies=switches.large_bodies,
        keeping=keeping,
    )


def build_frame(
    database: db.Database,
    *,
    token_secret: bytes,
    switches: Switches,
    now: clock.Clock = clock.utc_now,
    new_id: Callable[[], str] = lambda: str(uuid4()),
) -> Frame:
    """What the endpoints of one app are built from; also for another interface that takes the gateway's tokens."""
    gatekeeper = Gatekeeper(
        Standings(database, recheck_s=switches.standing_recheck_s),
        secret=token_secret,
        now=now,
        bind_ip=switches.bind_ip,
        http_401=switches.http_401,
        failures_per_minute=switches.token_failures_per_minute,
    )
    return Frame(
        database=database,
        gatekeeper=gatekeeper,
        throttle=Throttle(
            lookups_per_minute=switches.lookups_per_minute,
            of_one_card=switches.lookups_of_one_card,
            accounts_per_card=switches.accounts_per_card,
        ),
        walks=Walks(database),
        token_secret=token_secret,
        now=now,
        new_id=new_id,
        switches=switches,
    )


class _Gateway:
    def __init__(
        self,
        endpoints: Mapping[str, Endpoint],
        *,
        otherwise: ASGIApp,
        cors_origins: frozenset[str],
        threads: ThreadPoolExecutor,
        together: Together,
        large_bodies: int,
        keeping: Keeping | None,
    ) -> None:
        self._endpoints = endpoints
        self._large = {each.name: each for each in endpoints.values() if isinstance(each, LargeEndpoint)}
        self._brief = {each.name for each in endpoints.values() if isinstance(each, BriefEndpoint) and each.may_share_a_commit}
        self._together = together
        self._room = Room(large_bodies)
        self._large_threads = ThreadPoolExecutor(_LARGE_THREADS, thread_name_prefix="gateway-large")  # a large file holds up no look-up
        self._otherwise = otherwise
        self._cors_origins = cors_origins
        self._threads = threads
        self._keeping = keeping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoints.get(_canonical(scope["path"])) if scope["type"] == "http" else None
        if endpoint is None:
            await self._elsewhere(scope, receive, send)
            return
        started = perf_counter()
        scope["endpoint"] = _Named(endpoint.name)
        cors = self._cors_headers(scope)
        if scope["method"] == "POST":
            large = self._large.get(endpoint.name)
            answered = await (self._small_body(endpoint, scope, receive) if large is None else self._large_body(large, scope, receive))
            if answered is None:
                return  # the client has gone
            reply = answered
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
        if self._keeping is not None:
            self._keeping.note(scope, reply, started=started)

    async def _elsewhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._keeping is not None and scope["type"] == "http" and _canonical(scope["path"]).startswith("/api/"):
            await self._keeping.overhear(self._otherwise, scope, receive, send)
        else:
            await self._otherwise(scope, receive, send)

    async def _small_body(self, endpoint: Endpoint, scope: Scope, receive: Receive) -> Reply | None:
        body = await read_body(receive, endpoint.largest_body)
        return None if body is None else await self._reply(endpoint, scope, body, self._threads)

    async def _large_body(self, endpoint: LargeEndpoint, scope: Scope, receive: Receive) -> Reply | None:
        """A body above the small size is read for a caller who is known, and when there is room for it."""
        declared = declared_length(scope["headers"])
        if declared is not None and declared <= SMALL_BODY:
            return await self._small_body(endpoint, scope, receive)
        early = await self._in_a_thread(endpoint, lambda: endpoint.before_body(_call(scope, b"")), self._threads)
        if early is not None:
            return None if await read_body(receive, 0) is None else early
        async with self._room.of(endpoint.largest_body if declared is None else declared) as has_room:
            if not has_room:
                return endpoint.refusal(503, "Hệ thống đang bận, vui lòng gửi lại sau.")
            try:
                async with asyncio.timeout(self._room.read_s):
                    body = await read_body(receive, endpoint.largest_body)
            except TimeoutError:
                return endpoint.refusal(408, "Quá thời gian nhận dữ liệu.")
            return None if body is None else await self._reply(endpoint, scope, body, self._large_threads)

    async def _reply(self, endpoint: Endpoint, scope: Scope, body: bytes, threads: ThreadPoolExecutor) -> Reply:
        if len(body) > endpoint.largest_body:
            return endpoint.refusal(413, f"body: at most {endpoint.largest_body} bytes")
        call = _call(scope, body)
        if endpoint.name in self._brief:
            return await self._answered(endpoint, self._together.answer(lambda: endpoint.answer(call)))
        return await self._in_a_thread(endpoint, lambda: endpoint.answer(call), threads)

    async def _in_a_thread(self, endpoint: Endpoint, ask: Callable[[], Answered], threads: ThreadPoolExecutor) -> Answered | Reply:
        return await self._answered(endpoint, asyncio.get_running_loop().run_in_executor(threads, ask))

    async def _answered(self, endpoint: Endpoint, answer: asyncio.Future[Answered]) -> Answered | Reply:
        try:
            return await answer
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


def _call(scope: Scope, body: bytes) -> Call:
    client = scope.get("client")
    return remember(scope, Call(scope["query_string"], body, client[0] if client else "", scope["headers"]))


class _Named:
    """What the request counters call an endpoint by."""

    def __init__(self, name: str) -> None:
        self.__name__ = name


def _canonical(path: str) -> str:
    """The path in small letters, without empty segments and stray spaces: programs paste host and path together carelessly."""
    if "//" in path or " " in path or path.endswith("/"):
        path = "/" + "/".join(part for segment in path.split("/") if (part := segment.strip()))
    return path.lower()
