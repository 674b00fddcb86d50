"""The facility's own visits with the evidence of who was there. The list names nobody; opening one is a look, and recorded."""

from starlette.responses import Response

from ansinh import audit, checkin, register
from ansinh.doors import pages
from ansinh.doors.console.evidence_shown import checks_shown, standing_of
from ansinh.doors.console.frame import Desk, Page
from ansinh.terms import FacilityCode

_A_PAGE = 30


def visits(desk: Desk) -> Response:
    """The latest visits of the facility, by its own numbers."""
    found = checkin.latest_visits(desk.conn, facility_code=desk.facility_code.value, before=desk.after or None, limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    return desk.page("visits.html", visits=shown, after=shown[-1].visit_no if len(found) > _A_PAGE else None)


def visit(desk: Desk) -> Response:
    """One visit of the facility. Raises NotFound for another facility's, as for one that is not there."""
    found = checkin.numbered_visit(desk.conn, desk.number("visit_no"), facility_code=desk.facility_code.value)
    people = [] if found.participant_id is None else register.briefs(desk.conn, [found.participant_id])
    if found.participant_id is not None:
        event = audit.Event(
            kind="visit.viewed",
            at=desk.now,
            actor=desk.actor,
            subject=found.participant_id,
            purpose="treatment",
            detail={"interface": "console", "visit": found.visit_no},
        )
        audit.append(desk.conn, event)
    warnings = checkin.warnings_of(desk.conn, found, now=desk.now)
    return desk.page(
        "visit.html",
        visit=found,
        person=people[0] if people else None,
        evidence=[(each, standing_of(each), checks_shown(each, pages.language_of(desk.request))) for each in found.evidence],
        officers={each.officer_id: _officer(desk, each.officer_id) for each in found.evidence if each.officer_id is not None},
        warnings=warnings,
        names={each.facility_code: register.facility_name(desk.conn, FacilityCode(each.facility_code)) for each in warnings},
    )


def _officer(desk: Desk, officer_id: int) -> str:
    """The name of one of the facility's own officers."""
    officer = register.officer(desk.conn, officer_id)
    return officer.full_name if officer.facility_code == desk.facility_code else ""


PAGES = (
    Page(path="/visits", show=visits, who="facility", tab="nav.visits"),
    Page(path="/visits/{visit_no}", show=visit, who="facility"),
)
