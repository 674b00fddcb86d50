"""What marks a browser, and forms that only the browser they were made for can send."""

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.kit import crypto, web
from ansinh.sandbox.eid.model import BROWSER_COOKIE, LOGIN_LIFE, EidProvider

_LEAST_COOKIE = 32


def browser_of(call: provider.Call) -> str:
    """The value that marks this browser; empty if it has none yet."""
    return call.cookies.get(BROWSER_COOKIE, "")


def browser_or_new(op: EidProvider, call: provider.Call) -> str:
    """The same, or a new value where it has none, or one that somebody could have made up."""
    return browser_of(call) if len(browser_of(call)) >= _LEAST_COOKIE else op.random()


def marked(op: EidProvider, response: Response, browser: str) -> Response:
    """The response, with the mark that what it begins is bound to."""
    web.set_cookie(response, BROWSER_COOKIE, browser, secure=op.secure, max_age_s=int(LOGIN_LIFE.total_seconds()))
    return response


def form_token(browser_value: str, purpose: str) -> str:
    """Made from a cookie no other site can read, so no other site can make it."""
    return crypto.sha256_hex(f"{purpose}|{browser_value}")


def check_form(call: provider.Call, purpose: str, *, browser: str | None = None) -> None:
    """Raises ProtocolError("form_expired") for a form that was not made for this browser; `browser`: what marks it, unless the usual value."""
    browser = browser_of(call) if browser is None else browser
    if not browser or not crypto.same(call.params.get("csrf", ""), form_token(browser, purpose)):
        raise oidc.ProtocolError("form_expired", "this form was not made for this browser", field="csrf")
