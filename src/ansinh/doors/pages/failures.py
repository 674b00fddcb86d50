"""What a door answers when there is no such page, a room refused what no page foresaw, or we broke: a page, or a problem document."""

from collections.abc import Callable
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ansinh.kit import clock, crypto, errors, log, web

BY_STATUS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 429: "too_many", 503: "unavailable"}
_BY_ERROR = {errors.NotFound: 404, errors.CounterpartDown: 503}


class Show(Protocol):
    """The page of a problem; `reference` and `at` are given together or not at all."""

    def __call__(self, request: Request, name: str, *, status: int, reference: str | None = None, at: object = None) -> Response: ...


def error_pages(door: str, show: Show, *, title: Callable[[str], str], now: clock.Clock) -> dict[Any, Any]:
    """The exception handlers of a door's application: pages for people, problem documents titled by `title` for programs."""
    log_ = log.get("pages")

    def answered(request: Request, name: str, *, status: int, reference: str | None = None) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return show(request, name, status=status, reference=reference, at=now() if reference else None)
        return web.problem(status, name, title(name))

    async def on_http_exception(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        response = answered(request, BY_STATUS.get(exc.status_code, "bad_request"), status=exc.status_code)
        response.headers.update(exc.headers or {})
        return response

    async def on_room_error(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, errors.RoomError)
        status = _BY_ERROR.get(type(exc), 400)
        log_.warning("page.refused", door=door, code=exc.code, status=status)
        return answered(request, BY_STATUS[status], status=status)

    async def on_failure(request: Request, exc: Exception) -> Response:
        """A defect of ours: a reference code that is also in the log, and not a word of what broke."""
        reference = crypto.random_token(6).upper()
        log_.error("page.failed", door=door, reference=reference, error=type(exc).__name__, path=request.url.path)
        return answered(request, "failed", status=500, reference=reference)

    return {HTTPException: on_http_exception, errors.RoomError: on_room_error, Exception: on_failure}
