"""Logging in through the identity exchange, as the browser sees it: away, back, and on to the record or to a problem's page."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import identity, oidc, register
from ansinh.doors import pages
from ansinh.doors.portal.problems import to_login_problem
from ansinh.doors.portal.site import LOGIN_COOKIE, SESSION_COOKIE, Site
from ansinh.identity import LoginFailure, Purpose
from ansinh.kit import crypto, db, errors, web
from ansinh.wire import eid

_RETRY_AFTER_S = 60
_BROWSER_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def start(site: Site, request: Request) -> Response:
    """Begins a login in this browser and sends it to the exchange."""
    if site.is_elsewhere(request.url.hostname):
        return RedirectResponse(f"{site.public_url}/login", status_code=303)
    return begin(site, request)


def begin(site: Site, request: Request, *, purpose: Purpose = Purpose.LOGIN, session_token: str | None = None) -> Response:
    """Sends this browser to the exchange, to log in or, from the session of `session_token`, to log in anew for `purpose`."""
    brake(site, request)
    start_at_exchange = identity.begin_login if purpose is Purpose.LOGIN else identity.begin_confirmation
    try:
        begun = start_at_exchange(site.exchange, language=pages.language_of(request), now=site.now())
    except errors.CounterpartDown as down:
        return to_login_problem(site, LoginFailure(down.code))
    browser = _browser_of(request) or crypto.random_token()
    with site.database.transaction() as conn:
        identity.remember_attempt(conn, begun.attempt, browser=browser, purpose=purpose, session_token=session_token, now=site.now())
    response = RedirectResponse(begun.address, status_code=303)
    web.set_cookie(response, LOGIN_COOKIE, browser, secure=site.is_secure, max_age_s=int(identity.ATTEMPT_LIFE.total_seconds()))
    return response


def callback(site: Site, request: Request) -> Response:
    """Where the exchange sends the browser back. Whatever the browser brings, who the person is comes through the back channel alone."""
    brake(site, request)
    try:
        return _finish(site, request)
    except oidc.ProtocolError:
        return to_login_problem(site, LoginFailure.ANSWER_INVALID)
    except (errors.Refused, errors.CounterpartDown) as failed:
        if failed.code not in set(LoginFailure):
            raise
        if failed.code == LoginFailure.STATE_EXPIRED and _has_session(site, request):
            return RedirectResponse("/record", status_code=303)  # the back button, or a second click
        return to_login_problem(site, LoginFailure(failed.code))


def _finish(site: Site, request: Request) -> Response:
    params = oidc.read_parameters(request.scope["query_string"])
    with site.database.transaction() as conn:
        taken = identity.take_attempt(conn, params, issuer=site.exchange.issuer, browser=_browser_of(request), now=site.now())
    person, id_token = identity.finish_login(site.exchange, params, taken.attempt, now=site.now())
    with site.database.transaction() as conn:
        admission = _admit(site, request, conn, taken, person, id_token=id_token)
    response = RedirectResponse(_onward(admission, taken.purpose), status_code=303)
    if admission.session_token is None:
        web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure)
    else:
        web.set_cookie(response, SESSION_COOKIE, admission.session_token, secure=site.is_secure)
    web.clear_cookie(response, LOGIN_COOKIE, secure=site.is_secure)
    return response


def _admit(
    site: Site, request: Request, conn: db.Connection, taken: identity.Taken, person: eid.EidClaims, *, id_token: str
) -> identity.Admission:
    """What the login leads to: a login begun for linking links and logs nobody in, and one begun to log in links nothing."""
    found = register.candidates(conn, person.citizen_number) if identity.needs_candidates(person) else []
    candidates = [identity.Candidate(each.participant_id, each.full_name, each.birth_date, each.deceased) for each in found]
    token = request.cookies.get(SESSION_COOKIE)
    if taken.purpose is Purpose.LOGIN:
        return identity.admit(conn, person, id_token=id_token, candidates=candidates, replaces=token, now=site.now())
    return identity.confirm(conn, person, taken=taken, token=token, id_token=id_token, candidates=candidates, now=site.now())


def _onward(admission: identity.Admission, purpose: Purpose) -> str:
    if admission.problem is not None:
        return f"/login/problem/{admission.problem.reference}"
    return "/account" if purpose is Purpose.UNLINK else "/record"


def _browser_of(request: Request) -> str | None:
    """The secret this browser was given when its login began; one secret serves every tab."""
    secret = request.cookies.get(LOGIN_COOKIE, "")
    return secret if _BROWSER_SECRET.fullmatch(secret) else None


def _has_session(site: Site, request: Request) -> bool:
    with site.database.transaction() as conn:
        return identity.session_of(conn, request.cookies.get(SESSION_COOKIE), now=site.now()) is not None


def brake(site: Site, request: Request) -> None:
    """Both ends of a login count. Raises HTTPException 429."""
    address = "" if request.client is None else request.client.host
    if not site.login_brake.allow(address, site.now().timestamp()):
        raise HTTPException(429, headers={"retry-after": str(_RETRY_AFTER_S)})
