"""The facility's desks: counters whose key signs that a chip was read. They register themselves; here they are seen, and closed."""

from starlette.responses import Response

from ansinh import checkin, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.terms import FacilityCode


def facility_desks(desk: Desk) -> Response:
    """The facility's desks, open ones first."""
    found = checkin.desks_of(desk.conn, facility_code=desk.facility_code.value)
    officers = {each.desk.registered_by for each in found}
    return desk.page(
        "desks.html", desks=found, officers={officer_id: _name(desk, officer_id, desk.facility_code) for officer_id in officers}
    )


def close_desk(desk: Desk) -> Response:
    """Closes a desk of the facility for good; another's is not there."""
    desk_id = str(desk.request.path_params["desk_id"])
    checkin.close_desk(desk.conn, desk_id, facility_code=desk.facility_code.value, by=desk.actor, now=desk.now)
    return desk.to("/desks", done="desk_closed")


def _name(desk: Desk, officer_id: int, facility_code: FacilityCode) -> str:
    officer = register.officer(desk.conn, officer_id)
    return officer.full_name if officer.facility_code == facility_code else ""


PAGES = (
    Page(path="/desks", show=facility_desks, who="facility", tab="nav.desks"),
    Page(path="/desks/{desk_id}/close", show=close_desk, who="facility", takes="POST"),
)
