"""Turns everything that is wrong with a request into a problem document that names the field and never repeats the value."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ansinh.kit import db, errors, log, web

LARGEST_BODY = 64 * 1024
_log = log.get("visits")


class Problem(BaseModel):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


def problems(descriptions: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation that may answer these problems, by status."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": description, "content": content} for status, description in descriptions.items()}


COMMON = problems(
    {
        400: "not JSON",
        401: "no good token",
        413: "body too large",
        422: "a field is wrong, or the rules do not allow it",
        429: "too many calls",
        503: "the database does not answer",
    }
)
"""What every operation on visits and desks may answer."""


class Refusal(Exception):  # noqa: N818 - an answer, not a defect
    """Raised where a request is not served; `retry_after_s` goes into the header of that name."""

    def __init__(self, status: int, code: str, detail: str, *, field: str | None = None, retry_after_s: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.retry_after_s = retry_after_s


class ProblemRoute(APIRoute):
    """A route that answers problem documents and reads bounded bodies; FastAPI's own error bodies would echo personal data."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(_Bounded(request.scope, request.receive))
            except RequestValidationError as invalid:
                return _of_validation(invalid)
            except Refusal as refusal:
                return _of_refusal(refusal)
            except errors.CounterpartDown as down:
                return web.problem(503, down.code, down.detail)
            except errors.RoomError as refused:
                return web.problem(
                    next(status for kind, status in _STATUSES.items() if isinstance(refused, kind)),
                    refused.code,
                    refused.detail,
                    field=refused.field,
                )
            except HTTPException as refused:  # too large, bytes that are no UTF-8, JSON nested beyond reason
                if refused.status_code == 413:
                    return web.problem(413, "body_too_large", f"a body may have {LARGEST_BODY} bytes", field="body")
                return web.problem(refused.status_code, "invalid_request", "the body cannot be read as JSON", field="body")
            except db.Error as failed:  # its text may quote what was asked
                _log.error("visits.failed", error=type(failed).__name__)
                return web.problem(503, "database_failed", "please try again")

        return answer


_STATUSES = {errors.NotFound: 404, errors.Conflict: 409, errors.Refused: 422}


class _Bounded(Request):
    async def stream(self) -> AsyncGenerator[bytes, None]:
        length = 0
        async for chunk in super().stream():
            length += len(chunk)
            if length > LARGEST_BODY:
                raise HTTPException(413)
            yield chunk


def _of_validation(invalid: RequestValidationError) -> Response:
    first = invalid.errors()[0]
    if first["type"] == "json_invalid":
        return web.problem(400, "invalid_json", "the body is not JSON", field="body")
    place = [str(part) for part in first["loc"][1:]]
    return web.problem(422, "invalid_field", str(first["msg"]).removeprefix("Value error, "), field=".".join(place) or "body")


def _of_refusal(refusal: Refusal) -> Response:
    answer = web.problem(refusal.status, refusal.code, refusal.detail, field=refusal.field)
    if refusal.retry_after_s is not None:
        answer.headers["retry-after"] = str(refusal.retry_after_s)
    return answer
