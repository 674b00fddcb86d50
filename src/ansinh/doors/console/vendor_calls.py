"""The last calls of the facility's client, as they were kept: without the people in them, and never another facility's."""

from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh import checkin, vendors
from ansinh.doors.console.frame import Desk, Page
from ansinh.doors.console.vendor_conformance import SEVERITIES
from ansinh.kit import clock


def calls(desk: Desk) -> Response:
    """All that are kept, newest first."""
    account = desk.visitor.account
    return desk.page(
        "vendor_calls.html",
        calls=vendors.calls_of(desk.conn, account),
        dropped=vendors.dropped_of(desk.conn, account),
        keeps_calls=checkin.standing(desk.conn, account).keeps_calls,
        kept=vendors.KEPT,
        seconds=_seconds,
    )


def call(desk: Desk) -> Response:
    """One call with what its request and reply looked like, and which checks it breaks."""
    account, number = desk.visitor.account, desk.number("number")
    found = vendors.call_of(desk.conn, account, number)
    if found is None:
        raise HTTPException(404)
    broken = [each for each in vendors.report_on(desk.conn, account).findings if number in each.calls]
    return desk.page("vendor_call.html", call=found, findings=broken, severities=SEVERITIES, seconds=_seconds)


def _seconds(at: datetime) -> str:
    """To the second, in Viet Nam: calls follow each other quickly."""
    return f"{at.astimezone(clock.VIETNAM):%H:%M:%S}"


PAGES = (
    Page(path="/developers/calls", show=calls, who="facility"),
    Page(path="/developers/calls/{number}", show=call, who="facility"),
)
