"""The authorization endpoint: answer from the running session, or send the person to the eID provider."""

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange import rules, store
from ansinh.exchange.answer import answer
from ansinh.exchange.model import BROWSER_COOKIE, LOGIN_LIFE, SESSION_COOKIE, PendingLogin, Platform
from ansinh.kit import errors, web

_LEAST_COOKIE = 32


def authorize(platform: Platform, call: provider.Call) -> Response:
    """Raises ProtocolError to be shown as a page while the client and its address are in doubt; later errors go to the client."""
    with platform.database.transaction() as conn:
        asked = provider.asked(platform.op, conn, call)
        try:
            request = asked.request()
            demands = rules.demands_of(request)
            session = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), issuer=platform.issuer, now=platform.now())
            if session is not None and rules.may_answer_at_once(session, request, demands, now=platform.now()):
                return answer(platform, conn, call, request=request, session=session)
            request.check_login_page_allowed()
        except oidc.ProtocolError as wrong:
            return provider.go(asked.error_address(platform.op, wrong))
    return send_upstream(platform, call, request=request, repeated=False)


def send_upstream(platform: Platform, call: provider.Call, *, request: oidc.AuthorizationRequest, repeated: bool) -> Response:
    """Begin a login at the eID provider, bound to this browser by a cookie that only we can read."""
    now = platform.now()
    try:
        begun = platform.upstream.begin(
            now=now,
            random=platform.random,
            acr_values=rules.asked_upstream(rules.demands_of(request)),
            prompt=rules.prompt_upstream(request, repeated=repeated),
            max_age_s=request.max_age_s,
            ui_locales=request.ui_locales,
        )
    except (errors.CounterpartDown, oidc.ProtocolError):
        down = oidc.ProtocolError("temporarily_unavailable", "the identity provider does not answer")
        return provider.go(oidc.error_address(request.redirect_uri, down, state=request.state, issuer=platform.issuer))
    known = call.cookies.get(BROWSER_COOKIE, "")
    browser = known if len(known) >= _LEAST_COOKIE else platform.random()
    with platform.database.transaction() as conn:
        store.logins.keep(conn, PendingLogin(request, begun.attempt, repeated), browser=browser, expires_at=now + LOGIN_LIFE)
    response = provider.go(begun.address)
    web.set_cookie(response, BROWSER_COOKIE, browser, secure=platform.secure, max_age_s=int(LOGIN_LIFE.total_seconds()))
    return response
