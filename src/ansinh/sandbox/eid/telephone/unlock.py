"""Signing in to the app and out of it."""

from datetime import timedelta

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db, web
from ansinh.provider import Call, go
from ansinh.sandbox.eid import pages, store, verify
from ansinh.sandbox.eid.forms import browser_or_new, check_form, form_token, marked
from ansinh.sandbox.eid.model import APP_COOKIE, IDLE_LIFE, REALM, EidProvider
from ansinh.sandbox.eid.verify import Tried, Verdict

HOME = f"{REALM}/app"
_UNLOCK_FORM = "app"
_APP_LIFE = timedelta(hours=8)
_LONGEST_TYPED = 200


def unlock(provider: EidProvider, call: Call) -> Response:
    """The app is this account's from now on, under a new cookie; tries count like those of the login page."""
    check_form(call, _UNLOCK_FORM)
    now = provider.now()
    username, password = call.params.get("username", "").strip()[:_LONGEST_TYPED], call.params.get("password", "")[:_LONGEST_TYPED]
    tried, cookie = Tried(Verdict.LOCKED_OUT), provider.random()
    if verify.address_may_try(provider.database, call.address, most=provider.tries_per_minute, now=now):
        with provider.database.transaction() as conn:
            tried = verify.check_password(conn, username, password, now=now)
            if tried.holder is not None:
                store.app_sessions.end(conn, app_of(call))
                store.app_sessions.open_one(conn, cookie, username=tried.holder.username, now=now, expires_at=now + _APP_LIFE)
    if tried.holder is None:
        return ask_to_unlock(provider, call, said=tried.said, typed=username, status=429 if tried.verdict is Verdict.LOCKED_OUT else 422)
    scanned = call.params.get("c")
    response = go(address_with(call, "/scan", c=scanned) if scanned else address_with(call))
    web.set_cookie(response, APP_COOKIE, cookie, secure=provider.secure, path=HOME)
    return response


def lock(provider: EidProvider, call: Call) -> Response:
    """The app is nobody's from now on."""
    check_app_form(call)
    with provider.database.transaction() as conn:
        store.app_sessions.end(conn, app_of(call))
    response = go(address_with(call))
    web.clear_cookie(response, APP_COOKIE, secure=provider.secure, path=HOME)
    return response


def whose(provider: EidProvider, conn: db.Connection, call: Call) -> str | None:
    """The account the app is signed in to; None if it is locked. Asking keeps no app open, and holds no row others wait for."""
    now = provider.now()
    return store.app_sessions.look(conn, app_of(call), idle_since=now - IDLE_LIFE, now=now)


def used_by(provider: EidProvider, conn: db.Connection, call: Call) -> str | None:
    """The same, for its owner who looks at it: it stays open half an hour from now."""
    now = provider.now()
    return store.app_sessions.use(conn, app_of(call), idle_since=now - IDLE_LIFE, now=now)


def ask_to_unlock(provider: EidProvider, call: Call, *, said: str | None = None, typed: str = "", status: int = 200) -> Response:
    """The form to sign in; a code that was scanned meanwhile is kept in it."""
    browser = browser_or_new(provider, call)
    page = pages.app_locked(
        csrf=form_token(browser, _UNLOCK_FORM),
        said=said,
        username=typed,
        scanned=call.params.get("c", "")[:_LONGEST_TYPED],
        language=call.language,
        status=status,
    )
    return marked(provider, page, browser)


def app_of(call: Call) -> str:
    """The value that marks this app; empty if it is signed in to no account."""
    return call.cookies.get(APP_COOKIE, "")


def check_app_form(call: Call) -> None:
    """Raises ProtocolError("form_expired") for a form that was not made for this app."""
    check_form(call, _UNLOCK_FORM, browser=app_of(call))


def app_form_token(call: Call) -> str:
    return form_token(app_of(call), _UNLOCK_FORM)


def address_with(call: Call, page: str = "", **params: str) -> str:
    """The address of one of the app's pages, in the language of this one."""
    return oidc.with_query(f"{HOME}{page}", {**params, "ui_locales": call.language})
