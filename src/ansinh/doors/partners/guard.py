"""Who may see a page: the one place that decides it, before the page runs."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh.doors import pages
from ansinh.doors.partners.frame import PREFIX, SESSION_COOKIE, Desk, Page, Site
from ansinh.doors.partners.problems import problem_page
from ansinh.exchange import registrations
from ansinh.identity import client
from ansinh.kit import crypto, web

_MOST_BYTES = 64 * 1024  # a key set


def endpoint(site: Site, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page as a Starlette endpoint, under the page function's name, which is what the metrics count by."""

    async def answer(request: Request) -> Response:
        form = await pages.read_form(request, most_bytes=_MOST_BYTES) if page.takes == "POST" else {}
        return await run_in_threadpool(_answer, site, page, request, form)

    answer.__name__ = f"partners_{page.show.__name__}"
    return answer


def developer_of(site: Site, request: Request) -> registrations.Developer | None:
    """Who is signed in in this browser, None if nobody is."""
    with site.database.transaction() as conn:
        return registrations.developer_of(conn, request.cookies.get(SESSION_COOKIE), now=site.now())


def _answer(site: Site, page: Page, request: Request, form: Mapping[str, str]) -> Response:
    developer = developer_of(site, request)
    if developer is None:
        return _to_login(site, request)
    if page.for_officers:
        if not developer.is_officer:
            return problem_page(site, request, "not_yours", status=403, developer=developer)
        if not client.Level.reached(developer.acr).meets(site.officer_level):
            return _to_login(site, request, stronger=True)
    if page.takes == "POST" and not crypto.same(developer.csrf_token, form.get("csrf_token", "")):
        return problem_page(site, request, "form_expired", status=403, developer=developer)
    fetched = None if page.before is None else page.before(site, form)
    with site.database.transaction() as conn:
        return page.show(Desk(site=site, request=request, conn=conn, developer=developer, now=site.now(), form=form, fetched=fetched))


def _to_login(site: Site, request: Request, *, stronger: bool = False) -> Response:
    path = request.url.path
    asked = {"next": path} if request.method == "GET" and site.is_page(path) else {}
    asked |= {"level": "officer"} if stronger else {}
    response = RedirectResponse(f"{PREFIX}/login{'?' if asked else ''}{urlencode(asked)}", status_code=303)
    if not stronger and SESSION_COOKIE in request.cookies:
        web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure, path=PREFIX)
    return response
