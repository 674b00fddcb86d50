"""What the exchange knows a browser by: two cookies no other site can read, the session behind one, and forms that nobody else can send."""

from dataclasses import replace

from starlette.responses import Response

from ansinh import oidc, provider
from ansinh.exchange import store
from ansinh.exchange.model import BROWSER_COOKIE, LOGIN_LIFE, SESSION_COOKIE, Platform, Session
from ansinh.kit import crypto, db, web

_LEAST_COOKIE = 32


def session_of(platform: Platform, conn: db.Connection, call: provider.Call, *, idle_too: bool = False) -> Session | None:
    """The running session of this browser; with `idle_too` also one left alone for too long: to sign out, or to log in anew."""
    cookie = call.cookies.get(SESSION_COOKIE)
    session = store.sessions.by_cookie(conn, cookie, issuer=platform.issuer, now=platform.now(), idle_too=idle_too)
    upstream = None if session is None else platform.upstream_of(session.upstream_issuer)
    if session is None or upstream is None:
        return session
    return replace(session, claims=replace(session.claims, login_idp=upstream.declared.code))


def browser_of(platform: Platform, call: provider.Call) -> str:
    """What marks this browser before anybody is logged in; new where it has no mark, or one that somebody could have made up."""
    known = call.cookies.get(BROWSER_COOKIE, "")
    return known if len(known) >= _LEAST_COOKIE else platform.random()


def marked(platform: Platform, response: Response, browser: str) -> Response:
    """The response, with the mark that what it begins is bound to."""
    web.set_cookie(response, BROWSER_COOKIE, browser, secure=platform.secure, max_age_s=int(LOGIN_LIFE.total_seconds()))
    return response


def form_token(cookie: str, form: str, about: str = "") -> str:
    """The token for a form shown to the browser with this cookie; `about` binds it to what the form is about."""
    return crypto.sha256_hex(f"exchange|{form}|{about}|{cookie}")


def check_form(call: provider.Call, form: str, about: str = "", *, cookie_name: str = SESSION_COOKIE) -> None:
    """Raises ProtocolError("form_expired") unless the posted form was made for this browser's session, or for what `cookie_name` marks."""
    cookie = call.cookies.get(cookie_name, "")
    if not cookie or not crypto.same(call.params.get("csrf", ""), form_token(cookie, form, about)):
        raise oidc.ProtocolError("form_expired", "this form was not made for this browser", field="csrf")
