"""The first page: for a facility what it asked in the last 30 days, for the agency's staff what waits for them."""

from starlette.responses import Response

from ansinh.doors.console.frame import Desk, Page


def facility_overview(desk: Desk) -> Response:
    """The look-ups of the facility that is signed in."""
    return desk.page("overview_facility.html")


def agency_overview(desk: Desk) -> Response:
    """What waits for the member of staff who is signed in."""
    return desk.page("overview_agency.html")


PAGES = (
    Page(path="/facility", show=facility_overview, who="facility", tab="nav.overview"),
    Page(path="/agency", show=agency_overview, who="agency", tab="nav.overview"),
)
