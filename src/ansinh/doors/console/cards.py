"""Cards that were proven at two places at once, or for two people: a list of work for the agency's staff. Finding them is check-in's.

The list names places and nobody; opening one shows whose visits they are, and is a recorded look at that person.
"""

from starlette.responses import Response

from ansinh import checkin, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import errors
from ansinh.staff import Role
from ansinh.terms import FacilityCode

_A_PAGE = 50


def cards(desk: Desk) -> Response:
    """Those nobody has settled, or all of them (`?all=1`), the last found first."""
    shows_all = desk.request.query_params.get("all") == "1"
    found = checkin.card_findings(desk.conn, only_open=not shows_all, before=desk.after or None, limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    return desk.page(
        "cards.html",
        findings=shown,
        names=_names(desk, shown),
        shows_all=shows_all,
        after=shown[-1].finding_no if len(found) > _A_PAGE else None,
    )


def card(desk: Desk) -> Response:
    """Both places, desks and visits, and whose they are."""
    return _card(desk)


def settle_card(desk: Desk) -> Response:
    """What it came to; a desk that lied is closed with it."""
    try:
        conclusion = checkin.Conclusion(desk.form.get("conclusion", ""))
    except ValueError:
        return _card(desk, refused=errors.Refused("conclusion_missing", "must be one of those that are offered", field="conclusion"))
    try:
        checkin.settle_card_finding(desk.conn, desk.number("finding_no"), conclusion, by=desk.actor, now=desk.now)
    except errors.Conflict as refused:
        return _card(desk, refused=refused)
    return desk.to("/cards", done="card_settled")


def _card(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    found = checkin.card_finding(desk.conn, desk.number("finding_no"), by=desk.actor, now=desk.now)
    people = {each.participant_id: each for each in register.briefs(desk.conn, list(found.participants))}
    return desk.page(
        "card.html",
        status=200 if refused is None else 409,
        finding=found,
        names=_names(desk, [found]),
        people=people,
        windows=checkin.CARD_WINDOWS,
        conclusions=[each for each in checkin.Conclusion if _fits(each, found)],
        refused=refused,
    )


def _fits(conclusion: checkin.Conclusion, found: checkin.CardFinding) -> bool:
    """A card that was stated for two people at different times need not have been copied for that."""
    return found.kind == "two_places" or conclusion is not checkin.Conclusion.CARD_COPIED


def _names(desk: Desk, findings: list[checkin.CardFinding]) -> dict[str, str]:
    codes = {code for each in findings for code in (each.earlier.facility_code, each.later_facility)}
    return {code: register.facility_name(desk.conn, FacilityCode(code)) for code in codes}


PAGES = (
    Page(path="/cards", show=cards, who=Role.CASES, tab="nav.cards"),
    Page(path="/cards/{finding_no}", show=card, who=Role.CASES),
    Page(path="/cards/{finding_no}/settle", show=settle_card, who=Role.CASES, takes="POST"),
)
