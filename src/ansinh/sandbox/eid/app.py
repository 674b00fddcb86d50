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
from ansinh import provider as openid
from ansinh.kit import clock, crypto, db, web
from ansinh.sandbox.eid import approvals, faces, pages, passkeys, telephone
from ansinh.sandbox.eid.authorize import auth, cancel, shown_again
from ansinh.sandbox.eid.factors.faces import DrawingCheck, FaceCheck
from ansinh.sandbox.eid.factors.passkeys import site_of
from ansinh.sandbox.eid.host import EidHost
from ansinh.sandbox.eid.logout import logout, logout_confirmed
from ansinh.sandbox.eid.model import REALM, TOKEN_LIFE, EidProvider, addresses
from ansinh.sandbox.eid.phone import phone, phone_unlocked
from ansinh.sandbox.eid.pictures import MOST_BODY_BYTES, with_picture
from ansinh.sandbox.eid.prove import authenticate
from ansinh.wire import eid

_MOST_BYTES = 65_536
_FAILURES, _WINDOW_S = 30, 60.0


def build_app(
    *,
    database: db.Database,
    base_url: str,
    signing_keys: Sequence[bytes] | openid.Keys,
    now: clock.Clock = clock.utc_now,
    random: oidc.Randomness = crypto.random_token,
    new_id: Callable[[], UUID] = uuid4,
    tries_per_minute: int = 600,
    face_check: FaceCheck | None = None,
) -> Starlette:
    """The provider at `base_url` (no slash at the end); its issuer is `<base_url>/auth/realms/citizen`, all its paths begin with /auth.

    `signing_keys` are a ring that turns, or P-256 private keys in PEM: the first signs, all are published. `tries_per_minute` bounds password tries of one
    address over all accounts and processes (each account has its own bound of five in 15 minutes). `face_check`: who compares faces, drawings
    if not given.
    """
    host = EidHost(base_url + REALM)
    op = openid.Provider(
        addresses=addresses(base_url),
        keys=openid.as_keys(signing_keys),
        database=database,
        now=now,
        random=random,
        failures=web.RateLimit(_FAILURES, _WINDOW_S),
        host=host,
        token_life=TOKEN_LIFE,
        acr_values=tuple(level.acr for level in eid.LEVELS),
        claims=eid.CLAIMS_OF_PROVIDER,
    )
    provider = EidProvider(op, new_id, tries_per_minute, site_of(base_url), face_check or DrawingCheck())
    return Starlette(
        routes=_routes(provider, host),
        middleware=[Middleware(web.SecurityHeaders, csp=pages.POLICY)],
        exception_handlers={404: openid.no_such_page(host)},
        max_body_size=_MOST_BYTES,
    )


def _routes(provider: EidProvider, host: EidHost) -> list[BaseRoute]:
    both, post, get = ["GET", "POST"], ["POST"], ["GET"]
    op = provider.op
    connect = f"{REALM}/protocol/openid-connect"
    return [
        Route("/", openid.browser(host, provider, home), methods=get),
        Route(f"{REALM}/.well-known/openid-configuration", openid.machine(host, op, openid.discovery), methods=get),
        Route(f"{connect}/certs", openid.machine(host, op, openid.jwks), methods=get),
        Route(f"{connect}/ext/par/request", openid.machine(host, op, openid.push), methods=post),
        Route(f"{connect}/auth", openid.browser(host, provider, auth), methods=both),
        Route(f"{connect}/token", openid.machine(host, op, openid.token), methods=post),
        Route(f"{connect}/token/introspect", openid.machine(host, op, openid.introspect), methods=post),
        Route(f"{connect}/revoke", openid.machine(host, op, openid.revoke), methods=post),
        Route(f"{connect}/userinfo", openid.machine(host, op, openid.userinfo), methods=both),
        Route(f"{connect}/logout", openid.browser(host, provider, logout), methods=both),
        Route(f"{connect}/logout/confirm", openid.browser(host, provider, logout_confirmed), methods=post),
        Route(f"{REALM}/login-actions/authenticate", openid.browser(host, provider, shown_again), methods=get),
        Route(f"{REALM}/login-actions/authenticate", openid.browser(host, provider, authenticate), methods=post),
        Route(f"{REALM}/login-actions/cancel", openid.browser(host, provider, cancel), methods=get),
        Route(f"{REALM}/login-actions/qr", openid.browser(host, provider, approvals.picture), methods=get),
        Route(f"{REALM}/login-actions/ask", openid.browser(host, provider, approvals.ask), methods=post),
        Route(f"{REALM}/login-actions/wait", openid.browser(host, provider, approvals.wait), methods=get),
        Route(f"{REALM}/login-actions/wait/mark", openid.browser(host, provider, approvals.mark), methods=get),
        Route(f"{REALM}/login-actions/passkey", openid.browser(host, provider, passkeys.log_in), methods=post),
        Route(f"{REALM}/login-actions/passkey/challenge", openid.browser(host, provider, passkeys.challenge), methods=post),
        Route(f"{REALM}/login-actions/face", with_picture(host, provider, faces.show), methods=post, max_body_size=MOST_BODY_BYTES),
        Route(f"{REALM}/app", openid.browser(host, provider, telephone.screen), methods=get),
        Route(f"{REALM}/app/unlock", openid.browser(host, provider, telephone.unlock), methods=post),
        Route(f"{REALM}/app/lock", openid.browser(host, provider, telephone.lock), methods=post),
        Route(f"{REALM}/app/web-login", openid.browser(host, provider, telephone.allow), methods=post),
        Route(f"{REALM}/app/scan", openid.browser(host, provider, telephone.scanned), methods=get),
        Route(f"{REALM}/app/scan", openid.browser(host, provider, telephone.scan), methods=post),
        Route(f"{REALM}/app/answer", openid.browser(host, provider, telephone.answer), methods=post),
        Route(f"{REALM}/app/mark", openid.browser(host, provider, telephone.mark), methods=get),
        Route(f"{REALM}/app/passkeys", openid.browser(host, provider, telephone.listed), methods=get),
        Route(f"{REALM}/app/passkeys/new", openid.browser(host, provider, telephone.begin), methods=post),
        Route(f"{REALM}/app/passkeys/made", openid.browser(host, provider, telephone.make), methods=post),
        Route(f"{REALM}/app/passkeys/remove", openid.browser(host, provider, telephone.remove), methods=post),
        Route(f"{REALM}/app/portrait", openid.browser(host, provider, faces.portrait), methods=get),
        Route(f"{REALM}/phone", openid.browser(host, provider, phone), methods=get),
        Route(f"{REALM}/phone", openid.browser(host, provider, phone_unlocked), methods=post),
        Mount("/auth/resources", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def home(_provider: EidProvider, call: openid.Call) -> Response:
    """What this origin is."""
    return pages.home(call.language)
