"""The exchange as an ASGI app: which path is which verb."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ansinh import oidc
from ansinh.exchange import pages
from ansinh.exchange.authorize import authorize
from ansinh.exchange.callback import commonauth
from ansinh.exchange.calls import Call, browser, document, machine, no_such_page
from ansinh.exchange.logout import logout, logout_confirmed, logout_done
from ansinh.exchange.model import Platform
from ansinh.exchange.token import token
from ansinh.exchange.userinfo import userinfo
from ansinh.kit import clock, crypto, db, web
from ansinh.wire import eid

_MOST_BYTES = 65_536
_FAILURES, _WINDOW_S = 30, 60.0
_PUBLIC = {"cache-control": "public, max-age=300"}
_LEVELS = ("LoA1", "LoA2", *(eid.Assurance(account, authentication).acr for account in (1, 2) for authentication in (1, 2, 3, 4)))


def build_app(
    *,
    database: db.Database,
    base_url: str,
    signing_keys: Sequence[bytes],
    upstream_issuer: str,
    upstream_client_id: str,
    upstream_client_secret: str,
    http: oidc.Http,
    now: clock.Clock = clock.utc_now,
    random: oidc.Randomness = crypto.random_token,
    new_id: Callable[[], UUID] = uuid4,
) -> Starlette:
    """The exchange at `base_url` (no slash at the end), which is also its issuer.

    `signing_keys` are P-256 private keys in PEM: the first signs, all are published. At the upstream provider it must be
    registered with redirect address `<base_url>/commonauth` and `<base_url>/oidc/logout/done` for after sign-out.
    """
    registration = oidc.Registration(
        issuer=upstream_issuer,
        client_id=upstream_client_id,
        client_secret=upstream_client_secret,
        redirect_uri=f"{base_url}/commonauth",
    )
    platform = Platform(
        issuer=base_url,
        keys=tuple(oidc.SigningKey(pem) for pem in signing_keys),
        database=database,
        upstream=oidc.RelyingParty(registration, http),
        now=now,
        random=random,
        new_id=new_id,
        failures=web.RateLimit(_FAILURES, _WINDOW_S),
    )
    return Starlette(
        routes=_routes(platform),
        middleware=[Middleware(web.SecurityHeaders, form_action=pages.FORM_ACTION)],
        exception_handlers={404: no_such_page},
        max_body_size=_MOST_BYTES,
    )


def _routes(platform: Platform) -> list[BaseRoute]:
    both, post, get = ["GET", "POST"], ["POST"], ["GET"]
    return [
        Route("/", browser(platform, home), methods=get),
        Route("/.well-known/openid-configuration", machine(platform, discovery), methods=get),
        Route("/oauth2/jwks", machine(platform, jwks), methods=get),
        Route("/oauth2/authorize", browser(platform, authorize), methods=both),
        Route("/oauth2/token", machine(platform, token), methods=post),
        Route("/oauth2/userinfo", machine(platform, userinfo), methods=both),
        Route("/commonauth", browser(platform, commonauth), methods=get),
        Route("/oidc/logout", browser(platform, logout), methods=both),
        Route("/oidc/logout/confirm", browser(platform, logout_confirmed), methods=post),
        Route("/oidc/logout/done", browser(platform, logout_done), methods=get),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def home(_platform: Platform, call: Call) -> Response:
    """What this origin is."""
    return pages.home(call.language)


def discovery(platform: Platform, _call: Call) -> Response:
    """OpenID Connect Discovery 1.0 section 4."""
    claims = ("sub", "acr", "amr", "auth_time", *eid.CLAIMS_OF_EXCHANGE)
    return document(oidc.discovery_document(platform.provider, acr_values=_LEVELS, scopes=("openid",), claims=claims), headers=_PUBLIC)


def jwks(platform: Platform, _call: Call) -> Response:
    """The public keys (RFC 7517)."""
    return document(oidc.jwks(platform.keys), headers=_PUBLIC)
