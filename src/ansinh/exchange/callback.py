"""Back from an eID provider: believe who logged in, open the session, answer the relying party."""

from dataclasses import replace

from starlette.responses import Response

from ansinh import audit, oidc, provider, terms
from ansinh.exchange import numbers, rules, store
from ansinh.exchange.answer import answer
from ansinh.exchange.arrivals import Arrival
from ansinh.exchange.authorize import send_upstream
from ansinh.exchange.browsers import session_of
from ansinh.exchange.model import BROWSER_COOKIE, SESSION_COOKIE, PendingLogin, Platform, Session
from ansinh.exchange.permitted import is_permitted, objection_to
from ansinh.exchange.refusals import send_back
from ansinh.exchange.upstreams import NotThePasswordError, Upstream, Vouched
from ansinh.kit import db, errors, web

_NOT_PERMITTED = "upstream_not_permitted"


def commonauth(arrival: Arrival, call: provider.Call) -> Response:
    """A provider's redirect address. Raises ProtocolError, shown as a page, for an answer to no login of this browser."""
    return conclude(arrival, call, take(arrival, call))


def take(arrival: Arrival, call: provider.Call) -> PendingLogin:
    """The login this answer belongs to, taken away. Raises ProtocolError where there is none, or the service may no longer ask."""
    platform, browser = arrival.platform, call.cookies.get(BROWSER_COOKIE, "")
    with platform.database.transaction() as conn:
        login = store.logins.take(conn, state=call.params.get("state", ""), browser=browser, now=platform.now())
        if login is None:
            raise oidc.ProtocolError("login_unknown", "this answer belongs to no login begun in this browser")
        objection = objection_to(platform, conn, login.request)
    if objection is not None:
        raise objection
    return login


def conclude(arrival: Arrival, call: provider.Call, login: PendingLogin) -> Response:
    """From a provider's answer to the relying party's. Raises NotThePasswordError alone, for who can ask the person again."""
    platform, upstream = arrival.platform, arrival.upstream
    if login.attempt.issuer != upstream.issuer:  # one provider's answer at another's address
        stranger = oidc.ProtocolError("server_error", "the identity provider's answer was not accepted")
        return _refuse(platform, login, stranger, reason="callback_address")
    with platform.database.transaction() as conn:
        permitted = is_permitted(platform, conn, upstream.issuer, login.request.client_id)
    if not permitted:
        return _refuse(platform, login, _not_permitted(), reason=_NOT_PERMITTED)
    try:
        vouched = upstream.finish(call.params, login.attempt, now=platform.now())
    except NotThePasswordError:
        raise
    except oidc.ProtocolError as refusal:
        if refusal.code == "id_token_auth_time" and not login.repeated:
            return send_upstream(platform, call, request=login.request, upstream=upstream, repeated=True)
        return _refuse(platform, login, rules.told_to_client(refusal), reason=refusal.code)
    except errors.CounterpartDown as down:
        away = oidc.ProtocolError("temporarily_unavailable", "the identity provider does not answer")
        return _refuse(platform, login, away, reason=down.code)
    except terms.TermError as wrong:
        unsound = oidc.ProtocolError("server_error", f"the identity provider's answer was not accepted: {wrong.field} {wrong.reason}")
        return _refuse(platform, login, unsound, reason=f"claim_{wrong.field}")
    return _admit(arrival, call, login=login, vouched=vouched)


def _admit(arrival: Arrival, call: provider.Call, *, login: PendingLogin, vouched: Vouched) -> Response:
    platform, upstream = arrival.platform, arrival.upstream
    cookie = platform.random()
    with platform.database.transaction() as conn:
        if not is_permitted(platform, conn, upstream.issuer, login.request.client_id):  # while the provider was asked
            _record_refusal(platform, conn, login, reason=_NOT_PERMITTED)
            return send_back(platform, login.request, _not_permitted())
        session = _open_session(platform, conn, call, vouched=vouched, upstream=upstream, cookie=cookie)
        try:
            rules.check_reached(session.reached, rules.demands_of(login.request))
            response = answer(platform, conn, request=login.request, session=session)
        except oidc.ProtocolError as unmet:
            _record_refusal(platform, conn, login, reason=unmet.code)
            response = send_back(platform, login.request, unmet)
    web.set_cookie(response, SESSION_COOKIE, cookie, secure=platform.secure)  # gone when the browser closes: computers are shared
    return response


def _open_session(
    platform: Platform, conn: db.Connection, call: provider.Call, *, vouched: Vouched, upstream: Upstream, cookie: str
) -> Session:
    """A session under a new cookie. The same person logging in again keeps the `sid`; another person ends what was running."""
    now, person = platform.now(), vouched.person
    new = store.people.Person(platform.new_id(), platform.new_id(), numbers.digest_of(person))
    known = store.people.meet(conn, person, new=new, now=now)
    numbers.notice(conn, person, known, now=now)  # before the session of this browser is looked for: it may be one of those that end
    running = session_of(platform, conn, call, idle_too=True)
    same_person = running is not None and running.claims.subject == str(known.person_id)
    if running is not None and not same_person:
        store.sessions.end(conn, running.session_id)
        provider.end_sessions(conn, [running.session_id], now=now)
    code = upstream.declared.code
    session = Session(
        session_id=running.session_id if running is not None and same_person else platform.new_id(),
        claims=replace(person, issuer=platform.issuer, subject=str(known.person_id), tech_id=str(known.tech_id), login_idp=code),
        reached=rules.reached_by(person, now=now),
        upstream_issuer=person.issuer,
        upstream_id_token=vouched.hint,
        upstream_sid=vouched.sid,
    )
    store.sessions.save(conn, session, cookie=cookie, now=now)
    return session


def _not_permitted() -> oidc.ProtocolError:
    return oidc.ProtocolError("access_denied", "this way of logging in may no longer be used for this service")


def _refuse(platform: Platform, login: PendingLogin, refusal: oidc.ProtocolError, *, reason: str) -> Response:
    with platform.database.transaction() as conn:
        _record_refusal(platform, conn, login, reason=reason)
    return send_back(platform, login.request, refusal)


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
