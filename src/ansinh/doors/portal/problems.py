"""Pages for what went wrong: each says what happened, what to do, and how to get back."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import identity
from ansinh.doors.portal.render import page
from ansinh.doors.portal.site import Site
from ansinh.doors.portal.words import WORDS
from ansinh.identity import LoginFailure
from ansinh.kit import crypto, errors, log, web

_log = log.get("portal")

# what each failed login answers with; the person reads the page, monitoring reads the status
LOGIN_STATUS: Mapping[LoginFailure, int] = MappingProxyType(
    {
        LoginFailure.CANCELLED: 403,
        LoginFailure.STATE_MISSING: 400,
        LoginFailure.STATE_EXPIRED: 400,
        LoginFailure.OTHER_BROWSER: 400,
        LoginFailure.ANSWER_INVALID: 400,
        LoginFailure.TOKEN_INVALID: 502,
        LoginFailure.CLAIMS_INVALID: 502,
        LoginFailure.EXCHANGE_DOWN: 503,
        LoginFailure.EXCHANGE_SLOW: 504,
        LoginFailure.LEVEL_REFUSED: 403,
        LoginFailure.ACCOUNT_LOCKED: 403,
        LoginFailure.DECEASED: 403,
        LoginFailure.REFUSED: 403,
    }
)
BY_STATUS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 429: "too_many", 503: "unavailable"}
_WORTH_ANOTHER_TRY = frozenset(set(LoginFailure) - {LoginFailure.DECEASED, LoginFailure.LEVEL_REFUSED, LoginFailure.ACCOUNT_LOCKED})


def to_login_problem(site: Site, failure: LoginFailure) -> Response:
    """Records the failure and sends the browser to its page, away from an address that still holds a code and a state."""
    with site.database.transaction() as conn:
        problem = identity.record_problem(conn, failure, issuer=site.exchange.issuer, now=site.now())
    return RedirectResponse(f"/login/problem/{problem.reference}", status_code=303)


def login_problem(site: Site, request: Request) -> Response:
    """The page of a failed login, found by its reference code."""
    with site.database.transaction() as conn:
        problem = identity.problem_of(conn, request.path_params["reference"])
    if problem is None:
        raise HTTPException(404)
    return problem_page(
        site,
        request,
        problem.failure.value,
        status=LOGIN_STATUS[problem.failure],
        reference=problem.reference,
        at=problem.at,
        may_retry=problem.failure in _WORTH_ANOTHER_TRY,
    )


def not_logged_in(site: Site, request: Request) -> Response:
    """Instead of a page that needs a session."""
    return problem_page(site, request, "not_logged_in", status=401, may_retry=True)


def problem_page(
    site: Site, request: Request, name: str, *, status: int, reference: str | None = None, at: object = None, may_retry: bool = False
) -> Response:
    """The page of one problem in words; `may_retry` makes logging in again the way on."""
    steps = [key for number in (1, 2, 3) if (key := f"problem.{name}.next{number}") in WORDS]
    return page(
        request,
        "problem.html",
        is_sandbox=site.is_sandbox,
        status=status,
        name=name,
        steps=steps,
        reference=reference,
        at=at,
        may_retry=may_retry,
    )


async def on_http_exception(site: Site, request: Request, exc: Exception) -> Response:
    """404, 405, 413, 429 and their like: a page for people, a problem document for programs."""
    assert isinstance(exc, HTTPException)
    name = BY_STATUS.get(exc.status_code, "bad_request")
    response = _in_its_language(site, request, name, status=exc.status_code)
    response.headers.update(exc.headers or {})
    return response


async def on_room_error(site: Site, request: Request, exc: Exception) -> Response:
    """What a room refused and no page foresaw."""
    assert isinstance(exc, errors.RoomError)
    status = {errors.NotFound: 404, errors.CounterpartDown: 503}.get(type(exc), 400)
    _log.warning("portal.refused", code=exc.code, status=status)
    return _in_its_language(site, request, BY_STATUS[status], status=status)


async def on_failure(site: Site, request: Request, exc: Exception) -> Response:
    """A defect of ours: a reference code that is also in the log, and not a word of what broke."""
    reference = crypto.random_token(6).upper()
    _log.error("portal.failed", reference=reference, error=type(exc).__name__, path=request.url.path)
    return _in_its_language(site, request, "failed", status=500, reference=reference)


def _in_its_language(site: Site, request: Request, name: str, *, status: int, reference: str | None = None) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return problem_page(site, request, name, status=status, reference=reference, at=site.now() if reference else None)
    return web.problem(status, name, WORDS[f"problem.{name}.title"][1])
