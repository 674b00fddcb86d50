"""What about the gateway's use a person should look at, for those of the agency's staff who watch it. Raising them is check-in's."""

from starlette.responses import Response

from ansinh import checkin, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.kit import errors
from ansinh.staff import Role
from ansinh.terms import FacilityCode

_A_PAGE = 50


def alerts(desk: Desk) -> Response:
    """Those nobody has looked at, or all of them (`?all=1`), newest first. Whom one is about is not shown: the number is not needed."""
    return _alerts(desk)


def settle_alert(desk: Desk) -> Response:
    """Somebody has looked at it."""
    try:
        checkin.settle_alert(desk.conn, desk.number("alert_no"), by=desk.actor, now=desk.now)
    except errors.NotFound as refused:
        return _alerts(desk, refused=refused)
    return desk.to("/alerts", done="alert_settled")


def _alerts(desk: Desk, *, refused: errors.RoomError | None = None) -> Response:
    shows_all = desk.request.query_params.get("all") == "1"
    found = checkin.alerts(desk.conn, only_open=not shows_all, before=desk.after or None, limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    codes = {each.account[:5] for each in shown if each.account}
    return desk.page(
        "alerts.html",
        status=200 if refused is None else 404,
        alerts=shown,
        limits=checkin.ALARMS,
        names={code: register.facility_name(desk.conn, FacilityCode(code)) for code in codes},
        shows_all=shows_all,
        after=shown[-1].alert_no if len(found) > _A_PAGE else None,
        refused=refused,
    )


PAGES = (
    Page(path="/alerts", show=alerts, who=Role.ALERTS, tab="nav.alerts"),
    Page(path="/alerts/{alert_no}/settle", show=settle_alert, who=Role.ALERTS, takes="POST"),
)
