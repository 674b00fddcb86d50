"""My record: the participant comes from the session alone, and every view is written down in the same transaction."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import audit, identity, register
from ansinh.doors.portal import card, looks, paid, timeline
from ansinh.doors.portal.problems import not_logged_in
from ansinh.doors.portal.render import page
from ansinh.doors.portal.site import SESSION_COOKIE, Site
from ansinh.identity import Session, Standing
from ansinh.kit import clock, db, web

_LOOKS_A_PAGE = 50
_LATEST_LOOKS = 50


def record(site: Site, request: Request) -> Response:
    """The person's own record, or why there is none to show."""
    now = site.now()
    with site.database.transaction() as conn:
        session = identity.session_of(conn, request.cookies.get(SESSION_COOKIE), now=now)
        if session is None:
            return _without_session(site, request)
        found = None if session.participant_id is None else register.record_of(conn, session.participant_id)
        if found is None or session.participant_id is None:
            return _standing(site, request, conn, session)
        if found.deceased_on is not None:
            return _closed(site, conn, session.participant_id, now=now)
        latest = audit.about(conn, found.participant_id, limit=_LATEST_LOOKS)
        _note(conn, "record.viewed", session, now=now, detail={"page": "record"})
    today = clock.vietnam_day(now)
    return page(
        request,
        "record.html",
        is_sandbox=site.is_sandbox,
        session=session,
        record=found,
        face=card.face_of(found, day=today),
        timeline=timeline.timeline_of(found.cards, today=today, five_years_on=found.five_years_on),
        paid=paid.paid_months(found.contributions),
        last_look=looks.last_by_a_facility(latest),
        today=today,
    )


def access(site: Site, request: Request) -> Response:
    """Who looked at the person's record, newest first; `?before=` an entry's number turns the page."""
    now = site.now()
    before = _number(request.query_params.get("before"))
    with site.database.transaction() as conn:
        session = identity.session_of(conn, request.cookies.get(SESSION_COOKIE), now=now)
        if session is None:
            return _without_session(site, request)
        if session.participant_id is None:
            return RedirectResponse("/record", status_code=303)
        entries = audit.about(conn, session.participant_id, limit=_LOOKS_A_PAGE + 1, before_seq=before)
        _note(conn, "record.access_list_viewed", session, now=now, detail={})
    shown = entries[:_LOOKS_A_PAGE]
    return page(
        request,
        "access.html",
        is_sandbox=site.is_sandbox,
        session=session,
        days=looks.days_of(shown),
        older=shown[-1].seq if len(entries) > _LOOKS_A_PAGE else None,
        is_newest=before is None,
    )


def _standing(site: Site, request: Request, conn: db.Connection, session: Session) -> Response:
    """Logged in, no insurance data: why, and what to do."""
    standing = Standing.NO_PARTICIPATION if session.standing is Standing.LINKED else session.standing
    cases = identity.cases_of(conn, session.account_id) if standing is Standing.UNDER_REVIEW else []
    return page(request, "standing.html", is_sandbox=site.is_sandbox, session=session, standing=standing.value, cases=cases)


def _closed(site: Site, conn: db.Connection, participant_id: int, *, now: datetime) -> Response:
    """The register learned of the death while somebody was logged in."""
    identity.end_sessions_of_participant(conn, participant_id, because="deceased", now=now)
    problem = identity.record_problem(conn, identity.LoginFailure.DECEASED, issuer=site.exchange.issuer, subject=participant_id, now=now)
    response = RedirectResponse(f"/login/problem/{problem.reference}", status_code=303)
    web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure)
    return response


def _without_session(site: Site, request: Request) -> Response:
    response = not_logged_in(site, request)
    if SESSION_COOKIE in request.cookies:
        web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure)
    return response


def _note(conn: db.Connection, kind: str, session: Session, *, now: datetime, detail: dict[str, str]) -> None:
    event = audit.Event(
        kind=kind,
        at=now,
        actor=audit.Actor("citizen", str(session.account_id)),
        subject=session.participant_id,
        purpose="own_record",
        detail=detail,
    )
    audit.append(conn, event)


def _number(text: str | None) -> int | None:
    """A positive number of at most 18 digits, None for anything else: a spoiled address shows the first page."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and 0 < len(text) <= 18 else None
