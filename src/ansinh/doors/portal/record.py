"""My record: the participant comes from the session alone, and every view is written down in the same transaction.

A representative's pages show another person's record by the same functions, with the grant that lets them.
"""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import audit, checkin, identity, register
from ansinh.doors import pages
from ansinh.doors.portal import card, corrections, looks, paid, places, timeline
from ansinh.doors.portal.problems import not_logged_in
from ansinh.doors.portal.render import page
from ansinh.doors.portal.site import SESSION_COOKIE, Site
from ansinh.identity import Session, Standing
from ansinh.kit import clock, db, web
from ansinh.register import Record

_LOOKS_A_PAGE = 50
_LOOKS_AT_ONCE, _MOST_LOOKS = 200, 2000
_OWN_KINDS = {"record_viewed": "record.viewed", "access_list_viewed": "record.access_list_viewed"}


def record(site: Site, request: Request) -> Response:
    """The person's own record, or why there is none to show."""
    with site.database.transaction() as conn:
        opened = _opened(site, request, conn, now=site.now())
        return opened if isinstance(opened, Response) else show_record(site, request, conn, opened)


def access(site: Site, request: Request) -> Response:
    """Who looked at the person's record, newest first; `?before=` an entry's number turns the page."""
    with site.database.transaction() as conn:
        opened = _opened(site, request, conn, now=site.now())
        return opened if isinstance(opened, Response) else show_access(site, request, conn, opened)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that whoever is logged in may see: their own, or another person's by `grant`."""

    session: Session
    record: Record
    grant: identity.grants.Grant | None = None


def show_record(site: Site, request: Request, conn: db.Connection, opened: Opened) -> Response:
    """The page of a record that may be seen; the look is written down with it."""
    now = site.now()
    today = clock.vietnam_day(now)
    copaid = checkin.copayment_standing(conn, opened.record.participant_id, today)
    last_look, nobody_looked = _last_look(conn, opened.record.participant_id)
    changed = register.history_of(conn, opened.record.participant_id) if opened.grant is None else []
    _note(conn, "record_viewed", opened, now=now)
    return page(
        request,
        "record.html",
        is_sandbox=site.is_sandbox,
        session=opened.session,
        grant=opened.grant,
        record=opened.record,
        face=card.face_of(opened.record, day=today),
        timeline=timeline.timeline_of(opened.record.cards, today=today, five_years_on=opened.record.five_years_on),
        paid=paid.paid_months(opened.record.contributions),
        copaid=copaid,
        last_look=last_look,
        nobody_looked=nobody_looked,
        origin=places.origin_of(opened.record.citizen_number),
        corrections=corrections.corrections_of(changed, pages.language_of(request)),
        today=today,
    )


def show_access(site: Site, request: Request, conn: db.Connection, opened: Opened) -> Response:
    """The page of who looked at a record that may be seen; this look is written down with it."""
    before = _number(request.query_params.get("before"))
    entries = audit.about(conn, opened.record.participant_id, limit=_LOOKS_A_PAGE + 1, before_seq=before)
    _note(conn, "access_list_viewed", opened, now=site.now())
    shown = entries[:_LOOKS_A_PAGE]
    return page(
        request,
        "access.html",
        is_sandbox=site.is_sandbox,
        session=opened.session,
        grant=opened.grant,
        record=opened.record,
        days=looks.days_of(shown),
        older=shown[-1].seq if len(entries) > _LOOKS_A_PAGE else None,
        is_newest=before is None,
    )


def _opened(site: Site, request: Request, conn: db.Connection, *, now: datetime) -> Opened | Response:
    """The record of whoever is logged in, or the answer to give instead: the one place that decides whose record a page shows."""
    session = identity.session_of(conn, request.cookies.get(SESSION_COOKIE), now=now)
    if session is None:
        return _without_session(site, request)
    record = None if session.participant_id is None else register.record_of(conn, session.participant_id)
    if record is None:
        return _standing(site, request, conn, session)
    if record.deceased_on is not None:
        return _closed(site, conn, record.participant_id, now=now)
    return Opened(session, record)


def _standing(site: Site, request: Request, conn: db.Connection, session: Session) -> Response:
    """Logged in, no insurance data: why, and what to do. It has one address, so that the way there is the way back."""
    if request.url.path != "/record":
        return RedirectResponse("/record", status_code=303)
    standing = Standing.NO_PARTICIPATION if session.standing is Standing.LINKED else session.standing
    cases = identity.cases_of(conn, session.account_id) if standing is Standing.UNDER_REVIEW else []
    decided = identity.decided_of(conn, session, now=site.now())
    return page(
        request, "standing.html", is_sandbox=site.is_sandbox, session=session, standing=standing.value, cases=cases, decided=decided
    )


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


def _last_look(conn: db.Connection, participant_id: int) -> tuple[looks.Look | None, bool]:
    """The last look by a health facility, and whether it is certain that there was none.

    Own views may stand between; after 2,000 of them the page says neither.
    """
    before: int | None = None
    for _ in range(_MOST_LOOKS // _LOOKS_AT_ONCE):
        entries = audit.about(conn, participant_id, limit=_LOOKS_AT_ONCE, before_seq=before)
        found = looks.last_by_a_facility(entries)
        if found is not None or len(entries) < _LOOKS_AT_ONCE:
            return found, found is None
        before = entries[-1].seq
    return None, False


def _note(conn: db.Connection, what: str, opened: Opened, *, now: datetime) -> None:
    own = opened.grant is None
    detail = {} if opened.grant is None else {"grant": opened.grant.reference}
    if own and what == "record_viewed":
        detail = {"page": "record"}
    event = audit.Event(
        kind=_OWN_KINDS[what] if own else f"representation.{what}",
        at=now,
        actor=audit.Actor("citizen", str(opened.session.account_id)),
        subject=opened.record.participant_id,
        purpose="own_record" if own else "representation",
        detail=detail,
    )
    audit.append(conn, event)


def _number(text: str | None) -> int | None:
    """A positive number of at most 18 digits, None for anything else: a spoiled address shows the first page."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and 0 < len(text) <= 18 else None
