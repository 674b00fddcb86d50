"""Parents and guardians who ask to see a record: the list, one request beside the register, the decision. Identity knows the rules."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh import audit, register, terms
from ansinh.doors.console.frame import Desk, Page
from ansinh.identity import grants
from ansinh.kit import clock, errors
from ansinh.register import Brief
from ansinh.staff import Role

_MOST = 200
_REFERENCE = re.compile(r"[0-9A-Z-]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody the register knows under the number that was given, and how far they are whom the request describes."""

    person: Brief
    same_name: bool
    same_birth_date: bool
    same_household: bool
    latest: date


def requests(desk: Desk) -> Response:
    """Requests that wait, oldest first, with nothing about whom they concern."""
    return desk.page("representations.html", requests=grants.open_requests(desk.conn, limit=_MOST))


def request(desk: Desk) -> Response:
    """Who asks, whom they name, and whom the register knows under that number; each of these is told who looked."""
    return _file(desk)


def grant(desk: Desk) -> Response:
    """The representative may look from now on."""
    asked = _asked(desk)
    try:
        found = _chosen(desk, asked)
        grants.decide_request(
            desk.conn,
            asked.reference,
            participant_id=found.person.participant_id,
            birth_date=found.person.birth_date,
            last_day=_day(desk),
            officer=desk.actor.id,
            reason=desk.form.get("reason", ""),
            now=desk.now,
        )
    except errors.Refused as refused:
        return _file(desk, refused=refused)
    return desk.to("/representation", done="representation_granted")


def refuse(desk: Desk) -> Response:
    """The request comes to nothing; who asked reads the reason."""
    asked = _asked(desk)
    try:
        grants.refuse_request(desk.conn, asked.reference, officer=desk.actor.id, reason=desk.form.get("reason", ""), now=desk.now)
    except errors.Refused as refused:
        return _file(desk, refused=refused)
    return desk.to("/representation", done="representation_refused")


def _file(desk: Desk, *, refused: errors.Refused | None = None) -> Response:
    asked = _asked(desk)
    found = list(_found(desk, asked))
    for each in found:
        event = audit.Event(
            kind="record.viewed",
            at=desk.now,
            actor=desk.actor,
            subject=each.person.participant_id,
            purpose="representation",
            detail={"page": "representation"},
        )
        audit.append(desk.conn, event)
    return desk.page(
        "representation.html",
        status=200 if refused is None else 422,
        asked=asked,
        found=found,
        today=clock.vietnam_day(desk.now),
        form=desk.form,
        refused=refused,
    )


def _asked(desk: Desk) -> grants.RequestFile:
    reference = str(desk.request.path_params["reference"])
    asked = grants.request_file(desk.conn, reference) if _REFERENCE.fullmatch(reference) else None
    if asked is None:
        raise HTTPException(404)
    return asked


def _found(desk: Desk, asked: grants.RequestFile) -> Iterable[Found]:
    number = (
        terms.CitizenNumber(asked.wanted_number) if len(asked.wanted_number) == 12 else terms.SocialInsuranceNumber(asked.wanted_number)
    )
    people = dict.fromkeys(each.participant_id for each in register.candidates(desk.conn, number))
    own = None if asked.representative_id is None else register.household_of(desk.conn, asked.representative_id)
    for person in register.briefs(desk.conn, list(people)):
        if person.participant_id == asked.representative_id or person.deceased_on is not None:
            continue
        yield Found(
            person=person,
            same_name=terms.names.same(person.full_name, asked.wanted_name),
            same_birth_date=person.birth_date.agrees_with(asked.wanted_birth_date),
            same_household=own is not None and register.household_of(desk.conn, person.participant_id) == own,
            latest=_latest(asked, person, today=clock.vietnam_day(desk.now)),
        )


def _latest(asked: grants.RequestFile, person: Brief, *, today: date) -> date:
    """The last day the form begins with: what was asked for, as far as the kind allows it."""
    most = grants.last_day_of_childhood(person.birth_date) if asked.kind is grants.GrantKind.MINOR else today + grants.LONGEST
    return max(today, min(asked.last_day, most))


def _chosen(desk: Desk, asked: grants.RequestFile) -> Found:
    chosen = desk.form.get("participant", "")
    for each in _found(desk, asked):
        if str(each.person.participant_id) == chosen:
            return each
    raise errors.Refused("participant_missing", "choose whom it is about", field="participant")


def _day(desk: Desk) -> date:
    try:
        return date.fromisoformat(desk.form.get("last_day", "").strip())
    except ValueError:
        raise errors.Refused("last_day_unfit", "a day is needed", field="last_day") from None


PAGES = (
    Page(path="/representation", show=requests, who=Role.CASES, tab="nav.representation"),
    Page(path="/representation/{reference}", show=request, who=Role.CASES),
    Page(path="/representation/{reference}/grant", show=grant, who=Role.CASES, takes="POST"),
    Page(path="/representation/{reference}/refuse", show=refuse, who=Role.CASES, takes="POST"),
)
