"""A person's own page at the exchange: who was told what about them and when, where they are logged in, what they agreed to.

The exchange logs the person in as for itself. What is shown is that of the person logged in, and nobody else's can be asked for.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from starlette.responses import Response

from ansinh import audit, oidc, provider
from ansinh.exchange import consent, pages, shown, store
from ansinh.exchange.authorize import log_in
from ansinh.exchange.browsers import check_form, form_token, session_of
from ansinh.exchange.logout import end_everywhere
from ansinh.exchange.model import OWN_PAGE, SESSION_COOKIE, Consent, Platform, RunningSession, Session, Use
from ansinh.kit import db
from ansinh.provider import Language

_WITHDRAW, _EVERYWHERE = "withdraw", "everywhere"
_MOST = 100


def own_page(platform: Platform, call: provider.Call) -> Response:
    """The page; a login first, where nobody is logged in. Looking is recorded like any other look."""
    with platform.database.transaction() as conn:
        session = session_of(platform, conn, call)
        if session is not None:
            return _shown(platform, conn, call, session)
    if "error" in call.params:
        return pages.own_refused(call.language)
    try:
        return log_in(platform, call, request=_request(platform, call.language))
    except oidc.ProtocolError:
        return pages.own_refused(call.language)


def consent_withdrawn(platform: Platform, call: provider.Call) -> Response:
    """A consent taken back, then the page again. Raises ProtocolError("form_expired"), shown as a page, where the form is not ours."""
    client_id = call.params.get("client_id", "")
    check_form(call, _WITHDRAW, client_id)
    with platform.database.transaction() as conn:
        session = session_of(platform, conn, call)
        if session is None:
            raise oidc.ProtocolError("form_expired", "the login is over")
        consent.withdraw(platform, conn, client_id, person_id=UUID(session.claims.subject))
    return provider.go(oidc.with_query(platform.issuer + OWN_PAGE, {"ui_locales": call.params.get("ui_locales")}))


def signed_out_everywhere(platform: Platform, call: provider.Call) -> Response:
    """Every session of the person ends, in every browser, here and where each came from; services are told."""
    check_form(call, _EVERYWHERE)
    with platform.database.transaction() as conn:
        session = session_of(platform, conn, call)
        if session is None:
            raise oidc.ProtocolError("form_expired", "the login is over")
        ended = store.sessions.running(conn, UUID(session.claims.subject), issuer=platform.issuer, now=platform.now())
    return end_everywhere(platform, call, ended)


def _request(platform: Platform, language: Language) -> oidc.AuthorizationRequest:
    """What the exchange asks of itself; answered with the page and never with a code."""
    return oidc.AuthorizationRequest(
        client_id=OWN_PAGE, redirect_uri=platform.issuer + OWN_PAGE, code_challenge=None, scopes=("openid",), ui_locales=(language,)
    )


def _shown(platform: Platform, conn: db.Connection, call: provider.Call, session: Session) -> Response:
    now, person = platform.now(), UUID(session.claims.subject)
    store.sessions.use(conn, session.session_id, now=now)
    consents = store.consents.of_person(conn, person, most=_MOST)
    uses = store.uses.of_person(conn, person, most=_MOST)
    running = store.sessions.of_person(conn, person, now=now)
    event = audit.Event(
        kind="exchange.own_page_viewed",
        at=now,
        actor=audit.Actor("citizen", str(person)),
        subject=None,
        purpose="own_page",
        detail={"person": str(person)},
    )
    audit.append(conn, event)
    cookie, language = call.cookies[SESSION_COOKIE], call.language
    view = {
        "name": session.claims.full_name,
        "number": str(session.claims.citizen_number),
        "agreed": [_agreed(each, platform, cookie=cookie, language=language) for each in consents],
        "by_law": _by_law(uses, language),
        "running": [_running(each, session, language) for each in running],
        "logins": [_use(each, language) for each in uses if each.kind == "login"],
        "sent": [_use(each, language) for each in uses],
        "most": _MOST,
        "everywhere": form_token(cookie, _EVERYWHERE),
    }
    return pages.own(view, language=language)


def _agreed(given: Consent, platform: Platform, *, cookie: str, language: Language) -> dict[str, Any]:
    if given.withdrawn_at is not None:
        state, until = "taken_back", given.withdrawn_at
    else:
        state, until = "agreed" if given.expires_at > platform.now() else "ended", given.expires_at
    return {
        **asdict(given),
        "purpose": (given.purpose if language == "vi" else given.purpose_en) or given.purpose,
        "labels": shown.labels(given.claims, language),
        "state": state,
        "given": shown.instant(given.given_at),
        "until": shown.instant(until),
        "csrf": form_token(cookie, _WITHDRAW, given.client_id),
    }


def _by_law(uses: list[Use], language: Language) -> list[dict[str, Any]]:
    """Services that need no consent, each once, with everything they were told."""
    told: dict[str, tuple[str, list[str]]] = {}
    for use in uses:
        if use.basis == "law":
            told.setdefault(use.client_id, (use.client_name, []))[1].extend(use.claims)
    return [{"client_name": name, "labels": shown.labels(claims, language)} for name, claims in told.values()]


def _running(running: RunningSession, own: Session, language: Language) -> dict[str, Any]:
    return {
        "opened": shown.instant(running.opened_at),
        "used": shown.instant(running.last_used_at),
        "level": shown.level(running.account_level, running.authentication_level, language),
        "this_one": running.session_id == own.session_id,
    }


def _use(use: Use, language: Language) -> dict[str, Any]:
    return {
        "at": shown.instant(use.used_at),
        "client_name": use.client_name,
        "kind": use.kind,
        "basis": use.basis,
        "level": shown.level(use.account_level, use.authentication_level, language),
        "upstream": shown.upstream(use.upstream, language),
        "labels": shown.labels(use.claims, language),
    }
