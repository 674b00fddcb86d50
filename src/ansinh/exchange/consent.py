"""A person's word that a relying party may be told about them: when it is needed, asking for it, and taking the answer.

What is asked is exactly what will be told: the same names travel from here with the code. A consent is to one client, one purpose and
certain claims, for a time, and is given by an act of the person's own (Decree 13/2023/ND-CP, articles 11 and 12; since 2026 Law
91/2025/QH15, whose articles were not checked).
"""

from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from ansinh import audit, oidc, provider
from ansinh.exchange import pages, rules, shown, store
from ansinh.exchange.browsers import check_form, form_token, session_of
from ansinh.exchange.model import ASK_LIFE, SESSION_COOKIE, SESSION_LIFE, Ask, Consent, Platform, Session
from ansinh.exchange.permitted import is_permitted, objection_to
from ansinh.exchange.refusals import send_back
from ansinh.kit import db

PATH = "/oauth2/consent"
_FORM = "consent"


def is_missing(
    platform: Platform, conn: db.Connection, client: oidc.Client, *, request: oidc.AuthorizationRequest, session: Session
) -> bool:
    """True if the person must be asked before `request.claims` are told."""
    if client.consent_days is None:
        return False
    person = UUID(session.claims.subject)
    agreed = store.consents.agreed(conn, person, client.client_id, purpose=client.purpose, now=platform.now())
    return rules.must_ask(client, request, agreed)


def ask(platform: Platform, conn: db.Connection, *, request: oidc.AuthorizationRequest, session: Session) -> Response:
    """Keep the request and send the browser to the page. Raises ProtocolError("consent_required") where no page may be shown."""
    if "none" in request.prompts:
        raise oidc.ProtocolError("consent_required", "the person has to agree first")
    number = platform.random()
    store.consents.keep_ask(conn, number, Ask(session.session_id, request), expires_at=platform.now() + ASK_LIFE)
    address = {"ask": number, "ui_locales": " ".join(request.ui_locales) or None}
    return provider.go(oidc.with_query(platform.issuer + PATH, address))


def show(platform: Platform, call: provider.Call) -> Response:
    """The page. Raises ProtocolError, shown as a page, for an ask that is over or not of this browser's session."""
    number = call.params.get("ask", "")
    with platform.database.transaction() as conn:
        session = _asked(platform, conn, call)
        asked = store.consents.find_ask(conn, number, session_id=session.session_id, now=platform.now())
        client = None if asked is None else provider.find_client(conn, platform.issuer, asked.request.client_id)
    if asked is None or client is None:
        raise _OVER
    told = rules.told_of_login(session.login)
    told |= rules.told_of_person(session.claims, asked.request.claims, client=client, login=session.login)
    subject = platform.op.subject_for(client, session.claims.subject)
    rows = shown.rows(("sub", *told), session, subject=subject, language=call.language)
    fields = {"ask": number, "csrf": form_token(call.cookies[SESSION_COOKIE], _FORM, number), "ui_locales": call.language}
    return pages.consent(client, rows, until=platform.now() + _lasts(client), fields=fields, language=call.language)


def decide(platform: Platform, call: provider.Call) -> Response:
    """The person's answer, once. Raises ProtocolError, shown as a page, where the form is not ours or the ask is over."""
    number, now = call.params.get("ask", ""), platform.now()
    check_form(call, _FORM, number)
    with platform.database.transaction() as conn:
        session = _asked(platform, conn, call)
        asked = store.consents.take_ask(conn, number, session_id=session.session_id, now=now)
        client = None if asked is None else provider.find_client(conn, platform.issuer, asked.request.client_id)
        if asked is None or client is None:
            raise _OVER
        request, agreed = asked.request, call.params.get("answer") == "agree"
        objection = objection_to(platform, conn, request)
        if objection is not None:
            raise objection
        if not agreed:
            _record(platform, conn, "exchange.consent_refused", client, request, session)
            return send_back(platform, request, oidc.ProtocolError("access_denied", "the person did not agree"))
        try:
            _check_login(platform, conn, request, session)
        except oidc.ProtocolError as unmet:
            return send_back(platform, request, unmet)
        _record(platform, conn, "exchange.consent_given", client, request, session)
        given = Consent(
            consent_id=platform.new_id(),
            person_id=UUID(session.claims.subject),
            client_id=client.client_id,
            client_name=client.name,
            purpose=client.purpose,
            purpose_en=client.purpose_en,
            claims=request.claims,
            given_at=now,
            expires_at=now + _lasts(client),
        )
        store.consents.give(conn, given)
        store.sessions.use(conn, session.session_id, now=now)
        return provider.go(provider.issue_code(platform.op, conn, request=request, login=session.login))


def withdraw(platform: Platform, conn: db.Connection, client_id: str, *, person_id: UUID) -> bool:
    """The person takes back what they agreed to: what the client holds is void at once. False if there was nothing to take back."""
    now = platform.now()
    if not store.consents.withdraw(conn, person_id, client_id, now=now):
        return False
    sessions = [running.session_id for running in store.sessions.of_person(conn, person_id, now=now)]
    provider.end_client(conn, platform.issuer, client_id, session_ids=sessions, now=now)
    event = audit.Event(
        kind="exchange.consent_withdrawn",
        at=now,
        actor=audit.Actor("citizen", str(person_id)),
        subject=None,
        purpose="consent",
        detail={"client": client_id, "person": str(person_id)},
    )
    audit.append(conn, event)
    return True


def _lasts(client: oidc.Client) -> timedelta:
    """A client that asks each time may use the answer as long as a login lasts, and never for another one."""
    return timedelta(days=client.consent_days) if client.consent_days else SESSION_LIFE


_OVER = oidc.ProtocolError("consent_unknown", "this question is over, was answered, or was asked in another login")


def _asked(platform: Platform, conn: db.Connection, call: provider.Call) -> Session:
    session = session_of(platform, conn, call)
    if session is None:
        raise _OVER
    return session


def _check_login(platform: Platform, conn: db.Connection, request: oidc.AuthorizationRequest, session: Session) -> None:
    """While they read, the person may have logged in anew and more weakly, or their provider may have been closed for this service.

    Raises ProtocolError for the client.
    """
    rules.check_reached(session.reached, rules.demands_of(request))
    if not is_permitted(platform, conn, session.upstream_issuer, request.client_id):
        raise oidc.ProtocolError("access_denied", "this way of logging in may no longer be used for this service")


def _record(
    platform: Platform, conn: db.Connection, kind: str, client: oidc.Client, request: oidc.AuthorizationRequest, session: Session
) -> None:
    event = audit.Event(
        kind=kind,
        at=platform.now(),
        actor=audit.Actor("citizen", session.claims.subject),
        subject=None,
        purpose="consent",
        detail={"claims": " ".join(request.claims), "client": client.client_id, "person": session.claims.subject},
    )
    audit.append(conn, event)
