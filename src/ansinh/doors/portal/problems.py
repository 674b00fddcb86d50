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
        LoginFailure.OTHER_PERSON: 403,
        LoginFailure.SESSION_GONE: 403,
        LoginFailure.REFUSED: 403,
    }
)
_WORTH_ANOTHER_TRY = frozenset(
    set(LoginFailure) - {LoginFailure.DECEASED, LoginFailure.LEVEL_REFUSED, LoginFailure.ACCOUNT_LOCKED, LoginFailure.OTHER_PERSON}
)


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
