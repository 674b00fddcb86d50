"""Request counts and times for /metrics. Labels are the names of endpoints, never paths: a path may hold what it should not."""

from functools import partial
from time import perf_counter

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REQUESTS = Counter("ansinh_http_requests_total", "Answered requests.", ["origin", "route", "status"])
_SECONDS = Histogram(
    "ansinh_http_request_seconds",
    "Time from request to the start of the answer.",
    ["origin", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
)


class Metrics:
    """Counts what passes through `app`, by the endpoint that answered."""

    def __init__(self, app: ASGIApp, *, origin: str) -> None:
        self._app = app
        self._origin = origin
        self._known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}  # label look-ups cost more than the counting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                counter, histogram = self._metrics(_route(scope), message["status"])
                counter.inc()
                histogram.observe(perf_counter() - started)
            await send(message)

        await self._app(scope, receive, send_and_count)

    def _metrics(self, route: str, status: int) -> tuple[Counter, Histogram]:
        found = self._known.get((route, status))
        if found is None:
            found = (_REQUESTS.labels(self._origin, route, str(status)), _SECONDS.labels(self._origin, route))
            self._known[(route, status)] = found
        return found


def _route(scope: Scope) -> str:
    endpoint = scope.get("endpoint")
    while isinstance(endpoint, partial):
        endpoint = endpoint.func
    return str(getattr(endpoint, "__name__", "other"))
