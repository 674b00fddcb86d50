"""The portal put together: routes, and an application with its error pages and headers, from plain arguments."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from ansinh import oidc
from ansinh.doors import pages
from ansinh.doors.portal import confirming, home, language, login, problems, record, representation, representing, signout
from ansinh.doors.portal.render import ASSETS
from ansinh.doors.portal.site import Site, origins
from ansinh.doors.portal.words import WORDS
from ansinh.kit import clock, db, web

CALLBACK_PATH = "/login/callback"
SIGNED_OUT_PATH = "/signed-out"
SIGN_OUT_PATH = "/sign-out"
BACKCHANNEL_LOGOUT_PATH = "/sign-out/told"
_LOGINS_A_MINUTE = 120  # both ends of a login count; many citizens may share one address


def app(
    *,
    database: db.Database,
    public_url: str,
    exchange_issuer: str,
    client_id: str,
    client_secret: str,
    http_client: oidc.Http,
    now: clock.Clock = clock.utc_now,
    is_sandbox: bool = False,
    logins_a_minute: int = _LOGINS_A_MINUTE,
    sign_out_passes: Sequence[str] = (),
) -> ASGIApp:
    """The whole portal: pages, error pages, headers.

    `public_url` and `exchange_issuer` have no slash at the end. At the exchange the portal is registered with
    `public_url` + CALLBACK_PATH and, for signing out, `public_url` + SIGNED_OUT_PATH. `sign_out_passes` are the URLs the exchange
    sends a browser through when it signs out (the eID provider): browsers hold them against the form's policy.
    """
    registration = oidc.Registration(
        issuer=exchange_issuer, client_id=client_id, client_secret=client_secret, redirect_uri=f"{public_url}{CALLBACK_PATH}"
    )
    site = Site(
        database=database,
        exchange=oidc.RelyingParty(registration, http_client),
        public_url=public_url,
        now=now,
        is_sandbox=is_sandbox,
        login_brake=web.RateLimit(logins_a_minute, 60.0),
    )
    inner = Starlette(routes=_routes(site), exception_handlers=_error_pages(site))
    return web.SecurityHeaders(inner, form_action=f"'self' {origins((exchange_issuer, *sign_out_passes))}")


def _routes(site: Site) -> list[BaseRoute]:
    endpoints: Mapping[str, Callable[..., object]] = {
        "/": home.home,
        "/login": login.start,
        CALLBACK_PATH: login.callback,
        "/login/problem/{reference}": problems.login_problem,
        "/record": record.record,
        "/record/access": record.access,
        "/account": confirming.account,
        "/representation": representation.representation,
        "/represented/{reference}": representation.represented_record,
        "/represented/{reference}/access": representation.represented_access,
        SIGNED_OUT_PATH: home.signed_out,
        "/language/{language}": language.switch,
    }
    return [
        *(Route(path, partial(endpoint, site), methods=["GET"], name=path) for path, endpoint in endpoints.items()),
        Route(SIGN_OUT_PATH, partial(signout.sign_out, site), methods=["POST"], name=SIGN_OUT_PATH),
        Route(BACKCHANNEL_LOGOUT_PATH, partial(signout.told_by_exchange, site), methods=["POST"], name=BACKCHANNEL_LOGOUT_PATH),
        *(
            Route(f"/representation/{verb}", partial(representing.act, site, verb), methods=["POST"], name=f"/representation/{verb}")
            for verb in representing.VERBS
        ),
        Route(confirming.LINK_PATH, partial(confirming.link, site), methods=["POST"], name=confirming.LINK_PATH),
        Route(confirming.UNLINK_PATH, partial(confirming.unlink, site), methods=["POST"], name=confirming.UNLINK_PATH),
        Route(confirming.UNLINK_NOW_PATH, partial(confirming.unlink_now, site), methods=["POST"], name=confirming.UNLINK_NOW_PATH),
        *ASSETS.routes(),
    ]


def _error_pages(site: Site) -> dict[Any, Any]:
    return pages.error_pages(
        "portal", partial(problems.problem_page, site), title=lambda name: WORDS[f"problem.{name}.title"][1], now=site.now
    )
