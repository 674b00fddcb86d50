"""Acting for another person: what there is of it, and the record of whom one represents. Identity knows the rules."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from ansinh import identity, register
from ansinh.doors.portal.problems import not_logged_in, problem_page
from ansinh.doors.portal.record import Opened, show_access, show_record
from ansinh.doors.portal.render import page
from ansinh.doors.portal.site import SESSION_COOKIE, Site
from ansinh.identity import Session, Standing, grants
from ansinh.kit import clock, db, errors

_USUAL = timedelta(days=90)
_NO_FORM: Mapping[str, str] = {}
TONES = {
    grants.GrantState.OFFERED: "warn",
    grants.GrantState.REQUESTED: "warn",
    grants.GrantState.ACTIVE: "good",
    grants.GrantState.REFUSED: "bad",
    grants.GrantState.ENDED: "off",
}


def representation(site: Site, request: Request) -> Response:
    """Whom one represents, by whom one is represented, what waits, and how to begin."""
    with site.database.transaction() as conn:
        session = identity.session_of(conn, request.cookies.get(SESSION_COOKIE), now=site.now())
        if session is None:
            return not_logged_in(site, request)
        return overview(site, request, conn, session)


def represented_record(site: Site, request: Request) -> Response:
    """The record of whom one represents; each look stands in that person's own log."""
    with site.database.transaction() as conn:
        opened = _opened(site, request, conn, grants.GrantScope.RECORD)
        return opened if isinstance(opened, Response) else show_record(site, request, conn, opened)


def represented_access(site: Site, request: Request) -> Response:
    """Who looked at the record of whom one represents."""
    with site.database.transaction() as conn:
        opened = _opened(site, request, conn, grants.GrantScope.ACCESS)
        return opened if isinstance(opened, Response) else show_access(site, request, conn, opened)


def overview(
    site: Site,
    request: Request,
    conn: db.Connection,
    session: Session,
    *,
    verb: str = "",
    form: Mapping[str, str] = _NO_FORM,
    refused: errors.Refused | None = None,
) -> Response:
    """The page, with the form of `verb` as it was posted and why it was refused, if it was."""
    today = clock.vietnam_day(site.now())
    offers, mine = grants.offers_to(conn, session, now=site.now()), grants.grants_of(conn, session)
    about = [] if session.participant_id is None else grants.grants_about(conn, session.participant_id)
    shown = [each.participant_id for each in offers] + [each.participant_id for each in mine if each.participant_id is not None]
    return page(
        request,
        "representation.html",
        is_sandbox=site.is_sandbox,
        status=200 if refused is None else 422,
        session=session,
        offers=offers,
        mine=mine,
        about=about,
        names=_short_names(conn, shown),
        may_offer=session.standing is Standing.LINKED,
        is_strong=session.authentication_level >= grants.STRONG,
        kinds=[grants.GrantKind.MINOR, grants.GrantKind.GUARDIAN],
        states=grants.GrantState,
        tones=TONES,
        today=today,
        usual=today + _USUAL,
        latest=today + grants.LONGEST,
        verb=verb,
        form=form,
        refused=refused,
        done=f"representation.done_{request.query_params.get('done', '')}",
    )


def _opened(site: Site, request: Request, conn: db.Connection, scope: grants.GrantScope) -> Opened | Response:
    """The represented person's record, or the answer to give instead. That there is no such grant and that it is over look alike."""
    session = identity.session_of(conn, request.cookies.get(SESSION_COOKIE), now=site.now())
    if session is None:
        return not_logged_in(site, request)
    grant = grants.acting_for(conn, session, request.path_params["reference"], scope=scope, now=site.now())
    record = None if grant is None else register.record_of(conn, grant.participant_id)
    if grant is None or record is None or record.deceased_on is not None:
        return problem_page(site, request, "no_grant", status=404)
    return Opened(session, record, grant)


def _short_names(conn: db.Connection, participant_ids: Iterable[int]) -> dict[int, str]:
    return {each.participant_id: each.short_name for each in register.briefs(conn, sorted(set(participant_ids)))}
