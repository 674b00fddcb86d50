"""The console put together: its table of pages behind the guard, signing in and out, languages, assets, error pages, headers."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from ansinh import oidc
from ansinh.doors import pages
from ansinh.doors.partners import approvals, clients, credentials, login, traces
from ansinh.doors.partners.frame import PREFIX, Site
from ansinh.doors.partners.guard import endpoint
from ansinh.doors.partners.memory import DatabaseMemory
from ansinh.doors.partners.problems import problem_page
from ansinh.doors.partners.render import ASSETS
from ansinh.doors.partners.words import WORDS
from ansinh.identity import client
from ansinh.kit import clock, db, web

CALLBACK_PATH = f"{PREFIX}/callback"
SIGNED_OUT_PATH = f"{PREFIX}/signed-out"
BACKCHANNEL_LOGOUT_PATH = f"{PREFIX}/sign-out/told"
_LOGINS_A_MINUTE = 60  # both ends of a login count
_PAGES = (*clients.PAGES, *credentials.PAGES, *traces.PAGES, *approvals.PAGES)


def app(
    *,
    database: db.Database,
    exchange_url: str,
    client_id: str,
    private_key: bytes,
    http_client: oidc.Http,
    now: clock.Clock = clock.utc_now,
    is_sandbox: bool = False,
    level: str = "urn:ansinh:acr:2.1",
    officer_level: str = "urn:ansinh:acr:2.2",
    sign_out_passes: Sequence[str] = (),
) -> ASGIApp:
    """The whole console, at `exchange_url` + /partners; the exchange there is also whom it logs in with and registers at.

    It is registered there as a client of the secure profile with the key's public half, CALLBACK_PATH, SIGNED_OUT_PATH and
    BACKCHANNEL_LOGOUT_PATH. `sign_out_passes` are the URLs the exchange sends a browser through when it signs out.
    """
    memory = DatabaseMemory(database)
    redirect_uri = f"{exchange_url}{CALLBACK_PATH}"
    site = Site(
        database=database,
        party=client.secure_party(exchange_url, client_id, private_key, redirect_uri, memory=memory, http_client=http_client, now=now),
        public_url=exchange_url,
        issuer=exchange_url,
        now=now,
        is_sandbox=is_sandbox,
        http=http_client,
        level=level,
        officer_level=officer_level,
        pages=_PAGES,
        brake=web.RateLimit(_LOGINS_A_MINUTE, 60.0),
    )
    handlers = pages.error_pages("partners", partial(problem_page, site), title=lambda name: WORDS[f"problem.{name}.title"][1], now=now)
    origins = " ".join(dict.fromkeys(f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, sign_out_passes)))
    return web.SecurityHeaders(Starlette(routes=_routes(site), exception_handlers=handlers), form_action=f"'self' {origins}".strip())


def claims(path: str) -> bool:
    """True for the paths that are answered here."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _routes(site: Site) -> list[BaseRoute]:
    return [
        Route(PREFIX, partial(login.home, site), methods=["GET"], name="partners_home"),
        Route(f"{PREFIX}/login", partial(login.start, site), methods=["GET"], name="partners_login"),
        Route(CALLBACK_PATH, partial(login.callback, site), methods=["GET"], name="partners_callback"),
        Route(f"{PREFIX}/sign-out", partial(login.sign_out, site), methods=["POST"], name="partners_sign_out"),
        Route(BACKCHANNEL_LOGOUT_PATH, partial(login.told, site), methods=["POST"], name="partners_told"),
        Route(SIGNED_OUT_PATH, _signed_out, methods=["GET"], name="partners_signed_out"),
        Route(f"{PREFIX}/language/{{language}}", partial(_language, site), methods=["GET"], name="partners_language"),
        *(Route(PREFIX + page.path, endpoint(site, page), methods=[page.takes]) for page in site.pages),
        *ASSETS.routes(),
    ]


def _signed_out(_request: Request) -> Response:
    return RedirectResponse(f"{PREFIX}?done=signed_out", status_code=303)


def _language(site: Site, request: Request) -> Response:
    return pages.switched(request, is_page=site.is_page, home=PREFIX, is_secure=site.is_secure)
