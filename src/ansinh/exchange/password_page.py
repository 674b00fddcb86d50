"""The page for a provider that has none of its own: the person types number and password here, and the provider is asked server to server.

What is typed goes nowhere but to the provider, and is neither kept nor logged. How often an account may be tried is the provider's to
count; here the tries of one address are bounded, so that nobody walks through accounts by way of us.
"""

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange import pages, store
from ansinh.exchange.arrivals import Arrival
from ansinh.exchange.browsers import check_form, form_token
from ansinh.exchange.callback import conclude, take
from ansinh.exchange.model import BROWSER_COOKIE
from ansinh.exchange.refusals import send_back
from ansinh.exchange.upstreams import NotThePasswordError

_FORM = "password"
_LONGEST_SHOWN = 10


def password_page(arrival: Arrival, call: provider.Call) -> Response:
    """The page itself. Raises ProtocolError, shown as a page, where no login of this browser waits for it."""
    platform, browser = arrival.platform, call.cookies.get(BROWSER_COOKIE, "")
    state = call.params.get("state", "")
    with platform.database.transaction() as conn:
        waits = store.logins.is_open(conn, state=state, browser=browser, issuer=arrival.upstream.issuer, now=platform.now())
    if not waits:
        raise oidc.ProtocolError("login_unknown", "this page belongs to no login begun in this browser")
    return _page(arrival, call, said=None, status=200)


def password_posted(arrival: Arrival, call: provider.Call) -> Response:
    """Number and password, posted. What was wrong is shown and the login stays open; raises ProtocolError for a form not of this browser."""
    platform = arrival.platform
    check_form(call, _FORM, call.params.get("state", ""), cookie_name=BROWSER_COOKIE)
    if not platform.op.failures.allow(f"typed|{call.address}", platform.now().timestamp()):
        return _page(arrival, call, said="locked_out", status=429)
    login = take(arrival, call)
    if "cancel" in call.params:
        denied = oidc.ProtocolError("access_denied", "the person ended the login")
        return send_back(platform, login.request, denied)
    try:
        return conclude(arrival, call, login)
    except NotThePasswordError as refused:
        with platform.database.transaction() as conn:
            store.logins.keep(conn, login, browser=call.cookies[BROWSER_COOKIE])
        return _page(arrival, call, said=refused.code, status=429 if refused.code == "locked_out" else 422)


def _page(arrival: Arrival, call: provider.Call, *, said: str | None, status: int) -> Response:
    state = call.params.get("state", "")
    csrf = form_token(call.cookies.get(BROWSER_COOKIE, ""), _FORM, state)
    fields = {"state": state, "csrf": csrf, "ui_locales": call.language}
    number = call.params.get("number", "")[:_LONGEST_SHOWN]
    return pages.password(fields, arrival.upstream.declared, number=number, said=said, language=call.language, status=status)
