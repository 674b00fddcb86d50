"""From a Starlette request to plain values and back: strict parameters in, pages or OAuth errors out.

Handlers are plain functions and run in a thread, because they wait for the database; only the body is read before.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import oidc
from ansinh.kit import crypto, errors, log
from ansinh.provider import notes, trace
from ansinh.provider.model import Host, Language

_FORM = "application/x-www-form-urlencoded"
_log = log.get("provider")


@dataclass(frozen=True, slots=True)
class Call:
    """One request: parameters of the query (GET) or of the form (POST), never of both."""

    method: str
    params: oidc.Parameters
    cookies: dict[str, str]
    authorization: tuple[str, ...]
    proofs: tuple[str, ...]
    address: str
    accept_language: str

    @property
    def language(self) -> Language:
        """The language to answer a person in."""
        return choose_language(self.params.get("ui_locales", ""), self.accept_language)


OfHost = TypeVar("OfHost", bound=trace.Traceable)
Handler = Callable[[OfHost, Call], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def choose_language(ui_locales: str, accept_language: str) -> Language:
    """English where it is asked for before Vietnamese, else Vietnamese. Weights (`q=`) are not compared: browsers send in order."""
    for tag in (*ui_locales.split(), *accept_language.replace(",", " ").split()):
        primary = tag.partition(";")[0].partition("-")[0].lower()
        if primary == "vi":
            return "vi"
        if primary == "en":
            return "en"
    return "vi"


def browser(host: Host, of: OfHost, handler: "Handler[OfHost]") -> Endpoint:
    """An endpoint for people: what goes wrong is shown as a page and the browser is sent nowhere. `of` is handed to the handler."""

    async def endpoint(request: Request) -> Response:
        def fail(wrong: errors.RoomError) -> Response:
            return error_page(host, request, wrong, status=503 if isinstance(wrong, errors.CounterpartDown) else 400)

        try:
            call = await _read(request)
        except oidc.ProtocolError as wrong:
            return fail(wrong)
        return await run_in_threadpool(trace.watched, of, handler, call, fail)

    return _named(endpoint, host, handler)


def machine(host: Host, of: OfHost, handler: "Handler[OfHost]") -> Endpoint:
    """An endpoint for programs: what goes wrong is an OAuth error document (RFC 6749 5.2)."""

    async def endpoint(request: Request) -> Response:
        try:
            call = await _read(request)
        except oidc.ProtocolError as wrong:
            return _fail(wrong)
        return await run_in_threadpool(trace.watched, of, handler, call, _fail)

    return _named(endpoint, host, handler)


def error_page(host: Host, request: Request, wrong: errors.RoomError, *, status: int) -> Response:
    """The page for what cannot be told to a client, with a reference that also stands in the log."""
    reference = crypto.random_token(6)
    notes.referred_to(reference)
    _log.info("provider.page_of_error", host=host.name, code=wrong.code, field=wrong.field, reference=reference)
    language = choose_language(request.query_params.get("ui_locales", ""), request.headers.get("accept-language", ""))
    return host.error_page(wrong.code, reference=reference, language=language, status=status)


def no_such_page(host: Host) -> Callable[[Request, Exception], Response]:
    """For an address that is none of the host's."""

    def answer(request: Request, _missing: Exception) -> Response:
        return error_page(host, request, errors.NotFound("not_found", "there is no such page"), status=404)

    return answer


def error_document(wrong: oidc.ProtocolError, *, status: int, headers: dict[str, str] | None = None) -> Response:
    """An OAuth error document (RFC 6749 5.2)."""
    notes.refused(wrong)
    _log.info("provider.refused", code=wrong.code, field=wrong.field)
    return document({"error": wrong.code, "error_description": wrong.detail}, status=status, headers=headers)


def document(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer that nobody may keep (RFC 6749 5.1)."""
    return Response(
        orjson.dumps(body),
        status_code=status,
        media_type="application/json",
        headers={"cache-control": "no-store", "pragma": "no-cache", **(headers or {})},
    )


def go(address: str) -> Response:
    """Send the browser on with GET, whatever it came with."""
    return RedirectResponse(address, status_code=303)


def _fail(wrong: errors.RoomError) -> Response:
    if isinstance(wrong, oidc.ProtocolError):
        return error_document(wrong, status=400)
    return error_document(oidc.ProtocolError("temporarily_unavailable", "try again in a moment"), status=503)


async def _read(request: Request) -> Call:
    raw = request.scope["query_string"]
    if request.method == "POST":
        raw = await request.body()
        if raw and request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise oidc.ProtocolError("invalid_request", f"the body must be {_FORM}")
    return Call(
        method=request.method,
        params=oidc.read_parameters(raw),
        cookies=request.cookies,
        authorization=tuple(request.headers.getlist("authorization")),
        proofs=tuple(request.headers.getlist("dpop")),
        address=request.client.host if request.client else "",
        accept_language=request.headers.get("accept-language", ""),
    )


def _named(endpoint: Endpoint, host: Host, handler: Callable[..., Response]) -> Endpoint:
    endpoint.__name__ = f"{host.name}_{handler.__name__}"  # what /metrics calls it
    return endpoint
