"""Sign-out at the provider (OpenID Connect RP-Initiated Logout 1.0). Without a token of ours the person is asked first."""

from uuid import UUID

from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import db, web
from ansinh.provider import Call, end_sessions, find_client, go
from ansinh.sandbox.eid import pages, store
from ansinh.sandbox.eid.forms import browser_or_new, check_form, form_token, marked
from ansinh.sandbox.eid.model import SESSION_COOKIE, EidProvider, Session

LOGOUT_FORM = "logout"


def logout(provider: EidProvider, call: Call) -> Response:
    """Raises ProtocolError, shown as a page, for a token that is not ours and for an address that is not registered."""
    hint = oidc.read_logout_hint(call.params, issuer=provider.issuer, keys=provider.op.known_keys())
    with provider.database.transaction() as conn:
        target = _target(provider, conn, call, hint)
        running = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), now=provider.now())
        if hint is None:
            return _finished(call, target) if running is None else _ask(provider, call)
        session = _named(provider, conn, hint, running)
        if session is None:
            return _finished(call, target)
        _end(provider, conn, session)
    response = _finished(call, target)
    # A token somebody else was given may not sign out whoever else is logged in at this browser.
    return _without_session(provider, response) if running is None or running.session_id == session.session_id else response


def logout_confirmed(provider: EidProvider, call: Call) -> Response:
    """The answer to our own question."""
    check_form(call, LOGOUT_FORM)
    with provider.database.transaction() as conn:
        target = _target(provider, conn, call, None)
        running = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), now=provider.now())
        if running is not None:
            _end(provider, conn, running)
    return _without_session(provider, _finished(call, target))


def _target(provider: EidProvider, conn: db.Connection, call: Call, hint: oidc.LogoutHint | None) -> str | None:
    client_id = call.params.get("client_id") if hint is None else hint.client_id
    return oidc.return_address(call.params, find_client(conn, provider.issuer, client_id))


def _named(provider: EidProvider, conn: db.Connection, hint: oidc.LogoutHint, running: Session | None) -> Session | None:
    """The session the hint names, or the browser's own if it is the same person's: they may have logged in again since."""
    try:
        session = store.sessions.by_id(conn, UUID(hint.sid), now=provider.now())
    except ValueError:
        session = None
    if session is not None:
        return session
    client = find_client(conn, provider.issuer, hint.client_id)
    if running is None or client is None:
        return None
    return running if provider.op.subject_for(client, str(running.subject)) == hint.subject else None


def _end(provider: EidProvider, conn: db.Connection, session: Session) -> None:
    store.sessions.end(conn, session.session_id)
    end_sessions(conn, [session.session_id], now=provider.now())


def _finished(call: Call, target: str | None) -> Response:
    return pages.signed_out(call.language) if target is None else go(target)


def _without_session(provider: EidProvider, response: Response) -> Response:
    web.clear_cookie(response, SESSION_COOKIE, secure=provider.secure)
    return response


def _ask(provider: EidProvider, call: Call) -> Response:
    browser = browser_or_new(provider, call)
    kept = {name: call.params[name] for name in ("client_id", "post_logout_redirect_uri", "state", "ui_locales") if name in call.params}
    page = pages.ask_to_sign_out(kept | {"csrf": form_token(browser, LOGOUT_FORM)}, language=call.language)
    return marked(provider, page, browser)
