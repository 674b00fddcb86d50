"""The first page: for a facility what it asked in the last 30 days, for the agency's staff what waits for them."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from ansinh import checkin, identity, register
from ansinh.doors.console import chart, figures
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import clock
from ansinh.population import review
from ansinh.staff import Role

_DAYS = 30
_COUNTED_TO = 100  # more than that is "over 100"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: where it is worked on, its word, how many there are, and whether there may be more than were counted."""

    path: str
    word: str
    count: int

    @property
    def is_many(self) -> bool:
        return self.count > _COUNTED_TO


def facility_overview(desk: Desk) -> Response:
    """The look-ups and visits of the facility that is signed in."""
    last_day = clock.vietnam_day(desk.now)
    first_day = last_day - timedelta(days=_DAYS - 1)
    code = desk.facility_code.value
    found = checkin.figures(desk.conn, first_day=first_day, last_day=last_day, facility_code=code)
    by_day = checkin.figures_by_day(desk.conn, first_day=first_day, last_day=last_day, facility_code=code)
    lookups = chart.by_day({each.day: each.lookups for each in by_day}, first_day=first_day, last_day=last_day)
    return desk.page(
        "overview_facility.html",
        figures=found,
        lookups=lookups,
        today=lookups.bars[-1].count,
        by_key=figures.keys(found),
        by_evidence=figures.evidence(found),
    )


def agency_overview(desk: Desk) -> Response:
    """What waits for the member of staff who is signed in, as far as their roles go, and the figures in short."""
    day = clock.vietnam_day(desk.now)
    may_see_figures = desk.visitor.may(Role.FIGURES)
    return desk.page(
        "overview_agency.html",
        tasks=_tasks(desk),
        counted_to=_COUNTED_TO,
        figures=checkin.figures(desk.conn, first_day=day, last_day=day) if may_see_figures else None,
    )


def _tasks(desk: Desk) -> list[Task]:
    tasks = []
    if desk.visitor.may(Role.OFFICERS):
        waiting = register.officers(desk.conn, state=register.OfficerState.REQUESTED, limit=_COUNTED_TO + 1)
        tasks.append(Task("/approvals", "overview.approvals", len(waiting)))
    if desk.visitor.may(Role.ALERTS):
        tasks.append(Task("/alerts", "overview.alerts", len(checkin.alerts(desk.conn, limit=_COUNTED_TO + 1))))
    if desk.visitor.may(Role.CASES):
        tasks.append(Task("/cases", "overview.cases", len(identity.open_cases(desk.conn, limit=_COUNTED_TO + 1))))
        tasks.append(Task("/cards", "overview.cards", len(checkin.card_findings(desk.conn, limit=_COUNTED_TO + 1))))
    if desk.visitor.may(Role.REVIEW):
        held = review.batch_of(desk.conn, desk.visitor.account, now=desk.now)
        tasks.append(Task("/review/batch", "overview.review", len(held)))
        second = review.waiting_for_second(desk.conn, desk.visitor.account, limit=_COUNTED_TO + 1)
        tasks.append(Task("/review/second", "overview.review_second", len(second)))
    return tasks


PAGES = (
    Page(path="/facility", show=facility_overview, who="facility", tab="nav.overview"),
    Page(path="/agency", show=agency_overview, who="agency", tab="nav.overview"),
)
