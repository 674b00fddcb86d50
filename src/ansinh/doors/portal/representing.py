"""What a person does about representation: offers, takes, declines, asks, ends. Each is a form that only the person's own page can send."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ansinh import terms
from ansinh.doors import pages
from ansinh.doors.portal import representation
from ansinh.doors.portal.own_forms import sender_of
from ansinh.doors.portal.problems import problem_page
from ansinh.doors.portal.site import Site
from ansinh.identity import Session, grants
from ansinh.kit import db, errors

Form = Mapping[str, str]


async def act(site: Site, verb: str, request: Request) -> Response:
    """Carries out a posted form and goes back to the page, or shows the page again with what was wrong."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_act, site, verb, request, form)


def _act(site: Site, verb: str, request: Request, form: Form) -> Response:
    with site.database.transaction() as conn:
        session = sender_of(site, request, conn, form.get("csrf_token", ""))
        if isinstance(session, Response):
            return session
        try:
            VERBS[verb](conn, session, form, site.now())
        except errors.Refused as refused:
            return representation.overview(site, request, conn, session, verb=verb, form=form, refused=refused)
        except errors.NotFound:
            return problem_page(site, request, "no_grant", status=404)
    return RedirectResponse(f"/representation?done={verb}", status_code=303)


def _offer(conn: db.Connection, session: Session, form: Form, now: datetime) -> None:
    grants.offer_grant(
        conn,
        session,
        to_number=_citizen_number(form),
        to_name=form.get("name", ""),
        scopes=_scopes(form),
        last_day=_day(form),
        now=now,
    )


def _ask(conn: db.Connection, session: Session, form: Form, now: datetime) -> None:
    kind = grants.GrantKind.GUARDIAN if form.get("kind") == grants.GrantKind.GUARDIAN.value else grants.GrantKind.MINOR
    try:
        birth_date = terms.PartialDate.from_iso(form.get("birth_date", "").strip())
    except terms.TermError:
        raise errors.Refused("birth_date_unfit", "the birth date is needed", field="birth_date") from None
    grants.request_grant(
        conn,
        session,
        kind=kind,
        number=_number(form),
        name=form.get("ward_name", ""),
        birth_date=birth_date,
        scopes=_scopes(form),
        last_day=_day(form),
        now=now,
    )


def _accept(conn: db.Connection, session: Session, form: Form, now: datetime) -> None:
    grants.accept_offer(conn, session, form.get("reference", ""), now=now)


def _decline(conn: db.Connection, session: Session, form: Form, now: datetime) -> None:
    grants.decline_offer(conn, session, form.get("reference", ""), now=now)


def _end(conn: db.Connection, session: Session, form: Form, now: datetime) -> None:
    grants.end_grant(conn, session, form.get("reference", ""), now=now)


VERBS: Mapping[str, Callable[[db.Connection, Session, Form, datetime], None]] = {
    "offer": _offer,
    "ask": _ask,
    "accept": _accept,
    "decline": _decline,
    "end": _end,
}


def _scopes(form: Form) -> list[grants.GrantScope]:
    return [scope for scope in grants.GrantScope if form.get(f"scope_{scope.value}")]


def _day(form: Form) -> date:
    try:
        return date.fromisoformat(form.get("last_day", "").strip())
    except ValueError:
        raise errors.Refused("last_day_unfit", "a day is needed", field="last_day") from None


def _citizen_number(form: Form) -> terms.CitizenNumber:
    try:
        return terms.CitizenNumber.parse(form.get("citizen_number", ""))
    except terms.TermError:
        raise errors.Refused("number_unfit", "12 digits are needed", field="citizen_number") from None


def _number(form: Form) -> terms.CitizenNumber | terms.SocialInsuranceNumber:
    for kind in (terms.CitizenNumber, terms.SocialInsuranceNumber):
        try:
            return kind.parse(form.get("number", ""))
        except terms.TermError:
            continue
    raise errors.Refused("number_unfit", "12 or 10 digits are needed", field="number")
