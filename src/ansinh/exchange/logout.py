"""Sign-out at the exchange: ends the session here, then at the provider it came from, then goes back to who asked.

(OpenID Connect RP-Initiated Logout 1.0.) Without a token of ours that names the session, the person is asked first.
"""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from ansinh import audit, oidc, provider
from ansinh.exchange import pages, store
from ansinh.exchange.arrivals import Arrival
from ansinh.exchange.browsers import browser_of, check_form, form_token, marked, session_of
from ansinh.exchange.model import BROWSER_COOKIE, LOGOUT_LIFE, SESSION_COOKIE, Platform, Session
from ansinh.kit import db, errors, web

_FORM = "sign-out"
_MOST_STOPS = 8  # browsers follow some twenty redirects, and each stop takes two


def logout(platform: Platform, call: provider.Call) -> Response:
    """Raises ProtocolError, shown as a page, for a token that is not ours and for an address that is not registered."""
    hint = oidc.read_logout_hint(call.params, issuer=platform.issuer, keys=platform.op.known_keys())
    with platform.database.transaction() as conn:
        target = _target(platform, conn, call, hint)
        if hint is None:
            running = session_of(platform, conn, call, idle_too=True)
            return _finished(call, target) if running is None else _ask(platform, call)
        session = _named(platform, conn, call, hint)
        if session is None:
            return _finished(call, target)
        _end(platform, conn, session, by=audit.Actor("relying_party", hint.client_id))
        running = session_of(platform, conn, call, idle_too=True)
    response = _cascade(platform, call, session, target)
    # A token somebody else was given may not sign out whoever else is logged in at this browser.
    return response if running is not None else _without_session(platform, response)


def logout_confirmed(platform: Platform, call: provider.Call) -> Response:
    """The answer to our own question. Raises ProtocolError("form_expired") where the form is not ours."""
    check_form(call, _FORM, cookie_name=BROWSER_COOKIE)
    with platform.database.transaction() as conn:
        target = _target(platform, conn, call, None)
        session = session_of(platform, conn, call, idle_too=True)
        if session is None:
            return _finished(call, target)
        _end(platform, conn, session, by=audit.Actor("citizen", session.claims.subject))
    return _without_session(platform, _cascade(platform, call, session, target))


def end_everywhere(platform: Platform, call: provider.Call, sessions: Sequence[Session]) -> Response:
    """These sessions of one person end, and the browser goes round the providers they came from, one after another, to end them there."""
    with platform.database.transaction() as conn:
        for session in sessions:
            _end(platform, conn, session, by=audit.Actor("citizen", session.claims.subject))
    target = None
    for session in reversed(sessions[:_MOST_STOPS]):
        target = _farewell(platform, call, session, target) or target
    return _without_session(platform, _finished(call, target))


def logout_done(platform: Platform, call: provider.Call) -> Response:
    """Back from signing out at the provider."""
    with platform.database.transaction() as conn:
        target = store.logins.take_logout(conn, state=call.params.get("state", ""), now=platform.now())
    return _finished(call, target)


def told_by_upstream(arrival: Arrival, call: provider.Call) -> Response:
    """An eID provider says, server to server, that a session is over: ours that came from it end, and their services are told.

    Nothing goes back upstream, so there is no loop. Raises ProtocolError for a token that is not good or was used before.
    """
    platform, issuer = arrival.platform, arrival.upstream.issuer
    now = platform.now()
    token = arrival.upstream.check_logout_token(oidc.require(call.params, "logout_token"), now=now)
    with platform.database.transaction() as conn:
        if not provider.first_time(conn, f"logout|{issuer}|{token.jti}", until=token.expires_at):
            raise oidc.ProtocolError("invalid_request", "the logout token was used before", field="jti")
        ended = store.sessions.end_of_upstream(conn, issuer, subject=token.subject, sid=token.sid)
        provider.end_sessions(conn, ended, now=now)
        for _ in ended:
            _record(platform, conn, by=audit.Actor("system", "eid_provider"))
    return Response(status_code=200, headers={"cache-control": "no-store"})


def _target(platform: Platform, conn: db.Connection, call: provider.Call, hint: oidc.LogoutHint | None) -> str | None:
    client_id = call.params.get("client_id") if hint is None else hint.client_id
    return oidc.return_address(call.params, provider.find_client(conn, platform.issuer, client_id))


def _named(platform: Platform, conn: db.Connection, call: provider.Call, hint: oidc.LogoutHint) -> Session | None:
    """The session the hint names, or the browser's own if it is the same person's: they may have logged in again since."""
    try:
        session = store.sessions.by_id(conn, UUID(hint.sid), issuer=platform.issuer, now=platform.now())
    except ValueError:
        session = None
    if session is not None:
        return session
    running = session_of(platform, conn, call, idle_too=True)
    client = provider.find_client(conn, platform.issuer, hint.client_id)
    if running is None or client is None:
        return None
    return running if platform.op.subject_for(client, running.claims.subject) == hint.subject else None


def _end(platform: Platform, conn: db.Connection, session: Session, *, by: audit.Actor) -> None:
    store.sessions.end(conn, session.session_id)
    provider.end_sessions(conn, [session.session_id], now=platform.now())
    _record(platform, conn, by=by)


def _record(platform: Platform, conn: db.Connection, *, by: audit.Actor) -> None:
    event = audit.Event(
        kind="exchange.signed_out",
        at=platform.now(),
        actor=by,
        subject=None,
        purpose="sign_out",
        detail={"reason": by.kind, "client": by.id if by.kind == "relying_party" else None},
    )
    audit.append(conn, event)


def _cascade(platform: Platform, call: provider.Call, session: Session, target: str | None) -> Response:
    """On to the provider; straight to the end if it cannot be asked: here the person is signed out already."""
    address = _farewell(platform, call, session, target)
    return _finished(call, target) if address is None else provider.go(address)


def _farewell(platform: Platform, call: provider.Call, session: Session, target: str | None) -> str | None:
    """Where to sign out of the provider and come back to go to `target`; None if the provider cannot be asked, or offers no sign-out."""
    state = platform.random()
    upstream = platform.upstream_of(session.upstream_issuer)
    if upstream is None:  # the exchange no longer knows it
        return None
    try:
        address = upstream.logout_address(
            hint=session.upstream_id_token,
            post_logout_redirect_uri=f"{platform.issuer}/oidc/logout/done",
            state=state,
            now=platform.now(),
            ui_locales=(call.language,),
        )
    except (errors.CounterpartDown, oidc.ProtocolError):
        address = None
    if address is not None:
        with platform.database.transaction() as conn:
            store.logins.keep_logout(conn, state=state, return_address=target, expires_at=platform.now() + LOGOUT_LIFE)
    return address


def _finished(call: provider.Call, target: str | None) -> Response:
    return pages.signed_out(call.language) if target is None else provider.go(target)


def _without_session(platform: Platform, response: Response) -> Response:
    web.clear_cookie(response, SESSION_COOKIE, secure=platform.secure)
    return response


def _ask(platform: Platform, call: provider.Call) -> Response:
    browser = browser_of(platform, call)
    kept = {name: call.params[name] for name in ("client_id", "post_logout_redirect_uri", "state", "ui_locales") if name in call.params}
    page = pages.ask_to_sign_out(kept | {"csrf": form_token(browser, _FORM)}, language=call.language)
    return marked(platform, page, browser)
