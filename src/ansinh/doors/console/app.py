"""The console put together: its table of pages behind the guard, signing in and out, languages, assets, error pages, headers."""

from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from ansinh.doors import pages
from ansinh.doors.console import signin, vendor_registration
from ansinh.doors.console.contents import PAGES
from ansinh.doors.console.frame import PREFIX, Site
from ansinh.doors.console.guard import endpoint
from ansinh.doors.console.problems import problem_page
from ansinh.doors.console.render import ASSETS
from ansinh.doors.console.vendor_workshop import Workshop
from ansinh.doors.console.words import WORDS
from ansinh.kit import clock, db, web
from ansinh.population import online

_SIGN_INS_A_MINUTE = 20  # from one address


def app(
    *,
    database: db.Database,
    public_url: str,
    now: clock.Clock = clock.utc_now,
    is_sandbox: bool = False,
    sign_ins_a_minute: int = _SIGN_INS_A_MINUTE,
    workshop: Workshop | None = None,
    population: online.Register | None = None,
    mark_key: bytes = b"",
) -> ASGIApp:
    """The whole console, to be reached at `public_url` + /console; no slash at the end of the URL.

    `workshop`: in a sandbox, what developers of hospital software may register and try out; elsewhere None. `population`, `mark_key`: see
    `frame.Site`.
    """
    site = Site(
        database=database,
        public_url=public_url,
        now=now,
        is_sandbox=is_sandbox,
        sign_in_brake=web.RateLimit(sign_ins_a_minute, 60.0),
        pages=PAGES,
        workshop=workshop,
        population=population,
        mark_key=mark_key,
    )
    handlers = pages.error_pages("console", partial(problem_page, site), title=lambda name: WORDS[f"problem.{name}.title"][1], now=site.now)
    return web.SecurityHeaders(Starlette(routes=_routes(site), exception_handlers=handlers))


def claims(path: str) -> bool:
    """True for the paths that are answered here."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _routes(site: Site) -> list[BaseRoute]:
    return [
        Route(PREFIX, partial(signin.start, site), methods=["GET"]),
        Route(f"{PREFIX}/sign-in", partial(signin.sign_in_form, site), methods=["GET"]),
        Route(f"{PREFIX}/sign-in", partial(signin.sign_in, site), methods=["POST"]),
        Route(f"{PREFIX}/sign-out", partial(signin.sign_out, site), methods=["POST"]),
        Route(f"{PREFIX}/language/{{language}}", partial(_language, site), methods=["GET"]),
        *(Route(PREFIX + page.path, endpoint(site, page), methods=[page.takes]) for page in site.pages),
        *vendor_registration.routes(site),
        *ASSETS.routes(),
    ]


def _language(site: Site, request: Request) -> Response:
    return pages.switched(request, is_page=site.is_page, home=PREFIX, is_secure=site.is_secure)
