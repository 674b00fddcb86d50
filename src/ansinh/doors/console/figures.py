"""The figures of the mission, for those of the agency's staff who see them. What each one means is check-in's to define."""

from datetime import timedelta

from starlette.responses import Response

from ansinh import checkin, register
from ansinh.doors.console import chart
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import clock
from ansinh.staff import Role
from ansinh.terms import FacilityCode

PERIODS = (7, 30, 90)
KEY_KINDS = ("citizen", "social_insurance", "card", "other")
LEVELS = (6, 5, 4, 3, 2, 1, 0)
_A_PAGE = 50


def mission_figures(desk: Desk) -> Response:
    """Facilities on line, look-ups, evidence, and a line for each facility; `?days=` 7, 30 or 90 of them, today included."""
    days = next((each for each in PERIODS if str(each) == desk.request.query_params.get("days")), 30)
    last_day = clock.vietnam_day(desk.now)
    first_day = last_day - timedelta(days=days - 1)
    behind = desk.request.query_params.get("behind", "")
    found = checkin.figures(desk.conn, first_day=first_day, last_day=last_day)
    by_day = checkin.figures_by_day(desk.conn, first_day=first_day, last_day=last_day)
    listed = checkin.figures_by_facility(
        desk.conn, first_day=first_day, last_day=last_day, after=behind if behind.isascii() and behind.isalnum() else "", limit=_A_PAGE + 1
    )
    shown = listed[:_A_PAGE]
    return desk.page(
        "figures.html",
        figures=found,
        days=days,
        periods=PERIODS,
        lookups=chart.by_day({each.day: each.lookups for each in by_day}, first_day=first_day, last_day=last_day),
        on_line=chart.by_day({each.day: each.facilities_on_line for each in by_day}, first_day=first_day, last_day=last_day),
        by_key=keys(found),
        by_evidence=evidence(found),
        facilities=shown,
        most=max((each.lookups for each in shown), default=0),
        names={each.facility_code: register.facility_name(desk.conn, FacilityCode(each.facility_code)) for each in shown},
        behind=shown[-1].facility_code if len(listed) > _A_PAGE else None,
        definitions=tuple(checkin.DEFINITIONS),
    )


def keys(figures: checkin.Figures) -> tuple[chart.Share, ...]:
    """Look-ups by what was asked for."""
    return chart.shares((kind, figures.lookups_by_key.get(kind, 0)) for kind in KEY_KINDS)


def evidence(figures: checkin.Figures) -> tuple[chart.Share, ...]:
    """Visits by evidence of presence, the surest first."""
    return chart.shares((str(level), figures.visits_by_evidence.get(level, 0)) for level in LEVELS)


PAGES = (Page(path="/figures", show=mission_figures, who=Role.FIGURES, tab="nav.figures"),)
