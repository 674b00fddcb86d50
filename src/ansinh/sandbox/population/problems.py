"""Turns everything that is wrong with a request into a problem document that names the field and never repeats the value."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ansinh.kit import errors, web


class Refusal(Exception):  # noqa: N818 - an answer, not a defect
    """Raised where a request is not served; `retry_after_s` goes into the header of that name."""

    def __init__(self, status: int, code: str, detail: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


class ProblemRoute(APIRoute):
    """A route that answers problem documents; FastAPI's own error bodies would echo personal data."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as invalid:
                return _of_validation(invalid)
            except Refusal as refusal:
                return _of_refusal(refusal)
            except HTTPException as refused:  # bytes that are no UTF-8, JSON nested beyond reason
                return web.problem(refused.status_code, "invalid_request", "the body cannot be read as JSON", field="body")
            except errors.CounterpartDown as down:
                return web.problem(503, down.code, down.detail)

        return answer


def _of_validation(invalid: RequestValidationError) -> Response:
    first = invalid.errors()[0]
    if first["type"] == "json_invalid":
        return web.problem(400, "invalid_json", "the body is not JSON", field="body")
    place = [str(part) for part in first["loc"][1:]]
    return web.problem(422, "invalid_field", str(first["msg"]).removeprefix("Value error, "), field=".".join(place) or "body")


def _of_refusal(refusal: Refusal) -> Response:
    answer = web.problem(refusal.status, refusal.code, refusal.detail)
    if refusal.status == 401:
        answer.headers["www-authenticate"] = "Bearer"
    if refusal.retry_after_s is not None:
        answer.headers["retry-after"] = str(refusal.retry_after_s)
    return answer
