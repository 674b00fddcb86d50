"""The exchange as an ASGI app: which path is which verb."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ansinh import oidc, provider
from ansinh.exchange import consent, pages
from ansinh.exchange.arrivals import Arrival
from ansinh.exchange.authorize import authorize, chosen
from ansinh.exchange.callback import commonauth
from ansinh.exchange.citizen import consent_withdrawn, own_page, signed_out_everywhere
from ansinh.exchange.host import ExchangeHost
from ansinh.exchange.logout import logout, logout_confirmed, logout_done, told_by_upstream
from ansinh.exchange.model import OWN_PAGE, TOKEN_LIFE, Platform, addresses
from ansinh.exchange.password_page import password_page, password_posted
from ansinh.exchange.rules import SCOPES
from ansinh.exchange.upstreams import Upstream, VssidUpstream, callback_path, check_together, logout_path
from ansinh.kit import clock, crypto, db, errors, web
from ansinh.wire import eid

_MOST_BYTES = 65_536
BACKCHANNEL_LOGOUT_PATH = logout_path(eid.LOGIN_IDP_POLICE)
_FAILURES, _WINDOW_S = 30, 60.0


def build_app(
    *,
    database: db.Database,
    base_url: str,
    signing_keys: Sequence[bytes] | provider.Keys,
    upstreams: Sequence[Upstream],
    pairwise_salt: bytes = b"",
    now: clock.Clock = clock.utc_now,
    random: oidc.Randomness = crypto.random_token,
    new_id: Callable[[], UUID] = uuid4,
) -> Starlette:
    """The exchange at `base_url` (no slash at the end), which is also its issuer.

    `signing_keys` are a ring that turns, or P-256 private keys in PEM: the first signs, all are published. `pairwise_salt` is a secret: what relying
    parties with pairwise subjects call a person is made from it, and changes with it. `upstreams` are the eID providers in the order a
    person is shown them; at each it must be registered with redirect address `<base_url>` + `callback_path(code)`, with
    `<base_url>/oidc/logout/done` for after sign-out, and with `<base_url>` + `logout_path(code)` for back-channel logout.
    Raises Refused where two of them could be taken for one another.
    """
    check_together(upstreams)
    host = ExchangeHost(base_url, {each.issuer: each.declared.code for each in upstreams})
    op = provider.Provider(
        addresses=addresses(base_url),
        keys=provider.as_keys(signing_keys),
        database=database,
        now=now,
        random=random,
        failures=web.RateLimit(_FAILURES, _WINDOW_S),
        host=host,
        token_life=TOKEN_LIFE,
        acr_values=("LoA1", "LoA2", *(level.acr for level in eid.LEVELS)),
        claims=eid.CLAIMS_FOR_RELYING_PARTIES,
        scopes=SCOPES,
        pairwise_salt=pairwise_salt,
    )
    platform = Platform(op, tuple(upstreams), new_id)
    return Starlette(
        routes=_routes(platform, host),
        middleware=[Middleware(web.SecurityHeaders, form_action=pages.FORM_ACTION)],
        exception_handlers={404: provider.no_such_page(host), 405: _cannot_be_opened(host), Exception: _broken(host)},
        max_body_size=_MOST_BYTES,
    )


def _routes(platform: Platform, host: ExchangeHost) -> list[BaseRoute]:
    both, post, get = ["GET", "POST"], ["POST"], ["GET"]
    op = platform.op
    return [
        Route("/", provider.browser(host, platform, home), methods=get),
        Route("/.well-known/openid-configuration", provider.machine(host, op, provider.discovery), methods=get),
        Route("/oauth2/jwks", provider.machine(host, op, provider.jwks), methods=get),
        Route("/oauth2/par", provider.machine(host, op, provider.push), methods=post),
        Route("/oauth2/authorize", provider.browser(host, platform, authorize), methods=both),
        Route("/oauth2/token", provider.machine(host, op, provider.token), methods=post),
        Route("/oauth2/userinfo", provider.machine(host, op, provider.userinfo), methods=both),
        Route("/oauth2/introspect", provider.machine(host, op, provider.introspect), methods=post),
        Route("/oauth2/revoke", provider.machine(host, op, provider.revoke), methods=post),
        Route(consent.PATH, provider.browser(host, platform, consent.show), methods=get),
        Route(consent.PATH, provider.browser(host, platform, consent.decide), methods=post),
        Route(OWN_PAGE, provider.browser(host, platform, own_page), methods=get),
        Route(f"{OWN_PAGE}/withdraw", provider.browser(host, platform, consent_withdrawn), methods=post),
        Route(f"{OWN_PAGE}/sign-out", provider.browser(host, platform, signed_out_everywhere), methods=post),
        Route("/oauth2/authorize/choose", provider.browser(host, platform, chosen), methods=post),
        *(route for upstream in platform.upstreams for route in _doors(Arrival(platform, upstream), host)),
        Route("/oidc/logout", provider.browser(host, platform, logout), methods=both),
        Route("/oidc/logout/confirm", provider.browser(host, platform, logout_confirmed), methods=post),
        Route("/oidc/logout/done", provider.browser(host, platform, logout_done), methods=get),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def _doors(arrival: Arrival, host: ExchangeHost) -> list[BaseRoute]:
    """Where one provider's answers arrive; where it has no pages of its own, ours for it."""
    code = arrival.upstream.declared.code
    told = Route(logout_path(code), provider.machine(host, arrival, told_by_upstream), methods=["POST"])
    if isinstance(arrival.upstream, VssidUpstream):
        page = Route(callback_path(code), provider.browser(host, arrival, password_page), methods=["GET"])
        return [page, Route(callback_path(code), provider.browser(host, arrival, password_posted), methods=["POST"]), told]
    return [Route(callback_path(code), provider.browser(host, arrival, commonauth), methods=["GET"]), told]


def _cannot_be_opened(host: ExchangeHost) -> Callable[[Request, Exception], Response]:
    """For an address that is asked in a way it does not answer."""

    def answer(request: Request, wrong: Exception) -> Response:
        refused = errors.Refused("method_not_allowed", "this address does not answer that method")
        response = provider.error_page(host, request, refused, status=405)
        response.headers.update(getattr(wrong, "headers", None) or {})  # Allow (RFC 9110 15.5.6)
        return response

    return answer


def _broken(host: ExchangeHost) -> Callable[[Request, Exception], Response]:
    """For what nobody foresaw: the reference is told to the person, the exception goes to the log."""

    def answer(request: Request, _unforeseen: Exception) -> Response:
        return provider.error_page(host, request, errors.Refused("server_error", "something went wrong here"), status=500)

    return answer


def home(_platform: Platform, call: provider.Call) -> Response:
    """What this origin is."""
    return pages.home(call.language)
