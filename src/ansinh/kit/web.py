"""Parts every door is built from: problem documents, secure headers, limits, cookies, health, metrics."""

import os
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client import REGISTRY as _PROCESS_REGISTRY
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def problem(status: int, code: str, detail: str, *, field: str | None = None) -> Response:
    """RFC 9457 problem document; `code` is stable and ours, `field` names what was wrong in the request."""
    body: dict[str, object] = {"type": f"urn:ansinh:problem:{code}", "title": code, "status": status, "detail": detail}
    if field is not None:
        body["field"] = field
    return Response(orjson.dumps(body), status_code=status, media_type="application/problem+json")


def content_policy(*, form_action: str = "'self'", scripts: bool = False) -> str:
    """What a page may load: our own styles and pictures, and, only where a page says so, our own scripts; nothing that stands in the page."""
    script = " script-src 'self';" if scripts else ""
    return (
        f"default-src 'none';{script} style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none';"
        f" frame-ancestors 'none'; form-action {form_action}"
    )


class SecurityHeaders:
    """Headers every page and answer carries. Policy and `no-store` are defaults: a response that sets its own keeps it."""

    def __init__(self, app: ASGIApp, *, csp: str | None = None, form_action: str = "'self'") -> None:
        self._app = app
        headers = {
            "content-security-policy": csp or content_policy(form_action=form_action),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
            "cross-origin-opener-policy": "same-origin",
            "cache-control": "no-store",
        }
        self._headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [*message.get("headers", ())]
                named = {name.lower() for name, _ in own}
                message["headers"] = own + [header for header in self._headers if header[0] not in named]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class RateLimit:
    """At most `limit` events per key in a sliding window, in this process; memory is bounded by dropping the oldest keys.

    With several worker processes the effective limit is `limit` times their number: a brake, not an exact count.
    """

    def __init__(self, limit: int, window_s: float, *, max_keys: int = 50_000) -> None:
        self._limit = limit
        self._window_s = window_s
        self._max_keys = max_keys
        self._windows: OrderedDict[str, tuple[float, float, float]] = OrderedDict()  # key -> window start, count, previous count
        self._lock = Lock()

    def allow(self, key: str, now_s: float) -> bool:
        """Counts one event of `key` at `now_s` (any steadily growing seconds); False if that is one too many."""
        with self._lock:
            start, count, previous = self._windows.pop(key, (now_s, 0.0, 0.0))
            windows_past = int((now_s - start) // self._window_s)
            if windows_past > 0:
                start += windows_past * self._window_s
                previous, count = (count if windows_past == 1 else 0.0), 0.0
            weight = 1.0 - min(1.0, max(0.0, (now_s - start) / self._window_s))
            allowed = count + previous * weight < self._limit
            self._windows[key] = (start, count + allowed, previous)
            if len(self._windows) > self._max_keys:
                self._windows.popitem(last=False)
            return allowed


def set_cookie(response: Response, name: str, value: str, *, secure: bool, max_age_s: int | None = None, path: str = "/") -> None:
    """A cookie no script can read and no foreign form can send along; sent back below `path` alone."""
    response.set_cookie(name, value, max_age=max_age_s, path=path, secure=secure, httponly=True, samesite="lax")


def clear_cookie(response: Response, name: str, *, secure: bool, path: str = "/") -> None:
    """Takes back a cookie that was set with the same `path`."""
    response.delete_cookie(name, path=path, secure=secure, httponly=True, samesite="lax")


def health_routes(ready: Callable[[], None]) -> list[Route]:
    """/healthz: the process answers. /readyz: it can do its work (`ready` returns) or 503 (`ready` raises)."""

    def healthz(_request: Request) -> Response:
        return Response(b'{"status":"ok"}', media_type="application/json")

    def readyz(_request: Request) -> Response:
        try:
            ready()
        except Exception:  # noqa: BLE001 - whatever it is, we are not ready
            return problem(503, "not_ready", "the database does not answer")
        return Response(b'{"status":"ready"}', media_type="application/json")

    return [Route("/healthz", healthz, methods=["GET"]), Route("/readyz", readyz, methods=["GET"])]


def metrics_route() -> Route:
    """/metrics in Prometheus text format, summed over all worker processes when PROMETHEUS_MULTIPROC_DIR is set."""

    def metrics(_request: Request) -> Response:
        registry = _PROCESS_REGISTRY
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the package types it partly
        return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})

    return Route("/metrics", metrics, methods=["GET"])
