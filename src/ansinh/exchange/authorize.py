"""The authorization endpoint: answer from the running session, or send the person to an eID provider, of their choice if there are several."""

from collections.abc import Sequence

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange import pages, rules, store
from ansinh.exchange.answer import answer
from ansinh.exchange.browsers import browser_of, check_form, form_token, marked, session_of
from ansinh.exchange.model import BROWSER_COOKIE, LOGIN_LIFE, PendingLogin, Platform
from ansinh.exchange.permitted import objection_to, permitted
from ansinh.exchange.refusals import send_back
from ansinh.exchange.upstreams import Upstream, to_offer
from ansinh.kit import errors

_FORM = "choice"
# The relying party may name the provider by its code, as `loginIdp` tells it; the name of the parameter is that of WSO2 Identity Server.
HINT = "fidp"


def authorize(platform: Platform, call: provider.Call) -> Response:
    """Raises ProtocolError to be shown as a page while the client and its address are in doubt; later errors go to the client."""
    with platform.database.transaction() as conn:
        asked = provider.asked(platform.op, conn, call)
        try:
            request = asked.request()
            demands = rules.demands_of(request)
            allowed = permitted(platform, conn, request.client_id)
            session = session_of(platform, conn, call)
            came_from = None if session is None else next((each for each in allowed if each.issuer == session.upstream_issuer), None)
            # A login at a provider that this relying party may not use answers nothing here, however it began.
            if session is not None and came_from is not None and rules.may_answer_at_once(session, request, demands, now=platform.now()):
                return answer(platform, conn, request=request, session=session, client=asked.client)
            request.check_login_page_allowed()
            offered = to_offer(
                allowed,
                demands,
                hint=asked.params.get(HINT),
                running=None if came_from is None else came_from.declared.code,
                anew="select_account" in request.prompts,
            )
            _check_offered(allowed, offered)
        except oidc.ProtocolError as wrong:
            return provider.go(asked.error_address(platform.op, wrong))
    return _to_one_of(platform, call, request=request, offered=offered)


def log_in(platform: Platform, call: provider.Call, *, request: oidc.AuthorizationRequest) -> Response:
    """Begin a login for a request that is good. Raises ProtocolError where no provider is open for it."""
    with platform.database.transaction() as conn:
        allowed = permitted(platform, conn, request.client_id)
    offered = to_offer(allowed, rules.demands_of(request), hint=None, running=None, anew=True)
    _check_offered(allowed, offered)
    return _to_one_of(platform, call, request=request, offered=offered)


def chosen(platform: Platform, call: provider.Call) -> Response:
    """The person's choice. Raises ProtocolError, shown as a page, where the form is not of this browser or was answered before."""
    check_form(call, _FORM, call.params.get("choice", ""), cookie_name=BROWSER_COOKIE)
    browser = call.cookies[BROWSER_COOKIE]
    with platform.database.transaction() as conn:
        request = store.logins.take_choice(conn, call.params.get("choice", ""), browser=browser, now=platform.now())
        if request is None:
            raise oidc.ProtocolError("login_unknown", "this choice belongs to no login begun in this browser")
        objection = objection_to(platform, conn, request)
        allowed = permitted(platform, conn, request.client_id)
    if objection is not None:
        raise objection
    wanted = [each for each in allowed if each.declared.code == call.params.get("upstream")]
    if not wanted:
        away = oidc.ProtocolError("access_denied", "this way of logging in may not be used for this service")
        return send_back(platform, request, away)
    return send_upstream(platform, call, request=request, upstream=wanted[0], repeated=False)


def send_upstream(
    platform: Platform, call: provider.Call, *, request: oidc.AuthorizationRequest, upstream: Upstream, repeated: bool
) -> Response:
    """Begin a login at the eID provider, bound to this browser by a cookie that only we can read."""
    now = platform.now()
    try:
        begun = upstream.begin(
            now=now,
            random=platform.random,
            demands=rules.demands_of(request),
            prompt=rules.prompt_upstream(request, repeated=repeated),
            max_age_s=request.max_age_s,
            ui_locales=request.ui_locales,
        )
    except (errors.CounterpartDown, oidc.ProtocolError):
        down = oidc.ProtocolError("temporarily_unavailable", "the identity provider does not answer")
        return send_back(platform, request, down)
    browser = browser_of(platform, call)
    with platform.database.transaction() as conn:
        store.logins.keep(conn, PendingLogin(request, begun.attempt, repeated, now + LOGIN_LIFE), browser=browser)
    return marked(platform, provider.go(begun.address), browser)


def _check_offered(allowed: Sequence[Upstream], offered: Sequence[Upstream]) -> None:
    """Nobody is sent to log in where it could not help."""
    if not allowed:
        raise oidc.ProtocolError("access_denied", "no way of logging in is open for this service")
    if not offered:
        raise oidc.ProtocolError("unmet_authentication_requirements", "no way of logging in that is open reaches the level that was asked")


def _to_one_of(platform: Platform, call: provider.Call, *, request: oidc.AuthorizationRequest, offered: Sequence[Upstream]) -> Response:
    if len(offered) > 1:
        return _offer(platform, call, request=request, offered=offered)
    return send_upstream(platform, call, request=request, upstream=offered[0], repeated=False)


def _offer(platform: Platform, call: provider.Call, *, request: oidc.AuthorizationRequest, offered: Sequence[Upstream]) -> Response:
    choice, browser = platform.random(), browser_of(platform, call)
    with platform.database.transaction() as conn:
        store.logins.keep_choice(conn, choice, browser=browser, request=request, expires_at=platform.now() + LOGIN_LIFE)
    language = provider.choose_language(" ".join(request.ui_locales), call.accept_language)
    fields = {"choice": choice, "csrf": form_token(browser, _FORM, choice), "ui_locales": language}
    return marked(platform, pages.choose(fields, [each.declared for each in offered], language=language), browser)
