"""Who may see a page: the one place that decides it, before the page runs."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import checkin, staff
from ansinh.doors import pages
from ansinh.doors.console.frame import PREFIX, SESSION_COOKIE, Desk, Page, Site
from ansinh.doors.console.problems import problem_page
from ansinh.kit import db, web
from ansinh.staff import Visitor


def endpoint(site: Site, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page as a Starlette endpoint, under the page function's name, which is what the metrics count by."""

    async def answer(request: Request) -> Response:
        form = await pages.read_form(request) if page.takes == "POST" else {}
        return await run_in_threadpool(_answer, site, page, request, form)

    answer.__name__ = f"console_{page.show.__name__}"
    return answer


def visitor_of(request: Request, conn: db.Connection, *, now: datetime) -> Visitor | None:
    """Who is signed in, None if nobody is.

    A facility is nobody any more when its gateway account was closed, got another password since, or names other addresses than
    the one it comes from.
    """
    visitor = staff.visitor_of(conn, request.cookies.get(SESSION_COOKIE), now=now)
    if visitor is None or visitor.kind == "agency":
        return visitor
    standing = checkin.standing(conn, visitor.account)
    return visitor if standing.admits(address_of(request), issued_at=visitor.started_at) else None


def address_of(request: Request) -> str:
    """Where the request comes from, "" if that is not known."""
    return "" if request.client is None else request.client.host


def _answer(site: Site, page: Page, request: Request, form: Mapping[str, str]) -> Response:
    now = site.now()
    with site.database.transaction() as conn:
        visitor = visitor_of(request, conn, now=now)
        if visitor is None:
            return _to_sign_in(site, request)
        desk = Desk(site=site, request=request, conn=conn, visitor=visitor, now=now, form=form)
        if not page.is_for(visitor):
            return problem_page(site, request, "not_yours", status=403, desk=desk)
        if page.takes == "POST" and not staff.form_is_ours(visitor, form.get("csrf_token", "")):
            return problem_page(site, request, "form_expired", status=403, desk=desk)
        return page.show(desk)


def _to_sign_in(site: Site, request: Request) -> Response:
    path = request.url.path
    onward = f"?next={quote(path)}" if request.method == "GET" and site.page_at(path) else ""
    response = RedirectResponse(f"{PREFIX}/sign-in{onward}", status_code=303)
    if SESSION_COOKIE in request.cookies:
        web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure, path=PREFIX)
    return response
