"""The provider as routes and as an ASGI app: which path is which verb."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ansinh import oidc
from ansinh.kit import clock, crypto, db, web
from ansinh.sandbox.eid import pages
from ansinh.sandbox.eid.authorize import auth, authenticate, cancel
from ansinh.sandbox.eid.calls import Call, browser, document, machine, no_such_page
from ansinh.sandbox.eid.logout import logout, logout_confirmed
from ansinh.sandbox.eid.model import REALM, EidProvider
from ansinh.sandbox.eid.phone import phone, phone_unlocked
from ansinh.sandbox.eid.token import token
from ansinh.sandbox.eid.userinfo import userinfo
from ansinh.wire import eid

_MOST_BYTES = 65_536
_FAILURES, _WINDOW_S = 30, 60.0
_PUBLIC = {"cache-control": "public, max-age=300"}
_LEVELS = tuple(eid.Assurance(account, authentication).acr for account in (1, 2) for authentication in (1, 2))


def build_app(
    *,
    database: db.Database,
    base_url: str,
    signing_keys: Sequence[bytes],
    now: clock.Clock = clock.utc_now,
    random: oidc.Randomness = crypto.random_token,
    new_id: Callable[[], UUID] = uuid4,
    tries_per_minute: int = 600,
) -> Starlette:
    """The provider at `base_url` (no slash at the end); its issuer is `<base_url>/auth/realms/citizen`, all its paths begin with /auth.

    `signing_keys` are P-256 private keys in PEM: the first signs, all are published. `tries_per_minute` bounds password tries of one
    address over all accounts (each account has its own bound of five in 15 minutes).
    """
    provider = EidProvider(
        base_url=base_url,
        keys=tuple(oidc.SigningKey(pem) for pem in signing_keys),
        database=database,
        now=now,
        random=random,
        new_id=new_id,
        attempts=web.RateLimit(tries_per_minute, _WINDOW_S),
        failures=web.RateLimit(_FAILURES, _WINDOW_S),
    )
    return Starlette(
        routes=_routes(provider),
        middleware=[Middleware(web.SecurityHeaders, form_action=pages.FORM_ACTION)],
        exception_handlers={404: no_such_page},
        max_body_size=_MOST_BYTES,
    )


def _routes(provider: EidProvider) -> list[BaseRoute]:
    both, post, get = ["GET", "POST"], ["POST"], ["GET"]
    connect = f"{REALM}/protocol/openid-connect"
    return [
        Route("/", browser(provider, home), methods=get),
        Route(f"{REALM}/.well-known/openid-configuration", machine(provider, discovery), methods=get),
        Route(f"{connect}/certs", machine(provider, certs), methods=get),
        Route(f"{connect}/auth", browser(provider, auth), methods=both),
        Route(f"{connect}/token", machine(provider, token), methods=post),
        Route(f"{connect}/userinfo", machine(provider, userinfo), methods=both),
        Route(f"{connect}/logout", browser(provider, logout), methods=both),
        Route(f"{connect}/logout/confirm", browser(provider, logout_confirmed), methods=post),
        Route(f"{REALM}/login-actions/authenticate", browser(provider, authenticate), methods=post),
        Route(f"{REALM}/login-actions/cancel", browser(provider, cancel), methods=get),
        Route(f"{REALM}/phone", browser(provider, phone), methods=get),
        Route(f"{REALM}/phone", browser(provider, phone_unlocked), methods=post),
        Mount("/auth/resources", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def home(_provider: EidProvider, call: Call) -> Response:
    """What this origin is."""
    return pages.home(call.language)


def discovery(provider: EidProvider, _call: Call) -> Response:
    """OpenID Connect Discovery 1.0 section 4."""
    claims = ("sub", "acr", "amr", "auth_time", "sid", *eid.CLAIMS_OF_PROVIDER)
    return document(oidc.discovery_document(provider.addresses, acr_values=_LEVELS, scopes=("openid",), claims=claims), headers=_PUBLIC)


def certs(provider: EidProvider, _call: Call) -> Response:
    """The public keys (RFC 7517)."""
    return document(oidc.jwks(provider.keys), headers=_PUBLIC)
