"""Forms with one picture in them (multipart/form-data), bounded before anything of the picture is read as one."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import errors
from ansinh.provider import Call, error_page
from ansinh.sandbox.eid.factors.faces import MOST_BYTES
from ansinh.sandbox.eid.host import EidHost
from ansinh.sandbox.eid.model import EidProvider

MOST_BODY_BYTES = MOST_BYTES + 16_384  # the form around the picture

Handler = Callable[[EidProvider, Call, bytes], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

_MULTIPART = "multipart/form-data"
_MOST_FIELDS = 8


def with_picture(host: EidHost, provider: EidProvider, handler: Handler) -> Endpoint:
    """An endpoint for people who send a picture; what goes wrong is shown as a page."""

    async def endpoint(request: Request) -> Response:
        def run() -> Response:
            try:
                return handler(provider, call, picture)
            except errors.RoomError as wrong:
                return error_page(host, request, wrong, status=503 if isinstance(wrong, errors.CounterpartDown) else 400)

        try:
            call, picture = await _read(request)
        except oidc.ProtocolError as wrong:
            return error_page(host, request, wrong, status=400)
        return await run_in_threadpool(run)

    endpoint.__name__ = f"{host.name}_{handler.__name__}"
    return endpoint


async def _read(request: Request) -> tuple[Call, bytes]:
    """The form's text fields as parameters, read as strictly as everybody's, and the bytes of `picture`, empty if none was chosen."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _MULTIPART:
        raise oidc.ProtocolError("invalid_request", f"the body must be {_MULTIPART}")
    picture = b""
    fields: list[tuple[str, str]] = []
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    picture = await value.read(MOST_BYTES + 1)
                else:
                    fields.append((name, value))
    except HTTPException as wrong:
        if wrong.status_code == 413:
            raise
        raise oidc.ProtocolError("invalid_request", "the form cannot be read") from None
    call = Call(
        method=request.method,
        params=oidc.read_parameters(urlencode(fields).encode()),
        cookies=request.cookies,
        authorization=(),
        proofs=(),
        address=request.client.host if request.client else "",
        accept_language=request.headers.get("accept-language", ""),
    )
    return call, picture
