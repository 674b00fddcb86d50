"""Back from the eID provider: believe who logged in, open the session, answer the relying party."""

from dataclasses import replace

from starlette.responses import Response

from ansinh import audit, oidc, provider, terms
from ansinh.exchange import rules, store
from ansinh.exchange.answer import answer
from ansinh.exchange.authorize import send_upstream
from ansinh.exchange.model import BROWSER_COOKIE, SESSION_COOKIE, SESSION_LIFE, PendingLogin, Platform, Session
from ansinh.kit import db, errors, web
from ansinh.wire import eid


def commonauth(platform: Platform, call: provider.Call) -> Response:
    """The upstream redirect address. Raises ProtocolError, shown as a page, for an answer to no login of this browser."""
    now = platform.now()
    with platform.database.transaction() as conn:
        login = store.logins.take(conn, state=call.params.get("state", ""), browser=call.cookies.get(BROWSER_COOKIE, ""), now=now)
        client = None if login is None else provider.find_client(conn, platform.issuer, login.request.client_id)
    if login is None:
        raise oidc.ProtocolError("login_unknown", "this answer belongs to no login begun in this browser")
    if client is None:  # blocked while the person was away
        raise oidc.ProtocolError("invalid_client", "this service may no longer ask", field="client_id")
    try:
        signed_in = platform.upstream.finish(call.params, login.attempt, now=now)
        person = eid.parse_from_provider(signed_in.id_token, signed_in.userinfo)
    except oidc.ProtocolError as refusal:
        if refusal.code == "id_token_auth_time" and not login.repeated:
            return send_upstream(platform, call, request=login.request, repeated=True)
        return _refuse(platform, login, rules.told_to_client(refusal), reason=refusal.code)
    except errors.CounterpartDown as down:
        away = oidc.ProtocolError("temporarily_unavailable", "the identity provider does not answer")
        return _refuse(platform, login, away, reason=down.code)
    except terms.TermError as wrong:
        unsound = oidc.ProtocolError("server_error", "the identity provider's answer was not accepted")
        return _refuse(platform, login, unsound, reason=f"claim_{wrong.field}")
    return _admit(platform, call, login=login, person=person, upstream=signed_in.id_token)


def _admit(platform: Platform, call: provider.Call, *, login: PendingLogin, person: eid.EidClaims, upstream: oidc.IdToken) -> Response:
    cookie = platform.random()
    with platform.database.transaction() as conn:
        session = _open_session(platform, conn, call, person=person, upstream=upstream, cookie=cookie)
        try:
            rules.check_reached(session.reached, rules.demands_of(login.request))
            response = answer(platform, conn, call, request=login.request, session=session)
        except oidc.ProtocolError as unmet:
            _record_refusal(platform, conn, login, reason=unmet.code)
            response = provider.go(_error_address(platform, login, unmet))
    web.set_cookie(response, SESSION_COOKIE, cookie, secure=platform.secure)  # gone when the browser closes: computers are shared
    return response


def _open_session(
    platform: Platform, conn: db.Connection, call: provider.Call, *, person: eid.EidClaims, upstream: oidc.IdToken, cookie: str
) -> Session:
    """A session under a new cookie. The same person logging in again keeps the `sid`; another person ends what was running."""
    now = platform.now()
    new = store.sessions.Person(platform.new_id(), platform.new_id())
    known = store.sessions.person(conn, person, new=new, now=now)
    running = store.sessions.by_cookie(conn, call.cookies.get(SESSION_COOKIE), issuer=platform.issuer, now=now)
    same_person = running is not None and running.claims.subject == str(known.person_id)
    if running is not None and not same_person:
        store.sessions.end(conn, running.session_id)
        provider.end_sessions(conn, [running.session_id], now=now)
    reached = rules.reached_by(person, now=now)
    session = Session(
        session_id=running.session_id if running is not None and same_person else platform.new_id(),
        claims=replace(person, issuer=platform.issuer, subject=str(known.person_id), tech_id=str(known.tech_id)),
        reached=reached,
        upstream_issuer=person.issuer,
        upstream_id_token=upstream.raw,
        upstream_sid=upstream.sid or "",
    )
    store.sessions.save(conn, session, cookie=cookie, expires_at=now + SESSION_LIFE)
    return session


def _refuse(platform: Platform, login: PendingLogin, refusal: oidc.ProtocolError, *, reason: str) -> Response:
    with platform.database.transaction() as conn:
        _record_refusal(platform, conn, login, reason=reason)
    return provider.go(_error_address(platform, login, refusal))


def _record_refusal(platform: Platform, conn: db.Connection, login: PendingLogin, *, reason: str) -> None:
    event = audit.Event(
        kind="login.refused",
        at=platform.now(),
        actor=audit.Actor("system", "exchange"),
        subject=None,
        purpose="login",
        detail={"client": login.request.client_id, "provider": login.attempt.issuer, "reason": reason},
    )
    audit.append(conn, event)


def _error_address(platform: Platform, login: PendingLogin, refusal: oidc.ProtocolError) -> str:
    return oidc.error_address(login.request.redirect_uri, refusal, state=login.request.state, issuer=platform.issuer)
