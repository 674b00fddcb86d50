"""The account page, and the two forms that begin a login for linking or unlinking. Neither works from another site or another browser."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import identity
from ansinh.doors import pages
from ansinh.doors.portal import login
from ansinh.doors.portal.own_forms import sender_of
from ansinh.doors.portal.problems import not_logged_in
from ansinh.doors.portal.render import page
from ansinh.doors.portal.site import SESSION_COOKIE, Site
from ansinh.identity import Purpose
from ansinh.kit import errors, web

LINK_PATH, UNLINK_PATH, UNLINK_NOW_PATH = "/record/link", "/account/unlink", "/account/unlink/now"


def account(site: Site, request: Request) -> Response:
    """The identity account that is logged in, whether it is linked, what officers decided, and how to take the link away."""
    token = request.cookies.get(SESSION_COOKIE, "")
    with site.database.transaction() as conn:
        session = identity.session_of(conn, token, now=site.now())
        if session is None:
            return not_logged_in(site, request)
        decided = identity.decided_of(conn, session, now=site.now())
        may_unlink = identity.may_unlink(conn, session, token, now=site.now())
    return page(
        request,
        "account.html",
        is_sandbox=site.is_sandbox,
        session=session,
        is_linked=identity.may_begin(session, Purpose.UNLINK),
        may_unlink=may_unlink,
        decided=decided,
    )


async def link(site: Site, request: Request) -> Response:
    """Confirming that it is you."""
    return await _with_form(site, request, Purpose.LINK)


async def unlink(site: Site, request: Request) -> Response:
    """The login before a link is taken away."""
    return await _with_form(site, request, Purpose.UNLINK)


async def unlink_now(site: Site, request: Request) -> Response:
    """Takes the link away, once a fresh login has been made for it."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_unlink_now, site, request, form.get("csrf_token", ""))


async def _with_form(site: Site, request: Request, purpose: Purpose) -> Response:
    form = await pages.read_form(request)
    return await run_in_threadpool(_begin, site, request, purpose, form.get("csrf_token", ""))


def _begin(site: Site, request: Request, purpose: Purpose, csrf_token: str) -> Response:
    token = request.cookies.get(SESSION_COOKIE, "")
    with site.database.transaction() as conn:
        session = sender_of(site, request, conn, csrf_token)
    if isinstance(session, Response):
        return session
    if not identity.may_begin(session, purpose):
        return RedirectResponse("/record", status_code=303)  # done in another tab
    return login.begin(site, request, purpose=purpose, session_token=token)


def _unlink_now(site: Site, request: Request, csrf_token: str) -> Response:
    token = request.cookies.get(SESSION_COOKIE, "")
    with site.database.transaction() as conn:
        session = sender_of(site, request, conn, csrf_token)
        if isinstance(session, Response):
            return session
        try:
            renewed = identity.unlink(conn, session, token, now=site.now())
        except errors.Refused:
            return RedirectResponse("/account", status_code=303)  # the five minutes are over: the page offers the login again
    response = RedirectResponse("/account", status_code=303)
    web.set_cookie(response, SESSION_COOKIE, renewed, secure=site.is_secure)
    return response
