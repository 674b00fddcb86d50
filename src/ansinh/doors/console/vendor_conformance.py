"""How the facility's client speaks the protocol: what arrived, what was wrong with it, what is still to be run."""

from starlette.responses import Response

from ansinh import vendors
from ansinh.doors.console.frame import Desk, Page

TONES = {
    vendors.State.GOOD: "good",
    vendors.State.ATTENTION: "warn",
    vendors.State.WRONG: "bad",
    vendors.State.NOT_SEEN: "off",
}
SEVERITIES = {vendors.Severity.ERROR: "bad", vendors.Severity.WARN: "warn", vendors.Severity.INFO: "off"}


def conformance(desk: Desk) -> Response:
    """The report on the calls that are kept."""
    report = vendors.report_on(desk.conn, desk.visitor.account)
    groups = [(group, [each for each in report.scenarios if each.scenario.group is group]) for group in vendors.Group]
    return desk.page(
        "vendor_conformance.html",
        report=report,
        groups=groups,
        ran=sum(each.first_at is not None for each in report.scenarios),
        visible=sum(each.scenario.is_seen_from_here for each in report.scenarios),
        tones=TONES,
        severities=SEVERITIES,
    )


PAGES = (Page(path="/developers/conformance", show=conformance, who="facility"),)
