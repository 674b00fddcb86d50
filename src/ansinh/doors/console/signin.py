"""Signing in and out: one form for the agency's staff and for facilities; which of the two is seen from the name.

A facility is named as at the gateway (`01001_BV`), a member of staff in lower case with a letter first: no name can be both.
"""

import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import checkin, register, staff
from ansinh.doors import pages
from ansinh.doors.console.frame import FORM_COOKIE, PREFIX, SESSION_COOKIE, Site
from ansinh.doors.console.guard import address_of, visitor_of
from ansinh.doors.console.problems import problem_page
from ansinh.doors.console.render import press
from ansinh.kit import crypto, db, web
from ansinh.staff import SignInRefusal
from ansinh.terms import FacilityCode

_FACILITY = re.compile(r"[0-9]{2}[0-9A-Z]{3}_BV", re.ASCII)
_RETRY_AFTER_S = 60
_REFUSALS = {
    checkin.LoginRefusal.LOCKED: SignInRefusal.LOCKED,
    checkin.LoginRefusal.NOT_FROM_HERE: SignInRefusal.NOT_FROM_HERE,
}


def start(site: Site, request: Request) -> Response:
    """The first page of whoever is signed in; the sign-in form for everybody else."""
    with site.database.transaction() as conn:
        visitor = visitor_of(request, conn, now=site.now())
    return RedirectResponse(f"{PREFIX}/sign-in" if visitor is None else site.home_of(visitor), status_code=303)


def sign_in_form(site: Site, request: Request) -> Response:
    """The form. Its secret is also in a cookie, so that no foreign page can sign somebody in under a name of its own."""
    return _form(site, request, onward=request.query_params.get("next", ""))


async def sign_in(site: Site, request: Request) -> Response:
    """Checks name and password and opens the session, or says why not."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_sign_in, site, request, form)


async def sign_out(site: Site, request: Request) -> Response:
    """Ends the session, if the form is ours."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_sign_out, site, request, form.get("csrf_token", ""))


def _sign_in(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    if not site.sign_in_brake.allow(address_of(request), site.now().timestamp()):
        raise HTTPException(429, headers={"retry-after": str(_RETRY_AFTER_S)})
    onward = form.get("next", "")
    secret = request.cookies.get(FORM_COOKIE, "")
    if not secret or not crypto.same(secret, form.get("form_token", "")):
        return _form(site, request, onward=onward, error="form_expired", status=403)
    username = form.get("username", "").strip()
    with site.database.transaction() as conn:
        opened = _opened(site, request, conn, username=username, password=form.get("password", ""))
        if isinstance(opened, SignInRefusal):
            return _form(site, request, onward=onward, username=username, error=opened.value, status=401)
        visitor = staff.visitor_of(conn, opened, now=site.now())
    assert visitor is not None  # it was opened a moment ago
    page = site.page_at(onward)
    response = RedirectResponse(onward if page is not None and page.is_for(visitor) else site.home_of(visitor), status_code=303)
    web.set_cookie(response, SESSION_COOKIE, opened, secure=site.is_secure, path=PREFIX)
    web.clear_cookie(response, FORM_COOKIE, secure=site.is_secure, path=PREFIX)
    return response


def _opened(site: Site, request: Request, conn: db.Connection, *, username: str, password: str) -> str | SignInRefusal:
    """The token of a new session, or why there is none; both are audited."""
    replaces = request.cookies.get(SESSION_COOKIE)
    account = username.upper()
    if not _FACILITY.fullmatch(account):
        return staff.sign_in(conn, username, password, replaces=replaces, now=site.now())
    refused = checkin.verify_account(conn, account, password, caller=address_of(request), now=site.now())
    if refused is not None:
        return _REFUSALS.get(refused, SignInRefusal.NOT_KNOWN)  # check-in has written it down
    code = FacilityCode.parse(account[:5])
    name = register.facility_name(conn, code) or account
    return staff.open_facility_session(conn, account, facility_code=code.value, facility_name=name, replaces=replaces, now=site.now())


def _sign_out(site: Site, request: Request, csrf_token: str) -> Response:
    token = request.cookies.get(SESSION_COOKIE, "")
    with site.database.transaction() as conn:
        visitor = staff.visitor_of(conn, token, now=site.now())
        if visitor is not None and not staff.form_is_ours(visitor, csrf_token):
            return problem_page(site, request, "form_expired", status=403)
        staff.end_session(conn, token, now=site.now())
    response = RedirectResponse(f"{PREFIX}/sign-in?out=1", status_code=303)
    web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure, path=PREFIX)
    return response


def _form(site: Site, request: Request, *, onward: str, username: str = "", error: str = "", status: int = 200) -> Response:
    secret = crypto.random_token()
    response = press(
        request,
        "sign_in.html",
        site=site,
        status=status,
        username=username,
        error=error,
        form_token=secret,
        onward=onward if site.page_at(onward) else "",
        is_out=request.method == "GET" and request.query_params.get("out") == "1",
    )
    web.set_cookie(response, FORM_COOKIE, secret, secure=site.is_secure, path=PREFIX)
    return response
